"""The writer's side: one process at a time opens the ledger, takes deliveries in transactions, and publishes."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import duckdb

from timeline.errors import BusyError, WarehouseError
from timeline.warehouse import decisions, deliver, migrate, together
from timeline.warehouse.arrivals import Arrival, FeedRow, Parsed, Taken
from timeline.warehouse.engine import attached, put, translated

if TYPE_CHECKING:
    import polars as pl

    from timeline.warehouse.decisions import Decided, Rules
    from timeline.warehouse.layout import Layout


@dataclass(frozen=True, slots=True)
class SeenFile:
    """What a feed's file looked like when it was last taken."""

    size: int
    mtime_ns: int
    sidecar: str | None


_LOOKS = ("size", "mtime_ns", "sidecar")


@dataclass(frozen=True, slots=True)
class Basis:
    """The newest delivery of a feed, each of whose rows is a claim with a key of its own."""

    sha256: str
    path: str
    size: int
    rows: int
    order: tuple[datetime, str]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One `timeline ingest`, as it is recorded."""

    run: str
    started_at: datetime
    ended_at: datetime
    status: str
    deliveries: int
    new: int
    changed: int
    gone: int
    rejects: int
    problem: str | None


@contextmanager
def locked(layout: Layout, wait: float) -> Iterator[None]:
    """Be the one writer; BusyError when another still is after `wait` seconds."""
    try:
        layout.folder.mkdir(parents=True, exist_ok=True)
        handle = open(layout.lock, "a+", encoding="utf-8")  # noqa: SIM115 (held open as long as the lock)
    except OSError as error:
        raise WarehouseError(f"{layout.folder}: can't write here ({error.strerror})") from error
    with handle:
        _acquire(handle.fileno(), layout, wait)
        yield


def _acquire(descriptor: int, layout: Layout, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                message = f"{layout.ledger}: another ingest is at work; try again later or wait longer with --wait"
                raise BusyError(message) from error
            time.sleep(0.05)


@contextmanager
def open_ledger(layout: Layout, *, wait: float = 0.0, rules: Rules | None = None) -> Iterator[Ledger]:
    """Lock, migrate and open the ledger for writing; `rules` are needed once it holds decisions."""
    with locked(layout, wait), _current(layout) as connection:
        with translated("refreshing views and macros"):
            migrate.refresh_surface(connection)
        with translated(f"working on {layout.ledger}"):
            yield Ledger(layout, connection, rules)


@contextmanager
def _current(layout: Layout) -> Iterator[duckdb.DuckDBPyConnection]:
    """The ledger of the newest schema, opened for writing; to open it twice would cost half of a small change."""
    with ExitStack() as opened:
        if not layout.ledger.exists() or migrate.wal(layout.ledger).exists():
            migrate.prepare(layout)
        connection = opened.enter_context(attached(layout.ledger, read_only=False))
        if migrate.applied(connection) != migrate.newest():
            opened.close()
            migrate.prepare(layout)
            connection = opened.enter_context(attached(layout.ledger, read_only=False))
        yield connection


class Ledger:
    """The opened ledger. Every method that writes is one transaction."""

    def __init__(self, layout: Layout, connection: duckdb.DuckDBPyConnection, rules: Rules | None = None) -> None:
        """Use `open_ledger`."""
        self.layout = layout
        self._rules = rules
        self._connection = connection

    def revision(self) -> int:
        """Counts the transactions that changed the ledger; a published copy is named after it."""
        return int(self._setting("revision") or 0)

    def zone(self) -> str | None:
        """The zone in which bare dates are understood by what people query."""
        return self._setting("zone")

    def configure(self, zone: str, kinds: pl.DataFrame) -> None:
        """Record the project's zone and taxonomy, where they differ from what is held."""
        digest = hashlib.sha256(kinds.write_json().encode()).hexdigest()
        if self.zone() == zone and self._setting("kinds") == digest:
            return
        with self._transaction("recording the project's settings") as connection:
            self._set("zone", zone)
            self._set("kinds", digest)
            connection.execute("DELETE FROM base.kind")
            connection.register("new_kinds", kinds.to_arrow())
            connection.execute("INSERT INTO base.kind BY NAME FROM new_kinds")
            connection.unregister("new_kinds")

    def feed_row(self, name: str) -> FeedRow | None:
        """The feed as it was when it was last read, or None."""
        rows = self._connection.execute("SELECT * FROM base.feed WHERE feed = ?", [name]).fetchall()
        values: list[Any] = [tuple(item) if isinstance(item, list) else item for item in rows[0]] if rows else []
        return FeedRow(*values) if values else None

    def feeds_with_open_rejects(self) -> set[str]:
        """Names of the feeds that have rejects which nothing has closed."""
        rows = self._connection.execute("SELECT DISTINCT feed FROM base.reject WHERE closed_by IS NULL").fetchall()
        return {row[0] for row in rows}

    def seen_files(self, feed: str) -> dict[str, SeenFile]:
        """By path: what the feed's files looked like when they were last taken."""
        rows = self._connection.execute(
            "SELECT path, size, mtime_ns, sidecar FROM base.file WHERE feed = ?", [feed]
        ).fetchall()
        return {row[0]: SeenFile(*row[1:]) for row in rows}

    def held(self, feed: str) -> set[str]:
        """The ids of the deliveries of a feed that the ledger holds."""
        rows = self._connection.execute("SELECT delivery FROM base.delivery WHERE feed = ?", [feed]).fetchall()
        return {row[0] for row in rows}

    def deliveries(self) -> set[str]:
        """The ids of all deliveries that the ledger holds."""
        return {row[0] for row in self._connection.execute("SELECT delivery FROM base.delivery").fetchall()}

    def held_from(self, feed: str) -> list[tuple[str, str, datetime]]:
        """Of each delivery of a feed that the ledger holds: file, sha256 and when it was received."""
        rows = self._connection.execute(
            "SELECT path, sha256, epoch_us(ingested_at) FROM base.delivery WHERE feed = ?", [feed]
        ).fetchall()
        return [(path, sha256, _instant(moment)) for path, sha256, moment in rows]

    def kinds_of(self, feed: str) -> set[str]:
        """The kinds of a feed's claims."""
        rows = self._connection.execute("SELECT DISTINCT kind FROM base.claim WHERE feed = ?", [feed]).fetchall()
        return {row[0] for row in rows}

    def newest(self, feed: str) -> tuple[datetime, str] | None:
        """The order of the newest delivery of a feed: (known_at, sha256)."""
        rows = self._connection.execute(
            "SELECT epoch_us(known_at), sha256 FROM base.delivery WHERE feed = ?"
            " ORDER BY known_at DESC, sha256 DESC LIMIT 1",
            [feed],
        ).fetchall()
        return (_instant(rows[0][0]), rows[0][1]) if rows else None

    def basis(self, feed: str) -> Basis | None:
        """The newest delivery of a feed, if a later one can be taken as what changed since."""
        rows = self._connection.execute(
            "SELECT sha256, path, size, rows, epoch_us(known_at), claims = rows AND keys = rows AND rejects = 0"
            " FROM base.delivery WHERE feed = ? ORDER BY known_at DESC, sha256 DESC LIMIT 1",
            [feed],
        ).fetchall()
        if not rows or not rows[0][-1]:
            return None
        sha256, path, size, count, known_at, _ = rows[0]
        return Basis(sha256, path, size, count, (_instant(known_at), sha256))

    def take(self, arrival: Arrival, parsed: Parsed) -> Taken:
        """Take a delivery that is newer than all of its feed's."""
        with self._transaction(f"taking {arrival.path}") as connection:
            deliver.begin_work(connection)
            decisions.lift(connection, arrival.feed)
            taken = deliver.take(connection, arrival, parsed)
            decisions.lay(connection, self._rules, arrival.feed)
            deliver.settle(connection, self._rules)
        return taken

    def take_together(self, feed: str, deliveries: Sequence[tuple[Arrival, Parsed]]) -> list[Taken]:
        """Take those of many deliveries that bring only documents which neither the ledger nor another one has."""
        with self._transaction(f"taking articles of feed {feed!r}") as connection:
            deliver.begin_work(connection)
            decisions.lift(connection, feed)
            taken = together.take_together(connection, feed, deliveries)
            decisions.lay(connection, self._rules, feed)
            if taken:
                deliver.settle(connection, self._rules)
        return taken

    def replay(self, feed: str, deliveries: Sequence[tuple[Arrival, Parsed]]) -> list[Taken]:
        """Take all deliveries of a feed anew, in their order, as if they had arrived so."""
        ordered = sorted(deliveries, key=lambda pair: pair[0].order)
        with self._transaction(f"replaying feed {feed!r}") as connection:
            deliver.begin_work(connection)
            decisions.lift(connection, feed)
            deliver.forget(connection, feed)
            taken = together.take_together(connection, feed, ordered)
            done = {one.delivery for one in taken}
            taken += [deliver.take(connection, *pair) for pair in ordered if pair[0].id not in done]
            decisions.lay(connection, self._rules, feed)
            deliver.settle(connection, self._rules)
        return taken

    def decide(self, told: Decided, digest: str) -> None:
        """Bring claims and events to what all decisions come to; `digest` is what they are known by."""
        if self._rules is None or self.decided() == digest:
            return
        with self._transaction("taking decisions") as connection:
            deliver.begin_work(connection)
            changed = decisions.decide(connection, told, self._rules)
            deliver.settle(connection, self._rules, claims=changed)
            self._set("decisions", digest)

    def decided(self) -> str | None:
        """What the decisions that the ledger holds are known by."""
        return self._setting("decisions")

    def decision_ids(self) -> set[str]:
        """The ids of the decisions that the ledger holds; one of an older schema, read as it is, holds none."""
        there = "FROM duckdb_tables() WHERE schema_name = 'base' AND table_name = 'decision'"
        if not self._connection.execute(there).fetchall():
            return set()
        return {row[0] for row in self._connection.execute("SELECT decision FROM base.decision").fetchall()}

    def runs_aside(self) -> frozenset[str]:
        """The runs that the decisions which the ledger holds take back."""
        rows = self._connection.execute(
            "SELECT DISTINCT name FROM (SELECT unnest(about) AS name FROM base.decision"
            " WHERE what = 'undo' AND undone_by IS NULL) WHERE starts_with(name, 'R')"
        ).fetchall()
        return frozenset(row[0] for row in rows)

    def remember_files(self, feed: str, files: dict[str, SeenFile]) -> None:
        """Record what the files looked like when they were taken."""
        if not files:
            return
        import polars as pl

        columns = {"path": list(files), **{n: [getattr(f, n) for f in files.values()] for n in _LOOKS}}
        seen = pl.DataFrame(columns, schema_overrides={"sidecar": pl.String}).with_columns(feed=pl.lit(feed))
        with self._transaction("recording files", counts=False) as connection:
            put(connection, "seen_file", seen)
            connection.execute("DELETE FROM base.file WHERE feed = ? AND path IN (SELECT path FROM seen_file)", [feed])
            connection.execute("INSERT INTO base.file BY NAME FROM seen_file")

    def record_feed(self, feed: FeedRow) -> None:
        """Record a feed's settings, and with what mapping and taxonomy it was read."""
        with self._transaction("recording a feed") as connection:
            connection.execute("DELETE FROM base.feed WHERE feed = ?", [feed.name])
            values = [list(item) if isinstance(item, tuple) else item for item in astuple(feed)]
            connection.execute(f"INSERT INTO base.feed VALUES ({', '.join('?' * len(values))})", values)

    def record_run(self, run: RunRow) -> None:
        """Record a run that changed the ledger."""
        with self._transaction("recording the run") as connection:
            connection.execute(f"INSERT INTO base.run VALUES ({', '.join('?' * 10)})", list(astuple(run)))

    def runs(self) -> list[RunRow]:
        """The recorded runs, in the order in which they were recorded."""
        rows = self._connection.execute(
            "SELECT * REPLACE (epoch_us(started_at) AS started_at, epoch_us(ended_at) AS ended_at)"
            " FROM base.run ORDER BY run"
        ).fetchall()
        return [RunRow(row[0], _instant(row[1]), _instant(row[2]), *row[3:]) for row in rows]

    def restore_runs(self, runs: Sequence[RunRow]) -> None:
        """Write runs that an earlier ledger had recorded."""
        with self._transaction("restoring runs") as connection:
            for run in runs:
                connection.execute(f"INSERT INTO base.run VALUES ({', '.join('?' * 10)})", list(astuple(run)))

    def close(self) -> None:
        """Close the file; its write-ahead log is folded in, so that the file alone is the whole ledger."""
        with translated("closing the ledger"):
            self._connection.close()

    def start_at(self, revision: int) -> None:
        """Let the revision count on from an older ledger's."""
        with self._transaction("numbering the ledger", counts=False):
            self._set("revision", str(revision))

    @contextmanager
    def _transaction(self, during: str, *, counts: bool = True) -> Iterator[duckdb.DuckDBPyConnection]:
        with translated(during):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
                if counts:
                    self._set("revision", str(self.revision() + 1))
                self._connection.execute("COMMIT")
            except BaseException:
                # After a fatal error of the engine this fails too, and would hide why.
                with suppress(duckdb.Error):
                    self._connection.execute("ROLLBACK")
                raise

    def _setting(self, name: str) -> str | None:
        rows = self._connection.execute("SELECT value FROM base.setting WHERE name = ?", [name]).fetchall()
        return rows[0][0] if rows else None

    def _set(self, name: str, value: str) -> None:
        self._connection.execute("DELETE FROM base.setting WHERE name = ?", [name])
        self._connection.execute("INSERT INTO base.setting VALUES (?, ?)", [name, value])


def append_log(layout: Layout, run: RunRow, *, recorded: bool) -> None:
    """One JSON object a line, flushed to disk. `recorded`: the run changed the ledger and stands in it."""
    told = {name: _plain(getattr(run, name)) for name in RunRow.__dataclass_fields__}
    line = json.dumps({**told, "recorded": recorded})
    try:
        with open(layout.log, "a", encoding="utf-8") as log:
            log.write(line + "\n")
            log.flush()
            os.fsync(log.fileno())
    except OSError as error:
        raise WarehouseError(f"{layout.log}: can't write the run log ({error.strerror})") from error


def logged_runs(layout: Layout) -> list[RunRow]:
    """The runs of the log that stand in the ledger; a half line of a killed run is left out."""
    try:
        lines = layout.log.read_text(encoding="utf-8", errors="replace").splitlines() if layout.log.exists() else []
    except OSError as error:
        raise WarehouseError(f"{layout.log}: can't read the run log ({error.strerror})") from error
    found: dict[str, RunRow] = {}
    for line in lines:
        try:
            told = json.loads(line)
            if told.pop("recorded"):
                moments = {name: datetime.fromisoformat(told[name]) for name in ("started_at", "ended_at")}
                found[told["run"]] = RunRow(**{**told, **moments})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return list(found.values())


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _instant(microseconds: int) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
