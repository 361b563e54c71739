"""Taking a delivery into the ledger: compare, write versions, rejects and documents, resolve, completion row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline import model
from timeline.errors import WarehouseError
from timeline.warehouse import decisions
from timeline.warehouse.arrivals import Arrival, Parsed, Taken
from timeline.warehouse.documents import own_files, write_documents
from timeline.warehouse.engine import quoted, sql

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from timeline.warehouse.decisions import Rules

SHRINK_LIMIT = 0.3
_NO_KEYS = "(SELECT CAST(NULL AS VARCHAR) AS ident WHERE false)"
_DELIVERED = "(SELECT document_key FROM read_parquet(getvariable('documents')))"
_OF_DELIVERY = {"known_at": "getvariable('known_at')", "delivery": "getvariable('delivery')"}
_REJECT_COLUMNS = "row_key VARCHAR, line UINTEGER, col VARCHAR, reason VARCHAR, text VARCHAR"


class ShrinkError(WarehouseError):
    """A delivery would withdraw more of its feed than is plausible."""

    def __init__(self, message: str, delivery: str) -> None:
        """The one line, and the delivery's id."""
        super().__init__(message)
        self.delivery = delivery


class ChangesError(WarehouseError):
    """What a delivery changed can't be told from its changed lines alone: it has to be read whole."""


def begin_work(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the notes of what is touched; call at the start of each transaction."""
    connection.execute("CREATE OR REPLACE TEMP TABLE touched_group (grp UBIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE touched_event (event UBIGINT)")
    connection.execute("CREATE OR REPLACE TEMP TABLE touched_claim (claim UBIGINT)")
    decisions.begin(connection)


def take(connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed) -> Taken:
    """Write one delivery inside the caller's transaction; `settle` must follow before the commit.

    Raises ShrinkError, and ChangesError for changes that have to be read whole.
    """
    with own_files(parsed) as parsed:
        return _take(connection, arrival, parsed)


def _take(connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed) -> Taken:
    _set_variables(connection, arrival, parsed)
    connection.execute("INSERT INTO touched_delivery VALUES (?)", [arrival.id])
    incoming, keys = _incoming(connection, parsed)
    held = _one(connection, "SELECT count(*) FROM base.claim WHERE feed = getvariable('feed')")
    new, changed, gone = _take_claims(connection, arrival, parsed, incoming, first=held == 0)
    rejects = _take_rejects(connection, parsed, incoming)
    write_documents(connection, arrival, parsed)
    _write_completion(connection, arrival, parsed, keys, (new, changed, gone, rejects))
    return Taken(arrival.id, new, changed, gone, rejects)


def forget(connection: duckdb.DuckDBPyConnection, feed: str) -> None:
    """Take out all that a feed's deliveries brought, so that they can be replayed in order."""
    _set(connection, feed=feed)
    connection.execute("SET VARIABLE all_anew = true")
    connection.execute(sql("forget_feed"))


def settle(connection: duckdb.DuckDBPyConnection, rules: Rules | None = None, *, claims: bool = True) -> None:
    """Put the touched claims together into events: by kind, dates and place, then by likeness and decisions.

    claims: False where no claim says anything else than before.
    """
    connection.execute(sql("involved"))
    if _any(connection, "involved"):
        connection.execute(sql("resolve"))
    if claims:
        decisions.pair(connection, rules)
    if decisions.has_any(connection):
        decisions.link(connection, rules)
        connection.execute(sql("alone"))
    connection.execute("DELETE FROM base.event WHERE event IN (SELECT event FROM touched_event)")
    if _any(connection, f"({_JOINT_MEMBERS})"):
        events = sql("events_from_claims", members=_JOINT_MEMBERS, marks=sql("marks_now"))
        connection.execute(f"INSERT INTO base.event {events}")


_JOINT_MEMBERS = (
    "SELECT * EXCLUDE (alone) FROM base.claim WHERE NOT alone AND event IN (SELECT event FROM touched_event)"
)


def _take_claims(
    connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed, incoming: str, *, first: bool
) -> tuple[int, int, int]:
    if first:
        if parsed.claims:
            connection.execute(sql("stage_first", incoming=incoming, **_OF_DELIVERY))
        count = _one(connection, "SELECT count(*) FROM base.claim WHERE feed = getvariable('feed')")
        return count, 0, 0
    deletions = _NO_KEYS
    if parsed.deletions:
        deletions = "(SELECT row_key AS ident FROM read_parquet(getvariable('deletions')))"
    unreadable = _NO_KEYS
    if parsed.rejects:
        unreadable = "(SELECT row_key AS ident FROM read_parquet(getvariable('rejects')))"
    replaced = f"OR document IN {_DELIVERED}" if parsed.documents else ""
    connection.execute(sql("leaving", deletions=deletions, unreadable=unreadable, replaced=replaced))
    # The claims of other documents need not be compared: none of them can come or go.
    among = f"AND document IN {_DELIVERED}" if parsed.documents and not arrival.complete else ""
    if parsed.left:
        _check_changes(connection, arrival, incoming)
        among = "AND claim IN (SELECT claim FROM among)"
    connection.execute(sql("stage_touched", incoming=incoming, among=among))
    counts = dict(connection.execute("SELECT what, count(*) FROM touched GROUP BY what").fetchall())
    _check_shrink(connection, arrival, counts.get("gone", 0))
    connection.execute(sql("stage_apply", incoming=incoming))
    connection.execute(sql("touch_groups"))
    return counts.get("new", 0), counts.get("changed", 0), counts.get("gone", 0)


def _check_changes(connection: duckdb.DuckDBPyConnection, arrival: Arrival, incoming: str) -> None:
    connection.execute(sql("among", incoming=incoming))
    if not connection.execute(sql("changes_hold")).fetchall()[0][0]:
        raise ChangesError(f"{arrival.path}: has to be read whole")


def _check_shrink(connection: duckdb.DuckDBPyConnection, arrival: Arrival, gone: int) -> None:
    live = _one(connection, "SELECT count(*) FROM base.claim WHERE feed = getvariable('feed') AND live")
    if arrival.complete and not arrival.allow_shrink and gone > SHRINK_LIMIT * live:
        raise ShrinkError(
            f"{arrival.path}: would withdraw {gone:,} of the {live:,} claims of feed {arrival.feed!r}; "
            "if that is right, ingest it with --allow-shrink",
            arrival.id,
        )


def _incoming(connection: duckdb.DuckDBPyConnection, parsed: Parsed) -> tuple[str, int]:
    """The relation of arriving rows, each with `ident`, what its key is made of; and the number of different keys."""
    if parsed.claims is None:
        return _empty_incoming(), 0
    rows = "(SELECT *, file_row_number AS row_number FROM read_parquet(getvariable('claims'), file_row_number = true))"
    keyed, distinct, total = connection.execute(
        "SELECT count(row_key), count(DISTINCT row_key), count(*) FROM read_parquet(getvariable('claims'))"
    ).fetchall()[0]
    if parsed.left and distinct < total:
        raise ChangesError("has to be read whole: a key stands on two lines that changed")
    if keyed < total:
        rows = f"({sql('identify_keyless', incoming=rows)})"
    else:
        rows = f"(SELECT *, row_key AS ident FROM {rows})"
    if distinct < keyed:
        connection.execute(sql("check_duplicates", incoming=rows))
        rows = f"(SELECT * FROM {rows} WHERE row_number NOT IN (SELECT row_number FROM repeated))"
    else:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE repeated ({_REJECT_COLUMNS})")
    return rows, distinct


def _empty_incoming() -> str:
    columns = ", ".join(f'NULL AS "{name}"' for name in model.CLAIMS)
    return f"(SELECT {columns}, NULL AS ident, 0 AS row_number WHERE false)"


def _take_rejects(connection: duckdb.DuckDBPyConnection, parsed: Parsed, incoming: str) -> int:
    source = "SELECT row_key, line, col, reason, text FROM read_parquet(getvariable('rejects'))"
    if parsed.rejects is None:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE no_rejects ({_REJECT_COLUMNS})")
        source = "FROM no_rejects"
    if parsed.claims is not None:
        source += " UNION ALL SELECT row_key, line, col, reason, row_key FROM repeated WHERE reason IS NOT NULL"
    keyed = "feed = getvariable('feed') AND closed_by IS NULL AND row_key IS NOT NULL"
    waiting = _one(connection, f"SELECT count(*) FROM base.reject WHERE {keyed}")
    connection.execute(sql("rejects", refused=source, brought=incoming if waiting else _NO_KEYS))
    return _one(connection, "SELECT count(*) FROM refused")


def _write_completion(
    connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed, keys: int, counts: tuple[int, ...]
) -> None:
    new, changed, gone, rejects = counts
    claims = _one(connection, "SELECT count(*) FROM read_parquet(getvariable('claims'))") if parsed.claims else 0
    if parsed.left:
        claims = keys = parsed.rows
    values = {
        **completion(arrival, parsed.rows, parsed.problem),
        "keys": keys,
        "claims": claims,
        "new": new,
        "changed": changed,
        "gone": gone,
        "rejects": rejects,
    }
    marks = ", ".join("?" for _ in values)
    connection.execute(f"INSERT INTO base.delivery ({', '.join(values)}) VALUES ({marks})", list(values.values()))


def completion(arrival: Arrival, rows: int, problem: str | None = None) -> dict[str, Any]:
    """The completion row of a delivery, but for what it changed."""
    return {
        "delivery": arrival.id,
        "feed": arrival.feed,
        "known_at": arrival.known_at,
        "known_from": arrival.known_from,
        "sha256": arrival.sha256,
        "path": arrival.path,
        "size": arrival.size,
        "ingested_at": arrival.ingested_at,
        "run": arrival.run,
        "covers_since": arrival.covers_since,
        "covers_until": arrival.covers_until,
        "kinds": list(arrival.kinds),
        "rows": rows,
        "problem": problem,
    }


def _set_variables(connection: duckdb.DuckDBPyConnection, arrival: Arrival, parsed: Parsed) -> None:
    _set(
        connection,
        feed=arrival.feed,
        delivery=arrival.id,
        known_at=arrival.known_at,
        path=arrival.path,
        complete=arrival.complete and parsed.deletions is None,
        covers_since=arrival.covers_since,
        covers_until=arrival.covers_until,
        document=f"{arrival.feed}/{arrival.path}",
        claims=_path(parsed.claims),
        rejects=_path(parsed.rejects),
        deletions=_path(parsed.deletions),
        left_keys=_path(parsed.left),
        documents=_path(parsed.documents),
        supersedes=arrival.supersedes,
    )


def _set(connection: duckdb.DuckDBPyConnection, **values: Any) -> None:
    for name, value in values.items():
        connection.execute(f"SET VARIABLE {name} = {_literal(value)}")


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if hasattr(value, "tzinfo"):
        return f"TIMESTAMPTZ {quoted(value.isoformat())}"
    if hasattr(value, "isoformat"):
        return f"DATE {quoted(value.isoformat())}"
    return quoted(value)


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _any(connection: duckdb.DuckDBPyConnection, rows: str) -> bool:
    """Whether there are such rows: a long statement about none of them costs as much as one about a few."""
    return bool(connection.execute(f"SELECT EXISTS (FROM {rows})").fetchall()[0][0])


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    return int(connection.execute(query).fetchall()[0][0])
