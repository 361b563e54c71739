"""Triggers matched over the words of a text: only where a word begins one, and only forwards from there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from timeline.extract import wordlists
from timeline.extract.roles import is_verb
from timeline.extract.units import COMMA, STOP, Units
from timeline.kinds import Taxonomy
from timeline.kinds.notation import Pattern, Step

_LISTS: Final = wordlists.load("assembly")
_OPENERS: Final = frozenset(('"', "“", "‘", "«", "``", "`"))
_NUMBER_WORDS: Final = _LISTS.words["number_words"]


class Hit(NamedTuple):
    """A trigger that matched: the kind, its first unit and the one behind its last, and the pattern."""

    kind: str
    first: int
    stop: int
    pattern: Pattern


def hits(units: Units, taxonomy: Taxonomy, is_place: Callable[[int], bool]) -> list[Hit]:
    """Every trigger of a text that no `unless` of its kind takes back, in order, longest first."""
    return matched(units, taxonomy, is_place)[0]


def matched(units: Units, taxonomy: Taxonomy, is_place: Callable[[int], bool]) -> tuple[list[Hit], list[Hit]]:
    """The hits of a text, and where an `unless` of a kind stands.

    is_place: whether a place's name begins at a unit.
    """
    found: list[Hit] = []
    barred: list[Hit] = []
    met = 0
    # From the end on, so that what stands behind a word is known: only there a pattern that it begins can go on.
    for index in range(len(units.words) - 1, -1, -1):
        word = units.words[index]
        if word == STOP:
            met = 0
            continue
        begun = taxonomy.beginning(word)
        for _, pattern in begun.able(met) if begun.patterns else ():
            stop = _match(units, pattern.steps, 0, index, is_place)
            if stop > 0:
                (barred if pattern.bars else found).append(Hit(pattern.kind, index, stop, pattern))
        met |= begun.meets
    return _allowed(found, barred), barred


def _allowed(found: Iterable[Hit], barred: list[Hit]) -> list[Hit]:
    kept = [hit for hit in found if not any(_bars(bar, hit) for bar in barred)]
    return sorted(kept, key=lambda hit: (hit.first, hit.first - hit.stop, hit.kind))


def _bars(bar: Hit, hit: Hit) -> bool:
    overlaps = bar.first < hit.stop and hit.first < bar.stop
    return overlaps and (hit.kind == bar.kind or hit.kind.startswith(bar.kind + "."))


def _match(units: Units, steps: tuple[Step, ...], number: int, index: int, is_place: Callable[[int], bool]) -> int:
    """The unit behind the match of the steps from `number` on at `index`, or -1."""
    for at in range(number, len(steps)):
        step = steps[at]
        if step.leap:
            return _leap(units, steps, at, index, is_place)
        stop = _one(units, step, index, is_place)
        if step.optional:  # Where the rest does not fit behind it, it may without it.
            end = _match(units, steps, at + 1, stop, is_place) if stop > 0 else -1
            if end > 0:
                return end
        elif (stop > 0) == step.without:
            return -1
        elif stop > 0:
            index = stop
    return index


def _leap(units: Units, steps: tuple[Step, ...], number: int, index: int, is_place: Callable[[int], bool]) -> int:
    """The nearest match behind a gap."""
    step, words = steps[number], units.words
    behind = steps[number + 1]
    # Where only plain words can follow, all other words are passed over without trying them.
    only = None if behind.prefixes or behind.named or behind.optional or behind.without or behind.leap else behind.words
    leapt = 0
    for at in range(index, len(words)):
        word = words[at]
        if only is None or word in only:
            end = _match(units, steps, number + 1, at, is_place)
            if end > 0:
                return end
        if word == COMMA:
            if not step.commas:
                return -1
        elif leapt == step.leap or word == STOP:
            return -1
        else:
            leapt += 1
    return -1


def _one(units: Units, step: Step, index: int, is_place: Callable[[int], bool]) -> int:
    """The unit behind one step that matches at the index, or -1."""
    words, best = units.words, -1
    limit = len(words)
    if index >= limit:
        return -1
    word = words[index]
    for role, rest in step.words.get(word, ()):
        stop = index + 1 + len(rest)
        fits = best < stop <= limit and (not rest or _follow(words, rest, index + 1))
        if fits and (not role or _stands_as(units, role, index)):
            best = stop
    if best > 0:
        return best
    if step.prefixes and word.startswith(step.prefixes):
        return index + 1
    for name in step.named:
        if _is_named(units, name, index, is_place):
            return index + 1
    return -1


def _follow(words: list[str], rest: tuple[frozenset[str], ...], index: int) -> bool:
    if words[index] not in rest[0]:  # Mostly so: no other is looked at.
        return False
    return all(words[at] in forms for at, forms in enumerate(rest[1:], index + 1))


def _stands_as(units: Units, role: str, index: int) -> bool:
    return is_verb(units, index) == (role == "v")


def _is_named(units: Units, named: str, index: int, is_place: Callable[[int], bool]) -> bool:
    word = units.words[index]
    if named == "<number>":
        return word[0].isdigit() or word in _NUMBER_WORDS
    if named == "<place>":
        return is_place(index)
    if named == "<quote>":
        return units.tokens.word(units.token[index] - 1) in _OPENERS
    return word not in (COMMA, STOP) and units.tokens.raw(units.token[index])[0].isupper()
