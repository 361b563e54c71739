"""Places that no gazetteer has, taken as written where the text itself says what they lie in; and "the capital"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from timeline.places.match import Match
from timeline.places.passage import Passage
from timeline.places.words import common, given, role

_WORDS: Final = 5
_HOLDERS: Final = frozenset(("region", "country"))
_PARTICLES: Final = frozenset(("de", "la", "del", "los", "las", "el", "al", "san", "santa", "santo", "villa", "san"))
_QUARTERS: Final = frozenset(("neighborhood", "neighbourhood", "municipality", "jurisdiction", "canton", "township"))
_LEADS: Final = frozenset(("the", "in", "near", "at", "of", "'s"))
_ENDS: Final = frozenset(
    ("and", "where", "when", "who", "which", "by", "was", "were", "is", "has", "had", "as", "that")
)
_THIS: Final = (["the"], ["this"], ["country", "'s"], ["nation", "'s"], ["country", "’s"], ["nation", "’s"])
# Behind "capital" other words make it money or a letter.
_GOES_ON: Final = frozenset(
    (
        "city",
        "on",
        "to",
        "for",
        "with",
        "after",
        "during",
        "while",
        "early",
        "late",
        "this",
        "last",
        "today",
        "yesterday",
    )
)
_KINDS: Final = frozenset(("village", "town", "hamlet", "settlement", "city"))


class Written(NamedTuple):
    """Tokens `first` to `last` (exclusive) name a place inside the one that `holder` means."""

    first: int
    last: int
    holder: Match


def written(passage: Passage, accepted: list[Match], taken: set[int]) -> Iterator[Written]:
    """As in "in Zabarmari, Borno state" and "IN SESORI, SAN MIGUEL DEPARTMENT"."""
    for holder in accepted:
        comma = holder.first - 1
        if passage.word(comma) != "," or not _may_hold(passage, holder):
            continue
        first = _run(passage, comma, taken)
        if first is not None and _called_for(passage, first) and _is_name(passage, first, comma):
            yield Written(first, comma, holder)


def _may_hold(passage: Passage, holder: Match) -> bool:
    """Where all is in capitals, "IN ADDITION, GUATEMALA" looks like it too: there only a province holds."""
    if holder.settled is None or "d" in holder.settled.reference.sort:
        return False
    feature = holder.settled.place.feature
    return feature == "region" if passage.bare[holder.first] else feature in _HOLDERS


def quarters(passage: Passage, taken: set[int]) -> Iterator[tuple[int, int]]:
    """Tokens of names that only a word beside them calls a place: "Chapinero neighborhood", "the village of Ivu"."""
    for at, word in enumerate(passage.words):
        if word in _QUARTERS:
            first = _run(passage, at, taken)
            if first is not None and passage.word(first - 1) in _LEADS and _is_name(passage, first, at):
                yield first, at
        if word in _KINDS and passage.word(at + 1) == "of":
            last = _ahead(passage, at + 2, taken)
            if last > at + 2 and _is_name(passage, at + 2, last):
                yield at + 2, last


def seats(passage: Passage) -> Iterator[int]:
    """The tokens of "capital" that mean the seat of the government: "in the capital", "streets of this capital"."""
    for at, word in enumerate(passage.words):
        if word != "capital":
            continue
        first = next((at - len(row) for row in _THIS if passage.words[max(0, at - len(row)) : at] == row), None)
        if first is None:
            continue
        first -= passage.word(first - 1) == "the"
        if is_seat(passage, at) and (passage.word(first - 1) in role("before") or passage.word(first - 1) == "of"):
            yield at


def is_seat(passage: Passage, at: int) -> bool:
    """Whether the token is "capital" without a word behind it that makes it money or a letter."""
    behind = passage.word(at + 1)
    ends = not behind.isalpha() or behind in _GOES_ON or behind in _ENDS or behind in role("before")
    return passage.word(at) == "capital" and ends


def _ahead(passage: Passage, first: int, taken: set[int]) -> int:
    last = first
    while last < len(passage) and last - first < _WORDS and last not in taken:
        word = passage.word(last)
        if not word.isalpha() or word in role("before") or word in role("dull") or word in _ENDS:
            break
        if not (passage.upper[last] or (word in _PARTICLES and last > first)):
            break
        last += 1
    return last


def _run(passage: Passage, comma: int, taken: set[int]) -> int | None:
    """The first token of the run of a name's words before the comma; None when there is none."""
    first = comma
    while first > 0 and comma - first < _WORDS:
        word = passage.word(first - 1)
        bare = passage.bare[first - 1]
        if (
            first - 1 in taken
            or not word.isalpha()
            or word in role("before")
            or word in role("at")
            or word in role("dull")
        ):
            break
        if not (passage.upper[first - 1] or word in _PARTICLES) or (bare and word in ("of", "and", "with")):
            break
        first -= 1
    return first if first < comma else None


def _called_for(passage: Passage, first: int) -> bool:
    before = passage.word(first - 1)
    return before in role("at") or before == "at" or (before == "of" and passage.word(first - 2) in _KINDS)


def _is_name(passage: Passage, first: int, last: int) -> bool:
    words = [passage.word(i) for i in range(first, last)]
    if all(word in common() or word in _PARTICLES for word in words) or words[0] in role("title"):
        return False
    if any(word in role("days") or word in role("called") or word in role("place") for word in words):
        return False
    return not (words[0] in given() and len(words) == 2)
