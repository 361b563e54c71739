"""A logistic regression with a ridge, over rows of named signs: for what is fitted once and read by people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import Final

_ROUNDS: Final = 400
_STEP: Final = 0.004
_KEPT: Final = 0.9

Signs = Mapping[str, float]
Weights = dict[str, float]


def fitted(rows: Sequence[tuple[Signs, float]], ridge: float, rare: int, constant: str = "") -> Weights:
    """The weights by gradient descent with momentum, of rows of signs and what each is worth from 0 to 1.

    rare: a sign of fewer rows weighs nothing. constant: the sign that each row has, which the ridge leaves alone.
    """
    seen = Counter(name for signs, _ in rows for name in signs)
    marked = [
        ([(constant, 1.0), *((n, much) for n, much in signs.items() if seen[n] >= rare and n != constant)], worth)
        for signs, worth in rows
    ]
    weights: Weights = defaultdict(float)
    speed: Weights = defaultdict(float)
    for _ in range(_ROUNDS):
        slope = defaultdict(float, {name: ridge * weight for name, weight in weights.items() if name != constant})
        for signs, worth in marked:
            miss = chance(weights, signs) - worth
            for name, much in signs:
                slope[name] += miss * much
        for name, change in slope.items():
            speed[name] = _KEPT * speed[name] - _STEP * (1 - _KEPT) * change
            weights[name] += speed[name]
    return dict(weights)


def chance(weights: Mapping[str, float], signs: Iterable[tuple[str, float]]) -> float:
    """What a row with these signs, the constant among them, is likely worth."""
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) * much for name, much in signs)))
