"""Slightly misspelt names: towns one letter off, and border posts two letters off where a crossing is spoken of.

Only where the sentence calls for a place, and only in countries that the text speaks of: else every surname is a
village somewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from timeline.places.entries import Place
from timeline.places.passage import Passage
from timeline.places.words import common, given, role

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer

SHORTEST: Final = 6
LARGE_ENOUGH: Final = 15_000
# Tries in one text: a text made to cost time gets no more.
_TRIES: Final = 200
_WORDS: Final = 3
_POST: Final = frozenset(("border", "crossing", "checkpoint", "post"))


class Guess(NamedTuple):
    """Tokens `first` to `last` (exclusive) that are likely the place."""

    first: int
    last: int
    place: Place


def without_one(key: str) -> set[str]:
    """The key less each of its letters; two words share one of these when they are a letter or a swap apart."""
    return {f"~{key[:at]}{key[at + 1 :]}" for at in range(len(key))} | {f"~{key}"}


def guesses(passage: Passage, taken: set[int], countries: set[str], gazetteer: Gazetteer) -> Iterator[Guess]:
    """What may be garbled names; `taken` are tokens that are spoken for, `countries` those the text speaks of."""
    tries = 0
    for at, word in enumerate(passage.words):
        if not passage.upper[at] or at in taken or passage.bare[at]:
            continue
        post = passage.word(at + 1) in _POST
        called = (
            post
            or passage.word(at + 1) in role("place")
            or passage.word(at - 1) in role("at")
            or _of_place(passage, at)
        )
        if not called or tries >= _TRIES:
            continue
        tries += 1
        guess = _post(passage, at, countries, gazetteer) if post else None
        guess = guess or _town(passage, at, word, countries, gazetteer)
        if guess is not None:
            yield guess


def _of_place(passage: Passage, at: int) -> bool:
    return passage.word(at - 1) == "of" and passage.word(at - 2) in role("place")


def _town(passage: Passage, at: int, word: str, countries: set[str], gazetteer: Gazetteer) -> Guess | None:
    key = passage.key(at)
    named = passage.capital[at - 1] if at else False
    beside = at + 1 < len(passage) and passage.upper[at + 1]
    if len(key) < SHORTEST or named or beside or word in common() or word in given() or not passage.word(at).isalpha():
        return None
    if gazetteer.find_key(key).places:
        return None
    found = {
        reference.number
        for variant in without_one(key)
        for reference in gazetteer.find_key(variant).places
        if gazetteer.by_number(reference.number).country in countries
    }
    if not found:
        return None
    best = max((gazetteer.by_number(number) for number in found), key=lambda place: place.population)
    return Guess(at, at + 1, best)


def _post(passage: Passage, at: int, countries: set[str], gazetteer: Gazetteer) -> Guess | None:
    """The words before "border crossing" as a post that joins countries of the text."""
    first = at
    while at - first < _WORDS - 1 and first > 0 and passage.upper[first - 1] and passage.key(first - 1):
        first -= 1
    while first <= at:
        key = " ".join(passage.key(i) for i in range(first, at + 1))
        near = [(apart(key, name), number) for name, number in gazetteer.posts if _alike(key, name)]
        off, number = min(near, default=(99, -1))
        if off <= min(2, len(key) // 4):
            place = gazetteer.by_number(number)
            if {place.country, gazetteer.borders(place)} <= countries:
                return Guess(first, at + 1, place)
        first += 1
    return None


def _alike(one: str, other: str) -> bool:
    """A quick look before the slow one."""
    return abs(len(one) - len(other)) <= 2 and (one[:2] == other[:2] or one[-3:] == other[-3:])


def apart(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed (Levenshtein).

    >>> apart("upper ras", "upper lars"), apart("ulyupinsk", "uryupinsk")
    (2, 1)
    """
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        corner, row[0] = row[0], i
        for j, against in enumerate(other, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (letter != against))
    return row[-1]
