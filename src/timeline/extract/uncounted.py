"""Numbers that count nothing: parts of names, dates, scores, clock times, ratios, wholes of which a part is told."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from timeline.extract import money, numerals, wordlists
from timeline.extract.compounds import compound_at
from timeline.extract.modifiers import prefixes
from timeline.extract.nouns import is_plural, noun_after
from timeline.extract.numerals import Number
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

_HYPHENS: Final = frozenset("-–—‑‐")
FIRST_YEAR: Final = 1500
LAST_YEAR: Final = 2100
# "Half of the 2,000 prisoners", "most of its 300 members".
_PARTS: Final = frozenset(
    ("half", "third", "thirds", "quarter", "quarters", "fifth", "most", "majority", "percent", "%")
)
_PART_REACH: Final = 4
# What stands before a number that another has taken the place of.
_EARLIER: Final = (["up", "from"], ["down", "from"])
_QUOTES: Final = frozenset(('"', "“", "``"))
_MAY: Final = frozenset(("could", "may", "might"))
_RISE: Final = frozenset(("rise", "climb", "grow", "increase", "swell"))
_COME_TO: Final = frozenset(("reach", "exceed", "top", "pass", "surpass"))
_KIN: Final = frozenset(("father", "mother", "parent", "parents", "grandfather", "grandmother"))
# "Four in 10", "three in five".
_ALL: Final = frozenset((4, 5, 10, 100))
_CLUBS: Final = frozenset((7, 8, 10, 15, 20, 24, 77))
_HEDGES: Final = frozenset(("strong", "odd", "plus"))
_LEVELS: Final = wordlists.load("quantities").words["change"] | {"to"}


@lru_cache(maxsize=1)
def _lists() -> tuple[Lists, frozenset[str]]:
    return wordlists.load("quantities"), wordlists.load("phrases").words["months"]


def names_something(tokens: Tokens, first: int, stop: int, number: Number) -> bool:
    """Whether the digits are part of a name, a date, a score, a clock time or an ordinal."""
    own, months = _lists()
    before, after, at = tokens.word(number.first - 1), tokens.word(number.stop), number.first
    if money.sign_before(tokens, first, number) is not None:
        return _is_whole(tokens, first, number)
    if at > first and tokens.glued(at) and (before[0].isalnum() or before in "/#№_.:"):
        return True
    if at > first + 1 and before in _HYPHENS and tokens.glued(at) and tokens.glued(at - 1):
        return True
    if number.form == "digits" and _is_year(tokens, number, stop):
        return True
    if before in months and number.form == "digits" and (number.value or 0) <= 31 and not is_plural(after):
        return True
    if after in months and number.form == "digits" and (number.value or 99) <= 31:
        return True
    sized = number.form == "digits" and "," in tokens.words[at]  # "In the year 30,100 people came".
    if (before in own.words["labels"] and not sized) or (
        before == "." and tokens.word(at - 2) in ("no", "nos", "art", "sec")
    ):
        return before not in ("no", "unit", "f", "act", "second", "nato", "tel")
    if _is_club(tokens, first, number):
        return True
    if numerals.begins_change(tokens, number.first) and tokens.word(number.stop) == "to":
        return True
    return _is_ratio(tokens, number, stop) or _is_whole(tokens, first, number) or _followed_oddly(tokens, number, stop)


def _is_club(tokens: Tokens, first: int, number: Number) -> bool:
    """Whether the number is part of a name: "the Group of Seven", "Group of 77"; "a group of seven men" is none.

    In a text all in capitals only "the" tells.
    """
    at = number.first - 2
    if at < first or tokens.words[at : at + 2] != ["group", "of"] or number.value not in _CLUBS:
        return False
    before = tokens.words[at - 1] if at > first else ""
    return tokens.raw(at).istitle() if before != "the" else tokens.raw(at)[0].isupper()


def _followed_oddly(tokens: Tokens, number: Number, stop: int) -> bool:
    own, _ = _lists()
    after = tokens.word(number.stop) if number.stop < stop else ""
    if not after:
        return False
    if tokens.glued(number.stop) and (after[0].isdigit() or after in "/_:"):
        return True
    if tokens.glued(number.stop) and after[0].isalpha() and not _is_unit(after):
        return True
    if after in own.words["unused_units"] or after in own.words["time"]:
        return True
    if tokens.words[number.stop : number.stop + 2] in (["per", "cent"], ["out", "of"]):
        return after == "out"
    return after in _HYPHENS and tokens.glued(number.stop) and not _hyphened(tokens, number.stop, stop)


def _is_unit(word: str) -> bool:
    own, _ = _lists()
    return any(word in own.words[name] for name in ("length", "percent", "other_units", "currencies"))


def _hyphened(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether the hyphen behind the number leads on to what counts: "10-mile", "200-strong", "30-truck convoy"."""
    own, _ = _lists()
    word = tokens.word(at + 1) if at + 1 < stop else ""
    if not word or not tokens.glued(at + 1):
        return True
    sized = word in own.words["length"] or word in own.words["currencies"] or word in _HEDGES
    return sized or compound_at(tokens, at, stop) is not None


def _is_year(tokens: Tokens, number: Number, stop: int) -> bool:
    """Four bare digits between 1500 and 2100, unless a noun that is counted follows."""
    value = number.value if number.value is not None else number.high
    text = tokens.words[number.stop - 1]
    if value is None or not FIRST_YEAR <= value <= LAST_YEAR or len(text) != 4:
        return False
    before = tokens.word(number.first - 1)
    if before in ("in", "since", "of", "by", "until", "from", "during", ",", "before", "after", "between", "to"):
        return True
    noun = noun_after(tokens, number.stop, stop)
    return noun.first == noun.stop or not is_plural(noun.head)


def _is_ratio(tokens: Tokens, number: Number, stop: int) -> bool:
    """Whether the number is one side of "one in three", "one in every 10"."""
    at = number.stop
    if number.form != "vague" and at + 1 < stop and tokens.words[at] == "in":
        step = 2 if tokens.words[at + 1] in ("every", "each") else 1
        other = numerals.number_at(tokens, at + step, stop) if at + step < stop else None
        small = number.value is not None and number.value < 10
        if (
            other is not None
            and small
            and other.value
            and other.value > (number.value or 0)
            and not _is_year(tokens, other, stop)
        ):
            return step == 2 or number.value == 1
    if number.form != "vague" and (_is_rate(tokens, number, stop) or _is_base(tokens, number, stop)):
        return True
    return tokens.word(number.first - 1) in ("in", "every") and tokens.word(number.first - 2) in ("one", "1", "in")


def _is_rate(tokens: Tokens, number: Number, stop: int) -> bool:
    """Reads "four in 10 of the towns", "nine in ten said yes": a share of all."""
    if number.stop + 1 >= stop or tokens.words[number.stop] != "in":
        return False
    other = numerals.single_at(tokens, number.stop + 1, stop)
    if other is None or other.value not in _ALL or (number.value or 0) >= other.value:
        return False
    noun = noun_after(tokens, other.stop, stop)
    return noun.first == noun.stop


def _is_base(tokens: Tokens, number: Number, stop: int) -> bool:
    """Whether the number is the 10 of "four in 10 of the towns"."""
    at = number.first - 2
    if at < 0 or tokens.words[at + 1] != "in" or number.value not in _ALL:
        return False
    other = numerals.single_at(tokens, at, stop)
    return other is not None and other.stop == at + 1 and _is_rate(tokens, other, stop)


def _is_whole(tokens: Tokens, first: int, number: Number) -> bool:
    """Whether only a part of the number is spoken of: "half of the city's 30,000 people"."""
    words = tokens.words[max(first, number.first - _PART_REACH - 1) : number.first]
    if "of" not in words or _PARTS.isdisjoint(words):
        return False
    at = len(words) - 1 - words[::-1].index("of")
    behind = words[at + 1 :]
    known = bool(behind) and (
        behind[0] in ("the", "its", "their", "his", "her", "these", "those") or behind[-1] in ("'s", "’s")
    )
    return known and at > 0 and words[at - 1] in _PARTS


def is_beside(tokens: Tokens, first: int, number: Number) -> bool:
    """Reads "up from 28,120", "to 1,774, from 942 a day earlier": what it was before; "father of four"."""
    begin, _ = prefixes(tokens, first, number.first)
    if begin - 2 < first:
        return False
    before = tokens.words[begin - 2 : begin]
    if before[1] == "of" and before[0] in _KIN:
        return True
    return (
        _is_feared(tokens, first, begin)
        or before in _EARLIER
        or tokens.words[number.first - 2 : number.first] == [",", "initially"]
        or (before == [",", "from"] and not _LEVELS.isdisjoint(tokens.words[first : begin - 2]))
        or _is_former(tokens, first, begin)
    )


def _is_former(tokens: Tokens, first: int, begin: int) -> bool:
    """Reads "raised the number of its dead to 46 from 36": the level that it has left."""
    return (
        begin - 3 >= first
        and tokens.words[begin - 1] == "from"
        and (tokens.words[begin - 3] == "to" and tokens.words[begin - 2][0].isdigit())
    )


def _is_feared(tokens: Tokens, first: int, begin: int) -> bool:
    """Reads "the toll could rise to 10,000", "may reach 500": no number of what has happened."""
    at = begin - 1 - (tokens.word(begin - 1) in _QUOTES)
    rises = tokens.word(at) == "to" and tokens.word(at - 1) in _RISE
    at -= rises
    return at - 1 >= first and (rises or tokens.word(at) in _COME_TO) and tokens.word(at - 1) in _MAY
