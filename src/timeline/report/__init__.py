"""The facade between the ledger and whoever asks: questions, charts and the state of things, as frames and records."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.report.change_report import changed, previous
    from timeline.report.database import Database, open
    from timeline.report.drawing import CHARTS, chart
    from timeline.report.health import State, state

_HOMES = {
    "CHARTS": "drawing",
    "Database": "database",
    "State": "health",
    "changed": "change_report",
    "chart": "drawing",
    "open": "database",
    "previous": "change_report",
    "state": "health",
}

__all__ = ["CHARTS", "Database", "State", "changed", "chart", "open", "previous", "state"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"timeline.report.{_HOMES[name]}"), name)
