"""A workbook that was made to be edited, cell by cell: with formulas and dates as such, and who saved it last."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zipfile import BadZipFile

import polars as pl

from timeline.errors import InputError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_COLUMNS: Final = 200
_OURS: Final = "timeline-"
_FAILURES: Final = (BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError)
_SCHEMA: Final = {"row": pl.UInt32(), "column": pl.String(), "sort": pl.String(), "text": pl.String()}
Cell = tuple[int, str, str, str]


def read_desk_sheet(data: bytes, name: str, *, hidden: str, mark: str, key: str) -> dict[str, Any] | None:
    """The cells now and as made (frames of row, column, sort, text), editor, made_at; None for other workbooks.

    `hidden`: the name of the sheet that holds what was made, and `mark` its first cell. A workbook without it that has
    the column `key` was one once. Raises InputError naming the first cell that can't be taken.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheets = book.sheetnames
        if hidden not in sheets:
            _refuse_copy(book[sheets[0]], name, key)
            return None
        made = book[hidden]
        head = next(made.iter_rows(max_row=1, max_col=2, values_only=True), ())
        if not head or head[0] != mark:
            raise InputError(f"{name}: was made by another version of timeline; make the sheet anew")
        shown = next(sheet for sheet in sheets if not sheet.startswith(_OURS))
        now = list(_cells(book[shown], name, 1, key))
        was = list(_cells(made, name, 2, key))
        editor = book.properties.lastModifiedBy
    except (StopIteration, *_FAILURES) as error:
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise InputError(f"{name}: broken workbook ({reason})") from error
    told = {"editor": (editor or "").strip() or None, "made_at": str(head[1]) if len(head) > 1 else None}
    return {"now": _frame(now), "made": _frame(was), **told}


def _refuse_copy(sheet: Worksheet, name: str, key: str) -> None:
    """Raise InputError for a workbook that holds a copy of the cells of one that was made to be edited."""
    head = next(sheet.iter_rows(max_row=1, max_col=_MOST_COLUMNS, values_only=True), ())
    if key in head:
        raise InputError(
            f"{name}: has a column {key}, but not the hidden sheet that tells what it was made from; edit the workbook "
            "that `timeline claims --format xlsx` made, not a copy of its cells"
        )


def _frame(rows: list[Cell]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=_SCHEMA, orient="row")


def _cells(sheet: Worksheet, name: str, head: int, key: str) -> Iterator[Cell]:
    """The cells below the headings in row `head`, counted as if these stood in row 1."""
    rows = sheet.iter_rows(min_row=head, max_col=_MOST_COLUMNS)
    names = _headings(next(rows, ()), name, key)
    for number, row in enumerate(rows, start=2):
        for cell in row:
            if cell.value is not None and cell.value != "":
                yield _told(cell, number, names, name)


def _headings(row: Iterable[Any], name: str, key: str) -> dict[int, str]:
    found = {cell.column: str(cell.value).strip() for cell in row if cell.value is not None}
    for heading in found.values():
        if list(found.values()).count(heading) > 1:
            raise InputError(f"{name}: there are two columns {heading!r}; remove one")
    if key not in found.values():
        raise InputError(f"{name}: the column {key} is missing; it tells which claim a row is: make the sheet anew")
    return found


def _told(cell: Any, number: int, names: dict[int, str], name: str) -> Cell:
    where = f"{name}, row {number}"
    if cell.column not in names:
        raise InputError(f"{where}: a cell in column {cell.column_letter} stands under no heading; remove it")
    column = names[cell.column]
    if cell.data_type == "f":
        raise InputError(f"{where}: {column} holds a formula; put its value there")
    if cell.data_type == "e":
        raise InputError(f"{where}: {column} holds the error {cell.value}; put a value there")
    sort, text = _plain(cell.value)
    return number, column, sort, text


def _plain(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "truth", "true" if value else "false"
    if isinstance(value, int | float):
        whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)
        return "number", f"{value:.0f}" if whole else repr(value)
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return "date", value.date().isoformat()
    if isinstance(value, date | datetime):
        return "date", value.isoformat()
    return "text", str(value)
