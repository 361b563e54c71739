"""The small grid of series and days on which windows are computed, and the sums of spans that run along it.

An event that began on a day from S to SB and ended on one from EF to E lies possibly in the days a to b where S <= b
and E >= a, certainly where SB <= b and EF >= a. With running sums of S, E, SB and EF both are differences of what had
begun by b and what had ended before a; events without a certain day (SB > EF) are certain only in windows that hold
both days, and are added as steps of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from timeline.counts.spanned import EVER, NEVER
from timeline.errors import UsageError
from timeline.model import COUNT_COVERAGE, empty

MOST_CELLS: Final = 30_000_000
_S, _SB, _EF, _E, _N = (pl.col(name) for name in ("starts", "starts_by", "ends_from", "ends", "n"))


@dataclass(frozen=True, slots=True)
class Reach:
    """The first and last day that is asked for, and those that the data reaches over (none: from NEVER to EVER)."""

    first: date
    last: date
    data_first: date
    data_last: date


def reach(spans: pl.DataFrame, coverage: pl.DataFrame, since: date | None, until: date | None) -> Reach | None:
    """Where nothing is asked for, the days are those of the data; None where there are none."""
    dated = spans.select(
        low=_S.filter(_S > EVER).min(),
        late=_S.filter(_S > EVER).max(),
        high=_E.filter(_E < NEVER).max(),
    ).row(0)
    declared = (coverage["day"].min(), coverage["day"].max())
    days = [day for day in (*dated, *declared) if isinstance(day, date)]
    first = since or min(days, default=None)
    last = until or max(days, default=None)
    if first is None or last is None or first > last:
        return None
    return Reach(first, last, min(days, default=NEVER), max(days, default=EVER))


def grid(series: Sequence[str], first: date, last: date) -> pl.DataFrame:
    """Every day of every series, in order. Raises UsageError where that is more than can be held."""
    cells = len(series) * ((last - first).days + 1)
    if cells > MOST_CELLS:
        raise UsageError(
            f"{len(series):,} series of {(last - first).days + 1:,} days can't be counted at once; ask for fewer days "
            "(since, until) or filter the series"
        )
    days = pl.DataFrame({"day": pl.date_range(first, last, "1d", eager=True)})
    return pl.DataFrame({"series": sorted(series)}, schema={"series": pl.String()}).join(
        days, how="cross", maintain_order="left_right"
    )


def laid(
    spans: pl.DataFrame,
    since: date | None,
    until: date | None,
    coverage: pl.DataFrame | None,
    series: Sequence[str],
    *,
    back: int = 1,
    ahead: int = 0,
) -> tuple[Reach, pl.DataFrame] | None:
    """The days that are asked for, and the grid with its coverage, from so many days before them to so many after.

    At least one day before, so that what was over earlier is a difference of running sums. None where there is no day.
    """
    told = empty(COUNT_COVERAGE) if coverage is None else coverage
    asked = reach(spans, told, since, until)
    if asked is None:
        return None
    names = sorted({*spans["series"].unique(), *series})
    cells = grid(names, before(asked.first, back), after(asked.last, ahead))
    return asked, with_coverage(cells, told)


def with_coverage(cells: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """The grid with `coverage` and, as numbers, `broken` and `unsaid` (undeclared and not broken)."""
    state, broken = pl.col("coverage").fill_null("undeclared"), pl.col("broken").fill_null(False)
    return cells.join(coverage, on=["series", "day"], how="left", maintain_order="left").with_columns(
        coverage=state,
        broken=broken.cast(pl.Int32),
        unsaid=((state == "undeclared") & ~broken).cast(pl.Int32),
    )


def running(cells: pl.DataFrame, spans: pl.DataFrame, *, expected: bool) -> pl.DataFrame:
    """The grid with what had, by each day, begun (possibly, certainly) and ended: columns s, sb, ef, e.

    With `expected` also begun and over: how many had begun and ended by then if every day is equally likely.
    """
    exact = (_S == _SB) & (_S == _EF) & (_S == _E)
    ones = spans.filter(exact).select("series", day=_S, s=_N, sb=_N, ef=_N, e=_N)
    rest = spans.filter(~exact)
    core = rest.filter(_SB <= _EF)
    parts = [ones, _mark(rest, "s", _S), _mark(rest, "e", _E), _mark(core, "sb", _SB), _mark(core, "ef", _EF)]
    summed = summed_along(cells, pl.concat(parts, how="diagonal_relaxed"), ("s", "sb", "ef", "e"))
    return _even(summed, spans) if expected else summed


def _mark(spans: pl.DataFrame, name: str, day: pl.Expr) -> pl.DataFrame:
    return spans.select("series", _N.alias(name), day=day)


def summed_along(cells: pl.DataFrame, marks: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """The grid with the running sums of marks (series, day, names); what lies before the grid counts on its first day,
    what lies behind it not at all.
    """
    if cells.is_empty():
        return cells.with_columns(pl.lit(0).alias(name) for name in names)
    first = cells["day"].first()
    day = pl.max_horizontal("day", pl.lit(first))
    sums = marks.group_by("series", day=day).agg(pl.col(name).sum() for name in names)
    joined = cells.join(sums, on=["series", "day"], how="left", maintain_order="left")
    return joined.with_columns(pl.col(name).fill_null(0).cum_sum().over("series") for name in names)


def vague_steps(cells: pl.DataFrame, spans: pl.DataFrame, days: int) -> pl.DataFrame:
    """The grid with `vague`: events without a certain day that lie wholly in the window of `days` that ends there, and
    `vague_open`: those of them that are open at an end.
    """
    short = spans.filter((_SB > _EF) & ((_SB - _EF).dt.total_days() < days))
    over = _EF + pl.duration(days=days)
    open_n = pl.when(is_open()).then(_N).otherwise(0)
    marks = pl.concat(
        [
            short.select("series", day=_SB, vague=_N, vague_open=open_n),
            short.select("series", day=over, vague=-_N, vague_open=-open_n),
        ]
    )
    return summed_along(cells, marks, ("vague", "vague_open"))


def is_open() -> pl.Expr:
    """A span whose first or last day nobody tells."""
    return (_S == EVER) | (_E == NEVER)


def _even(cells: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The running sums of what had begun and was over, each event spread evenly from its first to its last day.

    Of an event that is open at an end only the days on which it was certain are expected; one without such a day is
    added by the window (`vague_open`).
    """
    known = even(spans)
    return cells.with_columns(begun=ramps(cells, known, _S, _SB), over=ramps(cells, known, _EF, _E))


def even(spans: pl.DataFrame) -> pl.DataFrame:
    """The spans that can be spread evenly; those open at an end without the days that are only possible."""
    closed = ~is_open()
    kept = spans.filter(closed | (_SB <= _EF))
    return kept.with_columns(
        starts=pl.when(closed).then(_S).otherwise(_SB), ends=pl.when(closed).then(_E).otherwise(_EF)
    )


def even_by(day: date) -> pl.Expr:
    """How many of a span's events are expected to be over by a day."""
    length = (_E - _EF).dt.total_days() + 1
    return _N * (((pl.lit(day) - _EF).dt.total_days() + 1) / length).clip(0, 1)


def ramps(cells: pl.DataFrame, spans: pl.DataFrame, first: pl.Expr, last: pl.Expr) -> pl.Series:
    """The sum of n * clip((day - first + 1) / length, 0, 1), by its slope and its constant, both running sums."""
    if cells.is_empty():
        return pl.Series("even", [], dtype=pl.Float64)
    origin = cells["day"].first()
    length = (last - first).dt.total_days() + 1
    slope, before = _N / length, (first - pl.lit(origin)).dt.total_days() - 1
    rises = spans.select("series", day=first, k=slope, c=-slope * before)
    stops = spans.select("series", day=last + pl.duration(days=1), k=-slope, c=slope * before + _N)
    summed = summed_along(cells, pl.concat([rises, stops]), ("k", "c"))
    return summed.select(even=pl.col("k") * (pl.col("day") - pl.lit(origin)).dt.total_days() + pl.col("c")).to_series()


def before(first: date, days: int) -> date:
    """The day so many days earlier, or the calendar's first."""
    return first - timedelta(days=min(days, (first - EVER).days))


def after(last: date, days: int) -> date:
    """The day so many days later, or the calendar's last."""
    return last + timedelta(days=min(days, (NEVER - last).days))
