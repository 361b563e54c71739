"""What signs weigh: a logistic regression over named signs, and what it is worth on articles it was not fitted on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import exp
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy
from corpus import FOLDS, ROOT
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from timeline.extract.signs import CONSTANT
from timeline.extract.tables import STEP, ZERO, Table, packed, unpacked

LEXICON: Final = ROOT / "src" / "timeline" / "extract" / "lexicon"
HEAD: Final = "# What {}, fitted by benchmarks/claims/fit.py; do not edit.\n"
_ROUNDS: Final = 1000
_STEPS: Final = 150
# How loosely signs are fitted (the inverse of the ridge).
_FIRM: Final = 0.06
# The same of numbers, whose marks are many, of their senses, and of the days of claims.
_FIRM_TIES: Final = 0.1
_FIRM_SENSES: Final = 0.1
_FIRM_CHOICES: Final = 0.1
# What tells marks from signs where both are fitted together; marks and marks of senses count if so many have them.
_MARK: Final = "\n"
_RARE_MARK: Final = 20
_RARE_SENSE: Final = 10
# A sign counts if so many rows have it, and its weight is told if it is more than slight.
_RARE: Final = 5
_SLIGHT: Final = 0.02
Weights = dict[str, float]


class Row(NamedTuple):
    """What is judged: the part of the articles that it is in, its signs, what it is worth (None: 0 or 1), its marks,
    and how many times it counts.
    """

    fold: int
    signs: dict[str, float]
    worth: float | None
    marks: tuple[str, ...] = ()
    times: float = 1.0


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
    model.fit(signs, [row.worth == 1 for row in known], sample_weight=[row.times for row in known])
    weights = dict(zip(table.get_feature_names_out(), model.coef_[0], strict=True))
    weights[CONSTANT] = weights.get(CONSTANT, 0.0) + model.intercept_[0]
    return {str(name): float(weight) for name, weight in weights.items()}


class Marked(NamedTuple):
    """What a table of weights is made of: names and what they are worth where no mark is there, marks, and weights."""

    names: list[str]
    idle: Any
    marks: list[str]
    weights: Any

    def packed(self) -> bytes:
        """As a file of the program; marks whose weights are all slight are left out."""
        steps = numpy.clip(numpy.round(self.weights / STEP) + ZERO, 0, 255).astype(numpy.uint8)
        moving = (steps != ZERO).any(axis=1)
        marks = [mark for mark, moves in zip(self.marks, moving, strict=True) if moves]
        idle = [round(float(much), 2) for much in self.idle]
        return packed(dict(zip(self.names, idle, strict=True)), marks, steps[moving].tobytes())


def both_of(rows: Sequence[Row], name: str) -> tuple[Weights, Marked]:
    """What the signs and the marks of rows of known worth weigh, fitted together. name: what the marks speak for."""
    found = [{**row.signs, **dict.fromkeys((_MARK + mark for mark in row.marks), 1.0)} for row in rows]
    seen = Counter(chain.from_iterable(found))
    table = DictVectorizer()
    signs = table.fit_transform([{n: much for n, much in each.items() if seen[n] >= _rare(n)} for each in found])
    model = LogisticRegression(C=_FIRM_TIES, max_iter=_ROUNDS)
    model.fit(signs, [row.worth == 1 for row in rows])
    weights = {str(n): float(w) for n, w in zip(table.get_feature_names_out(), model.coef_[0], strict=True)}
    weights[CONSTANT] = weights.get(CONSTANT, 0.0) + float(model.intercept_[0])
    marks = [each for each in weights if each[0] == _MARK]
    told = numpy.array([weights.pop(mark) for mark in marks])[:, None]
    return weights, Marked([name], [0.0], [mark[1:] for mark in marks], told)


def _rare(name: str) -> int:
    return _RARE_MARK if name[0] == _MARK else _RARE


def of_senses(marks: Sequence[Sequence[str]], senses: Sequence[str]) -> Marked:
    """A multinomial logistic regression of senses over marks."""
    counting = CountVectorizer(analyzer=dict.fromkeys, binary=True, min_df=_RARE_SENSE)
    rows = counting.fit_transform(marks)
    model = LogisticRegression(C=_FIRM_SENSES, max_iter=_ROUNDS).fit(rows, senses)
    names = [str(name) for name in counting.get_feature_names_out()]
    return Marked([str(sense) for sense in model.classes_], model.intercept_, names, model.coef_.T)


def of_choices(choices: Sequence[Sequence[Row]], name: str) -> Marked:
    """A conditional logistic regression: of the rows of each choice one of those that are right is taken.

    After McFadden, "Conditional logit analysis of qualitative choice behavior" (1974); several may be right. name:
    what the marks speak for.
    """
    taught = [some for some in choices if any(row.worth for row in some)]
    counting = CountVectorizer(analyzer=dict.fromkeys, binary=True, min_df=_RARE_MARK, dtype=numpy.float64)
    marks = counting.fit_transform(row.marks for some in taught for row in some)
    worth = numpy.array([row.worth for some in taught for row in some])
    sizes = numpy.array([len(some) for some in taught])
    weights = _conditional(marks, worth, sizes)[:, None]
    return Marked([name], [0.0], list(map(str, counting.get_feature_names_out())), weights)


def _conditional(marks: Any, worth: Any, sizes: Any) -> Any:
    """A weight for each mark. marks: sparse, a line a row; worth: 0 or 1 for each; sizes: rows of each choice."""
    first = numpy.cumsum(sizes) - sizes

    def loss(weights: Any) -> tuple[float, Any]:
        odds = marks @ weights
        much = numpy.exp(odds - numpy.repeat(numpy.maximum.reduceat(odds, first), sizes))
        every, right = numpy.add.reduceat(much, first), numpy.add.reduceat(much * worth, first)
        away = much / numpy.repeat(every, sizes) - much * worth / numpy.repeat(right, sizes)
        return (numpy.log(every) - numpy.log(right)).sum() + weights @ weights / (2 * _FIRM_CHOICES), (
            marks.T @ away + weights / _FIRM_CHOICES
        )

    return minimize(loss, numpy.zeros(marks.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": _STEPS}).x


def chance(weights: Weights, signs: Mapping[str, float]) -> float:
    """What a row with these signs is likely worth."""
    return 1 / (1 + exp(-sum(weights.get(name, 0.0) * much for name, much in signs.items())))


def likely(weights: Weights, table: Table, row: Row) -> float:
    """What a row with signs and marks is likely worth."""
    odds = sum(weights.get(name, 0.0) * much for name, much in row.signs.items())
    return float(expit(odds + table.weights_of(row.marks, 0).sum()))


def crossed_with_marks(rows: Sequence[Row]) -> list[float]:
    """As `crossed` has it, of rows with marks."""
    chances = [0.0] * len(rows)
    for fold in range(FOLDS):
        weights, marked = both_of([row for row in rows if row.fold != fold], "counted")
        table = unpacked(marked.packed())
        for at, row in enumerate(rows):
            chances[at] = likely(weights, table, row) if row.fold == fold else chances[at]
    return chances


def crossed_choices(choices: Sequence[Sequence[Row]]) -> float:
    """Of a hundred choices, in how many the likeliest row is right by weights that were fitted without their part."""
    right = 0.0
    for fold in range(FOLDS):
        table = unpacked(of_choices([some for some in choices if some[0].fold != fold], "day").packed())
        for some in choices:
            if some[0].fold == fold:
                odds = table.log_odds([dict.fromkeys(row.marks) for row in some])[:, 0]
                right += some[int(odds.argmax())].worth or 0
    return 100 * right / len(choices)


def crossed_senses(folds: Sequence[int], marks: Sequence[Sequence[str]], senses: Sequence[str]) -> float:
    """Of a hundred numbers, how many get their sense by weights that were fitted without their part of the articles."""
    right = 0
    for fold in range(FOLDS):
        learned = [at for at, other in enumerate(folds) if other != fold]
        rest = [at for at, other in enumerate(folds) if other == fold]
        table = unpacked(of_senses([marks[at] for at in learned], [senses[at] for at in learned]).packed())
        found = table.log_odds([dict.fromkeys(marks[at]) for at in rest]).argmax(axis=1)
        right += sum(table.names[place] == senses[at] for place, at in zip(found, rest, strict=True))
    return 100 * right / len(senses)


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
