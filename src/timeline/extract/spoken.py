"""What the sentences of a document speak for, whatever their triggers: by their words, and by those in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from timeline.extract.arrays import NDArray, numpy
from timeline.extract.document import Document
from timeline.extract.network import Network, network
from timeline.extract.stems import stem
from timeline.extract.wording import Wording, wording

# The log odds from which on a kind is worth a look, whatever no trigger or rule says.
WORTH: Final = -1.7
# The logarithm of the odds of a sentence that is not there.
_NOWHERE: Final = -5.0
# The log odds from which on it counts that a sentence or a text speaks for a kind, and how many are as much as one.
_TOLD: Final = -2.0
_ODDS: Final = 3.0
# How much the network and the words say of the odds; together they know more than either.
_IN_ORDER: Final = 0.8
_BY_WORDS: Final = 0.4
# Where no kind has more by its words the network, which takes longer, is not asked: one told in thirty lies there.
_HOPELESS: Final = -4.0
# Log odds are told to so many digits: with more, two machines could tell two confidences.
_DIGITS: Final = 2


class Learned(NamedTuple):
    """What was learned of the kinds of sentences; both know the same kinds. Without a network words alone say it."""

    wording: Wording
    network: Network | None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that were read often enough."""
        return self.wording.kinds


def learned() -> Learned:
    """What comes with the program."""
    return Learned(wording(), network())


class Spoken:
    """What the sentences of a document speak for; all are weighed at once."""

    def __init__(self, document: Document, known: Learned | None = None) -> None:
        """known: what was learned; what comes with the program if not given."""
        self.known = learned() if known is None else known
        self._document = document
        self._places = {kind: place for place, kind in enumerate(self.known.kinds)}
        found = self._weighed()
        self._found: list[list[float]] = found.tolist()
        # The highest of each kind up to a sentence, and from it on.
        self._until: list[list[float]] = numpy.maximum.accumulate(found).tolist()
        self._from: list[list[float]] = numpy.maximum.accumulate(found[::-1])[::-1].tolist()
        # The kinds that the document speaks for, each with how much its likeliest sentence does.
        self.in_all = self.told(self._until[-1]) if self._until else []
        # How many claims a sentence of the document has as it seems, on the average.
        self.density = float((1 / (1 + numpy.exp(-found))).sum()) / max(1, len(found))

    def of(self, sentence: int, kind: str) -> float:
        """The log odds of a kind in a sentence."""
        return self.of_kind(self.all_of(sentence), kind)

    def of_another(self, sentence: int, kind: str) -> float:
        """The log odds of the likeliest other kind."""
        place, odds = self._places.get(kind), self.all_of(sentence)
        others = odds if place is None else odds[:place] + odds[place + 1 :]
        return max(others, default=_NOWHERE)

    def of_others(self, sentence: int, kind: str) -> tuple[float, float]:
        """The highest log odds of a kind in the sentences before, and in those behind."""
        nothing: list[float] = []
        before = self._until[sentence - 1] if sentence > 0 else nothing
        behind = self._from[sentence + 1] if sentence + 1 < len(self._from) else nothing
        return self.of_kind(before, kind), self.of_kind(behind, kind)

    def all_of(self, sentence: int) -> list[float]:
        """The log odds of each kind."""
        there = 0 <= sentence < len(self._found)
        return self._found[sentence] if there else [_NOWHERE] * len(self.known.kinds)

    def told(self, odds: Sequence[float]) -> list[tuple[str, float]]:
        """The kinds that log odds of each kind speak for, each with how much."""
        both = zip(self.known.kinds, odds, strict=True)
        return [(kind, (much - _TOLD) / _ODDS) for kind, much in both if much > _TOLD]

    def of_parts(self, parts: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[float]]:
        """For each part (its first unit and the one behind its last) the log odds of each kind, by its words alone."""
        words = self._document.units.words
        odds = self.known.wording.log_odds([words[first:stop] for first, stop in parts])
        return dict(zip(parts, odds.tolist(), strict=True))

    def of_kind(self, odds: Sequence[float], kind: str) -> float:
        """Of the log odds of each kind those of one."""
        place = self._places.get(kind)
        return max(_NOWHERE, odds[place]) if odds and place is not None else _NOWHERE

    def telling(self, sentence: int, kind: str) -> int:
        """Where in the sentence the word stands that says most for the kind."""
        words = map(stem, self._document.words_in(sentence))
        return int(self.known.wording.table.weights_of(words, self._places[kind]).argmax())

    def _weighed(self) -> NDArray[numpy.float64]:
        sentences = [self._document.words_in(at) for at in range(len(self._document.units.sentences))]
        found = self.known.wording.log_odds(sentences)
        if self.known.network is not None:
            open_still = numpy.flatnonzero(found.max(axis=1, initial=_NOWHERE) > _HOPELESS)
            in_order = self.known.network.log_odds([sentences[at] for at in open_still]).astype(numpy.float64)
            found[open_still] = numpy.round(_IN_ORDER * in_order + _BY_WORDS * found[open_still], _DIGITS)
        return found
