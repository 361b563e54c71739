"""What words and other signs say for a claim, fitted on articles that were read by hand.

    python benchmarks/claims/fit.py                                     # our own articles
    python benchmarks/claims/fit.py --more DOCS.jsonl GOLD.jsonl ...    # and others
    python benchmarks/claims/fit.py --check --more DOCS.jsonl GOLD.jsonl  # only prints F1 by cross-validation

Writes wording.toml and weights.toml into src/timeline/extract/lexicon. DOCS: {"id", "text", "published"} a line; GOLD:
a claim a line, in the fields of the guide to the seed article. A claim is worth 1 where the reading has it, else 0;
what the reading calls optional teaches nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import log, sqrt
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests" / "extract")]

import scoring  # type: ignore[import-not-found]  # noqa: E402

from logistic import Weights, chance, fitted  # noqa: E402
from timeline import kinds, places  # noqa: E402
from timeline.extract.assembly import LEAST, read  # noqa: E402
from timeline.extract.document import Document  # noqa: E402
from timeline.extract.drafts import Draft  # noqa: E402
from timeline.extract.signs import CONSTANT, Weighing  # noqa: E402

_LEXICON: Final = ROOT / "src" / "timeline" / "extract" / "lexicon"
_RIDGE: Final = 4.0
_RARE: Final = 5
_FOLDS: Final = 6
_SLIGHT: Final = 0.02
# A word counts if so many articles tell of the kind with it (names of one affair are no signs of it), for kinds that
# so many sentences tell of, and by what is left of its odds less so many standard errors.
_SEVERAL: Final = 3
_FEWEST: Final = 9
_SURE: Final = 1.6
_HEAD: Final = "# What {}, fitted by benchmarks/claims/fit.py; do not edit.\n"


class Article(NamedTuple):
    """A text, its day, and a reading of it as `scoring` has it."""

    name: str
    text: str
    published: date | None
    reading: list[dict[str, Any]]


class Look(NamedTuple):
    """An article as it was read out: every claim, however unlikely, and what it is worth; None: it may be either."""

    article: Article
    document: Document
    drafts: list[Draft]
    worth: list[float | None]

    @property
    def fold(self) -> int:
        """The part of the articles that it is in."""
        return hashlib.sha1(self.article.name.encode(), usedforsecurity=False).digest()[0] % _FOLDS


class Row(NamedTuple):
    """A claim: its part of the articles, its signs, and what it is worth."""

    fold: int
    signs: dict[str, float]
    worth: float | None


def ours() -> Iterator[Article]:
    """The articles of the tests."""
    for name in scoring.names():
        text, published, reading = scoring.article(name)
        yield Article(name, text, date.fromisoformat(published), reading)


def others(documents: Path, gold: Path) -> Iterator[Article]:
    """Articles and their readings from two files."""
    readings: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for claim in _lines(gold):
        readings[claim["doc"]].append(claim | {"optional": claim.get("optional", False)})
    for document in _lines(documents):
        if document["id"] in readings:
            day = date.fromisoformat(document["published"][:10]) if document.get("published") else None
            yield Article(document["id"], document["text"], day, readings[document["id"]])


def looks(articles: Iterable[Article]) -> list[Look]:
    """The articles as they are read out."""
    taxonomy, gazetteer = kinds.taxonomy(), places.load()
    found = []
    for article in articles:
        document, drafts = read(article.text, article.published, taxonomy, gazetteer, least=0.0)
        spans = [(*document.bounds(draft.sentence), draft.root) for draft in drafts]
        found.append(Look(article, document, drafts, _worth(article.reading, spans)))
    return found


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


def wording_of(seen: Iterable[Look]) -> dict[str, dict[str, float]]:
    """By word and kind: the odds of a sentence with the word to tell of the kind, where they are surely better."""
    everywhere: Counter[str] = Counter()
    among: dict[str, Counter[str]] = defaultdict(Counter)
    articles: Counter[tuple[str, str]] = Counter()
    sentences, telling = 0, Counter[str]()
    for look in seen:
        said: set[tuple[str, str]] = set()
        for sentence in range(len(look.document.units.sentences)):
            words = {word for word in look.document.words_in(sentence) if word[0].isalpha()}
            sentences += 1
            everywhere.update(words)
            for kind in _told(look, sentence):
                telling[kind] += 1
                among[kind].update(words)
                said.update((kind, word) for word in words)
        articles.update(said)
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for kind in (kind for kind, number in telling.items() if number >= _FEWEST):
        for word, hits in among[kind].items():
            much = _odds(hits, telling[kind], everywhere[word] - hits, sentences - telling[kind])
            if articles[kind, word] >= _SEVERAL and much > 0:
                found[word][kind] = round(much, 2)
    return found


def _told(look: Look, sentence: int) -> set[str]:
    """The kinds that the reading has in a sentence."""
    start, end = look.document.bounds(sentence)
    return {
        claim["kind"].partition(".")[0]
        for claim in look.article.reading
        if not claim["optional"] and min(end, claim["sentence"][1]) > max(start, claim["sentence"][0])
    }


def _odds(hits: int, told: int, others: int, rest: int) -> float:
    """The logarithm of the ratio of odds, less what it may owe to chance."""
    ratio = log((hits + 0.5) / (told - hits + 0.5)) - log((others + 0.5) / (rest - others + 0.5))
    chance_alone = _SURE * sqrt(1 / (hits + 0.5) + 1 / (others + 0.5))
    return ratio - chance_alone


def rows_of(seen: Sequence[Look]) -> list[Row]:
    """A row a claim; the odds of words are those of the other parts of the articles, as they are for a new text."""
    rows = []
    for fold in range(_FOLDS):
        wording = wording_of(look for look in seen if look.fold != fold)
        for look in (look for look in seen if look.fold == fold):
            weighing = Weighing(look.document, look.drafts, wording)
            for draft, worth in zip(look.drafts, look.worth, strict=True):
                rows.append(Row(fold, {name: much for name, much in weighing.signs(draft) if much}, worth))
    return rows


def weights_of(rows: Iterable[Row]) -> Weights:
    """The weights that rows of known worth give."""
    return fitted([(row.signs, row.worth) for row in rows if row.worth is not None], _RIDGE, _RARE, CONSTANT)


def crossed(rows: Sequence[Row]) -> list[float]:
    """The chance of each row by weights that were fitted without its part of the articles."""
    weights = [weights_of(row for row in rows if row.fold != fold) for fold in range(_FOLDS)]
    return [chance(weights[row.fold], row.signs.items()) for row in rows]


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


def write_wording(wording: Mapping[str, Mapping[str, float]]) -> None:
    """A table a kind, the words that say most for it first."""
    by_kind: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for word, spoken in wording.items():
        for kind, much in spoken.items():
            by_kind[kind].append((-much, word))
    tables = [
        f"[values.{kind}]\n" + "".join(f"{json.dumps(word)} = {-less}\n" for less, word in sorted(words))
        for kind, words in sorted(by_kind.items())
    ]
    (_LEXICON / "wording.toml").write_text(_HEAD.format("each word says for a kind") + "\n".join(tables), "utf-8")


def write_weights(weights: Weights) -> None:
    """The weights that are more than slight, from what speaks most against a claim to what speaks most for it."""
    told = {name: round(weight, 2) for name, weight in weights.items() if abs(weight) >= _SLIGHT}
    lines = [f"{json.dumps(name)} = {weight}\n" for name, weight in sorted(told.items(), key=lambda each: each[::-1])]
    head = _HEAD.format("each sign of a claim weighs")
    (_LEXICON / "weights.toml").write_text(head + "[values.weights]\n" + "".join(lines), "utf-8")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def main() -> None:
    """Read, fit, and write or print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--more", nargs=2, type=Path, action="append", default=[], metavar=("DOCS", "GOLD"))
    parser.add_argument("--check", action="store_true", help="print F1 by cross-validation, and write nothing")
    asked = parser.parse_args()
    articles = [*ours(), *(article for pair in asked.more for article in others(*pair))]
    seen = looks(articles)
    rows = rows_of(seen)
    if asked.check:
        check(articles, rows)
    else:
        write_wording(wording_of(seen))
        write_weights(weights_of(rows))


if __name__ == "__main__":
    main()
