"""Numbers that stand apart from what they count: votes for and against, "the number of cases rose to 4,694"."""

from __future__ import annotations

from typing import Final

from timeline.extract import numerals, wordlists
from timeline.extract.nouns import Noun, is_person, is_plural, noun_after
from timeline.extract.numerals import Number
from timeline.text import Tokens

_REACH: Final = 28
_BALLOT_REACH: Final = 14
_LISTS: Final = wordlists.load("quantities")
_MONTHS: Final = wordlists.load("phrases").words["months"]
_BALLOT: Final = _LISTS.words["ballot"]
_HARMED: Final = _LISTS.words["harm_adjectives"]
_ACTS: Final = frozenset(("approved", "passed", "adopted", "rejected", "defeated", "ratified"))
_BEFORE_LEVEL: Final = (
    _LISTS.words["levels"]
    | _LISTS.words["change"]
    | {"to", "at", "as", "above", "past", "over", "was", "is", "reached"}
)
_AGAINST: Final = frozenset(("to", "-", "–", "against"))
_LINKS: Final = _AGAINST | {"votes", "vote"}
_LINK_REACH: Final = 5
_PUTS: Final = frozenset(("put", "puts", "putting", "estimate", "estimates", "estimated", "placed"))
_DETERMINERS: Final = wordlists.load("phrases").words["determiners"]
_SIZES: Final = _LISTS.words["sizes"]
_PUT_REACH: Final = 12


def level_noun(tokens: Tokens, first: int, begin: int, behind: int, stop: int) -> Noun:
    """What "the number of ..." beside a bare number counts; empty without it. begin, behind: bounds of its words."""
    nothing = Noun(begin, begin, "")
    put = _put_at(tokens, first, begin)
    if tokens.words[behind : behind + 3] in (["the", "number", "of"], ["the", "total", "of"]):
        return _counted(tokens, behind + 3, stop)
    if tokens.word(begin - 1) not in _BEFORE_LEVEL:
        return nothing
    for at in range(begin - 2, max(first, begin - _REACH) - 1, -1):
        start = tokens.words[at][0].isdigit() and tokens.word(at - 1) == "from"
        dated = tokens.word(at + 1) in _MONTHS or tokens.word(at - 1) in _MONTHS
        if (tokens.words[at][0].isdigit() and not start and not dated) or tokens.words[at] in (";", ":"):
            return nothing
        if tokens.words[at] in ("number", "numbers", "total") and tokens.word(at + 1) == "of":
            noun = _counted(tokens, at + 2, begin)
            return noun if noun.head else put or nothing
    return put or nothing


def is_margin(tokens: Tokens, first: int, begin: int) -> bool:
    """Whether a number begins there that tells by how many votes somebody won: "by a margin of 231,728"."""
    before = tokens.words[max(first, begin - 2) : begin]
    return before[-1:] == ["of"] and before[0] in ("margin", "majority", "plurality")


def _put_at(tokens: Tokens, first: int, begin: int) -> Noun | None:
    """Whom somebody puts at a number: "put the displaced at 137,000", "estimates their number at 20,000"."""
    if tokens.word(begin - 1) != "at" and tokens.words[begin : begin + 3] != ["as", "high", "as"]:
        return None
    near = range(begin - 2, max(first, begin - _PUT_REACH) - 1, -1)
    at = next((at for at in near if tokens.words[at] in _PUTS), -1) + 1
    if not at or any(word[0].isdigit() for word in tokens.words[at:begin]):
        return None
    at += tokens.words[at] in _DETERMINERS
    noun = _counted(tokens, at, begin)
    if tokens.words[at - 1] == "those" or noun.head in _SIZES:
        return Noun(begin, begin, "people")
    return noun if noun.head in _HARMED or (is_person(noun.head) and is_plural(noun.head)) else None


def _counted(tokens: Tokens, at: int, stop: int) -> Noun:
    """The noun behind "the number of"; "dead" and "wounded" stand for one, whatever follows them."""
    noun = noun_after(tokens, at, stop)
    if noun.head.endswith("ed") and noun.stop < stop and tokens.words[noun.stop] in _HARMED:  # "Confirmed dead".
        return Noun(noun.first, noun.stop + 1, tokens.words[noun.stop])
    alone = noun.first == noun.stop and at < stop and tokens.words[at] in _HARMED
    return Noun(at, at + 1, tokens.words[at]) if alone else noun


def votes(tokens: Tokens, first: int, stop: int, at: int) -> tuple[Number, Number] | None:
    """Those for and against: "by 463 votes to 100", "325-217", "a vote of 15 to 0"; None without a word of voting."""
    if _LINKS.isdisjoint(tokens.words[at + 1 : min(stop, at + _LINK_REACH)]):
        return None
    near = tokens.words[max(first, at - _BALLOT_REACH) : min(stop, at + _BALLOT_REACH)]
    if _BALLOT.isdisjoint(near) and _ACTS.isdisjoint(near):
        return None
    one = _plain(tokens, at, stop)
    if one is None:
        return None
    between = one.stop + (tokens.word(one.stop) in ("votes", "vote"))
    if between + 1 >= stop or tokens.words[between] not in _AGAINST:
        return None
    other = _plain(tokens, between + 1, stop)
    if other is None or (is_plural(tokens.word(other.stop)) and tokens.word(other.stop) not in ("votes", "against")):
        return None
    # "Passed the bill 60 to 39": without a word of voting only more for than against is a ballot.
    return (one, other) if not _BALLOT.isdisjoint(near) or (one.value or 0) > (other.value or 0) else None


def _plain(tokens: Tokens, at: int, stop: int) -> Number | None:
    """A number of up to four figures that stands for itself."""
    number = numerals.single_at(tokens, at, stop)
    if number is None or number.value is None or number.form in ("vague", "group"):
        return None
    return number if number.value < 10_000 or "," in tokens.words[at] else None
