"""When a document was published, by the first of its clues that is a day; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

from timeline import dates

SIDECAR, FRONT_MATTER, ENTRY, PAGE, FILE_NAME, OPTION = (
    "sidecar",
    "front matter",
    "entry",
    "page",
    "file name",
    "option",
)
FETCH = "fetch"
ORDER = (SIDECAR, FRONT_MATTER, ENTRY, PAGE, FILE_NAME, OPTION)
_DAYS = ("day", "hour", "minute", "second")
_NAMED = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./]?)(\d\d)\2(\d\d)(?:[T_ -]?(\d\d)[:-]?(\d\d)(?:[:-]?\d\d)?Z?)?(?!\d)")
_REVERSED = re.compile(r"(?<!\d)(\d\d)([._])(\d\d)\2((?:19|20)\d\d)(?!\d)")
# What a program writes that has no date.
_VOID = frozenset({date(1, 1, 1), date(1970, 1, 1), date(1900, 1, 1)})


@dataclass(frozen=True, slots=True)
class Clue:
    """A date as it is written, and where. `fetched`: it is the time of fetching rather than of publication."""

    origin: str
    text: str
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant (the last of a day that has no clock time), the civil day that is the anchor, and the origin."""

    at: datetime | None
    on: date | None
    origin: str | None


NONE = Moment(None, None, None)


def resolve(clues: tuple[Clue, ...], zone: str | None) -> Moment:
    """The first clue in the order of ORDER that is a day or a clock time; a time of fetching is no anchor."""
    fetched = NONE
    for clue in sorted(clues, key=lambda clue: ORDER.index(clue.origin)):
        found = read(clue.text, zone)
        if found is None:
            continue
        if not clue.fetched:
            return Moment(*found, clue.origin)
        fetched = Moment(found[0], None, FETCH) if fetched is NONE else fetched
    return fetched


@lru_cache(maxsize=4096)
def read(text: str, zone: str | None) -> tuple[datetime, date] | None:
    """The instant and the civil day of a date as it is written: in its own offset, else in the zone, else in UTC."""
    text = " ".join(text.split())
    found = _literal(text, None) or _literal(text, zone or "UTC") or _mail(text)
    return None if found is None or found[1] in _VOID else found


def _literal(text: str, zone: str | None) -> tuple[datetime, date] | None:
    said = dates.parse_literal(text, zone=zone)
    if isinstance(said, dates.Problem) or said.starts is None or said.starts != said.ends:
        return None
    if said.precision not in _DAYS or said.value is not None:
        return None
    if said.at_start is not None:
        return said.at_start, said.starts
    return (dates.end_of_day(said.starts, zone), said.starts) if zone else None


def _mail(text: str) -> tuple[datetime, date] | None:
    """The form of mails and RSS with its old names of zones (EST, PDT)."""
    try:
        moment = parsedate_to_datetime(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC), moment.date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def from_name(path: str) -> Clue | None:
    """The day, or moment, that stands in a file's name: 20220927, 2022-09-27, 27.09.2022, 2022-09-27T1830."""
    name = path.rsplit("/", 1)[-1]
    found = _NAMED.search(name)
    if found:
        day = f"{found[1]}-{found[3]}-{found[4]}"
        return Clue(FILE_NAME, f"{day}T{found[5]}:{found[6]}" if found[5] and int(found[5]) < 24 else day)
    found = _REVERSED.search(name)
    return Clue(FILE_NAME, f"{found[4]}-{found[3]}-{found[1]}") if found else None


def clue(origin: str, text: object) -> tuple[Clue, ...]:
    """A clue in a tuple, or none for an empty one."""
    told = text.isoformat() if isinstance(text, date | datetime) else str(text or "").strip()
    return (Clue(origin, told[:100]),) if told else ()


def near(first: datetime, second: datetime, seconds: float) -> bool:
    """Two instants that lie no further apart."""
    return abs(first - second) <= timedelta(seconds=seconds)
