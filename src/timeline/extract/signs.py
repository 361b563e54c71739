"""What speaks for a claim and against it: whether a careful reader would enter it into a timeline.

Each sign is a name and how much of it there is. What it weighs stands in `lexicon/weights.toml`, fitted by
`benchmarks/claims/fit.py` on articles that were read by hand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from timeline.extract.clauses import Clause
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.spoken import Spoken

Sign = tuple[str, float]
CONSTANT: Final = "any"

# The most that counts: words of a trigger, hits, sentences that tell it again, other claims of a sentence or a text.
_WORDS: Final = 6
_SEVERAL: Final = 3
_MANY: Final = 4
_FAR: Final = 20
_QUOTES: Final = {'"': '"', "“": "”", "«": "»", "`": "'", "”": ""}
_QUOTED: Final = 4
_ASIDES: Final = frozenset((Clause.RELATIVE, Clause.TIME, Clause.GROUND))
# Log odds are brought down to the size of the other signs; from `_LIKELY` on they count once more.
_ODDS: Final = 3
_LIKELY: Final = -3
_LONG: Final = 40
# Sentences up to which a place counts by itself, and those up to which it counts how far it is; a long text.
_OPENING: Final = 6
_START: Final = 10
_LONG_TEXT: Final = 40
# What speaks for a claim of a trigger need not speak for one without.
_FAINT: Final = "faint: "
_FELL: Final = "fell: "


class Weighing:
    """The signs of a document's claims; what else its sentences tell is counted once."""

    def __init__(self, document: Document, drafts: Sequence[Draft], spoken: Spoken) -> None:
        """All claims of the document, also those that nobody will be shown; and what its sentences speak for."""
        self._document = document
        self._heading = document.heading
        self._quoting: dict[int, bool] = {}
        self._spoken = spoken
        self._around: dict[int, Sequence[tuple[str, Sequence[Sign]]]] = {}
        self._parts = spoken.of_parts([*{document.part_at(draft.first) for draft in drafts}])
        self._roots = Counter(draft.root for draft in drafts if not draft.faint)
        self._sentences: dict[int, list[Draft]] = defaultdict(list)
        # Who makes a statement, to the sentence of the first one.
        self._heard: dict[str, int] = {}
        for draft in (draft for draft in drafts if not draft.faint):
            self._sentences[draft.sentence].append(draft)
            if draft.speaker and draft.root == "statement" and (not draft.weak or self._quotes(draft)):
                first = self._heard.get(draft.speaker, draft.sentence)
                self._heard[draft.speaker] = min(first, draft.sentence)

    def signs(self, draft: Draft) -> list[Sign]:
        """The signs of one claim."""
        return [
            (CONSTANT, 1.0),
            *_of_kind(draft.root, _basis(draft), _manners(draft)),
            *_of_trigger(self._document, draft),
            *_of_details(draft),
            *self._of_company(draft),
            *self._of_wording(draft),
            *self._of_other_kinds(draft),
            *self._of_sentence(draft),
            *self._of_stand(draft),
        ]

    def _of_company(self, draft: Draft) -> list[Sign]:
        """What the sentence and the text tell beside it."""
        others = [other for other in self._sentences[draft.sentence] if other is not draft]
        found: list[Sign] = [
            ("others in the sentence", min(_SEVERAL, len(others))),
            ("dated others in the sentence", min(_SEVERAL, sum(_basis(other) == "explicit" for other in others))),
            ("first in the sentence", float(all(other.first > draft.first for other in others))),
            ("circumstance of another", float(any(_is_circumstance(draft, other) for other in others))),
        ]
        if draft.root == "statement" and draft.speaker:
            heard = self._heard.get(draft.speaker, draft.sentence) < draft.sentence
            found.append(("heard before", float(heard)))
            found.append(("very words of an office", float(draft.public and not heard and self._quotes(draft))))
        found.append(("others of the kind", min(_MANY, self._roots[draft.root] - (not draft.faint))))
        return found

    def _of_wording(self, draft: Draft) -> tuple[Sign, ...]:
        """How much the words of its sentence, its part of it and those around speak for its kind, or for another."""
        spoken, at, kind = self._spoken, draft.sentence, draft.root
        here, mark = spoken.of(at, kind), _mark(draft)
        part = self._parts[self._document.part_at(draft.first)]
        before, later = spoken.of_others(at, kind)
        return (
            (f"{mark}wording", here / _ODDS),
            (f"wording of {kind}", here / _ODDS),
            (f"{mark}likely wording", max(0.0, here - _LIKELY) / _ODDS),
            (f"{mark}wording of its part", spoken.of_kind(part, kind) / _ODDS),
            (f"{mark}wording of another kind", spoken.of_another(at, kind) / _ODDS),
            (f"{mark}wording before", spoken.of(at - 1, kind) / _ODDS),
            (f"{mark}wording behind", spoken.of(at + 1, kind) / _ODDS),
            (f"{mark}wording of any before", before / _ODDS),
            (f"{mark}likelier before", max(0.0, before - here) / _ODDS),
            (f"{mark}wording of any behind", later / _ODDS),
            (f"{mark}likelier behind", max(0.0, later - here) / _ODDS),
            ("density", spoken.density),
        )

    def _of_other_kinds(self, draft: Draft) -> Iterator[Sign]:
        """What else its sentence, those around it and the text speak for: the dead of a flood are the flood's."""
        kind = draft.root
        for where, others in self._told(draft.sentence):
            yield from ((f"{kind} {where} {other}", much) for other, much in others if other != kind)

    def _told(self, sentence: int) -> Sequence[tuple[str, Sequence[Sign]]]:
        """Where kinds are told around a sentence, each kind with how much; looked for once."""
        if sentence not in self._around:
            spoken = self._spoken
            before, here, behind = (spoken.all_of(at) for at in (sentence - 1, sentence, sentence + 1))
            near = spoken.told(list(map(max, before, behind)))
            self._around[sentence] = (("beside", spoken.told(here)), ("near", near), ("in a text of", spoken.in_all))
        return self._around[sentence]

    def _of_stand(self, draft: Draft) -> tuple[Sign, ...]:
        """Where in the text it stands, and how long that is."""
        at, size = draft.sentence, len(self._document.units.sentences)
        far = min(_START, at) / _START
        return (
            (f"sentence {min(_OPENING, at)}", 1.0),
            ("far from the start", far),
            (f"{draft.root} far from the start", far),
            ("near the end", at / max(1, size - 1)),
            ("long text", min(_LONG_TEXT, size) / _LONG_TEXT),
        )

    def _of_sentence(self, draft: Draft) -> tuple[Sign, ...]:
        """What kind of sentence it stands in."""
        document, at = self._document, draft.sentence
        mark = _mark(draft)
        return (
            (f"{mark}days in the sentence", min(2, len(document.times_in(at)))),
            (f"{mark}heading", float(at < self._heading)),
            (f"{mark}length", min(_LONG, len(document.words_in(at))) / _LONG),
            (f"{mark}quoted", float(self._quotes(draft))),
        )

    def _quotes(self, draft: Draft) -> bool:
        """Whether its sentence quotes; looked for once."""
        at = draft.sentence
        if at not in self._quoting:
            self._quoting[at] = _quotes(self._document, at)
        return self._quoting[at]


def _mark(draft: Draft) -> str:
    if draft.fell:
        return _FELL
    return _FAINT if draft.faint else ""


def _basis(draft: Draft) -> str:
    return draft.dating.basis if draft.dating else "none"


def _quotes(document: Document, sentence: int) -> bool:
    """Whether a sentence quotes more than a word or two ("three sites classified as 'sensitive'")."""
    first, stop = document.units.sentences[sentence]
    words = document.tokens.words[first:stop]
    if _QUOTES.keys().isdisjoint(words):
        return False
    opened, closer = -1, ""
    for at, word in enumerate(words):
        if opened < 0 and word in _QUOTES:
            opened, closer = at, _QUOTES[word]
        elif word == closer and at > opened + 1:
            if at - opened > _QUOTED:
                return True
            opened, closer = -1, ""
    return opened >= 0 and len(words) - opened > _QUOTED


def _is_circumstance(draft: Draft, other: Draft) -> bool:
    """Whether it only tells how, why or when the other happened: it has no day but that of the other.

    "16,000 people were ordered out on Friday when a dike broke", "discussed the bombing with aides on Friday".
    """
    one, its = draft.dating, other.dating
    if draft.clause is Clause.AIM and draft.asserted and not draft.quantities:
        return draft.root != other.root and not other.nominal  # "Police deployed to break up a rally"
    if draft.root == other.root or one is None or its is None or one.span is None or one.span != its.span:
        return False
    aside = draft.clause in _ASIDES and one.far > its.far
    named = draft.nominal and not draft.quantities
    return (aside or named) and not other.nominal and (other.clause is Clause.MAIN or other.first < draft.first)


# A few hundred of these recur in every text.
@lru_cache(maxsize=4096)
def _of_kind(kind: str, basis: str, manners: tuple[str, ...]) -> tuple[Sign, ...]:
    """The kind alone, and with what tells most beside it."""
    names = [kind, f"{basis} day", f"{kind}, {basis} day"]
    for manner in manners:
        names += (manner, f"{manner}, {basis} day", f"{manner} {kind}")
    return tuple((name, 1.0) for name in names)


def _manners(draft: Draft) -> tuple[str, ...]:
    told = (
        ("weak", draft.weak),
        ("faint", draft.faint and not draft.fell),
        ("fell", draft.fell),
        ("nominal", draft.nominal),
        ("referring", draft.referring),
        ("carried", draft.carried),
        ("counted", draft.quantities),
    )
    return (*[name for name, there in told if there], f"{draft.clause.value} clause")


def _of_trigger(document: Document, draft: Draft) -> list[Sign]:
    """The words that tell it."""
    own = document.units.words[draft.first : draft.stop]
    found: list[Sign] = [
        ("words", min(_WORDS, len(own)) / _WORDS),
        ("hits", min(_SEVERAL, len({hit.first for hit in draft.hits}) - 1)),
        ("plural noun", float(draft.nominal and own[0].endswith("s"))),
    ]
    if draft.root == "statement":
        found.append((f"by {own[0]!r}", 1.0))
    return found


def _of_details(draft: Draft) -> list[Sign]:
    """What was found around the trigger: day, place, speaker, and how sure they say it is."""
    dating, modality = draft.dating, draft.modality
    found: list[Sign] = []
    if dating is not None:
        found.append((f"to the {dating.precision}" if dating.precision else "to nothing", 1.0))
        found.append(("day of telling", float(dating.said)))
        found.append(("day far away", min(_FAR, dating.far) / _FAR if dating.basis == "explicit" else 0.0))
    found += (
        (modality.modality if modality else "asserted", 1.0),
        ("alleged", float(modality is not None and modality.alleged)),
        (f"place: {draft.placed or 'none'}", 1.0),
        ("told again", min(_SEVERAL, len(draft.also))),
        ("speaker", float(draft.speaker is not None)),
        ("public speaker", float(draft.public)),
    )
    if draft.attributed:
        found.append((f"attributed: {draft.attributed}", 1.0))
    return found
