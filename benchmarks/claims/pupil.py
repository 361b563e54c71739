"""The network of `timeline.extract.network` while it learns, and the file that it is kept in.

From the encoder it learns not only what a sentence tells of but also what it comes to, in as many numbers as the
encoder has for it: after Romero et al., "FitNets: hints for thin deep nets" (2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy
import torch
from encoder import RARE, WHOLE, batches
from torch import nn

from timeline.extract.network import GAP, UNSEEN, Network, rows_of
from timeline.extract.stems import stem

SIZE: Final = 128
_LAYERS: Final = 3
_WIDTH: Final = 3
_TOGETHER: Final = 64
_WARMING: Final = 300
_HIDDEN: Final = 0.05
_FAR_DOWN: Final = -1e4
_MOST: Final = 127
# How much it counts that a sentence comes to what the encoder has, beside its kinds.
_LIKENESS: Final = 0.5


class Lesson(NamedTuple):
    """Sentences as words, for each how likely it tells of each kind, and what the encoder has it come to, if asked."""

    sentences: Sequence[Sequence[str]]
    chances: Any
    wholes: Any | None = None


class Go(NamedTuple):
    """So many rounds over a lesson, how fast, and how much of a sentence is hidden meanwhile."""

    rounds: int
    speed: float
    rest: float


# With much hidden a pupil learns words, with little what they come to together.
GOES: Final = (Go(6, 2e-3, 0.2), Go(3, 1e-3, 0.08))


class Pupil(nn.Module):  # type: ignore[misc]
    """Rows of stems to the log odds of kinds, as `timeline.extract.network` reckons them."""

    def __init__(self, vectors: Any, kinds: int) -> None:
        """vectors: an array, a row for each stem."""
        super().__init__()
        self.vectors = nn.Embedding.from_pretrained(torch.tensor(vectors), freeze=False, padding_idx=GAP)
        self.layers = nn.ModuleList([nn.Conv1d(SIZE, SIZE, _WIDTH, padding=1) for _ in range(_LAYERS)])
        self.rest, self.more_rest = nn.Dropout(), nn.Dropout()
        self.out = nn.Linear(2 * SIZE, kinds)
        nn.init.constant_(self.out.bias, RARE)
        # To what the encoder has; only while it learns.
        self.whole = nn.Linear(2 * SIZE, WHOLE)

    def forward(self, rows: Any) -> Any:
        """Sentences by kinds. rows: sentences by words, filled up with gaps."""
        return self.out(self.more_rest(self.pooled(rows)))

    def pooled(self, rows: Any) -> Any:
        """The largest and the mean of what the words of each sentence came to."""
        if self.training:
            rows = torch.where((torch.rand(rows.shape) < _HIDDEN) & (rows > GAP), UNSEEN, rows)
        there = (rows > GAP)[:, None]
        words = self.rest(self.vectors(rows)).transpose(1, 2)
        for layer in self.layers:
            words = (words + torch.relu(layer(words))) * there
        largest, mean = words.masked_fill(~there, _FAR_DOWN).max(2).values, words.sum(2) / there.sum(2)
        return torch.cat([largest, mean], 1)


def vectors_of_stems(words: Sequence[str], vectors: Any) -> dict[str, Any]:
    """For each stem the mean of its words' vectors, along the directions in which words differ most."""
    middle = vectors - vectors.mean(0)
    _, _, directions = numpy.linalg.svd(middle, full_matrices=False)
    short = middle @ directions[:SIZE].T
    short /= short.std()
    of_each: dict[str, list[Any]] = {}
    for word, vector in zip(words, short, strict=True):
        of_each.setdefault(stem(word), []).append(vector)
    return {each: numpy.mean(some, axis=0) for each, some in of_each.items()}


def beginner(known: Mapping[str, Any], kinds: int) -> Pupil:
    """A pupil that knows words and nothing of kinds. known: stems to their vectors."""
    nothing = numpy.zeros(SIZE)
    return Pupil(numpy.array([nothing, nothing, *known.values()], numpy.float32), kinds)


def knowing(network: Network) -> Pupil:
    """A pupil that knows what the network knows."""
    pupil = Pupil(network.vectors * network.step, len(network.kinds))
    with torch.no_grad():
        for mine, layer in zip(pupil.layers, network.layers, strict=True):
            mine.weight.copy_(torch.tensor(layer.weights).reshape(SIZE, _WIDTH, SIZE).permute(2, 0, 1))
            mine.bias.copy_(torch.tensor(layer.idle))
        pupil.out.weight.copy_(torch.tensor(network.out).T)
        pupil.out.bias.copy_(torch.tensor(network.idle))
    return pupil


def teach(pupil: Pupil, lesson: Lesson, stems: Iterable[str], goes: Iterable[Go] = GOES) -> None:
    """Show the lesson to a pupil. stems: those that it knows, in the order of its vectors."""
    rows = {each: row for row, each in enumerate(stems, UNSEEN + 1)}
    asked = [torch.tensor(rows_of(words, rows)) for words in lesson.sentences]
    for go in goes:
        pupil.rest.p, pupil.more_rest.p = go.rest, go.rest * 1.5
        _go(pupil, lesson, asked, go)


def _go(pupil: Pupil, lesson: Lesson, asked: Sequence[Any], go: Go) -> None:
    optimizer = torch.optim.AdamW(pupil.parameters(), lr=go.speed, weight_decay=0.0)
    steps = go.rounds * -(-len(asked) // _TOGETHER)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min(1, at / _WARMING) * max(0.0, 1 - at / steps))
    pupil.train()
    for _ in range(go.rounds):
        for some in batches([len(each) for each in asked], _TOGETHER, shuffled=True):
            optimizer.zero_grad()
            (_away(pupil, lesson, asked, some) / len(some)).backward()
            optimizer.step()
            pace.step()


def _away(pupil: Pupil, lesson: Lesson, asked: Sequence[Any], some: Sequence[int]) -> Any:
    """How far what it says of some sentences is from what it is told."""
    pooled = pupil.pooled(nn.utils.rnn.pad_sequence([asked[at] for at in some], batch_first=True, padding_value=GAP))
    odds, told = pupil.out(pupil.more_rest(pooled)), torch.tensor(lesson.chances[some]).float()
    away = nn.functional.binary_cross_entropy_with_logits(odds, told, reduction="sum")
    if lesson.wholes is not None:
        unlike = (pupil.whole(pooled) - torch.tensor(lesson.wholes[some]).float()).square()
        away = away + _LIKENESS * unlike.mean(1).sum()
    return away


def write(pupil: Pupil, kinds: Sequence[str], stems: Iterable[str], path: Path) -> None:
    """Keep what it knows as `timeline.extract.network.of_arrays` reads it; vectors in steps of a byte."""
    table = pupil.vectors.weight.detach().numpy()
    step = numpy.abs(table).max(axis=0) / _MOST
    arrays = {
        "kinds": _lines(kinds),
        "stems": _lines(list(stems)),
        "vectors": numpy.round(table / step).astype(numpy.int8),
        "step": step.astype(numpy.float32),
        "out": pupil.out.weight.detach().numpy().T.astype(numpy.float16),
        "idle": pupil.out.bias.detach().numpy(),
    }
    for at, layer in enumerate(pupil.layers):
        weights = layer.weight.detach().numpy().transpose(1, 2, 0).reshape(SIZE, _WIDTH * SIZE)
        arrays |= {f"weights{at}": weights.astype(numpy.float16), f"idle{at}": layer.bias.detach().numpy()}
    numpy.savez_compressed(path, **arrays)


def _lines(words: Sequence[str]) -> Any:
    return numpy.frombuffer("\n".join(words).encode(), numpy.uint8)
