"""data/raw: raw bytes kept by content, and the receipts that say which feed brought them and when.

Together they are everything that a rebuild needs; a receipt is on disk before the ledger hears of its delivery.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from timeline.errors import InputError, WarehouseError


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery as it was received. known_at is None where only the mapping's own column can tell it.

    `corrects` is the id of an earlier receipt of the same bytes whose times or coverage were told anew.
    `problem` says why its file could not be taken. `feed_settings` are kept for a feed that stands in no timeline.toml.
    """

    feed: str
    path: str
    sha256: str
    size: int
    received_at: datetime
    run: str
    known_at: datetime | None
    known_from: str
    sidecar: dict[str, Any] = field(default_factory=dict)
    allow_shrink: bool = False
    corrects: str | None = None
    problem: str | None = None
    feed_settings: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """Tells receipts apart; a receipt told anew with other options keeps it."""
        told = "\x1f".join([self.feed, self.path, self.sha256, self.received_at.isoformat()])
        return hashlib.sha256(told.encode()).hexdigest()[:16]


class RawStore:
    """The folder of raw deliveries: `receipts.jsonl` and `kept/` with the bytes by content."""

    def __init__(self, folder: Path) -> None:
        """`folder` is data/raw of a project, or a folder beside a warehouse without one."""
        self.folder = folder

    @property
    def _receipts(self) -> Path:
        return self.folder / "receipts.jsonl"

    def kept(self, sha256: str) -> Path:
        """Where the bytes of that content lie."""
        return self.folder / "kept" / sha256[:2] / sha256

    def keep(self, path: Path) -> str:
        """Copy a file's bytes into the store in one pass; gives their sha256."""
        try:
            return self._keep(path)
        except OSError as error:
            if error.filename and Path(error.filename) == path:
                raise InputError(f"{path}: can't be read ({error.strerror})") from error
            raise WarehouseError(f"{self.folder}: can't keep {path.name} ({error.strerror})") from error

    def _keep(self, path: Path) -> str:
        folder = self.folder / "kept"
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{os.getpid()}.tmp"
        try:
            with open(path, "rb") as source, open(part, "wb") as target:
                digest = _copy_hashed(source, target)
                target.flush()
                os.fsync(target.fileno())
            target_path = self.kept(digest)
            if target_path.exists():
                return digest
            target_path.parent.mkdir(exist_ok=True)
            part.replace(target_path)
            return digest
        finally:
            part.unlink(missing_ok=True)

    def clear_litter(self) -> None:
        """Remove what a killed run left half-copied."""
        for part in (self.folder / "kept").glob("*.tmp"):
            part.unlink(missing_ok=True)

    def append(self, receipts: list[Receipt]) -> None:
        """Write receipts and flush them to disk before anything else happens."""
        if not receipts:
            return
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with open(self._receipts, "ab") as log:
                log.write(self._mend() + b"".join(_line(receipt) for receipt in receipts))
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise WarehouseError(f"{self._receipts}: can't write ({error.strerror})") from error

    def _mend(self) -> bytes:
        """A newline where a killed run left half a line, so that it stays alone."""
        if not self._receipts.exists() or self._receipts.stat().st_size == 0:
            return b""
        with open(self._receipts, "rb") as log:
            log.seek(-1, os.SEEK_END)
            return b"" if log.read(1) == b"\n" else b"\n"

    def receipts(self) -> list[Receipt]:
        """All receipts in force, in the order in which they came; corrected ones are left out."""
        if not self._receipts.exists():
            return []
        found: dict[str, Receipt] = {}
        for line in self._receipts.read_bytes().split(b"\n"):
            receipt = _read_line(line)
            if receipt is None:
                continue
            if receipt.corrects:
                found.pop(receipt.corrects, None)
            found[receipt.id] = receipt
        return list(found.values())

    def copy_from(self, other: RawStore) -> None:
        """Take over all that another store keeps (used by restore)."""
        shutil.copytree(other.folder, self.folder, dirs_exist_ok=True)


def _copy_hashed(source: Any, target: Any) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(1 << 20):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _line(receipt: Receipt) -> bytes:
    table = {name: getattr(receipt, name) for name in Receipt.__dataclass_fields__}
    kept = {name: value for name, value in table.items() if value not in (None, {}, False) or name == "known_at"}
    return json.dumps(kept, ensure_ascii=False, default=lambda value: value.isoformat()).encode() + b"\n"


def _read_line(line: bytes) -> Receipt | None:
    """None for the half line of a killed run; anything else that is no receipt is a WarehouseError."""
    if not line.strip():
        return None
    try:
        table = json.loads(line)
    except ValueError:
        return None
    try:
        table["received_at"] = datetime.fromisoformat(table["received_at"])
        table["known_at"] = datetime.fromisoformat(table["known_at"]) if table.get("known_at") else None
        return Receipt(**table)
    except (KeyError, TypeError, ValueError) as error:
        raise WarehouseError(
            f"receipts.jsonl: a line is no receipt ({line[:80]!r}); restore it from a backup"
        ) from error
