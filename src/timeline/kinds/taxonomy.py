"""The kinds with what finds them in prose, compiled once."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

import polars as pl

from timeline.errors import ConfigError
from timeline.kinds.forms import inflected
from timeline.kinds.notation import NotationError, Pattern, read
from timeline.kinds.reading import TRIGGERS, Tables, frame, tables

_MOST_REMEMBERED: Final = 200_000
_IMPORTANCE: Final = 2

# A pattern and its place among all that its word may begin.
Placed: TypeAlias = tuple[int, Pattern]


class Begun(NamedTuple):
    """The patterns that a word may begin, and what the word does for those that are begun before it.

    free: those of them that need nothing behind the word; by_need: the others by their rarest need; rarest: all of
    these needs; each with its place among all, in whose order they are tried. meets: the needs that the word itself
    meets.
    """

    patterns: tuple[Pattern, ...]
    free: tuple[Placed, ...]
    by_need: Mapping[int, tuple[Placed, ...]]
    rarest: int
    meets: int

    def able(self, met: int) -> Iterable[Placed]:
        """Those whose needs are among the ones that are met."""
        wanted = self.rarest & met
        if not wanted:  # Mostly so: none is looked at by itself.
            return self.free
        found = [*self.free]
        while wanted:
            need = wanted & -wanted
            wanted ^= need
            found += [each for each in self.by_need[need] if (asks := each[1].asks) & met == asks]
        found.sort()
        return found


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """The kinds (KINDS) and their triggers, found by the word that a trigger begins with.

    importance: of a claim of the kind, 1 to 3. counts: the measures of the quantities that belong to the kind.
    yields: the kinds that it gives way to inside a sentence; `*` for all.
    topics: a word to the kinds that it is a sign of, though it tells of nothing by itself.
    meets: a word to the needs that it meets, as the bits in which a pattern's `asks` are told.
    """

    kinds: pl.DataFrame
    patterns: tuple[Pattern, ...]
    importance: Mapping[str, int]
    counts: Mapping[str, tuple[str, ...]]
    yields: Mapping[str, tuple[str, ...]]
    topics: Mapping[str, tuple[str, ...]]
    meets: Mapping[str, int]
    _index: dict[str, tuple[Pattern, ...]] = field(repr=False)
    _prefixes: dict[str, tuple[tuple[str, Pattern], ...]] = field(repr=False)
    _remembered: dict[str, Begun] = field(default_factory=dict, repr=False)

    def beginning(self, word: str) -> Begun:
        """What a word (lower case) begins; looked for once."""
        known = self._remembered.get(word)
        if known is None:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[word] = self._begun(word)
        return known

    def _begun(self, word: str) -> Begun:
        by_prefix = (each for stem, each in self._prefixes.get(word[:4], ()) if word.startswith(stem))
        patterns = (*self._index.get(word, ()), *by_prefix)
        by_need: dict[int, tuple[Placed, ...]] = {}
        for placed in enumerate(patterns):
            need = placed[1].rarest
            by_need[need] = (*by_need.get(need, ()), placed)
        free = by_need.pop(0, ())
        return Begun(patterns, free, by_need, reduce(or_, by_need, 0), self.meets.get(word, 0))


def taxonomy(project_file: Path | None = None) -> Taxonomy:
    """The shipped kinds and triggers and a project's own. Raises ConfigError naming file and key."""
    with _uncollected():
        return _compiled(tables(project_file))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage is made meanwhile: to look for it again and again among all that is made took half of the time. Nor
    is it looked for there later: what is made is kept.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collects:
            gc.enable()


def _compiled(said: Tables) -> Taxonomy:
    kinds = frame(said)
    patterns, meets = _numbered([pattern for kind in kinds["kind"] for pattern in _patterns(kind, said)])
    index, prefixes = _indexed(patterns)
    return Taxonomy(
        kinds,
        tuple(patterns),
        {kind: _inherited(said.kinds, kind, "importance", _IMPORTANCE) for kind in kinds["kind"]},
        {kind: tuple(_inherited(said.kinds, kind, "counts", ())) for kind in kinds["kind"]},
        {kind: tuple(_inherited(said.kinds, kind, "yields", ())) for kind in kinds["kind"]},
        _topics(said),
        meets,
        index,
        prefixes,
    )


def _topics(said: Tables) -> dict[str, tuple[str, ...]]:
    """Every form of the topic words to their kinds, in the order of the files."""
    found: dict[str, tuple[str, ...]] = {}
    for kind, entry in said.kinds.items():
        words = {word for texts in entry.get("topics", ()) for word in texts.lower().split("|")}
        for form in {form for word in words for form in inflected(word)}:
            found[form] = (*found.get(form, ()), kind)
    return found


def _inherited(kinds: Mapping[str, Mapping[str, Any]], kind: str, key: str, otherwise: Any) -> Any:
    """The kind's own value of a key, or that of the nearest kind above it."""
    while kind:
        if key in kinds.get(kind, {}):
            return kinds[kind][key]
        kind = kind.rpartition(".")[0]
    return otherwise


def _patterns(kind: str, said: Tables) -> Iterable[Pattern]:
    for key in TRIGGERS:
        for text in said.kinds[kind].get(key, ()):
            try:
                yield from read(kind, text, said.words, weak=key == "weak", bars=key == "unless")
            except NotationError as error:
                raise ConfigError(f"{said.origin[kind]}: [{kind}] {key}: {text!r}: {error}") from error


def _numbered(patterns: list[Pattern]) -> tuple[list[Pattern], dict[str, int]]:
    """The patterns with their needs as bits, and which of these each word meets.

    Whether a sentence has what a pattern needs is asked tens of thousands of times: of bits it is one operation.
    """
    bits: dict[frozenset[str], int] = {}
    numbered = []
    for each in patterns:
        asks = [bits.setdefault(need, 1 << len(bits)) for need in each.needs]
        rarest = bits[max(each.needs, key=_rarity)] if asks else 0
        numbered.append(replace(each, asks=reduce(or_, asks, 0), rarest=rarest))
    meets: dict[str, int] = {}
    for words, bit in bits.items():
        for word in words:
            meets[word] = meets.get(word, 0) | bit
    return numbered, meets


def _rarity(need: frozenset[str]) -> int:
    """How seldom a sentence meets a need, told by the length of its words: short ones stand in every sentence."""
    return min(map(len, need))


def _indexed(
    patterns: list[Pattern],
) -> tuple[dict[str, tuple[Pattern, ...]], dict[str, tuple[tuple[str, Pattern], ...]]]:
    index: dict[str, list[Pattern]] = {}
    prefixes: dict[str, list[tuple[str, Pattern]]] = {}
    for pattern in patterns:
        for word in pattern.steps[0].words:
            index.setdefault(word, []).append(pattern)
        for stem in pattern.steps[0].prefixes:
            prefixes.setdefault(stem[:4], []).append((stem, pattern))
    return {key: tuple(each) for key, each in index.items()}, {key: tuple(each) for key, each in prefixes.items()}
