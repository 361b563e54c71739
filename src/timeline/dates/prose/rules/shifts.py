"""Counting from a date in units of the calendar."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import RANK, Period, containing, weekday_of, year_of, year_text
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import dated_in_part, mod

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
# Units that can be halved, by the days they last, and what is left to tell behind a half of one.
_LASTING: Final = {
    "week": (7.0, "week"),
    "month": (30.44, "month"),
    "year": (365.25, "month"),
    "decade": (3652.5, "year"),
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
        if RANK[here.unit] > RANK["year"]:
            return unknown(unit)
        if here.unit == "month" and unit == "day":
            return Reading("DATE", f"{here.value}-XX", here, here.unit, anchor=here.value)
        return Reading("DATE", year_text(year_of(here)) + _UNKNOWN[unit][4:], here, here.unit, anchor=here.value)
    return dated_in_part(here.to(unit).shift(count), match, here.value)


def apart(here: Period | None, unit: str, count: float, match: Match) -> Reading:
    """The period so many units, or so many and a half, from a date."""
    if count == int(count):
        return shifted(here, unit, int(count), match)
    length, below = _LASTING.get(unit, (1.0, "day"))
    if here is None or RANK[here.unit] > RANK[below]:
        return shifted(here, unit, int(count), match)
    days = round(count * length)
    return dated(containing(below, here.days()[0] + days), mod=mod(match), anchor=here.value)


def weekday_beside(today: Period, number: int, direction: int, match: Match) -> Period:
    """The last or the coming such weekday, never the day itself; "this" is that of the week, "next" that of the next.

    What is closer than next week is called by its name alone, or "coming".
    """
    if direction == 0:
        return Period("day", today.to("week").days()[0] + number - 1)
    if direction < 0:
        return today.shift(-((weekday_of(today) - number - 1) % 7 + 1))
    if match.among("direction", "next_too"):
        return Period("day", today.to("week").shift(1).days()[0] + number - 1)
    return today.shift((number - weekday_of(today) - 1) % 7 + 1)
