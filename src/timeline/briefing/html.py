"""A briefing as one HTML file that needs nothing else, and prints well: no script, no address is fetched."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from html import escape
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
    Section,
    Source,
    Sources,
    Table,
)
from timeline.briefing.paging import arranged

_NARROW: Final = "screen and (max-width: 40rem)"
RECORD: Final = "timeline-record"
# What an A4 page holds between the margins of briefing.css, in CSS pixels.
_PAGE: Final = (680.0, 1001.0)
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
)


def html(briefing: Briefing, faces: str = "") -> bytes:
    """The page; `faces` are CSS rules that carry the typeface."""
    style = (files("timeline.briefing") / "briefing.css").read_text(encoding="utf-8")
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(briefing.title)}</title>",
        f"<style>{faces}\n{style}</style>",
        record_element(briefing.record),
        "</head>\n<body>\n<main>",
        _head(briefing),
        *map(_section, arranged(briefing.sections, *_PAGE)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts if part).encode("utf-8", "replace")


def record_element(record: Mapping[str, Any]) -> str:
    """The record as data that no browser runs or shows."""
    return f'<script type="application/json" id="{RECORD}">{inert(record)}</script>' if record else ""


def inert(value: Any) -> str:
    """JSON that can stand in a script element: no markup can begin in it."""
    told = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for char, code in (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028")):
        told = told.replace(char, code)
    return told.replace("\u2029", "\\u2029")


def _head(briefing: Briefing) -> str:
    look = "state alarm" if briefing.alarm else "state"
    return (
        f'<header>\n<p class="{look}">{_bdi(briefing.state)}</p>\n<h1>{_bdi(briefing.title)}</h1>\n'
        f'<p class="subtitle">{_bdi(briefing.subtitle)}</p>\n</header>'
    )


def _section(section: Section) -> str:
    inner = "\n".join(map(_block, section.blocks))
    return (
        f'<section id="{escape(section.key)}" aria-labelledby="h-{escape(section.key)}">\n'
        f'<h2 id="h-{escape(section.key)}">{_bdi(section.heading)}</h2>\n{inner}\n</section>'
    )


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return f"<p{' class=note' if block.note else ''}>{_line(block.line)}</p>"
        case Points():
            return "<ul>\n" + "\n".join(f"<li>{_line(line)}</li>" for line in block.lines) + "\n</ul>"
        case Picture():
            return _picture(block)
        case Table():
            return _table(block)
        case Entries():
            return _entries(block)
        case Sources():
            return "<ol>\n" + "\n".join(map(_source, block.sources)) + "\n</ol>"


def _line(line: Line) -> str:
    # A mark alone on a line would stand apart from what it is a mark of.
    marks = f"&nbsp;<sup>[{', '.join(_marks(line.marks))}]</sup>" if line.cites else ""
    return f"{_bdi(line.text)}{marks}"


def _marks(marks: str) -> list[str]:
    """Each number, or the first of a run, leads to its source."""
    parts = marks.strip("[]").split(", ")
    return [f'<a href="#s{part.partition("–")[0]}">{part}</a>' for part in parts]


def _picture(picture: Picture) -> str:
    narrow = f'<source media="{_NARROW}" srcset="{_data(picture.narrow)}">' if picture.narrow else ""
    return (
        f'<figure{"" if narrow else " class=wide"} tabindex="0" aria-label="{escape(picture.title)}"><picture>{narrow}'
        f'<img src="{_data(picture.svg)}" width="{picture.width:g}" height="{picture.height:g}" '
        f'alt="{escape(picture.alt)}"></picture></figure>'
    )


def _data(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
    rows = "\n".join(
        "<tr>"
        + "".join(
            f"<td{' class=number' if place in table.numbers else ''}>{_line(cell)}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    body = f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>"
    return f'<div class="wide" tabindex="0"><table>\n{body}\n</table></div>'


def _entries(block: Entries) -> str:
    out = []
    before = ""
    for entry in block.entries:
        again = " class=again" if entry.when == before else ""
        before = entry.when
        details = "".join(f'<span class="detail">{_line(line)}</span>' for line in entry.details)
        quotes = "".join(f"<blockquote>{_line(line)}</blockquote>" for line in entry.quotes)
        what = f"<b>{_bdi(entry.what.text)}</b>{_line(Line('', entry.what.cites))}"
        out.append(f"<dt{again}>{_bdi(entry.when)}</dt>\n<dd>{what}{details}{quotes}</dd>")
    return "<dl>\n" + "\n".join(out) + "\n</dl>"


def _source(source: Source) -> str:
    told = _bdi(source.text)
    if source.url:
        address = escape(source.url)
        told += f' <a class="url" rel="noopener noreferrer" href="{address}">{address}</a>'
    return f'<li id="s{source.number}">{told}</li>'


def _bdi(text: str) -> str:
    """Escaped; text that may run from right to left keeps to itself."""
    told = escape(text)
    return told if text.isascii() else f"<bdi>{told}</bdi>"
