"""The days of claims that name none, as the readings have them: what `timeline.extract.dayless` is fitted on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from corpus import Article
from learning import Row

from timeline.extract.assembly import LEAST
from timeline.extract.dayless import Days, is_open
from timeline.extract.document import Document
from timeline.extract.drafts import Draft


def rows_of_days(
    article: Article, document: Document, drafts: Sequence[Draft], read: Sequence[Mapping[str, Any] | None]
) -> Iterator[list[Row]]:
    """For each claim that is shown and names no day a row for each of the days that it may have.

    read: the claim of the reading for each draft, or None.
    """
    days = Days(document)
    for draft, claim in zip(drafts, read, strict=True):
        if claim is None or claim["optional"] or draft.confidence < LEAST or not is_open(draft):
            continue
        right, choices = _days(claim), days.choices(draft)
        yield [
            Row(article.fold, {}, float((one.dating.starts, one.dating.ends) in right), tuple(marks))
            for one, marks in zip(choices, days.marks(draft, choices), strict=True)
        ]


def _days(claim: Mapping[str, Any]) -> set[tuple[date | None, date | None]]:
    """First and last day of a claim, and others that are right too."""
    told = claim.get("days") or [(claim["start"], claim["end"]), *claim["also"]]
    return {(_day(start), _day(start if end == "=" else end)) for start, end in told}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
