"""Typed numbers in prose: how many of what, in which sense (flow, stock, since, target)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.counted import Counted, candidates
from timeline.extract.measures import of_unit, typing_of
from timeline.extract.nouns import is_person
from timeline.extract.victims import named_victims
from timeline.text import Tokens

_REACH: Final = 3
# A list of victims is not longer; a sentence of a thousand numbers stays linear.
_NEIGHBOURS: Final = 8
_BREAKDOWN: Final = frozenset({"--", "—", "–", ":"})


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its noun. `start`/`end` cover modifier, number and noun ("about 3,600 passenger cars").

    `noun_start` equals `noun_end` where the noun is only understood ("8,500 crossed"). `cues`: the words that settled
    value, basis or measure, and the marks `article` ("a soldier"), `part` ("including three children"),
    `definite` ("the two men"), `none` ("no one was hurt") and `named` (one person killed, told by name only).
    `scope`: "of them" for those among a whole that the sentence counts too, "who did it" for those who acted.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    noun_start: int
    noun_end: int
    basis: str
    measure: str
    direction: str | None
    who: str | None
    cues: tuple[str, ...]
    scope: str | None = None


def find_quantities(tokens: Tokens, first: int, stop: int, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The quantities of one sentence, in order; `taken` are code-point spans to leave alone (time expressions)."""
    if openers().isdisjoint(tokens.words[first:stop]) and not _has_digit(tokens, first, stop):
        return []
    spans = sorted(taken)
    found = [one for one in candidates(tokens, first, stop) if not _overlaps(tokens, one, spans)]
    found = _parted(tokens, found)
    found = sorted([*found, *named_victims(tokens, first, stop, found)], key=lambda one: one.begin)
    out = list[Quantity]()
    for at, one in enumerate(found):
        near = found[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS]
        quantity = _quantity(tokens, first, stop, one, near)
        if quantity is not None:
            out.append(quantity)
    return out


def add_up(quantities: Sequence[Quantity], measure: str) -> tuple[float, float | None, float | None] | None:
    """Value, low and high of one sentence's list together: "two soldiers and four civilians were killed" are six.

    Parts ("including three children") are not added to their whole; None when nothing of the measure is there.
    """
    listed = [one for one in quantities if one.measure == measure and not {"part", "named"} & set(one.cues)]
    if not listed:
        listed = [one for one in quantities if one.measure == measure][:1]
    if not listed:
        return None
    values = [one.value if one.value is not None else one.low or 0.0 for one in listed]
    lows = [value if one.low is None else one.low for one, value in zip(listed, values, strict=True)]
    highs = [value if one.high is None else one.high for one, value in zip(listed, values, strict=True)]
    low = sum(lows) if any(one.low is not None for one in listed) else None
    high = sum(highs) if any(one.high is not None for one in listed) else None
    return sum(values), low, high


@lru_cache(maxsize=1)
def openers() -> frozenset[str]:
    """Words without which a sentence without digits has no quantity."""
    lists = wordlists.load("quantities")
    names = ("number", "scale", "multiples", "group")
    return frozenset().union(
        *(lists.values[name] for name in names),
        {"a", "an", "another", "no", "nobody", "none"},
        lists.words["named_kill"],
        lists.words["kill_nouns"],
    )


def _parted(tokens: Tokens, found: Sequence[Counted]) -> list[Counted]:
    """The numbers, those of a breakdown marked as parts."""
    out = list[Counted]()
    for one in found:
        out.append(_bracketed(tokens, one, out[-1] if out else None))
    return out


def _bracketed(tokens: Tokens, one: Counted, before: Counted | None) -> Counted:
    """A number in brackets behind another is a part of it: "six priests (five Spaniards and one Salvadoran)"."""
    if before is None or "part" in one.cues or _is_converted(before, one):
        return one
    if tokens.word(one.begin - 1) == "," and one.begin - 1 == before.end and _names_two(tokens, before, one):
        return replace(one, cues=(*one.cues, "part"))
    if tokens.word(one.begin - 1) in _BREAKDOWN and 0 < (one.value or 0) < (before.value or 0):
        return replace(one, cues=(*one.cues, "part"))
    if one.begin - before.end > _REACH:
        return one
    between = tokens.words[before.end : one.begin]
    opened = "(" in between and ")" not in between
    listed = between in (["and"], [","]) and "part" in before.cues and (_open_before(tokens, before) or _is_second(one))
    return replace(one, cues=(*one.cues, "part")) if opened or listed else one


def _is_converted(before: Counted, one: Counted) -> bool:
    """Reads "1.9 billion naira ($11.7 million)": the same again in another unit, and no part."""
    return bool(of_unit(one.noun.head)) and of_unit(one.noun.head) == of_unit(before.noun.head)


def _names_two(tokens: Tokens, whole: Counted, one: Counted) -> bool:
    """Reads "two journalists, a Belgian and a Frenchman": singles that tell who those counted are."""
    joined = tokens.words[one.end : one.end + 2] in (["and", "a"], ["and", "an"], ["and", "one"])
    return whole.value == 2 and _is_second(one) and joined


def _is_second(one: Counted) -> bool:
    return one.value == 1 and "article" in one.cues


def _open_before(tokens: Tokens, one: Counted) -> bool:
    return tokens.word(one.begin - 1) in _BREAKDOWN | {"("}


def _has_digit(tokens: Tokens, first: int, stop: int) -> bool:
    return any(word[0].isdigit() for word in tokens.words[first:stop])


def _overlaps(tokens: Tokens, one: Counted, spans: list[tuple[int, int]]) -> bool:
    """Whether the number itself stands in one of the spans."""
    start, end = tokens.starts[one.first], tokens.ends[one.stop - 1]
    at = bisect_right(spans, (end, -1))
    return any(span[1] > start and span[0] < end for span in spans[max(0, at - 8) : at])


def _quantity(tokens: Tokens, first: int, stop: int, one: Counted, found: list[Counted]) -> Quantity | None:
    typing = typing_of(tokens, first, stop, one, found)
    if typing is None:
        return None
    noun = one.noun
    empty = noun.first == noun.stop
    end = max(one.end, one.stop)
    unit = one.unit or ("people" if empty else tokens.text[tokens.starts[noun.first] : tokens.ends[noun.stop - 1]])
    here = tokens.ends[one.stop - 1]
    noun_start, noun_end = (here, here) if empty else (tokens.starts[noun.first], tokens.ends[noun.stop - 1])
    return Quantity(
        tokens.starts[one.begin],
        tokens.ends[end - 1],
        one.value if one.value is not None else one.low,
        one.low,
        one.high,
        " ".join(unit.split()),
        noun_start,
        noun_end,
        typing.basis,
        typing.measure,
        typing.direction,
        " ".join(unit.split()) if not empty and is_person(noun.head) else None,
        (*one.cues, *typing.cues),
    )
