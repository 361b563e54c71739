"""The limited child process in which deliveries are parsed, and the parent's side of it.

Names are loaded when they are first used: the child needs none of the parent's.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.worker.parent import Begun, Preview, Sight, dismiss, documents, look, parse, preview, ready, sheet
    from timeline.worker.several import parse_several, ready_several
    from timeline.worker.tasks import Basis, Limits, Outcome, Task, claims_file, deletions_file, left_file, rejects_file

_PARENT = ("Begun", "Preview", "Sight", "dismiss", "documents", "look", "parse", "preview", "ready", "sheet")
_SEVERAL = ("parse_several", "ready_several")
_TASKS = ("Basis", "Limits", "Outcome", "Task", "claims_file", "deletions_file", "left_file", "rejects_file")

__all__ = [
    "Basis",
    "Begun",
    "Limits",
    "Outcome",
    "Preview",
    "Sight",
    "Task",
    "claims_file",
    "deletions_file",
    "dismiss",
    "documents",
    "left_file",
    "look",
    "parse",
    "parse_several",
    "preview",
    "ready",
    "ready_several",
    "rejects_file",
    "sheet",
]


def __getattr__(name: str) -> Any:
    if name in _PARENT:
        return getattr(import_module("timeline.worker.parent"), name)
    if name in _TASKS:
        return getattr(import_module("timeline.worker.tasks"), name)
    if name in _SEVERAL:
        return getattr(import_module("timeline.worker.several"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
