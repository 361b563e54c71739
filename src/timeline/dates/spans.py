"""`Span`: when something happened, with the precision that was written, and the calendar units it is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

import pendulum

from timeline.dates.zones import at_zone

CLOCK: Final = ("second", "minute", "hour")
# An end known to the minute may be any moment of that minute.
LEEWAY: Final = {
    "minute": timedelta(minutes=1, microseconds=-1),
    "hour": timedelta(hours=1, microseconds=-1),
}
# The first month of each season (meteorological, northern): winter 2022 begins in December 2022.
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a text is no date: one line, fit for the `reason` of a reject."""

    reason: str


NO_DATE: Final = Problem("no date")
OUT_OF_RANGE: Final = Problem("the date is out of range")


@dataclass(frozen=True, slots=True)
class Span:
    """When something happened; the fields are the columns of `model.SPAN` and mean the same.

    `at_start`/`at_end` count in units of `precision` and are both inclusive, as the days are: a moment known to the
    minute has both at the beginning of that minute. `starts_by` (`ends_from`) is NULL where the start (end) is exact.
    """

    starts: date | None = None
    ends: date | None = None
    lasting: bool = False
    precision: str = "day"
    starts_by: date | None = None
    ends_from: date | None = None
    at_start: datetime | None = None
    at_end: datetime | None = None
    zone: str | None = None
    value: str | None = None

    @classmethod
    def unit(cls, day: date, precision: str, *, lasting: bool = False) -> Span:
        """The calendar unit (day, week, ... century) that holds a day. Raises OverflowError when it passes 9999."""
        starts, ends = unit_days(day, precision)
        return cls(starts, ends, lasting, precision)

    @classmethod
    def day(cls, year: int, month: int, day: int, *, lasting: bool = False) -> Span:
        """One civil day. This and the others raise ValueError for a day or unit that the calendar doesn't have."""
        return cls.unit(date(year, month, day), "day", lasting=lasting)

    @classmethod
    def week(cls, year: int, week: int, *, lasting: bool = False) -> Span:
        """An ISO week, Monday to Sunday."""
        return cls.unit(date.fromisocalendar(year, week, 1), "week", lasting=lasting)

    @classmethod
    def month(cls, year: int, month: int, *, lasting: bool = False) -> Span:
        """A month."""
        return cls.unit(date(year, month, 1), "month", lasting=lasting)

    @classmethod
    def quarter(cls, year: int, quarter: int, *, lasting: bool = False) -> Span:
        """A quarter, 1 to 4."""
        return cls.unit(date(year, 3 * quarter - 2, 1), "quarter", lasting=lasting)

    @classmethod
    def half(cls, year: int, half: int, *, lasting: bool = False) -> Span:
        """A half-year, 1 or 2."""
        return cls.unit(date(year, 6 * half - 5, 1), "half", lasting=lasting)

    @classmethod
    def season(cls, year: int, season: str, *, lasting: bool = False) -> Span:
        """Spring (March to May), summer, autumn or winter (December of that year to February of the next)."""
        return cls.unit(date(year, SEASONS[season], 1), "season", lasting=lasting)

    @classmethod
    def year(cls, year: int, *, lasting: bool = False) -> Span:
        """A year."""
        return cls.unit(date(year, 1, 1), "year", lasting=lasting)

    @classmethod
    def decade(cls, first_year: int, *, lasting: bool = False) -> Span:
        """The ten years that begin with one ending in 0."""
        return cls.unit(date(first_year, 1, 1), "decade", lasting=lasting)

    @classmethod
    def century(cls, first_year: int, *, lasting: bool = False) -> Span:
        """The hundred years with the same first two digits: 1900 to 1999 for the 20th century, as in ISO 8601-2."""
        return cls.unit(date(first_year, 1, 1), "century", lasting=lasting)

    @classmethod
    def moment(cls, at: datetime, zone: str, precision: str = "second", *, lasting: bool = False) -> Span:
        """An instant on the clocks of a zone. Raises OverflowError where these leave the years 1 to 9999."""
        day = at_zone(at, zone).date()
        instant = at.astimezone(UTC)
        return cls(day, day, lasting, precision, at_start=instant, at_end=instant, zone=zone)

    @classmethod
    def between(cls, starts: date | None, ends: date | None, *, lasting: bool = False) -> Span:
        """From one day to another, both inclusive; None is open. One and the same day is that day."""
        precision = "day" if starts is not None and starts == ends else "range"
        return cls(starts, ends, lasting, precision)


def _plain(day: date) -> date:
    return date(day.year, day.month, day.day)


def _months(day: date, first_month: int, count: int) -> tuple[date, date]:
    first = pendulum.date(day.year, first_month, 1)
    return _plain(first), _plain(first.add(months=count - 1).end_of("month"))


def _season(day: date) -> tuple[date, date]:
    # January and February belong to the winter that began in the December before.
    shifted = pendulum.date(day.year, day.month, 1).subtract(months=day.month % 3)
    return _months(shifted, shifted.month, 3)


def _years(day: date, count: int) -> tuple[date, date]:
    first = day.year - day.year % count
    # There is no year 0: the first decade and century have a year less.
    return date(max(first, 1), 1, 1), date(first + count - 1, 12, 31)


def unit_days(day: date, precision: str) -> tuple[date, date]:
    """First and last day of the calendar unit (a word of `model.PRECISIONS`) that holds a day.

    Clock units and `range` give the day itself. Raises OverflowError or ValueError past the year 9999.
    """
    match precision:
        case "week":
            first = pendulum.date(day.year, day.month, day.day).start_of("week")
            return _plain(first), _plain(first.add(days=6))
        case "month":
            return _months(day, day.month, 1)
        case "season":
            return _season(day)
        case "quarter":
            return _months(day, day.month - (day.month - 1) % 3, 3)
        case "half":
            return _months(day, day.month - (day.month - 1) % 6, 6)
        case "year":
            return _years(day, 1)
        case "decade":
            return _years(day, 10)
        case "century":
            return _years(day, 100)
    return day, day


COARSE: Final = ("week", "month", "season", "quarter", "half", "year", "decade", "century")


def span_of(start: Span | None, end: Span | None, lasting: bool | None = None) -> Span | Problem:
    """The span from one written date to another, as two columns or an interval `a/b` give them; None is open.

    lasting: True (the default) it went on from start to end; False: it happened at some moment inside.
    A start known only as a month is vague: `starts` is its first day and `starts_by` its last; the end likewise.
    The same unit twice is that unit. Clock times are kept where every end that is not open has them.
    """
    goes_on = lasting is not False
    if start is None and end is None:
        return NO_DATE
    if (start is not None and start.value) or (end is not None and end.value):
        return _with_value(start, end, goes_on)
    if start is not None and end is not None and _backwards(start, end):
        return Problem("the end is before the start")
    return _join(start, end, goes_on)


def _backwards(start: Span, end: Span) -> bool:
    if start.at_start and end.at_end:
        return end.at_end + LEEWAY.get(end.precision, timedelta(0)) < start.at_start
    return start.starts is not None and end.ends is not None and end.ends < start.starts


def _join(start: Span | None, end: Span | None, lasting: bool) -> Span:
    sides = [side for side in (start, end) if side is not None]
    same = start is not None and end is not None and replace(start, lasting=False) == replace(end, lasting=False)
    clocks = bool(sides) and all(side.at_start is not None for side in sides)
    precision = "range"
    if clocks:
        precision = max((side.precision for side in sides), key=CLOCK.index)
    elif same:
        precision = sides[0].precision
    elif not lasting and start is not None and end is not None and start.starts == end.ends:
        precision = "day"
    return Span(
        starts=start.starts if start else None,
        ends=end.ends if end else None,
        lasting=lasting,
        precision=precision,
        starts_by=start.ends if lasting and start and start.precision in COARSE else None,
        ends_from=end.starts if lasting and end and end.precision in COARSE else None,
        at_start=start.at_start if clocks and start else None,
        at_end=end.at_end if clocks and end else None,
        zone=sides[0].zone if clocks else None,
    )


def _with_value(start: Span | None, end: Span | None, lasting: bool) -> Span:
    from timeline.dates.edtf import edtf

    texts = [".." if side is None else edtf(replace(side, lasting=False)) or ".." for side in (start, end)]
    value = "/".join(texts) if lasting else f"[{'..'.join(text.strip('.') for text in texts)}]"
    dates = _join(
        replace(start, value=None) if start is not None and start.starts else None,
        replace(end, value=None) if end is not None and end.ends else None,
        lasting,
    )
    same = start is not None and end is not None and start == end
    return replace(dates, value=value, precision=start.precision if same and start else "range")
