"""What a chart says about the days of its own axis that were not covered, and those of which nothing is declared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from timeline.charts import dating, words
from timeline.charts.context import ChartContext

_MOST: Final = 4


def coverage_notes(context: ChartContext, first: date, last: date) -> list[str]:
    """Sentences about the gaps that are hatched on the axis and the undeclared days, from the first day to the last."""
    gaps, silent = (_within(runs, first, last) for runs in (context.uncovered, context.undeclared))
    out = [f"Hatched on the axis: no delivery covers {_named(gaps)}"] if gaps else []
    return [*out, f"No coverage is declared for {_named(silent)}"] if silent else out


def _within(runs: Sequence[tuple[date, date]], first: date, last: date) -> list[tuple[date, date]]:
    """The runs of days cut to those of the axis."""
    return [(max(one, first), min(other, last)) for one, other in runs if one <= last and first <= other]


def _named(runs: Sequence[tuple[date, date]]) -> str:
    return words.listed([dating.brief(*run) for run in runs], _MOST)
