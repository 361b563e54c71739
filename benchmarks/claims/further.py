"""Let the network that knows sentences learn on from the readings of `words` and `signs`, without the encoder.

    python benchmarks/claims/further.py    # half an hour on two cores

Goes on from what `teach.py` left (`taught.npz`) and writes lexicon/network.npz, and into `parts` a network for each
part of `signs` that has not seen it, which `fit.py` needs. What the network already says of a sentence counts a little
beside what was read there, so that it keeps what the encoder knew more than readings. Needs
`pip install torch==2.13.0 -e '.[fit,teach]'`. Run `fit.py` afterwards.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy
import torch
from corpus import others, ours
from parts import LEFT_OUT, TAUGHT, network_at, path_of, without
from pupil import Go, Lesson, knowing, teach, write
from scipy.special import expit
from sentences import Sentences, labels_of, sentences_of

_SEED: Final = 1
_GOES: Final = (Go(5, 2e-3, 0.2),)
# How much what the network says counts beside what was read.
_KEPT: Final = 0.2


def learn_on(seen: Sentences, path: Path) -> None:
    """Teach the network sentences, and keep it there."""
    torch.set_num_threads(1)  # Several learn side by side.
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    known, labels = network_at(TAUGHT), labels_of(seen.told, seen.maybe)
    if tuple(labels.kinds) != known.kinds:
        raise SystemExit("The readings have other kinds than the network: run teach.py.")
    told = expit(known.log_odds(seen.words))
    chances = numpy.where(labels.sure, _KEPT * told + (1 - _KEPT) * labels.worth, told)
    pupil = knowing(known)
    teach(pupil, Lesson(seen.words, chances), known.rows, _GOES)
    path.parent.mkdir(exist_ok=True)
    write(pupil, labels.kinds, known.rows, path)


def main() -> None:
    """Read, teach, write."""
    articles = [*ours(), *others("words"), *others("signs")]
    sentences = sentences_of(articles)
    with ProcessPoolExecutor() as pool:
        list(pool.map(learn_on, [without(part, articles, sentences) for part in LEFT_OUT], map(path_of, LEFT_OUT)))


if __name__ == "__main__":
    main()
