"""Excel and OpenDocument sheets, as text columns; `line` is the row of the sheet."""

from __future__ import annotations

from collections.abc import Iterator

import fastexcel
import polars as pl

from timeline import model
from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream
from timeline.readers.raw import LINE, RawBatch, broken, day_of, headings, without_midnights


def read_excel(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """The rows of one sheet below its headings; InputError when it is no workbook or has no such sheet."""
    data = stream.read_all()
    if not data:
        raise broken(stream.name, "empty file; an empty workbook still has a sheet")
    try:
        book = fastexcel.read_excel(data)
        sheet = _sheet(book.sheet_names, read, stream.name)
        frame = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        if data.lstrip()[:1] == b"<":
            raise broken(stream.name, "is a page that is named as a workbook; open and save it as .xlsx") from error
        reason = str(error).splitlines()[0][:200] if str(error) else "no workbook"
        raise broken(stream.name, f"broken Excel file ({reason})") from error
    yield RawBatch(_below_headings(frame, read, stream.name), model.empty(model.REJECTS))


def _sheet(names: list[str], read: Read, name: str) -> int:
    if read.sheet is None:
        return 0
    if isinstance(read.sheet, int) and 1 <= read.sheet <= len(names):
        return read.sheet - 1
    if isinstance(read.sheet, str) and read.sheet in names:
        return names.index(read.sheet)
    raise broken(name, f"no sheet {read.sheet!r}; there are: {', '.join(names)}")


def _below_headings(frame: pl.DataFrame, read: Read, name: str) -> pl.DataFrame:
    """The rows below the heading row (`read.header`, or the first row that is not empty when that one is)."""
    rows = frame.with_row_index(LINE, offset=1)
    if not read.header:
        return without_midnights(rows.rename(dict(zip(frame.columns, headings([None] * frame.width), strict=True))))
    filled = rows.filter(pl.any_horizontal(pl.exclude(LINE).is_not_null()), pl.col(LINE) >= read.header)
    if not filled.height:
        raise broken(name, f"the sheet has no headings in row {read.header}")
    names = headings(map(day_of, filled.drop(LINE).row(0)))
    body = filled.slice(1).rename(dict(zip(frame.columns, names, strict=True)))
    return without_midnights(body)
