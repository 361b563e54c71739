"""The notation of triggers (explained at the head of kinds.toml), read into patterns.

A pattern is a row of steps over the words of a sentence. It begins with a plain word, by which it is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from timeline.kinds.forms import inflected

# How many words each gap may leap, and whether it may leap a comma.
GAPS: Final = {"..": (3, False), "...": (8, True)}
EITHER_ORDER: Final = "<>"
CLASSES: Final = ("<number>", "<place>", "<name>", "<quote>")
_ROLES: Final = (":v", ":n")
# Signs that a text's words are parted by, as they are in a trigger.
_PARTS: Final = re.compile(r"[_.-]+|['’]s\b")
_WORD: Final = re.compile(r"=?[^\W_]+(?:(?:[_'’.-]+)[^\W_]+)*\.?\*?")
_SHORTEST_PREFIX: Final = 4
_MOST_WORDS: Final = 12


class NotationError(ValueError):
    """A trigger that can't be read; the message says which part of it."""


Way: TypeAlias = tuple[str, tuple[frozenset[str], ...]]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: a gap (`leap` words at most), or ways to say it.

    words: first word to each way to go on: a role (`v` or `n` when it must stand as a verb or as a noun, else empty)
    and the forms of the words that follow. named: classes of words. prefixes: beginnings of words. without: the step
    must not be there.
    """

    words: Mapping[str, tuple[Way, ...]]
    prefixes: tuple[str, ...] = ()
    leap: int = 0
    commas: bool = False
    named: tuple[str, ...] = ()
    optional: bool = False
    without: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A trigger: its kind, its steps, and how much it takes for a claim.

    weak: a hit counts only in a sentence with a date, a number or a place. bars: it makes no claim but takes back hits
    of its kind that it overlaps. text: the trigger as written. needs: for each step but the first that only plain
    words can take, the words that it can begin with: a text that has none of them has no match. asks: these needs as
    bits of a number, which a taxonomy deals out; rarest: the one of them that likely the fewest sentences meet.
    """

    kind: str
    steps: tuple[Step, ...]
    weak: bool
    bars: bool
    text: str
    needs: tuple[frozenset[str], ...] = ()
    asks: int = 0
    rarest: int = 0


def read(
    kind: str, text: str, lists: Mapping[str, list[str]], *, weak: bool = False, bars: bool = False
) -> list[Pattern]:
    """The patterns that a trigger stands for: two with `<>`, else one. Raises NotationError."""
    return [Pattern(kind, steps, weak, bars, text, _needs(steps)) for steps in _orders(text.split(), lists)]


def _needs(steps: tuple[Step, ...]) -> tuple[frozenset[str], ...]:
    plain = [
        step for step in steps[1:] if not (step.leap or step.optional or step.without or step.named or step.prefixes)
    ]
    return tuple(frozenset(step.words) for step in plain)


def _orders(parts: list[str], lists: Mapping[str, list[str]]) -> Iterator[tuple[Step, ...]]:
    if EITHER_ORDER not in parts:
        yield _steps(parts, lists)
        return
    cut = parts.index(EITHER_ORDER)
    for first, second in ((parts[:cut], parts[cut + 1 :]), (parts[cut + 1 :], parts[:cut])):
        yield _steps([*first, "...", *second], lists)


def _steps(parts: list[str], lists: Mapping[str, list[str]]) -> tuple[Step, ...]:
    steps = tuple(_step(part, lists) for part in parts)
    if not steps or steps[0].optional or steps[0].without or steps[0].named or steps[0].leap:
        raise NotationError("begins (and ends) with a plain word or a @list")
    if steps[-1].leap:
        raise NotationError("ends in a gap")
    return steps


def _step(part: str, lists: Mapping[str, list[str]]) -> Step:
    if part in GAPS:
        leap, commas = GAPS[part]
        return Step({}, leap=leap, commas=commas)
    optional, without = part.startswith("[") and part.endswith("]"), part.startswith("!")
    inner = part[1:-1] if optional else part[1:] if without else part
    words, prefixes, named = _said(tuple(_ways(inner, lists)))
    return Step(words, prefixes, named=named, optional=optional, without=without)


@lru_cache(maxsize=16384)
def _said(
    ways: tuple[tuple[str, str], ...],
) -> tuple[Mapping[str, tuple[Way, ...]], tuple[str, ...], tuple[str, ...]]:
    """The words, prefixes and named classes of these ways to say a step; many triggers share them."""
    words: dict[str, tuple[Way, ...]] = {}
    prefixes: list[str] = []
    named: list[str] = []
    for one, role in ways:
        if one in CLASSES:
            named.append(one)
        elif one.endswith("*"):
            prefixes.append(_prefix(one))
        else:
            firsts, way = _way(one, role)
            for first in firsts:
                words[first] = words[first] + way if first in words else way
    return words, tuple(prefixes), tuple(named)


def _ways(inner: str, lists: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Each way to say a step, words joined by `_`, and its role; lists are filled in."""
    for part in inner.split("|"):
        one, role = (part[:-2], part[-1]) if part.endswith(_ROLES) else (part, "")
        if one.startswith("@"):
            if one[1:] not in lists:
                known = ", ".join(f"@{name}" for name in lists) or "none"
                raise NotationError(f"no list named {one!r}; there are: {known}")
            yield from ((entry.replace(" ", "_"), role) for entry in lists[one[1:]])
        elif one not in CLASSES and not _WORD.fullmatch(one):
            raise NotationError(f"{part!r} is neither a word nor a sign of the notation")
        else:
            yield one, role


def _prefix(one: str) -> str:
    stem = one[:-1].lower()
    if len(stem) < _SHORTEST_PREFIX or not stem.isalpha():
        raise NotationError(f"{one!r}: {_SHORTEST_PREFIX} letters or more stand before a *")
    return stem


@lru_cache(maxsize=16384)
def _way(one: str, role: str) -> tuple[frozenset[str], tuple[Way]]:
    """The first words of a way to say a step, in all forms, and how each of them goes on; most stand in many steps."""
    exact = one.startswith("=")
    parts = [part for part in _PARTS.split(one.lstrip("=").lower()) if part]
    if not 0 < len(parts) <= _MOST_WORDS:
        raise NotationError(f"{one!r} has none or more than {_MOST_WORDS} words")
    firsts, *rest = (frozenset((part,)) if exact else inflected(part) for part in parts)
    return firsts, ((role, tuple(rest)),)
