"""A ledger of dated claims, asked in SQL and polars, drawn with Altair.

`timeline.open(link)` gives the database, `timeline.charts` draws its frames. Both are loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline import charts
    from timeline.report import Database, open

__all__ = ["Database", "charts", "open"]


def __getattr__(name: str) -> Any:
    if name == "charts":
        return import_module("timeline.charts")
    if name in ("Database", "open"):
        return getattr(import_module("timeline.report"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
