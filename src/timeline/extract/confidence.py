"""How sure a claim is, and why a person should look at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import exp
from typing import Final

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.signs import Weighing
from timeline.extract.spoken import Spoken

_WEIGHTS: Final = wordlists.load("weights").values["weights"]
# Measures whose numbers in one text are of one order; a lone small one may lack its "thousand".
_SCALED: Final = frozenset(("crossings", "called_up", "displaced", "votes", "deployed"))
_SERIES: Final = 2
_OFF: Final = 500
# Words of a kind that no reading has, without a trigger: printed, but never with as much as even odds.
_FAINT: Final = 0.45
# A kind that no reading has, such as one of a project's own: its words are trusted.
_UNREAD: Final = 0.5
_LOW: Final = 0.4
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


def judge(document: Document, drafts: Sequence[Draft], spoken: Spoken) -> None:
    """Set the confidence of a document's claims. spoken: what the wording of its sentences speaks for."""
    weighing, learned = Weighing(document, drafts, spoken), frozenset(spoken.known.kinds)
    for draft in drafts:
        found = likely(weighing.signs(draft))
        if draft.root not in learned:
            found = _unread(draft, found)
        draft.confidence = round(min(0.99, max(0.01, found)), 3)


def _unread(draft: Draft, found: float) -> float:
    if draft.faint:
        return min(found, _FAINT)
    return found if draft.weak or not draft.asserted else max(found, _UNREAD)


def likely(signs: Iterable[tuple[str, float]]) -> float:
    """How likely it is, from 0 to 1, that a careful reader would enter a claim with these signs."""
    return 1 / (1 + exp(-sum([_WEIGHTS[name] * much for name, much in signs if name in _WEIGHTS])))


def doubt(document: Document, drafts: Sequence[Draft]) -> None:
    """Say why a person should look at claims, once their days and numbers are settled."""
    for draft in drafts:
        draft.doubts = list(dict.fromkeys([*draft.doubts, *_doubts(document, draft)]))
    _doubt_numbers(drafts)


def _doubt_numbers(drafts: Sequence[Draft]) -> None:
    """Mark numbers that can't be, or are a thousand times off the text's others of the measure ("43 to Finland")."""
    series: dict[str, list[float]] = {}
    for draft in drafts:
        for each in draft.quantities:
            if each.value:
                series.setdefault(each.measure, []).append(each.value)
    for draft in drafts:
        for each in draft.quantities:
            if (each.value or 0) > _IMPLAUSIBLE.get(each.measure, 1e12):
                draft.doubts.append(f"implausible number: {each.value:g} {each.unit}".strip())
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
        if dating.starts > day and draft.asserted:
            found.append("in the past tense, but dated after publication")
    return found
