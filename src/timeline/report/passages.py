"""A claim beside what it was read from: the article's text with quote, trigger, date words and place marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline.desk.sheet import text_cells

if TYPE_CHECKING:
    from timeline.report.database import Database

_JOINT: Final = " […] "
_AROUND: Final = 20_000
_LEAST: Final = 4
_WORDS: Final = {"trigger": "trigger", "date": "date_text", "place": "place"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what it is marked as: quote, trigger, date, place."""

    text: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A claim to look at: `row` as the view claims has it, `cells` as a sheet has them, and where it stands.

    document: title, publisher, url, published_at, path, of what it was read from; pieces: that document's text, or the
    quote, or nothing.
    """

    row: dict[str, Any]
    cells: dict[str, str]
    document: dict[str, Any]
    pieces: tuple[Piece, ...]
    sentence: tuple[Piece, ...]


def passages(database: Database, claims: Sequence[str]) -> list[Passage]:
    """The claims of these ids, in their order, each with its text, also those that are hidden or withdrawn."""
    found = database.claims(ids=list(claims))
    gone = [int(one[1:], 16) for one in set(claims) - set(found["claim_id"])]
    if gone:
        # What is hidden or withdrawn stands in no view, and is looked at all the same.
        others = database.reader.suspects(sure=-1.0, slip=1e300, also=gone).filter(pl.col("claim").is_in(gone))
        found = pl.concat([found, others.select(found.columns)])
    rows = {row["claim_id"]: row for row in found.to_dicts()}
    numbers = ", ".join(str(int(one[1:], 16)) for one in rows)
    documents = {row["claim_id"]: row for row in database.sql(_DOCUMENTS.format(numbers)).to_dicts()} if rows else {}
    cells = text_cells(found)
    return [_passage(rows[one], cells.get(one, {}), documents.get(one, _BY_HAND)) for one in claims if one in rows]


# What a person added was read from nothing.
_BY_HAND: Final[dict[str, Any]] = dict.fromkeys(("title", "publisher", "url", "published_at", "path", "text"))
_DOCUMENTS: Final = """
SELECT 'C' || format('{{:016x}}', c.claim) AS claim_id, d.title, d.publisher, d.url, d.published_at, d.path, d.text
FROM base.claim c JOIN base.document d ON d.document = c.document AND d.feed = c.feed
WHERE c.claim IN ({})
QUALIFY row_number() OVER (PARTITION BY c.claim ORDER BY d.known_at DESC) = 1
"""


def neighbours(database: Database, claim: str) -> list[dict[str, Any]]:
    """Other events of the same kind or group of kinds within three days of a claim: event_id, title, edtf, place."""
    return database.sql(_NEIGHBOURS.format(int(claim[1:], 16))).to_dicts()


_NEIGHBOURS: Final = """
WITH one AS (
    SELECT event, split_part(kind, '.', 1) AS root, starts, ends, country FROM base.claim WHERE claim = {}
)
SELECT e.event_id, e.title, e.edtf, e.place
FROM events e, one o
WHERE split_part(e.kind, '.', 1) = o.root AND e.event_id <> 'E' || format('{{:016x}}', o.event)
  AND e.starts <= o.ends + 3 AND e.ends >= o.starts - 3
ORDER BY e.country IS DISTINCT FROM o.country, abs(e.starts - o.starts), e.event_id LIMIT 12
"""


def _passage(row: dict[str, Any], cells: dict[str, str], document: dict[str, Any]) -> Passage:
    quote, words = row["quote"] or "", {name: row[field] for name, field in _WORDS.items()}
    text = document.get("text") or ""
    return Passage(row, cells, document, marked(text, quote, words), marked(quote, quote, words))


def marked(text: str, quote: str, words: dict[str, str | None]) -> tuple[Piece, ...]:
    """The text in pieces: the quote in it, and the words that stand in the quote or else nearest before it.

    `words`: trigger, date and place as they are written. A long text is cut around the quote.
    """
    quotes = [span for part in quote.split(_JOINT) if (span := _found(text, part, 0, len(text)))]
    start, end = (quotes[0][0], quotes[-1][1]) if quotes else (0, 0)
    spans = [(*span, "quote") for span in quotes]
    for name, told in words.items():
        for part in _parts(told):
            near = _nearest(text, part, start, end)
            spans += [(*near, name)] if near else []
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return tuple(_pieces(text, spans, first, last))


def _parts(told: str | None) -> Iterable[str]:
    """A place goes by its first name, words that stand apart are looked for one by one."""
    return [part for part in re.split(r"\s*(?:\[…\]|…|,)\s*", told or "")[:4] if part.strip()]


def _nearest(text: str, part: str, start: int, end: int) -> tuple[int, int] | None:
    """In the quote, else nearest before it; of a name of several words else the first: Luhansk for Luhansk Oblast."""
    tries = [part] if len(first := part.split()[0]) < _LEAST or first == part else [part, first]
    found = (_found(text, one, start, end) or _before(text, one, start) for one in tries)
    return next((span for span in found if span), None)


def _found(text: str, part: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a part stands, however the white space between its words is written."""
    pattern = r"\s+".join(re.escape(word) for word in part.split())
    found = re.compile(pattern, re.IGNORECASE).search(text, start, end) if pattern else None
    return found.span() if found else None


def _before(text: str, part: str, start: int) -> tuple[int, int] | None:
    at = text.lower().rfind(part.lower(), 0, start)
    # Lower case may be longer than what was written.
    return (at, at + len(part)) if at >= 0 and text[at : at + len(part)].lower() == part.lower() else None


def _pieces(text: str, spans: Sequence[tuple[int, int, str]], first: int, last: int) -> Iterable[Piece]:
    edges = sorted({first, last, *(edge for span in spans for edge in span[:2] if first < edge < last)})
    for begin, end in pairwise(edges):
        marks = tuple(dict.fromkeys(name for low, high, name in spans if low <= begin and end <= high))
        words = text[begin:end]
        if begin == first > 0:
            words = "…" + words
        yield Piece(words + "…" if end == last < len(text) else words, marks)
