"""What the gazetteer knows of a place, and what is found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FEATURES: Final = ("country", "region", "city", "post", "area")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer. `number` is its own number in the index; `country` is ISO 3166 alpha-2 or None."""

    number: int
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    feature: str
    population: int = 0
    region: int = -1


@dataclass(frozen=True, slots=True)
class Mention:
    """A place found in a text.

    `start`, `end`: code points into the text; `text`: as written there; `name`: as the gazetteer has it; `feature`:
    country, region, city, post or area; `parents`: from the nearest to the widest; `score`: 0 to 1, 0.5 and more is
    fit to print; `how`: name, alias, demonym ("the Georgian border"), metonym ("the Kremlin"),
    garbled, or written: in no gazetteer, but called so in the text ("in Zabarmari, Borno state"), with the coordinates
    of what holds it and `number` -1. `shown`: how to print it: as the text spells it, else plainly as the gazetteer
    does.
    """

    start: int
    end: int
    text: str
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    feature: str
    parents: tuple[str, ...]
    score: float
    how: str
    number: int
    shown: str = ""
