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

from timeline.extract.stems import stems

_JOINT: Final = "~"
# A weight is kept in a byte: so many steps above this one.
STEP: Final = 1 / 32
ZERO: Final = 128
# Bytes of a weight while they are added, so that those of a long sentence don't run over.
_ROOM: Final = 4
_BYTE: Final = 255


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

    def weight_of(self, mark: str, place: int) -> float:
        """What a mark adds to the kind at that place; 0 if it is not known."""
        together = self.weights.get(mark)
        return 0.0 if together is None else STEP * ((together >> 8 * _ROOM * place & _BYTE) - ZERO)

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
    found = stems(words)
    return dict.fromkeys((*found, *map(_JOINT.join, pairwise(found))))
