"""The documents of a delivery: the table itself, or the articles and feed entries that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from timeline.warehouse.engine import sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from timeline.warehouse.arrivals import Arrival, Parsed


_DELIVERED = (
    "(SELECT *, getvariable('delivery') AS delivery, getvariable('known_at') AS known_at"
    " FROM read_parquet(getvariable('documents')))"
)


@contextmanager
def own_files(parsed: Parsed) -> Iterator[Parsed]:
    """The delivery with files of its own for as long as they are needed, where it shares them with others."""
    if parsed.among is None:
        yield parsed
        return
    claims, documents = (path and _part(path, parsed.among) for path in (parsed.claims, parsed.documents))
    try:
        yield replace(parsed, among=None, claims=claims, documents=documents)
    finally:
        for path in (claims, documents):
            if path:
                path.unlink()


def _part(path: Path, task: str) -> Path:
    import polars as pl

    mine = path.with_name(f"{task}.own.{path.name}")
    pl.scan_parquet(path, glob=False).filter(task=task).drop("task").collect().write_parquet(mine)
    return mine


def write_documents(connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed) -> None:
    """Write what is new or changed; the variables of the delivery are set."""
    if parsed.documents is not None:
        connection.execute(sql("documents", documents=_DELIVERED))
        return
    told = {
        "version": arrival.sha256,
        "feed": arrival.feed,
        "delivery": arrival.id,
        "title": arrival.title or arrival.path.rpartition("/")[2],
        "publisher": arrival.publisher,
        "url": arrival.url,
        "published_at": arrival.published_at,
        "published_from": "sidecar" if arrival.published_at else None,
        "known_at": arrival.known_at,
        "path": arrival.path,
    }
    marks = ", ".join("?" for _ in told)
    query = f"INSERT INTO base.document (document, {', '.join(told)}) VALUES (getvariable('document'), {marks})"
    connection.execute(query, list(told.values()))
