"""The word lists of this room: TOML files of strings separated by white space, phrases by commas."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from timeline.text import Tokens, tokenise

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases by their first word (for reading on) and by their last one (for reading back), longest first."""

    by_first: Mapping[str, tuple[Phrase, ...]]
    by_last: Mapping[str, tuple[Phrase, ...]]

    def at(self, tokens: Tokens, index: int, stop: int) -> int:
        """How many tokens the longest phrase that begins at the token has; 0 without one."""
        words = tokens.words
        if not 0 <= index < len(words):
            return 0
        for phrase in self.by_first.get(words[index], ()):
            end = index + len(phrase)
            if end <= stop and tuple(words[index:end]) == phrase:
                return len(phrase)
        return 0

    def before(self, tokens: Tokens, first: int, index: int) -> int:
        """How many tokens the longest phrase that ends just before the token has; 0 without one."""
        if index <= first:
            return 0
        for phrase in self.by_last.get(tokens.words[index - 1], ()):
            begin = index - len(phrase)
            if begin >= first and tuple(tokens.words[begin:index]) == phrase:
                return len(phrase)
        return 0


def phrases(texts: Iterable[str]) -> Phrases:
    """Phrases cut into tokens as a text is."""
    first: dict[str, list[Phrase]] = {}
    last: dict[str, list[Phrase]] = {}
    for text in texts:
        phrase = tuple(tokenise(text).words)
        first.setdefault(phrase[0], []).append(phrase)
        last.setdefault(phrase[-1], []).append(phrase)
    return Phrases(_longest_first(first), _longest_first(last))


def _longest_first(table: dict[str, list[Phrase]]) -> dict[str, tuple[Phrase, ...]]:
    return {word: tuple(sorted(choices, key=len, reverse=True)) for word, choices in table.items()}


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one file: single words, phrases, and tables of values, each by its name."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Phrases]
    values: Mapping[str, Mapping[str, Any]]

    def union(self, *names: str) -> frozenset[str]:
        """The words of several lists together."""
        return frozenset().union(*(self.words[name] for name in names))


@lru_cache(maxsize=8)
def load(name: str) -> Lists:
    """The lists of `lexicon/NAME.toml`: `[words]` parted by white space, `[phrases]` by commas, `[values.X]` as is."""
    source = resources.files(__package__) / "lexicon" / f"{name}.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    return Lists(
        {key: frozenset(text.split()) for key, text in data.get("words", {}).items()},
        {key: phrases(part.strip() for part in text.split(",")) for key, text in data.get("phrases", {}).items()},
        data.get("values", {}),
    )
