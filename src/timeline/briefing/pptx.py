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

_SOFT: Final = RGBColor(0x59, 0x59, 0x59)
_ALARM: Final = RGBColor(0x8C, 0x1D, 0x1D)
_INK: Final = RGBColor(0x1A, 0x1A, 0x1A)
_TITLES: Final = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_BODIES: Final = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)
_LINES: Final = 8
_LETTERS: Final = 620
_ROWS: Final = 9
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
    """The one slide: the first finding as its title, the first chart, and in its notes the rest with the sources."""
    deck = _Deck(_opened(template))
    findings = briefing.section("findings")
    lines = [line for block in findings.blocks if isinstance(block, Points) for line in block.lines] if findings else []
    sources = [one for section in briefing.sections for block in section.blocks if isinstance(block, Sources)
               for one in block.sources]  # fmt: skip
    title = Line(lines[0].text if lines else briefing.title)
    said = [briefing.state, *(line.whole for line in lines)]
    cited = {number for line in lines for number in line.cites}
    said += [f"[{one.number}] {one.text} {one.url or ''}".strip() for one in sources if one.number in cited]
    if briefing.pictures:
        made = deck.picture(title.text, briefing.pictures[0])
    else:
        made = deck.text(title.text, lines[1:] or [Line(briefing.subtitle)])
    made.notes_slide.notes_text_frame.text = "\n".join(said)
    return deck.saved(briefing)


def _opened(template: Path | None) -> Any:
    if template is not None:
        return packed.opened(template, python_pptx.Presentation, "PowerPoint")
    made = python_pptx.Presentation()
    wide, was = Inches(13.333), made.slide_width
    made.slide_width, made.slide_height = wide, Inches(7.5)
    for layout in (made.slide_master, *made.slide_layouts):
        for shape in layout.placeholders:
            left, width, top, height = shape.left, shape.width, shape.top, shape.height
            if left is not None and width is not None:
                shape.left, shape.width = Emu(int(left * wide / was)), Emu(int(width * wide / was))
                shape.top, shape.height = top, height
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
            self._block(section.heading, block)

    def _block(self, heading: str, block: Block) -> None:
        match block:
            case Paragraph():
                if not block.note:
                    self.text(heading, [block.line])
            case Points():
                for part in _portions(block.lines):
                    self.text(heading, part)
            case Picture():
                self.picture(block.title, block)
            case Table():
                for part in _parts(block.rows, _ROWS):
                    self._table(heading, block, part)
            case Entries():
                rows = tuple((Line(one.when), one.what, Line(" ".join(d.text for d in one.details))) for one in block.entries)
                table = Table(("When", "What", "Where, and who says so"), rows, (0.14, 0.46, 0.4))
                for part in _parts(rows, _ROWS):
                    self._table(heading, table, part)
            case Sources():
                for part in _parts(block.sources, _SOURCES):
                    self._sources(heading, part)

    def text(self, heading: str, lines: Sequence[Line]) -> Any:
        """A slide of points."""
        made = self._slide(PP_PLACEHOLDER.OBJECT, heading)
        body = next((one for one in made.placeholders if one.placeholder_format.type in _BODIES), None)
        if body is None:
            self._box(made, lines, self._below(made), self._height - self._below(made) - self._margin, 18)
        else:
            self._fill(body.text_frame, lines, 18)
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
            fits = wanted is None or wanted in kinds or (wanted is PP_PLACEHOLDER.OBJECT and PP_PLACEHOLDER.BODY in kinds)
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
                marks.text = f" {line.marks}"
                marks.font.size, marks.font.color.rgb = Pt(max(9, (size or 14) * 2 // 3)), _SOFT

    def saved(self, briefing: Briefing) -> bytes:
        """The bytes, with properties and record."""
        for number, one in enumerate(self._made.slides, 1):
            one.part.partname = PackURI(f"/ppt/slides/slide{number}.xml")
        kept = self._made.core_properties
        kept.title, kept.author, kept.last_modified_by = briefing.title[:255], "timeline", "timeline"
        kept.created = kept.modified = _UNDATED
        if briefing.record:
            package, blob = self._made.part.package, packed.record_xml(briefing.record)
            part = Part(PackURI(packed.RECORD_PART), "application/xml", package, blob)
            self._made.part.relate_to(part, packed.RECORD_KIND)
        out = io.BytesIO()
        self._made.save(out)
        return packed.settled(out.getvalue())


def _parts(items: Sequence[Item], most: int) -> Iterator[Sequence[Item]]:
    rest = iter(items)
    while part := tuple(islice(rest, most)):
        yield part


def _portions(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines as many as a slide holds."""
    part: list[Line] = []
    for line in lines:
        if part and (len(part) == _LINES or sum(len(one.text) for one in part) + len(line.text) > _LETTERS):
            yield part
            part = []
        part.append(line)
    if part:
        yield part


def _short(url: str) -> str:
    return url if len(url) <= 70 else f"{url[:69]}…"
