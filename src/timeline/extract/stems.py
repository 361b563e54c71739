"""Words without their endings, as what was learned knows them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from timeline.extract.units import STOP

_ENDINGS: Final = ("ing", "ed", "es", "s")
_SHORTEST: Final = 3
_NUMBER: Final = "#"


def stems(words: Sequence[str]) -> list[str]:
    """The stems of words (lower case) in their order, without the ends of sentences."""
    return [stem(word) for word in words if word != STOP]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A word without its ending; `#` for a number."""
    if word[0].isdigit():
        return _NUMBER
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST and word[0].isalpha():
            return word.removesuffix(ending)
    return word
