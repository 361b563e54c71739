"""Numbers that claims count, as the readings have them: what `timeline.extract.tying` and `basing` are fitted on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from corpus import Article, knowledge
from learning import Row

from timeline.extract import basing
from timeline.extract.assembly import LEAST
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.numbersigns import Tie
from timeline.extract.tying import Tying

# Spare readers enter three of ten numbers, others more than four: how much less they enter is learned beside the rest.
SPARE = "spare"
BASES = ("flow", "stock", "since", "target")


class Sense(NamedTuple):
    """A number of a claim: the part of the articles that it is in, its marks, and the sense that the reading has."""

    fold: int
    marks: list[str]
    basis: str


def has_numbers(article: Article) -> bool:
    """Whether its reading says which numbers there are."""
    return any("quantities" in claim for claim in article.reading)


def rows_of_ties(
    article: Article, document: Document, drafts: Sequence[Draft], read: Sequence[Mapping[str, Any] | None]
) -> Iterator[tuple[Row, Sense | None]]:
    """A row for each number that a claim may count, and in which sense the reading has it, if it has it.

    read: the claim of the reading for each draft, or None. What is unlikely is judged beside those that are shown.
    """
    shown = [draft for draft in drafts if draft.confidence >= LEAST]
    counts = knowledge()[0].counts
    tying = Tying(document, shown, counts)
    for draft, claim in zip(drafts, read, strict=True):
        if claim is None or claim["optional"]:
            continue
        beside = tying if draft.confidence >= LEAST else Tying(document, [*shown, draft], counts)
        left = _numbers(claim)
        for one in beside.ties(draft):
            told = left[one.quantity.value]
            basis = told.pop(0) if told else None
            yield _row(article, beside, one, worth=float(basis is not None)), _sense(article, document, one, basis)


def _numbers(claim: Mapping[str, Any]) -> dict[float | None, list[str]]:
    """The senses of the numbers of a claim of a reading."""
    found: dict[float | None, list[str]] = defaultdict(list)
    for each in claim.get("quantities") or ():
        if each["value"] is not None:
            found[float(each["value"])].append(each.get("basis") or "")
    return found


def _row(article: Article, tying: Tying, one: Tie, worth: float) -> Row:
    signs = {name: much for name, much in tying.signs(one) if much}
    if article.spare:
        root, measure = one.draft.root, one.quantity.measure
        names = (SPARE, f"{SPARE} {root}", f"{SPARE} {measure}", f"{SPARE} {root} {measure}", f"{SPARE} {one.ruled}")
        signs.update(dict.fromkeys(names, 1.0))
    return Row(article.fold, signs, worth, tuple(tying.marks(one)))


def _sense(article: Article, document: Document, one: Tie, basis: str | None) -> Sense | None:
    if basis not in BASES:
        return None
    return Sense(article.fold, list(basing.marks(document, one.draft, one.quantity)), basis)
