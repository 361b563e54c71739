"""Tables of weights that were learned: what each mark of a text adds to the log odds of each of some names.

`benchmarks/claims/fit.py` fits them on articles that were read by hand and writes them into `lexicon`.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from itertools import accumulate, chain
from typing import Final, NamedTuple

from timeline.extract.arrays import NDArray, numpy

# A weight is kept in a byte: so many steps above this one.
STEP: Final = 1 / 32
ZERO: Final = 128
# The row of what always is and adds nothing.
_NOTHING: Final = 0


class Table(NamedTuple):
    """What was fitted. idle: the log odds of each name where no mark is known; rows: a mark to its row among the
    weights, which are what it adds to each name, in steps.
    """

    names: tuple[str, ...]
    idle: NDArray[numpy.float64]
    rows: Mapping[str, int]
    weights: NDArray[numpy.int16]

    def log_odds(self, found: Sequence[Iterable[str]]) -> NDArray[numpy.float64]:
        """For each thing with its marks and each name: the logarithm of the odds of it."""
        if not found:
            return numpy.zeros((0, len(self.names)))
        row_of = self.rows.get
        known = [[_NOTHING, *filter(None, map(row_of, marks))] for marks in found]
        starts = [0, *accumulate(map(len, known[:-1]))]
        steps = numpy.add.reduceat(self.weights[list(chain.from_iterable(known))], starts, dtype=numpy.int32)
        return self.idle + STEP * steps

    def weights_of(self, marks: Iterable[str], place: int) -> NDArray[numpy.float64]:
        """What each mark adds to the name at that place; 0 if it is not known."""
        steps = self.weights[[self.rows.get(mark, _NOTHING) for mark in marks], place]
        return STEP * steps.astype(numpy.float64)


@lru_cache
def table(name: str) -> Table:
    """The table of that name which comes with the program."""
    return unpacked((resources.files(__package__) / "lexicon" / f"{name}.gz").read_bytes())


def packed(idle: Mapping[str, float], marks: Sequence[str], steps: bytes) -> bytes:
    """A file of two lines, the names with their idle log odds and the marks, and the table behind them, compressed.

    steps: for each mark (without spaces and ends of lines) a byte for each name, in steps above `ZERO`.
    """
    if any(not mark or " " in mark or "\n" in mark for mark in marks):
        raise ValueError("a mark is empty, or has blank space in it")
    names = " ".join(f"{name} {much}" for name, much in idle.items())
    return gzip.compress(f"{names}\n{' '.join(marks)}\n".encode() + steps, mtime=0)


def unpacked(file: bytes) -> Table:
    """What `packed` has packed."""
    names, marks, steps = gzip.decompress(file).split(b"\n", 2)
    told = names.decode().split()
    known = marks.decode().split(" ") if marks else []
    return of_steps(dict(zip(told[::2], map(float, told[1::2]), strict=True)), known, steps)


def of_steps(idle: Mapping[str, float], marks: Sequence[str], steps: bytes) -> Table:
    """As `packed` takes them."""
    told = numpy.frombuffer(steps, numpy.uint8).reshape(len(marks), len(idle)).astype(numpy.int16) - ZERO
    weights = numpy.concatenate([numpy.zeros((1, len(idle)), numpy.int16), told])
    rows = {mark: row for row, mark in enumerate(marks, _NOTHING + 1)}
    return Table(tuple(idle), numpy.array([*idle.values()]), rows, weights)
