"""Briefings into bytes and files. The only module of the room that writes."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from timeline.briefing.content import Briefing
from timeline.errors import TimelineError, unknown_name

FORMATS: Final = ("html", "pdf", "docx", "pptx", "md", "slide")
Parts = dict[str, bytes]


@dataclass(frozen=True, slots=True)
class Dress:
    """What a format needs beside the briefing: CSS rules with the typeface, its folders, the user's own template."""

    faces: str = ""
    fonts: tuple[str, ...] = ()
    template: Path | None = None


def render(briefing: Briefing, format: str, dress: Dress = Dress(), *, name: str = "briefing") -> Parts:
    """The files of a briefing in a format, by the name below the folder they go to; the first is the briefing.

    The same briefing gives the same bytes. Raises UsageError for an unknown format, TimelineError for a template that
    can't be used.
    """
    if format not in FORMATS:
        raise unknown_name("format", format, FORMATS)
    return _WRITERS[format](briefing, dress, name)


def ready(folder: Path) -> None:
    """Make a folder and see that it can be written to, before work is done. Raises TimelineError, in one line."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as cause:
        raise _unwritable(folder, cause) from cause


def _unwritable(target: Path, cause: OSError) -> TimelineError:
    why = (cause.strerror or str(cause)).lower()
    return TimelineError(f"can't write {target}: {why}; choose another place with --out")


def write(parts: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files below a folder, which is made, each whole or not at all. Raises TimelineError, in one line."""
    written = []
    for name, data in parts.items():
        target = folder / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _save(data, target)
        except OSError as cause:
            raise _unwritable(target, cause) from cause
        written.append(target)
    return written


def _save(data: bytes, target: Path) -> None:
    handle, spare = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(spare, 0o666 & ~_umask())
        os.replace(spare, target)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(spare)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _html(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.html import html

    return {f"{name}.html": html(briefing, dress.faces)}


def _pdf(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.pdf import pdf

    return {f"{name}.pdf": pdf(briefing, dress.fonts)}


def _docx(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.docx import docx

    return {f"{name}.docx": docx(briefing, dress.template)}


def _pptx(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.pptx import pptx

    return {f"{name}.pptx": pptx(briefing, dress.template)}


def _slide(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.pptx import slide

    return {f"{name}.pptx": slide(briefing, dress.template)}


def _markdown(briefing: Briefing, dress: Dress, name: str) -> Parts:
    from timeline.briefing.markdown import markdown

    return markdown(briefing, name)


_WRITERS: Final[Mapping[str, Callable[[Briefing, Dress, str], Parts]]] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "pptx": _pptx,
    "slide": _slide,
    "md": _markdown,
}
