"""Rolling counts with their band over many events, one in ten of them known only to a month or a week.

    python benchmarks/rolling.py                 # 1,000,000 events
    python benchmarks/rolling.py --rows 100000 --warehouse kept.duckdb

The peer is the plain query written by hand, which knows no band: each event on its first day, zero-filled, summed over
seven days. Prints one line a measurement: what, seconds, ratio to the peer and its seconds, and the limit.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

import timeline
from make_events import CHUNK, events
from run import HAND_WRITTEN, run, tell, timed
from timeline import counts
from timeline.report.database import Counting

TIMES = 11


def write_events(file: Path, rows: int) -> None:
    """The events of make_events.py with every tenth day as a month or a week."""
    day = pl.col("date").dt.to_string("%Y-%m-%d")
    number, week = pl.int_range(pl.len()) % 20, pl.col("date").dt.to_string("%G-W%V")
    told = pl.when(number == 0).then(day.str.slice(0, 7)).when(number == 10).then(week).otherwise(day)
    with file.open("wb") as out:
        for first in range(0, rows, CHUNK):
            part = events(first, min(CHUNK, rows - first), 0.0)
            part.with_columns(date=told).write_csv(out, include_header=first == 0)


def ledger(link: Path, rows: int) -> None:
    """A published ledger of so many events, unless it is there."""
    if link.exists():
        return
    file = link.parent / "events.csv"
    write_events(file, rows)
    run("ingest", str(file), "--warehouse", str(link), cwd=link.parent)


def measure(link: Path) -> None:
    """The plain query, the macro, the library, each warm and in turn, the best of several."""
    with duckdb.connect(str(link.resolve()), read_only=True) as connection, timeline.open(link) as database:
        connection.execute("SET TimeZone = 'UTC'")
        dates = connection.sql("SELECT count(*), count(*) FILTER (starts < ends) FROM base.claim").fetchall()[0]
        print(f"{dates[0]:,} events, {dates[1]:,} of them without an exact day", flush=True)
        spans = database.spans_of(database.question(), Counting())
        ways: dict[str, Callable[[], object]] = {
            "plain": lambda: connection.sql(HAND_WRITTEN).to_arrow_table(),
            "rolling_counts in SQL, with band": lambda: connection.sql(
                "FROM rolling_counts(days := 7)"
            ).to_arrow_table(),
            "database.rolling, with band": database.rolling,
            "database.rolling, with band and expected": lambda: database.rolling(expected=True),
            "counts.rolling alone, from day-level sums": lambda: counts.rolling(spans),
        }
        seconds = {name: min(times) for name, times in zip(ways, _in_turn(list(ways.values())), strict=True)}
    peer = seconds.pop("plain")
    for name, took in seconds.items():
        tell(name, took, "3x", peer=peer)


def _in_turn(ways: list[Callable[[], object]]) -> list[tuple[float, ...]]:
    """The seconds of each, one after the other, so that all meet the same noise."""
    rounds = [[timed(way) for way in ways] for _ in range(TIMES)]
    return list(zip(*rounds, strict=True))


def main() -> None:
    """Parse the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--warehouse", type=Path, help="where to keep the ledger for the next time")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        link = args.warehouse or Path(folder) / "timeline.duckdb"
        ledger(link.absolute(), args.rows)
        measure(link.absolute())


if __name__ == "__main__":
    main()
