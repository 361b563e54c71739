"""Measure what the README promises, as ratios against a peer in the same run.

    python benchmarks/run.py            # all, with 1,000,000 rows
    python benchmarks/run.py --rows 100000 ingest

Prints one line a measurement: what, seconds, ratio to the peer and its seconds, and the limit.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import duckdb
import psutil

HERE = Path(__file__).resolve().parent
TIMELINE = [sys.executable, "-c", "import sys; from timeline.cli import main; sys.exit(main())"]
HAND_WRITTEN = """
    WITH counted AS (
        SELECT kind, starts AS day, count(*) AS n FROM base.claim
        WHERE live AND modality = 'asserted' AND form = 'incident' GROUP BY ALL
    ), grid AS (
        SELECT kind, CAST(day AS DATE) AS day FROM (SELECT DISTINCT kind FROM counted) CROSS JOIN (
            SELECT unnest(generate_series((SELECT min(day) FROM counted), (SELECT max(day) FROM counted),
                                          INTERVAL 1 DAY)) AS day)
    )
    SELECT g.kind, g.day, coalesce(n, 0) AS n,
           sum(coalesce(n, 0)) OVER (PARTITION BY g.kind ORDER BY g.day ROWS 6 PRECEDING) AS rolling
    FROM grid g LEFT JOIN counted c ON c.kind = g.kind AND c.day = g.day ORDER BY 1, 2
"""


def tell(what: str, seconds: float, limit: str, *, peer: float | None = None) -> None:
    """Print one measurement."""
    ratio = f"{seconds / peer:5.2f}x of {peer:.3f} s" if peer else " " * 18
    print(f"{what:44} {seconds:7.3f} s  {ratio}  (limit {limit})", flush=True)


def timed(do: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def best(do: Callable[[], object], times: int) -> float:
    """The best of several."""
    return min(timed(do) for _ in range(times))


def run(*words: str, cwd: Path) -> None:
    """One command of timeline as a process of its own; 3 (some rows rejected) would be a fault here."""
    subprocess.run([*TIMELINE, *words], cwd=cwd, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def peak_memory() -> Iterator[list[float]]:
    """The peak of resident memory of this process's children together, in GiB, as the only item."""
    peak = [0.0]
    done = threading.Event()

    def watch() -> None:
        me = psutil.Process()
        while not done.wait(0.02):
            held = 0
            for child in me.children(recursive=True):
                try:
                    held += child.memory_info().rss
                except psutil.Error:
                    continue
            peak[0] = max(peak[0], held / 2**30)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()


def duckdb_alone(events: Path, folder: Path) -> float:
    """What DuckDB takes for the same file: the peer of all ingest measurements."""

    def load() -> None:
        target = folder / "alone.duckdb"
        target.unlink(missing_ok=True)
        with duckdb.connect(str(target)) as connection:
            connection.execute(f"CREATE TABLE events AS SELECT * FROM read_csv('{events}')")

    return best(load, 3)


def warm_up(folder: Path) -> None:
    """Let Python compile its modules and the program its empty ledger, as the first run on a machine does once; and
    let the disk write what was just made, which neither side is to wait for.
    """
    small = folder / "small.csv"
    with (folder / "events.csv").open("rb") as events:
        small.write_bytes(b"".join(islice(events, 10)))
    run("ingest", str(small), "--warehouse", str(folder / "warm" / "timeline.duckdb"), cwd=folder)
    os.sync()


def measure_ingest(rows: int, folder: Path) -> None:
    """A first delivery, the same again, and one with 1% of its rows changed."""
    for name, words in (("events.csv", []), ("changed.csv", ["--changed", "1"])):
        make = [sys.executable, str(HERE / "make_events.py"), str(rows), str(folder / name), *words]
        subprocess.run(make, check=True)
    warm_up(folder)
    peer = duckdb_alone(folder / "events.csv", folder)
    given, link, watched = folder / "given.csv", folder / "timeline.duckdb", folder / "watched" / "timeline.duckdb"
    shutil.copyfile(folder / "events.csv", given)
    os.sync()

    def ingest(into: Path = link) -> None:
        run("ingest", str(given), "--warehouse", str(into), cwd=folder)

    tell("ingest, first delivery", timed(ingest), "4x", peer=peer)
    tell("ingest, the same file unchanged", timed(ingest), "1 s", peer=peer)
    # Memory is watched in a run of its own, for the watching takes time.
    with peak_memory() as peak:
        ingest(watched)
    shutil.copyfile(folder / "changed.csv", given)
    os.sync()
    tell("ingest, 1% of rows changed", timed(ingest), "1.5x", peer=peer)
    print(f"{'peak memory of all processes together':44} {peak[0]:7.2f} GiB  (limit 2 GiB)", flush=True)


def measure_counts(rows: int, folder: Path) -> None:
    """Rolling counts by kind over ten years, zero-filled, against the best query written by hand."""
    link = folder / "timeline.duckdb"
    if not link.exists():
        measure_ingest(rows, folder)
    with duckdb.connect(str(link.resolve()), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        peer = best(lambda: connection.sql(HAND_WRITTEN).to_arrow_table(), 9)
        ours = best(lambda: connection.sql("FROM rolling_counts(days := 7)").to_arrow_table(), 9)
    tell("rolling_counts, 20 kinds, 10 years", ours, "2x", peer=peer)


def measure_start(_rows: int, folder: Path) -> None:
    """Whole processes on the sample project: help, a query, a picture."""
    project = folder / "project"
    root = HERE.parent
    shutil.copytree(
        root / "data", project / "data", ignore=shutil.ignore_patterns("warehouse", "kept", "receipts.jsonl")
    )
    shutil.copytree(root / "mappings", project / "mappings")
    shutil.copyfile(root / "timeline.toml", project / "timeline.toml")
    run("ingest", cwd=project)
    tell("timeline --help", best(lambda: run("--help", cwd=project), 5), "0.1 s")
    tell('timeline sql "select 1"', best(lambda: run("sql", "select 1", cwd=project), 5), "0.3 s")
    chart = lambda: run("chart", "timeline", "--out", "timeline.png", cwd=project)  # noqa: E731
    tell("timeline chart timeline, PNG", best(chart, 3), "2.5 s")
    tell("timeline ingest, nothing new", best(lambda: run("ingest", cwd=project), 3), "1 s")


MEASURES = {"ingest": measure_ingest, "counts": measure_counts, "start": measure_start}


def main() -> None:
    """Parse the words and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help=f"of {', '.join(MEASURES)}; default: all")
    parser.add_argument("--rows", type=int, default=1_000_000)
    told = parser.parse_args()
    print(json.dumps({"cores": os.cpu_count(), "duckdb": duckdb.__version__, "rows": told.rows}))
    with tempfile.TemporaryDirectory() as folder:
        for name in told.what or MEASURES:
            MEASURES[name](told.rows, Path(folder))


if __name__ == "__main__":
    main()
