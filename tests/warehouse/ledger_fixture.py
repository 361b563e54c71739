"""Deliveries made of small frames, without files or workers."""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import polars as pl

from asking import opened
from timeline import kinds, model
from timeline.warehouse.arrivals import Arrival, Parsed
from timeline.warehouse.engine import fetch
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, open_ledger

_number = count()

SURFACE = ("claims", "events", "quantities", "documents", "deliveries", "rejects", "coverage")


def claim(key: str | None = None, **said: Any) -> dict[str, Any]:
    """One claim row with the usual values filled in."""
    row = {
        "row_key": key,
        "kind": "office_attack",
        "form": "incident",
        "modality": "asserted",
        "starts": date(2022, 9, 26),
        "place": "Uryupinsk",
        "country": "RU",
        "precision": "day",
        "lasting": False,
        "single": False,
    }
    row.update(said)
    row.setdefault("ends", row["starts"])
    return row


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """The rows as a CLAIMS frame, with line numbers."""
    numbered = [{**row, "line": place + 2} for place, row in enumerate(rows)]
    return (
        model.conform(pl.DataFrame(numbered, infer_schema_length=None), model.CLAIMS)
        if rows
        else model.empty(model.CLAIMS)
    )


def delivery(
    spool: Path,
    rows: list[dict[str, Any]],
    *,
    feed: str = "a",
    known: str = "2022-09-27",
    complete: bool = False,
    rejects: list[dict[str, Any]] | None = None,
    path: str | None = None,
    **told: Any,
) -> tuple[Arrival, Parsed]:
    """A delivery and its spool files."""
    stem = spool / str(next(_number))
    spool.mkdir(parents=True, exist_ok=True)
    claims = frame(rows)
    claims.write_parquet(f"{stem}.claims")
    refused = model.conform(pl.DataFrame(rejects or [], schema=model.REJECTS), model.REJECTS)
    refused.write_parquet(f"{stem}.rejects")
    moment = datetime.fromisoformat(known).replace(tzinfo=UTC)
    sha = hashlib.sha256(repr((rows, rejects)).encode()).hexdigest()
    arrival = Arrival(
        feed=feed,
        known_at=moment,
        known_from="sidecar",
        sha256=sha,
        path=path or f"{feed}.csv",
        size=len(rows),
        ingested_at=moment,
        run="R1",
        complete=complete,
        allow_shrink=told.pop("allow_shrink", True),
        **told,
    )
    return arrival, Parsed(Path(f"{stem}.claims"), Path(f"{stem}.rejects"), None, len(rows))


@cache
def _empty_ledger() -> Path:
    layout = Layout.at(Path(mkdtemp()) / "timeline.duckdb")
    with open_ledger(layout) as ledger:
        configure(ledger)
    return layout.ledger


def lay_empty(layout: Layout) -> Layout:
    """Put a ledger there that is made and configured: making one anew is most of a small test's time."""
    layout.folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_empty_ledger(), layout.ledger)
    return layout


def configure(ledger: Ledger) -> None:
    """The settings every test ledger has."""
    ledger.configure("Europe/Moscow", kinds.load(None))


def bring(ledger: Ledger, arrived: list[tuple[Arrival, Parsed]]) -> None:
    """Take deliveries one by one as they arrive, replaying a feed where one comes late."""
    held: dict[str, list[tuple[Arrival, Parsed]]] = {}
    for arrival, parsed in arrived:
        mine = held.setdefault(arrival.feed, [])
        if arrival.id in {other.id for other, _ in mine}:
            continue
        newest = ledger.newest(arrival.feed)
        mine.append((arrival, parsed))
        if newest and arrival.order < newest:
            ledger.replay(arrival.feed, mine)
        else:
            ledger.take(arrival, parsed)


def surface(layout: Layout) -> dict[str, pl.DataFrame]:
    """Everything that people can query, sorted, from the ledger's own file; plus the tables of history."""
    with opened(layout.ledger) as connection:
        names = [*SURFACE, *(f"base.{name}" for name in ("claim", "claim_past", "membership", "event"))]
        return {name: fetch(connection, f"FROM {name} ORDER BY ALL") for name in names}


def ask(layout: Layout, query: str) -> pl.DataFrame:
    """The answer of the ledger's own file."""
    with opened(layout.ledger) as connection:
        return fetch(connection, query)
