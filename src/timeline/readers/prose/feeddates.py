"""Dates in a feed that are really the time of fetching: a generator without a date of publication writes its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from timeline.readers.prose.published import near, read

_ENTRY = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_DATE = re.compile(
    r"<(?:[\w.-]+:)?(?:pubDate|published|updated|modified|issued|created|date)\b[^<>]*>\s*([^<>]{8,60}?)\s*</",
    re.IGNORECASE,
)
_FINE = re.compile(r":\d\d[.,](\d{4,})")
_AT_ONCE = 5.0
_OVERLAP = 200


def fetch_times(pieces: Iterable[str], zone: str | None, fetched_at: datetime | None) -> frozenset[str]:
    """The dates of entries, as written, that have fractions of a second and are later than all that have none, or that
    lie within seconds of the newest of several such, or of the fetch.
    """
    fine: Counter[str] = Counter()
    plain: set[str] = set()
    begun, rest = False, ""
    for piece in pieces:
        text = rest + piece
        start = 0 if begun else _first_entry(text)
        if start is not None:
            begun = True
            for found in _DATE.finditer(text, start):
                _note(found[1], fine, plain)
        rest = text[text.rfind("<", max(0, len(text) - _OVERLAP)) :] if len(text) > _OVERLAP else ""
    return judge(fine, plain, zone, fetched_at)


def judge(fine: Counter[str], plain: set[str], zone: str | None, fetched_at: datetime | None) -> frozenset[str]:
    """As `fetch_times`, of dates that are gathered already: those with fractions and those without."""
    moments = {text: told[0] for text in fine if (told := read(text, zone))}
    if not moments:
        return frozenset()
    newest = max(moments.values())
    last = max((told[0] for text in plain if (told := read(text, zone))), default=None)
    close = {text for text, moment in moments.items() if near(moment, newest, _AT_ONCE)}
    # Published and updated may be the same moment; three of one are a clock's.
    several = len(close) > 1 or any(fine[text] > 2 for text in close)
    found = set(close) if several else set()
    found |= {text for text, moment in moments.items() if last is not None and moment > last}
    if fetched_at is not None:
        found |= {text for text, moment in moments.items() if near(moment, fetched_at, _AT_ONCE)}
    return frozenset(found)


def _first_entry(text: str) -> int | None:
    found = _ENTRY.search(text)
    return found.start() if found else None


def _note(text: str, fine: Counter[str], plain: set[str]) -> None:
    told = _FINE.search(text)
    if told is None:
        plain.add(text)
    elif int(told[1]):
        fine[text] += 1
