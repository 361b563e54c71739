"""A text as the words that triggers are matched over: sentences, commas and hard stops kept, other signs left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from timeline.text import Tokens, sentence_starts, tokenise

COMMA: Final = ","
STOP: Final = "\n"
_COMMAS: Final = frozenset(",()[]–—--")
_HARD: Final = frozenset(";:")
# Mixed-case text tells a name by its capital.
_LONGEST: Final = 300
_SHOUTED: Final = 0.6


@dataclass(frozen=True, slots=True)
class Units:
    """Parallel lists over the words of a text: the word in lower case, its token, its sentence.

    `,` stands for a comma, dash or bracket, a line feed for a hard stop. sentences: first and last-but-one token of
    each. at: token index to the unit that stands at or behind it. shouted: the text is written in capitals.
    """

    tokens: Tokens
    words: list[str]
    token: list[int]
    sentences: list[tuple[int, int]]
    sentence: list[int]
    at: list[int]
    shouted: bool


def units(text: str) -> Units:
    """Tokenise a text and part it into sentences and words."""
    tokens = tokenise(text)
    starts = [start for start in dict.fromkeys(sentence_starts(tokens)) if start < len(tokens)]
    bounds = list(_bounds(starts, len(tokens)))
    words: list[str] = []
    token: list[int] = []
    sentence: list[int] = []
    at = [0] * (len(tokens) + 1)
    for number, (first, stop) in enumerate(bounds):
        for index in range(first, stop):
            at[index] = len(words)
            word = tokens.words[index]
            word = word if word[0].isalnum() else _sign(word)
            if word and not (word == COMMA and _joins(tokens, index)):
                words.append(word)
                token.append(index)
                sentence.append(number)
        words.append(STOP)
        token.append(stop - 1)
        sentence.append(number)
    at[len(tokens)] = len(words)
    return Units(tokens, words, token, bounds, sentence, at, _shouted(text))


def _bounds(starts: list[int], end: int) -> Iterator[tuple[int, int]]:
    """Sentences, over-long ones in pieces: rules that look at pairs of words stay linear in the text."""
    for first, stop in zip(starts, [*starts[1:], end], strict=False):
        for begin in range(first, stop, _LONGEST):
            yield begin, min(stop, begin + _LONGEST)


def _sign(word: str) -> str:
    """What a sign stands for: a comma, a hard stop, a word, or nothing."""
    if word in _COMMAS:
        return COMMA
    if word == "%":
        return "percent"
    return STOP if word in _HARD or word[0] == "\n" else ""


def _joins(tokens: Tokens, index: int) -> bool:
    """True for a hyphen inside a word: "cease-fire" is two words side by side."""
    return tokens.words[index] == "-" and tokens.glued(index) and tokens.glued(index + 1)


def _shouted(text: str) -> bool:
    """True for text in capitals, as agencies sent it."""
    letters = Counter(text[:4000])
    large = sum(count for letter, count in letters.items() if letter.isupper())
    small = sum(count for letter, count in letters.items() if letter.islower())
    return large > _SHOUTED * (large + small)
