"""Counting: happenings by day, window, week and month with their bands; reported quantities in their series; findings.

Pure functions from frames to frames (schemas in `timeline.model`); the warehouse's macros give the same numbers.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from timeline.counts.calendar import PERIODS, periods
    from timeline.counts.choice import RULES, chosen, strip
    from timeline.counts.days import cumulative, daily, rolling
    from timeline.counts.flows import derived
    from timeline.counts.headlines import Subject, headline, subject, trend
    from timeline.counts.lines import figures
    from timeline.counts.spanned import BY, coverage_of, spans
    from timeline.counts.tallies import beside
    from timeline.counts.telling import measured, reported_sentences

_HOMES: Final = {
    "BY": "spanned",
    "PERIODS": "calendar",
    "RULES": "choice",
    "Subject": "headlines",
    "beside": "tallies",
    "chosen": "choice",
    "coverage_of": "spanned",
    "cumulative": "days",
    "daily": "days",
    "derived": "flows",
    "figures": "lines",
    "headline": "headlines",
    "periods": "calendar",
    "measured": "telling",
    "reported_sentences": "telling",
    "rolling": "days",
    "spans": "spanned",
    "strip": "choice",
    "subject": "headlines",
    "trend": "headlines",
}

__all__ = [
    "BY",
    "PERIODS",
    "RULES",
    "Subject",
    "beside",
    "chosen",
    "coverage_of",
    "cumulative",
    "daily",
    "derived",
    "figures",
    "headline",
    "measured",
    "periods",
    "reported_sentences",
    "rolling",
    "spans",
    "strip",
    "subject",
    "trend",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"timeline.counts.{_HOMES[name]}"), name)
