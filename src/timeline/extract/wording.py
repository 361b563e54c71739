"""How much the wording of a sentence speaks for a kind, whatever its triggers.

For each kind a logistic regression over the stems of words and over pairs of them; `benchmarks/claims/fit.py` fits
them on articles that were read by hand and writes `lexicon/wording.gz`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, chain, pairwise
from typing import Final, NamedTuple

from timeline.extract.arrays import NDArray, numpy
from timeline.extract.stems import stems

_JOINT: Final = "~"
# A weight is kept in a byte: so many steps above this one.
STEP: Final = 1 / 32
ZERO: Final = 128
# The row of what every sentence has and what adds nothing.
_NOTHING: Final = 0


class Wording(NamedTuple):
    """What was fitted. kinds: the kinds that were read often enough; idle: the log odds of each where no word is known;
    rows: a mark to its row among the weights, which are what it adds to each kind, in steps.
    """

    kinds: tuple[str, ...]
    idle: NDArray[numpy.float64]
    rows: Mapping[str, int]
    weights: NDArray[numpy.int16]

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> NDArray[numpy.float64]:
        """Of each sentence (lower case words) and each kind: the logarithm of the odds that it tells of it."""
        if not sentences:
            return numpy.zeros((0, len(self.kinds)))
        row_of = self.rows.get
        known = [[_NOTHING, *filter(None, map(row_of, marks(words)))] for words in sentences]
        starts = [0, *accumulate(map(len, known[:-1]))]
        steps = numpy.add.reduceat(self.weights[list(chain.from_iterable(known))], starts, dtype=numpy.int32)
        return self.idle + STEP * steps

    def weights_of(self, marks: Iterable[str], place: int) -> NDArray[numpy.float64]:
        """What each mark adds to the kind at that place; 0 if it is not known."""
        steps = self.weights[[self.rows.get(mark, _NOTHING) for mark in marks], place]
        return STEP * steps.astype(numpy.float64)


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
    steps = numpy.frombuffer(table, numpy.uint8).reshape(len(marks), len(idle)).astype(numpy.int16) - ZERO
    weights = numpy.concatenate([numpy.zeros((1, len(idle)), numpy.int16), steps])
    rows = {mark: row for row, mark in enumerate(marks, _NOTHING + 1)}
    return Wording(tuple(idle), numpy.array([*idle.values()]), rows, weights)


def marks(words: Sequence[str]) -> Iterable[str]:
    """The stems of the words of a sentence, and pairs of neighbours, each once."""
    found = stems(words)
    return dict.fromkeys((*found, *map(_JOINT.join, pairwise(found))))
