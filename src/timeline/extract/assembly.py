"""One document read: mentions dated, placed, counted and attributed, and those of one happening put together."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Final

from timeline.extract import confidence, counting, dating
from timeline.extract.attribution import Attribution, find_attribution
from timeline.extract.document import Document, look_at
from timeline.extract.drafts import Dating, Draft
from timeline.extract.matcher import hits
from timeline.extract.mentions import mentions
from timeline.extract.merging import merge
from timeline.extract.modality import modality_of
from timeline.extract.placing import Scene
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

_REACH: Final = 2
_PLACE_REACH: Final = 3
# Kinds whose details are told in sentences of their own after the date has been said.
_HAPPENINGS: Final = frozenset(
    (
        "armed_attack",
        "office_attack",
        "casualties",
        "protest",
        "disaster",
        "kidnapping",
        "robbery",
        "evacuation",
        "detention",
        "election",
        "referendum",
    )
)
# Deaths are carried by what caused them, where that is told close by.
_CAUSES: Final = frozenset(("armed_attack", "office_attack", "disaster", "protest", "kidnapping"))


def read(text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer) -> tuple[Document, list[Draft]]:
    """The text as it was looked at, and its claims in the order of their sentences."""
    document = look_at(text, published, gazetteer)
    starts = {document.unit_at(place.start) for place in document.places}
    drafts = mentions(document, hits(document.units, taxonomy, starts.__contains__), taxonomy.yields)
    Reader(document, taxonomy).fill(drafts)
    drafts = carried(drafts)
    united = merge(drafts, gazetteer.same_or_contained)
    for draft in united:
        confidence.judge(document, draft)
    return document, sorted(united, key=lambda draft: (draft.sentence, draft.first))


class Reader:
    """Walks over the mentions of a document in order and remembers what the text has said so far."""

    def __init__(self, document: Document, taxonomy: Taxonomy) -> None:
        """Nothing is said yet."""
        self._document = document
        self._taxonomy = taxonomy
        self._scene = Scene(document)
        self._said: dict[str, Dating] = {}
        self._latest: tuple[int, Dating] | None = None
        self._speaker: str | None = None

    def fill(self, drafts: list[Draft]) -> None:
        """Give each mention its modality, days, places, numbers and speaker."""
        for sentence, group in groupby(drafts, key=lambda draft: draft.sentence):
            same = list(group)
            first, stop = self._document.units.sentences[sentence]
            told = find_attribution(self._document.tokens, first, stop, self._speaker)
            for draft in same:
                self._fill(draft, told)
            counting.share(self._document, same, self._taxonomy.counts)
            self._speaker = next((each.speaker for each in told if each.speaker), self._speaker)

    def _fill(self, draft: Draft, told: list[Attribution]) -> None:
        document, (first, stop) = self._document, self._document.units.sentences[draft.sentence]
        token = document.units.token
        draft.modality = modality_of(document.tokens, first, stop, (token[draft.first], token[draft.stop - 1] + 1))
        draft.dating = self._date(draft, told)
        self._scene.settle(draft, _PLACE_REACH)
        if told:
            draft.speaker, draft.carrier, draft.attributed = told[0].speaker, told[0].carrier, told[0].kind
            draft.attribution = (told[0].start, told[0].end)

    def _date(self, draft: Draft, told: list[Attribution]) -> Dating:
        found = dating.explicit(self._document, draft, [(each.start, each.end) for each in told])
        if found is not None:
            if found.precision in ("day", "hour", "minute", "range"):
                self._said.setdefault(draft.root, found)
                self._latest = (draft.sentence, found)
            return found
        asserted = draft.modality is None or draft.modality.modality == "asserted"
        if asserted and draft.root in _HAPPENINGS:
            if self._latest is not None and draft.sentence - self._latest[0] <= _REACH:
                return self._latest[1]._replace(basis="context", said=False)
            if draft.root in self._said:
                return self._said[draft.root]._replace(basis="context", said=False)
        return dating.published(self._document, draft)


def carried(drafts: list[Draft]) -> list[Draft]:
    """Without deaths and injuries that an attack or disaster in a neighbouring sentence carries; it takes their numbers."""
    kept: list[Draft] = []
    for draft in drafts:
        cause = _cause(draft, drafts) if draft.root == "casualties" else None
        if cause is None:
            kept.append(draft)
            continue
        known = {(each.measure, each.basis) for each in cause.quantities}
        cause.quantities += [each for each in draft.quantities if (each.measure, each.basis) not in known]
        cause.also = sorted({*cause.also, draft.sentence} - {cause.sentence})
    return kept


def _cause(draft: Draft, drafts: list[Draft]) -> Draft | None:
    near = [
        other
        for other in drafts
        if other.root in _CAUSES and abs(other.sentence - draft.sentence) <= _PLACE_REACH and _may_be(other, draft)
    ]
    return min(
        near, key=lambda other: (abs(other.sentence - draft.sentence), other.sentence > draft.sentence), default=None
    )


def _may_be(cause: Draft, draft: Draft) -> bool:
    one, other = cause.dating, draft.dating
    if one is None or other is None:
        return True
    same = (one.starts, one.ends) == (other.starts, other.ends)
    return same or "explicit" not in (one.basis, other.basis) or other.basis != "explicit"
