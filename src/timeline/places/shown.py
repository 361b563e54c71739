"""How a place is printed: as the text spells it, for readers know it so; else the gazetteer's name in plain letters."""

from __future__ import annotations

import unicodedata
from typing import Final

from timeline.places.entries import Place
from timeline.places.passage import Passage
from timeline.places.words import role

_PLAIN: Final = str.maketrans(dict.fromkeys("’ʼ‘`ʻʹʺ"))
_SPELLED: Final = frozenset(("name", "alias"))


def shown(passage: Passage, first: int, last: int, place: Place, how: str) -> str:
    """The name of the place at tokens `first` to `last` (exclusive) of the passage."""
    if how not in _SPELLED or place.feature not in ("city", "region") or passage.bare[first]:
        return plain(place.name)
    raw = " ".join(passage.text[passage.tokens.starts[first] : passage.tokens.ends[last - 1]].split())
    if raw.isupper() or not any(c.isupper() for c in raw) or not _is_latin(raw):
        return plain(place.name)
    if place.feature == "city":
        return raw
    # A region by its short name alone would be taken for its chief town.
    following = passage.word(last)
    if following in role("region"):
        return f"{raw} {passage.tokens.raw(last)}"
    return raw if " " in raw else plain(place.name)


def plain(name: str) -> str:
    """Without accents and the signs of transliteration.

    >>> plain("Ust’-Ilimsk"), plain("Medellín")
    ('Ust-Ilimsk', 'Medellin')
    """
    if name.isascii():
        return name
    marked = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    return unicodedata.normalize("NFC", "".join(c for c in marked if not unicodedata.combining(c)))


def _is_latin(text: str) -> bool:
    return all(ord(c) < 0x250 or c in "’ʼ‘‐–" for c in text)
