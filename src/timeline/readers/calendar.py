"""Calendars (iCalendar, RFC 5545), as text columns: a row for each event; `line` is that of its BEGIN:VEVENT."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import icalendar
from icalendar.timezone import tzp

from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream, not_utf8
from timeline.readers.json import TextBytes
from timeline.readers.raw import RawBatch, batch, broken, reject_rows

COLUMNS = (
    *("id", "uid", "recurrence_id", "start", "end", "title", "place", "lat", "lon", "note", "url", "status"),
    *("categories", "organizer", "created", "last_modified", "doubt"),
)
_TEXTS = {"uid": "UID", "title": "SUMMARY", "place": "LOCATION", "note": "DESCRIPTION", "url": "URL"}
_MOMENTS = {"recurrence_id": "RECURRENCE-ID", "created": "CREATED", "last_modified": "LAST-MODIFIED"}
_SECOND, _DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


class _Problem(Exception):
    """Why an event can't be taken."""


@dataclass(slots=True)
class _Part:
    """A component that stands in a calendar itself: the lines from its BEGIN on; `ended`: to its END. `cancelled`: the
    calendar is a message that its events are.
    """

    name: str
    line: int
    lines: list[str]
    cancelled: bool = False
    ended: bool = False

    @property
    def text(self) -> str:
        return "\r\n".join(self.lines) + "\r\n"


def read_calendar(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """The events of a file of calendars; one that can't be read, and what is no event, is a reject.

    InputError for what holds no calendar. A day that DTEND gives is the first one after the event; here the last one
    of it is told. Of an event that repeats the first time is taken, and `doubt` says so.
    """
    data = TextBytes(stream, read).all()
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError as error:
        raise not_utf8(stream.name, error, 1) from error
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        raise broken(stream.name, "is no calendar: it has no line BEGIN:VCALENDAR")
    parts = list(_parts(lines))
    _learn_zones(part for part in parts if part.name == "VTIMEZONE")
    yield _rows([part for part in parts if part.name != "VTIMEZONE"])


def _parts(lines: Iterable[str]) -> Iterator[_Part]:
    """The components in the calendars, and a calendar itself that does not end; one event within another says that the
    END of the first is missing.
    """
    opened = 0
    inside: list[str] = []
    part: _Part | None = None
    cancelled = False
    for number, line in enumerate(lines, start=1):
        word, _, name = line.strip().upper().partition(":")
        if name == "VCALENDAR":
            opened = number if word == "BEGIN" else 0
        if word == "BEGIN" and part is not None and name == part.name:
            yield part
            inside, part = [], None
        if word == "BEGIN" and name != "VCALENDAR":
            inside.append(name)
            part = part or _Part(name, number, [], cancelled)
        if part is None:
            cancelled = name == "CANCEL" if word == "METHOD" else cancelled and name != "VCALENDAR"
            continue
        part.lines.append(line)
        if word == "END" and name in inside:
            del inside[inside.index(name) :]
            if not inside:
                part.ended = True
                yield part
                part = None
    if part is not None:
        yield part
    if opened:
        yield _Part("VCALENDAR", opened, ["BEGIN:VCALENDAR"])


def _learn_zones(parts: Iterable[_Part]) -> None:
    """The zones that the file itself tells the rules of, and none of another file's."""
    tzp.use_zoneinfo()
    for part in parts:
        try:
            zone = icalendar.Timezone.from_ical(part.text)
            tzp.cache_timezone_component(zone)
        except (ValueError, KeyError, TypeError, AttributeError):
            # An event in this zone is told that nobody knows it.
            continue


def _rows(parts: list[_Part]) -> RawBatch:
    rows: list[dict[str, str | None]] = []
    at: list[int] = []
    wrong: list[tuple[int, str, str]] = []
    for part in parts:
        try:
            row = _row(part)
        except (_Problem, ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            wrong.append((part.line, " ".join(str(error).split())[:200], " ".join(part.text.split())))
            continue
        rows.append({**row, "status": "CANCELLED"} if part.cancelled else row)
        at.append(part.line)
    found = batch(COLUMNS, [[row.get(name) for row in rows] for name in COLUMNS], at)
    return RawBatch(found.frame, reject_rows(*zip(*wrong, strict=True)) if wrong else found.rejects)


def _row(part: _Part) -> dict[str, str | None]:
    """One event's cells. Raises _Problem, or what the library makes of broken properties."""
    if part.name == "VCALENDAR":
        raise _Problem("the calendar has no END:VCALENDAR; if it was cut off, fetch it again")
    if part.name != "VEVENT":
        raise _Problem(f"a {part.name} is no event")
    if not part.ended:
        raise _Problem("the event has no END:VEVENT")
    event: Any = icalendar.Event.from_ical(part.text)
    row = {name: _text(event, wanted) for name, wanted in _TEXTS.items()}
    row |= {name: _moment(event, wanted) for name, wanted in _MOMENTS.items()}
    row["start"], row["end"] = _when(event)
    row["lat"], row["lon"] = _degrees(event)
    row["status"] = (_text(event, "STATUS") or "").upper() or None
    row["categories"] = "; ".join(map(str, event.categories)) or None
    row["organizer"] = _organizer(event)
    row["id"] = " ".join(filter(None, (row["uid"], row["recurrence_id"]))) if row["uid"] else None
    if "RRULE" in event or "RDATE" in event:
        rule = event["RRULE"].to_ical().decode() if "RRULE" in event and "RDATE" not in event else "on several dates"
        row["doubt"] = f"repeats ({rule}): only the first time is taken"
    return row


def _one(event: Any, name: str) -> Any:
    """The property; _Problem where it is given twice or is broken."""
    value = event.get(name)
    if isinstance(value, list):
        raise _Problem(f"{name} is given {len(value)} times")
    for broken_name, reason in event.errors:
        if broken_name == name:
            raise _Problem(f"{name}: {reason}")
    return value


def _text(event: Any, name: str) -> str | None:
    value = event.get(name)
    several = value if isinstance(value, list) else [value] if value is not None else []
    return "; ".join(text for each in several if (text := str(each).strip())) or None


def _moment(event: Any, name: str) -> str | None:
    value = _one(event, name)
    return None if value is None else str(value.dt.isoformat())


def _when(event: Any) -> tuple[str, str | None]:
    """The first and the last day, or the clock times; no end for what begins and ends at once."""
    start = _point(event, "DTSTART")
    if start is None:
        raise _Problem("no DTSTART")
    end = _point(event, "DTEND")
    if end is None and (lasted := _one(event, "DURATION")) is not None:
        end = start + lasted.dt
    if end is None:
        return start.isoformat(), None
    if isinstance(start, dt.datetime) != isinstance(end, dt.datetime):
        raise _Problem("one of DTSTART and DTEND is a day, the other a clock time")
    if isinstance(start, dt.datetime) and isinstance(end, dt.datetime):
        if (start.tzinfo is None) != (end.tzinfo is None):
            raise _Problem("one of DTSTART and DTEND has a time zone, the other has none")
        # What ends at midnight has no part in the day that begins there.
        last: dt.date = end - _SECOND if end > start and end.time() == dt.time() else end
    else:
        last = max(end - _DAY, start) if end >= start else end
    if last < start:
        raise _Problem("DTEND is before DTSTART")
    return start.isoformat(), None if last == start else last.isoformat()


def _point(event: Any, name: str) -> dt.date | None:
    value = _one(event, name)
    if value is None:
        return None
    point = value.dt
    if not isinstance(point, dt.date):
        raise _Problem(f"{name} is no day")
    zone = value.params.get("TZID")
    if zone and isinstance(point, dt.datetime) and point.tzinfo is None:
        raise _Problem(f"{name}: no time zone named {zone!r}, and the file does not tell its rules")
    return point


def _degrees(event: Any) -> tuple[str | None, str | None]:
    value = _one(event, "GEO")
    return (None, None) if value is None else (str(value.latitude), str(value.longitude))


def _organizer(event: Any) -> str | None:
    value = event.get("ORGANIZER")
    if value is None or isinstance(value, list):
        return None
    return str(value.params.get("CN") or value)
