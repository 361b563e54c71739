"""Times of day: "5 p.m. EST, Nov. 6", "Friday night", "this morning", "noon Saturday", "05:30"."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.numerals import Dotted
from timeline.dates.prose.periods import RANK, Period, day, month_of, year_of
from timeline.dates.prose.reading import Reading, timed
from timeline.dates.prose.rules.adjoining import day_behind
from timeline.dates.prose.rules.calendar import month_day
from timeline.dates.prose.rules.feasts import holiday_near
from timeline.dates.prose.rules.parts import EDGE
from timeline.dates.prose.rules.shifts import weekday_beside

# Expressions looked at for the half of the day that a clock time leaves out.
_CLOCKS = 4
_CLOCK = "(clock:CLOCK | hour:HOUR | point:POINT) OCLOCK? (meridiem:MERIDIEM)? (IN THE part:PART)? (COMMA? zone:ZONE)?"
_DATE = "(weekday:WEEKDAY COMMA?)? month:MONTH day:DAY|DAYORD (COMMA? year:YEAR)?"
_DATE_BRITISH = "(weekday:WEEKDAY COMMA?)? day:DAY|DAYORD month:MONTH (COMMA? year:YEAR)?"


def clock_text(match: Match) -> tuple[str, str] | None:
    """The clock time after the T, and its precision; None when the numbers are no time of day."""
    if match.has("point"):
        return match.get("point"), "minute"
    parts = _clock_parts(match)
    if parts is None:
        return None
    hours, *finer = parts
    afternoon = match.get("meridiem") == 12 or match.get("part") in ("AF", "EV")
    hours = hours % 12 + (12 if afternoon else 0) if match.has("meridiem") or afternoon else hours
    if hours > 24:
        return None
    shown = ":".join(f"{part:02d}" for part in (hours, *(finer or [0])))
    return shown, ("hour", "minute", "second")[len(finer)]


def _clock_parts(match: Match) -> list[int] | None:
    """Hours, and minutes and seconds where they are said; None when the numbers are none of a clock."""
    if match.has("military"):
        return list(divmod(match.get("military"), 100))
    text = match.get("clock")
    if text is None:
        return [match.get("hour")]
    parts = text.replace(".", ":").split(":")
    if not all(part.isdigit() for part in parts) or len(parts) > len(("hours", "minutes", "seconds")):
        return None
    finer = [int(part) for part in parts[1:]]
    if any(len(part) != 2 for part in parts[1:]) or any(part > 59 for part in finer):
        return None
    return [int(parts[0]), *finer]


def _clock_said(match: Match, ctx: Context) -> tuple[str, str] | None:
    """The clock time of a match; 9:20 right after 10:20 p.m. is in the evening too."""
    clock = clock_text(match)
    bare = match.has("clock") and not any(match.has(name) for name in ("meridiem", "part", "zone", "year"))
    if clock is None or not bare or clock[0][0] == match.get("clock")[0] == "0" or clock[0] >= "12":
        return clock
    for other in reversed(ctx.matches[max(ctx.position - _CLOCKS, 0) : ctx.position]):
        if "\n" in match.scan.tokens.text[other.stop : match.start]:
            break
        if other.has("meridiem"):
            return f"{int(clock[0][:2]) + other.get('meridiem'):02d}{clock[0][2:]}", clock[1]
    return clock


def day_said(match: Match, ctx: Context) -> Period | None:
    """The day in the match: month and day, weekday, today; else the day that the text is at."""
    if match.has("month"):
        reading = month_day(match, ctx, match.get("month"), match.get("day"))
        return reading.period if reading else None
    if match.has("direction") and ctx.here is not None and ctx.here.unit == "day":
        return weekday_beside(ctx.here, match.get("weekday"), match.get("direction"), match)
    if match.has("dayord"):
        here = ctx.reference or ctx.published
        return day(year_of(here), month_of(here), match.get("dayord")) if here else None
    if match.has("holiday"):
        return holiday_near(match.get("holiday"), ctx, match)
    if match.has("weekday"):
        return ctx.weekday(match.get("weekday"), match)
    if match.has("deictic"):
        return ctx.published.shift(match.get("deictic")) if ctx.published else None
    behind = day_behind(match, ctx, "joins_day")
    if behind is not None:
        return behind
    return ctx.day_at(match)


def _is_time(match: Match, plain: bool) -> bool:
    """3:59.4 and "in 2:05:30" are how long a race took; 7:15 needs a word before it, for Luke 7:15 is none."""
    text = match.get("clock")
    if ":" in text and "." in text:
        return False
    if not plain:
        return True
    return match.preceded("clock_leads") if text.find(":") == 1 else not match.preceded("race_leads")


def _is_clock(match: Match) -> bool:
    """A bare number is a time of day only with a.m., o'clock or the like; 7.30 only behind "at"."""
    plain = not (match.has("meridiem") or match.has("part") or match.has("zone") or match.has("point"))
    if match.has("hour"):
        return not plain or any(
            "OCLOCK" in piece.lexeme.values for piece in match.chunk.pieces[match.first : match.end]
        )
    if isinstance(match.get("clock"), Dotted):
        return not plain
    return not match.has("clock") or _is_time(match, plain)


@rule(
    "clock-date",
    f"(circa:CIRCA)? {_CLOCK} (COMMA|ON|OF)? (ON)? {_DATE} (zonetwo:ZONE)?",
    f"(circa:CIRCA)? {_CLOCK} (COMMA|ON|OF)? (ON)? {_DATE_BRITISH}",
    f"(circa:CIRCA)? {_CLOCK} (COMMA|ON)? (weekday:WEEKDAY | deictic:DEICTIC)",
    f"(weekday:WEEKDAY | deictic:DEICTIC) AT {_CLOCK}",
    "military:MILITARY (HOURSUFFIX | zone:ZONE) (weekday:WEEKDAY | deictic:DEICTIC)",
    "year:YEAR HYPHEN month:MONTHNUM|YY HYPHEN day:DAY|YY (TSEP|COMMA)? clock:CLOCK (zone:ZONE)?",
    guard=_is_clock,
    examples=(
        Example("until [5 p.m. EST, Nov. 6]", "1989-11-06T17:00", "1989-10-30", "TIME"),
        Example("at [noon Saturday]", "1998-02-28T12:00", type="TIME"),
        Example("shut until [0600 GMT Friday].", "1998-03-06T06:00", type="TIME"),
        Example("logged [2022-09-21T14:30:05Z] by", "2022-09-21T14:30:05", type="TIME"),
    ),
)
@rule(
    "clock",
    f"(circa:CIRCA)? {_CLOCK} HOURSUFFIX?",
    "military:MILITARY (HOURSUFFIX | zone:ZONE)",
    guard=_is_clock,
    examples=(
        Example("at [10:35 a.m.] a", "1998-03-04T10:35", type="TIME"),
        Example("It fell at 10:20 p.m.; it had left at [9:20].", "1998-03-04T21:20", type="TIME"),
    ),
)
def resolve_clock(match: Match, ctx: Context) -> Reading | None:
    """A clock time on a day that is said or that the text is at; from 10 p.m. to 2 a.m. leads into the next day."""
    clock = _clock_said(match, ctx)
    if clock is None:
        return None
    found, before = day_said(match, ctx), ctx.matches[ctx.position - 1] if ctx.position else None
    if (
        found
        and before
        and before.rule.name == "clock"
        and match.rule.name == "clock"
        and match.preceded("range_joints")
    ):
        start = clock_text(before) if before.end_token == match.start_token - 1 else None
        found = found.shift(1) if start and start[0] > clock[0] else found
    return timed(found, clock[0], clock[1])


@rule(
    "clock-range",
    "hour:HOUR (= (AND|TO|HYPHEN|DASH) HOUR|CLOCK meridiem:MERIDIEM)",
    guard=lambda match: match.preceded("range_leads"),
    examples=(Example("between [2] and 4 p.m. Tuesday, rain", "1998-03-03T14:00", type="TIME"),),
)
def resolve_clock_range(match: Match, ctx: Context) -> Reading | None:
    """The near end of a range of hours, with the day and the half of the day of its far end."""
    clock, far = clock_text(match), ctx.matches[ctx.position + 1 : ctx.position + 2]
    reading = far[0].rule.resolve(far[0], ctx) if far and match.has("meridiem") else None
    return timed(reading.period, clock[0], clock[1]) if clock and reading else None


@rule(
    "half-past",
    "(half:HALF | A? QUARTER) side:DIRECTION|TO hour:HOUR (meridiem:MERIDIEM)?",
    guard=lambda match: (
        (match.opens_with("A") or match.preceded("clock_leads"))
        and (match.among("side", "past_hour") or (match.among("side", "infinitive") and not match.has("half")))
    ),
    examples=(
        Example("left at [half past six], it", "1998-03-04T06:30", type="TIME"),
        Example("left at [a quarter to nine p.m.], it", "1998-03-04T20:45", type="TIME"),
    ),
)
def resolve_half_past(match: Match, ctx: Context) -> Reading | None:
    """Half past six, a quarter to nine."""
    hours = match.get("hour") % 12 + match.get("meridiem", 0) if match.has("meridiem") else match.get("hour")
    minutes = 30 if match.has("half") else 15
    if match.among("side", "infinitive"):
        hours, minutes = (hours - 1) % 24, 45
    return timed(day_said(match, ctx), f"{hours:02d}:{minutes:02d}", "minute") if hours <= 24 else None


@rule(
    "military-clock",
    "military:MILITARY",
    guard=lambda match: (
        match.preceded("at") and not match.after()[:1].isalpha() and not 1900 <= match.get("military") < 2060
    ),
    examples=(Example("on 6 January at [1625], rebels", "1990-01-06T16:25", "1990-01-08", "TIME"),),
)
def resolve_military(match: Match, ctx: Context) -> Reading | None:
    """Four digits behind "at" that are no year of our time."""
    clock = clock_text(match)
    return timed(day_said(match, ctx), *clock) if clock else None


@rule(
    "small-hours",
    "THE? edge:EDGE (part:PART)? hours:UNITS OF (weekday:WEEKDAY | deictic:DEICTIC) PART?",
    "THE? SMALLHOURS hours:UNITS OF (weekday:WEEKDAY | deictic:DEICTIC)",
    f"THE? edge:EDGE (part:PART)? hours:UNITS OF {_DATE}",
    f"THE? edge:EDGE (part:PART)? hours:UNITS OF {_DATE_BRITISH}",
    guard=lambda match: match.get("hours") == "T1H",
    examples=(
        Example("in [the early hours of Sunday] he", "1998-03-01TMO", type="TIME"),
        Example("in [the small hours of Sunday] he", "1998-03-01TMO", type="TIME"),
        Example("in [the early morning hours of 30 April 1975] it", "1975-04-30TMO", type="TIME"),
    ),
)
def resolve_small_hours(match: Match, ctx: Context) -> Reading | None:
    """The hours of a day that belong to its morning, or to its night."""
    part = match.get("part") or ("NI" if match.get("edge") == "END" else "MO")
    return timed(day_said(match, ctx), part, "day")


@rule(
    "day-part",
    f"{EDGE} (direction:DIRECTION)? weekday:WEEKDAY part:PART",
    f"{EDGE} deictic:DEICTIC part:PART",
    "(EDGE HYPHEN?)? part:PART (deictic:DEICTIC | weekday:WEEKDAY)",
    "month:MONTH day:DAY part:PART",
    "holiday:HOLIDAY part:PART",
    "EDGE? THE part:PART OF THE dayord:DAYORD",
    "EDGE? IN? THE part:PART OF (weekday:WEEKDAY COMMA?)? month:MONTH day:DAY|DAYORD (COMMA? year:YEAR)?",
    "EDGE? IN? THE part:PART OF day:DAY|DAYORD OF? month:MONTH (COMMA? year:YEAR)?",
    "THE EDGE part:PART OF (weekday:WEEKDAY COMMA?)? month:MONTH day:DAY|DAYORD (COMMA? year:YEAR)?",
    "THE EDGE part:PART OF day:DAY|DAYORD OF? month:MONTH (COMMA? year:YEAR)?",
    guard=lambda match: not (match.followed("shows") and match.capital(match.end_token)),
    examples=(
        Example("on [Friday night] he", "1998-02-27TNI", type="TIME"),
        Example("said [yesterday afternoon]", "1998-03-03TAF", type="TIME"),
        Example("in [the early morning of 5 May 1995] he", "1995-05-05TMO", type="TIME"),
        Example("came on [Christmas night] and", "1997-12-25TNI", type="TIME"),
    ),
)
def resolve_day_part(match: Match, ctx: Context) -> Reading | None:
    """A part of a day that is said."""
    return timed(day_said(match, ctx), match.get("part"), "day")


@rule(
    "this-part",
    "(edge:EDGE|COMPARATIVE)? direction:DIRECTION|THIS|THAT SAME? part:PART",
    "THE direction:DIRECTION part:PART",
    "THE same:SAME part:PART",
    "(edge:EDGE|COMPARATIVE)? part:TONIGHT",
    examples=(
        Example("said [this morning] that", "1998-03-04TMO", type="TIME"),
        Example("left on Monday. [The same evening] he", "1998-03-02TEV", type="TIME"),
        Example("speaks [tonight]", "1998-03-04TNI", type="TIME"),
        Example("[last night] in", "1998-03-03TNI", type="TIME"),
    ),
)
def resolve_this_part(match: Match, ctx: Context) -> Reading | None:
    """This morning, last night, that afternoon, the next evening."""
    direction = match.get("direction", 0)
    near = not ctx.told and (match.among("direction", "near_part") or not (match.has("direction") or match.has("same")))
    here = ctx.published if near else ctx.said("day")
    if here is None or RANK[here.unit] > RANK["day"]:
        return timed(None, match.get("part"), "day")
    return timed(here.shift(direction if isinstance(direction, int) else 0), match.get("part"), "day", here.value)


@rule(
    "night-before-last",
    "THE part:PART when:OFFSET last:DIRECTION",
    guard=lambda match: match.among("when", "before_or_after") and match.get("when") == match.get("last"),
    examples=(Example("heard it [the night before last].", "1998-03-02TNI", type="TIME"),),
)
def resolve_night_before_last(match: Match, ctx: Context) -> Reading | None:
    """The night before last: that of two days ago."""
    here = ctx.now
    if here is None or here.unit != "day":
        return timed(None, match.get("part"), "day")
    return timed(here.shift(2 * match.get("last")), match.get("part"), "day", here.value)


def _is_part(match: Match) -> bool:
    """By dawn, in the evening; in the evening news it is no time."""
    if match.has("the"):
        return match.preceded("in_parts") and (not match.after().isalpha() or match.followed("goes_on"))
    return (match.preceded("part_leads") and not match.among("part", "night")) or match.has("edge")


@rule(
    "part",
    "edge:EDGE HYPHEN? part:PART",
    "part:PART",
    "the:THE part:PART",
    guard=_is_part,
    examples=(
        Example("by [mid afternoon], official", "1998-03-04TAF", type="TIME"),
        Example("rose Monday before falling in [the afternoon].", "1998-03-02TAF", type="TIME"),
        Example("burned on Monday night; by [dawn] all were out", "1998-03-03TMO", type="TIME"),
    ),
)
def resolve_part(match: Match, ctx: Context) -> Reading | None:
    """A part of the day that the text is at; the dawn behind a night is that of the next day."""
    found = day_said(match, ctx)
    ends_night = match.get("part") == "MO" and match.preceded("part_leads") and _is_behind_night(match, ctx)
    return timed(found.shift(1) if found and ends_night else found, match.get("part"), "day")


def _is_behind_night(match: Match, ctx: Context) -> bool:
    """True where the expression before it in the paragraph is a night, an evening or an hour of one."""
    before = ctx.matches[ctx.position - 1] if ctx.position else None
    if before is None or "\n" in match.scan.tokens.text[before.stop : match.start]:
        return False
    clock = clock_text(before) if before.has("clock") or before.has("hour") or before.has("point") else None
    return before.get("part") in ("NI", "EV") or (clock is not None and clock[0] >= "18")


def _attributive(match: Match) -> bool:
    """Night attacks, a night-march."""
    named = match.capital(match.start_token) or match.capital(match.end_token)
    return (match.after().isalpha() or match.followed("dashes")) and not named


@rule(
    "night",
    "night:NIGHT",
    "part:PART",
    guard=lambda match: (
        (match.among("night", "night") and (match.preceded("at_night") or _attributive(match)))
        or match.among("part", "daytime")
    ),
    examples=(
        Example("moved only at [night] and", "XXXX-XX-XXTNI", type="TIME"),
        Example("1789, 1790, 1791, 1792, 1793: the [night] attacks", "XXXX-XX-XXTNI", None, "TIME"),
    ),
)
def resolve_night(match: Match, ctx: Context) -> Reading | None:
    """Nights in general; night attacks in narratives."""
    if not (ctx.told or match.preceded("at_night") or match.has("part")):
        return None
    return timed(None, "NI" if match.has("night") else match.get("part"), "day")
