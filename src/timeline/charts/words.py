"""The sentences of a chart: days and numbers in words, headline, footer. They say only what the data makes certain."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from timeline.charts.context import ChartContext
from timeline.charts.dating import day
from timeline.errors import ChartError

HEADLINE_WORDS: Final = 15
LONGEST: Final = 20_000
_PARTS: Final = re.compile(r", | and |; ")
# Without them Persian and other words are written wrongly.
_JOINERS: Final = frozenset("\u200c\u200d")
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def clean(text: object) -> str:
    """One line of visible text: control, formatting and unassigned characters go, runs of space become one."""
    raw = str(text)[:LONGEST]
    if raw.isprintable():
        return " ".join(unicodedata.normalize("NFC", raw).split())
    kept = (" " if char.isspace() else char for char in unicodedata.normalize("NFC", raw))
    visible = (char for char in kept if char in _JOINERS or unicodedata.category(char)[0] != "C")
    return " ".join("".join(visible).split())


def number(value: float) -> str:
    """`200,000`, `98.4`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def spelled(count: int) -> str:
    """Numbers up to ten as words."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else number(count)


def several(count: int, one: str, many: str) -> str:
    """`1 event`, `12 events`."""
    return f"{number(count)} {one if count == 1 else many}"


def listed(names: Sequence[str], most: int = 5) -> str:
    """`TASS, RIA and 3 more`; `TASS and RIA`. Where a name has a comma itself, semicolons stand between them."""
    comma = "; " if any("," in name for name in names[:most]) else ", "
    if len(names) > most:
        return f"{comma.join(names[:most])} and {len(names) - most} more"
    if len(names) < 2 or comma == "; ":
        return comma.join(names)
    return f"{comma.join(names[:-1])} and {names[-1]}"


def apart(names: Iterable[str]) -> list[str]:
    """The names in their order, without doubles and without those that are named as part of another."""
    unique = list(dict.fromkeys(name for name in map(clean, names) if name))
    parts = {part for name in unique for part in _PARTS.split(name) if part != name}
    return [name for name in unique if name not in parts]


def human(name: str) -> str:
    """A code as words: `office_attack.arson` is `Office attack: arson`."""
    words = clean(name).replace("_", " ").replace(".", ": ")
    return words[:1].upper() + words[1:]


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def moment(when: datetime | date | str, zone: str) -> str:
    """A moment in the zone's clock, to the minute; midnight UTC of a bare date stays that date."""
    if isinstance(when, str):
        return clean(when)
    if not isinstance(when, datetime):
        return day(when)
    local = (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(_zone(zone))
    return f"{day(local.date())}, {local:%H:%M} {zone}"


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as cause:
        raise ChartError(f"no time zone named {name!r}; use an IANA name such as Europe/Kyiv") from cause


def first_short(options: Iterable[str]) -> str:
    """The first of the headlines that has at most 15 words, else the last one."""
    kept = ""
    for kept in options:
        if len(kept.split()) <= HEADLINE_WORDS:
            break
    return kept


def footer(context: ChartContext, sources: Sequence[str], as_of: datetime | date | str | None, *notes: str) -> str:
    """Sources, as-of, counting rule and notes, as sentences in one paragraph."""
    named = apart(context.sources if context.sources is not None else sources)
    known = context.as_of or as_of
    parts = [
        f"Sources: {listed(named, 8)}" if named else "",
        f"Known as of {moment(known, context.zone)}" if known else "",
        context.rule or "",
        *notes,
        *context.notes,
    ]
    return " ".join(f"{capital(text).rstrip('.')}." for text in map(clean, parts) if text)
