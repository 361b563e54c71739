"""Write a deterministic event export as CSV: 12 columns, 20 kinds, ten years, notes of 150 characters.

    python benchmarks/make_events.py 1000000 events.csv
    python benchmarks/make_events.py 1000000 changed.csv --changed 1

`--changed P` gives other fatalities to P percent of the rows; everything else stays the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import polars as pl

# Kinds of the shipped taxonomy.
KINDS = (
    "office_attack",
    "office_attack.arson",
    "office_attack.shooting",
    "protest",
    "protest.riot",
    "detention",
    "border_crossing",
    "border_queue",
    "border_restriction",
    "mobilization_order",
    "referendum",
    "annexation",
    "armed_attack",
    "armed_attack.shelling",
    "armed_attack.air_strike",
    "armed_attack.clash",
    "armed_attack.sabotage",
    "statement",
    "sanction",
    "evacuation",
)
FIRST_DAY = "2013-01-01"
DAYS = 3652
CHUNK = 250_000
_WORDS = (
    "men",
    "police",
    "office",
    "building",
    "night",
    "fire",
    "region",
    "city",
    "local",
    "said",
    "people",
    "report",
    "recruits",
    "petrol",
    "bottle",
    "window",
    "train",
    "station",
    "officials",
    "residents",
    "morning",
    "evening",
    "damage",
    "none",
    "injured",
    "court",
    "border",
    "crossing",
    "queue",
    "cars",
    "guards",
    "road",
)


def main() -> None:
    """Parse the arguments and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--changed", type=float, default=0.0, help="percent of rows with other fatalities")
    args = parser.parse_args()
    write_events(args.file, args.rows, args.changed)


def write_events(file: Path, rows: int, changed: float = 0.0) -> None:
    """Write `rows` events to `file`; the same arguments give the same bytes."""
    with file.open("wb") as out:
        for first in range(0, rows, CHUNK):
            part = events(first, min(CHUNK, rows - first), changed)
            part.write_csv(out, include_header=first == 0)


def events(first: int, rows: int, changed: float = 0.0) -> pl.DataFrame:
    """Rows `first` to `first + rows - 1` of the endless export, twelve columns of text and numbers."""
    number = pl.int_range(first, first + rows, dtype=pl.UInt64, eager=True).alias("n")
    frame = pl.DataFrame({"n": number}).with_columns(_random(name) for name in ("kind", "day", "spot", "dead", "text"))
    spot = pl.col("spot") % 500
    dead = pl.col("dead") % 6 + (pl.col("dead") % 10_000 < int(changed * 100)).cast(pl.UInt64) * 7 * int(changed > 0)
    return frame.select(
        id=pl.format("EV{}", pl.col("n")),
        date=pl.lit(FIRST_DAY).str.to_date() + pl.duration(days=pl.col("day") % DAYS),
        kind=_pick(KINDS, pl.col("kind")),
        place=pl.format("Town {}", spot),
        country=_pick(("RU", "UA", "KZ", "GE", "FI"), spot),
        lat=(40 + (spot * 37 % 2500) / 100).round(4),
        lon=(20 + (spot * 91 % 9000) / 100).round(4),
        fatalities=dead,
        actor=pl.format("Group {}", pl.col("text") % 97),
        source=pl.format("Agency {}", pl.col("text") % 41),
        url=pl.format("https://example.org/news/{}", pl.col("n")),
        notes=_notes(),
    )


def _random(name: str) -> pl.Expr:
    """A fixed pseudo-random number per row and name (splitmix64), so that the columns are independent of each other."""
    seed = sum(ord(letter) * 131**place for place, letter in enumerate(name))
    mixed: pl.Expr = (pl.col("n") + seed) * pl.lit(0x9E3779B97F4A7C15, pl.UInt64)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed // 2**shift)) * pl.lit(factor, pl.UInt64)
    return (mixed // 2**31).alias(name)


def _pick(words: tuple[str, ...], number: pl.Expr) -> pl.Expr:
    return number.mod(len(words)).replace_strict(dict(enumerate(words)), return_dtype=pl.String)


def _notes() -> pl.Expr:
    words = [_pick(_WORDS, pl.col("text") // 7**place + place * 11) for place in range(9)]
    sentence: pl.Expr = pl.concat_str(words, separator=" ")
    text: pl.Expr = pl.concat_str([sentence, pl.lit(". "), sentence, pl.lit(", "), sentence])
    return text.str.pad_end(150, ".").str.slice(0, 150)


if __name__ == "__main__":
    main()
