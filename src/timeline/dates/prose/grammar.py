"""Rules over lexeme classes: a pattern, what it means, and examples.

A pattern is a regular expression whose letters are classes of the lexicon: `edge:EDGE? HYPHEN? month:MONTH day:DAY`.
`name:CLASS` keeps the piece under that name, `name:A|B` takes either class; `?`, `{m,n}` and groups mean what they do
in regular expressions, `(=...)` must follow and `(<...)` must stand before without being part of the expression. `*`
and `+` are refused, so a match is never longer than its pattern. What a chunk of classes matches depends on its codes
alone, so it is found out once and remembered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from timeline.dates.prose.lexemes import Lexicon
from timeline.dates.prose.scan import Chunk, Scan

if TYPE_CHECKING:
    from timeline.dates.prose.context import Context
    from timeline.dates.prose.reading import Reading

Guard: TypeAlias = "Callable[[Match], bool]"
Resolver: TypeAlias = "Callable[[Match, Context], Reading | None]"

_ELEMENT: Final = re.compile(
    r"(?:(?P<name>[a-z]\w*):)?(?P<classes>[A-Z]+(?:\|[A-Z]+)*)|(?P<sign>\([=<]?|\)|\?|\||\{\d,\d\})|\s+"
)


_SIGNS: Final = {"(": "(?:", "(=": "(?=", "(<": "(?<="}


@dataclass(frozen=True, slots=True)
class Example:
    """Text with the expression in [brackets], and what it means. `published` None: the text has no date."""

    text: str
    value: str
    published: str | None = "1998-03-04"
    type: str = "DATE"
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Rule:
    """A named pattern; `classes` says which classes each kept name may have."""

    name: str
    pattern: str
    resolve: Resolver
    examples: tuple[Example, ...]
    guard: Guard | None
    language: str | None
    order: int


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fits the pieces `first` to `end` of a chunk."""

    rule: Rule
    scan: Scan
    chunk: Chunk
    first: int
    end: int
    kept: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        """True when the piece of that name is there."""
        return name in self.kept

    def get(self, name: str, default: Any = None) -> Any:
        """The value of the piece of that name in the class the pattern asked for."""
        found = self.kept.get(name)
        if found is None:
            return default
        values = self.chunk.pieces[found[0]].lexeme.values
        return next((values[name] for name in found[1] if name in values), default)

    def kept_token(self, name: str) -> int:
        """The first token of the piece of that name; KeyError when it is not there."""
        return self.chunk.pieces[self.kept[name][0]].first

    def word(self, name: str) -> str:
        """The first token of the named piece, in lower case; empty when it is not there."""
        found = self.kept.get(name)
        return self.scan.tokens.words[self.chunk.pieces[found[0]].first] if found else ""

    @property
    def start_token(self) -> int:
        """The first token."""
        return self.chunk.pieces[self.first].first

    @property
    def end_token(self) -> int:
        """The token after the last."""
        return self.chunk.pieces[self.end - 1].end

    @property
    def start(self) -> int:
        """Where the text of the match starts."""
        return self.scan.tokens.starts[self.start_token]

    @property
    def stop(self) -> int:
        """Where the text of the match ends."""
        return self.scan.tokens.ends[self.end_token - 1]

    def capital(self, index: int) -> bool:
        """True when a token of the text is written with a capital, and that means something in the text."""
        tokens = self.scan.tokens
        return self.scan.cased and 0 <= index < len(tokens) and tokens.raw(index)[0].isupper()

    def among(self, name: str, cue: str) -> bool:
        """True when the named piece is a word of a cue."""
        return self.word(name) in self.scan.lexicon.cue(cue)

    def opens_with(self, name: str) -> bool:
        """True when the first piece has a class."""
        return name in self.chunk.pieces[self.first].lexeme.values

    def preceded(self, cue: str, distance: int = 1) -> bool:
        """True when a word of a cue stands so many tokens before the match."""
        return self.before(distance) in self.scan.lexicon.cue(cue)

    def followed(self, cue: str, distance: int = 1) -> bool:
        """True when a word of a cue stands so many tokens after the match."""
        return self.after(distance) in self.scan.lexicon.cue(cue)

    def before(self, distance: int = 1) -> str:
        """The word so many tokens before the match; empty outside the text."""
        return self.scan.tokens.word(self.start_token - distance)

    def after(self, distance: int = 1) -> str:
        """The word so many tokens after the match; empty outside the text."""
        return self.scan.tokens.word(self.end_token + distance - 1)


_RULES: Final[list[Rule]] = []


def rule(
    name: str, *patterns: str, examples: tuple[Example, ...], guard: Guard | None = None, language: str | None = None
) -> Callable[[Resolver], Resolver]:
    """Register a resolver under a name for one or more patterns. Of matches equally long the earlier rule wins."""

    def register(resolve: Resolver) -> Resolver:
        for pattern in patterns:
            _RULES.append(Rule(name, pattern, resolve, examples, guard, language, len(_RULES)))
        return resolve

    return register


def registered() -> tuple[Rule, ...]:
    """All rules, in order."""
    import timeline.dates.prose.rules  # noqa: F401  (importing registers)

    return tuple(_RULES)


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    regex: re.Pattern[str]
    starts: frozenset[str]
    names: dict[str, tuple[str, ...]]


# How a rule fits at a position: rule, length in pieces, kept pieces as (name, offset, classes).
Fit: TypeAlias = tuple[Rule, int, dict[str, tuple[int, tuple[str, ...]]]]


class Grammar:
    """The rules of one language, compiled against its lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        compiled = [_compile(found, lexicon) for found in registered() if found.language in (None, lexicon.language)]
        self._by_code: dict[str, list[_Compiled]] = {}
        for entry in compiled:
            for code in entry.starts:
                self._by_code.setdefault(code, []).append(entry)
        self.fits = lru_cache(maxsize=20_000)(self._fits)

    def _fits(self, codes: str) -> tuple[tuple[Fit, ...], ...]:
        """For each position of a chunk the rules that fit there, longest first; nothing where none fits anywhere."""
        found = tuple(self._fits_at(codes, position) for position in range(len(codes)))
        return found if any(found) else ()

    def _fits_at(self, codes: str, position: int) -> tuple[Fit, ...]:
        found: list[Fit] = []
        for entry in self._by_code.get(codes[position], ()):
            match = entry.regex.match(codes, position)
            if match:
                kept = {
                    name: (match.start(name) - position, classes)
                    for name, classes in entry.names.items()
                    if match.start(name) >= 0
                }
                found.append((entry.rule, match.end() - position, kept))
        found.sort(key=lambda fit: (-fit[1], fit[0].order))
        return tuple(found)

    def matches(self, scan: Scan) -> list[Match]:
        """The matches of a text from left to right: at each place the longest that its guard lets through."""
        found: list[Match] = []
        for chunk in scan.chunks:
            fits, position = self.fits(chunk.codes), 0
            while position < len(fits):
                here = fits[position]
                match = _first_allowed(here, scan, chunk, position) if here else None
                if match is None:
                    position += 1
                else:
                    found.append(match)
                    position = match.end
        return found


def _first_allowed(fits: tuple[Fit, ...], scan: Scan, chunk: Chunk, position: int) -> Match | None:
    for rule_, length, kept in fits:
        placed = {name: (position + offset, classes) for name, (offset, classes) in kept.items()}
        match = Match(rule_, scan, chunk, position, position + length, placed)
        if rule_.guard is None or rule_.guard(match):
            return match
    return None


@lru_cache(maxsize=4)
def grammar(language: str) -> Grammar:
    """The compiled rules of a language."""
    from timeline.dates.prose.lexemes import load

    return Grammar(load(language))


def _compile(found: Rule, lexicon: Lexicon) -> _Compiled:
    """Translate a pattern; ValueError when it can't be read."""
    regex: list[str] = []
    names: dict[str, tuple[str, ...]] = {}
    position = 0
    while position < len(found.pattern):
        element = _ELEMENT.match(found.pattern, position)
        if element is None:
            raise ValueError(f"rule {found.name}: can't read {found.pattern[position:]!r}")
        position = element.end()
        regex.append(_translate(element, names, lexicon))
    return _Compiled(found, re.compile("".join(regex)), _starts(found.pattern, lexicon), names)


def _translate(element: re.Match[str], names: dict[str, tuple[str, ...]], lexicon: Lexicon) -> str:
    if element["classes"]:
        classes = tuple(element["classes"].split("|"))
        if element["name"] is None:
            return f"[{''.join(map(lexicon.members, classes))}]"
        names[element["name"]] = classes
        return f"(?P<{element['name']}>[{''.join(map(lexicon.members, classes))}])"
    return _SIGNS.get(element["sign"], element["sign"] or "")


def _starts(pattern: str, lexicon: Lexicon) -> frozenset[str]:
    """Codes a match may start with (or a few too many): all classes up to the first element that must be there."""
    codes: set[str] = set()
    depth = 0
    pattern = re.sub(r"^\(<[^)]*\)", "", pattern)
    for element in _ELEMENT.finditer(pattern):
        if element["classes"]:
            for name in element["classes"].split("|"):
                codes.update(lexicon.members(name))
        depth += {"(": 1, ")": -1}.get(element["sign"], 0)
        following = pattern[element.end() :].lstrip()[:1]
        closes = element["classes"] or element["sign"] == ")"
        if closes and depth == 0 and following != "?" and not pattern[element.end() :].startswith("{0"):
            break
    return frozenset(codes)
