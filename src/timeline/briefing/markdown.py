"""A briefing as Markdown, with its pictures beside it. Nothing that was said can become markup."""

from __future__ import annotations

import json
import re
from typing import Final

from timeline.briefing.content import (
    Block,
    Briefing,
    Entries,
    Line,
    Paragraph,
    Picture,
    Points,
    Section,
    Sources,
    Table,
)

_MARKUP: Final = re.compile(r"([\\`*_\[\]|~$^])")
# What makes a heading, a list or a rule, but only at the beginning of a line.
_LEADING: Final = re.compile(r"^(\d*)([-+#=.)])")


def markdown(briefing: Briefing, name: str) -> dict[str, bytes]:
    """The text as NAME.md and each picture as an SVG below NAME-pictures."""
    folder = f"{name}-pictures"
    pictures = {id(one): f"{folder}/{place}-{one.name}.svg" for place, one in enumerate(briefing.pictures, 1)}
    state = f"**{escaped(briefing.state)}**" if briefing.alarm else escaped(briefing.state)
    parts = [state, f"# {escaped(briefing.title)}", escaped(briefing.subtitle)]
    parts += [_section(section, pictures) for section in briefing.sections]
    if briefing.record:
        told = json.dumps(briefing.record, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        # A comment of HTML may hold neither two dashes nor an angle bracket.
        parts.append(f"<!-- timeline-record {told.replace('-', chr(92) + 'u002d').replace('>', chr(92) + 'u003e')} -->")
    text = "\n\n".join(part for part in parts if part) + "\n"
    return {
        f"{name}.md": text.encode("utf-8", "replace"),
        **{pictures[id(one)]: one.svg.encode() for one in briefing.pictures},
    }


def escaped(text: str) -> str:
    """The text with every character that Markdown or HTML could act on escaped."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    told = _LEADING.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", plain))
    # Bare addresses in what people wrote are not made links of.
    return told.replace("://", "&#58;//").replace("@", "&#64;").replace("www.", "www&#46;")


def _section(section: Section, pictures: dict[int, str]) -> str:
    return "\n\n".join([f"## {escaped(section.heading)}", *(_block(block, pictures) for block in section.blocks)])


def _block(block: Block, pictures: dict[int, str]) -> str:
    match block:
        case Paragraph():
            return _line(block.line)
        case Points():
            return "\n".join(f"- {_line(line)}" for line in block.lines)
        case Picture():
            return f"![{escaped(block.alt)}]({pictures[id(block)]})"
        case Table():
            return _table(block)
        case Entries():
            return _entries(block)
        case Sources():
            rows = (f"{one.number}. {escaped(one.text)}{_address(one.url)}" for one in block.sources)
            return "\n".join(rows)


def _address(url: str | None) -> str:
    return f" <{url.replace('<', '%3C').replace('>', '%3E')}>" if url else ""


def _line(line: Line) -> str:
    return f"{escaped(line.text)} {escaped(line.marks)}".strip()


def _table(table: Table) -> str:
    rule = " | ".join("---:" if place in table.numbers else "---" for place in range(len(table.header)))
    rows = [" | ".join(_line(cell) for cell in row) for row in table.rows]
    return "\n".join(f"| {row} |" for row in (" | ".join(map(escaped, table.header)), rule, *rows))


def _entries(block: Entries) -> str:
    out = []
    for entry in block.entries:
        out.append(f"- **{escaped(entry.when)}** {_line(entry.what)}")
        out += [f"  {_line(line)}" for line in entry.details]
        out += [f"\n  > {_line(line)}\n" for line in entry.quotes]
    return "\n".join(out)
