"""What a project's places.toml lays over the index: new places, more names, more parents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from timeline.errors import ConfigError
from timeline.places.entries import Place
from timeline.places.index import Found, Index, Reference
from timeline.places.normal import name_key
from timeline.places.own import Entry


class Overlay:
    """Names, places and parents in memory; also the small tables of the index that are read once."""

    def __init__(self, index: Index) -> None:
        extra = index.extra
        self._index = index
        self.parents: dict[int, list[int]] = {int(number): list(ups) for number, ups in extra["parents"].items()}
        self.borders: dict[int, str] = {int(number): code for number, code in extra["borders"].items()}
        self.countries: dict[str, int] = extra["countries"]
        self._places: dict[int, Place] = {}
        self._names: dict[str, list[Reference]] = defaultdict(list)
        self._beginnings: set[str] = set()

    def find(self, key: str, found: Found) -> Found:
        """What is known by the key, the project's own before the shipped."""
        if key not in self._names and key not in self._beginnings:
            return found
        own = self._names.get(key, [])
        numbers = {reference.number for reference in own}
        rest = (reference for reference in found.places if reference.number not in numbers)
        return Found((*own, *rest), found.longer or key in self._beginnings)

    def place(self, number: int) -> Place | None:
        """A place that the project has added or changed."""
        return self._places.get(number)

    def add(self, entries: Iterable[Entry], where: str) -> None:
        """Lay the entries over what is there; ConfigError where a parent or seat is unknown."""
        numbered = [(entry, self._number(entry, where)) for entry in entries]
        for entry, number in numbered:
            for name in (entry.name, *entry.also):
                self._name(name, number, "" if name == entry.name else "a")
            for name in entry.metonyms:
                self._name(name, number, "m")
            if entry.borders:
                self.borders[number] = entry.borders
        for entry, number in numbered:
            for parent in entry.parents:
                self.parents.setdefault(number, []).append(self._holder(parent, entry, where))
            for child in entry.holds:
                self.parents.setdefault(self._holder(child, entry, where), []).append(number)

    def _number(self, entry: Entry, where: str) -> int:
        known = self._known(entry.name, entry.country, entry.feature)
        seat = self._known(entry.seat, entry.country, None) if entry.seat else None
        if entry.seat and seat is None:
            raise ConfigError(
                f"{where}: [{entry.name}]: no place named {entry.seat!r} for seat; give lat and lon instead"
            )
        number = known.number if known else self._index.count + len(self._places)
        base = known or Place(number, entry.name, entry.country, None, None, entry.feature or "area")
        at = (entry.lat, entry.lon) if entry.lat is not None else (seat.lat, seat.lon) if seat else (base.lat, base.lon)
        self._places[number] = replace(base, lat=at[0], lon=at[1])
        return number

    def _known(self, name: str, country: str | None, feature: str | None) -> Place | None:
        for reference in self.find(name_key(name), self._index.find(name_key(name))).places:
            found = self.place(reference.number) or self._index.place(reference.number)
            if country in (None, found.country) and feature in (None, found.feature) and "d" not in reference.sort:
                return found
        return None

    def _holder(self, parent: str, entry: Entry, where: str) -> int:
        found = self._known(parent, entry.country, None) or self._known(parent, None, None)
        if found is None:
            raise ConfigError(f"{where}: [{entry.name}]: no place named {parent!r}; give it a table of its own")
        return found.number

    def _name(self, name: str, number: int, sort: str) -> None:
        bare = name.removesuffix("!")
        key = name_key(bare)
        if not key:
            return
        self._names[key].append(Reference(number, sort + "x" * (bare != name)))
        words = key.split()
        self._beginnings.update(" ".join(words[:n]) for n in range(1, len(words)))
