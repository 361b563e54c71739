"""Our own TOML files, and a project's places.toml: what no gazetteer of towns has.

A place is a table named like the place: `feature`, `country`, `lat`, `lon`, `also` (other names), `metonyms`,
`parents`, `holds` (the other way round), `seat` (a town that lends its coordinates), `borders` (the country on the
other side of a post). A name that ends in "!" counts only when written just so, one that begins with
", " only behind a comma. Naming a place that the gazetteer has adds names and parents to it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from timeline.config.toml import check_keys, load_toml, text, texts
from timeline.errors import ConfigError
from timeline.places.entries import FEATURES

_KEYS: Final = ("feature", "country", "lat", "lon", "also", "parents", "seat", "borders", "metonyms", "holds")
_DATA: Final = ("countries.toml", "regions.toml", "places.toml")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place as a TOML file describes it; `people` are demonyms, `code` the admin code of a region."""

    name: str
    feature: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    also: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    seat: str | None = None
    borders: str | None = None
    metonyms: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    code: str | None = None


def shipped(name: str) -> dict[str, Any]:
    """One of the package's own data files."""
    return tomllib.loads((files("timeline.places") / "data" / name).read_text(encoding="utf-8"))


def shipped_bytes() -> bytes:
    """The data that the index is made of, for a digest."""
    return b"\0".join((files("timeline.places") / "data" / name).read_bytes() for name in _DATA)


def countries() -> list[Entry]:
    """The countries, without coordinates."""
    return [
        Entry(row["names"][0], "country", code, also=tuple(row["names"][1:]), people=tuple(row.get("people", ())))
        for code, row in shipped("countries.toml").items()
    ]


def regions() -> list[Entry]:
    """First-level regions: [COUNTRY.Word] with `name = "seat"` or `name = { seat, also }`."""
    found = []
    for country, words in shipped("regions.toml").items():
        for word, rows in words.items():
            found += [_region(country, word, name, row) for name, row in rows.items()]
    return found


def _region(country: str, word: str, name: str, row: str | dict[str, Any]) -> Entry:
    table = {"seat": row} if isinstance(row, str) else row
    full = name if word == "plain" else f"{name} {word}"
    also = (*(() if full == name else (name,)), *table.get("also", ()))
    return Entry(full, "region", country, also=also, seat=table.get("seat"), code=table.get("code"))


def shipped_places() -> list[Entry]:
    """Border posts, world regions, contested regions and metonyms."""
    where = "places.toml of timeline itself"
    return [_entry(name, table, where) for name, table in shipped("places.toml").items()]


def project_places(path: Path | None) -> list[Entry]:
    """A project's own places; none when there is no such file. Raises ConfigError naming file and key."""
    if path is None or not path.exists():
        return []
    return [_entry(name, table, str(path)) for name, table in load_toml(path).items()]


def _entry(name: str, table: object, where: str) -> Entry:
    here = f"{where}: [{name}]"
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: {name!r} must be a table, such as [{name!r}] with also = [...]")
    check_keys(table, _KEYS, here)
    feature, country = text(table, "feature", here), text(table, "country", here)
    if feature is not None and feature not in FEATURES:
        raise ConfigError(f"{here}: no feature {feature!r}; there are: {', '.join(FEATURES)}")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isupper()):
        raise ConfigError(f"{here}: country must be a code of two capitals such as RU, not {country!r}")
    lat, lon = _degrees(table, "lat", 90, here), _degrees(table, "lon", 180, here)
    if (lat is None) != (lon is None):
        raise ConfigError(f"{here}: lat and lon go together")
    return Entry(
        name,
        feature,
        country,
        lat,
        lon,
        seat=text(table, "seat", here),
        borders=text(table, "borders", here),
        also=texts(table, "also", here),
        parents=texts(table, "parents", here),
        metonyms=texts(table, "metonyms", here),
        holds=texts(table, "holds", here),
    )


def _degrees(table: dict[str, Any], key: str, limit: float, where: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -limit <= value <= limit:
        raise ConfigError(f"{where}: {key} must be degrees from -{limit} to {limit}, not {value!r}")
    return float(value)
