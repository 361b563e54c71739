"""What a person decides about claims and events: records, the file that keeps them, what they come to, and undoing.

Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.desk.adding import added_versions
    from timeline.desk.checking import check
    from timeline.desk.effects import Effect, effect
    from timeline.desk.journal import Journal, opened, read
    from timeline.desk.looks import second_looks
    from timeline.desk.overlay import overlaid
    from timeline.desk.records import Decision, added_claim, decided

_HOMES = {
    "Decision": "records",
    "Effect": "effects",
    "Journal": "journal",
    "added_claim": "records",
    "added_versions": "adding",
    "check": "checking",
    "decided": "records",
    "effect": "effects",
    "opened": "journal",
    "overlaid": "overlay",
    "read": "journal",
    "second_looks": "looks",
}

__all__ = [
    "Decision",
    "Effect",
    "Journal",
    "added_claim",
    "added_versions",
    "check",
    "decided",
    "effect",
    "opened",
    "overlaid",
    "read",
    "second_looks",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"timeline.desk.{_HOMES[name]}"), name)
