"""Numbers whose noun was told before: "120 detentions there and more than 2,300 across the country"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from timeline.extract import wordlists
from timeline.extract.modifiers import prefixes
from timeline.extract.nouns import is_person
from timeline.extract.numerals import Number
from timeline.text import Tokens

if TYPE_CHECKING:
    from timeline.extract.counted import Counted

_LISTS: Final = wordlists.load("quantities")
_SCALES: Final = frozenset((*_LISTS.values["scale"], *_LISTS.values["glued_scale"], "m"))
_MONEY: Final = _LISTS.words["currencies"] | {"$"}
_DAYS: Final = wordlists.load("phrases").words["weekdays"]
# How far back the noun may be, in tokens and in numbers.
_REACH: Final = 24
_NUMBERS: Final = 4
# What the number is joined to the one before with, and what says where or when it is another.
_JOINS: Final = frozenset(("and", ",", "but", "while", "against", "versus", "including", "with", "–", "—", "--"))
_BEHIND: Final = (_DAYS | _LISTS.words["apart"]).union(
    ("in", "on", "at", "near", "across", "around", "outside", "inside", "throughout", "along", "within", "from", "to"),
    ("since", "during", "before", "after", "over", "for", "against", "with", "this", "last", "there", "here"),
    ("today", "yesterday", "earlier", "later"),
)
_TIMES: Final = _LISTS.words["time"]
_BEFORE: Final = frozenset(("before", "earlier", "ago", "later", "after"))
_AGO: Final = 3
_OF_THEM: Final = (["of", "which"], ["of", "them"], ["of", "whom"])
# A number behind one of these says in how many places or by how many means it happened.
_SETTING: Final = frozenset(("in", "on", "at", "across", "from", "over", "within", "by", "aboard", "for"))
_RANGE_REACH: Final = 6
_PERCENT: Final = 100


def whole_before(tokens: Tokens, first: int, stop: int, number: Number, found: Sequence[Counted]) -> Counted | None:
    """The number before whose noun is that of this one too, if it has none of its own; None without one."""
    begin, _ = prefixes(tokens, first, number.first)
    if _is_of_them(tokens, begin, number):
        return _of_more(found[-_NUMBERS:], number)
    if number.value == 1 or begin - 1 <= first or tokens.words[number.stop : number.stop + 2] == ["on", "board"]:
        return None
    # "1,017 votes, to 188 for the man in office".
    against = tokens.words[begin - 1] == "to" and tokens.word(number.stop) in ("for", "against")
    if tokens.words[begin - 1] not in _JOINS and not against:
        return None
    if not _is_elsewhere(tokens, number.stop, stop):
        return None
    if "between" in tokens.words[max(first, begin - _RANGE_REACH) : begin]:
        return None
    told = _nearest(tokens, found[-_NUMBERS:], number)
    if told is None or begin - told.end > _REACH or ";" in tokens.words[told.end : begin]:
        return None
    # "The rooms 3 and 4 in the cellar": the number is joined to one that counts nothing.
    if tokens.words[begin - 2][0].isdigit() and told.end != begin - 1:
        return None
    # "Paid $3 million in May and 200 in June": of money only what is told in the same scale is more of it.
    alike = _is_scaled(tokens, told.stop) == _is_scaled(tokens, number.stop)
    return told if alike or told.noun.head not in _MONEY else None


def unit_of(tokens: Tokens, told: Counted) -> str:
    """What a number told before counts; "" for people, who need no noun."""
    if is_person(told.noun.head) or not told.noun.head:
        return ""
    return told.unit or tokens.text[tokens.starts[told.noun.first] : tokens.ends[told.noun.stop - 1]]


def is_part(tokens: Tokens, first: int, told: Counted, number: Number) -> bool:
    """Reads "190 lawmakers, 18 from the ruling party", "of whom 18": those behind are among those before."""
    begin, _ = prefixes(tokens, first, number.first)
    fewer = number.value is not None and told.value is not None and number.value < told.value
    apposed = tokens.words[begin - 1] == "," and told.end == begin - 1
    return fewer and (apposed or _is_of_them(tokens, begin, number))


def _is_of_them(tokens: Tokens, begin: int, number: Number) -> bool:
    """Reads "10 missiles, seven of which were shot down", "4,000 cartridges, of which 2,000 are for rifles"."""
    behind = tokens.words[number.stop : number.stop + 2]
    before = tokens.words[max(0, begin - 2) : begin]
    return behind in _OF_THEM or before in _OF_THEM


def _is_elsewhere(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether another place or time than the first is told there: "in Hama", "nationwide", "a month before"."""
    words = tokens.words[at : min(stop, at + _AGO)]
    ago = len(words) == _AGO and words[0] in ("a", "an", "one", "the") and words[1] in _TIMES and words[2] in _BEFORE
    return ago or (bool(words) and words[0] in _BEHIND)


def _nearest(tokens: Tokens, found: Sequence[Counted], number: Number) -> Counted | None:
    """The last number that can stand for others, one that says of what others are ("of four gates") last of all."""
    able = [one for one in reversed(found) if "article" not in one.cues and "none" not in one.cues]
    able = [one for one in able if one.begin == 0 or tokens.words[one.begin - 1] not in _SETTING]
    if (number.value or number.low or 0) > _PERCENT:  # "Won 1,685,212 votes, or 56 percent, against 1,258,401 for".
        able = [one for one in able if one.noun.head not in _LISTS.words["percent"]]
    return next((one for one in able if tokens.word(one.begin - 1) != "of"), next(iter(able), None))


def _of_more(found: Sequence[Counted], number: Number) -> Counted | None:
    """The last number of more than these, which they are a part of."""
    least = number.value or number.low or 0
    return next((one for one in reversed(found) if (one.value or 0) > least and one.noun.head not in _MONEY), None)


def _is_scaled(tokens: Tokens, stop: int) -> bool:
    return tokens.words[stop - 1] in _SCALES
