"""Numbers that claims count, as the readings have them: what `timeline.extract.tying` is fitted on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from corpus import Article, knowledge
from learning import Row

from timeline.extract.assembly import LEAST
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.tying import Tying


def has_numbers(article: Article) -> bool:
    """Whether its reading says which numbers there are.

    Spare readers leave out too many: they enter three of ten, others more than four.
    """
    return not article.spare and any("quantities" in claim for claim in article.reading)


def numbers(claim: Mapping[str, Any]) -> Counter[float]:
    """The numbers of a claim of a reading."""
    return Counter(float(each["value"]) for each in claim["quantities"] if each["value"] is not None)


def rows_of_ties(
    article: Article, document: Document, drafts: Sequence[Draft], read: Sequence[Mapping[str, Any] | None]
) -> Iterator[Row]:
    """A row for each number that a claim may count, of those that the reading has.

    read: the claim of the reading for each draft, or None. What is unlikely is judged beside those that are shown.
    """
    shown = [draft for draft in drafts if draft.confidence >= LEAST]
    counts = knowledge()[0].counts
    tying = Tying(document, shown, counts)
    for draft, claim in zip(drafts, read, strict=True):
        if claim is None or claim["optional"]:
            continue
        beside = tying if draft.confidence >= LEAST else Tying(document, [*shown, draft], counts)
        left = numbers(claim)
        for one in beside.ties(draft):
            value = one.quantity.value
            worth = float(value is not None and left[value] > 0)
            left -= Counter({value: worth}) if value is not None else Counter()
            yield Row(article.fold, {name: much for name, much in beside.signs(one) if much}, worth)
