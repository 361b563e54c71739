"""Sentences of articles with the kinds that their readings have in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, Final, NamedTuple

import numpy
from corpus import Article, knowledge

from timeline.extract.document import look_at

# A kind is learned if so many sentences tell of it.
_FEWEST: Final = 12
_AT_ONCE: Final = 20


class Sentences(NamedTuple):
    """Of an article: its sentences as words and as written, and the kinds that its reading has and may have in each."""

    words: list[list[str]]
    texts: list[str]
    told: list[set[str]]
    maybe: list[set[str]]


class Labels(NamedTuple):
    """Sentences by kinds: whether the reading has the kind there, and whether that is known."""

    kinds: list[str]
    worth: Any
    sure: Any


def sentences_of(articles: Sequence[Article]) -> list[Sentences]:
    """The sentences of each article."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_sentences_of, articles, chunksize=_AT_ONCE))


def together(found: Sequence[Sentences]) -> Sentences:
    """Those of several articles."""
    return Sentences(
        [words for each in found for words in each.words],
        [text for each in found for text in each.texts],
        [kinds for each in found for kinds in each.told],
        [kinds for each in found for kinds in each.maybe],
    )


def labels_of(told: Sequence[set[str]], maybe: Sequence[set[str]]) -> Labels:
    """The kinds that were read often enough, and where they were."""
    often = Counter(kind for kinds in told for kind in kinds)
    kinds = sorted(kind for kind, number in often.items() if number >= _FEWEST)
    worth = _table(kinds, told)
    return Labels(kinds, worth, (worth + 1 - _table(kinds, maybe)) > 0)


def _table(kinds: Sequence[str], of_each: Iterable[set[str]]) -> Any:
    return numpy.array([[kind in those for kind in kinds] for those in of_each], dtype=float)


def _sentences_of(article: Article) -> Sentences:
    document = look_at(article.text, article.published, knowledge()[1])
    every = range(len(document.units.sentences))
    bounds = [document.bounds(at) for at in every]
    return Sentences(
        [document.words_in(at) for at in every],
        [article.text[start:end] for start, end in bounds],
        [_told(article, each, optional=False) for each in bounds],
        [_told(article, each, optional=True) for each in bounds],
    )


def _told(article: Article, bounds: tuple[int, int], *, optional: bool) -> set[str]:
    start, end = bounds
    return {
        claim["kind"].partition(".")[0]
        for claim in article.reading
        if claim["optional"] is optional and min(end, claim["sentence"][1]) > max(start, claim["sentence"][0])
    }
