"""One number where speakers differ: chosen by a rule that the frame names, beside what the other rules would give."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.errors import unknown_name
from timeline.model import CHOSEN, conform

RULES: Final = ("latest", "lowest", "median", "highest")
_OF: Final = (
    "series", "kind", "measure", "basis", "direction", "who", "scope", "unit", "place", "country", "length", "starts",
    "ends",
)  # fmt: skip


def chosen(figures: pl.DataFrame, rule: str = "latest") -> pl.DataFrame:
    """FIGURES that stand as CHOSEN: one number for each series and period, in the order of series and time.

    latest: of the last to be published; lowest and highest by the bounds that were said; median: the middle of all
    speakers, of an even number the mean of the two in the middle (then nobody's, without a speaker). Raises UsageError
    for another rule.
    """
    if rule not in RULES:
        raise unknown_name("rule", rule, RULES)
    keys = ["series", "starts", "ends"]
    rows = _voices(figures)
    picked = (
        _picked(rows, rule)
        .group_by(keys, maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in _OF if name not in keys),
            pl.col("number").first(),
            pl.col("bound").first(),
            pl.col("speaker").first(),
        )
    )
    beside = rows.group_by(keys).agg(
        lowest=pl.col("least").min(),
        highest=pl.col("most").max(),
        reports=pl.len(),
        speakers=pl.col("speaker").drop_nulls().unique().sort(),
        changed=(pl.col("least").min() != pl.col("most").max()) & (pl.col("number").n_unique() > 1),
        claim_ids=pl.col("claim_id").unique().sort(),
        middle=pl.col("number").median(),
    )
    told = picked.join(beside, on=keys, nulls_equal=True).with_columns(rule=pl.lit(rule))
    return conform(_middle(told) if rule == "median" else told, CHOSEN).sort(keys, nulls_last=True)


def strip(figures: pl.DataFrame) -> pl.DataFrame:
    """The number of the last period of each series under every rule, as CHOSEN: four rows a series.

    `changed` says whether the number moves at all.
    """
    every = pl.concat([chosen(figures, rule) for rule in RULES])
    order = pl.col("rule").replace_strict({rule: place for place, rule in enumerate(RULES)}, return_dtype=pl.Int8)
    ends, starts = pl.col("ends"), pl.col("starts")
    last = every.filter(ends.eq_missing(ends.max().over("series")))
    last = last.filter(starts.eq_missing(starts.max().over("series")))
    return last.sort("series", order)


def _voices(figures: pl.DataFrame) -> pl.DataFrame:
    """What stands, one report a speaker and period, with the lowest and highest number each allows."""
    stands = figures.filter((pl.col("state") == "stands") & pl.col("number").is_not_null())
    return stands.with_columns(
        least=pl.coalesce("low", "number"),
        most=pl.coalesce("high", "number"),
        told_at=pl.coalesce("published_at", "known_at"),
    )


def _picked(rows: pl.DataFrame, rule: str) -> pl.DataFrame:
    """The rows with the one that the rule takes first in its series and period."""
    if rule == "latest":
        return rows.sort("told_at", "number", "claim_id", descending=[True, True, False], nulls_last=True)
    if rule == "lowest":
        return rows.sort("least", "claim_id").with_columns(number="least")
    if rule == "highest":
        return rows.sort("most", "claim_id", descending=[True, False]).with_columns(number="most")
    middle = pl.col("number").median().over("series", "starts", "ends")
    return rows.sort((pl.col("number") - middle).abs(), "claim_id")


def _middle(told: pl.DataFrame) -> pl.DataFrame:
    said = pl.col("number") == pl.col("middle")
    return told.with_columns(
        number="middle",
        speaker=pl.when(said).then(pl.col("speaker")),
        bound=pl.when(said).then(pl.col("bound")).otherwise(pl.lit("exact")),
    )
