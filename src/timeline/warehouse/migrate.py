"""Numbered migrations in plain SQL, each recorded in its own transaction, after a backup."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline.errors import WarehouseError
from timeline.text.countries import country_names
from timeline.warehouse import comments, template
from timeline.warehouse.engine import attached, quoted, sql, translated

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from timeline.warehouse.layout import Layout


def known_migrations() -> list[tuple[int, str, str]]:
    """(number, name, SQL) of every migration that comes with the program, ascending."""
    found = []
    for entry in (files("timeline.warehouse") / "sql" / "migrations").iterdir():
        number, _, name = entry.name.removesuffix(".sql").partition("_")
        if entry.name.endswith(".sql"):
            found.append((int(number), name, entry.read_text(encoding="utf-8")))
    return sorted(found)


@cache
def newest() -> int:
    """The number of the newest migration that this program knows."""
    return known_migrations()[-1][0]


def prepare(layout: Layout) -> None:
    """Create a ledger, or back it up and bring it to the newest schema; nothing to do is the usual case.

    Raises WarehouseError for a ledger of a newer program.
    """
    if not layout.ledger.exists():
        _create(layout)
        return
    with attached(layout.ledger, read_only=True) as connection:
        have = applied(connection)
    if have == newest():
        return
    check_known(layout.ledger, have)
    fold(layout)
    backup(layout, f"before-migration-{have + 1:03}")
    _bring_up(layout.ledger, have)


def check_known(path: Path, have: int) -> None:
    """Raise WarehouseError where that newest migration tells that this is no ledger, or one of a newer program."""
    if have > newest():
        raise newer(path, have)
    if have == 0:
        raise WarehouseError(f"{path}: is a database, but no ledger made by timeline; move it away")


def fold(layout: Layout) -> None:
    """Put what a killed run left in the ledger's write-ahead log into the file, so that the file is the whole."""
    log = wal(layout.ledger)
    if log.exists():
        with attached(layout.ledger, read_only=False), translated(f"closing {layout.ledger}"):
            pass
    if log.exists():
        raise WarehouseError(f"{layout.ledger}: can't be brought up to date; free some space and run it again")


def wal(ledger: Path) -> Path:
    """The engine's write-ahead log beside a ledger; there is none when it was closed."""
    return ledger.with_name(ledger.name + ".wal")


def _create(layout: Layout) -> None:
    """A ledger is there whole or not at all, wherever the making of it is interrupted."""
    part = layout.ledger.with_suffix(".new")
    try:
        part.unlink(missing_ok=True)
        wal(part).unlink(missing_ok=True)
        _begin(part)
        if wal(part).exists():
            raise WarehouseError(f"{part}: could not be written to its end; free some space and run it again")
        part.replace(layout.ledger)
    except OSError as error:
        raise WarehouseError(f"{layout.ledger}: can't be made ({error.strerror})") from error


def _begin(path: Path) -> None:
    """An empty ledger with its surface: a copy of the template, or made from nothing and kept as the template."""
    kept = template.template_file([*(text for _, _, text in known_migrations()), *surface(), comments.text()])
    # A template that can't be opened is no reason to stop: it is made anew.
    with suppress(WarehouseError):
        if template.begin_with(kept, path):
            _work_on(path, lambda connection: connection.execute("UPDATE base.migration SET applied_at = now()"))
            return
    path.unlink(missing_ok=True)
    _bring_up(path, 0)
    _work_on(path, refresh_surface)
    template.keep(path, kept)


def _work_on(path: Path, do: Callable[[duckdb.DuckDBPyConnection], object]) -> None:
    with attached(path, read_only=False) as connection, translated(f"beginning {path}"):
        do(connection)


def _bring_up(path: Path, have: int) -> None:
    with attached(path, read_only=False) as connection, translated(f"migrating {path}"):
        for number, name, text in known_migrations():
            if number > have:
                _apply(connection, number, name, text)


def applied(connection: duckdb.DuckDBPyConnection) -> int:
    """The number of the newest migration that a database has had; 0 for an empty one."""
    with translated("reading the schema's version"):
        there = connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'base' AND table_name = 'migration'"
            " AND database_name = current_database()"
        ).fetchall()[0][0]
        if not there:
            return 0
        return int(connection.execute("SELECT coalesce(max(number), 0) FROM base.migration").fetchall()[0][0])


def newer(path: Path, number: int) -> WarehouseError:
    """The error for a database that a newer program has written."""
    return WarehouseError(
        f"{path}: written by a newer timeline (schema {number}, this program knows {newest()}); upgrade timeline"
    )


def backup(layout: Layout, label: str) -> Path:
    """Copy the ledger (closed, no log beside it) into the backups under that label."""
    layout.backups.mkdir(parents=True, exist_ok=True)
    target = layout.backups / f"{layout.ledger.stem}-{label}.duckdb"
    try:
        part = target.with_suffix(".tmp")
        shutil.copyfile(layout.ledger, part)
        part.replace(target)
    except OSError as error:
        raise WarehouseError(f"{target}: can't write the backup ({error.strerror})") from error
    return target


def _apply(connection: duckdb.DuckDBPyConnection, number: int, name: str, text: str) -> None:
    connection.execute("BEGIN")
    connection.execute(text)
    connection.execute("INSERT INTO base.migration VALUES (?, ?, now())", [number, name])
    connection.execute("COMMIT")


def refresh_surface(connection: duckdb.DuckDBPyConnection) -> None:
    """Views, macros and comments carry no data: they are made anew whenever their text has changed."""
    texts = surface()
    digest = hashlib.sha256("".join([*texts, comments.text()]).encode()).hexdigest()
    if connection.execute("SELECT value FROM base.setting WHERE name = 'surface'").fetchall() == [(digest,)]:
        return
    connection.execute("BEGIN")
    for text in texts:
        connection.execute(text)
    for statement in comments.statements(connection):
        connection.execute(statement)
    _set(connection, "surface", digest)
    # A copy with the old texts is out of date: count a revision, so that it is published anew.
    held = connection.execute("SELECT value FROM base.setting WHERE name = 'revision'").fetchall()
    _set(connection, "revision", str(int(held[0][0]) + 1 if held else 0))
    connection.execute("COMMIT")


def _set(connection: duckdb.DuckDBPyConnection, name: str, value: str) -> None:
    connection.execute("DELETE FROM base.setting WHERE name = ?", [name])
    connection.execute("INSERT INTO base.setting VALUES (?, ?)", [name, value])


def surface() -> list[str]:
    """The SQL of what people query, part by part, with the shared parts filled in."""
    at_moment = "SELECT * EXCLUDE (own) FROM present WHERE event IN (FROM shared)"
    marks_now, marks_then = sql("marks_now"), sql("marks_then")
    views = sql(
        "views",
        edtf=sql("edtf"),
        claim_columns=sql("claim_columns"),
        event_columns=sql("event_columns"),
        alone_columns=sql("alone_columns", without="event, alone"),
        country_codes=quoted("|".join(country_names())),
        country_names=quoted("|".join(country_names().values())),
    )
    macros = sql(
        "macros",
        claim_columns=sql("claim_columns"),
        event_columns=sql("event_columns"),
        alone_columns_at=sql("alone_columns", without="event, own"),
        events_present=sql("events_from_claims", members=at_moment, marks=marks_now),
        events_then=sql("events_from_claims", members=at_moment, marks=marks_then),
        marks_now=marks_now,
        marks_then=marks_then,
    )
    # A set of macros for each clock, not one with an optional moment: what is known now need not plan how to know the
    # past.
    now = _counts("", "", "event_rows", "base.claim")
    then = _counts("_as_of", "moment", "event_rows_as_of(moment)", "claim_rows_as_of(moment)")
    said = _counts("_said_by", "said", "event_rows_said_by(said)", "claim_rows_said_by(said)")
    return [views, macros, now, then, said]


def _counts(clock: str, moment: str, event_rows: str, claim_rows: str) -> str:
    first = {"as_of": clock, "moment": f"{moment}, " if moment else "", "passed": f"{moment}, " if moment else ""}
    ahead = "(CASE WHEN centred THEN (CAST(days AS INTEGER) - 1) // 2 ELSE 0 END)"
    spans = sql("count_spans", event_rows=event_rows, claim_rows=claim_rows, **first)
    packing = {name: f"CAST({1 << 31 * place} AS HUGEINT)" for place, name in enumerate(("one", "two", "three"), 1)}
    packing["low_bits"] = str((1 << 31) - 1)
    return spans + sql("counts", ahead=ahead, back=f"(CAST(days AS INTEGER) - 1 - {ahead})", **first, **packing)
