"""Results to stdout in the formats of `--format`."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Final

from timeline.cli import cells
from timeline.errors import UsageError, unknown_name

if TYPE_CHECKING:
    import polars as pl

BINARY: Final = ("parquet", "xlsx")
Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Stream:
    """A result on its way out: column names, which are numbers, and batches of rows."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    batches: Iterable[Rows]


def refuse_terminal(form: str) -> None:
    """UsageError when a format of bytes would go to a terminal; asked before the work is done."""
    if form in BINARY and sys.stdout.isatty():
        raise UsageError(f"{form} is not for a terminal; send it to a file: --format {form} > FILE.{form}")


def write_stream(stream: Stream, form: str) -> None:
    """Write rows as they come."""
    if form in BINARY:
        write_frame(_frame(stream), form)
    elif form == "table":
        from timeline.cli.tables import print_table

        print_table(stream)
    else:
        _TEXT[form](stream, sys.stdout)


def write_frame(frame: pl.DataFrame, form: str, *, table: pl.DataFrame | None = None) -> None:
    """Write a frame; `table` is what stands in a table instead of all its columns."""
    if form == "table" or (form == "csv" and sys.stdout.isatty()):
        write_stream(stream_of(frame if table is None else table), form)
        return
    from timeline.cli import frames

    sys.stdout.flush()
    frames.WRITERS[form](frame, sys.stdout.buffer)


def stream_of(frame: pl.DataFrame) -> Stream:
    """A frame's rows in batches."""
    numeric = tuple(dtype.is_numeric() for dtype in frame.dtypes)
    return Stream(tuple(frame.columns), numeric, (part.rows() for part in frame.iter_slices(2000)))


def picked(frame: pl.DataFrame, columns: str | None) -> pl.DataFrame:
    """The columns that `--columns` names, in its order. Raises UsageError naming the known ones."""
    if columns is None:
        return frame
    names = [name.strip() for name in columns.split(",") if name.strip()]
    for name in names:
        if name not in frame.columns:
            raise unknown_name("column", name, frame.columns)
    return frame.select(list(dict.fromkeys(names)))


def unique(names: Sequence[str]) -> list[str]:
    """Column names of which none is there twice: `n`, `n_2`."""
    taken: list[str] = []
    for name in names:
        number, free = 1, name
        while free in taken:
            number, free = number + 1, f"{name}_{number + 1}"
        taken.append(free)
    return taken


def _csv(stream: Stream, out: IO[str]) -> None:
    writer = csv.writer(out, lineterminator="\n")
    # What a file keeps as it is would be acted on by a terminal.
    looked = cells.harmless if out.isatty() else str
    writer.writerow([looked(cells.guarded(name)) for name in stream.columns])
    for rows in stream.batches:
        writer.writerows([looked(cells.csv_cell(value)) for value in row] for row in rows)


def _jsonl(stream: Stream, out: IO[str]) -> None:
    for line in _objects(stream):
        out.write(line + "\n")


def _json(stream: Stream, out: IO[str]) -> None:
    lines = _objects(stream)
    first = next(lines, None)
    out.write("[\n" if first is not None else "[")
    for place, line in enumerate(chain([first] if first is not None else [], lines)):
        out.write(("" if place == 0 else ",\n") + line)
    out.write("\n]\n" if first is not None else "]\n")


def _objects(stream: Stream) -> Iterator[str]:
    names = unique(stream.columns)
    for rows in stream.batches:
        for row in rows:
            yield cells.json_text(dict(zip(names, row, strict=True)))


def _frame(stream: Stream) -> pl.DataFrame:
    import polars as pl

    rows = list(chain.from_iterable(stream.batches))
    names = unique(stream.columns)
    columns = [_series(name, [row[place] for row in rows]) for place, name in enumerate(names)]
    return pl.DataFrame(columns)


def _series(name: str, values: list[Any]) -> pl.Series:
    """A column with the type that all its values share; values of mixed or rare types become text."""
    import polars as pl

    try:
        typed = pl.Series(name, values, strict=True)
    except (TypeError, ValueError, OverflowError, pl.exceptions.PolarsError):
        typed = None
    if typed is None or typed.dtype in (pl.Object, pl.Duration):
        return pl.Series(name, [None if value is None else cells.text_of(value) for value in values], dtype=pl.String)
    return typed if typed.dtype != pl.Null else typed.cast(pl.String)


_TEXT: Final[dict[str, Callable[[Stream, IO[str]], None]]] = {"csv": _csv, "json": _json, "jsonl": _jsonl}
