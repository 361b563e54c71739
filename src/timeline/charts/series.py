"""Counts by day as the series of a chart: which days have a line, where the gaps are, what the highest window was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from timeline.charts import dating
from timeline.charts.axis import Span
from timeline.charts.context import ChartContext
from timeline.charts.focus import focus, not_shown

_MOST_GAPS: Final = 200


@dataclass(frozen=True, slots=True)
class Series:
    """One series, a row a day, and the colour it is drawn in."""

    name: str
    frame: pl.DataFrame
    days: int
    colour: str


def within(frame: pl.DataFrame, context: ChartContext) -> tuple[pl.DataFrame, str]:
    """The asked days; where none are asked, those in which most events lie, and a sentence about the others."""
    asked = context.since or context.until
    found = None if asked else focus(frame.select("day", n="certain"))
    first, last = found or (context.since or date.min, context.until or date.max)
    kept = frame.filter(pl.col("day").is_between(first, last))
    return kept, _outside(frame.filter(pl.col("day") < first), frame.filter(pl.col("day") > last)) if found else ""


def _outside(*sides: pl.DataFrame) -> str:
    """How many events surely lie on each side of the days that are shown."""
    held = [side.filter(pl.col("certain") > 0) for side in sides]
    return not_shown([(int(side["certain"].sum()), side["day"]) for side in held], "event", "events")


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The days that have a line: no gaps, and not the first days, whose windows reach back before the data.

    If no window is complete at all, every day is kept. `open`: the count is a least one, for the window is incomplete,
    or nothing is declared about the day, although coverage is declared of others.
    """
    complete = pl.col("complete").fill_null(False)
    reached = complete.cum_max() | (pl.col("coverage") == "gap").fill_null(False).cum_max()
    kept = frame.filter(reached) if frame["complete"].fill_null(False).any() else frame
    silent = (pl.col("coverage") == "undeclared").fill_null(False)
    declared = silent & bool((frame["coverage"] == "covered").any())
    return kept.filter(pl.col("coverage").ne_missing("gap")).with_columns(open=~complete | declared)


def runs(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Runs of neighbouring days with equal values: the values, `first` and `last` day."""
    changed = pl.any_horizontal([pl.col(c).ne_missing(pl.col(c).shift()) for c in columns])
    jump = (pl.col("day") - pl.col("day").shift()).dt.total_days() != 1
    return (
        frame.with_columns(run=(changed | jump).fill_null(True).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(*[pl.col(c).first() for c in columns], first=pl.col("day").first(), last=pl.col("day").last())
    )


def stairs(one: Series, most: int = 1200) -> pl.DataFrame:
    """The line of a series as runs of equal days; `part`: it is broken where the days are or its certainty changes.

    Where there are more runs than pixels, the lowest and highest of each stretch stand for it.
    """
    found = runs(shown(one.frame), "rolling_certain", "rolling_possible", "open")
    broken = pl.col("open").ne_missing(pl.col("open").shift()) | (
        (pl.col("first") - pl.col("last").shift()).dt.total_days() > 1
    )
    found = found.with_columns(part=broken.fill_null(True).cum_sum())
    if found.height <= most:
        return found
    day = pl.col("first").cast(pl.Int64)
    binned = found.with_columns(bin=(day - day.min()) * (most // 2) // (day.max() - day.min() + 1))
    ends = binned.sort("rolling_certain", "first").group_by("part", "bin", maintain_order=True)
    return pl.concat([ends.first(), ends.last()]).select(found.columns).unique().sort("first")


def gaps(one: Series) -> pl.DataFrame:
    """Runs of days that were not covered, in order; of very many only the longest."""
    found = runs(one.frame.filter(pl.col("coverage") == "gap"), "coverage")
    return found.sort(pl.col("first") - pl.col("last"), "first").head(_MOST_GAPS).sort("first")


def gap_words(first: date, last: date) -> str:
    """`11–12 Oct not covered`."""
    return f"{dating.brief(first, last)} not covered"


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest certain count of a window, the first day on which it was reached, and whether more is possible."""

    value: int
    day: date
    least: bool


def peak(one: Series) -> Peak | None:
    """The highest certain count among the windows that are drawn; that of an incomplete window is a least one."""
    drawn = shown(one.frame)
    if drawn.is_empty():
        return None
    row = drawn.sort("rolling_certain", "open", "day", descending=[True, False, False]).row(0, named=True)
    return Peak(
        int(row["rolling_certain"]), row["day"], row["rolling_possible"] > row["rolling_certain"] or row["open"]
    )


def top_of(frame: pl.DataFrame, column: str) -> int:
    value = frame[column].max()
    return int(str(value)) if value is not None else 0


@dataclass(frozen=True, slots=True)
class Bins:
    """Counts in columns wide enough to see, and what one column covers."""

    frame: pl.DataFrame
    unit: str


def bins(one: Series, span: Span) -> Bins:
    """Certain counts by day, or by week, month or year where a day is narrower than a pixel and a half."""
    units = (("1d", "day", 1), ("1w", "week", 7), ("1mo", "month", 30), ("1y", "year", 365))
    every, unit, _ = next((u for u in units if span.cell * u[2] >= 1.5), units[-1])
    covered = one.frame.filter(pl.col("coverage").ne_missing("gap"))
    counts = (
        covered.group_by(start=pl.col("day").dt.truncate(every))
        .agg(n=pl.col("certain").sum(), first=pl.col("day").min(), last=pl.col("day").max())
        .filter(pl.col("n") > 0)
        .sort("start")
    )
    return Bins(counts, unit)
