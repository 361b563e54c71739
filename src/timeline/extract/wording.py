"""How much the wording of a sentence speaks for a kind, whatever its triggers.

For each kind a logistic regression over the stems of words and over pairs of them (`lexicon/wording.gz`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from timeline.extract.arrays import NDArray, numpy
from timeline.extract.stems import stems
from timeline.extract.tables import Table, table

_JOINT: Final = "~"


class Wording(NamedTuple):
    """What was fitted, for the kinds that were read often enough."""

    table: Table

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that it knows."""
        return self.table.names

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> NDArray[numpy.float64]:
        """Of each sentence (lower case words) and each kind: the logarithm of the odds that it tells of it."""
        return self.table.log_odds([marks(words) for words in sentences])


def wording() -> Wording:
    """What comes with the program."""
    return Wording(table("wording"))


def marks(words: Sequence[str]) -> Iterable[str]:
    """The stems of the words of a sentence, and pairs of neighbours, each once."""
    found = stems(words)
    return dict.fromkeys((*found, *map(_JOINT.join, pairwise(found))))
