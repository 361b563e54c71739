"""The COMMENT of every view, column and macro, from sql/comments.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING

from timeline.warehouse.engine import quoted

if TYPE_CHECKING:
    import duckdb

_COLUMNS = """
    SELECT schema_name, table_name, column_name FROM duckdb_columns()
    WHERE database_name = current_database() AND NOT internal AND schema_name IN ('main', 'base')
    ORDER BY ALL
"""


def text() -> str:
    """The file as it is."""
    return (files("timeline.warehouse") / "sql" / "comments.toml").read_text(encoding="utf-8")


def statements(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """COMMENT ON statements for all that the connection's database has; KeyError for what has no words."""
    told = tomllib.loads(text())
    columns = connection.execute(_COLUMNS).fetchall()
    views = {table for schema, table, _ in columns if schema == "main"}
    for name in sorted(views):
        yield f"COMMENT ON VIEW {name} IS {quoted(told['views'][name])}"
    for name in sorted({table for schema, table, _ in columns if schema == "base"}):
        yield f"COMMENT ON TABLE base.{name} IS {quoted(told['tables'][name])}"
    for schema, table, column in columns:
        yield f'COMMENT ON COLUMN {schema}.{table}."{column}" IS {quoted(told["columns"][column])}'
    yield from _macros(connection, told["macros"])


def _macros(connection: duckdb.DuckDBPyConnection, told: dict[str, str]) -> Iterator[str]:
    rows = connection.execute(
        "SELECT DISTINCT function_name, function_type FROM duckdb_functions()"
        " WHERE database_name = current_database() AND NOT internal ORDER BY ALL"
    ).fetchall()
    for name, sort in rows:
        table = "TABLE " if sort == "table_macro" else ""
        yield f"COMMENT ON MACRO {table}{name} IS {quoted(told[name])}"
