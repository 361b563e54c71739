"""Teach the network that knows sentences: a large encoder learns from readings, and the network from the encoder.

    python benchmarks/claims/teach.py                 # writes taught.npz; an hour, or hours
    python benchmarks/claims/teach.py --more TEXTS    # JSON lines with a "text" each, for the encoder to judge too
    python benchmarks/claims/teach.py --encoder FILE  # keep the encoder there, or take it from there

The encoder is trained on the articles of `words`. Then it says of each of their sentences, of variants of them and of
the sentences of further texts how likely they tell of each kind, and the network learns to say the same; a text that
signs are weighed on or that is held out is left out. Needs
`pip install torch==2.13.0 -e '.[fit,teach]'`. Run `further.py` and `fit.py` afterwards.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import numpy
import torch
from corpus import others, ours
from encoder import Encoder, trained
from parts import TAUGHT
from pupil import Lesson, beginner, teach, vectors_of_stems, write
from readings import packed
from scipy.special import expit
from sentences import Labels, labels_of, sentences_of, together
from variants import common_words, neighbours, variants, vectors_of

from timeline.extract.units import units

_SEED: Final = 1
# How much the reading counts beside what the encoder makes of a sentence.
_READ: Final = 0.5
_VARIANTS: Final = 1
_SHORTEST: Final = 5


def sentences_in(path: Path) -> Iterator[list[str]]:
    """The sentences of texts that nobody has read, as words."""
    kept_apart = {_letters(article["text"]) for name in ("signs", "held", "reports") for article in packed(name)}
    for line in path.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)["text"]
        if _letters(text) in kept_apart:
            continue
        found = units(text)
        for first, stop in found.sentences:
            words = found.words[found.at[first] : found.at[stop]]
            if len(words) >= _SHORTEST:
                yield words


def _letters(text: str) -> str:
    """A text whatever its capitals and blank space."""
    return "".join(text.lower().split())


def main() -> None:
    """Read, teach the encoder, teach the network, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", type=Path, nargs="*", default=[], help="texts that nobody has read, as JSON lines")
    parser.add_argument("--encoder", type=Path, help="where the trained encoder is kept, or comes from")
    asked = parser.parse_args()
    random.seed(_SEED)
    torch.manual_seed(_SEED)
    seen = together(sentences_of([*ours(), *others("words")]))
    labels = labels_of(seen.told, seen.maybe)
    encoder = _encoder(seen.texts, labels, asked.encoder)
    words = common_words(seen.words)
    vectors = vectors_of(words)
    alike = neighbours(words, vectors, {word for each in seen.words for word in each})
    unread = [*variants(seen.words, alike, _VARIANTS), *(each for path in asked.more for each in sentences_in(path))]
    judged = encoder.judged(seen.texts)
    told = expit(judged.odds)
    read = numpy.where(labels.sure, _READ * labels.worth + (1 - _READ) * told, told)
    guessed = encoder.judged([_as_text(each) for each in unread])
    known = vectors_of_stems(words, vectors)
    pupil = beginner(known, len(labels.kinds))
    chances, wholes = numpy.vstack([read, expit(guessed.odds)]), numpy.vstack([judged.wholes, guessed.wholes])
    teach(pupil, Lesson([*seen.words, *unread], chances, wholes), known)
    write(pupil, labels.kinds, known, TAUGHT)


def _encoder(texts: Sequence[str], labels: Labels, path: Path | None) -> Encoder:
    if path is not None and path.exists():
        encoder = Encoder(len(labels.kinds))
        encoder.load_state_dict(torch.load(path))
        return encoder
    encoder = trained(texts, labels)
    if path is not None:
        torch.save(encoder.state_dict(), path)
    return encoder


def _as_text(words: Sequence[str]) -> str:
    return " ".join(words).replace("\n", " ")


if __name__ == "__main__":
    main()
