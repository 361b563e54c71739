"""Connections, SQL texts, and the one place where the engine's errors become ours."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import duckdb

from timeline import model
from timeline.errors import BusyError, WarehouseError

if TYPE_CHECKING:
    import polars as pl

STORAGE_VERSION = "v1.5.0"  # readable by the DuckDB 1.5 and 2.0 command lines


def _key(text: str) -> str:
    """The first eight bytes of the text's md5 as a number; not hash(), which may differ in the engine's next version.

    The engine's own md5_number_upper gives the same number by way of a text of ones and zeros, at four times the cost.
    """
    return f"CAST(md5_number({text}) & 18446744073709551615::UHUGEINT AS UBIGINT)"


_CONTENT = ", ".join(f'"{name}"' for name in model.CLAIM_CONTENT)
_FIELDS: dict[str, str] = {
    "content": _CONTENT,
    "claim_key": _key("getvariable('feed') || chr(31) || ident"),
    "reject_key": _key("reject.feed || chr(31) || row_key"),
    "content_text": ", ".join(f"coalesce(CAST(\"{name}\" AS VARCHAR), '')" for name in model.CLAIM_CONTENT),
    "group": (
        "CASE WHEN coalesce(place, country) IS NOT NULL AND coalesce(CAST(starts AS VARCHAR), CAST(ends AS VARCHAR), "
        '"value") IS NOT NULL THEN hash(kind, form, starts, ends, "value", lower(trim(place)), country, '
        # Tallies of draft offices and of administrations are two counts, though of one place and time.
        "CASE WHEN form = 'tally' THEN target END) END"
    ),
    "precision_rank": f"coalesce(list_position({list(model.PRECISIONS)!r}, precision), 99)",
    "said_by": "coalesce(speaker, carrier, publisher, feed)",
}


def quoted(text: str | Path) -> str:
    """A text as an SQL literal."""
    return "'" + str(text).replace("'", "''") + "'"


@cache
def _text(name: str) -> str:
    return (files("timeline.warehouse") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def sql(name: str, **fields: str) -> str:
    """The SQL text of that name with its ${fields} filled in."""
    return Template(_text(name)).substitute({**_FIELDS, **fields})


@contextmanager
def translated(during: str) -> Iterator[None]:
    """Turn the engine's errors into ours: one line that says during what."""
    try:
        yield
    except duckdb.Error as error:
        first = re.sub(r"\s+", " ", str(error)).strip()
        if "Could not set lock" in first or "Conflicting lock" in first:
            message = f"while {during}: another program has the ledger open; close it or try again later"
            raise BusyError(message) from error
        hint = next((f"; {way_out}" for words, way_out in _WAYS_OUT if re.search(words, first)), "")
        raise WarehouseError(f"while {during}: {first[:400]}{hint}") from error


_WAYS_OUT = (
    ("No space left|File too large|Disk quota", "free some space and run it again"),
    ("version number", "it was written by a newer DuckDB; upgrade timeline"),
    (
        "not a valid DuckDB|Could not read enough|[Cc]orrupt|[Cc]hecksum|[Ss]erializ|[Ff]atal|INTERNAL",
        "make the ledger anew with `timeline ledger rebuild`, or take a backup with `timeline ledger restore`",
    ),
    ("Permission denied|Read-only file system", "make it writable"),
)


@contextmanager
def attached(path: Path, name: str = "timeline", *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with one database file attached under a name and used."""
    options = "READ_ONLY" if read_only else f"STORAGE_VERSION '{STORAGE_VERSION}'"
    with translated(f"opening {path}"):
        connection = duckdb.connect(":memory:")
    try:
        with translated(f"opening {path}"):
            connection.execute(_SETTINGS)
            connection.execute(f"SET temp_directory = {quoted(spill(path, read_only=read_only))}")
            connection.execute(f'ATTACH {quoted(path)} AS "{name}" ({options})')
            connection.execute(f'USE "{name}"')
        yield connection
    finally:
        connection.close()


def spill(path: Path, *, read_only: bool) -> Path:
    """Where the engine puts what does not fit into memory: beside the ledger, but not beside what readers open."""
    if read_only:
        return Path(tempfile.gettempdir()) / f"timeline-{os.getpid()}.spill"
    return path.with_suffix(".spill")


# TimeZone, because a midnight must not change its day; the bar, because it prints to stdout even when piped. The memory
# limit leaves room for the worker beside it. In insertion order a bulk load is compressed twice, once while it runs
# and again at the checkpoint; nothing here relies on that order. Nor are half-filled row groups merged at a checkpoint,
# which writes the whole table anew after a change of a few rows: `timeline ledger compact` does that.
_SETTINGS = """
    SET TimeZone = 'UTC';
    SET enable_progress_bar = false;
    SET memory_limit = '1GB';
    SET preserve_insertion_order = false;
    SET max_vacuum_tasks = 0;
"""


def fetch(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The result of a query as a polars frame."""
    frame: pl.DataFrame = connection.sql(query).pl()
    return frame


def put(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """A polars frame as a temporary table of that name, in the place of an earlier one."""
    connection.register("arrow_put", frame.to_arrow())
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM arrow_put")
    connection.unregister("arrow_put")
