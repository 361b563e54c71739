"""Small projects on disk: feeds of CSV files with sidecars, ingested by the library's own call."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from asking import opened
from timeline.config.project import Feed
from timeline.ingest.receipts import RawStore
from timeline.ingest.run import ingest
from timeline.ingest.settings import Settings, Summary
from timeline.warehouse.engine import fetch
from timeline.warehouse.layout import Layout

# Everything that people can query, and the tables of history behind it.
SURFACE = (
    *("events", "claims", "quantities", "documents", "deliveries", "feeds", "rejects", "runs", "coverage", "kinds"),
    *(f"base.{name}" for name in ("claim", "claim_past", "membership", "event")),
)
MOMENTS = ("ingested_at", "run", "last_ingested_at")
KEYED: dict[str, Any] = {
    "complete": True,
    "key": ["id"],
    "columns": {"kind": "kind", "place": "place", "title": "title"},
    "date": {"start": "day"},
    "quantity": [{"measure": {"value": "hurt"}, "value": "hurt", "unit": {"value": "persons"}}],
}
HEAD = "id,kind,day,place,title,hurt"


def table(*rows: str) -> str:
    """A CSV of rows such as `1,protest,2022-09-21,Omsk,Rally,3`; a bare key gets the usual rest."""
    full = [row if "," in row else f"{row},protest,2022-09-21,Place {row},Rally {row},{row}" for row in rows]
    return "\n".join([HEAD, *full]) + "\n"


class Project:
    """A folder with data/raw and a warehouse; `feeds` may be changed between ingests."""

    def __init__(self, root: Path) -> None:
        """`root` need not exist."""
        self.root = root
        self.raw = root / "data" / "raw"
        self.raw.mkdir(parents=True, exist_ok=True)
        self.layout = Layout.at(root / "data" / "warehouse" / "timeline.duckdb")
        self.feeds: tuple[Feed, ...] = ()
        self.add("a")

    def add(self, name: str, mapping: dict[str, Any] | None = None, **more: Any) -> None:
        """Add a feed of the files below its name, or set it anew."""
        others = tuple(feed for feed in self.feeds if feed.name != name)
        told = {"files": (f"{name}/*",), "url": None, "mapping": mapping or KEYED, "zone": "Europe/Moscow", **more}
        self.feeds = (*others, Feed(name, **told))

    def put(self, name: str, text: str | bytes, known: str | None = None, **sidecar: str) -> Path:
        """Write a file below data/raw, with a sidecar where something is told."""
        path = self.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        self.tell(name, known, **sidecar)
        return path

    def tell(self, name: str, known: str | None = None, **sidecar: str) -> None:
        """Write or remove the sidecar of a file; the values are TOML."""
        told = {**({"known_at": known} if known else {}), **sidecar}
        beside = self.raw / f"{name}.toml"
        beside.unlink(missing_ok=True)
        if told:
            beside.write_text("".join(f"{key} = {value}\n" for key, value in told.items()))

    def settings(self, **more: Any) -> Settings:
        """What `timeline ingest` in that folder would work on."""
        kinds = self.root / "kinds.toml"
        plain = Settings(
            self.layout, RawStore(self.raw), "Europe/Moscow", self.feeds, kinds if kinds.exists() else None
        )
        return replace(plain, **more)

    def ingest(self, **more: Any) -> Summary:
        """One run."""
        return ingest(self.settings(**more))

    def surface(self, *, moments: bool = True) -> dict[str, pl.DataFrame]:
        """All that can be queried in the published copy; without the times of runs where these may differ."""
        with opened(self.layout.link.resolve()) as connection:
            tables = {name: fetch(connection, f"FROM {name} ORDER BY ALL") for name in SURFACE}
        if moments:
            return tables
        del tables["runs"]
        return {name: frame.drop(MOMENTS, strict=False).sort(pl.all()) for name, frame in tables.items()}

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of an answer of the published copy."""
        with opened(self.layout.link.resolve()) as connection:
            return fetch(connection, query).rows()

    def receipts(self) -> list[dict[str, Any]]:
        """The lines of the receipts."""
        log = self.raw / "receipts.jsonl"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def litter(self) -> list[str]:
        """Files that should not be there between runs."""
        warehouse = {path.relative_to(self.layout.folder).as_posix() for path in self.layout.folder.rglob("*")}
        kept = {"ledger.duckdb", "ledger.lock", "runs.jsonl", "timeline.duckdb", "v", "backups"}
        odd = [name for name in warehouse if name.split("/")[0] not in kept or name.endswith((".tmp", ".wal"))]
        odd += [name for name in warehouse if name.count("/") == 1 and len(self.layout.published()) > 2]
        return sorted(odd) + [path.name for path in self.raw.rglob("*.tmp")]


def assert_same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> None:
    """The same rows in every table."""
    assert one.keys() == other.keys()
    for name, frame in one.items():
        assert frame.equals(other[name]), f"{name} differs:\n{frame}\n{other[name]}"
