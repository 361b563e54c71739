"""Whether a word stands as a verb or as a noun, told by its ending and its neighbours."""

from __future__ import annotations

from typing import Final

from timeline.extract import wordlists
from timeline.extract.units import COMMA, STOP, Units

_LISTS: Final = wordlists.load("assembly")
_BEFORE_NOUN: Final = _LISTS.words["before_noun"]
_BEFORE_VERB: Final = _LISTS.words["before_verb"]
_ADVERBS: Final = _LISTS.words["adverbs"]
_BEHIND_VERB: Final = _LISTS.words["behind_verb"]


def is_verb(units: Units, index: int) -> bool:
    """True when the word at the index looks like a verb there (a participle before a noun does not)."""
    words = units.words
    word, before, behind = words[index], words[index - 1] if index > 0 else STOP, words[index + 1]
    if before in _ADVERBS:
        before = _before(units, index - 1)
    if before in _BEFORE_VERB:
        return True
    if word.endswith("ing"):
        return behind in _BEHIND_VERB if before in _BEFORE_NOUN else before in (COMMA, STOP) or behind in _BEHIND_VERB
    if word.endswith("ed") or word in _IRREGULAR_PAST:
        return before not in _ARTICLES or behind in (COMMA, STOP, "by", "in", "on", "at")
    if before in _BEFORE_NOUN or before == "'s" or units.tokens.word(units.token[index] - 1) in ("'s", "’s"):
        return False
    return behind in _BEHIND_VERB or (before in (STOP, COMMA) and behind not in ("of", "in", "on", "by", STOP, COMMA))


def is_past(units: Units, index: int) -> bool:
    """True when the word has the form of a verb in the past, or is an auxiliary."""
    word = units.words[index]
    return word in _IRREGULAR_PAST or word in _FINITE or (len(word) > _SHORTEST_PAST and word.endswith("ed"))


_FINITE: Final = frozenset(
    (
        *("is", "are", "was", "were", "has", "have", "had", "will", "would", "said", "says", "told"),
        *("made", "gave", "met", "held", "left", "sent", "put"),
    )
)
_SHORTEST_PAST: Final = 4
_ARTICLES: Final = _LISTS.words["articles"]
_IRREGULAR_PAST: Final = _LISTS.words["irregular_past"]


def _before(units: Units, index: int) -> str:
    index -= 1
    while index >= 0 and units.words[index] in _ADVERBS:
        index -= 1
    return units.words[index] if index >= 0 else STOP
