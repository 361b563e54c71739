"""Which numbers of its sentences a claim counts: how likely each is, by where it stands and what it counts.

The rules of `counting` tie a number to the claim to which it costs least; here that is one sign among others
(`timeline.extract.numbersigns`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import exp
from typing import Final

from timeline.extract import wordlists
from timeline.extract.bases import in_sense
from timeline.extract.counting import objections
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.numbersigns import DOERS, NumberSigns, Tie, marks
from timeline.extract.quantities import Quantity
from timeline.extract.senses import HARM
from timeline.extract.tables import table
from timeline.extract.unread import unread

_WEIGHTS: Final = wordlists.load("ties").values["weights"]
# The best F1 of numbers by cross-validation; it hardly changes between 0.35 and 0.5.
LEAST: Final = 0.4
# Amounts of time are no counts, and nobody harmed is none.
_NO_COUNT: Final = "time"
_NOBODY: Final = "none"
# What a clause set in, or an amount of time, parts from the trigger is another's.
_PARTED: Final = frozenset(("aside", "apart"))


def tie(document: Document, drafts: Sequence[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
    """Leave each claim the numbers of its sentences that it likely counts, sentence by sentence, those first that the
    rules read.

    drafts: those that are shown. counts: kind to its measures.
    """
    tying = Tying(document, drafts, counts)
    ties = [one for draft in drafts for one in tying.ties(draft)]
    chances = tying.chances(ties)
    found: dict[int, dict[tuple[float | None, str], Quantity]] = {id(draft): {} for draft in drafts}
    for one, chance in zip(ties, chances, strict=True):
        if chance >= LEAST or tying.is_carried(one):
            found[id(one.draft)][one.quantity.value, one.quantity.measure] = one.quantity
    for draft in drafts:
        draft.quantities = list(found[id(draft)].values())


class Tying:
    """The numbers of a document beside its claims."""

    def __init__(self, document: Document, drafts: Sequence[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
        """As `tie` has them."""
        self._document = document
        self._owners: dict[int, list[Draft]] = defaultdict(list)
        for draft in drafts:
            for quantity in draft.quantities:
                self._owners[quantity.start].append(draft)
        self._signs = NumberSigns(document, drafts, self._owners, counts)
        self._unread: dict[int, list[Quantity]] = {}
        self._table = table("ties")

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
            yield from (Tie(draft, each, ruled=False) for each in self._unread_in(sentence))
        yield from (Tie(draft, each, ruled=True) for each in given.values())

    def signs(self, one: Tie) -> list[tuple[str, float]]:
        """The signs of a tie that have a name each, and how much of each there is."""
        return self._signs.of(one)

    def marks(self, one: Tie) -> Iterable[str]:
        """The words about a tie, which are there or are not."""
        return marks(self._document, one)

    def is_carried(self, one: Tie) -> bool:
        """Whether it tells who came to harm in a happening, in another sentence, of which nothing else is claimed."""
        sentence = self._sentence(one.quantity)
        if not one.ruled or one.quantity.measure not in HARM or sentence == one.draft.sentence:
            return False
        return all(owner.sentence != sentence for owner in self._owners[one.quantity.start])

    def chances(self, ties: Sequence[Tie]) -> list[float]:
        """How likely it is of each, from 0 to 1, that the claim counts the number."""
        by_words = self._table.log_odds([self.marks(one) for one in ties])[:, 0].tolist()
        by_signs = [sum([_WEIGHTS.get(name, 0.0) * much for name, much in self.signs(one)]) for one in ties]
        return [1 / (1 + exp(-signs - words)) for signs, words in zip(by_signs, by_words, strict=True)]

    def _further(self, draft: Draft, quantity: Quantity) -> Iterator[Tie]:
        """A number that no rule gave the claim, unless words part them; the scope tells those who did it apart.

        The held are not those they harmed: "charged with smuggling 35 people".
        """
        here = self._sentence(quantity) == draft.sentence
        reasons = set(objections(self._document, draft, quantity)) if here else set[str]()
        if reasons.isdisjoint(_PARTED) and not (draft.root == "detention" and "own verb" in reasons):
            found = in_sense(self._document, quantity, draft)
            yield Tie(draft, replace(found, scope=DOERS) if "agent" in reasons else found, ruled=False)

    def _unread_in(self, sentence: int) -> list[Quantity]:
        """The numbers of a sentence in which no rule reads a count; looked for once."""
        document = self._document
        if sentence not in self._unread:
            taken = [(each.start, each.end) for each in document.quantities_in(sentence)]
            taken += [(each.start, each.end) for each in document.times_in(sentence)]
            self._unread[sentence] = list(unread(document.tokens, *document.units.sentences[sentence], taken))
        return self._unread[sentence]

    def _sentence(self, quantity: Quantity) -> int:
        return self._document.units.sentence[self._document.unit_at(quantity.start)]
