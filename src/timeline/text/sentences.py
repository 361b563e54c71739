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
        "brig", "cmdr", "cpl", "pvt", "supt", "insp", "det", "lieut", "messrs", "amb",
        "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
        "ala", "ariz", "calif", "colo", "conn", "fla", "kan", "ky", "md", "mich", "minn", "mont", "neb", "nev",
        "okla", "penn", "tenn", "tex", "va", "vt", "wis", "wyo",
    )
)  # fmt: skip


# With a capital behind an abbreviation these begin a sentence; a name or a weekday may go on with it.
_OPENERS = frozenset(
    (
        "the", "a", "an", "he", "she", "it", "they", "we", "his", "her", "its", "their", "this", "that", "these",
        "in", "at", "on", "by", "for", "from", "but", "and", "as", "if", "when", "while", "after", "before", "since",
        "there", "no", "some", "most", "many", "one", "two", "both", "all", "police", "officials",
    )
)  # fmt: skip


@lru_cache(maxsize=2)
def sentence_starts(tokens: Tokens) -> list[int]:
    """Indices of the tokens that begin a sentence; the first is 0. Blank lines and line ends part sentences too.

    The same list for the same tokens: it is not to be changed.
    """
    starts, words = [0], tokens.words
    for index, word in enumerate(words):
        if word[0] == "\n" or (word[-1] in _ENDS and _ends_sentence(tokens, index)):
            starts.append(index + 1)
    return starts


def _ends_sentence(tokens: Tokens, index: int) -> bool:
    if len(tokens.words[index]) > 1:  # a.m., B.C.
        return _opens_sentence(tokens, index + 1)
    if tokens.words[index] == "." and tokens.glued(index) and _is_shortened(tokens, index - 1):
        return _opens_sentence(tokens, index + 1)
    following = index + 1
    while tokens.word(following) in _CLOSERS:
        following += 1
    if following >= len(tokens):
        return True
    first = tokens.text[tokens.starts[following]]
    return not tokens.glued(following) and not first.islower()


def _is_shortened(tokens: Tokens, index: int) -> bool:
    """Whether the word is a title or a month cut short, or the initial of a name: "P.J. Crowley"."""
    word = tokens.word(index)
    return word in _TITLES or (len(word) == 1 and word.isalpha() and tokens.raw(index).isupper())


def _opens_sentence(tokens: Tokens, index: int) -> bool:
    """True for the "The" of "at 9 p.m. The police" and "Acme Inc. The company", which only a sentence begins with.

    In a text all in capitals no capital tells.
    """
    if tokens.word(index) not in _OPENERS or tokens.glued(index) or tokens.word(index + 1) == ".":
        return False
    return tokens.raw(index).istitle() and not tokens.raw(min(index + 1, len(tokens) - 1)).isupper()


def sentence_of(starts: list[int], index: int) -> int:
    """The first token of the sentence that holds the token."""
    return starts[bisect_right(starts, index) - 1]
