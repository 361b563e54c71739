"""A text as the finder looks at it: tokens, which of them have the capitals of a name, and what stands beside what."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from timeline.places.normal import word_key
from timeline.text import Tokens, sentence_starts, tokenise

_MOSTLY: Final = 0.7
_FEW: Final = 3
# Signs inside a name: Ust-Ilimsk, St. Petersburg, U.S.
_INNER: Final = frozenset("-.'’‐‑–")


class Passage:
    """Tokens with their letter case.

    `capital[i]`: the token may begin a name; `bare[i]`: its sentence is all in capitals, so case
    says nothing.
    """

    def __init__(self, text: str | Tokens) -> None:
        self.tokens = tokenise(text) if isinstance(text, str) else text
        self.words, self.text = self.tokens.words, self.tokens.text
        self.begins = sentence_starts(self.tokens)
        text_, starts = self.text, self.tokens.starts
        self.upper = [text_[at].isupper() for at in starts]
        self.bare = self._bare()
        self.capital = [
            upper or (bare and word[0].isalpha())
            for upper, bare, word in zip(self.upper, self.bare, self.words, strict=True)
        ]
        self._first = set(self.begins)

    def __len__(self) -> int:
        return len(self.words)

    def word(self, index: int) -> str:
        """The token in lower case, or the empty string outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def key(self, index: int) -> str:
        """The token as part of a key; the empty string for signs and numbers."""
        word = self.words[index]
        return word_key(word) if word[0].isalpha() else ""

    def inner(self, index: int) -> bool:
        """The sign may stand inside a name: it touches what is before it."""
        return index < len(self.words) and self.words[index] in _INNER and self.tokens.glued(index)

    def opens(self, index: int) -> bool:
        """The token begins a sentence, so that its capital says nothing."""
        return index in self._first or self.word(index - 1) in (
            "“",
            '"',
            "‘",
            "(",
            "[",
            "--",
            ":",
            "•",
            "*",
            "-",
            "—",
            "]",
            ")",
        )

    def before(self, index: int) -> int:
        """The token right before, over a hyphen or a title's period; -1 when a sign parts them."""
        left = index - 1
        if left >= 0 and (self.words[left] in "-–‐‑" or (self.words[left] == "." and len(self.word(left - 1)) <= 4)):
            left -= 1
        return left if left >= 0 and self.words[left][0].isalpha() else -1

    def after(self, index: int) -> int:
        """The token right behind, over a hyphen; -1 when a sign parts them."""
        right = index + 1 if self.word(index) in ("-", "–", "‐", "‑") else index
        return right if right < len(self.words) and self.words[right][0].isalpha() else -1

    def _bare(self) -> list[bool]:
        found: list[bool] = []
        bounds = [*self.begins, len(self.words)]
        previous = False
        for first, last in pairwise(bounds):
            value = self._all_one_case(first, last, previous)
            found += [value] * (last - first)
            previous = value
        return found

    def _all_one_case(self, first: int, last: int, previous: bool) -> bool:
        text, ends = self.text, self.tokens.ends
        longer, upper = 0, 0
        for at, start in enumerate(self.tokens.starts[first:last], first):
            if ends[at] - start > 1 and text[start].isalpha():
                longer += 1
                # Most words begin with a small letter: these need not be looked at any further.
                upper += not text[start].islower() and text[start : ends[at]].isupper()
        return previous and upper == longer if longer < _FEW else upper > _MOSTLY * longer
