"""Dates in words, for charts, tables and sentences. English; no locale of the machine plays a part."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from timeline.dates.spans import CLOCK, SEASONS, unit_days
from timeline.dates.written import MONTHS, WEEKDAYS
from timeline.dates.zones import at_zone
from timeline.errors import unknown_name

STYLES: Final = ("full", "short", "weekday", "weekday_full", "month", "short_year", "iso")
_DASH: Final = "–"


def format_day(day: date, style: str = "full") -> str:
    """A day in words. Raises UsageError for an unknown style.

    full: 21 September 2022; short: 21 Sep; short_year: 21 Sep 2022; weekday: Wed 21 Sep;
    weekday_full: Wednesday, 21 September 2022; month: September 2022; iso: 2022-09-21.
    """
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    match style:
        case "full":
            return f"{day.day} {month} {day.year}"
        case "short":
            return f"{day.day} {month[:3]}"
        case "short_year":
            return f"{day.day} {month[:3]} {day.year}"
        case "weekday":
            return f"{weekday[:3]} {day.day} {month[:3]}"
        case "weekday_full":
            return f"{weekday}, {day.day} {month} {day.year}"
        case "month":
            return f"{month} {day.year}"
        case "iso":
            return day.isoformat()
    raise unknown_name("style of dates", style, STYLES)


def format_span(
    starts: date | None,
    ends: date | None,
    precision: str | None = None,
    *,
    at_start: datetime | None = None,
    at_end: datetime | None = None,
    zone: str | None = None,
    value: str | None = None,
    short: bool = False,
) -> str:
    """A span in words, as exact as its precision: `21–26 September 2022`, `30 September – 4 October 2022`,
    `September 2022`, `week of 19 September 2022`, `21 September 2022, 10:00`, `since 21 September 2022`.

    precision: a word of `model.PRECISIONS`; None is taken from the days. at_start, at_end, zone: instants, told on the
    clocks of the zone. value: the expression that stands for years no date holds. short: months in three letters.
    """
    if starts is None and ends is None:
        return value or "undated"
    if precision in CLOCK and zone is not None and at_start is not None:
        return _moments(at_start, at_end, zone, precision, short)
    if starts is None or ends is None:
        return f"since {_day(starts, short)}" if starts is not None else f"until {_day(ends, short)}"
    unit = _unit(starts, ends, precision, short)
    return unit if unit is not None else _days(starts, ends, short)


def _month(day: date, short: bool) -> str:
    return MONTHS[day.month - 1][:3] if short else MONTHS[day.month - 1]


def _day(day: date | None, short: bool) -> str:
    return "" if day is None else f"{day.day} {_month(day, short)} {day.year}"


def _days(starts: date, ends: date, short: bool) -> str:
    if starts == ends:
        return _day(starts, short)
    if (starts.year, starts.month) == (ends.year, ends.month):
        return f"{starts.day}{_DASH}{_day(ends, short)}"
    year = "" if starts.year == ends.year else f" {starts.year}"
    return f"{starts.day} {_month(starts, short)}{year} {_DASH} {_day(ends, short)}"


def _unit(starts: date, ends: date, precision: str | None, short: bool) -> str | None:
    """The name of a unit, where the days are exactly those of the precision."""
    if precision is None or precision in (*CLOCK, "day", "range") or unit_days(starts, precision) != (starts, ends):
        return None
    match precision:
        case "week":
            return f"week of {_day(starts, short)}"
        case "month":
            return f"{_month(starts, short)} {starts.year}"
        case "season":
            return _season(starts, ends)
        case "quarter":
            return f"Q{(starts.month + 2) // 3} {starts.year}"
        case "half":
            return f"{'first' if starts.month == 1 else 'second'} half of {starts.year}"
        case "decade":
            return f"{starts.year // 10}0s"
        case "century":
            return f"{_ordinal(starts.year // 100 + 1)} century"
    return str(starts.year)


def _season(starts: date, ends: date) -> str:
    name = next(name for name, month in SEASONS.items() if month == starts.month)
    return f"{name} {starts.year}" if starts.year == ends.year else f"{name} {starts.year}/{ends.year % 100:02}"


def _ordinal(number: int) -> str:
    special = number % 100 in (11, 12, 13)
    return f"{number}{'th' if special else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _clock(local: datetime, precision: str) -> str:
    return f"{local:%H:%M:%S}" if precision == "second" and local.second else f"{local:%H:%M}"


def _moments(at_start: datetime, at_end: datetime | None, zone: str, precision: str, short: bool) -> str:
    first = at_zone(at_start, zone)
    told = f"{_day(first.date(), short)}, {_clock(first, precision)}"
    if at_end is None or at_end == at_start:
        return told
    last = at_zone(at_end, zone)
    if last.date() == first.date():
        return f"{told}{_DASH}{_clock(last, precision)}"
    return f"{told} {_DASH} {_day(last.date(), short)}, {_clock(last, precision)}"
