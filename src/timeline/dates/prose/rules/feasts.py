"""Feasts and days with names of their own: "Christmas 1914", "last Easter", "Eid al-Fitr", "9/11"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.holidays import holiday
from timeline.dates.prose.periods import Period, day, year_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.calendar import year_said
from timeline.dates.prose.rules.parts import EDGE
from timeline.text.sentences import sentence_of

# Feasts whose day depends on who sees the moon: reckoned, it may be a day off.
_BY_THE_MOON: Final = "islamic"
# Days that a month of the moon may have.
_MOON: Final = 30


def holiday_near(feast: str, ctx: Context, match: Match) -> Period | None:
    """A feast in the year that the tense, or the narrative, says; None with nowhere to look from."""
    here = ctx.here
    if here is None:
        return None
    return ctx.nearest([holiday(feast, year_of(here) + step) for step in (-1, 0, 1)], here, match)


def _is_named_for(match: Match) -> bool:
    """The Ramadan Offensive and Operation Ramadan are no days."""
    before, first = match.start_token - 1, sentence_of(match.scan.sentences, match.start_token)
    named = match.capital(before) and match.before().isalpha() and before > first
    return named or match.capital(match.end_token)


@rule(
    "holiday",
    f"{EDGE} holiday:HOLIDAY (COMMA? OF? year:YEAR)?",
    "direction:DIRECTION|THIS holiday:HOLIDAY",
    guard=lambda match: not (match.get("holiday").startswith(_BY_THE_MOON) and _is_named_for(match)),
    examples=(
        Example("on [Thanksgiving Day]", "1999-11-25", "1999-11-24"),
        Example("at [Christmas 1914]", "1914-12-25"),
        Example("since [last Easter]", "1997-03-30"),
    ),
)
def resolve_holiday(match: Match, ctx: Context) -> Reading | None:
    """A feast whose day the calendar knows."""
    found = _feast(match.get("holiday"), match, ctx)
    if found is None:
        return vague("XXXX-XX-XX")
    reading = dated(found, anchor=None if match.has("year") or ctx.here is None else ctx.here.value)
    if match.get("holiday").startswith(_BY_THE_MOON):
        return replace(reading, precision="range", days=(found.number - 1, found.number + 1))
    return reading


def _feast(feast: str, match: Match, ctx: Context) -> Period | None:
    """A feast in the year that is said, the last or the next one, or the nearest."""
    year, here, direction = year_said(match, ctx), ctx.here, match.get("direction")
    if year is not None:
        return holiday(feast, year)
    if here is None or direction not in (-1, 1):
        return holiday_near(feast, ctx, match)
    candidates = [holiday(feast, year_of(here) + step) for step in (-1, 0, 1)]
    ahead = [found for found in candidates if (found.number - here.days()[0]) * direction > 0]
    return min(ahead, key=lambda found: abs(found.number - here.days()[0]))


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
    "holy-month",
    "(THE MONTHWORD OF)? feast:HOLYMONTH (COMMA? OF? year:YEAR)?",
    "direction:DIRECTION feast:HOLYMONTH",
    guard=lambda match: not _is_named_for(match),
    examples=(
        Example("fought on during [Ramadan]", "2012-07", "2012-08-10"),
        Example("since [last Ramadan] it", "2022-04", "2022-06-10"),
    ),
)
def resolve_holy_month(match: Match, ctx: Context) -> Reading | None:
    """A month of the Islamic year, by the month in which it begins; its days are its own."""
    found = _feast(match.get("feast"), match, ctx)
    if found is None:
        return vague("XXXX-XX")
    days = (found.number - 1, found.number + _MOON)
    anchor = ctx.here.value if ctx.here is not None and not match.has("year") else None
    return replace(dated(found.to("month"), anchor=anchor), precision="range", days=days)
