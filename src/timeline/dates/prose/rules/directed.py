"""Days, months and seasons by name, counted from publication or from where a narrative is: "last Wednesday"."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import RANK, Period, day, month, season, year_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import EDGE, dated_in_part, mod
from timeline.dates.prose.rules.shifts import weekday_beside

_MONTHS: Final = 12


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
    return dated_in_part(found, match, here.value)


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
    return dated_in_part(month(number, match.get("month")), match, here.value)
