"""Names of the gazetteer in a text: the longest run of tokens that is a name, and how it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from timeline.places.index import NOTHING, Found, Reference
from timeline.places.passage import Passage
from timeline.places.words import common, given, role

if TYPE_CHECKING:
    from timeline.places.settle import Settled

_LONGEST: Final = 8
_DATELINE: Final = 12
_PARTICLES: Final = frozenset(("de", "del"))
_DASHES: Final = frozenset(("--", "—", "–"))


class Lookup(Protocol):
    """What the finder needs of a gazetteer's table of names."""

    def find_key(self, key: str) -> Found:
        """The places known by the key."""
        ...

    def find_word(self, word: str) -> Found:
        """The places known by a token; NOTHING itself where no name begins with it."""
        ...


@dataclass(slots=True)
class Match:
    """A name at tokens `first` to `last` (exclusive), what it may be, and what speaks for and against it.

    `gain`: the sum of the evidence beside the name; `refused`: it is part of another name, `person` of a person's,
    `called` of that of a firm, paper or the like; `stop`: it is an English word too; `says`: it speaks.
    `placed`, `sure`: a preposition is before it; `typed`: "city" or the like is beside it, `typed_region`,
    `typed_regions`: "province", "provinces"; `dateline`: it heads a dispatch.
    `listed`: a comma or "and" leads to the next name, `beside`: such a name is no English word; `holder`: the name
    behind it that may be a wider place, `people`: the demonym of "the Russian town of X", `within`: the one before it
    that it may hold; `settled`: what it means.
    """

    first: int
    last: int
    key: str
    references: tuple[Reference, ...]
    gain: float = 0.0
    refused: bool = False
    stop: bool = False
    placed: bool = False
    sure: bool = False
    typed: bool = False
    typed_region: bool = False
    typed_regions: bool = False
    listed: bool = False
    dateline: bool = False
    called: bool = False
    people: Match | None = None
    says: bool = False
    beside: bool = False
    person: bool = False
    holder: Match | None = field(default=None, repr=False)
    within: Match | None = field(default=None, repr=False)
    settled: Settled | None = field(default=None, repr=False)


def matches(passage: Passage, names: Lookup) -> Iterator[Match]:
    """Each longest name, from left to right, without overlaps."""
    at, end = 0, len(passage)
    capital, words = passage.capital, passage.words
    while at < end:
        if capital[at] and names.find_word(words[at]) is not NOTHING:
            match = _longest(passage, names, at)
            if match is not None:
                yield match
                at = match.last
                continue
        at += 1


def _longest(passage: Passage, names: Lookup, first: int) -> Match | None:
    key, best = "", None
    at, end = first, len(passage)
    for _ in range(_LONGEST):
        word = passage.key(at) if at < end else ""
        if not word:
            break
        key = f"{key} {word}" if key else word
        found = names.find_key(key)
        at += 1
        if found.places and passage.capital[at - 1]:
            references = _as_written(passage, first, at, found.places)
            if references:
                best = Match(first, at, key, references)
        if not found.longer:
            break
        while passage.inner(at):
            at += 1
    if best is not None:
        _abbreviation(passage, best)
    return best


def _as_written(passage: Passage, first: int, last: int, references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    """Without the names that count only in capitals or behind a comma, where they are not written so."""
    if passage.word(first - 1) != ",":
        references = tuple(reference for reference in references if "c" not in reference.sort)
    if all("x" not in reference.sort for reference in references):
        return references
    raw = passage.text[passage.tokens.starts[first] : passage.tokens.ends[last - 1]]
    plain = passage.bare[first] and "." not in raw
    if raw.isupper() and not plain and not (passage.inner(last) and passage.word(last + 1).isdigit()):
        return references
    return tuple(reference for reference in references if "x" not in reference.sort)


def _abbreviation(passage: Passage, match: Match) -> None:
    """The last period of "U.S." and "D.C." belongs to it."""
    last = match.last
    if len(passage.word(last - 1)) == 1 and passage.word(last) == "." and passage.tokens.glued(last):
        match.last += 1


def weigh_up(passage: Passage, match: Match) -> None:
    """What stands beside the name: fills in the match's evidence."""
    left, right = passage.before(match.first), passage.after(match.last)
    bare = passage.bare[match.first]
    before = passage.word(left) if left >= 0 else ""
    after = passage.word(right) if right >= 0 else ""
    match.stop = all(word in common() for word in match.key.split())
    match.placed = before in role("before")
    match.sure = before in role("at")
    house = after in role("house") and right >= 0 and passage.upper[right] and not bare
    match.typed = (after in role("place") and not house) or _place_of(passage, left, before)
    match.typed_region = (after in role("region") and not _goes_on(passage, right, bare)) or (
        before == "of" and passage.word(left - 1) in role("region")
    )
    match.typed_regions = match.typed_region and after.endswith("s") and before != "of"
    match.dateline = _dateline(passage, match)
    match.gain = 0.05 * match.sure - 0.25 * house + 0.1 * match.placed + 0.2 * match.typed
    match.gain += 0.05 * (match.last - match.first > 1) + 0.3 * match.dateline
    _left(passage, match, left, before, bare)
    _right(passage, match, right, after, bare)


def _goes_on(passage: Passage, right: int, bare: bool) -> bool:
    """As in "Moscow State University"."""
    return not bare and passage.upper[right] and right + 1 < len(passage) and passage.upper[right + 1]


def _place_of(passage: Passage, left: int, before: str) -> bool:
    """As in "city of X"."""
    return before == "of" and passage.word(left - 1) in role("place")


def _dateline(passage: Passage, match: Match) -> bool:
    """As in "KYIV, Ukraine (AP) --" and "SAN SALVADOR, 3 JAN 90 --" at the head of a paragraph."""
    at = match.first - 1
    if at >= 0 and passage.word(at)[0] != "\n":
        return False
    return any(passage.word(i) in _DASHES for i in range(match.last, min(match.last + _DATELINE, len(passage))))


def _left(passage: Passage, match: Match, left: int, before: str, bare: bool) -> None:
    if left < 0:
        return
    if before == "y" and passage.capital[left - 1]:
        match.refused = True
    elif before in role("title") and not (match.typed and before in ("general", "major", "chief")):
        match.person = match.refused = _is_named(passage, left, bare)
    elif len(before) == 1 and passage.word(left + 1) == "." and passage.upper[left] and before not in "us":
        match.person = match.refused = True
    elif before == "of" and passage.word(left - 1) in role("of") and passage.capital[left - 1]:
        match.refused = True
    elif bare:
        match.person = match.refused = before in given() and not match.typed
    elif passage.upper[left] and left + 1 == match.first and not _free(passage, left, before):
        match.person = before in given()
        match.refused = True


def _is_named(passage: Passage, left: int, bare: bool) -> bool:
    """A title is part of a name when it is capitalised too ("the general of Peru" is not)."""
    return bare or passage.upper[left] or passage.word(left) in ("president", "gen", "colonel", "sen", "rep")


def _free(passage: Passage, left: int, before: str) -> bool:
    """The capital before a name is none of a longer name's: a direction, a day, or the first word of a sentence."""
    if before in role("beside") or before in role("before") or before in role("days"):
        return True
    return passage.opens(left) and before not in given() and (before in common() or len(before) <= 3)


def _right(passage: Passage, match: Match, right: int, after: str, bare: bool) -> None:
    if right < 0:
        match.gain -= 0.5 * _aged(passage, match)
        return
    if _called(passage, match, right, after, bare):
        match.refused = match.called = True
    elif bare:
        return
    elif passage.upper[right] and not _continues(passage, right, after) and right == match.last:
        match.person = match.key in given()
        match.refused = True
    elif after in role("says") and match.last - match.first == 1:
        match.says = True


def _called(passage: Passage, match: Match, right: int, after: str, bare: bool) -> bool:
    """The name goes on: as that of a paper or a firm, or in "San Luis de la Reina" as a place that is not known."""
    if after == "today" and bare:
        return False
    if after in role("called"):
        return (bare or passage.upper[right]) and not (match.typed and match.placed)
    return bare and after in _PARTICLES


def _aged(passage: Passage, match: Match) -> bool:
    """As in "Amir, 27, is"."""
    age = passage.word(match.last + 1)
    return (
        passage.word(match.last) == ","
        and len(age) == 2
        and age.isdigit()
        and passage.word(match.last + 2) in (",", ".")
    )


def _continues(passage: Passage, right: int, after: str) -> bool:
    return after in role("place") or after in role("office") or after in role("days") or after in role("before")
