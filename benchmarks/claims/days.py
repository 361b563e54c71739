"""The days of claims as the readings have them: what `timeline.extract.choosing` is fitted on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from corpus import Article
from learning import Row

from timeline.extract.assembly import LEAST
from timeline.extract.choosing import weighers
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft


def rows_of_days(
    article: Article, document: Document, drafts: Sequence[Draft], read: Sequence[Mapping[str, Any] | None]
) -> Iterator[tuple[str, list[Row]]]:
    """For each claim that is shown the name of what is learned from it, and a row for each of the days it may have.

    read: the claim of the reading for each draft, or None.
    """
    wanted = [
        (draft, _days(claim))
        for draft, claim in zip(drafts, read, strict=True)
        if claim is not None and not claim["optional"] and draft.confidence >= LEAST and document.published
    ]
    for name, concerns, weighed in weighers(document):
        for draft, right in wanted:
            if concerns(draft):
                yield name, [Row(article.fold, {}, _worth(days, right), tuple(marks)) for days, marks in weighed(draft)]


def _worth(dating: Dating, right: set[tuple[date | None, date | None]]) -> float:
    return float((dating.starts, dating.ends) in right)


def _days(claim: Mapping[str, Any]) -> set[tuple[date | None, date | None]]:
    """First and last day of a claim, and others that are right too."""
    told = claim.get("days") or [(claim["start"], claim["end"]), *claim["also"]]
    return {(_day(start), _day(start if end == "=" else end)) for start, end in told}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
