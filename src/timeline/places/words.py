"""Word lists that tell names of places from other words; read once."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from timeline.places.own import shipped


@cache
def role(name: str) -> frozenset[str]:
    """The words of one list of words.toml."""
    return frozenset(_lists()[name])


@cache
def common() -> frozenset[str]:
    """English words that are also names of places."""
    return frozenset(_lines("common.txt"))


@cache
def given() -> frozenset[str]:
    """First names: what follows one is a surname, and one alone may be a person."""
    return frozenset(_lines("given.txt"))


@cache
def _lists() -> dict[str, list[str]]:
    return shipped("words.toml")


def _lines(name: str) -> list[str]:
    text = (files("timeline.places") / "data" / name).read_text(encoding="utf-8")
    return [word for line in text.splitlines() if not line.startswith("#") for word in line.split()]
