"""Counts by week and month, the periods that are not counted whole marked as partial."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from timeline.counts.grid import Reach, is_open, laid, running
from timeline.errors import unknown_name
from timeline.model import PERIOD_COUNTS, conform, empty

PERIODS: Final = ("week", "month")
_EVERY: Final = {"week": "1w", "month": "1mo"}


def periods(
    spans: pl.DataFrame,
    period: str,
    *,
    since: date | None = None,
    until: date | None = None,
    coverage: pl.DataFrame | None = None,
    series: Sequence[str] = (),
    expected: bool = False,
) -> pl.DataFrame:
    """COUNT_SPANS as PERIOD_COUNTS by week (Monday to Sunday) or month, from `since` to `until`, as in `counts.daily`.

    The first and the last period are counted only as far as they are asked for, and marked. Raises UsageError for
    another period.
    """
    if period not in PERIODS:
        raise unknown_name("period", period, PERIODS)
    whole = laid(spans, since, until, coverage, series)
    if whole is None:
        return empty(PERIOD_COUNTS)
    asked, cells = whole
    begins = pl.col("day").dt.truncate(_EVERY[period])
    rows = (
        _with_before(running(cells, spans, expected=expected))
        .filter(pl.col("day").is_between(asked.first, asked.last))
        .group_by("series", starts=begins, maintain_order=True)
        .agg(_edges(expected))
        .join(_inside(spans, period, asked), on=["series", "starts"], how="left", maintain_order="left")
    )
    ends = pl.col("starts").dt.offset_by(_EVERY[period]) - pl.duration(days=1)
    told = rows.with_columns(
        period=pl.lit(period),
        ends=ends,
        certain=pl.col("sb") - pl.col("ef_before") + pl.col("vague").fill_null(0),
        possible=pl.col("s") - pl.col("e_before"),
        covered=(pl.col("last") - pl.col("first")).dt.total_days() + 1 - pl.col("gaps") - pl.col("undeclared"),
        partial=(pl.col("first") > pl.col("starts")) | (pl.col("last") < ends),
    )
    if expected:
        even = (pl.col("begun") - pl.col("over_before") + pl.col("vague_open").fill_null(0)).round(9)
        told = told.with_columns(expected=even.clip(pl.col("certain"), pl.col("possible")))
    return conform(told, PERIOD_COUNTS)


def _with_before(rows: pl.DataFrame) -> pl.DataFrame:
    """With what was over by the day before."""
    names = [name for name in ("ef", "e", "over") if name in rows.columns]
    return rows.with_columns(pl.col(name).shift(1).over("series").fill_null(0).name.suffix("_before") for name in names)


def _edges(expected: bool) -> list[pl.Expr]:
    """Of each period: what had begun by its last day, and what was over before its first."""
    even = [pl.col("begun").last(), pl.col("over_before").first()] if expected else []
    return [
        pl.col("day").first().alias("first"),
        pl.col("day").last().alias("last"),
        pl.col("s", "sb").last(),
        pl.col("e_before", "ef_before").first(),
        pl.col("broken").sum().alias("gaps"),
        pl.col("unsaid").sum().alias("undeclared"),
        *even,
    ]


def _inside(spans: pl.DataFrame, period: str, asked: Reach) -> pl.DataFrame:
    """Events without a certain day that lie wholly in the counted days of one period."""
    start, end = pl.col("ends_from"), pl.col("starts_by")
    inside = (start < end) & (start >= asked.first) & (end <= asked.last)
    held = spans.filter(inside).with_columns(opened=is_open(), starts=start.dt.truncate(_EVERY[period]))
    same = held.filter(pl.col("starts") == end.dt.truncate(_EVERY[period]))
    return same.group_by("series", "starts").agg(vague=pl.col("n").sum(), vague_open=pl.col("n").filter("opened").sum())
