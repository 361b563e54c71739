"""Daily, rolling and cumulative counts, zero-filled, with their bands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from timeline.counts.grid import (
    Reach,
    before,
    even,
    even_by,
    is_open,
    laid,
    ramps,
    running,
    summed_along,
    vague_steps,
)
from timeline.errors import UsageError
from timeline.model import CUMULATIVE_COUNTS, DAILY_COUNTS, ROLLING_COUNTS, conform, empty

MOST_DAYS: Final = 3660
_DIGITS: Final = 9


def daily(
    spans: pl.DataFrame,
    *,
    since: date | None = None,
    until: date | None = None,
    coverage: pl.DataFrame | None = None,
    series: Sequence[str] = (),
    expected: bool = False,
) -> pl.DataFrame:
    """COUNT_SPANS as DAILY_COUNTS, from `since` to `until` (default: the days of the data), both inclusive.

    `series` are there even where they have no event; `coverage` is COUNT_COVERAGE. `expected`: also the count that is
    expected if each day of an event's interval is equally likely.
    """
    found = _windows(spans, 1, 0, since, until, coverage, series, expected)
    if found is None:
        return empty(DAILY_COUNTS)
    told = found.rename({"low": "certain", "high": "possible", "even": "expected"})
    return conform(told, DAILY_COUNTS)


def rolling(
    spans: pl.DataFrame,
    days: int = 7,
    *,
    mean: bool = False,
    centred: bool = False,
    since: date | None = None,
    until: date | None = None,
    coverage: pl.DataFrame | None = None,
    series: Sequence[str] = (),
    expected: bool = False,
) -> pl.DataFrame:
    """COUNT_SPANS as ROLLING_COUNTS of the `days` calendar days that end with each day; the rest as in `daily`.

    `centred`: the window lies around its day, of an even number one day more before it. The frame has sum and mean;
    `mean` says which is meant. The mean is that of the daily counts, so something under way for several days counts in
    it on each. Raises UsageError for a window of less than 1 or more than 3660 days.
    """
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"a window of {days} days can't be counted; give 1 to {MOST_DAYS}")
    ahead = (days - 1) // 2 if centred else 0
    found = _windows(spans, days, ahead, since, until, coverage, series, expected)
    if found is None:
        return empty(ROLLING_COUNTS)
    names = {
        "low": "rolling_certain",
        "high": "rolling_possible",
        "even": "rolling_expected",
        "day_low": "certain",
        "day_high": "possible",
        "day_even": "expected",
        "mean_low": "mean_certain",
        "mean_high": "mean_possible",
        "mean_even": "mean_expected",
    }
    told = found.rename(names).with_columns(days=pl.lit(days), line=pl.lit("mean" if mean else "sum"))
    return conform(told, ROLLING_COUNTS)


def cumulative(
    spans: pl.DataFrame,
    *,
    since: date | None = None,
    until: date | None = None,
    coverage: pl.DataFrame | None = None,
    series: Sequence[str] = (),
    expected: bool = False,
) -> pl.DataFrame:
    """COUNT_SPANS as CUMULATIVE_COUNTS: what lies between the first day and each day; the rest as in `daily`.

    What may have been before the first day is possible, never certain.
    """
    found = _windows(spans, 1, 0, since, until, coverage, series, expected)
    if found is None or found.is_empty():
        return empty(CUMULATIVE_COUNTS)
    start = found["day"][0]
    marks = [
        spans.filter(pl.col("ends_from") >= start).select("series", day="starts_by", sure="n"),
        spans.filter(pl.col("ends") >= start).select("series", day="starts", maybe="n"),
    ]
    summed = summed_along(found, pl.concat(marks, how="diagonal"), ("sure", "maybe"))
    spread = _even_since(summed, spans, start) if expected else pl.lit(None, dtype=pl.Float64)
    told = summed.rename({"low": "certain", "high": "possible"}).with_columns(
        since=pl.lit(start),
        cumulative_certain="sure",
        cumulative_possible="maybe",
        cumulative_expected=spread,
        gaps=pl.col("broken").cum_sum().over("series"),
        undeclared=pl.col("unsaid").cum_sum().over("series"),
    )
    return conform(told.with_columns(complete=pl.col("gaps") == 0), CUMULATIVE_COUNTS)


def _even_since(cells: pl.DataFrame, spans: pl.DataFrame, start: date) -> pl.Expr:
    """What is expected between the first day and each day."""
    known = even(spans)
    over = known.group_by("series").agg(over=even_by(before(start, 1)).sum())
    joined = cells.select("series").join(over, on="series", how="left", maintain_order="left")
    begun = ramps(cells, known, pl.col("starts"), pl.col("starts_by"))
    opened = spans.filter(is_open() & (pl.col("starts_by") > pl.col("ends_from")) & (pl.col("ends_from") >= start))
    sure = summed_along(cells.select("series", "day"), opened.select("series", day="starts_by", held="n"), ("held",))
    expected = (begun - joined["over"].fill_null(0.0) + sure["held"]).round(_DIGITS)
    return pl.lit(expected).clip(pl.col("sure"), pl.col("maybe"))


def _windows(
    spans: pl.DataFrame,
    days: int,
    ahead: int,
    since: date | None,
    until: date | None,
    coverage: pl.DataFrame | None,
    series: Sequence[str],
    expected: bool,
) -> pl.DataFrame | None:
    """For each series and day the band of the day and of its window, and what is declared about both.

    The grid begins one window early, so that whatever ends before the first window is a difference of running sums.
    """
    whole = laid(spans, since, until, coverage, series, back=days - ahead, ahead=ahead)
    if whole is None:
        return None
    asked, cells = whole
    points, lasting = spans.filter(~pl.col("lasting")), spans.filter("lasting")
    found = _counted(cells, points, days, ahead, expected)
    if not lasting.is_empty():
        found = _added(found, _counted(cells, lasting, days, ahead, expected, each_day=True))
    over = pl.col("day").is_between(asked.first, asked.last)
    return _declared(pl.concat([cells, found], how="horizontal"), asked, days, ahead).filter(over)


def _added(one: pl.DataFrame, other: pl.DataFrame) -> pl.DataFrame:
    return one.select(pl.col(name) + other[name] for name in one.columns)


def _counted(
    cells: pl.DataFrame, spans: pl.DataFrame, days: int, ahead: int, expected: bool, *, each_day: bool = False
) -> pl.DataFrame:
    """low, high, even of the window, day_* of the day, mean_* of a day in the window, as columns beside the grid."""
    rows = vague_steps(running(cells, spans, expected=expected), spans, days)
    if not expected:
        rows = rows.with_columns(begun=pl.lit(None, pl.Float64), over=pl.lit(None, pl.Float64))
    day, window = _band(1, pl.lit(0), pl.lit(0)), _band(days, pl.col("vague"), pl.col("vague_open"))
    low, high, spread = (one.shift(-ahead).over("series") if ahead else one for one in window)
    rows = rows.with_columns(day_low=day[0], day_high=day[1], day_even=day[2], low=low, high=high, even=spread)
    rows = rows.with_columns(_between("even", "low", "high"), _between("day_even", "day_low", "day_high"))
    means = [_mean(name, days, ahead, each_day) for name in ("low", "high", "even")]
    return rows.select("low", "high", "even", "day_low", "day_high", "day_even", *means)


def _band(days: int, vague: pl.Expr, vague_open: pl.Expr) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Certain, possible and expected in the window of `days` that ends with each day: begun by it, less over before."""

    def earlier(name: str) -> pl.Expr:
        return pl.col(name).shift(days).over("series").fill_null(0)

    return (
        pl.col("sb") - earlier("ef") + vague,
        pl.col("s") - earlier("e"),
        pl.col("begun") - earlier("over") + vague_open,
    )


def _between(name: str, low: str, high: str) -> pl.Expr:
    """Sums of fractions, without the noise of their last digits."""
    return pl.col(name).round(_DIGITS).clip(pl.col(low), pl.col(high)).alias(name)


def _mean(name: str, days: int, ahead: int, each_day: bool) -> pl.Expr:
    if not each_day:
        return (pl.col(name) / days).alias(f"mean_{name}")
    summed = pl.col(f"day_{name}").cum_sum()
    window = summed - summed.shift(days).fill_null(0)
    return (window.shift(-ahead) / days).over("series").alias(f"mean_{name}")


def _declared(rows: pl.DataFrame, asked: Reach, days: int, ahead: int) -> pl.DataFrame:
    """With the window's days, how many of them are gaps or undeclared, and whether it is complete."""

    def within(name: str) -> pl.Expr:
        summed = pl.col(name).cum_sum()
        return (summed - summed.shift(days).fill_null(0)).shift(-ahead).over("series")

    opens, closes = pl.col("day") - pl.duration(days=days - 1 - ahead), pl.col("day") + pl.duration(days=ahead)
    reached = (opens >= asked.data_first) & ((closes <= asked.data_last) | (closes <= pl.col("day")))
    return rows.with_columns(
        window_from=opens, window_to=closes, gaps=within("broken"), undeclared=within("unsaid")
    ).with_columns(complete=reached & (pl.col("gaps") == 0))
