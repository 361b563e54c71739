"""Numbers in compounds that tell how many somebody or something is: "a 62-member rescue team", "a 30-truck convoy"."""

from __future__ import annotations

from typing import Final, NamedTuple

from timeline.extract import wordlists
from timeline.extract.nouns import is_person, noun_after, plural
from timeline.text import Tokens

_LISTS: Final = wordlists.load("quantities")
_BODIES: Final = _LISTS.words["bodies"]
_FLEETS: Final = _LISTS.words["fleets"]
_STANDING: Final = _LISTS.words["standing"]
_VEHICLES: Final = _LISTS.words["vehicles"]
_HYPHENS: Final = frozenset("-–—‑‐")
_PEOPLE: Final = frozenset(("man", "woman", "person", "people"))


class Compound(NamedTuple):
    """What is counted, in the plural, and the tokens that the word and the whole phrase end before."""

    unit: str
    word_end: int
    end: int


def compound_at(tokens: Tokens, at: int, stop: int) -> Compound | None:
    """The compound whose hyphen is the token, behind a number; None for "24-hour", "five-point", "two-party".

    It counts people or vehicles, and says of a body of them how many it has: no "two-man tent", no "four-star general".
    """
    if at + 2 >= stop or tokens.words[at] not in _HYPHENS or not (tokens.glued(at) and tokens.glued(at + 1)):
        return None
    word = tokens.words[at + 1]
    vehicle = word in _VEHICLES
    if not vehicle and not is_person(word) and word not in _PEOPLE:
        return None
    phrase = noun_after(tokens, at + 2, stop)
    said = set(tokens.words[phrase.first : phrase.stop])
    if phrase.first == phrase.stop or (word != "member" and said.isdisjoint(_FLEETS if vehicle else _BODIES)):
        return None
    standing = not said.isdisjoint(_STANDING) or said.isdisjoint(_BODIES)
    if word == "member" and standing and _is_known(tokens, at):
        return None
    return Compound("people" if word in _PEOPLE else plural(word), at + 2, phrase.stop)


def _is_known(tokens: Tokens, at: int) -> bool:
    """Whether "the" stands close before the hyphen; the number has one token, or three as "twenty-one"."""
    return not {"the", "its", "their", "'s", "’s"}.isdisjoint(tokens.words[max(0, at - 4) : at])
