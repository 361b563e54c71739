"""How much the wording of a sentence speaks for a kind, whatever its triggers.

For each kind a logistic regression over the stems of words and over pairs of them; `benchmarks/claims/fit.py` fits
them on articles that were read by hand and writes `lexicon/wording.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.units import STOP

_ENDINGS: Final = ("ing", "ed", "es", "s")
_SHORTEST: Final = 3
_NUMBER: Final = "#"
_JOINT: Final = "~"
# The logarithm of the odds of a sentence that is not there.
_NOWHERE: Final = -5.0


class Wording(NamedTuple):
    """What was fitted. kinds: the kinds that were read often enough; idle: the log odds of each where no word is known;
    weights: what a mark adds to them, by the kind's place in `kinds`.
    """

    kinds: tuple[str, ...]
    idle: tuple[float, ...]
    weights: Mapping[str, tuple[tuple[int, float], ...]]

    def log_odds(self, words: Sequence[str]) -> list[float]:
        """Of each kind: the logarithm of the odds that a sentence of these words (lower case) tells of it."""
        found, weights = list(self.idle), self.weights
        for mark in marks(words):
            if mark in weights:
                for place, weight in weights[mark]:
                    found[place] += weight
        return found


@lru_cache(maxsize=1)
def wording() -> Wording:
    """What comes with the program."""
    tables = dict(wordlists.load("wording").values)
    return of_tables(tables.pop("idle"), tables)


def of_tables(idle: Mapping[str, float], tables: Mapping[str, Mapping[str, str]]) -> Wording:
    """From the tables of the lexicon. tables: kind to a weight and the marks that have it, parted by white space."""
    found: dict[str, list[tuple[int, float]]] = {}
    for place, kind in enumerate(idle):
        for weight, text in tables.get(kind, {}).items():
            for mark in text.split():
                found.setdefault(mark, []).append((place, float(weight)))
    return Wording(tuple(idle), tuple(idle.values()), {mark: tuple(each) for mark, each in found.items()})


def marks(words: Sequence[str]) -> Iterable[str]:
    """The stems of the words of a sentence, and pairs of neighbours, each once."""
    stems = [stem(word) for word in words if word != STOP]
    return dict.fromkeys((*stems, *map(_JOINT.join, pairwise(stems))))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending; `#` for a number."""
    if word[0].isdigit():
        return _NUMBER
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and word[0].isalpha():
            return word.removesuffix(ending)
    return word


class Spoken:
    """What the sentences of a document speak for; each is weighed once."""

    def __init__(self, document: Document, known: Wording | None = None) -> None:
        """known: what was fitted; what comes with the program if not given."""
        self.known = wording() if known is None else known
        self._document = document
        self._places = {kind: place for place, kind in enumerate(self.known.kinds)}
        self._found: dict[int, list[float]] = {}

    def of(self, sentence: int, kind: str) -> float:
        """The log odds of a kind in a sentence."""
        place = self._places.get(kind)
        return _NOWHERE if place is None else max(_NOWHERE, self.all_of(sentence)[place])

    def of_another(self, sentence: int, kind: str) -> float:
        """The log odds of the likeliest other kind."""
        place = self._places.get(kind)
        return max((much for at, much in enumerate(self.all_of(sentence)) if at != place), default=_NOWHERE)

    def all_of(self, sentence: int) -> list[float]:
        """The log odds of each kind."""
        if sentence not in self._found:
            there = 0 <= sentence < len(self._document.units.sentences)
            words = self._document.words_in(sentence) if there else ()
            self._found[sentence] = self.known.log_odds(words) if there else [_NOWHERE] * len(self.known.kinds)
        return self._found[sentence]

    def telling(self, sentence: int, kind: str) -> int:
        """Where in the sentence the word stands that says most for the kind."""
        place, words = self._places[kind], self._document.words_in(sentence)
        weights = [dict(self.known.weights.get(stem(word), ())).get(place, 0.0) for word in words]
        return weights.index(max(weights))
