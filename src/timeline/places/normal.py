"""How a name is spelled as a key: lower case, no accents, no apostrophes, words parted by one blank."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_PLAIN: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ё": "е"})
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’ʼ‘`ʻʹ"))
_WORD: Final = re.compile(r"[^\W_]+")


def word_key(word: str) -> str:
    """One token as a part of a key; "Saint" is "St".

    >>> word_key("Zürich"), word_key("Donets'k")
    ('zurich', 'donetsk')
    """
    if word.isascii() and word.isalpha():
        lower = word.lower()
        return "st" if lower == "saint" else lower
    bare = unicodedata.normalize("NFKD", word.lower().translate(_APOSTROPHES))
    # A Cyrillic short i is a letter of its own, not an accented one.
    kept = "".join(c for c in bare if not unicodedata.combining(c) or c == "\u0306")
    return unicodedata.normalize("NFC", kept).translate(_PLAIN)


def name_key(name: str) -> str:
    """A whole name as a key.

    >>> name_key("Ust'-Ilimsk"), name_key("St. Petersburg"), name_key("U.S.")
    ('ust ilimsk', 'st petersburg', 'u s')
    """
    return " ".join(word_key(word) for word in _WORD.findall(word_key(name)))
