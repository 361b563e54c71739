"""How much the wording of a sentence speaks for a kind, whatever its triggers.

For each kind a logistic regression over the stems of words and over pairs of them; `benchmarks/claims/fit.py` fits
them on articles that were read by hand and writes `lexicon/wording.gz`.
"""

from __future__ import annotations

import gzip
import struct
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

from timeline.extract.document import Document
from timeline.extract.units import STOP

_ENDINGS: Final = ("ing", "ed", "es", "s")
_SHORTEST: Final = 3
_NUMBER: Final = "#"
_JOINT: Final = "~"
# The logarithm of the odds of a sentence that is not there.
_NOWHERE: Final = -5.0
# A weight is kept in a byte: so many steps above this one.
STEP: Final = 1 / 32
ZERO: Final = 128
# Bytes of a weight while they are added, so that those of a long sentence don't run over.
_ROOM: Final = 4


class Wording(NamedTuple):
    """What was fitted. kinds: the kinds that were read often enough; idle: the log odds of each where no word is known;
    weights: a mark to what it adds to each kind, all of them in one integer so that they are added at once.
    """

    kinds: tuple[str, ...]
    idle: tuple[float, ...]
    weights: Mapping[str, int]

    def log_odds(self, words: Sequence[str]) -> list[float]:
        """Of each kind: the logarithm of the odds that a sentence of these words (lower case) tells of it."""
        weights = self.weights
        known = [weights[mark] for mark in marks(words) if mark in weights]
        return [idle + much for idle, much in zip(self.idle, self._apart(sum(known), len(known)), strict=True)]

    def weights_of(self, mark: str) -> list[float]:
        """What a mark adds to each kind."""
        return self._apart(self.weights[mark], 1) if mark in self.weights else [0.0] * len(self.kinds)

    def _apart(self, together: int, marks: int) -> list[float]:
        steps = struct.unpack(f"<{len(self.kinds)}I", together.to_bytes(len(self.kinds) * _ROOM, "little"))
        return [STEP * (each - ZERO * marks) for each in steps]


@lru_cache(maxsize=1)
def wording() -> Wording:
    """What comes with the program."""
    return unpacked((resources.files(__package__) / "lexicon" / "wording.gz").read_bytes())


def packed(idle: Mapping[str, float], marks: Sequence[str], table: bytes) -> bytes:
    """A file of two lines, the kinds with their idle log odds and the marks, and the table behind them, compressed.

    table: for each mark a byte for each kind, in steps above `ZERO`.
    """
    kinds = " ".join(f"{kind} {much}" for kind, much in idle.items())
    return gzip.compress(f"{kinds}\n{' '.join(marks)}\n".encode() + table, mtime=0)


def unpacked(file: bytes) -> Wording:
    """What `packed` has packed."""
    kinds, marks, table = gzip.decompress(file).split(b"\n", 2)
    told = kinds.decode().split()
    return of_table(dict(zip(told[::2], map(float, told[1::2]), strict=True)), marks.decode().split(), table)


def of_table(idle: Mapping[str, float], marks: Sequence[str], table: bytes) -> Wording:
    """As `packed` takes them."""
    room = bytearray(_ROOM * len(table))
    room[::_ROOM] = table
    size = _ROOM * len(idle)
    rows = (int.from_bytes(room[at : at + size], "little") for at in range(0, len(room), size))
    return Wording(tuple(idle), tuple(idle.values()), dict(zip(marks, rows, strict=True)))


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
        weights = [self.known.weights_of(stem(word))[place] for word in words]
        return weights.index(max(weights))
