"""What feeds of articles need beside their files: how they are read, and when they have to be read again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import places, worker
from timeline.config.project import Feed
from timeline.ingest.discover import look_at, read_sidecar
from timeline.ingest.plan import taxonomy_digest
from timeline.ingest.settings import Settings

if TYPE_CHECKING:
    import polars as pl

# Whatever stands in these has a say in what is read out of a text.
_RULES = ("extract", "places", "dates", "text", "kinds", "readers/prose")
_READ = (".py", ".toml", ".txt")


def settings_of(
    feed: Feed, sidecar: dict[str, Any], known_at: datetime | None, settings: Settings
) -> dict[str, Any] | None:
    """What a worker is told about a delivery of prose, as plain values; None for one of tables."""
    if not feed.prose:
        return None
    fetched = known_at if feed.url else None
    told = {"sidecar": sidecar.get("document"), "fetched_at": fetched.isoformat() if fetched else None}
    return {**told, **knowledge_of(settings)}


def knowledge_of(settings: Settings) -> dict[str, Any]:
    """The project's own kinds and places, as a worker is told of them."""
    return {
        "kinds_file": str(settings.kinds_file) if settings.kinds_file else None,
        "places_file": str(settings.places_file) if settings.places_file else None,
    }


def documents_of(file: Path, zone: str, published: str | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents of one file as an ingest would read them, with what stands beside it, and rejects.

    `published`: for those in which no day is found. Raises InputError for a file of which nothing can be read.
    """
    feed = Feed(file.name, (), None, {"format": "article", **({"published": published} if published else {})}, zone)
    found = look_at(file.absolute(), file.absolute().parent)
    told = {"sidecar": read_sidecar(found.path, feed).get("document")}
    task = worker.Task(id="file", path=found.path, name=found.name, mapping=feed.mapping, zone=zone, prose=told)
    return worker.documents(task)


def prepare() -> None:
    """Make the index of places where it is missing: once for all the child processes, which have little memory."""
    places.ensure_index()


def taxonomy_of(feed: Feed, names: list[str], settings: Settings) -> str:
    """What a feed is read with, for its row in the ledger."""
    return _reading_digest(settings) if feed.prose else taxonomy_digest(names)


def _reading_digest(settings: Settings) -> str:
    """Changes when the same text could give other claims: the rules of reading, kinds and triggers, places."""
    told = hashlib.sha256(_rules().encode())
    for path in (settings.kinds_file, settings.places_file):
        told.update(_bytes(path) + b"\x1f")
    return told.hexdigest()[:16]


def _bytes(path: Path | None) -> bytes:
    return path.read_bytes() if path is not None and path.is_file() else b""


@lru_cache(maxsize=1)
def _rules() -> str:
    """A digest of the modules and tables by which texts are read."""
    told = hashlib.sha256()
    for name in _RULES:
        _add(files("timeline").joinpath(name), told)
    return told.hexdigest()


def _add(folder: Traversable, told: Any) -> None:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            _add(each, told)
        elif each.name.endswith(_READ):
            told.update(each.name.encode() + b"\x1f" + each.read_bytes())
