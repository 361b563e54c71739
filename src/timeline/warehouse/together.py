"""Many deliveries of articles that the ledger never had, in one step: nothing has to be compared for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from timeline.warehouse.arrivals import Arrival, Parsed, Taken
from timeline.warehouse.deliver import completion
from timeline.warehouse.engine import quoted, sql

if TYPE_CHECKING:
    import duckdb

_FEWEST = 3
_BATCH = 1_000
_DOCUMENTS = "(SELECT d.*, b.delivery, b.known_at FROM {files} d JOIN batch b ON d.filename = b.documents)"
_CLAIMS = (
    "(SELECT c.*, c.row_key AS ident, c.file_row_number AS row_number, b.delivery, b.known_at"
    " FROM {files} c JOIN batch b ON c.filename = b.claims)"
)


def take_together(
    connection: duckdb.DuckDBPyConnection, feed: str, pairs: Sequence[tuple[Arrival, Parsed]]
) -> list[Taken]:
    """Write those deliveries whose documents no other one has, inside the caller's transaction; the others are left.

    The ledger is then as if they had been taken one by one, in whatever order: no document of theirs is replaced, and
    no reject is closed by them.
    """
    paths = Counter(arrival.path for arrival, _ in pairs)
    plain = [pair for pair in pairs if _is_plain(*pair) and paths[pair[0].path] == 1]
    taken: list[Taken] = []
    if len(plain) < _FEWEST:
        return taken
    connection.execute(f"SET VARIABLE feed = {quoted(feed)}")
    fresh, waiting = _fresh(connection, pairs), _waiting(connection)
    plain = [pair for pair in plain if str(pair[1].documents) in fresh and pair[0].path not in waiting]
    for start in range(0, len(plain), _BATCH):
        taken += _take(connection, plain[start : start + _BATCH])
    return taken


def _is_plain(arrival: Arrival, parsed: Parsed) -> bool:
    told = parsed.documents is not None and parsed.rejects is None and parsed.problem is None
    return told and not arrival.complete and not arrival.supersedes


def _fresh(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]]) -> set[str]:
    """The files whose documents come once among all of these and are not in the ledger."""
    files = _files([str(parsed.documents) for _, parsed in pairs if parsed.documents is not None])
    query = f"""
        SELECT filename FROM (
            SELECT filename, count(*) OVER (PARTITION BY document_key) = 1
                   AND document_key NOT IN (
                       SELECT document FROM base.document WHERE feed = getvariable('feed')) AS fresh
            FROM {files})
        GROUP BY filename HAVING bool_and(fresh)"""
    return {row[0] for row in connection.execute(query).fetchall()}


def _waiting(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The paths that have open rejects, which a delivery would close."""
    query = "SELECT DISTINCT path FROM base.reject WHERE feed = getvariable('feed') AND closed_by IS NULL"
    return {row[0] for row in connection.execute(query).fetchall()}


def _take(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]]) -> list[Taken]:
    _write_batch(connection, pairs)
    claims = [str(parsed.claims) for _, parsed in pairs if parsed.claims]
    counts: dict[str, int] = {}
    if claims:
        incoming = _CLAIMS.format(files=_files(claims, ", file_row_number = true"))
        connection.execute(sql("stage_first", incoming=incoming, known_at="known_at", delivery="delivery"))
        counts = dict(connection.execute(f"SELECT delivery, count(*) FROM {incoming} GROUP BY delivery").fetchall())
    documents = _files([str(parsed.documents) for _, parsed in pairs])
    connection.execute(sql("documents", documents=_DOCUMENTS.format(files=documents)))
    _write_completions(connection, pairs, counts)
    return [Taken(arrival.id, counts.get(arrival.id, 0), 0, 0, 0) for arrival, _ in pairs]


def _write_batch(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]]) -> None:
    """The deliveries with their files in the spool."""
    columns = {
        "delivery": [arrival.id for arrival, _ in pairs],
        "known_at": [arrival.known_at for arrival, _ in pairs],
        "claims": [str(parsed.claims) for _, parsed in pairs],
        "documents": [str(parsed.documents) for _, parsed in pairs],
    }
    frame = pl.DataFrame(columns, schema_overrides={"known_at": pl.Datetime("us", "UTC")})
    connection.register("arrow_batch", frame.to_arrow())
    connection.execute("CREATE OR REPLACE TEMP TABLE batch AS FROM arrow_batch")
    connection.unregister("arrow_batch")


def _write_completions(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]], counts: dict[str, int]
) -> None:
    rows = []
    for arrival, parsed in pairs:
        claims = counts.get(arrival.id, 0)
        changed = {"keys": claims, "claims": claims, "new": claims, "changed": 0, "gone": 0, "rejects": 0}
        rows.append({**completion(arrival, parsed.rows), **changed})
    marks = ", ".join("?" for _ in rows[0])
    query = f"INSERT INTO base.delivery ({', '.join(rows[0])}) VALUES ({marks})"
    connection.executemany(query, [list(row.values()) for row in rows])


def _files(paths: Sequence[str], more: str = "") -> str:
    return f"read_parquet([{', '.join(map(quoted, paths))}], filename = true{more})"
