"""data/raw: raw bytes kept by content, and the receipts that say which feed brought them and when.

Together they are everything that a rebuild needs; a receipt is on disk before the ledger hears of its delivery.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import get_ident
from typing import Any

from timeline.errors import InputError, WarehouseError
from timeline.ingest import copying

_LONG = 16 << 20


@dataclass(frozen=True, slots=True)
class Receipt:
    """One delivery as it was received. known_at is None where only the mapping's own column can tell it.

    `corrects` is its own id where its times, coverage or settings were told anew; the last telling holds.
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
        return receipt_id(self.feed, self.path, self.sha256, self.received_at)


def receipt_id(feed: str, path: str, sha256: str, received_at: datetime) -> str:
    """The id of the receipt of these bytes."""
    told = "\x1f".join([feed, path, sha256, received_at.astimezone(UTC).isoformat()])
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class RawStore:
    """The folder of raw deliveries: `receipts.jsonl` and `kept/` with the bytes by content."""

    def __init__(self, folder: Path) -> None:
        """`folder` is data/raw of a project, or a folder beside a warehouse without one."""
        self.folder = folder
        self._read_to = 0
        self._found: dict[str, Receipt] = {}
        self._flushing: list[Future[None]] = []
        self._announced: list[Receipt] = []

    @property
    def _receipts(self) -> Path:
        return self.folder / "receipts.jsonl"

    def kept(self, sha256: str) -> Path:
        """Where the bytes of that content lie."""
        return self.folder / "kept" / sha256[:2] / sha256

    def keep(self, path: Path, before: Receipt | None = None) -> str:
        """Copy a file's bytes into the store, unless they are still those of `before`; gives their sha256."""
        try:
            return before.sha256 if before and self._still(path, before) else self._keep(path)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            if not full and error.filename and Path(error.filename) == path:
                raise InputError(f"{path}: can't be read ({error.strerror})") from error
            raise WarehouseError(f"{self.folder}: can't keep {path.name} ({error.strerror})") from error

    def _still(self, path: Path, before: Receipt) -> bool:
        same_size = path.stat().st_size == before.size and self._holds(before.sha256, before.size)
        return same_size and copying.digest(path) == before.sha256

    def intact(self, receipt: Receipt) -> bool:
        """Its bytes are kept, and none is missing; those that were received while they grew are told by content."""
        kept = self.kept(receipt.sha256)
        whole = self._holds(receipt.sha256, receipt.size)
        return whole or (kept.is_file() and copying.digest(kept) == receipt.sha256)

    def _holds(self, sha256: str, size: int) -> bool:
        """The bytes of that content are kept, and none of them is missing."""
        kept = self.kept(sha256)
        return kept.is_file() and kept.stat().st_size == size

    def _keep(self, path: Path) -> str:
        folder = self.folder / "kept"
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{os.getpid()}-{get_ident()}.tmp"
        try:
            digest = copying.copy(path, part)
            target_path = self.kept(digest)
            if self._holds(digest, part.stat().st_size):
                return digest
            target_path.parent.mkdir(exist_ok=True)
            part.replace(target_path)
            self._flush(target_path)
            return digest
        finally:
            part.unlink(missing_ok=True)

    def clear_litter(self) -> None:
        """Remove what a killed run left half-copied."""
        for part in (self.folder / "kept").glob("*.tmp"):
            part.unlink(missing_ok=True)

    def _flush(self, kept: Path) -> None:
        """Bring the bytes to disk: of a short file now, of a long one beside what is done until `settle`."""
        if kept.stat().st_size < _LONG:
            _sync(kept)
            return
        beside = ThreadPoolExecutor(1)
        self._flushing.append(beside.submit(_sync, kept))
        beside.shutdown(wait=False)

    def announce(self, receipts: list[Receipt]) -> None:
        """Count these as received; they are written as soon as all that was kept is on disk, `settle` at the latest.

        Killed before, a run has received nothing; so a receipt never tells of bytes that a power cut could take.
        """
        self._announced += receipts
        if not self._flushing:
            self.settle()

    def settle(self) -> None:
        """Wait until the kept bytes are on disk and write their receipts; call it before the ledger hears of them."""
        flushing, self._flushing = self._flushing, []
        try:
            for flushed in flushing:
                flushed.result()
        except OSError as error:
            self._announced = []
            raise WarehouseError(f"{self.folder}: can't keep what was delivered ({error.strerror})") from error
        announced, self._announced = self._announced, []
        self._write(announced)

    def append(self, receipts: list[Receipt]) -> None:
        """Write receipts and flush them to disk before anything else happens."""
        self.settle()
        self._write(receipts)

    def _write(self, receipts: list[Receipt]) -> None:
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

    def receipts(self, feed: str | None = None) -> list[Receipt]:
        """All receipts (of a feed), in the order in which they came; of one told anew the last telling."""
        self._catch_up()
        found = {**self._found, **{receipt.id: receipt for receipt in self._announced}}
        return [receipt for receipt in found.values() if feed is None or receipt.feed == feed]

    def _catch_up(self) -> None:
        """Read what was appended since; the log only grows, and one that does not was put there anew."""
        try:
            size = self._receipts.stat().st_size if self._receipts.exists() else 0
            if size < self._read_to:
                self._read_to, self._found = 0, {}
            if size == self._read_to:
                return
            with open(self._receipts, "rb") as log:
                log.seek(self._read_to)
                data = log.read()
        except OSError as error:
            raise WarehouseError(f"{self._receipts}: can't be read ({error.strerror})") from error
        for line in data.split(b"\n"):
            receipt = _read_line(line)
            if receipt is not None:
                self._found[receipt.id] = receipt
        # A last line without its end may be half a line: it is read again.
        self._read_to += data.rfind(b"\n") + 1

    def copy_from(self, other: RawStore) -> None:
        """Take over all that another store keeps (used by restore)."""
        shutil.copytree(other.folder, self.folder, dirs_exist_ok=True)


def _sync(path: Path) -> None:
    with open(path, "rb") as kept:
        os.fsync(kept.fileno())


def _line(receipt: Receipt) -> bytes:
    table = {name: getattr(receipt, name) for name in Receipt.__dataclass_fields__}
    plain = {"sidecar": {}, "allow_shrink": False, "corrects": None, "problem": None, "feed_settings": None}
    kept = {name: value for name, value in table.items() if name not in plain or value != plain[name]}
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
