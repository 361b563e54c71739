"""Which days a chart shows where none are asked: all of them, or those in which nearly all of it lies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

import polars as pl

from timeline.charts import dating, words

# Of fewer events each is worth its place; a quarter of a year is read at one look, however its events lie.
_FEW: Final = 12
_SHORT: Final = 92
_MOST_OF_ALL: Final = 0.75
_LITTLE_OF_TIME: Final = 1 / 3


def focus(days: pl.DataFrame) -> tuple[date, date] | None:
    """First and last day of the stretch that holds most of the events, with half of it on each side; None for all days.

    `days`: `day` and `n`, how many events it has. The stretch is the one that has the most events beyond what an even
    spread would put there. It is shown alone where three quarters of the events lie in a third of the days, of more
    than a quarter of a year: what is strewn around it would press it into a corner.
    """
    counts = days.filter(pl.col("n") > 0).group_by("day").agg(n=pl.col("n").sum()).sort("day")
    total = int(counts["n"].sum())
    if total < _FEW:
        return None
    first, last = _ends(counts["day"])
    width = (last - first).days + 1
    if width <= _SHORT:
        return None
    begin, end, held = _stretch((counts["day"] - first).dt.total_days(), counts["n"] / total, width)
    length = end - begin + 1
    if held < _MOST_OF_ALL or length > width * _LITTLE_OF_TIME:
        return None
    near = max(0, begin - length // 2), min(width - 1, end + length // 2)
    return first + timedelta(days=near[0]), first + timedelta(days=near[1])


def _stretch(days: pl.Series, shares: pl.Series, width: int) -> tuple[int, int, float]:
    """Where the share of events most exceeds that of the days: its first and last day, and its share of events."""
    after = shares.cum_sum()
    # What a stretch is better by when it begins on that day: the days that it leaves out, less their events.
    spared = days / width - (after - shares)
    end = int((after - days / width + spared.cum_max()).arg_max() or 0)
    begin = int(spared.head(end + 1).arg_max() or 0)
    return int(days[begin]), int(days[end]), float(shares[begin : end + 1].sum())


def not_shown(sides: Sequence[tuple[int, pl.Series]], one: str, many: str) -> str:
    """`Not shown: 14 entries of 24 Feb–6 Sep and 1 of 1 Nov–31 Dec`: how many lie on each side, and when."""
    parts = [(count, dating.brief(*_ends(days))) for count, days in sides if count]
    if not parts:
        return ""
    (count, when), *rest = parts
    told = [f"{words.several(count, one, many)} of {when}", *(f"{words.number(n)} of {days}" for n, days in rest)]
    return f"Not shown: {words.listed(told)}"


def _ends(days: pl.Series) -> tuple[date, date]:
    first, last = days.min(), days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return first, last
