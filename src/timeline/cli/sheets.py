"""The workbook in which claims are edited: one locked column, lists to choose from, and what it was made from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any, Final

from timeline.desk.sheet import BECAUSE, CHOICES, COLUMNS, HIDDEN_SHEET, ID, LONGEST, MARK, NUMBERS, WHEN, cells
from timeline.errors import UsageError

if TYPE_CHECKING:
    import polars as pl
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_SPARE: Final = 1000
_MOST: Final = 1_048_000 - _SPARE
_WIDTHS: Final = {
    ID: 19,
    WHEN: 22,
    BECAUSE: 30,
    **dict.fromkeys(("title", "quote"), 44),
    **dict.fromkeys(("label", "url", "note"), 30),
    **dict.fromkeys(("kind", "place", "speaker"), 25),
    **dict.fromkeys(("form", "country", "low", "high", "direction", "importance"), 10),
}
_SETTINGS: Final = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
_MAY: Final = dict.fromkeys(
    ("sort", "autofilter", "insert_rows", "delete_rows", "format_cells", "format_columns", "format_rows"), True
)
_HELP: Final = (
    "Edit the cells, add rows below, and read the workbook in with: timeline ingest FILE.xlsx (--dry-run shows what "
    "would change). To take a row back choose the status 'withdrawn', or unprotect the sheet (no password) and delete "
    "the row. Ids stay with their rows."
)


def write_sheet(claims: pl.DataFrame, kinds: Sequence[str], made: str, out: IO[bytes]) -> None:
    """The claims as a workbook to be edited; `made`: the moment whose state it holds, `kinds`: the taxonomy's names.

    Raises UsageError for more rows than a sheet has.
    """
    from xlsxwriter import Workbook

    if claims.height > _MOST:
        raise UsageError(f"{claims.height:,} claims do not fit into a sheet; filter them, or use --format parquet")
    rows = cells(claims)
    held = io.BytesIO()
    with Workbook(held, _SETTINGS) as book:
        shown = book.add_worksheet("claims")
        _rows(shown, 0, rows, _formats(book))
        _choices(book, shown, rows.height, kinds)
        _dress(book, shown, rows.height)
        _made_from(book, rows, made)
    out.write(held.getbuffer())


def _formats(book: Workbook) -> dict[str, Format]:
    """Texts stay texts, so that no spreadsheet turns a date around; only the ids are locked."""
    free = {"locked": False, "valign": "top"}
    formats = {name: book.add_format({**free, "num_format": "@"}) for name in COLUMNS}
    formats |= {name: book.add_format({**free, "num_format": "General"}) for name in NUMBERS}
    # What is counted stands right of a number, and would touch it.
    formats["measure"] = book.add_format({**free, "num_format": "@", "align": "left", "indent": 1})
    formats[ID] = book.add_format({"locked": True, "font_color": "#6b6b6b", "valign": "top"})
    return formats


def _rows(sheet: Worksheet, first: int, rows: pl.DataFrame, formats: dict[str, Format] | None = None) -> None:
    """The headings in row `first`, and the rows below it."""
    for place, name in enumerate(rows.columns):
        told = (formats or {}).get(name)
        if told is not None:
            sheet.set_column(place, place, _WIDTHS.get(name, 16), told)
        sheet.write_string(first, place, name)
        for line, value in enumerate(rows[name].to_list(), start=first + 1):
            if isinstance(value, float):
                sheet.write_number(line, place, value, told)
            elif value:
                sheet.write_string(line, place, value if len(value) <= LONGEST else value[:LONGEST] + "…", told)


def _choices(book: Workbook, sheet: Worksheet, height: int, kinds: Sequence[str]) -> None:
    """Lists to choose from, also in the rows that are yet to be written."""
    lists = book.add_worksheet("timeline-kinds")
    lists.very_hidden()
    for line, kind in enumerate(kinds):
        lists.write_string(line, 0, kind)
    last = height + _SPARE
    options: dict[str, Any] = {name: list(values) for name, values in CHOICES.items()}
    options["kind"] = f"='timeline-kinds'!$A$1:$A${max(len(kinds), 1)}"
    for name, values in options.items():
        place = COLUMNS.index(name)
        words = {"error_title": f"no such {name}", "error_message": "choose one from the list"}
        sheet.data_validation(1, place, last, place, {"validate": "list", "source": values, **words})


def _dress(book: Workbook, sheet: Worksheet, height: int) -> None:
    head = {"bold": True, "locked": True, "bg_color": "#ece8df", "bottom": 1, "num_format": "@"}
    bold, right = book.add_format(head), book.add_format({**head, "align": "right"})
    for place, name in enumerate(COLUMNS):
        sheet.write_string(0, place, name, right if name in NUMBERS else bold)
    sheet.write_comment(0, 0, _HELP, {"x_scale": 3, "y_scale": 1.6})
    sheet.freeze_panes(1, 2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, max(height, 1), len(COLUMNS) - 1)
    # The rows below are for claims that are added: all of their cells are free but the id.
    sheet.protect("", _MAY)


def _made_from(book: Workbook, rows: pl.DataFrame, made: str) -> None:
    """What every cell said when the sheet was made: so it is known which were edited, whatever the ledger says now."""
    hidden = book.add_worksheet(HIDDEN_SHEET)
    hidden.very_hidden()
    hidden.write_string(0, 0, MARK)
    hidden.write_string(0, 1, made)
    _rows(hidden, 1, rows)
