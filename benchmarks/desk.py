"""Measure the desk: how soon a decision is in the published database, and what proposals over many claims take.

    python benchmarks/desk.py                       # all: 10,000 and 1,000,000 claims, proposals over 100,000
    python benchmarks/desk.py decide --claims 10000
    python benchmarks/desk.py proposals --claims 100000

Prints one line a measurement: what, CPU seconds (of the whole process), wall seconds, and the limit. Each decision is a
process of its own, and what it decided is then looked up in the published database.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import polars as pl

from timeline import model, resolve
from timeline.desk.effects import LINKS
from timeline.resolve import blocking
from timeline.resolve.frames import REPORTS, reports
from timeline.resolve.grouping import STANDING
from timeline.resolve.preparing import prepared

HERE = Path(__file__).resolve().parent
TIMELINE = [sys.executable, "-m", "timeline"]
TOWNS = (
    *("Omsk", "Uryupinsk", "Kyra", "Gai", "Saransk", "Tver", "Pskov", "Vologda", "Kazan", "Perm", "Ufa", "Tomsk"),
    *("Ryazan", "Kaluga", "Tula", "Orel", "Kursk", "Lipetsk", "Penza", "Samara", "Chita", "Kirov", "Izhevsk"),
)
THINGS = ("A draft office", "A police station", "A town hall", "An administration building")
LIMITS = {10_000: 1.0, 1_000_000: 5.0}
ARTICLES = 500


def tell(what: str, cpu: float, wall: float, limit: float) -> None:
    """Print one measurement."""
    print(f"{what:44} CPU {cpu:6.2f} s  wall {wall:6.2f} s  (limit {limit:g} s)", flush=True)


def run(*words: str, cwd: Path) -> tuple[str, float, float]:
    """What a command of timeline printed, and its CPU and wall seconds, those of its children among them."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [*TIMELINE, *words, "--warehouse", "w.duckdb"], cwd=cwd, capture_output=True, text=True, check=False
    )
    wall, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stderr}")
    return done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def articles(folder: Path, count: int) -> None:
    """News of made-up fires, several papers reporting the same ones."""
    chance = random.Random(1)
    folder.mkdir()
    for number in range(count):
        day = date(2022, 9, 1) + timedelta(days=number % 60)
        told = [
            f"{chance.choice(THINGS)} in {chance.choice(TOWNS)} was set on fire on {day - timedelta(days=1):%A}, "
            "police said."
            for _ in range(4)
        ]
        head = f"---\ntitle: Fires\npublisher: Paper {number % 40}\npublished: {day}\n---\n"
        (folder / f"{day}-{number}.md").write_text(head + "\n\n".join(told) + "\n", "utf-8")


def asked(folder: Path, query: str) -> list[tuple[object, ...]]:
    """Rows of an answer of what is published."""
    with duckdb.connect(str((folder / "w.duckdb").resolve()), read_only=True) as connection:
        return connection.execute(query).fetchall()


def decisions(folder: Path) -> list[tuple[str, list[str], str]]:
    """A decision of each sort: what, its words, and a query that gives a row once it has taken effect."""
    (row, _), (other, event) = asked(
        folder, 'SELECT claim_id, event_id FROM claims WHERE "trigger" IS NULL ORDER BY ALL LIMIT 2'
    )
    ((prose, mine),) = asked(
        folder, 'SELECT claim_id, event_id FROM claims WHERE "trigger" IS NOT NULL ORDER BY ALL LIMIT 1'
    )
    whose = f"SELECT event_id FROM claims WHERE claim_id IN ('{other}', '{prose}')"
    both = f"FROM (SELECT 1 WHERE (SELECT count(DISTINCT event_id) FROM ({whose}))"
    held = "FROM claims WHERE claim_id = '{}' AND {}"
    return [
        ("correct a row", ["correct", str(row), "--value", "7"], held.format(row, "quantities[1].value = 7")),
        ("correct a row's place", ["correct", str(row), "--place", "Omsk"], held.format(row, "place = 'Omsk'")),
        ("correct what was read", ["correct", str(prose), "--place", "Chita"], held.format(prose, "place = 'Chita'")),
        ("merge", ["merge", str(event), str(mine)], f"{both} = 1)"),
        ("label", ["label", str(event), "One"], f"FROM events WHERE label = 'One' AND event_id IN ({whose})"),
        ("hide", ["hide", str(row)], f"FROM (SELECT 1 WHERE NOT EXISTS (FROM claims WHERE claim_id = '{row}'))"),
        ("add", ["add", "--kind", "protest", "--date", "2022-09-25"], "FROM claims WHERE feed = 'decisions'"),
        ("split", ["split", str(event), str(prose)], f"{both} = 2)"),
    ]


def measure_decide(claims: int, folder: Path) -> None:
    """Decisions at so many claims, some of them read out of articles, and the undoing of the first one."""
    make = [sys.executable, str(HERE / "make_events.py"), str(claims - 4 * ARTICLES), str(folder / "events.csv")]
    subprocess.run(make, check=True)
    articles(folder / "news", ARTICLES)
    run("ingest", "events.csv", "news", cwd=folder)
    ((held,),) = asked(folder, "SELECT count(*) FROM claims")
    limit = next((limit for most, limit in LIMITS.items() if claims <= most), LIMITS[1_000_000])
    print(f"{held:,} claims", flush=True)
    signed = ["--by", "Ada", "--because", "measured"]
    made = ""
    for what, words, query in decisions(folder):
        out, cpu, wall = run(*words, *signed, cwd=folder)
        if len(asked(folder, query)) == 0:
            raise SystemExit(f"{' '.join(words)}: has not taken effect")
        made = made or out.split()[0]
        tell(f"  {what}", cpu, wall, limit)
    tell("  undo", *run("undo", made, *signed, cwd=folder)[1:], limit)
    os.unlink(folder / "w.duckdb")


def reported(claims: int) -> pl.DataFrame:
    """Claims of papers about a fifth as many happenings in 400 towns within three months: a day off, misspelt, or of
    the region only, as it happens.
    """
    chance = random.Random(1)
    kinds = ("office_attack.arson", "protest", "detention", "armed_attack.shelling", "border_crossing", "evacuation")
    rows = []
    for number in range(claims):
        what = random.Random(number // 5)
        day = date(2022, 1, 1) + timedelta(days=what.randrange(90) + (chance.random() < 0.1))
        town, killed = f"Newtownsville {what.randrange(400):03d}", what.randrange(1, 400)
        region = f"Region {int(town[-3:]) % 40:02d}"
        spelt = region if chance.random() < 0.1 else town.replace("sv", "svv", 1) if chance.random() < 0.05 else town
        rows.append((number, f"article {number // 2}", what.choice(kinds), day, spelt, killed, f"Paper {number % 60}"))
    frame = pl.DataFrame(rows, ["claim", "document", "kind", "starts", "place", "killed", "publisher"], orient="row")
    number_of = pl.struct(measure=pl.lit("killed"), basis=pl.lit("flow"), value=pl.col("killed").cast(pl.Float64))
    words = "In {} {} people were killed, Governor Petrov told {} and the Interfax agency; Mayor Ivanova denied it."
    told = frame.with_columns(
        ends="starts",
        quote=pl.format(words, "place", "killed", "publisher"),
        speaker=pl.format("Governor of {}", "place"),
        country=pl.lit("RU"),
        form=pl.lit("incident"),
        modality=pl.lit("asserted"),
        feed=pl.lit("news"),
        quantities=pl.concat_list(number_of),
    )
    return model.conform(told.drop("killed"), REPORTS)


def places(claims: pl.DataFrame) -> pl.DataFrame:
    """What a gazetteer would know of them."""
    named = claims.select("place").unique().filter(~pl.col("place").str.contains("svv"))
    large = pl.col("place").str.starts_with("Region")
    region = pl.format(
        "Region {}", (pl.col("place").str.slice(-3).str.to_integer(strict=False) % 40).cast(pl.String).str.zfill(2)
    )
    parents = pl.when(large).then(pl.lit([], dtype=pl.List(pl.String))).otherwise(pl.concat_list(region))
    return named.with_columns(country=pl.lit("RU"), name="place", parents=parents, large=large)


def measure_proposals(claims: int, _: Path) -> None:
    """All pairs of that many claims that may be one happening, and what of them a person is asked."""
    told = reported(claims)
    known = model.conform(places(told), resolve.PLACES)
    begun, used = time.perf_counter(), time.process_time()
    found = resolve.pairs(told, known)
    standing = model.conform(told.select("claim", "feed", single=pl.lit(False)), STANDING)
    events = resolve.group(standing, found, model.empty(LINKS)).select("claim", "event")
    asks = resolve.proposals(found, events)
    tell(f"proposals over {claims:,} claims", time.process_time() - used, time.perf_counter() - begun, 20)
    items = prepared(reports(told), known)
    met = blocking.meetings(blocking.blocks(items), items).height
    every = claims * (claims - 1) // 2
    print(
        f"  {met:,} of {every:,} pairs compared, {found.height:,} alike; "
        f"{events['event'].n_unique():,} events, {asks.height:,} to ask about",
        flush=True,
    )


MEASURES = {"decide": (measure_decide, (10_000, 1_000_000)), "proposals": (measure_proposals, (100_000,))}


def main(words: Sequence[str] | None = None) -> None:
    """Parse the words and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help=f"of {', '.join(MEASURES)}; default: all")
    parser.add_argument("--claims", type=int)
    told = parser.parse_args(words)
    for name in told.what or MEASURES:
        measure, sizes = MEASURES[name]
        for size in [told.claims] if told.claims else sizes:
            with tempfile.TemporaryDirectory() as folder:
                measure(size, Path(folder))


if __name__ == "__main__":
    main()
