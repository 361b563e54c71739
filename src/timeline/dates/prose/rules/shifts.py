"""Counting from a date in units of the calendar."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import RANK, Period, year_of, year_text
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import mod

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
_UNKNOWN: Final = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
}


def unknown(unit: str) -> Reading:
    """A date of which only the unit is known."""
    return vague(_UNKNOWN.get(unit, "XXXX"))


def shifted(here: Period | None, unit: str, count: int, match: Match) -> Reading:
    """The period of a unit so many places from a date; with a date coarser than the unit only that date is kept."""
    if here is None:
        return unknown(unit)
    if RANK[here.unit] > RANK[unit] and unit in _UNKNOWN:
        if here.unit == "month" and unit == "day":
            return Reading("DATE", f"{here.value}-XX", here, here.unit, anchor=here.value)
        return Reading("DATE", year_text(year_of(here)) + _UNKNOWN[unit][4:], here, here.unit, anchor=here.value)
    return dated(here.to(unit).shift(count), mod=mod(match), anchor=here.value)
