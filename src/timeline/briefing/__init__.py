"""Briefings: findings, pictures and frames in; a document out, as HTML, PDF, DOCX, PPTX, Markdown or a page to explore.

`compose` says what stands in a briefing and numbers its sources; `render` writes it in a format. Pure: nothing here
reads a ledger or a disk, but for the template that a user names.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from timeline.briefing.composing import Ahead, Material, Told, compose
    from timeline.briefing.content import Briefing, Picture
    from timeline.briefing.exploring import explorer
    from timeline.briefing.files import FORMATS, ready, render, write
    from timeline.briefing.spoken import paragraph

_HOMES: Final = {
    "Ahead": "composing",
    "Briefing": "content",
    "FORMATS": "files",
    "Material": "composing",
    "Picture": "content",
    "Told": "composing",
    "compose": "composing",
    "explorer": "exploring",
    "paragraph": "spoken",
    "ready": "files",
    "render": "files",
    "write": "files",
}

__all__ = [
    "FORMATS",
    "Ahead",
    "Briefing",
    "Material",
    "Picture",
    "Told",
    "compose",
    "explorer",
    "paragraph",
    "ready",
    "render",
    "write",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"timeline.briefing.{_HOMES[name]}"), name)
