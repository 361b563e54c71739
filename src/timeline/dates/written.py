"""One written point of time as numbers, and its one way to become a span."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from timeline.dates.spans import OUT_OF_RANGE, Problem, Span
from timeline.dates.zones import at_zone, to_instant

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NO_ZONE: Final = Problem('no time zone: say zone = "..." for clock times written without offset')

MONTH_NUMBERS: Final = {
    **{name.lower(): number for number, name in enumerate(MONTHS, 1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS, 1)},
    "sept": 9,
}
WEEKDAY_NUMBERS: Final = {
    **{name.lower(): number for number, name in enumerate(WEEKDAYS)},
    **{name[:3].lower(): number for number, name in enumerate(WEEKDAYS)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}


@dataclass(frozen=True, slots=True)
class Written:
    """The numbers that were written; what is None was not. zone: the canonical offset or zone written beside them."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    second: int | None = None
    microsecond: int = 0
    zone: str | None = None
    weekday: int | None = None


def full_year(two_digits: int) -> int:
    """69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068, as in POSIX."""
    return two_digits + (1900 if two_digits >= 69 else 2000)


def micros(fraction: str | None) -> int:
    """Microseconds of the digits after the decimal sign; finer ones are cut off."""
    return int((fraction or "")[:6].ljust(6, "0"))


def date_problem(written: Written) -> Problem | None:
    """Why there is no such day, month or year on the calendar."""
    month, day = written.month, written.day
    if month is not None and not 1 <= month <= 12:
        return Problem(f"there is no month {month}")
    if month is not None and day is not None:
        # Leap years repeat every 400 years, before year 1 too.
        last = monthrange(written.year % 400 + 2000, month)[1]
        if not 1 <= day <= last:
            return Problem(f"there is no {day} {MONTHS[month - 1]} {written.year}")
    return None


def clock_problem(written: Written) -> Problem | None:
    """Why there is no such time of day."""
    if (written.hour or 0) > 23:
        return Problem(f"there is no hour {written.hour}: midnight is 00:00 of the day it begins")
    if (written.minute or 0) > 59:
        return Problem(f"there is no minute {written.minute}")
    if (written.second or 0) > 59:
        return Problem(f"there is no second {written.second} in a day without leap seconds")
    return None


def build(written: Written, *, zone: str | None, lasting: bool, clock: bool) -> Span | Problem:
    """The span of a written point. clock: False leaves the time of day out of it."""
    problem = date_problem(written) or clock_problem(written)
    if problem is not None:
        return problem
    if not 1 <= written.year <= 9999:
        return _beyond(written, lasting)
    if written.month is None:
        return Span.year(written.year, lasting=lasting)
    if written.day is None:
        return Span.month(written.year, written.month, lasting=lasting)
    day = Span.day(written.year, written.month, written.day, lasting=lasting)
    if written.weekday is not None and day.starts is not None and day.starts.weekday() != written.weekday:
        return Problem(f"that day was a {WEEKDAYS[day.starts.weekday()]}, not a {WEEKDAYS[written.weekday]}")
    if written.hour is None or not clock:
        return day
    return _moment(written, zone, lasting)


def _beyond(written: Written, lasting: bool) -> Span | Problem:
    """Years that DATE can't hold stay an expression."""
    if written.hour is not None:
        return OUT_OF_RANGE
    year = f"{written.year:05}" if written.year < 0 else f"{written.year:04}"
    text = year if abs(written.year) <= 9999 else f"Y{written.year}"
    if written.month is None:
        return Span(lasting=lasting, precision="year", value=text)
    if abs(written.year) > 9999:
        return OUT_OF_RANGE
    if written.day is None:
        return Span(lasting=lasting, precision="month", value=f"{text}-{written.month:02}")
    return Span(lasting=lasting, value=f"{text}-{written.month:02}-{written.day:02}")


def _moment(written: Written, zone: str | None, lasting: bool) -> Span | Problem:
    local = datetime(
        written.year,
        written.month or 1,
        written.day or 1,
        written.hour or 0,
        written.minute or 0,
        written.second or 0,
        written.microsecond,
    )
    beside = written.zone or zone
    if beside is None:
        return NO_ZONE
    precision = "hour" if written.minute is None else "minute" if written.second is None else "second"
    try:
        instant = to_instant(local, beside)
        if isinstance(instant, str):
            return Problem(instant)
        return Span.moment(instant, zone or beside, precision, lasting=lasting)
    except OverflowError:
        return OUT_OF_RANGE


def from_epoch(microseconds: int, *, zone: str | None, lasting: bool, clock: bool, precision: str) -> Span | Problem:
    """The span of an instant counted from 1970-01-01 UTC; without a zone its day is that of UTC."""
    try:
        seconds, rest = divmod(microseconds, 1_000_000)
        instant = datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)
        if clock:
            return Span.moment(instant, zone or "UTC", precision, lasting=lasting)
        day = at_zone(instant, zone or "UTC")
    except (OverflowError, ValueError, OSError):
        return OUT_OF_RANGE
    return Span.day(day.year, day.month, day.day, lasting=lasting)
