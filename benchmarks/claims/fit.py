"""What words and other signs say for a claim, fitted on articles that were read by hand.

    python benchmarks/claims/fit.py          # writes what it found
    python benchmarks/claims/fit.py --check  # only prints F1 by cross-validation

Writes wording.toml and weights.toml into src/timeline/extract/lexicon. A claim is worth 1 where the reading has it,
else 0; what the reading calls optional teaches nothing. Needs `pip install -e '.[fit]'`; takes two minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import exp
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "extract"))

import numpy  # noqa: E402
import scoring  # type: ignore[import-not-found]  # noqa: E402
from readings import packed  # noqa: E402
from sklearn.feature_extraction import DictVectorizer  # noqa: E402
from sklearn.feature_extraction.text import CountVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from timeline import kinds, places  # noqa: E402
from timeline.extract.assembly import LEAST, read  # noqa: E402
from timeline.extract.document import look_at  # noqa: E402
from timeline.extract.signs import CONSTANT, Weighing  # noqa: E402
from timeline.extract.wording import Spoken, Wording, marks, of_tables  # noqa: E402

_LEXICON: Final = ROOT / "src" / "timeline" / "extract" / "lexicon"
_FOLDS: Final = 6
_ROUNDS: Final = 500
# How loosely words and signs are fitted (the inverse of the ridge).
_LOOSE: Final = 1.0
_FIRM: Final = 0.25
# A sign counts if so many claims have it, and its weight is told if it is more than slight.
_RARE: Final = 5
_SLIGHT: Final = 0.02
# A mark counts if so many sentences have it, for kinds that so many tell of; and if its weight, times the root of how
# many sentences have it, comes to so much.
_RARE_WORD: Final = 4
_FEWEST: Final = 12
_MOVES: Final = 0.5
Weights = dict[str, float]
_HEAD: Final = "# What {}, fitted by benchmarks/claims/fit.py; do not edit.\n"


class Article(NamedTuple):
    """A text, its day, and a reading of it as `scoring` has it."""

    name: str
    text: str
    published: date | None
    reading: list[dict[str, Any]]


class Sentences(NamedTuple):
    """The sentences of an article as words, and the kinds that its reading has and may have in each."""

    fold: int
    words: list[list[str]]
    told: list[set[str]]
    maybe: list[set[str]]


class Row(NamedTuple):
    """A claim as it was read out, however unlikely: its part of the articles, its signs, and what it is worth.

    None: it may be either.
    """

    fold: int
    signs: dict[str, float]
    worth: float | None


def ours() -> Iterator[Article]:
    """The articles of the tests."""
    for name in scoring.names():
        text, published, reading = scoring.article(name)
        yield Article(name, text, date.fromisoformat(published), reading)


def others() -> Iterator[Article]:
    """The articles that were read for this."""
    for each in packed("fitted"):
        yield Article(each["id"], each["text"], date.fromisoformat(each["published"]), each["claims"])


def fold_of(article: Article) -> int:
    """The part of the articles that it is in."""
    return hashlib.sha1(article.name.encode(), usedforsecurity=False).digest()[0] % _FOLDS


def sentences_of(article: Article) -> Sentences:
    """An article as the wording is learned from it."""
    document = look_at(article.text, article.published, places.load())
    every = range(len(document.units.sentences))
    told = [_told(article, document.bounds(at), optional=False) for at in every]
    maybe = [_told(article, document.bounds(at), optional=True) for at in every]
    return Sentences(fold_of(article), [document.words_in(at) for at in every], told, maybe)


def _told(article: Article, bounds: tuple[int, int], *, optional: bool) -> set[str]:
    start, end = bounds
    return {
        claim["kind"].partition(".")[0]
        for claim in article.reading
        if claim["optional"] is optional and min(end, claim["sentence"][1]) > max(start, claim["sentence"][0])
    }


def tables_of(seen: Sequence[Sentences]) -> tuple[dict[str, float], dict[str, dict[str, list[str]]]]:
    """What words say for the kinds: for each kind its log odds where no word is known, and its marks by their weight.

    A mark counts if enough sentences have it, and if it moves enough of them by enough.
    """
    sentences = [words for each in seen for words in each.words]
    told = [kinds for each in seen for kinds in each.told]
    maybe = [kinds for each in seen for kinds in each.maybe]
    counting = CountVectorizer(analyzer=marks, binary=True, min_df=_RARE_WORD)
    rows = counting.fit_transform(sentences)
    names = counting.get_feature_names_out()
    often = numpy.sqrt(numpy.asarray(rows.sum(axis=0)).ravel())
    idle: dict[str, float] = {}
    tables: dict[str, dict[str, list[str]]] = {}
    kinds_told = Counter(kind for kinds in told for kind in kinds)
    for kind in sorted(kind for kind, number in kinds_told.items() if number >= _FEWEST):
        sure = numpy.array([kind in yes or kind not in either for yes, either in zip(told, maybe, strict=True)])
        worth = numpy.array([kind in yes for yes in told])
        model = LogisticRegression(C=_LOOSE, max_iter=_ROUNDS).fit(rows[sure], worth[sure])
        weights = numpy.round(numpy.where(abs(model.coef_[0]) * often >= _MOVES, model.coef_[0], 0.0), 2)
        idle[kind] = round(float(model.intercept_[0]), 2)
        tables[kind] = defaultdict(list)
        for at in numpy.flatnonzero(weights):
            tables[kind][str(weights[at])].append(str(names[at]))
    return idle, tables


def wording_of(seen: Sequence[Sentences]) -> Wording:
    """The wording that these sentences give."""
    idle, tables = tables_of(seen)
    return of_tables(idle, {kind: {much: " ".join(m) for much, m in each.items()} for kind, each in tables.items()})


def rows_of(articles: Sequence[Article], seen: Sequence[Sentences]) -> list[Row]:
    """A row a claim; the wording is that of the other parts of the articles, as it is for a new text."""
    rows: list[Row] = []
    for fold in range(_FOLDS):
        known = wording_of([each for each in seen if each.fold != fold])
        for article in (article for article in articles if fold_of(article) == fold):
            rows += _rows(article, known)
    return rows


def _rows(article: Article, known: Wording) -> Iterator[Row]:
    document, drafts = read(article.text, article.published, kinds.taxonomy(), places.load(), least=0.0, known=known)
    worth = _worth(article.reading, [(*document.bounds(draft.sentence), draft.root) for draft in drafts])
    weighing = Weighing(document, drafts, Spoken(document, known))
    for draft, much in zip(drafts, worth, strict=True):
        yield Row(fold_of(article), {name: there for name, there in weighing.signs(draft) if there}, much)


def _worth(reading: Sequence[Mapping[str, Any]], claims: Sequence[tuple[int, int, str]]) -> list[float | None]:
    """Claims and reading paired one to one, what is wanted first and the larger overlap first."""
    pairs = sorted(
        (each["optional"], -shared, at, place)
        for at, each in enumerate(reading)
        for place, (start, end, root) in enumerate(claims)
        if root == each["kind"].partition(".")[0]
        and (shared := min(end, each["sentence"][1]) - max(start, each["sentence"][0])) > 0
    )
    worth: list[float | None] = [0.0] * len(claims)
    paired: set[int] = set()
    taken: set[int] = set()
    for optional, _, at, place in pairs:
        if at not in taken and place not in paired:
            taken.add(at)
            paired.add(place)
            worth[place] = None if optional else 1.0
    return worth


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
    weights = [weights_of([row for row in rows if row.fold != fold]) for fold in range(_FOLDS)]
    return [chance(weights[row.fold], row.signs) for row in rows]


def f1(rows: Sequence[Row], chances: Sequence[float], least: float, wanted: int) -> float:
    """F1 of the claims that are at least so likely."""
    kept = [row.worth for row, likely in zip(rows, chances, strict=True) if likely >= least]
    given = sum(worth is not None for worth in kept)
    return 200 * sum(worth or 0.0 for worth in kept) / max(1, given + wanted)


def check(articles: Sequence[Article], rows: Sequence[Row]) -> None:
    """Print F1 by cross-validation, for a few least chances."""
    wanted = sum(not claim["optional"] for article in articles for claim in article.reading)
    chances = crossed(rows)
    print(f"{len(articles)} articles, {wanted} claims wanted; all that is read: {f1(rows, chances, 0, wanted):.1f}")
    for least in sorted({0.2, 0.25, 0.3, 0.35, 0.4, 0.45, LEAST}):
        print(f"at least {least:.2f}: {f1(rows, chances, least, wanted):.1f}")


def write_wording(idle: Mapping[str, float], tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
    """A table a kind: the marks that say most for it first."""
    lines = ["[values.idle]", *(f"{kind} = {much}" for kind, much in idle.items())]
    for kind, table in tables.items():
        lines += ["", f"[values.{kind}]"]
        for weight in sorted(table, key=float, reverse=True):
            lines.append(f"{json.dumps(weight)} = {json.dumps(' '.join(sorted(table[weight])), ensure_ascii=False)}")
    text = _HEAD.format("the marks of a sentence say for a kind") + "\n".join(lines) + "\n"
    (_LEXICON / "wording.toml").write_text(text, "utf-8")


def write_weights(weights: Weights) -> None:
    """The weights that are more than slight, from what speaks most against a claim to what speaks most for it."""
    told = {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= _SLIGHT}
    lines = [f"{json.dumps(name)} = {weight}\n" for name, weight in sorted(told.items(), key=lambda each: each[::-1])]
    head = _HEAD.format("each sign of a claim weighs")
    (_LEXICON / "weights.toml").write_text(head + "[values.weights]\n" + "".join(lines), "utf-8")


def main() -> None:
    """Read, fit, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="print F1 by cross-validation, and write nothing")
    asked = parser.parse_args()
    articles = [*ours(), *others()]
    seen = [sentences_of(article) for article in articles]
    rows = rows_of(articles, seen)
    if asked.check:
        check(articles, rows)
    else:
        write_wording(*tables_of(seen))
        write_weights(weights_of(rows))


if __name__ == "__main__":
    main()
