"""Dates counted from publication (news) or from where a narrative is: "yesterday", "last week", "last April"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import RANK, Period, day, month, month_of, season, weekday_of, year_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import EDGE, mod, names_next
from timeline.dates.prose.rules.shifts import shifted, unknown, weekday_beside
from timeline.dates.prose.tense import tense


@rule(
    "deictic-day",
    f"{EDGE} day:DEICTIC",
    guard=lambda match: not (match.preceded("todays") and match.capital(match.end_token - 1)),
    examples=(Example("closed [late yesterday] at", "1998-03-03"), Example("it said [tomorrow]", "XXXX-XX-XX", None)),
)
def resolve_deictic(match: Match, ctx: Context) -> Reading | None:
    """Today, yesterday and tomorrow, of the day of publication."""
    if ctx.told and match.get("day") == 0:
        return vague("PRESENT_REF")
    return shifted(None if ctx.told else ctx.published, "day", match.get("day"), match)


@rule(
    "day-before-yesterday",
    "THE DAYWORD when:OFFSET day:DEICTIC",
    guard=lambda match: match.among("when", "before_or_after"),
    examples=(Example("came [the day before yesterday]", "1998-03-02"),),
)
def resolve_before_yesterday(match: Match, ctx: Context) -> Reading | None:
    """The day before yesterday and the day after tomorrow."""
    return shifted(ctx.published, "day", match.get("when") + match.get("day"), match)


def _is_this_unit(match: Match) -> bool:
    """This Week with two capitals is a name, and the last day of something is not yesterday."""
    if match.get("unit") == "day" and match.among("direction", "lasts"):
        return False
    named = match.capital(match.end_token - 2) and match.capital(match.end_token - 1)
    return not match.among("direction", "no_unit") and not named


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
    here = ctx.now if match.among("direction", "deictic") else ctx.here
    return shifted(here, match.get("unit"), count if isinstance(count, int) else 0, match)


def _has_edge(match: Match) -> bool:
    """The end of the year, but not the beginning of Year One."""
    return match.get("unit") not in ("day", "quarter", "century", "weekend") and not match.capital(match.end_token - 1)


@rule(
    "end-of-unit",
    "(circa:CIRCA)? THE? edge:EDGENOUN OF (THE|THIS|THAT)? unit:SPANUNIT",
    "edge:EDGE|COMPARATIVE IN THE unit:SPANUNIT",
    "(circa:CIRCA)? THE? unit:SPANUNIT POSS? edge:EDGENOUN",
    "(circa:CIRCA)? unit:SPANUNIT hyphen:HYPHEN edge:EDGENOUN",
    guard=_has_edge,
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
    here = ctx.now
    if here is None:
        return unknown("weekend")
    ahead = not ctx.told and tense(match) == "future"
    inside = weekday_of(here) >= 6
    return shifted(here, "weekend", 0 if ahead or inside else -1, match)


# The middle of a week is Wednesday.
_WEDNESDAY: Final = 3


@rule(
    "middle-of-unit",
    "unit:MIDUNIT",
    "edge:EDGE HYPHEN unit:SPANUNIT",
    guard=lambda match: (
        match.get("edge", "MID") == "MID" and match.get("unit") in ("week", "month", "year") and not names_next(match)
    ),
    examples=(
        Example("talks resume [midweek].", "1998-W10", "1998-03-02"),
        Example("it fell [mid-week].", "1998-W09", "1998-03-02"),
        Example("will end by [midyear]", "1998"),
    ),
)
def resolve_middle(match: Match, ctx: Context) -> Reading | None:
    """The middle of this week, month or year; of the week before or after it where the tense wants that."""
    unit, here = match.get("unit"), ctx.here
    step = 0
    if unit == "week" and here is not None and here.unit == "day" and not ctx.told:
        looks, today = tense(match), weekday_of(here)
        step = (looks == "future" and today > _WEDNESDAY) - (looks != "future" and today < _WEDNESDAY)
    return replace(shifted(here, unit, step, match), mod="MID")


_MONTHS: Final = 12
# Months in which a year is called new.
_NEW_MONTHS: Final = 2
# Days of a week and of a month in which it is the last one that is reported on.
_REPORTED: Final = {"week": 1, "month": 4}


@rule(
    "the-week",
    "THE unit:SPANUNIT",
    guard=lambda match: (
        match.get("unit") in ("week", "month")
        and match.preceded("span_contexts")
        and not match.capital(match.end_token - 1)
        and (not match.after().isalpha() or match.followed("verbs_of_being"))
    ),
    examples=(
        Example("the index fell 2% for [the week], its", "1998-W10"),
        Example("the index fell 2% for [the week].", "1998-W09", "1998-03-02"),
        Example("the index gained 2% for [the month].", "1998-02", "1998-03-02"),
    ),
)
def resolve_the_week(match: Match, ctx: Context) -> Reading | None:
    """The week or the month of publication; in its first days the one that is over."""
    if ctx.told or ctx.published is None:
        return None
    unit = match.get("unit")
    begun = ctx.published.number - ctx.published.to(unit).days()[0]
    return shifted(ctx.published, unit, -1 if begun < _REPORTED[unit] else 0, match)


@rule(
    "the-day",
    "(<COMPARATIVE IN) THE unit:DAYWORD",
    examples=(Example("arrived later in [the day]", "1998-03-04"),),
)
def resolve_the_day(match: Match, ctx: Context) -> Reading | None:
    """The day that the text is at."""
    return shifted(ctx.here, "day", 0, match)


def _anchor(match: Match, ctx: Context) -> Period | None:
    """From where last, this and the following one count: publication, or with the latter what was said last."""
    if ctx.told and match.has("that"):
        return ctx.latest or ctx.reference
    if ctx.told or not (match.has("that") or match.has("direction")) or match.among("direction", "from_now"):
        return ctx.now
    here = ctx.said("day" if match.has("weekday") else "")
    if here is None or here.unit == "day" or match.has("weekday"):
        return here
    return Period("day", here.days()[1 if match.get("direction", 0) > 0 else 0])


@rule(
    "last-weekday",
    f"{EDGE} THE? direction:DIRECTION weekday:WEEKDAY",
    "THIS direction:DIRECTION weekday:WEEKDAY (COMMA MONTH DAYORD|DAY|ORDWORD)?",
    "direction:THIS weekday:WEEKDAY",
    examples=(
        Example("said [last Wednesday] that", "1989-10-25", "1989-11-01"),
        Example("meet [next Friday]", "1998-03-13"),
        Example("meet [this coming Friday]", "1998-03-06"),
        Example("due [this Saturday]", "1998-03-07"),
    ),
)
def resolve_last_weekday(match: Match, ctx: Context) -> Reading | None:
    """The last such weekday, that of next week, or the coming one; "this" means that of this week."""
    here, number = _anchor(match, ctx), match.get("weekday")
    if here is None or RANK[here.unit] > RANK["week"]:
        return vague(f"XXXX-WXX-{number}")
    direction = match.get("direction")
    steps = direction if isinstance(direction, int) else 0
    return dated(weekday_beside(here.to("day"), number, steps, match), anchor=here.value)


@rule(
    "weekday-of-week",
    "weekday:WEEKDAY OF? direction:DIRECTION|THIS unit:WEEKWORD",
    "direction:DIRECTION|THIS unit:WEEKWORD weekday:WEEKDAY",
    examples=(
        Example("on [Monday of last week] he", "1998-02-23"),
        Example("meet [Tuesday next week] in", "1998-03-10"),
    ),
)
def resolve_weekday_of_week(match: Match, ctx: Context) -> Reading | None:
    """A weekday of this, last or next week."""
    here, number, direction = ctx.now, match.get("weekday"), match.get("direction")
    if here is None or RANK[here.unit] > RANK["week"]:
        return vague(f"XXXX-WXX-{number}")
    monday = here.to("week").shift(direction if isinstance(direction, int) else 0).days()[0]
    return dated(Period("day", monday + number - 1), anchor=here.value)


def _goes_on(match: Match) -> bool:
    """The day before last [Tuesday]."""
    behind = match.scan.lexicon.words.get(match.after())
    return behind is not None and bool(behind.values.keys() & {"WEEKDAY", "MONTH", "SEASON", "SPANUNIT", "HOLIDAY"})


@rule(
    "unit-before-last",
    "THE unit:SPANUNIT when:OFFSET last:DIRECTION",
    guard=lambda match: (
        match.among("when", "before_or_after") and match.get("when") == match.get("last") and not _goes_on(match)
    ),
    examples=(Example("in [the year before last] it", "1996"),),
)
def resolve_before_last(match: Match, ctx: Context) -> Reading | None:
    """The week before last, the year after next."""
    return shifted(ctx.now, match.get("unit"), 2 * match.get("last"), match)


def _is_directed_month(match: Match) -> bool:
    """Behind "he said that" June may be anything; "it ended that June" closes a clause, or something leads it in."""
    if not match.has("that") or not match.after().isalpha():
        return True
    return match.preceded("that_leads") and not match.among("month", "month_names_too")


@rule(
    "last-month-name",
    f"{EDGE} (THE|THIS)? direction:DIRECTION|THIS month:MONTH (day:DAY|DAYORD)?",
    f"{EDGE} that:THAT SAME? month:MONTH",
    guard=_is_directed_month,
    examples=(
        Example("since [last April] it", "1997-04"),
        Example("in [this September]", "1998-09"),
        Example("in January 1994; it ended [that May].", "1994-05"),
    ),
)
def resolve_last_month(match: Match, ctx: Context) -> Reading | None:
    """The last or next such month, this year's with "this"."""
    here, number = _anchor(match, ctx), match.get("month")
    if here is None:
        return vague(f"XXXX-{number:02d}")
    found = _directed(month(year_of(here), number), 12, here.to("month"), match)
    if match.has("day"):
        exact = day(year_of(found), number, match.get("day"))
        return dated(exact, anchor=here.value) if exact else None
    return dated(found, mod=mod(match), anchor=here.value)


@rule(
    "last-season",
    f"{EDGE} (direction:DIRECTION|THIS) SAME? season:SEASON",
    f"{EDGE} that:THAT SAME? season:SEASON",
    "(THE|THIS) direction:DIRECTION season:SEASON",
    examples=(Example("began [last fall] when", "1997-FA"), Example("open [this summer]", "1998-SU")),
)
def resolve_last_season(match: Match, ctx: Context) -> Reading | None:
    """The last or next such season, this year's with "this"."""
    here, code = _anchor(match, ctx), match.get("season")
    if here is None:
        return vague(f"XXXX-{code}")
    found = season(year_of(here), code)
    return dated(_directed(found, 4, here.to("season"), match), mod=mod(match), anchor=here.value)


@rule(
    "new-year",
    "THE new:NEW YEARWORD",
    guard=lambda match: match.preceded("new_year_leads") and not match.capital(match.end_token - 1),
    examples=(
        Example("will be ready in [the new year].", "1999", "1998-11-04"),
        Example("prices rose since [the new year], it", "1998-01-01", "1998-01-24"),
    ),
)
def resolve_new_year(match: Match, ctx: Context) -> Reading | None:
    """The year that is to come, in its first months the one that has begun; before and by it: its first day."""
    here = ctx.here
    reading = shifted(here, "year", 0 if here is not None and month_of(here) <= _NEW_MONTHS else 1, match)
    if match.preceded("in_new_year") or reading.period is None:
        return reading
    return dated(Period("day", reading.period.days()[0]), anchor=reading.anchor)


@rule(
    "season-of-year",
    f"{EDGE} THE? season:SEASON (COMMA|OF)? direction:DIRECTION|THIS YEARWORD",
    "direction:DIRECTION|THIS YEARWORD POSS season:SEASON",
    examples=(
        Example("since [the spring of last year] it", "1997-SP"),
        Example("open [next year's summer]", "1999-SU"),
    ),
)
def resolve_season_of_year(match: Match, ctx: Context) -> Reading | None:
    """A season of this, last or next year."""
    here = ctx.now
    if here is None:
        return vague(f"XXXX-{match.get('season')}")
    direction = match.get("direction")
    number = year_of(here) + (direction if isinstance(direction, int) else 0)
    return dated(season(number, match.get("season")), mod=mod(match), anchor=here.value)


def _directed(found: Period, cycle: int, here: Period, match: Match) -> Period:
    direction = match.get("direction")
    if not isinstance(direction, int) or direction == 0:
        return found
    if direction < 0:
        return found if found.number < here.number - (cycle == _MONTHS) else found.shift(-cycle)
    # The month that comes is "next month": a "next April" in March is that of next year.
    return found if found.number > here.number + (cycle == _MONTHS) else found.shift(cycle)


@rule(
    "month-last-year",
    f"{EDGE} month:MONTH (COMMA|OF)? (direction:DIRECTION|THIS | that:THAT SAME?) YEARWORD",
    "month:MONTH OF THE direction:DIRECTION YEARWORD",
    "month:MONTH day:DAY|DAYORD (COMMA|OF)? direction:DIRECTION|THIS YEARWORD",
    "THE? day:DAY|DAYORD OF? month:MONTH (COMMA|OF)? direction:DIRECTION|THIS YEARWORD",
    examples=(
        Example("in [July last year] the", "1997-07"),
        Example("on [12 May last year] the", "1997-05-12"),
        Example(
            "In 1789 it began, in 1790, 1791, 1792 it went on. In 1794 he died, in [July of that year].", "1794-07"
        ),
    ),
)
def resolve_month_last_year(match: Match, ctx: Context) -> Reading | None:
    """A month, or a day of it, of this, last, next or that year."""
    here, direction = ctx.now, match.get("direction")
    if match.has("that"):
        here = (ctx.latest if ctx.told else None) or ctx.reference or ctx.published
    if here is None:
        return vague(f"XXXX-{match.get('month'):02d}" + (f"-{match.get('day'):02d}" if match.has("day") else ""))
    number = year_of(here) + (direction if isinstance(direction, int) else 0)
    if match.has("day"):
        exact = day(number, match.get("month"), match.get("day"))
        return dated(exact, anchor=here.value) if exact else None
    return dated(month(number, match.get("month")), mod=mod(match), anchor=here.value)
