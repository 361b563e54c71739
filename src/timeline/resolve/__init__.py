"""Which claims report the same happening: pairs with a score and reasons, and the events they make.

Pure: frames in, frames out, and a function of the set of claims, in whatever order they come. Names are loaded when
they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.resolve.frames import LINKS, MERGE, PAIRS, PLACES, PROPOSE, REPORTS
    from timeline.resolve.grouping import group
    from timeline.resolve.independence import sources
    from timeline.resolve.pairing import pairs, refreshed
    from timeline.resolve.proposing import proposals

_HOMES = {
    "LINKS": "frames",
    "MERGE": "frames",
    "PAIRS": "frames",
    "PLACES": "frames",
    "PROPOSE": "frames",
    "REPORTS": "frames",
    "group": "grouping",
    "pairs": "pairing",
    "proposals": "proposing",
    "refreshed": "pairing",
    "sources": "independence",
}

__all__ = [
    "LINKS",
    "MERGE",
    "PAIRS",
    "PLACES",
    "PROPOSE",
    "REPORTS",
    "group",
    "pairs",
    "proposals",
    "refreshed",
    "sources",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"timeline.resolve.{_HOMES[name]}"), name)
