"""Days counted within a month: "the first Tuesday in May", "the 1st of next month", and those of every month."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.holidays import holiday
from timeline.dates.prose.periods import Period, day, month, month_of, year_of
from timeline.dates.prose.reading import Reading, dated, recurring, vague
from timeline.dates.prose.rules.calendar import year_said

_WHICH = "THE? which:ORDWORD|DIRECTION weekday:WEEKDAY IN|OF"


def _is_counted(match: Match) -> bool:
    """A month has four of each weekday for sure, and a last one."""
    of_month = match.has("month") or match.get("unit") in ("month", "1M")
    return match.get("which") in (1, 2, 3, 4, -1) and of_month


@rule(
    "counted-weekday",
    f"{_WHICH} month:MONTH (COMMA? year:YEAR)?",
    f"{_WHICH} (THE | THIS | THE? direction:DIRECTION) unit:SPANUNIT",
    guard=_is_counted,
    examples=(
        Example("on [the first Tuesday in May], voters", "1998-05-05", "1998-04-20"),
        Example("due on [the last Friday of the month], it", "1998-03-27"),
    ),
)
def resolve_counted_weekday(match: Match, ctx: Context) -> Reading | None:
    """The first, second or last such weekday of a month."""
    found = _month(match, ctx)
    if found is None:
        return vague(f"XXXX-{match.get('month'):02d}" if match.has("month") else f"XXXX-WXX-{match.get('weekday')}")
    return dated(holiday(f"{month_of(found)}-{match.get('weekday')}#{match.get('which')}", year_of(found)))


def _month(match: Match, ctx: Context) -> Period | None:
    if match.has("unit"):
        return ctx.here.to("month").shift(match.get("direction", 0)) if ctx.here is not None else None
    year = year_said(match, ctx)
    return month(year, match.get("month")) if year is not None else ctx.month(match.get("month"), match)


@rule(
    "day-of-month",
    "THE day:DAYORD|ORDWORD OF (THE | THIS | THE? direction:DIRECTION) unit:SPANUNIT",
    guard=lambda match: match.get("unit") == "month",
    examples=(Example("from [the 1st of next month] it", "1998-04-01"),),
)
def resolve_day_of_month(match: Match, ctx: Context) -> Reading | None:
    """A day of this, last or next month."""
    here = ctx.here
    inside = here.to("month").shift(match.get("direction", 0)) if here is not None else None
    found = day(year_of(inside), month_of(inside), match.get("day")) if inside is not None else None
    return dated(found, anchor=here.value if here else None) if found is not None else vague("XXXX-XX-XX")


@rule(
    "counted-weekday-of-every",
    f"{_WHICH} EVERY (OTHER | NUM)? unit:UNIT|UNITS",
    guard=_is_counted,
    examples=(Example("meets on [the third Thursday of each month] in", "XXXX-WXX-4", type="SET"),),
)
def resolve_counted_weekday_of_every(match: Match, ctx: Context) -> Reading | None:
    """Such a weekday of every month."""
    return recurring(f"XXXX-WXX-{match.get('weekday')}")
