"""What the ledger is told about one delivery."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed as the ledger records it; `digest` changes when the same bytes would be understood differently."""

    name: str
    files: tuple[str, ...]
    url: str | None
    zone: str
    cadence_days: int | None
    complete: bool
    covers_since: date | None
    covers_until: date | None
    kinds: tuple[str, ...]
    mapping: str
    digest: str
    taxonomy: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """The worker's Parquet files of one delivery, and how many rows it has.

    left: None for a whole delivery; else `claims` are those of the lines that the delivery before does not have, and
    this file has the keys of those that only it has. Each line of both is one claim with a key.
    documents: of a delivery of prose; each takes the place of its earlier version, with all of its claims.
    among: files of claims and documents are shared with other deliveries; its rows have this in the column `task`.
    """

    claims: Path | None
    rejects: Path | None
    deletions: Path | None
    rows: int
    problem: str | None = None
    left: Path | None = None
    documents: Path | None = None
    among: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One delivery: what a feed brought at one time.

    supersedes: its rejects take the place of those of the deliveries before, whatever their names. beside: a digest of
    what is told of an article beside it: told anew, it is another delivery of the same bytes.
    """

    feed: str
    known_at: datetime
    known_from: str
    sha256: str
    path: str
    size: int
    ingested_at: datetime
    run: str
    complete: bool
    allow_shrink: bool
    covers_since: date | None = None
    covers_until: date | None = None
    kinds: tuple[str, ...] = ()
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published_at: datetime | None = None
    supersedes: bool = False
    beside: str | None = None

    @property
    def id(self) -> str:
        """Made of feed, known_at and content, so that any order of arrival gives the same id."""
        told = f"{self.feed}\x1f{self.known_at.astimezone(UTC).isoformat()}\x1f{self.sha256}{self.beside or ''}"
        return "D" + hashlib.sha256(told.encode()).hexdigest()[:11]

    @property
    def order(self) -> tuple[datetime, str]:
        """Deliveries of a feed are taken in this order, whenever they arrive."""
        return (self.known_at, self.sha256)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one delivery changed."""

    delivery: str
    new: int
    changed: int
    gone: int
    rejects: int
