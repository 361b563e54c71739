"""Places that no gazetteer has, taken as written where the text itself says what they lie in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from timeline.places.match import Match
from timeline.places.passage import Passage
from timeline.places.words import common, given, role

_WORDS: Final = 5
_HOLDERS: Final = frozenset(("region", "country"))
_PARTICLES: Final = frozenset(("de", "la", "del", "los", "las", "el", "al", "san", "santa", "santo", "villa", "san"))
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
        if holder.settled is None or holder.settled.place.feature not in _HOLDERS or passage.word(comma) != ",":
            continue
        first = _run(passage, comma, taken)
        if first is not None and _called_for(passage, first) and _is_name(passage, first, comma):
            yield Written(first, comma, holder)


def _run(passage: Passage, comma: int, taken: set[int]) -> int | None:
    """The first token of the run of a name's words before the comma; None when there is none."""
    first = comma
    while first > 0 and comma - first < _WORDS:
        word = passage.word(first - 1)
        bare = passage.bare[first - 1]
        if first - 1 in taken or not word.isalpha() or word in role("before") or word in role("at"):
            break
        if not (passage.upper[first - 1] or word in _PARTICLES) or (bare and word in ("of", "the", "and", "with")):
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
