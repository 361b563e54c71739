"""A ledger of dated claims, asked in SQL and polars, drawn with Altair.

`timeline.open(link)` gives the database, `timeline.counts` counts and tells, `timeline.charts` draws its frames. All
are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline import charts, counts
    from timeline.report import Database, open

__all__ = ["Database", "charts", "counts", "open"]


def __getattr__(name: str) -> Any:
    if name in ("charts", "counts"):
        return import_module(f"timeline.{name}")
    if name in ("Database", "open"):
        return getattr(import_module("timeline.report"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
