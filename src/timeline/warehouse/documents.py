"""The documents of a delivery: the table itself, or the articles and feed entries that it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline.warehouse.engine import sql

if TYPE_CHECKING:
    import duckdb

    from timeline.warehouse.arrivals import Arrival, Parsed


_DELIVERED = (
    "(SELECT *, getvariable('delivery') AS delivery, getvariable('known_at') AS known_at"
    " FROM read_parquet(getvariable('documents')))"
)


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
