"""Currencies told before the amount: "$2.5 million", "A$300", "CHF 15.4 million", "dlrs 50 million", "N50 million"."""

from __future__ import annotations

from typing import Final

from timeline.extract import wordlists
from timeline.extract.numerals import Number
from timeline.text import Tokens

_LISTS: Final = wordlists.load("quantities")
_SIGNS: Final = _LISTS.words["signs"]
_CODES: Final = _LISTS.words["codes"]
_GLUED: Final = _LISTS.words["glued_codes"]
_DOLLARS: Final = _LISTS.words["dollars"]
_SCALES: Final = frozenset((*_LISTS.values["scale"], *_LISTS.values["glued_scale"], "m"))
# Codes are three capitals, which keeps the verb of "rub 2 sticks" apart; those of the agencies are not.
_CODE: Final = 3
_OTHERWISE: Final = frozenset(("dlrs", "rs", "dm"))


def sign_before(tokens: Tokens, first: int, number: Number) -> tuple[int, str] | None:
    """Where the currency before the number begins, and the currency as it is written; None without one."""
    at = number.first - 1
    if at < first:
        return None
    word = tokens.words[at]
    if word in _SIGNS:
        return _of_sign(tokens, first, at)
    if word == "." and at > first and tokens.words[at - 1] == "rs" and tokens.glued(at):  # "Rs.500 crore".
        return at - 1, tokens.raw(at - 1)
    if _is_code(tokens, at) or (word in _GLUED and tokens.glued(at + 1) and tokens.words[number.stop - 1] in _SCALES):
        return at, tokens.raw(at)
    return None


def _of_sign(tokens: Tokens, first: int, at: int) -> tuple[int, str]:
    """Reads "US $5" and "A$5"; a dollar is one of the United States where nothing else is said."""
    whose = tokens.words[at - 1] if at > first else ""
    if tokens.glued(at) and whose in _DOLLARS - {"us"}:
        return at - 1, tokens.text[tokens.starts[at - 1] : tokens.ends[at]]
    return at - (whose == "us" and not tokens.glued(at)), tokens.raw(at)


def _is_code(tokens: Tokens, at: int) -> bool:
    word = tokens.words[at]
    return word in _CODES and (word in _OTHERWISE or len(word) != _CODE or tokens.raw(at).isupper())
