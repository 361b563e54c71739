"""Flows derived from cumulative reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from timeline.counts.lines import named, with_parts
from timeline.model import FIGURES, conform

_TOP: Final = 1e18


def derived(figures: pl.DataFrame, *, countries: Mapping[str, str] | None = None) -> pl.DataFrame:
    """What flowed between two cumulative reports of one speaker and series, as FIGURES with basis flow and `derived`.

    Each row runs from the day after the earlier report to the day of the later one; `rule` names both. The difference
    of bounds is a bound. Where the later figure is certainly lower, nothing flowed: that row has no number, and its
    state is corrected. Reports of different speakers, or since different days, are never subtracted.
    """
    steps = _steps(figures)
    low, high = pl.col("least") - pl.col("most_before"), pl.col("most") - pl.col("least_before")
    fell = high < 0
    exact = ~fell & (low == high)
    rows = steps.with_columns(
        state=pl.when(fell).then(pl.lit("corrected")).otherwise(pl.lit("stands")),
        value=pl.when(exact).then(low),
        low=pl.when(~exact & ~fell & (low > 0)).then(low),
        high=pl.when(~exact & ~fell & (high < _TOP)).then(high),
        rule=_rule(fell),
        starts=pl.col("ends_before") + pl.duration(days=1),
        basis=pl.lit("flow"),
        derived=pl.lit(True),
        precision=pl.lit("range"),
        at_start=pl.lit(None),
    )
    number = pl.coalesce("value", "low", "high")
    open_ = (pl.col("state") == "stands") & number.is_null()
    told = named(conform(rows.filter(~open_).with_columns(number=number, bound=_bound()), FIGURES))
    return with_parts(told.drop("part_of"), countries or {})


def _steps(figures: pl.DataFrame) -> pl.DataFrame:
    """Each cumulative report of a speaker and series beside the one before it, with the least and most of both."""
    total = figures.filter(
        (pl.col("basis") == "since") & (pl.col("state") == "stands") & pl.col("speaker").is_not_null()
        & (pl.col("starts") < pl.col("ends"))
    )  # fmt: skip
    line = ["series", "speaker"]
    one = total.sort(*line, "ends", "published_at", nulls_last=False).unique(
        [*line, "ends"], keep="last", maintain_order=True
    )
    edges = one.with_columns(least=_edge("least"), most=_edge("most"))
    before = {
        f"{name}_before": pl.col(name).shift(1).over(line) for name in ("ends", "number", "bound", "least", "most")
    }
    return edges.with_columns(**before).filter(pl.col("ends_before").is_not_null())


def _bound() -> pl.Expr:
    """What kind of number a row has, by the columns that are filled."""
    return (
        pl.when(pl.col("value").is_not_null())
        .then(pl.lit("exact"))
        .when(pl.col("low").is_not_null() & pl.col("high").is_not_null())
        .then(pl.lit("range"))
        .when(pl.col("low").is_not_null())
        .then(pl.lit("least"))
        .when(pl.col("high").is_not_null())
        .then(pl.lit("most"))
    )


def _edge(which: str) -> pl.Expr:
    """The lowest or highest number that a report allows."""
    value, low, high, bound = pl.col("number"), pl.col("low"), pl.col("high"), pl.col("bound")
    if which == "least":
        told = pl.when(bound == "most").then(pl.lit(0.0)).when(bound == "range").then(low.fill_null(value))
    else:
        told = pl.when(bound == "least").then(pl.lit(2 * _TOP)).when(bound == "range").then(high.fill_null(value))
    return told.otherwise(value)


def _rule(fell: pl.Expr) -> pl.Expr:
    later = _told("number", "bound", "ends")
    earlier = _told("number_before", "bound_before", "ends_before")
    down = pl.concat_str(
        pl.lit("the cumulative figure fell from "), earlier, pl.lit(" to "), later, pl.lit(": a correction, no flow")
    )
    up = pl.concat_str(
        pl.lit("difference of two cumulative reports of one speaker: "), later, pl.lit(" less "), earlier
    )
    return pl.when(fell).then(down).otherwise(up)


def _told(number: str, bound: str, ends: str) -> pl.Expr:
    """`at least 98000 by 2022-09-27`."""
    words = pl.col(bound).replace_strict({"least": "at least ", "most": "up to "}, default="")
    whole = pl.col(number).cast(pl.Int64, strict=False)
    digits = pl.when(whole == pl.col(number)).then(whole.cast(pl.String)).otherwise(pl.col(number).cast(pl.String))
    return pl.concat_str(words, digits, pl.lit(" by "), pl.col(ends).dt.to_string("%Y-%m-%d"))
