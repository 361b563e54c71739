"""Questions to a ledger or its published copy: all by one engine, for to start one takes longer than to ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import duckdb

from timeline.warehouse.engine import quoted


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """As `attached(path, read_only=True)`; one at a time."""
    connection = _engine().cursor()
    try:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute(f"ATTACH {quoted(path)} AS timeline (READ_ONLY)")
        try:
            connection.execute("USE timeline")
            yield connection
        finally:
            connection.execute("USE memory")
            connection.execute("DETACH timeline")
    finally:
        connection.close()
