"""What is said just before and behind a number: at least, up to, nearly, about, or more."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.text import Tokens

_PREFIXES: Final = ("low", "high", "short", "about", "plain", "definite")
_SUFFIXES: Final = ("low_after", "high_after", "about_after")
_MOST: Final = 3


def prefixes(tokens: Tokens, first: int, begin: int) -> tuple[int, list[tuple[str, str]]]:
    """Where the words before a number begin, and the list and words of each: `("low", "at least")`."""
    phrases = wordlists.load("quantities").phrases
    said = list[tuple[str, str]]()
    for _ in range(_MOST):
        if tokens.word(begin - 1) not in _ends():
            break
        size, name = max((phrases[name].before(tokens, first, begin), name) for name in _PREFIXES)
        if not size:
            break
        said.append((name, " ".join(tokens.words[begin - size : begin])))
        begin -= size
    return begin, said


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """The words with which what is said before a number ends."""
    phrases = wordlists.load("quantities").phrases
    return frozenset().union(*(phrases[name].by_last for name in _PREFIXES))


def suffixes(tokens: Tokens, number_stop: int, end: int, stop: int) -> tuple[int, list[tuple[str, str]]]:
    """Where the words behind a number and its noun end, and the list and words: `("low", "or more")`."""
    phrases = wordlists.load("quantities").phrases
    for name in _SUFFIXES:
        size = phrases[name].at(tokens, end, stop)
        if size and tokens.word(end + size) != "than":  # "Killed 12 and more than 50 were hurt".
            return end + size, [(name.partition("_")[0], " ".join(tokens.words[end : end + size]))]
    if number_stop < stop and tokens.words[number_stop] == "+" and tokens.glued(number_stop):
        return max(end, number_stop + 1), [("low", "+")]
    return end, []
