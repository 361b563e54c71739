"""The lexicon of a language: words and phrases to lexemes, each lexeme with one code that stands for its classes."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any, Final

from timeline.text.tokens import tokenise

# Codes are private-use characters: a chunk of lexemes is a string, and a pattern is a regular expression over it.
_FIRST_CODE: Final = 0xE001
NEVER: Final = chr(0xE000)
_NONE: Final[frozenset[str]] = frozenset()
# Classes a written number can have, by what its digits allow; one code for each set.
NUMBER_CLASSES: Final = (
    ("NUM", "HOUR", "DAY", "MONTHNUM"),
    ("NUM", "HOUR", "DAY", "MONTHNUM", "YY"),
    ("NUM", "HOUR", "DAY", "YY"),
    ("NUM", "DAY", "YY"),
    ("NUM", "YY"),
    ("NUM", "SMALLYEAR"),
    ("NUM", "YEAR"),
    ("NUM", "YEAR", "MILITARY"),
    ("MILITARY",),
    ("YY",),
    ("NUM",),
    ("NUM", "FRACTION"),
    ("NUM", "COMPACT"),
    ("CLOCK",),
    ("CLOCK", "NUM"),
    ("SLASHED",),
    ("DECADE",),
    ("DAYORD", "ORD"),
    ("ORD",),
    ("NUM", "WORDNUM"),
    ("NUM", "HOUR", "WORDNUM"),
    ("YEAR",),
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """What a token means: its code, and its value in each of its classes."""

    code: str
    values: dict[str, Any]


@dataclass(slots=True)
class Lexicon:
    """Everything a language's data file says."""

    language: str
    words: dict[str, Lexeme]
    # The words that are what they are wherever they stand.
    plain: dict[str, Lexeme]
    phrases: dict[str, list[tuple[tuple[str, ...], Lexeme]]]
    codes: dict[frozenset[str], str]
    capital: frozenset[str]
    dotted: frozenset[str]
    cues: dict[str, frozenset[str]] = field(default_factory=dict)
    # The words that are something or begin a phrase that is.
    meaning: frozenset[str] = field(init=False)
    _together: dict[tuple[str, ...], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """What is looked up for every token."""
        self.meaning = frozenset((*self.words, *self.phrases))

    def cue(self, name: str) -> frozenset[str]:
        """The words listed under a name among the cues; none when the language has no such list."""
        return self.cues.get(name, _NONE)

    def cues_of(self, names: tuple[str, ...]) -> frozenset[str]:
        """The words of several lists together."""
        found = self._together.get(names)
        if found is None:
            found = self._together[names] = _NONE.union(*map(self.cue, names))
        return found

    def members(self, name: str) -> str:
        """The codes of all lexemes in a class; for a class without words in this language one that never occurs."""
        return "".join(code for classes, code in self.codes.items() if name in classes) or NEVER

    def number(self, classes: tuple[str, ...], value: Any) -> Lexeme:
        """A lexeme for a number that has been read."""
        return Lexeme(self.codes[frozenset(classes)], dict.fromkeys(classes, value))


@lru_cache(maxsize=4)
def load(language: str) -> Lexicon:
    """The lexicon of a language (`en`, `ru`).

    Raises FileNotFoundError when there is none.
    """
    source = resources.files(__package__) / "lexicon" / f"{language}.toml"
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    entries: dict[str, dict[str, Any]] = {}
    for name, table in data["values"].items():
        for word, value in table.items():
            entries.setdefault(word, {})[name] = value
    for name, words in data["words"].items():
        for word in words:
            entries.setdefault(word, {})[name] = word
    return _assemble(language, entries, data)


def _assemble(language: str, entries: dict[str, dict[str, Any]], data: dict[str, Any]) -> Lexicon:
    codes: dict[frozenset[str], str] = {}
    for classes in (*NUMBER_CLASSES, *(tuple(values) for values in entries.values())):
        codes.setdefault(frozenset(classes), chr(_FIRST_CODE + len(codes)))
    words: dict[str, Lexeme] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Lexeme]]] = {}
    for text, values in entries.items():
        lexeme = Lexeme(codes[frozenset(values)], values)
        parts = tuple(tokenise(text).words)
        if len(parts) == 1:
            words[text] = lexeme
        else:
            phrases.setdefault(parts[0], []).append((parts, lexeme))
    for choices in phrases.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    special = {*phrases, *data.get("capital", ()), *data.get("dotted", ())}
    plain = {word: found for word, found in words.items() if word not in special and "NUMWORD" not in found.values}
    cues = {name: frozenset(listed) for name, listed in data.get("cues", {}).items()}
    return Lexicon(
        language,
        words,
        plain,
        phrases,
        codes,
        frozenset(data.get("capital", ())),
        frozenset(data.get("dotted", ())),
        cues,
    )
