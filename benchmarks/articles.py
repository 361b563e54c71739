"""Measure what is promised of articles and feeds: speed with everything on, and memory of all processes together.

    python benchmarks/articles.py                 # 1,000 and 4,000 articles of 700 words, a feed of 100,000 entries
    python benchmarks/articles.py articles --most 1000
    python benchmarks/articles.py feed --entries 10000

Prints one line a measurement with its limit. Speed is that of the whole command, from files in a folder to the
published database; its processor time is told beside it, for that is what stays the same on a machine that is busy.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from make_articles import World, write_articles, write_feed
from run import TIMELINE, peak_memory

FEWEST = 1_000
PER_SECOND = 100
FLAT = 1.25
GIB = 2.0


@dataclass(frozen=True, slots=True)
class Measured:
    """One ingest: wall and processor seconds, and GiB of all processes together."""

    wall: float
    processor: float
    peak: float


def ingest(what: Path, folder: Path) -> Measured:
    """Ingest a file or a folder into a warehouse of its own."""
    before = _processor_seconds()
    begun = time.perf_counter()
    with peak_memory() as peak:
        command = [*TIMELINE, "ingest", str(what), "--warehouse", str(folder / "timeline.duckdb")]
        subprocess.run(command, cwd=what.parent, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Measured(time.perf_counter() - begun, _processor_seconds() - before, peak[0])


def _processor_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_articles(folder: Path, most: int) -> None:
    """Few and many articles of 700 words: how fast, and whether memory grows with their number."""
    first: Measured | None = None
    for count in sorted({min(FEWEST, most), most}):
        write_articles(folder / f"articles-{count}", World(count, words=700, seed=1))
        told = ingest(folder / f"articles-{count}", folder / f"warehouse-{count}")
        each = told.processor * 1000 / count
        print(
            f"{count:7,} articles of 700 words {count / told.wall:8.0f} a second  {each:5.1f} ms of processor each"
            f"  (limit {PER_SECOND} a second on two cores, {2000 / PER_SECOND:.0f} ms)"
        )
        grown = "" if first is None else f"  {told.peak / first.peak:.2f}x of {FEWEST:,}  (limit {FLAT}x)"
        print(f"{'peak memory of all processes together':37} {told.peak:7.2f} GiB{grown}", flush=True)
        first = told


def measure_feed(folder: Path, entries: int) -> None:
    """One large feed."""
    write_feed(folder / "feed.xml", World(entries, words=60, seed=1))
    told = ingest(folder / "feed.xml", folder / "warehouse-feed")
    each = told.processor * 1000 / entries
    print(f"{entries:7,} entries of a feed {entries / told.wall:14.0f} a second  {each:5.1f} ms of processor each")
    print(f"{'peak memory of all processes together':37} {told.peak:7.2f} GiB  (limit {GIB:.0f} GiB)", flush=True)


def main() -> None:
    """Parse the words and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("articles", "feed"), help="default: both")
    parser.add_argument("--most", type=int, default=4_000)
    parser.add_argument("--entries", type=int, default=100_000)
    told = parser.parse_args()
    print(json.dumps({"cores": os.cpu_count(), "load": round(os.getloadavg()[0], 1)}), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if told.what != "feed":
            measure_articles(Path(folder), told.most)
        if told.what != "articles":
            measure_feed(Path(folder), told.entries)


if __name__ == "__main__":
    main()
