"""A receipt is written when the bytes that it tells of are on disk, not before."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from timeline.errors import WarehouseError
from timeline.ingest import receipts
from timeline.ingest.receipts import RawStore, Receipt

LONG = b"day,n\n" * 3_000_000
NOW = datetime(2022, 9, 27, 12, tzinfo=UTC)


def received(store: RawStore, folder: Path) -> Receipt:
    file = folder / "long.csv"
    file.write_bytes(LONG)
    return Receipt("feed", "long.csv", store.keep(file), len(LONG), NOW, "R1", NOW, "receipt")


def test_a_receipt_waits_for_its_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on_disk = Event()
    monkeypatch.setattr(receipts, "_sync", lambda path: on_disk.wait(60))
    store = RawStore(tmp_path / "raw")
    receipt = received(store, tmp_path)
    store.announce([receipt])
    assert store.receipts() == [receipt]
    assert RawStore(tmp_path / "raw").receipts() == []
    on_disk.set()
    store.settle()
    assert RawStore(tmp_path / "raw").receipts() == store.receipts() == [receipt]


def test_bytes_that_do_not_reach_the_disk_have_no_receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(receipts, "_sync", refuse)
    store = RawStore(tmp_path / "raw")
    store.announce([received(store, tmp_path)])
    with pytest.raises(WarehouseError, match="can't keep what was delivered"):
        store.settle()
    assert store.receipts() == RawStore(tmp_path / "raw").receipts() == []


def test_what_is_appended_comes_behind_what_was_announced(tmp_path: Path) -> None:
    store = RawStore(tmp_path / "raw")
    first = received(store, tmp_path)
    store.announce([first])
    second = Receipt("feed", "other.csv", "00", 2, NOW, "R1", NOW, "receipt")
    store.append([second])
    assert RawStore(tmp_path / "raw").receipts() == [first, second]
