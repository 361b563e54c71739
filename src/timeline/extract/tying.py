"""Which numbers of its sentences a claim counts: how likely each is, by where it stands and what it counts.

The rules of `counting` tie a number to the claim to which it costs least; here that is one sign among others, and what
each weighs stands in `lexicon/ties.toml`, fitted by `benchmarks/claims/fit.py` on articles that were read by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp
from typing import Final, NamedTuple

from timeline.extract import wordlists
from timeline.extract.bases import in_sense
from timeline.extract.counting import CAUSES, objections
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.nouns import is_past
from timeline.extract.quantities import Quantity
from timeline.extract.senses import HARM
from timeline.extract.stems import stem
from timeline.extract.units import COMMA, STOP

Sign = tuple[str, float]
_WEIGHTS: Final = wordlists.load("ties").values["weights"]
# F1 of numbers hardly changes between 0.25 and 0.5.
LEAST: Final = 0.35
# Amounts of time are no counts, and nobody harmed is none.
_NO_COUNT: Final = "time"
_NOBODY: Final = "none"
_FAR: Final = 20
_BESIDE: Final = 1
_NEAR: Final = 4
_SEVERAL: Final = 3
# Words over which a number seldom belongs to a trigger.
_PARTING: Final = frozenset(
    ("who", "which", "whose", "where", "that", "when", "while", "as", "after", "before", "because", "since", "until")
)
_JOINING: Final = frozenset(("with", "including", "and", "but", "to", "by"))
_OVER: Final = _PARTING | _JOINING
_MARKS: Final = frozenset(("article", "part", "definite", "named"))
_SIZES: Final = ((0, "nothing"), (1, "one"), (11, "few"), (99, "dozens"), (999, "hundreds"), (999_999, "thousands"))
# What a clause set in, or an amount of time, parts from the trigger is another's.
_PARTED: Final = frozenset(("aside", "apart"))
# "Four masked men held up a van": those who did it.
_DOERS: Final = "who did it"
# This claim has it by the rules, another one, or none.
_OWN: Final = "own"
_OTHERS: Final = "another's"
_NOBODYS: Final = "nobody's"


class Tie(NamedTuple):
    """A number that a claim may count, in the sense that it then has. ruled: the rules gave it to the claim."""

    draft: Draft
    quantity: Quantity
    ruled: bool


def tie(document: Document, drafts: Sequence[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
    """Leave each claim the numbers of its sentences that it likely counts, in the order of the text.

    drafts: those that are shown. counts: kind to its measures.
    """
    tying = Tying(document, drafts, counts)
    likely = [
        [one for one in tying.ties(draft) if tying.is_carried(one) or tying.chance(one) >= LEAST] for draft in drafts
    ]
    for draft, ties in zip(drafts, likely, strict=True):
        draft.quantities = list({(one.quantity.value, one.quantity.measure): one.quantity for one in ties}.values())


class Tying:
    """The numbers of a document beside its claims."""

    def __init__(self, document: Document, drafts: Sequence[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
        """As `tie` has them."""
        self._document = document
        self._counts = counts
        self._beside: dict[int, list[Draft]] = defaultdict(list)
        self._owners: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            self._beside[draft.sentence].append(draft)
            for quantity in draft.quantities:
                self._owners[quantity.start].append(draft)

    def ties(self, draft: Draft) -> Iterator[Tie]:
        """The numbers of the sentences that tell of a claim, and what else the rules gave it."""
        given = {each.start: each for each in draft.quantities}
        for sentence in sorted({draft.sentence, *draft.also}):
            for quantity in self._document.quantities_in(sentence):
                own = given.pop(quantity.start, None)
                if own is not None:
                    yield Tie(draft, own, ruled=True)
                elif quantity.measure != _NO_COUNT and _NOBODY not in quantity.cues:
                    yield from self._further(draft, quantity)
        yield from (Tie(draft, each, ruled=True) for each in given.values())

    def _further(self, draft: Draft, quantity: Quantity) -> Iterator[Tie]:
        """A number that no rule gave the claim, unless words part them; the scope tells those who did it apart."""
        reasons = set[str]()
        if self._sentence(quantity) == draft.sentence:
            reasons.update(objections(self._document, draft, quantity))
        if reasons.isdisjoint(_PARTED) and not self._is_of_another(draft, quantity, reasons):
            found = in_sense(self._document, quantity, draft)
            yield Tie(draft, replace(found, scope=_DOERS) if "agent" in reasons else found, ruled=False)

    def _is_of_another(self, draft: Draft, quantity: Quantity, reasons: set[str]) -> bool:
        """A death has one cause, what tells of another claim is that one's, and the held are not those they harmed.

        "Charged with smuggling 35 people", "ordered 900 troops in and declared a mobilisation".
        """
        owners, at = self._owners[quantity.start], self._document.unit_at(quantity.start)
        caused = quantity.measure in HARM and draft.root in CAUSES and any(owner.root in CAUSES for owner in owners)
        told = not draft.faint and not _holds(draft, at) and any(_holds(owner, at) for owner in owners)
        return caused or told or (draft.root == "detention" and "own verb" in reasons)

    def is_carried(self, one: Tie) -> bool:
        """Whether it tells who came to harm in a happening, in another sentence, of which nothing else is claimed."""
        sentence = self._sentence(one.quantity)
        if not one.ruled or one.quantity.measure not in HARM or sentence == one.draft.sentence:
            return False
        return all(owner.sentence != sentence for owner in self._owners[one.quantity.start])

    def chance(self, one: Tie) -> float:
        """How likely it is, from 0 to 1, that the claim counts the number."""
        return 1 / (1 + exp(-sum([_WEIGHTS.get(name, 0.0) * much for name, much in self.signs(one)])))

    def signs(self, one: Tie) -> list[Sign]:
        """The signs of a tie."""
        owned, at = self._owned(one), self._document.unit_at(one.quantity.start)
        signs = [("any", 1.0), *self._of_rules(one, owned), *_of_number(one), *self._of_words(one)]
        if self._document.units.sentence[at] == one.draft.sentence:
            return [*signs, *self._of_stand(one, owned, at), *self._of_company(one, at)]
        return [*signs, ("elsewhere", 1.0), (f"elsewhere, {owned}", 1.0)]

    def _sentence(self, quantity: Quantity) -> int:
        return self._document.units.sentence[self._document.unit_at(quantity.start)]

    def _owned(self, one: Tie) -> str:
        if one.ruled:
            return _OWN
        return _OTHERS if self._owners[one.quantity.start] else _NOBODYS

    def _of_rules(self, one: Tie, owned: str) -> list[Sign]:
        """Whose it is by the rules, alone and with what tells most beside it."""
        faint = "faint " if one.draft.faint else ""
        signs = [
            (f"{faint}{owned}", 1.0),
            (f"{owned} {one.draft.root}", 1.0),
            (f"{owned} {one.quantity.measure}", 1.0),
            (f"{owned} {_size(one.quantity)}", 1.0),
            (f"{faint}measured", float(one.quantity.measure in self._counts.get(one.draft.kind, ()))),
        ]
        if owned == _OTHERS:
            other = self._owners[one.quantity.start][0].root
            signs.append((f"of {other}, not {one.draft.root}", 1.0))
        return signs

    def _of_words(self, one: Tie) -> list[Sign]:
        """The words around it, and the noun that it counts."""
        tokens, quantity = self._document.tokens, one.quantity
        before = tokens.word(self._document.token_at(quantity.start) - 1)
        behind = tokens.word(self._document.token_at(quantity.end - 1) + 1)
        unit = stem(quantity.unit.lower().split()[-1]) if quantity.unit else ""
        return [
            (f"behind {before!r}", 1.0),
            (f"before {behind!r}", 1.0),
            ("before a verb", float(is_past(behind))),
            (f"unit {unit!r}", 1.0),
            (f"{one.draft.root} unit {unit!r}", 1.0),
        ]

    def _of_stand(self, one: Tie, owned: str, at: int) -> list[Sign]:
        """Where it stands in the claim's sentence: on which side of the trigger, how far, and over what words."""
        draft, words = one.draft, self._document.units.words
        if _holds(draft, at):
            side, between = "inside", list[str]()
        elif at < draft.first:
            side, between = "before", words[self._document.unit_at(one.quantity.end - 1) + 1 : draft.first]
        else:
            side, between = "behind", words[draft.stop : at]
        signs = [
            (side, 1.0),
            (f"{side} {draft.root}", 1.0),
            (f"far {side}", min(_FAR, len(between)) / _FAR),
            ("beside", float(len(between) <= _BESIDE)),
            ("near", float(len(between) <= _NEAR)),
            (f"{side}, commas", min(_SEVERAL, between.count(COMMA))),
            (f"{side}, stop", float(STOP in between)),
            ("over a verb", float(any(map(is_past, between)))),
        ]
        signs += [(f"{side}, over {word!r}", 1.0) for word in _OVER.intersection(between)]
        for reason in objections(self._document, draft, one.quantity):
            signs += ((reason, 1.0), (f"{reason} {draft.root}", 1.0), (f"{owned}, {reason}", 1.0))
        return signs

    def _of_company(self, one: Tie, at: int) -> list[Sign]:
        """The other claims and numbers of the sentence."""
        draft = one.draft
        others = [other for other in self._beside[draft.sentence] if other is not draft]
        numbers = self._document.quantities_in(draft.sentence)
        here = abs(at - draft.first)
        nearest = min([abs(self._document.unit_at(each.start) - draft.first) for each in numbers])
        return [
            (f"{'faint ' if draft.faint else ''}alone", float(not others)),
            ("others", min(_SEVERAL, len(others))),
            ("another is nearer", float(any(abs(at - other.first) < here for other in others))),
            ("inside another", float(any(_holds(other, at) for other in others))),
            ("other numbers", min(_SEVERAL, len(numbers) - 1)),
            ("first number", float(numbers[0].start == one.quantity.start)),
            ("nearest number", float(here == nearest)),
        ]


def _of_number(one: Tie) -> list[Sign]:
    """What it counts, how many, and for what claim."""
    kind, quantity, size = one.draft.root, one.quantity, _size(one.quantity)
    return [
        (kind, 1.0),
        (quantity.measure, 1.0),
        (f"{kind} {quantity.measure}", 1.0),
        (size, 1.0),
        (f"{kind} {size}", 1.0),
        (f"{quantity.basis} number", 1.0),
        ("at least", float(quantity.low is not None)),
        (one.draft.modality.modality if one.draft.modality else "asserted", 1.0),
        ("of them", float(quantity.scope not in (None, _DOERS))),
        *((mark, 1.0) for mark in _MARKS.intersection(quantity.cues)),
    ]


def _holds(draft: Draft, at: int) -> bool:
    return draft.first <= at < draft.stop


def _size(quantity: Quantity) -> str:
    value = quantity.value or 0
    return next((name for most, name in _SIZES if value <= most), "millions")
