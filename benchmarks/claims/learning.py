"""What signs weigh: a logistic regression over named signs, and what it is worth on articles it was not fitted on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from math import exp
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy
from corpus import FOLDS, ROOT
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from timeline.extract.signs import CONSTANT

LEXICON: Final = ROOT / "src" / "timeline" / "extract" / "lexicon"
HEAD: Final = "# What {}, fitted by benchmarks/claims/fit.py; do not edit.\n"
_ROUNDS: Final = 1000
_STEPS: Final = 150
# How loosely signs are fitted (the inverse of the ridge).
_FIRM: Final = 0.25
# A sign counts if so many rows have it, and its weight is told if it is more than slight.
_RARE: Final = 5
_SLIGHT: Final = 0.02
Weights = dict[str, float]


class Row(NamedTuple):
    """What is judged: the part of the articles that it is in, its signs, and what it is worth (None: 0 or 1)."""

    fold: int
    signs: dict[str, float]
    worth: float | None


def side_by_side(rows: Any, worth: Any, sure: Any, loose: float) -> tuple[Any, Any]:
    """Weights (features by targets) and intercepts of a logistic regression for each target, all fitted at once.

    rows: a sparse matrix; worth: for each row and target 0 or 1; sure: whether that is known. loose: the inverse of
    the ridge, as scikit-learn has it.
    """
    shape = rows.shape[1] + 1, worth.shape[1]

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(shape)
        odds = rows @ weights[1:] + weights[0]
        away = (expit(odds) - worth) * sure
        slope = numpy.vstack([away.sum(axis=0), rows.T @ away + weights[1:] / loose])
        told = ((numpy.logaddexp(0, odds) - worth * odds) * sure).sum()
        return told + (weights[1:] ** 2).sum() / (2 * loose), slope.ravel()

    found = minimize(loss, numpy.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS})
    weights = found.x.reshape(shape)
    return weights[1:], weights[0]


def weights_of(rows: Sequence[Row]) -> Weights:
    """The weights that rows of known worth give."""
    known = [row for row in rows if row.worth is not None]
    seen = Counter(name for row in known for name in row.signs)
    table = DictVectorizer()
    signs = table.fit_transform([{n: much for n, much in row.signs.items() if seen[n] >= _RARE} for row in known])
    model = LogisticRegression(C=_FIRM, max_iter=_ROUNDS)
    model.fit(signs, [row.worth == 1 for row in known])
    weights = dict(zip(table.get_feature_names_out(), model.coef_[0], strict=True))
    weights[CONSTANT] = weights.get(CONSTANT, 0.0) + model.intercept_[0]
    return {str(name): float(weight) for name, weight in weights.items()}


def chance(weights: Weights, signs: Mapping[str, float]) -> float:
    """What a row with these signs is likely worth."""
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) * much for name, much in signs.items())))


def crossed(rows: Sequence[Row]) -> list[float]:
    """The chance of each row by weights that were fitted without its part of the articles."""
    weights = [weights_of([row for row in rows if row.fold != fold]) for fold in range(FOLDS)]
    return [chance(weights[row.fold], row.signs) for row in rows]


def f1(rows: Sequence[Row], chances: Sequence[float], least: float, wanted: int) -> float:
    """F1 of the rows that are at least so likely."""
    kept = [row.worth for row, likely in zip(rows, chances, strict=True) if likely >= least]
    given = sum(worth is not None for worth in kept)
    return 200 * sum(worth or 0.0 for worth in kept) / max(1, given + wanted)


def write(weights: Weights, name: str, what: str) -> None:
    """The weights that are more than slight, from what speaks most against it to what speaks most for it."""
    told = {sign: round(weight, 2) for sign, weight in weights.items() if abs(weight) >= _SLIGHT}
    lines = [
        f"{json.dumps(sign, ensure_ascii=False)} = {weight}\n"
        for sign, weight in sorted(told.items(), key=lambda each: each[::-1])
    ]
    path: Path = LEXICON / f"{name}.toml"
    path.write_text(HEAD.format(what) + "[values.weights]\n" + "".join(lines), "utf-8")
