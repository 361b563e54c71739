"""What a briefing is made of, the same for every format: sections of lines, pictures, tables, entries and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from timeline.briefing.plain import ranges


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence and the numbers of the sources that it rests on."""

    text: str
    cites: tuple[int, ...] = ()

    @property
    def marks(self) -> str:
        """The numbers as they are printed: `[1–3, 7]`, or nothing."""
        return f"[{ranges(self.cites)}]" if self.cites else ""

    @property
    def whole(self) -> str:
        """The sentence with its numbers behind it."""
        return f"{self.text} {self.marks}".strip()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of its own; `note`: of lesser weight."""

    line: Line
    note: bool = False


@dataclass(frozen=True, slots=True)
class Points:
    """Lines under each other, each a point."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart: its headline, the text that stands for it, the SVG and its size in CSS pixels, and its PNG where
    the format needs one. `narrow`: the SVG of the same chart for a narrow screen.
    """

    name: str
    title: str
    alt: str
    svg: str
    width: float
    height: float
    png: bytes = b""
    record: Mapping[str, Any] = field(default_factory=dict)
    narrow: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of lines under headings; `widths` are shares of the width, `numbers` the columns that are set right."""

    header: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in the list: when, what, where and who says so, and what was said word for word with its speaker."""

    when: str
    what: Line
    details: tuple[Line, ...] = ()
    quotes: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """Events in the order of time."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: its number, its words, and its address where that is a link to follow."""

    number: int
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Sources:
    """The numbered sources in order."""

    sources: tuple[Source, ...]


Block: TypeAlias = Paragraph | Points | Picture | Table | Entries | Sources


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; `key` is its name within the program."""

    key: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A whole briefing. `state`: the first line, on what failed; `alarm`: something did."""

    title: str
    subtitle: str
    state: str
    alarm: bool
    sections: tuple[Section, ...]
    record: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"

    def section(self, key: str) -> Section | None:
        """The section of that key, where there is one."""
        return next((section for section in self.sections if section.key == key), None)

    @property
    def pictures(self) -> Sequence[Picture]:
        """All pictures, in order."""
        return [block for section in self.sections for block in section.blocks if isinstance(block, Picture)]


def texts(briefing: Briefing) -> str:
    """Every character that a briefing prints outside its pictures, each once and in order."""
    printed = (section.heading + "".join(map(_said, section.blocks)) for section in briefing.sections)
    head = f"{briefing.title}{briefing.subtitle}{briefing.state}"
    return "".join(sorted({*head, *(char for text in printed for char in text), *_ALWAYS}))


_ALWAYS = "[]–, .0123456789"


def _said(block: Block) -> str:
    match block:
        case Paragraph():
            return block.line.text
        case Points():
            return "".join(line.text for line in block.lines)
        case Table():
            return "".join((*block.header, *(cell.text for row in block.rows for cell in row)))
        case Entries():
            return "".join(_of_entry(entry) for entry in block.entries)
        case Sources():
            return "".join(f"{one.text}{one.url or ''}" for one in block.sources)
        case Picture():
            return ""


def _of_entry(entry: Entry) -> str:
    return "".join((entry.when, entry.what.text, *(line.text for line in (*entry.details, *entry.quotes))))
