"""Let the network that knows sentences learn on from the readings of `words`, without the encoder that taught it.

    python benchmarks/claims/further.py    # writes lexicon/network.npz; ten minutes on one core

For readings that were added since `teach.py` was run. What the network already says of a sentence counts a little
beside what was read there, so that it keeps what the encoder knew more than readings. Each run goes on from what lies
there. Needs `pip install torch==2.13.0 -e '.[fit,teach]'`. Run `fit.py` afterwards.
"""

from __future__ import annotations

import random
from typing import Final

import numpy
import torch
from corpus import others, ours
from learning import LEXICON
from pupil import Go, Lesson, knowing, teach, write
from scipy.special import expit
from sentences import labels_of, sentences_of

from timeline.extract.network import network

_SEED: Final = 1
_GOES: Final = (Go(5, 2e-3, 0.2),)
# How much what the network says counts beside what was read.
_KEPT: Final = 0.2


def main() -> None:
    """Read, teach, write."""
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    known = network()
    seen = sentences_of([*ours(), *others("words")])
    labels = labels_of(seen.told, seen.maybe)
    if tuple(labels.kinds) != known.kinds:
        raise SystemExit("The readings have other kinds than the network: run teach.py.")
    told = expit(known.log_odds(seen.words))
    chances = numpy.where(labels.sure, _KEPT * told + (1 - _KEPT) * labels.worth, told)
    pupil = knowing(known)
    teach(pupil, Lesson(seen.words, chances), known.rows, _GOES)
    write(pupil, labels.kinds, known.rows, LEXICON / "network.npz")


if __name__ == "__main__":
    main()
