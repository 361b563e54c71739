"""Names of countries."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def country_names() -> dict[str, str]:
    """English names of countries by their two-letter codes, from the time zone database's iso3166.tab."""
    lines = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8").splitlines()
    pairs = (tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))
    return dict(pair for pair in pairs if len(pair) == 2)
