"""How sure a claim is, and why a person should look at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from timeline.extract.clauses import Clause
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.units import COMMA

_STRONG: Final = 0.72
_WEAK: Final = 0.5
_BY_DATE: Final = {"explicit": 0.14, "context": 0.02, "publication": -0.12}
# Without a day of its own, what a main clause tells is rather news, what stands elsewhere rather background.
_BY_CLAUSE: Final = {
    Clause.MAIN: 0.05,
    Clause.GROUND: 0.05,
    Clause.AIM: -0.05,
    Clause.RELATIVE: -0.05,
    Clause.TIME: -0.05,
    Clause.DOUBT: -0.05,
}
_CIRCUMSTANCE: Final = -0.35
_ASIDES: Final = frozenset((Clause.RELATIVE, Clause.TIME, Clause.GROUND))
# Measures whose numbers in one text are of one order; a lone small one may lack its "thousand".
_SCALED: Final = frozenset(("crossings", "called_up", "displaced", "votes", "deployed"))
_SERIES: Final = 2
_OFF: Final = 500
_WIDE: Final = 4
# Words of the kind without a trigger: printed, but never with as much as even odds.
_FAINT: Final = 0.45
# The very words of somebody with an office: that they were said is sure, only their weight is not.
_SPOKEN: Final = 0.22
_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "`": "'", "”": ""}
_QUOTED: Final = 4
_LOW: Final = 0.65
_FAR: Final = timedelta(days=3660)
_COARSE: Final = frozenset(("year", "decade", "century", "half"))
_IMPLAUSIBLE: Final = {
    "killed": 1e6,
    "wounded": 2e6,
    "detained": 1e6,
    "abducted": 1e5,
    "crossings": 2e7,
    "attacks": 1e5,
    "people": 1e9,
}


class _Setting(NamedTuple):
    """What a claim stands among. beside: the claims of its sentence; alone: no other claim is of its kind.

    heard: who says it has made a statement before.
    """

    beside: list[Draft]
    alone: bool
    heard: bool


def judge(document: Document, drafts: list[Draft]) -> None:
    """Set confidence and doubts of the drafts of a document."""
    told = Counter(draft.root for draft in drafts if not draft.faint)
    beside: dict[int, list[Draft]] = {}
    for draft in drafts:
        beside.setdefault(draft.sentence, []).append(draft)
    heard: set[str] = set()
    for sentence in sorted(beside):
        for draft in beside[sentence]:
            setting = _Setting(beside[sentence], told[draft.root] == 1, draft.speaker in heard)
            _judge(document, draft, setting)
        heard |= {draft.speaker for draft in beside[sentence] if draft.speaker and _is_heard(document, draft)}


def _is_heard(document: Document, draft: Draft) -> bool:
    return draft.root == "statement" and (not draft.weak or _quotes(document, draft))


def _judge(document: Document, draft: Draft, setting: _Setting) -> None:
    score = _WEAK if draft.weak else _STRONG
    score += sum(_evidence(document, draft)) + sum(_surroundings(document, draft, setting))
    if draft.modality is not None:
        score *= draft.modality.factor
    if draft.faint:
        score = _FAINT
    draft.confidence = round(min(0.99, max(0.01, score)), 3)
    draft.doubts = list(dict.fromkeys([*draft.doubts, *_doubts(document, draft)]))


def _surroundings(document: Document, draft: Draft, setting: _Setting) -> Iterator[float]:
    """What the claims around it speak for and against it."""
    if any(_is_circumstance(draft, other) for other in setting.beside):
        yield _CIRCUMSTANCE
    if draft.referring and not setting.alone:
        yield -0.08 if draft.dating is not None and draft.dating.basis == "explicit" else -0.16
    if draft.root == "statement" and draft.weak and draft.public and not setting.heard and _quotes(document, draft):
        yield _SPOKEN


def _evidence(document: Document, draft: Draft) -> Iterator[float]:
    """What speaks for a claim and against it, in parts of confidence."""
    dating = draft.dating
    yield _BY_DATE[dating.basis] if dating else 0
    if dating and dating.basis != "explicit" and draft.root != "statement":
        yield _BY_CLAUSE.get(draft.clause, 0)
    yield 0.04 * min(2, len({hit.first for hit in draft.hits}) - 1) + 0.05 * min(2, len(draft.also))
    yield 0.06 if draft.quantities else 0
    yield 0.04 if draft.placed == "own" else 0 if draft.root == "statement" or not document.places else -0.06
    words = document.units.words[draft.first : draft.stop]
    yield -0.12 if COMMA in words and len(words) > _WIDE else 0
    explicit = dating is not None and dating.basis == "explicit"
    if not explicit and draft.modality is not None and draft.modality.modality == "denied":
        yield -0.08
    if dating and dating.precision in _COARSE:
        yield -0.25
    if draft.nominal and not explicit:
        yield -0.12
        yield -0.12 if words[0].endswith("s") and not draft.quantities else 0


def _is_asserted(draft: Draft) -> bool:
    return draft.modality is None or draft.modality.modality == "asserted"


def _is_circumstance(draft: Draft, other: Draft) -> bool:
    """Whether it only tells how, why or when the other happened: it has no day but that of the other.

    "16,000 people were ordered out on Friday when a dike broke", "discussed the bombing with aides on Friday".
    """
    one, its = draft.dating, other.dating
    if draft.clause is Clause.AIM and _is_asserted(draft) and not draft.quantities:
        return draft.root != other.root and not other.nominal  # "Police deployed to break up a rally"
    if draft.root == other.root or one is None or its is None or one.span is None or one.span != its.span:
        return False
    aside = draft.clause in _ASIDES and one.far > its.far
    named = draft.nominal and not draft.quantities
    return (aside or named) and not other.nominal and (other.clause is Clause.MAIN or other.first < draft.first)


def _quotes(document: Document, draft: Draft) -> bool:
    """Whether the sentence quotes more than a word or two ("three sites classified as 'sensitive'")."""
    first, stop = document.units.sentences[draft.sentence]
    words = document.tokens.words[first:stop]
    opened, closer = -1, ""
    for at, word in enumerate(words):
        if opened < 0 and word in _QUOTES:
            opened, closer = at, _QUOTES[word]
        elif word == closer and at > opened + 1:
            if at - opened > _QUOTED:
                return True
            opened, closer = -1, ""
    return opened >= 0 and len(words) - opened > _QUOTED


def doubt_scales(drafts: list[Draft]) -> None:
    """Mark numbers a thousand times off what else the text counts in that measure ("43 to Finland")."""
    series: dict[str, list[float]] = {}
    for draft in drafts:
        for each in draft.quantities:
            if each.value:
                series.setdefault(each.measure, []).append(each.value)
    for draft in drafts:
        for each in draft.quantities:
            others = sorted(series.get(each.measure, ()))
            middle = others[len(others) // 2] if len(others) >= _SERIES else None
            if each.value and middle and middle >= each.value * _OFF and each.measure in _SCALED:
                draft.doubts.append(f"{each.value:g} {each.unit} is far below the other numbers of its series".strip())


def _doubts(document: Document, draft: Draft) -> list[str]:
    found = []
    dating, day = draft.dating, document.published
    if day is None and dating is not None and dating.basis == "publication":
        found.append("no anchor: the document has no publication date")
    if draft.confidence < _LOW:
        found.append("low confidence")
    if dating is not None and dating.starts is not None and day is not None:
        if abs(dating.starts - day) > _FAR:
            found.append("date far from publication")
        if dating.starts > day and _is_asserted(draft):
            found.append("in the past tense, but dated after publication")
    for quantity in draft.quantities:
        if (quantity.value or 0) > _IMPLAUSIBLE.get(quantity.measure, 1e12):
            found.append(f"implausible number: {quantity.value:g} {quantity.unit}".strip())
    return found
