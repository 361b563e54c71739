"""Dates counted from publication (news) or from where a narrative is: "yesterday", "last week"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period, month_of, weekday_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import EDGE, names_next
from timeline.dates.prose.rules.shifts import shifted, unknown
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


# Months in which a year is called new.
_NEW_MONTHS: Final = 2


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
