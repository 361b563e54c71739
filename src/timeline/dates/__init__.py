"""Everything that knows a calendar: spans, literals, columns of dates, EDTF, and the moments a person types.

Names are loaded when they are first used, so that the command line starts without polars and pendulum.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.dates.clock import now, today
    from timeline.dates.columns import parse_column
    from timeline.dates.literals import parse_literal
    from timeline.dates.spans import Problem, Span, span_of
    from timeline.dates.zones import check_zone

_HOMES = {
    "now": "clock",
    "today": "clock",
    "parse_column": "columns",
    "parse_literal": "literals",
    "Problem": "spans",
    "Span": "spans",
    "span_of": "spans",
    "check_zone": "zones",
}

__all__ = ["Problem", "Span", "check_zone", "now", "parse_column", "parse_literal", "span_of", "today"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"timeline.dates.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
