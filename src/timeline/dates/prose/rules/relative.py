"""Dates counted from another: "yesterday", "last week", "two days later", "the following year", "last April"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import RANK, Period, day, month, month_of, season, weekday_of, year_of, year_text
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.amounts import AMOUNT, amount
from timeline.dates.prose.rules.parts import EDGE, mod

# TIMEX3 designator to the calendar unit and how many of it.
CALENDAR_UNITS: Final = {
    "1D": ("day", 1),
    "1W": ("week", 1),
    "2W": ("week", 2),
    "1WE": ("weekend", 1),
    "1M": ("month", 1),
    "1Q": ("quarter", 1),
    "1Y": ("year", 1),
    "10Y": ("year", 10),
    "100Y": ("year", 100),
}
_UNKNOWN: Final = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX"}


def unknown(unit: str) -> Reading:
    """A date of which only the unit is known."""
    return vague(_UNKNOWN.get(unit, "XXXX"))


def shifted(here: Period | None, unit: str, count: int, match: Match) -> Reading:
    """The period of a unit so many places from a date; with a date coarser than the unit only that date is kept."""
    if here is None:
        return unknown(unit)
    if RANK[here.unit] > RANK[unit] and unit in ("day", "week", "weekend"):
        known = here.value if here.unit in ("month", "year") else year_text(year_of(here))
        return Reading("DATE", known + _UNKNOWN[unit][4 + 3 * (here.unit == "month") :], here, here.unit, anchor=here.value)
    return dated(here.to(unit).shift(count), mod=mod(match), anchor=here.value)


@rule(
    "deictic-day",
    f"{EDGE} day:DEICTIC",
    examples=(Example("closed [late yesterday] at", "1998-03-03"), Example("it said [tomorrow]", "XXXX-XX-XX", None)),
)
def resolve_deictic(match: Match, ctx: Context) -> Reading | None:
    """Today, yesterday and tomorrow, of the day of publication."""
    if ctx.narrative and match.get("day") == 0:
        return vague("PRESENT_REF")
    return shifted(ctx.published if not ctx.narrative else ctx.here, "day", match.get("day"), match)


_DEICTIC_WORDS: Final = frozenset(("last", "next", "this", "past", "current", "coming"))


def _is_this_unit(match: Match) -> bool:
    """ "This Week" with two capitals is a name."""
    tokens = match.scan.tokens
    first, last = tokens.raw(match.end_token - 2)[0], tokens.raw(match.end_token - 1)[0]
    return match.word("direction") not in ("these", "following") and not (first.isupper() and last.isupper())


@rule(
    "this-unit",
    f"{EDGE} direction:DIRECTION|THIS unit:SPANUNIT",
    f"{EDGE} THIS direction:DIRECTION unit:SPANUNIT",
    guard=_is_this_unit,
    examples=(
        Example("completed [earlier this month] the", "1998-03"),
        Example("[last week] it", "1998-W09"),
        Example("reached [early next year]", "1999"),
    ),
)
def resolve_this_unit(match: Match, ctx: Context) -> Reading | None:
    """This, last or next week, month, quarter, year, counted from the day of publication."""
    count = match.get("direction")
    here = ctx.published if match.word("direction") in _DEICTIC_WORDS and not ctx.narrative else ctx.here
    return shifted(here, match.get("unit"), count if isinstance(count, int) else 0, match)


@rule(
    "the-next-unit",
    f"{EDGE} THE direction:DIRECTION unit:SPANUNIT (OR SO)?",
    guard=lambda match: match.word("direction") not in ("last", "past", "current", "coming"),
    examples=(Example("On 3 May 1917 ... and [the next day] it", "1917-05-04", None),),
)
def resolve_next_unit(match: Match, ctx: Context) -> Reading | None:
    """The next, following or previous day, month, year, counted from what was said last."""
    here = ctx.reference or ctx.published
    return shifted(here, match.get("unit"), match.get("direction"), match)


@rule(
    "same-unit",
    f"{EDGE} (THAT SAME? | THE SAME) unit:SPANUNIT",
    examples=(Example("On 3 May 1917 he left. [Later that year] he", "1917", None),),
)
def resolve_same_unit(match: Match, ctx: Context) -> Reading | None:
    """That day, the same year: the period that holds what was said last."""
    reading = shifted(ctx.reference or ctx.published, match.get("unit"), 0, match)
    return replace(reading, moves=False)


@rule(
    "end-of-unit",
    "(circa:CIRCA)? THE? edge:EDGENOUN OF (THE|THIS|THAT)? unit:SPANUNIT",
    "edge:EDGE|COMPARATIVE IN THE unit:SPANUNIT",
    "(circa:CIRCA)? THE? unit:SPANUNIT POSS? edge:EDGENOUN",
    "(circa:CIRCA)? unit:SPANUNIT hyphen:HYPHEN edge:EDGENOUN",
    guard=lambda match: match.get("unit") not in ("day", "quarter", "century", "weekend"),
    examples=(Example("by [the end of the year]", "1998"), Example("at [year-end]", "1998-12-31")),
)
def resolve_end_of_unit(match: Match, ctx: Context) -> Reading | None:
    """The edge of the week, month or year that the text is in."""
    if match.has("hyphen") and match.get("unit") == "year" and match.get("edge") == "END" and ctx.here is not None:
        return dated(Period("day", ctx.here.to("year").days()[1]), mod=match.get("circa"), anchor=ctx.here.value)
    return shifted(ctx.here, match.get("unit"), 0, match)


@rule(
    "the-unit",
    f"{EDGE} THE unit:SPANUNIT",
    guard=lambda match: match.get("unit") == "weekend",
    examples=(Example("over [the weekend]", "1998-W09-WE", "1998-03-02"),),
)
def resolve_the_weekend(match: Match, ctx: Context) -> Reading | None:
    """The weekend: the last one, or the coming one when the tense looks ahead."""
    here = ctx.here
    if here is None:
        return unknown("weekend")
    ahead = not ctx.narrative and ctx.tense(match) == "future"
    inside = weekday_of(here) >= 6
    return shifted(here, "weekend", 0 if ahead or inside else -1, match)


@rule(
    "last-weekday",
    f"{EDGE} direction:DIRECTION weekday:WEEKDAY",
    "THIS direction:DIRECTION weekday:WEEKDAY (COMMA MONTH DAYORD|DAY|ORDWORD)?",
    "direction:THIS weekday:WEEKDAY",
    examples=(
        Example("said [last Wednesday] that", "1989-10-25", "1989-11-01"),
        Example("meet [next Friday]", "1998-03-13"),
        Example("due [this Saturday]", "1998-03-07"),
    ),
)
def resolve_last_weekday(match: Match, ctx: Context) -> Reading | None:
    """The last or next such weekday; "next" means that of next week, "this" that of this week."""
    here, number = ctx.here, match.get("weekday")
    if here is None or RANK[here.unit] > RANK["week"]:
        return vague(f"XXXX-WXX-{number}")
    direction = match.get("direction")
    today = here.to("day")
    if not isinstance(direction, int) or direction == 0:
        return dated(Period("day", today.to("week").days()[0] + number - 1), anchor=here.value)
    if direction < 0:
        return dated(today.shift(-((weekday_of(today) - number - 1) % 7 + 1)), anchor=here.value)
    count = (number - weekday_of(today) - 1) % 7 + 1
    return dated(today.shift(count), anchor=here.value)


@rule(
    "last-month-name",
    f"{EDGE} THE? direction:DIRECTION|THIS month:MONTH (day:DAY|DAYORD)?",
    examples=(Example("since [last April] it", "1997-04"), Example("in [this September]", "1998-09")),
)
def resolve_last_month(match: Match, ctx: Context) -> Reading | None:
    """The last or next such month, this year's with "this"."""
    here, number = ctx.here, match.get("month")
    if here is None:
        return vague(f"XXXX-{number:02d}")
    found = _directed(month(year_of(here), number), 12, here.to("month"), match)
    if match.has("day"):
        exact = day(year_of(found), number, match.get("day"))
        return dated(exact, anchor=here.value) if exact else None
    return dated(found, mod=mod(match), anchor=here.value)


@rule(
    "last-season",
    f"{EDGE} (direction:DIRECTION|THIS|THAT) season:SEASON",
    "THE direction:DIRECTION season:SEASON",
    examples=(Example("began [last fall] when", "1997-FA"), Example("open [this summer]", "1998-SU")),
)
def resolve_last_season(match: Match, ctx: Context) -> Reading | None:
    """The last or next such season, this year's with "this"."""
    here, code = ctx.here, match.get("season")
    if here is None:
        return vague(f"XXXX-{code}")
    found = season(year_of(here), code)
    return dated(_directed(found, 4, here.to("season"), match), mod=mod(match), anchor=here.value)


def _directed(found: Period, cycle: int, here: Period, match: Match) -> Period:
    direction = match.get("direction")
    if not isinstance(direction, int) or direction == 0:
        return found
    if direction < 0:
        return found if found.number < here.number - (cycle == 12) else found.shift(-cycle)
    return found if found.number > here.number else found.shift(cycle)


@rule(
    "month-last-year",
    f"{EDGE} month:MONTH (COMMA|OF)? direction:DIRECTION|THIS|THAT YEARWORD",
    "month:MONTH OF THE direction:DIRECTION YEARWORD",
    examples=(Example("in [July last year] the", "1997-07"),),
)
def resolve_month_last_year(match: Match, ctx: Context) -> Reading | None:
    """A month of this, last or next year."""
    here = ctx.here
    if here is None:
        return vague(f"XXXX-{match.get('month'):02d}")
    direction = match.get("direction")
    number = year_of(here) + (direction if isinstance(direction, int) else 0)
    return dated(month(number, match.get("month")), mod=mod(match), anchor=here.value)


@rule(
    "ago",
    f"{AMOUNT} (OR SO)? when:AGO",
    f"{AMOUNT} (OR SO)? when:OFFSET",
    "unit:UNITS when:AGO",
    "unit:UNITS when:OFFSET",
    guard=lambda match: match.word("when") not in ("after", "before", "following", "prior"),
    examples=(
        Example("it was [six weeks ago] that", "1998-W04"),
        Example("killed [nearly four years ago]", "1994"),
        Example("born [several years ago]", "PAST_REF"),
        Example("On 25 June 1950 it began. [Two days later], he", "1950-06-27", None),
    ),
)
def resolve_ago(match: Match, ctx: Context) -> Reading | None:
    """So long before or after the day of publication (ago) or what was said last (later, earlier)."""
    count, designator = amount(match)
    ago = match.word("when") in ("ago", "hence", "from")
    here = ctx.published if ago and not ctx.narrative else (ctx.reference or ctx.published)
    if designator[0] == "T":
        return Reading("TIME", f"{here.value}TXX", here, None, anchor=here.value) if here else vague("XXXX-XX-XXTXX", "TIME")
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    if not unit or count is None or count != int(count):
        return vague("PAST_REF" if match.get("when") < 0 else "FUTURE_REF")
    if unit == "year" and count == 1 and ctx.quarter is not None and ctx.quarterly:
        return dated(ctx.quarter.shift(4 * match.get("when")), anchor=ctx.quarter.value, moves=False)
    return shifted(here, unit, int(count) * size * match.get("when"), match)


@rule(
    "day-before-yesterday",
    "THE DAYWORD when:OFFSET day:DEICTIC",
    guard=lambda match: match.word("when") in ("before", "after"),
    examples=(Example("came [the day before yesterday]", "1998-03-02"),),
)
def resolve_before_yesterday(match: Match, ctx: Context) -> Reading | None:
    """The day before yesterday and the day after tomorrow."""
    return shifted(ctx.published, "day", match.get("when") + match.get("day"), match)


@rule(
    "the-day",
    "(<COMPARATIVE IN) THE unit:DAYWORD",
    examples=(Example("arrived later in [the day]", "1998-03-04"),),
)
def resolve_the_day(match: Match, ctx: Context) -> Reading | None:
    """The day that the text is at."""
    return shifted(ctx.here, "day", 0, match)


@rule(
    "day-before",
    "THE unit:SPANUNIT when:OFFSET",
    guard=lambda match: match.word("when") in ("before", "after"),
    examples=(Example("On 3 May 1917 he left. [The day before], he", "1917-05-02", None),),
)
def resolve_day_before(match: Match, ctx: Context) -> Reading | None:
    """The day before or the year after what was said last."""
    return shifted(ctx.reference or ctx.published, match.get("unit"), match.get("when"), match)


@rule(
    "that-time",
    "(this:THIS SAME? | THAT SAME? | THE SAME) moment:TIMEWORD",
    guard=lambda match: match.word("moment") != "point" or match.before() in ("at", "from", "by"),
    examples=(Example("1789 began, 1790 went, 1791, 1792, 1793. In May 1794 it ended; by [this time] he", "PRESENT_REF", None),),
)
def resolve_that_time(match: Match, ctx: Context) -> Reading | None:
    """The time that a narrative is at; its value is empty where that may be of any length. In news the words say nothing."""
    if not ctx.narrative:
        return vague("PRESENT_REF") if match.word("moment") == "moment" else None
    return vague("PRESENT_REF" if match.has("this") and match.word("moment") in ("time", "moment", "point") else "")


@rule(
    "named-day",
    "named:NAMEDDAY",
    examples=(Example("since [9/11] the", "2001-09-11"),),
)
def resolve_named_day(match: Match, ctx: Context) -> Reading | None:
    """A day that everybody calls by its own name."""
    found = day(*map(int, match.get("named").split("-")))
    return dated(found, moves=False) if found else None


@rule(
    "week-of",
    "THE unit:WEEKWORD OF month:MONTH day:DAY|DAYORD",
    examples=(Example("in [the week of March 6] it", "2000-W10", "2000-03-20"),),
)
def resolve_week_of(match: Match, ctx: Context) -> Reading | None:
    """The week that holds a day."""
    found = ctx.day(match.get("month"), match.get("day"), match)
    return dated(found.to("week"), anchor=ctx.here.value if ctx.here else None) if found else None


def later_month(here: Period, number: int) -> Period:
    """The first such month that is not before a date."""
    found = month(year_of(here), number)
    return found if number >= month_of(here) else found.shift(12)
