"""Where the headings of a table stand: not always in its first row, and not always anywhere."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence

from timeline.readers.raw import LINE, RawBatch

_SHOWN = 30
# A heading that is a number or a day is none.
_DATA = re.compile(r"[-+]?[0-9]+(?:[.,][0-9]+)*|[0-9]{4}-[0-9]{2}-[0-9]{2}.*|[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}.*")
_MOSTLY = 0.8


def heading_line(first: RawBatch) -> int | None:
    """The line of the headings where it is not the first one: one below a title, or 0 where the first is data already.

    `first`: the beginning of the table, read as if its first row were the headings.
    """
    names = [name for name in first.frame.columns if name != LINE]
    if names and _DATA.fullmatch(names[0]):
        return 0
    top = sum(name != f"c{place}" for place, name in enumerate(names, start=1))
    rows = _rows(first)
    widest = max((len(_words(cells)) for _, cells in rows), default=0)
    if widest < 3 or top * 2 > widest:
        return None
    for at, (line, cells) in enumerate(rows[:-1]):
        words = _words(cells)
        if len(words) >= _MOSTLY * widest and len(set(words)) == len(words):
            return line if not any(map(_DATA.fullmatch, words)) and at < len(rows) - 1 else None
    return None


def _rows(first: RawBatch) -> list[tuple[int, list[str | None]]]:
    """The first rows with their lines, also those that have more cells than a title above them."""
    shown = first.frame.head(_SHOWN)
    rows: list[tuple[int, list[str | None]]] = [
        (line, list(cells)) for line, cells in zip(shown[LINE], shown.drop(LINE).iter_rows(), strict=True)
    ]
    for line, text in first.rejects.select("line", "text").head(_SHOWN).iter_rows():
        rows += [(line, [*cells]) for cells in csv.reader([text], delimiter=first.delimiter)]
    return sorted(rows, key=lambda row: row[0])[:_SHOWN]


def _words(cells: Sequence[str | None]) -> list[str]:
    return [cell.strip() for cell in cells if cell and cell.strip()]
