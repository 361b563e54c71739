"""A briefing as a Word document: its own headings, lists, tables and links, pictures with alt text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import docx as python_docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from timeline.briefing import packed
from timeline.briefing.content import (
    Block,
    Briefing,
    Entries,
    Entry,
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

_SOFT: Final = RGBColor(0x59, 0x59, 0x59)
_INK: Final = RGBColor(0x1A, 0x1A, 0x1A)
_ALARM: Final = RGBColor(0x8C, 0x1D, 0x1D)
_LINK: Final = RGBColor(0x2A, 0x54, 0x91)
_EMU: Final = 9525
_UNDATED: Final = datetime(2000, 1, 1)


def docx(briefing: Briefing, template: Path | None = None) -> bytes:
    """The document; `template` is a .docx or .dotx whose styles, page and headers are taken, its text left out.

    Raises TimelineError when the template is none.
    """
    document: Any = _own() if template is None else packed.opened(template, python_docx.Document, "Word")
    writer = _Writer(document, plain=template is None)
    writer.head(briefing)
    for section in arranged(briefing.sections, *writer.room):
        writer.section(section)
    _properties(document, briefing)
    packed.forget_record(document.part.rels)
    if briefing.record:
        blob = packed.record_xml(briefing.record)
        part = Part(PackURI(packed.RECORD_PART), "application/xml", blob, document.part.package)
        document.part.relate_to(part, packed.RECORD_KIND)
    out = io.BytesIO()
    document.save(out)
    return packed.settled(out.getvalue())


def _own() -> Any:
    """The library's plain template with A4 pages, narrow margins and one face."""
    document = python_docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(15)
    page.top_margin, page.bottom_margin = Mm(15), Mm(17)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Source Sans Pro", Pt(10)
    normal.paragraph_format.space_after = Pt(4)
    for name, size, ink in (("Title", 20, _INK), ("Subtitle", 10.5, _SOFT), ("Heading 1", 13, _INK)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Source Sans Pro", Pt(size), ink
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    return document


def _ruled(table: Any) -> None:
    """Light lines between the rows and none between the columns, as in a printed table."""
    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        seen = edge in ("top", "bottom", "insideH")
        line.set(qn("w:val"), "single" if seen else "nil")
        if seen:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "BFBFBF")
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _properties(document: Any, briefing: Briefing) -> None:
    kept = document.core_properties
    kept.title, kept.author, kept.comments = briefing.title[:255], "timeline", ""
    kept.created = kept.modified = _UNDATED
    kept.last_modified_by, kept.revision = "timeline", 1


class _Writer:
    """Puts blocks at the end of a document."""

    def __init__(self, document: Any, *, plain: bool) -> None:
        self._document, self._plain = document, plain
        body = document.element.body
        for child in list(body):
            if child.tag != qn("w:sectPr"):
                body.remove(child)
        self._styles = {style.name for style in document.styles}
        page = document.sections[-1]
        self._width = page.page_width - page.left_margin - page.right_margin
        self._height = page.page_height - page.top_margin - page.bottom_margin
        self.room = self._width / _EMU, self._height / _EMU
        self._pictures = 0

    def head(self, briefing: Briefing) -> None:
        state = self._paragraph().add_run(briefing.state)
        state.bold, state.font.size = briefing.alarm, Pt(9)
        state.font.color.rgb = _ALARM if briefing.alarm else _SOFT
        self._paragraph("Title").add_run(briefing.title)
        self._paragraph("Subtitle" if "Subtitle" in self._styles else None).add_run(briefing.subtitle)

    def section(self, section: Section) -> None:
        self._paragraph("Heading 1").add_run(section.heading)
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        match block:
            case Paragraph():
                self._line(self._paragraph(), block.line, soft=block.note)
            case Points():
                for line in block.lines:
                    self._line(self._paragraph("List Bullet"), line)
            case Picture():
                self._picture(block)
            case Table():
                self._table(block)
            case Entries():
                self._entries(block.entries)
            case Sources():
                for source in block.sources:
                    self._source(source)

    def _paragraph(self, style: str | None = None) -> Any:
        return self._document.add_paragraph(style=style if style in self._styles else None)

    def _line(
        self, paragraph: Any, line: Line, *, soft: bool = False, bold: bool = False, italic: bool = False
    ) -> None:
        run = paragraph.add_run(line.text)
        run.bold, run.italic = bold or None, italic or None
        if soft:
            run.font.color.rgb = _SOFT
        if line.cites:
            marks = paragraph.add_run(f"\u00a0{line.marks}")
            marks.font.size, marks.font.color.rgb = Pt(7.5), _SOFT

    def _picture(self, picture: Picture) -> None:
        share = min(1.0, self._width / (picture.width * _EMU), 0.93 * self._height / (picture.height * _EMU))
        size = Emu(int(picture.width * _EMU * share)), Emu(int(picture.height * _EMU * share))
        shape = self._paragraph().add_run().add_picture(io.BytesIO(picture.png), *size)
        self._pictures += 1
        described = shape._inline.docPr
        described.set("descr", picture.alt)
        described.set("title", picture.title[:255])
        described.set("name", f"Chart {self._pictures}")

    def _table(self, table: Table) -> None:
        style = "Table Grid" if "Table Grid" in self._styles else None
        made = self._document.add_table(rows=1, cols=len(table.header), style=style)
        made.autofit = False
        if self._plain:
            _ruled(made)
        for place, share in enumerate(table.widths):
            made.columns[place].width = Emu(int(self._width * share))
        heading = made.rows[0]._tr.get_or_add_trPr()
        heading.append(OxmlElement("w:tblHeader"))
        self._row(made.rows[0].cells, table, tuple(Line(name) for name in table.header), bold=True)
        for row in table.rows:
            added = made.add_row()
            added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            self._row(added.cells, table, row)
        self._paragraph()

    def _row(self, cells: Iterable[Any], table: Table, row: tuple[Line, ...], *, bold: bool = False) -> None:
        for place, (cell, line) in enumerate(zip(cells, row, strict=True)):
            cell.width = Emu(int(self._width * table.widths[place]))
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            if place in table.numbers:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            self._line(paragraph, line, bold=bold)
            for run in paragraph.runs:
                run.font.size = Pt(8.5)

    def _entries(self, entries: Iterable[Entry]) -> None:
        for entry in entries:
            paragraph = self._paragraph()
            paragraph.paragraph_format.space_after = Pt(1)
            paragraph.paragraph_format.keep_with_next = bool(entry.details or entry.quotes)
            date = paragraph.add_run(f"{entry.when}  ")
            date.font.color.rgb = _SOFT
            self._line(paragraph, entry.what, bold=True)
            for line in entry.details:
                self._line(self._paragraph(), line, soft=True)
            for line in entry.quotes:
                self._line(self._paragraph("Quote"), line, italic=True)

    def _source(self, source: Source) -> None:
        paragraph = self._paragraph()
        paragraph.paragraph_format.space_after = Pt(1)
        paragraph.add_run(f"[{source.number}] {source.text}" + (" " if source.url else ""))
        if source.url:
            self._address(paragraph, source.url)
        for run in paragraph.runs:
            run.font.size = Pt(8.5)

    def _address(self, paragraph: Any, url: str) -> None:
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run = paragraph.add_run(url)
        run.font.size, run.font.color.rgb = Pt(8.5), _LINK
        link.append(run._r)
        paragraph._p.append(link)
