"""A small proleptic Gregorian calendar of periods: each is a unit and a running number, so that moving is adding.

Years are astronomical (0 is 1 BC), so arithmetic goes across the era; only values and `date` objects know the era.
The standard library's dates end at year 1, and building one per candidate would cost more than the whole rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

# In the order in which they begin: the winter of a year is the one that January of that year lies in.
SEASONS: Final = ("WI", "SP", "SU", "FA")
MONTHS_IN: Final = {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}
# From fine to coarse; a weekend lies in a week.
UNITS: Final = ("day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century")
RANK: Final = {unit: rank for rank, unit in enumerate(UNITS)}
_ERA_DAYS: Final = 146097


def day_number(year: int, month: int, day: int) -> int:
    """Days since 31 December 1 BC (the standard library's ordinal), for any year."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * _ERA_DAYS + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 305


@lru_cache(maxsize=8192)
def civil(number: int) -> tuple[int, int, int]:
    """Year, month and day of a day number."""
    era, rest = divmod(number + 305, _ERA_DAYS)
    year_of_era = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
    day_of_year = rest - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


def month_length(year: int, month: int) -> int:
    """Days in a month."""
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return day_number(*following, 1) - day_number(year, month, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """A day, week, weekend, month, season, quarter, half, year, decade or century, by its running number."""

    unit: str
    number: int

    def shift(self, count: int) -> Period:
        """The period `count` places later."""
        return Period(self.unit, self.number + count)

    def days(self) -> tuple[int, int]:
        """First and last day number."""
        if self.unit == "day":
            return self.number, self.number
        if self.unit in ("week", "weekend"):
            monday = self.number * 7 + 1
            return (monday + 5 if self.unit == "weekend" else monday), monday + 6
        size = MONTHS_IN[self.unit]
        first = self.number * size - (self.unit == "season")
        return _month_start(first), _month_start(first + size) - 1

    def to(self, unit: str) -> Period:
        """The period of another unit in which this one begins (for a finer unit: the first one in it)."""
        return self if unit == self.unit else containing(unit, self.days()[0])

    def covers(self, other: Period) -> bool:
        """True when the other period lies wholly within this one."""
        (first, last), (start, end) = self.days(), other.days()
        return first <= start and end <= last

    @property
    def value(self) -> str:
        """The TIMEX3 value."""
        return _value(self.unit, self.number)

    def dates(self) -> tuple[date | None, date | None]:
        """First and last civil day; None where Python's dates do not reach."""
        first, last = self.days()
        return as_date(first), as_date(last)


def day(year: int, month: int, day_of_month: int) -> Period | None:
    """A day, or None when the calendar has no such day."""
    if not (1 <= month <= 12 and 1 <= day_of_month <= month_length(year, month)):
        return None
    return Period("day", day_number(year, month, day_of_month))


def month(year: int, number: int) -> Period:
    """A month of a year."""
    return Period("month", year * 12 + number - 1)


def year(number: int) -> Period:
    """A year; 0 is 1 BC."""
    return Period("year", number)


def season(year_number: int, code: str) -> Period:
    """A season by its TIMEX3 code."""
    return Period("season", year_number * 4 + SEASONS.index(code))


def quarter(year_number: int, number: int) -> Period:
    """A quarter of a year."""
    return Period("quarter", year_number * 4 + number - 1)


def half(year_number: int, number: int) -> Period:
    """A half of a year."""
    return Period("half", year_number * 2 + number - 1)


def containing(unit: str, number: int) -> Period:
    """The period of a unit that holds a day number."""
    if unit == "day":
        return Period("day", number)
    if unit in ("week", "weekend"):
        return Period(unit, (number - 1) // 7)
    year_number, month_number, _ = civil(number)
    months = year_number * 12 + month_number - 1
    return Period(unit, (months + (unit == "season")) // MONTHS_IN[unit])


def from_date(moment: date) -> Period:
    """The day of a standard library date."""
    return Period("day", moment.toordinal())


def year_of(period: Period) -> int:
    """The astronomical year in which a period begins."""
    return civil(period.days()[0])[0]


def month_of(period: Period) -> int:
    """The month, 1 to 12, in which a period begins."""
    return civil(period.days()[0])[1]


def weekday_of(period: Period) -> int:
    """1 for Monday to 7 for Sunday, of a period's first day."""
    return (period.days()[0] - 1) % 7 + 1


def year_text(number: int) -> str:
    """A year as TIMEX3 writes it."""
    return f"{number:04d}" if number > 0 else f"BC{1 - number:04d}"


def _month_start(number: int) -> int:
    year_number, index = divmod(number, 12)
    return day_number(year_number, index + 1, 1)


def as_date(number: int) -> date | None:
    """A day number as a date; None where Python's dates do not reach."""
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


@lru_cache(maxsize=8192)
def _value(unit: str, number: int) -> str:
    if unit in ("week", "weekend"):
        thursday = civil(number * 7 + 4)
        week = (number * 7 + 4 - day_number(thursday[0], 1, 1)) // 7 + 1
        return f"{year_text(thursday[0])}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    if unit == "day":
        year_number, month_number, day_of_month = civil(number)
        return f"{year_text(year_number)}-{month_number:02d}-{day_of_month:02d}"
    if unit in ("decade", "century"):
        width = 3 if unit == "decade" else 2
        return f"{number:0{width}d}" if number >= 0 else f"BC{-number - 1:0{width}d}"
    if unit == "year":
        return year_text(number)
    year_number, index = divmod(number, 12 // MONTHS_IN[unit])
    parts = {"month": f"{index + 1:02d}", "quarter": f"Q{index + 1}", "half": f"H{index + 1}"}
    return f"{year_text(year_number)}-{SEASONS[index] if unit == 'season' else parts[unit]}"
