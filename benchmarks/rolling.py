"""Rolling counts with their band over many events, one in ten of them known only to a month or a week.

    python benchmarks/rolling.py                 # 1,000,000 events
    python benchmarks/rolling.py --rows 100000 --warehouse kept.duckdb

The peer is the plain query written by hand, which knows no band: each event on its first day, zero-filled, summed over
seven days. Prints one line a measurement: what, seconds, ratio to the peer and its seconds, and the limit.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import duckdb
import polars as pl

import timeline
from make_events import CHUNK, events
from run import HAND_WRITTEN, best, run, tell
from timeline import counts
from timeline.report.database import Counting

TIMES = 7


def write_events(file: Path, rows: int) -> None:
    """The events of make_events.py with every tenth day as a month or a week."""
    day = pl.col("date").dt.to_string("%Y-%m-%d")
    vague = pl.when(pl.int_range(pl.len()) % 20 == 0).then(day.str.slice(0, 7))
    vague = vague.when(pl.int_range(pl.len()) % 20 == 10).then(pl.col("date").dt.to_string("%G-W%V"))
    with file.open("wb") as out:
        for first in range(0, rows, CHUNK):
            part = events(first, min(CHUNK, rows - first), 0.0)
            part.with_columns(date=vague.otherwise(day)).write_csv(out, include_header=first == 0)


def ledger(link: Path, rows: int) -> None:
    """A published ledger of so many events, unless it is there."""
    if link.exists():
        return
    file = link.parent / "events.csv"
    write_events(file, rows)
    run("ingest", str(file), "--warehouse", str(link), cwd=link.parent)


def measure(link: Path) -> None:
    """The plain query, the macro, the library, each warm and the best of several."""
    with duckdb.connect(str(link.resolve()), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        dates = connection.sql("SELECT count(*), count(*) FILTER (starts < ends) FROM base.claim").fetchall()[0]
        print(f"{dates[0]:,} events, {dates[1]:,} of them without an exact day", flush=True)
        peer = best(lambda: connection.sql(HAND_WRITTEN).to_arrow_table(), TIMES)
        macro = best(lambda: connection.sql("FROM rolling_counts(days := 7)").to_arrow_table(), TIMES)
        tell("rolling_counts in SQL, with band", macro, "3x", peer=peer)
    with timeline.open(link) as database:
        tell("database.rolling, with band", best(database.rolling, TIMES), "3x", peer=peer)
        spread = best(lambda: database.rolling(expected=True), TIMES)
        tell("database.rolling, with band and expected", spread, "-", peer=peer)
        spans = database.spans_of(database.question(), Counting())
        tell("counts.rolling alone, from day-level sums", best(lambda: counts.rolling(spans), TIMES), "-", peer=peer)


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
