"""What goes into a worker and what comes back, as frozen records that travel as JSON."""

from __future__ import annotations

from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

GIB = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child process may use. memory: private data in bytes; cpu and wall: seconds; written: bytes of one
    output file; unpacked: bytes that an archive may unpack to; threads: of polars.
    """

    memory: int = GIB * 3 // 2
    cpu: int = 1800
    wall: int = 3600
    written: int = 32 * GIB
    unpacked: int = 4 * GIB
    threads: int = 4


@dataclass(frozen=True, slots=True)
class Basis:
    """A delivery that the ledger holds, read by the same mapping: its bytes, its name and the number of its rows, each
    of which is a claim with a key of its own.
    """

    path: Path
    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Task:
    """One delivery to parse.

    id: names its files in the spool; path: the bytes; name: as it was delivered (tells the container); mapping: the
    plain table (None, or settings only: the columns are recognised); zone: for naive clock times; kinds: the
    taxonomy's names (None: kinds are not checked); basis: the delivery before, so that only what changed is parsed;
    prose: for a delivery of articles, as plain values: `sidecar`, `fetched_at` (when it came from a URL), and the paths
    `kinds_file` and `places_file` of the project, None where it has none.
    """

    id: str
    path: Path
    name: str
    feed: str = ""
    mapping: Table[str, Any] | None = None
    zone: str | None = None
    kinds: tuple[str, ...] | None = None
    basis: Basis | None = None
    prose: Table[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain values; days as ISO text."""
        basis = {**asdict(self.basis), "path": str(self.basis.path)} if self.basis else None
        return {**asdict(self), "path": str(self.path.absolute()), "basis": basis}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Task:
        """The task of `to_json`."""
        kinds, basis = data["kinds"], data["basis"]
        told = {
            "path": Path(data["path"]),
            "kinds": None if kinds is None else tuple(kinds),
            "basis": Basis(**{**basis, "path": Path(basis["path"])}) if basis else None,
        }
        return cls(**{**data, **told})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: numbers of rows in the file and in each spool file, or in one line why there are none.

    documents: of a delivery of prose, None for a table; among: its rows stand in the files of the task of this id, with
    its own id in the column `task`; sharing: so many tasks share them.
    left: None for a whole file; else only what changed since the task's basis was parsed, and so many keys left it or
    stand on lines that changed.
    """

    id: str
    rows: int = 0
    claims: int = 0
    rejects: int = 0
    deletions: int = 0
    known_at: datetime | None = None
    problem: str | None = None
    left: int | None = None
    documents: int | None = None
    among: str | None = None
    sharing: int = 1

    def to_json(self) -> dict[str, Any]:
        """Plain values; the instant as ISO text."""
        return {**asdict(self), "known_at": self.known_at.isoformat() if self.known_at else None}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Outcome:
        """The outcome of `to_json`."""
        known_at = data.get("known_at")
        return cls(**{**data, "known_at": datetime.fromisoformat(known_at) if known_at else None})


def claims_file(spool: Path, task: str) -> Path:
    """Where a task's claims lie, in model.CLAIMS."""
    return spool / f"{task}.claims.parquet"


def rejects_file(spool: Path, task: str) -> Path:
    """Where a task's rejects lie, in model.REJECTS."""
    return spool / f"{task}.rejects.parquet"


def deletions_file(spool: Path, task: str) -> Path:
    """Where the keys that a task withdraws lie, in model.DELETIONS."""
    return spool / f"{task}.deletions.parquet"


def documents_file(spool: Path, task: str) -> Path:
    """Where the documents lie that a task of prose has read, in model.DOCUMENTS."""
    return spool / f"{task}.documents.parquet"


def left_file(spool: Path, task: str) -> Path:
    """Where the keys of the lines lie that only the task's basis has, in model.DELETIONS."""
    return spool / f"{task}.left.parquet"
