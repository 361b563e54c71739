"""The gazetteer: names to places, places to what holds them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from math import asin, cos, log10, radians, sin, sqrt
from pathlib import Path
from typing import Final

from timeline.places.cache import index_file, open_or_build
from timeline.places.entries import Mention, Place
from timeline.places.index import NOTHING, Found, Index
from timeline.places.normal import name_key, word_key
from timeline.places.overlay import Overlay
from timeline.places.own import project_places
from timeline.text import Tokens

_EARTH_KM: Final = 6371.0
_ALTERNATIVE: Final = 0.7
_KNOWN_NAMES: Final = 20_000


def load(project_file: Path | None = None, *, cache: Path | None = None) -> Gazetteer:
    """The shipped gazetteer with a project's places.toml over it; the index is made when it is not in the cache.

    `cache` is the folder of the index, default the user's cache. Raises ConfigError naming file and key.
    """
    return Gazetteer(open_or_build(cache), project_file)


def ensure_index(cache: Path | None = None) -> Path:
    """Make the index where it is missing (some seconds), so that child processes only open it; the file it is in."""
    open_or_build(cache)
    return index_file(cache)


class Gazetteer:
    """Places by name. Cheap to open: what it knows lies in a file that is searched in place."""

    def __init__(self, index: Index, project_file: Path | None = None) -> None:
        self._index = index
        self._overlay = Overlay(index)
        self._capitals = frozenset(index.extra["capitals"])
        self.find_key = lru_cache(_KNOWN_NAMES)(self._find_key)
        self.find_word = lru_cache(_KNOWN_NAMES)(self._find_word)
        self.by_number = lru_cache(_KNOWN_NAMES)(self._by_number)
        self.ancestors = lru_cache(_KNOWN_NAMES)(self._ancestors)
        entries = project_places(project_file)
        if entries:
            self._overlay.add(entries, str(project_file))

    def find(self, text: str | Tokens, *, floor: float = 0.5) -> list[Mention]:
        """The places that a text names, in its order, with a score of at least `floor`.

        With a floor of 0.3 also the weak ones, among them demonyms that say a country but no place.
        """
        from timeline.places.finding import find

        return find(text, self, floor)

    def _find_key(self, key: str) -> Found:
        return self._overlay.find(key, self._index.find(key))

    def _find_word(self, word: str) -> Found:
        return self.find_key(word_key(word)) if word[0].isalpha() else NOTHING

    def _by_number(self, number: int) -> Place:
        return self._overlay.place(number) or self._index.place(number)

    def candidates(self, name: str) -> list[tuple[Place, str]]:
        """All places known by a name, best known first, each with the sort of name it is (see `index`)."""
        return [(self.by_number(ref.number), ref.sort) for ref in self.find_key(name_key(name)).places]

    def place(self, name: str, country: str | None = None, feature: str | None = None) -> Place | None:
        """The best known place of the name, in a country (code) where one is given; None when there is none."""
        fitting = [
            (_renown(found, sort), -found.number, found)
            for found, sort in self.candidates(name)
            if country in (None, found.country) and feature in (None, found.feature) and "d" not in sort
        ]
        return max(fitting, key=lambda item: item[:2])[-1] if fitting else None

    def country_of(self, name: str) -> str | None:
        """The code of a country by its code, name or demonym; None for other words.

        >>> load().country_of("Kazakh")  # doctest: +SKIP
        'KZ'
        """
        bare = name.strip()
        if len(bare) == 2 and bare.isupper() and bare.isascii() and bare in self._codes:
            return bare
        for found, sort in self.candidates(bare):
            if found.feature == "country" and ("x" not in sort or bare.isupper()):
                return found.country
        return None

    @cached_property
    def posts(self) -> list[tuple[str, int]]:
        """The keys of all border posts, with their numbers."""
        return [(key, number) for key, number in self._index.extra["posts"]]

    @property
    def _codes(self) -> Mapping[str, int]:
        return self._overlay.countries

    def country_name(self, code: str) -> str | None:
        """The English name of a country by its code."""
        number = self._codes.get(code)
        return None if number is None else self.by_number(number).name

    def country_number(self, code: str | None) -> int | None:
        """The number of a country as a place."""
        return self._codes.get(code or "")

    def neighbours(self, code: str) -> frozenset[str]:
        """The codes of the countries that border on one."""
        return frozenset(self._index.extra["neighbours"].get(code, ()))

    def is_capital(self, place: Place) -> bool:
        """Whether the place is the capital of its country."""
        return place.number in self._capitals

    def capital_of(self, code: str | None) -> Place | None:
        """The capital of a country by its code."""
        return self._capital_by_country.get(code or "")

    @cached_property
    def _capital_by_country(self) -> dict[str, Place]:
        return {place.country: place for place in map(self.by_number, self._capitals) if place.country}

    def borders(self, place: Place) -> str | None:
        """For a border post, the country on its other side."""
        return self._overlay.borders.get(place.number)

    def _ancestors(self, number: int) -> tuple[int, ...]:
        """The numbers of everything that holds the place, from the nearest to the widest."""
        return _from_near_to_wide(self, number)

    def holders(self, number: int) -> list[int]:
        """The numbers of what holds the place directly."""
        place = self.by_number(number)
        found = [place.region] if place.region >= 0 else []
        found += self._overlay.parents.get(number, [])
        if place.feature != "country" and place.country in self._codes:
            found.append(self._codes[place.country or ""])
        return found

    def parents(self, name: str, country: str | None = None) -> tuple[str, ...]:
        """The names of what holds the place, from the nearest to the widest; empty for an unknown name."""
        found = self.place(name, country)
        return () if found is None else self.parents_of(found)

    def parents_of(self, place: Place) -> tuple[str, ...]:
        """The names of what holds the place, from the nearest to the widest."""
        return tuple(self.by_number(number).name for number in self.ancestors(place.number))

    def contains(self, parent: str, child: str, country: str | None = None) -> bool:
        """Whether some place named `parent` holds the place named `child` (in the country, where given)."""
        holders = {found.number for found, sort in self.candidates(parent) if "d" not in sort}
        children = [self.place(child, country), self.place(child, country, "region")]
        return any(found is not None and not holders.isdisjoint(self.ancestors(found.number)) for found in children)

    def same_or_contained(self, a: str, b: str) -> bool:
        """Whether two names can mean one place, or one lies in the other; a border post lies in both its countries."""
        if name_key(a) == name_key(b) or self._share(a, b) or self.contains(a, b) or self.contains(b, a):
            return True
        return self._touches(a, b) or self._touches(b, a)

    def _share(self, a: str, b: str) -> bool:
        one, other = self.place(a), self.place(b)
        return one is not None and other is not None and one.number == other.number

    def _touches(self, post: str, country: str) -> bool:
        found = self.place(post)
        return found is not None and self.borders(found) is not None and self.borders(found) == self.country_of(country)

    def distance(self, a: Place | Mention, b: Place | Mention) -> float | None:
        """Kilometres between two places; None where one has no coordinates."""
        if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
            return None
        return distance(a.lat, a.lon, b.lat, b.lon)


def _renown(place: Place, sort: str) -> float:
    """How likely a name out of context means the place, as the decimal logarithm of inhabitants."""
    if place.feature == "city":
        return log10(place.population + 1) - _ALTERNATIVE * ("a" in sort)
    # A region's short name is mostly its chief town's ("Kursk").
    known = {"country": 9.0, "region": 4.0 if "a" in sort else 7.0}
    return known.get(place.feature, 7.0)


def _from_near_to_wide(gazetteer: Gazetteer, number: int) -> tuple[int, ...]:
    """Breadth first; what belongs to one country goes before the country, what spans several behind it."""
    found: dict[int, None] = {}
    waiting = [number]
    while waiting:
        waiting = [up for current in waiting for up in gazetteer.holders(current) if up not in found and up != number]
        found |= dict.fromkeys(waiting)

    def width(holder: int) -> int:
        place = gazetteer.by_number(holder)
        return 2 if place.country is None else int(place.feature == "country")

    return tuple(sorted(found, key=width))


def distance(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Kilometres between two points on the sphere (haversine).

    >>> round(distance(55.75, 37.62, 59.94, 30.31))
    634
    """
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    part = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, part)))
