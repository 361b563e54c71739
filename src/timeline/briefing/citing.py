"""Sources, each numbered once, in the order in which the briefing first rests on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import polars as pl

from timeline.briefing import plain
from timeline.briefing.content import Line, Source

_LONGEST = 180


class Citations:
    """Gives out the numbers of the sources that claims were read in.

    `claims` has claim_id, url, publisher, published_on, feed, document_id and document_title.
    """

    def __init__(self, claims: pl.DataFrame) -> None:
        """Nothing is numbered yet."""
        self._claims = {row["claim_id"]: row for row in claims.iter_rows(named=True)}
        self._numbers: dict[str, int] = {}
        self._sources: list[Source] = []

    def line(self, text: str, claims: Iterable[str] = ()) -> Line:
        """A line with the numbers of the sources of these claims."""
        return Line(plain.clean(text), self.numbers(claims))

    def numbers(self, claims: Iterable[str]) -> tuple[int, ...]:
        """The numbers of the sources of these claims, ascending; claims that are not known have none."""
        rows = (self._claims.get(claim) for claim in claims)
        return tuple(sorted({self._number(row) for row in rows if row is not None}))

    def claim(self, claim_id: str) -> Mapping[str, Any] | None:
        """What is known of a claim."""
        return self._claims.get(claim_id)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All that has a number, in order."""
        return tuple(self._sources)

    def _number(self, row: Mapping[str, Any]) -> int:
        key = source_key(row)
        if key not in self._numbers:
            self._numbers[key] = len(self._sources) + 1
            self._sources.append(Source(self._numbers[key], source_text(row), plain.link(row["url"])))
        return self._numbers[key]


def source_key(row: Mapping[str, Any]) -> str:
    """What makes two claims of one source: the same address, else the same document."""
    return str(row["url"] or f"{row['feed']}\x1f{row['document_id']}\x1f{row['publisher']}")


def source_text(row: Mapping[str, Any]) -> str:
    """`Meduza, “Title”, published 25 September 2022`; without publisher and title the feed that brought it."""
    title = row.get("document_title")
    publisher, feed = plain.clean(row["publisher"] or "", 80), f"feed {plain.clean(row['feed'], 80)}"
    titled = [f"“{plain.clean(title, _LONGEST)}”"] if title else []
    told = ", ".join([publisher, *titled] if publisher else [*titled, f"entered in {feed}"])
    if publisher and not plain.link(row["url"]):
        told += f" (entered in {feed}, no link)"
    published = row["published_on"]
    if not isinstance(published, date):
        return told
    from timeline import dates

    return f"{told}, published {dates.format_day(published, 'short_year')}"
