"""A slow and obvious reference for all counts: day by day, event by event, in plain Python."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)


class When(NamedTuple):
    """On which days an event can have begun, and on which it can have ended."""

    starts: date
    starts_by: date
    ends_from: date
    ends: date


def when(event: dict[str, Any], *, under_way: bool) -> When:
    """An event's days: its beginning, or all of it."""
    starts, ends = event["starts"] or EVER, event["ends"] or NEVER
    if not event["lasting"]:
        return When(starts, ends, starts, ends)
    by = event["starts_by"] or event["starts"] or event["ends"] or NEVER
    if not under_way:
        return When(starts, by, starts, by)
    return When(starts, by, event["ends_from"] or event["ends"] or event["starts"] or EVER, ends)


def certain(told: When, first: date, last: date) -> bool:
    """However it was, it lay on a day from first to last."""
    return told.starts_by <= last and told.ends_from >= first


def possible(told: When, first: date, last: date) -> bool:
    """It may have lain on a day from first to last."""
    return told.starts <= last and told.ends >= first


def chance(told: When, first: date, last: date) -> Fraction:
    """How likely that is if it began and ended on any day alike: begun by the last day, less over before the first.

    What is open at an end is expected only where it is certain.
    """
    if told.starts == EVER or told.ends == NEVER:
        return Fraction(int(certain(told, first, last)))
    begun = share(told.starts, told.starts_by, last)
    return begun - share(told.ends_from, told.ends, first - timedelta(days=1))


def share(first: date, last: date, by: date) -> Fraction:
    """The share of the days from first to last that lie before or on a day."""
    length = (last - first).days + 1
    return Fraction(min(max((by - first).days + 1, 0), length), length)


class Band(NamedTuple):
    """How many events are certain, possible and expected."""

    certain: int
    possible: int
    expected: float


def band(told: list[When], first: date, last: date) -> Band:
    """The count from first to last, inclusive."""
    low = sum(certain(one, first, last) for one in told)
    high = sum(possible(one, first, last) for one in told)
    even = sum((chance(one, first, last) for one in told), Fraction(0))
    return Band(low, high, float(even))


def window(day: date, days: int, *, centred: bool) -> tuple[date, date]:
    """The first and last day of the window of a day."""
    ahead = (days - 1) // 2 if centred else 0
    return day - timedelta(days=days - 1 - ahead), day + timedelta(days=ahead)


def days_of(first: date, last: date) -> list[date]:
    """All days from first to last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def mean(events: list[dict[str, Any]], first: date, last: date, *, under_way: bool) -> tuple[float, float]:
    """The mean of a day: what lasted counts on each day, what happened once counts once."""
    length = (last - first).days + 1
    low = high = 0
    for event in events:
        told = when(event, under_way=under_way)
        each_day = under_way and event["lasting"]
        parts = [(day, day) for day in days_of(first, last)] if each_day else [(first, last)]
        low += sum(certain(told, *part) for part in parts)
        high += sum(possible(told, *part) for part in parts)
    return low / length, high / length


def member(event: dict[str, Any], by: str, kinds: list[str]) -> str | None:
    """The series of an event; None where it is not counted."""
    if event["status"] != "asserted" or event["form"] != "incident" or not (event["starts"] or event["ends"]):
        return None
    under = [kind for kind in kinds if event["kind"] == kind or event["kind"].startswith(kind + ".")]
    if kinds and not under:
        return None
    if by == "all":
        return "events"
    if by == "kind":
        return under[0] if under else event["kind"]
    return (event["kind"] if by == "subkind" else event[by]) or "not given"
