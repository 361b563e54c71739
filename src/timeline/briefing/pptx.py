"""A briefing as slides: native titles, text and tables, one chart a slide with its alt text; or the one slide."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final, TypeVar

import pptx as python_pptx
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.util import Emu, Inches, Pt

from timeline.briefing import packed
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

_SOFT: Final[Any] = RGBColor.from_string("595959")  # type: ignore[no-untyped-call]
_ALARM: Final[Any] = RGBColor.from_string("8C1D1D")  # type: ignore[no-untyped-call]
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES: Final = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
# How many lines and letters a slide of points holds, by the size of type.
_ROOM: Final = {18: (7, 800), 14: (14, 1700)}
_LARGE: Final = ("findings", "ahead")
_ROWS: Final = 12
# Lines of a table on one slide, and letters across it in the widest face that a reader may have.
_LINES: Final = 20
_LETTERS: Final = 150
_SOURCES: Final = 14
_UNDATED: Final = datetime(2000, 1, 1)
Item = TypeVar("Item")


def pptx(briefing: Briefing, template: Path | None = None) -> bytes:
    """The slides; `template` is a .pptx or .potx whose masters and layouts are taken, its slides left out.

    Raises TimelineError when the template is none.
    """
    deck = _Deck(_opened(template))
    deck.cover(briefing)
    for section in briefing.sections:
        deck.section(section)
    return deck.saved(briefing)


def slide(briefing: Briefing, template: Path | None = None) -> bytes:
    """The one slide: the rolling counts, else the first chart, under its headline; in its notes the findings with
    their sources.
    """
    deck = _Deck(_opened(template))
    found = briefing.section("findings")
    lines = [line for block in found.blocks if isinstance(block, Points) for line in block.lines] if found else []
    picture = next((one for one in briefing.pictures if one.name == "rolling"), next(iter(briefing.pictures), None))
    if picture is not None:
        made = deck.picture(picture.title, picture)
    else:
        made = deck.text(briefing.title, lines or [Line(briefing.subtitle)])
    cited = {number for line in lines for number in line.cites}
    sources = [
        f"[{one.number}] {one.text} {one.url or ''}".strip() for one in _sources(briefing) if one.number in cited
    ]
    told = [briefing.title, briefing.subtitle, briefing.state, *(line.whole for line in lines), *sources]
    made.notes_slide.notes_text_frame.text = "\n".join(told)
    return deck.saved(briefing)


def _sources(briefing: Briefing) -> list[Source]:
    blocks = [block for section in briefing.sections for block in section.blocks]
    return [source for block in blocks if isinstance(block, Sources) for source in block.sources]


def _opened(template: Path | None) -> Any:
    if template is not None:
        return packed.opened(template, python_pptx.Presentation, "PowerPoint")
    made = python_pptx.Presentation()
    wide = Inches(13.333) / made.slide_width
    shapes = [one for page in (made.slide_master, *made.slide_layouts) for one in page.placeholders]
    # What a layout does not say itself it takes from the master, so all is read before anything is set.
    places = [(one.left, one.top, one.width, one.height) for one in shapes]
    made.slide_width, made.slide_height = Inches(13.333), Inches(7.5)
    for shape, (left, top, width, height) in zip(shapes, places, strict=True):
        if left is not None:
            shape.left, shape.top, shape.width, shape.height = (
                Emu(int(left * wide)),
                top,
                Emu(int(width * wide)),
                height,
            )
    return made


class _Deck:
    """Puts slides at the end of a presentation."""

    def __init__(self, presentation: Any) -> None:
        self._made = presentation
        listed = presentation.slides._sldIdLst
        for one in list(listed):
            presentation.part.drop_rel(one.rId)
            listed.remove(one)
        self._width, self._height = int(presentation.slide_width), int(presentation.slide_height)
        self._margin = self._width // 22

    def cover(self, briefing: Briefing) -> None:
        """The first slide: title, what is shown, and above all what failed."""
        made = self._slide(PP_PLACEHOLDER.SUBTITLE, briefing.title)
        below = [one for one in made.placeholders if one.placeholder_format.type == PP_PLACEHOLDER.SUBTITLE]
        told = [Line(briefing.subtitle)]
        if below:
            self._fill(below[0].text_frame, told)
        else:
            self._box(made, told, self._height // 2, self._height // 4)
        top = self._box(made, [Line(briefing.state)], self._height // 30, self._height // 10, 12)
        for paragraph in top.paragraphs:
            for run in paragraph.runs:
                run.font.bold = briefing.alarm
                run.font.color.rgb = _ALARM if briefing.alarm else _SOFT

    def section(self, section: Section) -> None:
        """The slides of a section: its lines together, each chart, table and part of a list on a slide of its own."""
        for block in section.blocks:
            self._block(section.heading, block, 18 if section.key in _LARGE else 14)

    def _block(self, heading: str, block: Block, size: int) -> None:
        match block:
            case Paragraph():
                if not block.note:
                    self.text(heading, [block.line])
            case Points():
                for part in _portions(block.lines, *_ROOM[size]):
                    self.text(heading, part, size)
            case Picture():
                self.picture(block.title, block)
            case Table():
                for rows in _pages(block):
                    self._table(heading, block, rows)
            case Entries():
                table = _listed(block)
                for rows in _pages(table):
                    self._table(heading, table, rows)
            case Sources():
                for sources in _parts(block.sources, _SOURCES):
                    self._sources(heading, sources)

    def text(self, heading: str, lines: Sequence[Line], size: int = 18) -> Any:
        """A slide of points."""
        made = self._slide(PP_PLACEHOLDER.OBJECT, heading)
        body = next((one for one in made.placeholders if one.placeholder_format.type in _BODIES), None)
        if body is None:
            self._box(made, lines, self._below(made), self._height - self._below(made) - self._margin, size)
        else:
            self._fill(body.text_frame, lines, size)
        return made

    def picture(self, heading: str, picture: Picture) -> Any:
        """A slide with a title and a chart below it, as large as fits."""
        made = self._slide(None, heading)
        top = self._below(made)
        wide, tall = self._width - self._margin, self._height - top - self._margin // 3
        share = min(wide / picture.width, tall / picture.height)
        width, height = int(picture.width * share), int(picture.height * share)
        left = (self._width - width) // 2
        shape = made.shapes.add_picture(io.BytesIO(picture.png), left, top, width, height)
        described = shape._element.nvPicPr.cNvPr
        described.set("descr", picture.alt)
        described.set("title", picture.title[:255])
        return made

    def _table(self, heading: str, table: Table, rows: Sequence[tuple[Line, ...]]) -> None:
        made = self._slide(None, heading)
        top, wide = self._below(made), self._width - 2 * self._margin
        size = len(rows) + 1, len(table.header)
        frame = made.shapes.add_table(*size, self._margin, top, wide, Inches(0.3) * size[0])
        for place, share in enumerate(table.widths):
            frame.table.columns[place].width = Emu(int(wide * share))
        for number, row in enumerate((tuple(Line(name) for name in table.header), *rows)):
            for place, line in enumerate(row):
                cell = frame.table.cell(number, place)
                cell.margin_top = cell.margin_bottom = Pt(2)
                cell.vertical_anchor = MSO_ANCHOR.TOP
                self._fill(cell.text_frame, [line], 12)
                if place in table.numbers:
                    cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT

    def _sources(self, heading: str, sources: Sequence[Source]) -> None:
        made = self._slide(None, heading)
        top = self._below(made)
        frame = self._box(made, [Line(f"[{one.number}] {one.text}") for one in sources], top, self._height - top, 11)
        for paragraph, source in zip(frame.paragraphs, sources, strict=True):
            if source.url:
                run = paragraph.add_run()
                run.text = f"  {_short(source.url)}"
                run.font.size = Pt(11)
                run.hyperlink.address = source.url

    def _slide(self, wanted: Any, heading: str) -> Any:
        made = self._made.slides.add_slide(self._layout(wanted))
        title = made.shapes.title
        if title is None:
            box = made.shapes.add_textbox(self._margin, self._margin // 2, self._width - 2 * self._margin, Inches(0.9))
            title = box
        elif wanted is not PP_PLACEHOLDER.SUBTITLE:
            title.left, title.top = self._margin, self._margin // 2
            title.width, title.height = self._width - 2 * self._margin, int(self._height * 0.13)
        title.text_frame.text = heading
        title.text_frame.word_wrap = True
        if wanted is not PP_PLACEHOLDER.SUBTITLE:
            for paragraph in title.text_frame.paragraphs:
                paragraph.alignment = PP_ALIGN.LEFT
                paragraph.font.size = Pt(28 if len(heading) < 75 else 22)
        return made

    def _layout(self, wanted: Any) -> Any:
        """The layout with a title and the placeholder that is wanted and as little else as possible."""

        def fitness(layout: Any) -> tuple[int, int]:
            kinds = [one.placeholder_format.type for one in layout.placeholders]
            titled = any(kind in _TITLES for kind in kinds)
            fits = (
                wanted is None or wanted in kinds or (wanted is PP_PLACEHOLDER.OBJECT and PP_PLACEHOLDER.BODY in kinds)
            )
            small = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
            return -(2 * titled + fits), len([kind for kind in kinds if kind not in small])

        return min(self._made.slide_layouts, key=fitness)

    def _below(self, made: Any) -> int:
        """Where the room under the title begins."""
        title = made.shapes.title
        edge = title.top + title.height if title is not None and title.top is not None else Inches(1.2)
        return int(min(edge, self._height // 3)) + self._margin // 6

    def _box(self, made: Any, lines: Sequence[Line], top: int, height: int, size: int = 18) -> Any:
        box = made.shapes.add_textbox(self._margin, top, self._width - 2 * self._margin, height)
        self._fill(box.text_frame, lines, size)
        return box.text_frame

    def _fill(self, frame: Any, lines: Sequence[Line], size: int | None = None) -> None:
        frame.word_wrap = True
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = line.text
            if size:
                run.font.size = Pt(size)
                paragraph.space_after = Pt(size // 3)
            if line.cites:
                marks = paragraph.add_run()
                marks.text = f"\u00a0{line.marks}"
                marks.font.size, marks.font.color.rgb = Pt(max(9, (size or 14) * 2 // 3)), _SOFT

    def saved(self, briefing: Briefing) -> bytes:
        """The bytes, with properties and record."""
        for number, one in enumerate(self._made.slides, 1):
            one.part.partname = PackURI(f"/ppt/slides/slide{number}.xml")
        kept = self._made.core_properties
        kept.title, kept.author, kept.last_modified_by = briefing.title[:255], "timeline", "timeline"
        kept.created = kept.modified = _UNDATED
        packed.forget_record(self._made.part.rels)
        if briefing.record:
            package, blob = self._made.part.package, packed.record_xml(briefing.record)
            part = Part(PackURI(packed.RECORD_PART), "application/xml", package, blob)
            self._made.part.relate_to(part, packed.RECORD_KIND)
        out = io.BytesIO()
        self._made.save(out)
        return packed.settled(out.getvalue())


def _listed(block: Entries) -> Table:
    """Events as a table, with what was said word for word."""
    rows = tuple(
        (Line(one.when), one.what, Line(" ".join(line.text for line in (*one.details, *one.quotes))))
        for one in block.entries
    )
    return Table(("When", "What", "Where, and who says so"), rows, (0.14, 0.46, 0.4))


def _pages(table: Table) -> list[list[tuple[Line, ...]]]:
    """The rows on as few slides as hold them, about as much on each."""
    fewest = _filled(table, _LINES)
    for lines in range(1, _LINES):
        tried = _filled(table, lines)
        if len(tried) == len(fewest):
            return tried
    return fewest


def _filled(table: Table, most: int) -> list[list[tuple[Line, ...]]]:
    """The rows in parts of at most so many lines, by those that their fullest cells will take."""
    pages: list[list[tuple[Line, ...]]] = []
    taken = most
    for row in table.rows:
        cells = zip(row, table.widths, strict=True)
        lines = max(1, *(-(-len(cell.whole) // int(_LETTERS * share)) for cell, share in cells))
        if not pages or len(pages[-1]) == _ROWS or taken + lines > most:
            pages.append([])
            taken = 0
        pages[-1].append(row)
        taken += lines
    return pages


def _parts(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    rest = iter(items)
    while part := tuple(islice(rest, most)):
        yield part


def _portions(lines: Sequence[Line], most: int, letters: int) -> Iterator[Sequence[Line]]:
    """Lines as many as a slide holds, about as many on each."""
    slides = max(-(-len(lines) // most), -(-sum(len(one.text) for one in lines) // letters), 1)
    most = min(most, -(-len(lines) // slides))
    part: list[Line] = []
    for line in lines:
        if part and (len(part) == most or sum(len(one.text) for one in part) + len(line.text) > letters):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _short(url: str) -> str:
    return url if len(url) <= 70 else f"{url[:69]}…"
