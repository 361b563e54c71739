"""How much a sentence speaks for a kind by its words in their order: a small network.

Every stem has a vector. Three times each word takes in what stands beside it (convolutions of width three that are
added to what was there), then the largest and the mean of what the words came to are weighed for each kind: after Kim,
"Convolutional neural networks for sentence classification" (2014), with residual connections. What it knows was taught
by `benchmarks/claims/teach.py` and `further.py` and lies in `lexicon/network.npz`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib import resources
from typing import Any, Final, NamedTuple

from timeline.extract.arrays import Matrix, NDArray, numpy
from timeline.extract.stems import stems

# The rows of what stands between sentences, and of a stem that was never seen.
GAP: Final = 0
UNSEEN: Final = 1
# Words of a sentence that are looked at, and words that are looked at together.
LONGEST: Final = 80
_TOGETHER: Final = 4_000


class Layer(NamedTuple):
    """What a word adds to the word behind it, to itself and to the one before it (its size by three times its size)."""

    weights: Matrix
    idle: Matrix

    def adds(self, words: Matrix) -> Matrix:
        """What is added to all words but the first and the last."""
        size = words.shape[1]
        found = words @ self.weights
        added: Matrix = found[:-2, :size] + found[1:-1, size:-size]
        added += found[2:, -size:]
        added += self.idle
        return numpy.maximum(added, 0, out=added)


class Network(NamedTuple):
    """What was taught. rows: a stem to its row among the vectors, which are in steps of `step`; out: what the largest
    and the mean of a sentence's vectors say for each kind; idle: the log odds of each where nothing is said.
    """

    kinds: tuple[str, ...]
    rows: Mapping[str, int]
    vectors: NDArray[numpy.int8]
    step: Matrix
    layers: tuple[Layer, ...]
    out: Matrix
    idle: Matrix

    def log_odds(self, sentences: Sequence[Sequence[str]]) -> Matrix:
        """Sentences by kinds: the logarithm of the odds that a sentence of these words (lower case) tells of it."""
        found = [self._together(some) for some in _batches([rows_of(words, self.rows) for words in sentences])]
        return numpy.concatenate(found) if found else numpy.zeros((0, len(self.kinds)), numpy.float32)

    def _together(self, sentences: list[list[int]]) -> Matrix:
        rows = numpy.array([GAP, *(row for sentence in sentences for row in (*sentence, GAP))])
        gaps = numpy.flatnonzero(rows == GAP)
        words = self.vectors[rows] * self.step
        for layer in self.layers:
            words[1:-1] += layer.adds(words)
            words[gaps] = 0
        bounds = numpy.column_stack([gaps[:-1] + 1, gaps[1:]]).ravel()
        largest = numpy.maximum.reduceat(words, bounds)[::2]
        mean = numpy.add.reduceat(words, bounds)[::2] / (numpy.diff(gaps) - 1)[:, None]
        return numpy.hstack([largest, mean]) @ self.out + self.idle


def rows_of(words: Sequence[str], rows: Mapping[str, int]) -> list[int]:
    """The rows of the stems of a sentence's words among the vectors; of one without words that of an unseen stem."""
    return [rows.get(each, UNSEEN) for each in stems(words)][:LONGEST] or [UNSEEN]


def _batches(sentences: list[list[int]]) -> Iterator[list[list[int]]]:
    """The sentences in their order, some at a time, so that a text of any length takes the same room."""
    some: list[list[int]] = []
    size = 0
    for sentence in sentences:
        some.append(sentence)
        size += len(sentence)
        if size >= _TOGETHER:
            yield some
            some, size = [], 0
    if some:
        yield some


@lru_cache(maxsize=1)
def network() -> Network:
    """What comes with the program."""
    with (resources.files(__package__) / "lexicon" / "network.npz").open("rb") as file, numpy.load(file) as told:
        return of_arrays({name: told[name] for name in told.files})


def of_arrays(told: Mapping[str, Any]) -> Network:
    """From the arrays of `network.npz`: kinds and stems as bytes, a line each; the layers as weights0, idle0, ..."""
    stems_known = told["stems"].tobytes().decode().split("\n")
    count = sum(name.startswith("weights") for name in told)
    return Network(
        tuple(told["kinds"].tobytes().decode().split("\n")),
        {stem: row for row, stem in enumerate(stems_known, UNSEEN + 1)},
        told["vectors"],
        told["step"].astype(numpy.float32),
        tuple(
            Layer(told[f"weights{at}"].astype(numpy.float32), told[f"idle{at}"].astype(numpy.float32))
            for at in range(count)
        ),
        told["out"].astype(numpy.float32),
        told["idle"].astype(numpy.float32),
    )
