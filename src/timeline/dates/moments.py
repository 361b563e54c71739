"""Moments and days that a person types after `--as-of`, `--said-by`, `--since` and `--until`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

from timeline.dates import clock
from timeline.dates.literals import parse_literal
from timeline.dates.spans import Span
from timeline.dates.zones import at_zone, check_zone, tzinfo_of
from timeline.errors import UsageError

__all__ = ["check_zone", "end_of_day", "parse_day", "parse_moment", "start_of_day"]

_RELATIVE: Final = {"today": 0, "yesterday": 1}
_AGO: Final = re.compile(r"([0-9]{1,4}) (days?|weeks?) ago")
_WAY_OUT: Final = "write a day such as 2022-09-26 or a moment such as 2022-09-26T18:00"


def parse_moment(text: str, zone: str) -> datetime:
    """The UTC instant that a person means: `2022-09-26T18:00` in the zone, or with an offset; `now`.

    A day is the end of that day in the zone, as are `yesterday`, `today`, `3 days ago`, a month or a year.
    Raises UsageError in one line for anything else, ambiguous dates and clock times included.
    """
    if text.strip().lower() == "now":
        return clock.now()
    day = _relative_day(text, zone)
    if day is not None:
        return end_of_day(day, zone)
    span = _span(text, zone)
    if span.at_end is not None:
        return span.at_end
    assert span.ends is not None
    return end_of_day(span.ends, zone)


def parse_day(text: str, zone: str, *, last: bool = False) -> date:
    """The civil day that a person means: a date, `today`, `yesterday`, `3 days ago`, or a clock time's day in the zone.

    A week, month or year is its first day, or with `last` its last. Raises UsageError in one line for anything else.
    """
    if text.strip().lower() == "now":
        return clock.today(zone)
    day = _relative_day(text, zone)
    if day is not None:
        return day
    span = _span(text, zone)
    assert span.starts is not None
    assert span.ends is not None
    return span.ends if last else span.starts


def end_of_day(day: date, zone: str) -> datetime:
    """The last microsecond of a civil day in a zone, as a UTC instant."""
    if day == date.max:
        try:
            return datetime.max.replace(tzinfo=tzinfo_of(zone)).astimezone(UTC)
        except OverflowError:
            return datetime.max.replace(tzinfo=UTC)
    return start_of_day(day + timedelta(days=1), zone) - timedelta(microseconds=1)


def start_of_day(day: date, zone: str) -> datetime:
    """The first instant of a civil day in a zone, in UTC; where the clocks skip midnight, the moment they go on."""
    tz = tzinfo_of(zone)
    try:
        first = datetime(day.year, day.month, day.day, tzinfo=tz).astimezone(UTC)
        if at_zone(first, zone).date() == day and at_zone(first, zone).hour == 0:
            return first
        # Midnight was skipped: seen with the offset of before the change, it is the instant of the change.
        return datetime(day.year, day.month, day.day, tzinfo=tz, fold=0).astimezone(UTC)
    except OverflowError:
        return datetime.min.replace(tzinfo=UTC)


def _relative_day(text: str, zone: str) -> date | None:
    word = " ".join(text.lower().split())
    if word in _RELATIVE:
        return clock.today(zone) - timedelta(days=_RELATIVE[word])
    ago = _AGO.fullmatch(word)
    if ago is None:
        return None
    return clock.today(zone) - timedelta(days=int(ago[1]) * (7 if ago[2].startswith("week") else 1))


def _span(text: str, zone: str) -> Span:
    said = parse_literal(text, zone=zone)
    if not isinstance(said, Span):
        raise UsageError(f"{text[:40]!r} is no date: {said.reason}; {_WAY_OUT}")
    if said.value is not None or said.starts is None or said.ends is None or said.lasting:
        raise UsageError(f"{text[:40]!r} is not one day or moment; {_WAY_OUT}")
    return said
