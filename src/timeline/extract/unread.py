"""Numbers in which no rule reads a count: a claim may count them all the same ("stood at 301 by the count")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.nouns import is_person, noun_after
from timeline.extract.numerals import Number, number_at, openers
from timeline.extract.quantities import Quantity
from timeline.text import Tokens

# The mark of such a number.
UNREAD: Final = "unread"
_FIRST_YEAR: Final = 1900
_LAST_YEAR: Final = 2100


@lru_cache(maxsize=1)
def _labels() -> frozenset[str]:
    """Words behind which a number is a name."""
    return wordlists.load("quantities").words["labels"]


def unread(tokens: Tokens, first: int, stop: int, taken: Sequence[tuple[int, int]]) -> Iterator[Quantity]:
    """The numbers of one sentence outside the code points in `taken` (counts, days); what looks like a name is none."""
    words, known, at = tokens.words, openers(), first
    while at < stop:
        number = number_at(tokens, at, stop) if words[at][0].isdigit() or words[at] in known else None
        if number is not None and not _is_name(tokens, number) and not _is_taken(tokens, number, taken):
            yield from _quantity(tokens, stop, number)
        at = max(at + 1, number.stop) if number is not None else at + 1


def _is_taken(tokens: Tokens, number: Number, taken: Sequence[tuple[int, int]]) -> bool:
    start, end = tokens.starts[number.first], tokens.ends[number.stop - 1]
    return any(begin < end and start < done for begin, done in taken)


def _is_name(tokens: Tokens, number: Number) -> bool:
    """Whether it looks like a year, or a label or call number: "Gate 12", "0800 123 4567"."""
    if number.form != "digits":
        return False
    word, before, behind = tokens.words[number.first], tokens.word(number.first - 1), tokens.word(number.stop)
    year = _FIRST_YEAR <= (number.value or 0) <= _LAST_YEAR
    called = word[0] == "0" and word.isdigit() and len(word) > 1
    return year or called or before in _labels() or before[:1].isdigit() or behind[:1].isdigit()


def _quantity(tokens: Tokens, stop: int, number: Number) -> Iterator[Quantity]:
    value = number.value if number.value is not None else number.low
    if value is None:
        return
    noun = noun_after(tokens, number.stop, stop)
    named = noun.stop > noun.first
    start, here = tokens.starts[number.first], tokens.ends[number.stop - 1]
    begin, end = (tokens.starts[noun.first], tokens.ends[noun.stop - 1]) if named else (here, here)
    unit = " ".join(tokens.text[begin:end].split()) if named else "people"
    who = unit if named and is_person(noun.head) else None
    measure = "people" if not named or who else "count"
    yield Quantity(start, end, value, number.low, number.high, unit, begin, end, "flow", measure, None, who, (UNREAD,))
