"""Readers: one module per container; of a table a mapping makes claims, rejects and deletions, of prose there are
documents.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from timeline.readers.claims import Batch
from timeline.readers.containers import format_of
from timeline.readers.reading import Reading, read, stream, sum_unknown

if TYPE_CHECKING:
    from timeline.readers.changes import Changes, find_changes
    from timeline.readers.prose import ProseBatch, documents, holds_prose, prose_format
    from timeline.readers.recognise import Look, Missing, guess, look, starter

__all__ = [
    "Batch",
    "Changes",
    "Look",
    "Missing",
    "ProseBatch",
    "Reading",
    "documents",
    "find_changes",
    "format_of",
    "guess",
    "holds_prose",
    "look",
    "prose_format",
    "read",
    "starter",
    "stream",
    "sum_unknown",
]


def __getattr__(name: str) -> Any:
    if name in ("Look", "Missing", "guess", "look", "starter"):
        return getattr(import_module("timeline.readers.recognise"), name)
    if name in ("Changes", "find_changes"):
        return getattr(import_module("timeline.readers.changes"), name)
    if name in ("ProseBatch", "documents", "holds_prose", "prose_format"):
        return getattr(import_module("timeline.readers.prose"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
