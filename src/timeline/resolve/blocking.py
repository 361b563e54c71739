"""Which claims are compared at all: those that share the first word of their kind, a day and a place.

Never all with all: claims meet in blocks, and within a crowded block each meets only its neighbours.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.resolve.naming import garbled

CROWDED: Final = 40
NEIGHBOURS: Final = 12
LONG_DAYS: Final = 7
BLOCK: Final = ["root", "form", "day", "at"]


def blocks(items: pl.DataFrame) -> pl.DataFrame:
    """In which blocks each item stands: item, root, form, day, at (a key of a place), own, known, mistaken.

    own: it is the item's own place; else one it lies in, or (mistaken) one that its name may be a garbled spelling of.
    A short span stands in each of its days and the one after, so that neighbouring days meet; a long one only meets its
    equal. What stands in a block depends on the items that could meet there, and on no others.
    """
    days = items.select("item", "root", "form", day=_days()).explode("day")
    stand = days.join(_at(items), on="item").select("item", *BLOCK, "own", "known", "mistaken")
    named = stand.filter("own").select(*BLOCK, known_b="known").unique()
    meant = stand.filter("mistaken").join(named, on=BLOCK, nulls_equal=True)
    meant = meant.filter(~(pl.col("known") & pl.col("known_b"))).drop("known_b").unique()
    return pl.concat([stand.filter(~pl.col("mistaken")), meant])


def _days() -> pl.Expr:
    first, last = pl.col("starts").cast(pl.Int64), pl.col("ends").cast(pl.Int64)
    short = (last - first).is_between(0, LONG_DAYS - 1)
    # Days fit into 24 bits; a long span is told apart from every day by its ends.
    whole = pl.concat_list((first + (1 << 24)) * (1 << 28) + last)
    return pl.when(short).then(pl.int_ranges(first, last + 2, dtype=pl.Int64)).otherwise(whole)


def _at(items: pl.DataFrame) -> pl.DataFrame:
    spelled = items.select("item", "known", at="key", own=pl.lit(True), mistaken=pl.lit(False))
    near = garbled(items.select("key", "known").unique())
    mistaken = items.select("item", "known", "key").join(near, left_on=["key", "known"], right_on=["a", "known"])
    around = items.select("item", "known", at="parents").explode("at").drop_nulls("at")
    return pl.concat(
        [
            spelled,
            mistaken.select("item", "known", at="b", own=pl.lit(False), mistaken=pl.lit(True)),
            around.with_columns(own=pl.lit(False), mistaken=pl.lit(False)),
        ]
    )


def unsteady(found: pl.DataFrame) -> pl.DataFrame:
    """The blocks so full that an arrival changes who of the others is compared there."""
    told = found.group_by(BLOCK).agg(here=pl.col("own").sum(), there=(~pl.col("own")).sum())
    return told.filter((pl.col("here") > CROWDED) | (pl.col("here") * pl.col("there") > CROWDED * CROWDED)).select(
        BLOCK
    )


def meetings(found: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """The pairs of items that meet in a block, each once: item < item_b."""
    scored = items.filter("scored").select("item")
    wanted = found.join(scored, on="item", how="semi").select(BLOCK).unique()
    found = found.join(wanted, on=BLOCK, how="semi", nulls_equal=True)
    own = found.filter("own").drop("own", "mistaken")
    far = found.filter(~pl.col("own")).drop("own")
    counted = own.with_columns(here=pl.len().over(BLOCK))
    met = [_all_of(counted), _neighbours(counted, items), _across(counted, far)]
    ordered = pl.concat(met).select(
        item=pl.min_horizontal("item", "item_b"), item_b=pl.max_horizontal("item", "item_b")
    )
    return ordered.filter(pl.col("item") != pl.col("item_b")).unique()


def _all_of(counted: pl.DataFrame) -> pl.DataFrame:
    few = counted.filter(pl.col("here").is_between(2, CROWDED)).drop("here")
    met = few.join(few, on=BLOCK, nulls_equal=True, suffix="_b").filter(pl.col("item") < pl.col("item_b"))
    return met.select("item", "item_b").unique()


def _neighbours(counted: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """In a crowded block each meets those that stand beside it when they are ordered by what they say."""
    many = counted.filter(pl.col("here") > CROWDED)
    told = items.select("item", "starts", "target", "claim", figure=pl.col("figures").list.first())
    order = [*BLOCK, "target", "figure", "starts", "claim", "item"]
    rows = many.join(told, on="item").sort(order, nulls_last=True)
    beside = [rows.select("item", item_b=pl.col("item").shift(-step).over(BLOCK)) for step in range(1, NEIGHBOURS + 1)]
    return pl.concat(beside).drop_nulls("item_b")


def _across(counted: pl.DataFrame, far: pl.DataFrame) -> pl.DataFrame:
    """Those whose own place it is with those who only may mean it; where many are on both sides, nothing is said."""
    crowd = far.with_columns(there=pl.len().over(BLOCK))
    few = counted.filter(pl.col("here") <= CROWDED).join(crowd, on=BLOCK, nulls_equal=True, suffix="_b")
    fits = pl.col("here") * pl.col("there") <= CROWDED * CROWDED
    two = pl.col("mistaken") & pl.col("known") & pl.col("known_b")
    return few.filter(fits & ~two).select("item", "item_b")
