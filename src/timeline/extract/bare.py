"""Numbers without a noun that still count people: "8,500 crossed", "the toll rose to 120", "some 16,000 have left"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from timeline.extract import numerals, wordlists
from timeline.extract.modifiers import prefixes
from timeline.extract.nouns import Noun
from timeline.extract.numerals import Number
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

# Words that begin an aside about those who are counted, and how many words it may have.
_ASIDES: Final = frozenset(("including", "among", "most", "mostly", "many", "some", "all"))
_ASIDE: Final = 12
_WHERE: Final = frozenset(("in", "on", "at", "near", "outside"))
_LIST_REACH: Final = 16
_SUBJECT: Final = 4
_TOTAL: Final = 18
# What a subject of several may stand behind, and its auxiliaries.
_OPENING: Final = frozenset((",", ";", "and", "but", "that", "while", "of"))
_PLURAL_AUX: Final = frozenset(("have", "are", "were"))
_LEAST: Final = 100
# "Had brought out more than 300", "picked up 311".
_PARTICLES: Final = frozenset(("out", "up", "in", "home", "back"))
_CARRYING: Final = frozenset(("brought", "picked", "flown", "airlifted", "lifted", "ferried", "bused", "pulled"))
_DRAWING: Final = frozenset(("drew", "draw", "draws", "attracted"))
_SIZED: Final = frozenset(("number", "numbered", "numbering", "totaled", "totalled", "totaling", "totalling"))


def _own() -> Lists:
    return wordlists.load("quantities")


@lru_cache(maxsize=1)
def harm() -> frozenset[str]:
    """Words of harm to people."""
    return _own().union("killed", "wounded", "missing", "detained", "abducted")


@lru_cache(maxsize=1)
def _happenings() -> frozenset[str]:
    own = _own()
    harm = own.union("killed", "wounded", "missing", "detained", "abducted", "displaced", "released")
    return harm | own.union("crossings", "called_up", "protested", "queue")


def bare_counts(tokens: Tokens, first: int, number: Number, noun: Noun, stop: int, part: bool) -> bool:
    """Whether a number without a noun still counts people: a verb of happening follows ("8,500 crossed")."""
    own, common = _own(), wordlists.load("phrases")
    verbs = _happenings()
    behind = _past_aside(tokens, noun.stop, stop)
    after = tokens.word(behind) if behind < stop else ""
    if after == "who":
        return True
    if after in common.words["auxiliaries"] or after in ("more", "others", "other"):
        after = next((w for w in tokens.words[behind : min(stop, behind + 4)] if w in verbs), "")
    if part or after in verbs or _count_before(tokens, number) or _is_somewhere(tokens, number, stop):
        return True
    if "," in tokens.words[number.first] and after in own.words["in_places"]:
        return tokens.word(number.first - 1) in ("and", ",", "while")
    if after in _WHERE and tokens.word(number.first - 1) in ("and", ",") and _harm_before(tokens, first, number):
        return True
    if tokens.words[number.stop : number.stop + 3] == ["from", "their", "homes"]:  # "Has driven six million".
        return True
    if _is_subject(tokens, first, number, stop) or _is_object(tokens, first, number):
        return True
    return number.form == "vague" and not _sum_before(tokens, number)


def _harm_before(tokens: Tokens, first: int, number: Number) -> bool:
    """Whether the number goes on with a list of the harmed by place.

    Reads "killed 247 people in Kenya and 10 in Tanzania", "72 were killed in Bihar and 25 in Tibet".
    """
    begin = max(first, number.first - _LIST_REACH)
    at = next((at for at in range(number.first - 1, begin - 1, -1) if tokens.words[at] in harm()), -1)
    opening = max(begin, at - _SUBJECT)
    return at >= 0 and any(numerals.number_at(tokens, near, number.first) for near in range(opening, number.first - 1))


def _past_aside(tokens: Tokens, at: int, stop: int) -> int:
    """The token behind "74, including eight Americans, ..."; the one given where no aside follows."""
    if tokens.words[at : at + 1] != [","] or tokens.word(at + 1) not in _ASIDES:
        return at
    words = tokens.words[at + 1 : min(stop, at + _ASIDE)]
    return at + 2 + words.index(",") if "," in words else at


def _is_somewhere(tokens: Tokens, number: Number, stop: int) -> bool:
    """Reads "600 are in hospital", "3,000 more remain without shelter"."""
    own, common = _own(), wordlists.load("phrases")
    at = number.stop + (tokens.word(number.stop) in own.words["more"])
    if at + 1 >= stop:
        return False
    if tokens.words[at] not in common.words["auxiliaries"] and tokens.words[at] not in ("remain", "remained"):
        return False
    return any(own.phrases["stock"].at(tokens, near, stop) for near in (at, at + 1, at + 2))


def _sum_before(tokens: Tokens, number: Number) -> bool:
    own = _own()
    before = tokens.words[max(0, number.first - 3) : number.first]
    return not own.words["sums"].isdisjoint(before)


def _count_before(tokens: Tokens, number: Number) -> bool:
    """Reads "the death toll rose to 120", "killing 12", "killed at least 12"."""
    own = _own()
    verbs = harm()
    begin, _ = prefixes(tokens, max(0, number.first - 4), number.first)
    if tokens.word(begin - 1) in ("to", "at") and "total" in tokens.words[max(0, number.first - _TOTAL) : number.first]:
        return True
    window = tokens.words[max(0, number.first - 4) : number.first]
    if not own.words["tolls"].isdisjoint(tokens.words[max(0, number.first - 16) : number.first]):
        return tokens.word(number.first - 1) not in ("in", "on", ",")
    return any(word in verbs for word in window) and not {",", "in", "on"} & set(window[-1:])


@lru_cache(maxsize=1)
def _moves() -> frozenset[str]:
    return frozenset(
        word for word in _own().union("displaced", "released", "called_up", "deployed") if not word.endswith("s")
    )


def _is_subject(tokens: Tokens, first: int, number: Number, stop: int) -> bool:
    """Reads "Some 16,000 have already received their papers": several are told of before, and a clause begins."""
    begin, said = prefixes(tokens, first, number.first)
    opens = begin == first or tokens.words[begin - 1] in _OPENING
    large = bool(said) or "," in tokens.words[number.first]
    return opens and large and (number.value or 0) >= _LEAST and tokens.word(number.stop) in _PLURAL_AUX


def _is_object(tokens: Tokens, first: int, number: Number) -> bool:
    """Reads "has evacuated 311 in three flights", "they now number about 160,000"."""
    begin, _ = prefixes(tokens, first, number.first)
    word = tokens.words[begin - 1] if begin > first else ""
    if word in _PARTICLES and begin - 2 > first:
        word = tokens.words[begin - 2] if tokens.words[begin - 2] in _CARRYING else word
    moved = word in _moves() or word in _CARRYING or (word in _DRAWING and (number.value or 0) >= _LEAST)
    put = begin - 1 > first and tokens.words[begin - 2 : begin] in (["estimated", "at"], ["numbered", "at"])
    return (
        moved
        or put
        or (word in _SIZED and begin - 1 > first and tokens.words[begin - 2] not in ("the", "a", "this", "of"))
    )
