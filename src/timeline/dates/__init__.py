"""Everything that knows a calendar: spans, literals, columns of dates, EDTF, and the moments a person types.

Names are loaded when they are first used, so that the command line starts without polars and pendulum.
`edtf` is the module; the expression of one span is `edtf.edtf`, that of a frame `edtf_expr`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.dates.clock import now, today
    from timeline.dates.columns import combine_columns, parse_column, widen
    from timeline.dates.edtf import edtf_expr
    from timeline.dates.literals import parse_literal
    from timeline.dates.moments import end_of_day, parse_day, parse_moment, start_of_day
    from timeline.dates.spans import Problem, Span, span_of
    from timeline.dates.vector import end_of_day_expr
    from timeline.dates.words import format_day, format_span
    from timeline.dates.zones import check_zone

_HOMES = {
    "Problem": "spans",
    "Span": "spans",
    "check_zone": "zones",
    "combine_columns": "columns",
    "edtf_expr": "edtf",
    "end_of_day": "moments",
    "end_of_day_expr": "vector",
    "format_day": "words",
    "format_span": "words",
    "now": "clock",
    "parse_column": "columns",
    "parse_day": "moments",
    "parse_literal": "literals",
    "parse_moment": "moments",
    "span_of": "spans",
    "start_of_day": "moments",
    "today": "clock",
    "widen": "columns",
}

__all__ = [
    "Problem",
    "Span",
    "check_zone",
    "combine_columns",
    "edtf_expr",
    "end_of_day",
    "end_of_day_expr",
    "format_day",
    "format_span",
    "now",
    "parse_column",
    "parse_day",
    "parse_literal",
    "parse_moment",
    "span_of",
    "start_of_day",
    "today",
    "widen",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"timeline.dates.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
