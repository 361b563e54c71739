"""Many deliveries of articles that the ledger never had, in one step: nothing has to be compared for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from timeline.warehouse.arrivals import Arrival, Parsed, Taken
from timeline.warehouse.deliver import completion
from timeline.warehouse.engine import put, quoted, sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

_FEWEST = 3
_BATCH = 250
_DOCUMENTS = "arriving_documents"
_CLAIMS = "(SELECT *, row_key AS ident FROM arriving_claims)"
_MOMENT: dict[str, pl.DataType] = {"known_at": pl.Datetime("us", "UTC")}
_COMPLETION: dict[str, pl.DataType] = {
    **_MOMENT,
    "ingested_at": pl.Datetime("us", "UTC"),
    "covers_since": pl.Date(),
    "covers_until": pl.Date(),
    "kinds": pl.List(pl.String),
    "problem": pl.String(),
}


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
    plain = [pair for pair in plain if pair[0].id in fresh and pair[0].path not in waiting]
    for start in range(0, len(plain), _BATCH):
        taken += _take(connection, plain[start : start + _BATCH])
    return taken


def _is_plain(arrival: Arrival, parsed: Parsed) -> bool:
    told = parsed.documents is not None and parsed.rejects is None and parsed.problem is None
    return told and not arrival.complete and not arrival.supersedes


def _fresh(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]]) -> set[str]:
    """The deliveries whose documents come once among all of these and are not in the ledger."""
    keys = _gathered([(*pair, pair[1].documents) for pair in pairs if pair[1].documents], "document_key")
    put(connection, "arriving_keys", keys)
    held = connection.execute(
        "SELECT DISTINCT document FROM base.document"
        " WHERE feed = getvariable('feed') AND document IN (SELECT document_key FROM arriving_keys)"
    ).fetchall()
    known = pl.Series("known", [row[0] for row in held], dtype=pl.String)
    stale = keys.filter(pl.col("document_key").is_duplicated() | pl.col("document_key").is_in(known.implode()))
    return set(keys["delivery"]) - set(stale["delivery"])


def _waiting(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The paths that have open rejects, which a delivery would close."""
    query = "SELECT DISTINCT path FROM base.reject WHERE feed = getvariable('feed') AND closed_by IS NULL"
    return {row[0] for row in connection.execute(query).fetchall()}


def _take(connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]]) -> list[Taken]:
    # Each small file is opened once: the engine takes ten times as long for one as what reads them here.
    with_claims = [(arrival, parsed, parsed.claims) for arrival, parsed in pairs if parsed.claims]
    counts: dict[str, int] = {}
    if with_claims:
        claims = _gathered(with_claims)
        counts = dict(claims.group_by("delivery").len().iter_rows())
        put(connection, "arriving_claims", claims)
        connection.execute(sql("stage_first", incoming=_CLAIMS, known_at="known_at", delivery="delivery"))
    put(connection, "arriving_documents", _gathered([(*pair, pair[1].documents) for pair in pairs]))
    connection.execute(sql("documents", documents=_DOCUMENTS))
    for name in ("arriving_claims", "arriving_documents"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    _write_completions(connection, pairs, counts)
    return [Taken(arrival.id, counts.get(arrival.id, 0), 0, 0, 0) for arrival, _ in pairs]


def _gathered(files: Sequence[tuple[Arrival, Parsed, Path | None]], *columns: str) -> pl.DataFrame:
    """The rows of the files in the spool (these columns, or all), each with its delivery and known_at."""
    told = pl.DataFrame(
        {
            "file": [str(path) for _, _, path in files],
            "task": [parsed.among for _, parsed, _ in files],
            "delivery": [arrival.id for arrival, _, _ in files],
            "known_at": [arrival.known_at for arrival, _, _ in files],
        },
        schema_overrides={**_MOMENT, "task": pl.String()},
    )
    shared = told.filter(pl.col("task").is_not_null())
    own = told.filter(pl.col("task").is_null())
    found = [_rows(own, ["file"], columns), _rows(shared, ["file", "task"], columns)]
    return pl.concat(part for part in found if part is not None)


def _rows(told: pl.DataFrame, by: list[str], columns: Sequence[str]) -> pl.DataFrame | None:
    if not told.height:
        return None
    paths = told["file"].unique(maintain_order=True).to_list()
    rows = pl.scan_parquet(paths, glob=False, include_file_paths="file")
    wanted = rows.select(*columns, *by) if columns else rows
    mine = wanted.join(told.lazy().select(*by, "delivery", "known_at"), on=by, how="inner", maintain_order="left")
    return mine.drop(by).collect()


def _write_completions(
    connection: duckdb.DuckDBPyConnection, pairs: Sequence[tuple[Arrival, Parsed]], counts: dict[str, int]
) -> None:
    rows = []
    for arrival, parsed in pairs:
        claims = counts.get(arrival.id, 0)
        changed = {"keys": claims, "claims": claims, "new": claims, "changed": 0, "gone": 0, "rejects": 0}
        rows.append({**completion(arrival, parsed.rows), **changed})
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    put(connection, "completing", pl.DataFrame(columns, schema_overrides=_COMPLETION))
    connection.execute("INSERT INTO base.delivery BY NAME FROM completing")
    connection.execute("INSERT INTO touched_delivery SELECT delivery FROM completing")
