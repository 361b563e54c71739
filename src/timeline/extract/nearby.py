"""The words about a number, as what was learned of numbers knows them."""

from __future__ import annotations

from typing import Final

from timeline.extract.document import Document
from timeline.extract.quantities import Quantity
from timeline.extract.stems import stem

# How many words before and behind a number tell what it is of.
_REACH: Final = 5


def nearby(document: Document, quantity: Quantity) -> list[str]:
    """The stems of the words before a number and behind it in its sentence, each once, and which stands next to it."""
    words = document.tokens.words
    begin, end = document.token_at(quantity.start), document.token_at(quantity.end - 1) + 1
    first, stop = sentence_of(document, quantity)
    before = [stem(word) for word in words[max(first, begin - _REACH) : begin] if not word.isspace()]
    behind = [stem(word) for word in words[end : min(stop, end + _REACH)] if not word.isspace()]
    found = [*(f"<{word}" for word in before), *(f">{word}" for word in behind)]
    return list(dict.fromkeys([*found, *(f"-{word}" for word in before[-1:]), *(f"+{word}" for word in behind[:1])]))


def within(document: Document, quantity: Quantity) -> list[str]:
    """The stems of a number's own words: what is said about it, and the noun that it counts."""
    words = document.tokens.words[document.token_at(quantity.start) : document.token_at(quantity.end - 1) + 1]
    return list(dict.fromkeys(stem(word) for word in words if not word.isspace() and not word[0].isdigit()))


def sentence_of(document: Document, quantity: Quantity) -> tuple[int, int]:
    """The tokens of a number's sentence."""
    return document.units.sentences[document.units.sentence[document.unit_at(quantity.start)]]
