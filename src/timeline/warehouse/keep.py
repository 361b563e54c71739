"""Keeping a ledger over the years: back it up, restore it, compact it, put another one in its place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import BusyError, InputError, WarehouseError
from timeline.warehouse import migrate
from timeline.warehouse.engine import attached, quoted, translated
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, locked, open_ledger
from timeline.warehouse.publish import publish, published_revision

if TYPE_CHECKING:
    import duckdb


def backup(layout: Layout, *, wait: float = 0.0) -> Path:
    """Copy the ledger into its folder of backups, named after the moment; gives the path of the copy.

    Raises WarehouseError when there is no ledger or the disk refuses, BusyError while an ingest is at work.
    """
    with locked(layout, wait):
        _check_there(layout)
        migrate.fold(layout)
        return migrate.backup(layout, _stamp())


def restore(layout: Layout, source: Path, *, wait: float = 0.0) -> Path | None:
    """Put a backup in the ledger's place and publish it; gives the path at which the present ledger is kept.

    What was delivered since is in the receipts: the next ingest takes it again. Raises InputError for a file that is
    no backup, WarehouseError for one of a newer program.
    """
    if not source.is_file():
        raise InputError(f"{source}: no such file; `timeline ledger backup` makes one in {layout.backups}")
    with locked(layout, wait), _making(layout) as fresh:
        try:
            shutil.copyfile(source, fresh.ledger)
        except OSError as error:
            raise WarehouseError(f"{source}: can't be copied to {layout.folder} ({error.strerror})") from error
        with attached(fresh.ledger, read_only=True) as connection:
            migrate.check_known(source, migrate.applied(connection))
        return take_place(layout, fresh, "before-restore")


def compact(layout: Layout, *, wait: float = 0.0) -> tuple[int, int]:
    """Write the ledger anew without the room that changes left empty, and publish it; gives the bytes before, after.

    Raises WarehouseError when a table would come out with other rows; the ledger then stays as it was.
    """
    with locked(layout, wait), _making(layout) as fresh:
        _check_there(layout)
        migrate.prepare(layout)
        migrate.fold(layout)
        before = layout.ledger.stat().st_size
        migrate.prepare(fresh)
        with attached(fresh.ledger, read_only=False) as connection, translated(f"compacting {layout.ledger}"):
            connection.execute(f"ATTACH {quoted(layout.ledger)} AS old (READ_ONLY)")
            _copy_tables(connection, layout.ledger)
            connection.execute("DETACH old")
        kept = take_place(layout, fresh, "before-compact")
        if kept:
            kept.unlink(missing_ok=True)
        return before, layout.ledger.stat().st_size


def _copy_tables(connection: duckdb.DuckDBPyConnection, ledger: Path) -> None:
    # The views were not copied: without this they would count as made.
    surface = "DELETE FROM base.setting WHERE name = 'surface'"
    found = connection.execute(
        "SELECT table_name FROM duckdb_tables() WHERE database_name = 'old' AND schema_name = 'base' ORDER BY ALL"
    ).fetchall()
    for (table,) in found:
        connection.execute("BEGIN")
        connection.execute(f'DELETE FROM base."{table}"')
        connection.execute(f'INSERT INTO base."{table}" BY NAME FROM old.base."{table}"')
        connection.execute("COMMIT")
        (were,), (are,) = (
            connection.execute(f'SELECT count(*) FROM {where}base."{table}"').fetchall()[0] for where in ("old.", "")
        )
        if were != are:
            raise WarehouseError(f"{ledger}: table {table} came out with {are} rows, not {were}; left as it was")
    connection.execute(surface)


@contextmanager
def _making(layout: Layout) -> Iterator[Layout]:
    """A layout beside, for a ledger that is to take this one's place; cleared at the end, or by the next run."""
    fresh = beside(layout)
    try:
        yield fresh
    finally:
        shutil.rmtree(layout.beside, ignore_errors=True)


def beside(layout: Layout) -> Layout:
    """An empty place on the same disk for another ledger. Only the holder of the lock may make it."""
    shutil.rmtree(layout.beside, ignore_errors=True)
    try:
        layout.beside.mkdir(parents=True)
    except OSError as error:
        raise WarehouseError(f"{layout.beside}: can't be made ({error.strerror})") from error
    return Layout.at(layout.beside / layout.link.name)


def take_place(layout: Layout, fresh: Layout, why: str, *, after: int | None = None) -> Path | None:
    """Put the closed ledger of `fresh` in the place of `layout`'s, numbered on from it, and publish it.

    The old one is kept among the backups, and its path given. Only the holder of the lock may call this.
    """
    counted = [revision(layout) or 0, published_revision(layout) or 0, after or 0]
    with open_ledger(fresh) as ledger:
        ledger.start_at(max(*counted, ledger.revision()) + 1)
        number = ledger.revision()
        ledger.close()
    if migrate.wal(fresh.ledger).exists():
        raise WarehouseError(f"{fresh.ledger}: could not be written to its end; free some space and run it again")
    try:
        kept = _put_aside(layout, why) if layout.ledger.exists() else None
        _flush(fresh.ledger)
        os.replace(fresh.ledger, layout.ledger)
    except OSError as error:
        raise WarehouseError(f"{layout.ledger}: can't be replaced ({error.strerror})") from error
    publish(layout, number)
    return kept


def _put_aside(layout: Layout, why: str) -> Path:
    """A second name for the old ledger among the backups; its log goes along, for it must not meet another ledger."""
    layout.backups.mkdir(parents=True, exist_ok=True)
    kept = layout.backups / f"{layout.ledger.stem}-{why}-{_stamp()}.duckdb"
    try:
        os.link(layout.ledger, kept)
    except OSError:
        shutil.copyfile(layout.ledger, kept)
    log = migrate.wal(layout.ledger)
    if log.exists():
        os.replace(log, migrate.wal(kept))
    return kept


def _flush(path: Path) -> None:
    with open(path, "rb") as written:
        os.fsync(written.fileno())


def revision(layout: Layout) -> int | None:
    """The revision of a ledger; None where there is none that can be read."""
    with suppress_unreadable(), opened(layout) as ledger:
        return ledger.revision()
    return None


@contextmanager
def suppress_unreadable() -> Iterator[None]:
    """A ledger that can't be read is what some of this is for; one that is in use is not."""
    try:
        yield
    except BusyError:
        raise
    except WarehouseError:
        return


@contextmanager
def opened(layout: Layout) -> Iterator[Ledger]:
    """The ledger, only to read it; its log is folded in first. Only the holder of the lock may."""
    _check_there(layout)
    migrate.fold(layout)
    with attached(layout.ledger, read_only=True) as connection:
        migrate.check_known(layout.ledger, migrate.applied(connection))
        with translated(f"reading {layout.ledger}"):
            yield Ledger(layout, connection)


def _check_there(layout: Layout) -> None:
    if not layout.ledger.exists():
        raise WarehouseError(f"{layout.ledger}: there is no ledger here yet; run `timeline ingest` first")


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
