"""Tables for people: rich in a terminal, plain text without colour everywhere else."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal

from timeline.cli import cells

if TYPE_CHECKING:
    from timeline.cli.output import Stream

MOST: Final = 1000
_GAP: Final = "  "
_LEAST: Final = 8
_RICH_GAP: Final = 3


def print_table(stream: Stream) -> None:
    """The rows as a table on stdout; in a terminal at most the first thousand, and stderr says so."""
    if sys.stdout.isatty():
        _print_rich(stream)
    else:
        _print_plain(stream)


def _rows(stream: Stream) -> Iterator[list[str]]:
    for rows in stream.batches:
        for row in rows:
            yield [cells.shown(value) for value in row]


def _print_plain(stream: Stream) -> None:
    """Widths are those of the first thousand rows; what comes later may stick out."""
    rows = _rows(stream)
    first = list(islice(rows, MOST))
    heads = [cells.shown(name) for name in stream.columns]
    widths = [max(map(width, column)) for column in zip(heads, *first, strict=True)]
    out = sys.stdout
    out.write(_line(heads, widths, stream.numeric))
    out.write(_line(["-" * size for size in widths], widths, stream.numeric))
    for row in chain(first, rows):
        out.write(_line(row, widths, stream.numeric))


def _line(row: Sequence[str], widths: Sequence[int], numeric: Sequence[bool]) -> str:
    padded = (
        " " * (size - width(cell)) + cell if right else cell + " " * (size - width(cell))
        for cell, size, right in zip(row, widths, numeric, strict=True)
    )
    return _GAP.join(padded).rstrip() + "\n"


def width(text: str) -> int:
    """The columns that a text takes on a terminal: wide characters two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf"
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )


def _fitted(sizes: list[int], room: int) -> list[int]:
    """Widths that fit into a line: the widest columns give way first, none below eight."""
    sizes = list(sizes)
    over = sum(sizes) + _RICH_GAP * (len(sizes) - 1) - room
    while over > 0 and max(sizes) > _LEAST:
        sizes[sizes.index(max(sizes))] -= 1
        over -= 1
    return sizes


def _print_rich(stream: Stream) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    rows = _rows(stream)
    first = list(islice(rows, MOST))
    console = Console(no_color=bool(os.environ.get("NO_COLOR")), highlight=False, markup=False, emoji=False)
    heads = [cells.shown(name) for name in stream.columns]
    sizes = _fitted([max(map(width, column)) for column in zip(heads, *first, strict=True)], console.width)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for head, right, size in zip(heads, stream.numeric, sizes, strict=True):
        justify: Literal["left", "right"] = "right" if right else "left"
        table.add_column(Text(head), justify=justify, overflow="ellipsis", no_wrap=True, width=size)
    for row in first:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    if next(rows, None) is not None:
        say(f"the first {MOST:,} rows are shown; all of them with --format csv, jsonl or parquet")


def say(message: Any) -> None:
    """One harmless line on stderr."""
    sys.stderr.write(cells.one_line(str(message)) + "\n")
