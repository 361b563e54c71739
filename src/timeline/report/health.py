"""The state of a project: what failed and since when, which feeds are quiet, what was rejected, what ran last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from timeline.errors import WarehouseError
from timeline.report.database import Database
from timeline.report.database import open as open_database
from timeline.warehouse.layout import Layout


@dataclass(frozen=True, slots=True)
class Failure:
    """A problem that the last run had, and the first of the runs in a row that had it."""

    problem: str
    since: datetime
    runs: int


@dataclass(frozen=True, slots=True)
class FeedState:
    """A feed: when its last delivery was known, how many days it is late, how many of its rows stay rejected."""

    feed: str
    deliveries: int
    last_known_at: datetime | None
    cadence_days: int | None
    days_late: int | None
    open_rejects: int


@dataclass(frozen=True, slots=True)
class State:
    """Everything that `timeline status` says."""

    failures: tuple[Failure, ...]
    feeds: tuple[FeedState, ...]
    last_run: dict[str, Any] | None
    events: int
    claims: int
    published: str | None

    @property
    def quiet(self) -> tuple[FeedState, ...]:
        """The feeds whose next delivery is overdue."""
        return tuple(feed for feed in self.feeds if feed.days_late)

    def as_json(self) -> dict[str, Any]:
        """Plain values with moments as datetimes; `ok`: nothing failed, no feed is quiet, nothing stays rejected."""
        rejects = sum(feed.open_rejects for feed in self.feeds)
        ok = not self.failures and not self.quiet and not rejects
        return {"ok": ok, **asdict(self), "quiet": [feed.feed for feed in self.quiet], "open_rejects": rejects}


def state(link: Path, now: datetime, cadences: dict[str, int | None]) -> State:
    """The state at a moment; `cadences` are the configured feeds with the days between their deliveries."""
    runs = list(_runs(Layout.at(link).log))
    last = runs[-1] if runs else None
    if not link.exists():
        feeds = tuple(FeedState(name, 0, None, days, None, 0) for name, days in cadences.items())
        return State(_failures(runs), feeds, last, 0, 0, None)
    with open_database(link) as database:
        counted = database.sql(
            "SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM claims) AS claims"
        )
        feeds = feed_states(database, now, cadences)
        events, claims = counted.row(0)
    return State(_failures(runs), feeds, last, events, claims, str(link))


def feed_states(database: Database, now: datetime, cadences: Mapping[str, int | None]) -> tuple[FeedState, ...]:
    """The feeds at a moment; those of `cadences` too that have brought nothing yet."""
    return tuple(_feeds(database.sql(_FEEDS).to_dicts(), now, cadences))


_FEEDS = """
SELECT f.feed, f.deliveries, f.last_known_at, f.cadence_days, coalesce(r.n, 0) AS open_rejects
FROM feeds f LEFT JOIN (SELECT feed, count(*) AS n FROM rejects WHERE closed_by IS NULL GROUP BY feed) r USING (feed)
ORDER BY f.feed
"""


def _feeds(rows: Sequence[dict[str, Any]], now: datetime, cadences: Mapping[str, int | None]) -> Iterator[FeedState]:
    for row in rows:
        days = cadences.get(row["feed"], row["cadence_days"])
        late = _late(row["last_known_at"], days, now)
        yield FeedState(row["feed"], row["deliveries"], row["last_known_at"], days, late, row["open_rejects"])
    known = {row["feed"] for row in rows}
    for name, days in cadences.items():
        if name not in known:
            yield FeedState(name, 0, None, days, None, 0)


def _late(last: datetime | None, days: int | None, now: datetime) -> int | None:
    """Whole days past the next delivery's day, of which one is granted."""
    if last is None or days is None:
        return None
    over = now - (last + timedelta(days=days + 1))
    return max(0, over.days + 1) if over > timedelta(0) else 0


def _failures(runs: Sequence[dict[str, Any]]) -> tuple[Failure, ...]:
    """Each problem of the last run with the unbroken row of runs before it that had the same one."""
    if not runs:
        return ()
    found = []
    for problem in _problems(runs[-1]):
        row = []
        for run in reversed(runs):
            if problem not in _problems(run):
                break
            row.append(run)
        found.append(Failure(problem, row[-1]["started_at"], len(row)))
    return tuple(sorted(found, key=lambda failure: failure.since))


def _problems(run: dict[str, Any]) -> list[str]:
    told = run.get("problem")
    return str(told).split("\n") if told else []


def _runs(log: Path) -> Iterator[dict[str, Any]]:
    """The runs of the log, oldest first; the half line of a killed run is left out."""
    try:
        lines = log.read_bytes().splitlines()
    except FileNotFoundError:
        return
    except OSError as error:
        raise WarehouseError(f"{log}: can't be read ({(error.strerror or '').lower()})") from error
    for line in lines:
        try:
            run = json.loads(line)
            run["started_at"] = datetime.fromisoformat(run["started_at"])
            run["ended_at"] = datetime.fromisoformat(run["ended_at"])
        except (ValueError, KeyError, TypeError):
            continue
        yield run
