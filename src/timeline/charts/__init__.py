"""Charts: frames in, `alt.Chart` out; each is a declaration and one pure function.

`timeline`, `rolling`, `counts` and `grid` draw; `write` puts a chart into a file; `ChartContext` and `Reference` say
what the data can't. Everything is loaded on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.charts.chronicle import timeline
    from timeline.charts.context import ChartContext, Reference
    from timeline.charts.files import FORMATS, render, write
    from timeline.charts.multiples import grid
    from timeline.charts.presets import PRESETS
    from timeline.charts.reports import counts
    from timeline.charts.themes import THEMES
    from timeline.charts.windows import rolling

_HOMES = {
    "timeline": "chronicle",
    "rolling": "windows",
    "counts": "reports",
    "grid": "multiples",
    "write": "files",
    "render": "files",
    "FORMATS": "files",
    "PRESETS": "presets",
    "THEMES": "themes",
    "ChartContext": "context",
    "Reference": "context",
}

__all__ = [
    "FORMATS",
    "PRESETS",
    "THEMES",
    "ChartContext",
    "Reference",
    "counts",
    "grid",
    "render",
    "rolling",
    "timeline",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
