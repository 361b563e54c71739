"""Sentence bounds over tokens."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from timeline.text.tokens import Tokens

_ENDS = frozenset(".?!")
_CLOSERS = frozenset("\"'”’)]")
# A period after one of these does not end a sentence.
_TITLES = frozenset(
    (
        "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "sgt", "capt", "maj", "adm", "rep", "sen", "gov",
        "st", "jr", "sr", "inc", "corp", "co", "ltd", "vs", "etc", "no", "rev", "hon", "u", "s", "n", "ca",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
    )
)  # fmt: skip


@lru_cache(maxsize=1)
def sentence_starts(tokens: Tokens) -> list[int]:
    """Indices of the tokens that begin a sentence; the first is 0. Blank lines and line ends part sentences too.

    The same list for the same tokens: it is not to be changed.
    """
    starts, words = [0], tokens.words
    for index, word in enumerate(words):
        if word[0] == "\n" or (word in _ENDS and _ends_sentence(tokens, index)):
            starts.append(index + 1)
    return starts


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    if tokens.words[index] == "." and tokens.word(index - 1) in _TITLES and tokens.glued(index):
        return False
    following = index + 1
    while tokens.word(following) in _CLOSERS:
        following += 1
    if following >= len(tokens):
        return True
    first = tokens.text[tokens.starts[following]]
    return not tokens.glued(following) and not first.islower()


def sentence_of(starts: list[int], index: int) -> int:
    """The first token of the sentence that holds the token."""
    return starts[bisect_right(starts, index) - 1]
