"""A briefing as a PDF, set by typst without a browser. The same briefing gives the same bytes.

All words reach typst as data, never as markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from importlib.resources import files
from typing import Any, Final

from timeline.briefing.content import (
    Block,
    Briefing,
    Entries,
    Line,
    Paragraph,
    Picture,
    Points,
    Sources,
    Table,
)

_ENDLESS: Final = re.compile(r"[^\s\u200b]{36}(?=[^\s])")


def pdf(briefing: Briefing, fonts: Sequence[str] = ()) -> bytes:
    """The document, A4, tagged, with alt text; the record is attached. `fonts` are folders of typefaces."""
    import typst

    pictures: dict[str, str] = {}
    told = {
        "title": _breakable(briefing.title),
        "subtitle": _breakable(briefing.subtitle),
        "state": _breakable(briefing.state),
        "alarm": briefing.alarm,
        "sections": [
            {
                "key": section.key,
                "heading": _breakable(section.heading),
                "blocks": [_block(block, pictures) for block in section.blocks],
            }
            for section in briefing.sections
        ],
    }
    record = json.dumps(briefing.record, ensure_ascii=False, sort_keys=True) if briefing.record else ""
    inputs = {"data": json.dumps(told, ensure_ascii=False), "record": record, **pictures}
    page = (files("timeline.briefing") / "briefing.typ").read_bytes()
    folders: Any = list(fonts)
    return bytes(typst.compile(page, format="pdf", sys_inputs=inputs, font_paths=folders))


def _block(block: Block, pictures: dict[str, str]) -> dict[str, Any]:
    match block:
        case Paragraph():
            return {"type": "paragraph", "line": _line(block.line), "note": block.note}
        case Points():
            return {"type": "points", "lines": [_line(line) for line in block.lines]}
        case Picture():
            name = f"svg{len(pictures)}"
            pictures[name] = block.svg
            return {"type": "picture", "svg": name, "alt": block.alt, "width": block.width, "height": block.height}
        case Table():
            return {
                "type": "table",
                "header": list(block.header),
                "rows": [[_line(cell) for cell in row] for row in block.rows],
                "widths": list(block.widths),
                "numbers": list(block.numbers),
            }
        case Entries():
            return {"type": "entries", "entries": _entries(block)}
        case Sources():
            listed = [
                {"number": one.number, "text": _breakable(one.text), "url": one.url or ""} for one in block.sources
            ]
            return {"type": "sources", "sources": listed}


def _entries(block: Entries) -> list[dict[str, Any]]:
    return [
        {
            "when": _breakable(entry.when),
            "what": _line(entry.what),
            "details": [_line(line) for line in entry.details],
            "quotes": [_line(line) for line in entry.quotes],
        }
        for entry in block.entries
    ]


def _line(line: Line) -> dict[str, str]:
    return {"text": _breakable(line.text), "marks": line.marks}


def _breakable(text: str) -> str:
    """Typst breaks no word; an endless one gets places where it may be broken."""
    return _ENDLESS.sub("\\g<0>\u200b", text)
