"""What a person asks for, in words, made into filters: names are checked, days and moments understood."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypedDict

from timeline import dates, model
from timeline.desk.records import FEED as DECISIONS
from timeline.errors import UsageError, unknown_name
from timeline.text.countries import country_names
from timeline.warehouse.filters import Filters
from timeline.warehouse.reader import Reader

Names = str | Sequence[str]
Day = str | date
Moment = str | datetime


class Asked(TypedDict, total=False):
    """The filters that every question takes. Days are dates or texts such as `2022-09-21`; `since` and `until` are
    inclusive. `as_of`: what the deliveries held at that moment; `said_by`: what had been published by that day.
    """

    since: Day | None
    until: Day | None
    kinds: Names
    places: Names
    countries: Names
    feeds: Names
    statuses: Names
    targets: Names
    ids: Names
    as_of: Moment | None
    said_by: Day | None


@dataclass(frozen=True, slots=True)
class Question:
    """Filters with known names only, and the clock that is asked."""

    filters: Filters
    as_of: datetime | None = None
    said_by: date | None = None


_ID: Final = re.compile(r"[EeCc][0-9a-fA-F]{1,16}")
_CANDIDATES: Final = 5
_SINGULAR: Final = {
    "kind": "kinds",
    "place": "places",
    "country": "countries",
    "feed": "feeds",
    "status": "statuses",
    "target": "targets",
}


def question(reader: Reader, asked: dict[str, Any]) -> Question:
    """The question in the reader's terms; `kind` may be written for `kinds`, and so on.

    Raises UsageError for an unknown name, for a text that is no day, and for a moment before the first delivery.
    """
    zone = reader.zone()
    given = {_SINGULAR.get(name, name): value for name, value in asked.items() if value not in (None, (), [], "")}
    for name in given:
        if name not in Asked.__annotations__:
            raise unknown_name("filter", name, Asked.__annotations__)
    filters = Filters(
        since=_day(given.get("since"), zone, last=False),
        until=_day(given.get("until"), zone, last=True),
        kinds=_known("kind", given.get("kinds"), lambda: reader.table("kinds")["kind"]),
        places=reader.places_like(_texts(given["places"])) if "places" in given else (),
        countries=tuple(country_code(name) for name in _texts(given.get("countries"))),
        feeds=_known("feed", given.get("feeds"), lambda: [*reader.table("feeds")["feed"], DECISIONS]),
        statuses=_known("status", given.get("statuses"), lambda: model.STATUSES),
        targets=_texts(given.get("targets")),
        **_ids(reader, _texts(given.get("ids"))),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(f"since {filters.since} is after until {filters.until}; nothing lies between")
    return _timed(Question(filters), given, zone, reader)


def _timed(plain: Question, given: dict[str, Any], zone: str, reader: Reader) -> Question:
    if "as_of" in given and "said_by" in given:
        raise UsageError("as-of and said-by are two different clocks; give one of them")
    said_by = _day(given.get("said_by"), zone, last=True)
    as_of = given.get("as_of")
    if as_of is None:
        return Question(plain.filters, None, said_by)
    moment = _moment(as_of, zone)
    first = reader.first_known_at()
    if first is not None and moment < first:
        raise UsageError(
            f"{as_of}: before the first delivery, which was known at {dates_text(first, zone)}; for what had been "
            "published by then ask with --said-by DAY"
        )
    return Question(plain.filters, moment)


def dates_text(moment: datetime, zone: str) -> str:
    """An instant on the zone's clock: `2022-09-27 22:00 Europe/Moscow`."""
    from timeline.dates.zones import at_zone

    return f"{at_zone(moment, zone):%Y-%m-%d %H:%M} {zone}"


def country_code(name: str) -> str:
    """The two-letter code of a country named by it or in English; any other text stays as it is."""
    word = name.strip()
    return next((code for code, known in country_names().items() if word.casefold() == known.casefold()), word.upper())


def _ids(reader: Reader, prefixes: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Full ids of events and claims from unambiguous prefixes."""
    found: dict[str, tuple[str, ...]] = {"events": (), "claims": ()}
    for prefix in prefixes:
        if not _ID.fullmatch(prefix):
            raise UsageError(f"{prefix!r} is no id; ids begin with E (event) or C (claim), like E2fa629")
        ids = reader.ids_like(prefix)
        if not ids:
            raise UsageError(f"no event or claim has an id that begins with {prefix}; `timeline events` shows them")
        if len(ids) > 1:
            more = ", ..." if len(ids) > _CANDIDATES else ""
            raise UsageError(f"{prefix} is ambiguous: {', '.join(ids[:_CANDIDATES])}{more}; write more of it")
        found["events" if ids[0].startswith("E") else "claims"] += (ids[0],)
    return found


def _texts(value: Names | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _known(what: str, value: Names | None, known: Any) -> tuple[str, ...]:
    names = _texts(value)
    if names:
        there: Iterable[str] = list(known())
        for name in names:
            if name not in there:
                raise unknown_name(what, name, there)
    return names


def _day(value: Day | None, zone: str, *, last: bool) -> date | None:
    if isinstance(value, str):
        return dates.parse_day(value, zone, last=last)
    return value.date() if isinstance(value, datetime) else value


def _moment(value: Moment, zone: str) -> datetime:
    if isinstance(value, str):
        return dates.parse_moment(value, zone)
    if value.tzinfo is None:
        return dates.parse_moment(value.isoformat(), zone)
    return value
