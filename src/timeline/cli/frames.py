"""Frames as bytes: CSV, JSON, Parquet, Excel. Columns are converted whole, not value by value."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import IO, Any, Final

import polars as pl

from timeline.errors import UsageError

_C1: Final = re.compile(b"\xc2[\x80-\x9f]|\x7f")
_SLICE: Final = 50_000
_EXCEL_ROWS: Final = 1_048_575
_EXCEL_TEXT: Final = 32_767
_FORMULA: Final = r"^[=+\-@\t\r]"
_NUMBER: Final = r"^(?:[+-]?[0-9][0-9., ]*%?|[+-])$"


def write_csv(frame: pl.DataFrame, out: IO[bytes]) -> None:
    """UTF-8 with a header; NULL is empty; texts are guarded against being run as formulas."""
    for place, part in enumerate(_slices(frame)):
        told = part.select(_csv_text(name, dtype) for name, dtype in frame.schema.items())
        held = io.BytesIO()
        told.write_csv(held, include_header=place == 0)
        out.write(held.getbuffer())


def write_jsonl(frame: pl.DataFrame, out: IO[bytes]) -> None:
    """One object a line."""
    for part in _slices(frame):
        out.write(_objects(part))


def write_json(frame: pl.DataFrame, out: IO[bytes]) -> None:
    """One list of objects, one a line."""
    out.write(b"[\n" if frame.height else b"[")
    for place, part in enumerate(_slices(frame)):
        lines = _objects(part).rstrip(b"\n").replace(b"\n", b",\n")
        out.write(lines if place == 0 else b",\n" + lines)
    out.write(b"\n]\n" if frame.height else b"]\n")


def write_parquet(frame: pl.DataFrame, out: IO[bytes]) -> None:
    """Exact: all types as they are."""
    held = io.BytesIO()
    frame.write_parquet(held)
    out.write(held.getbuffer())


def write_xlsx(frame: pl.DataFrame, out: IO[bytes]) -> None:
    """A sheet with a frozen header; texts are never formulas or links; instants in UTC; long texts are cut."""
    from xlsxwriter import Workbook

    if frame.height > _EXCEL_ROWS:
        raise UsageError(f"{frame.height:,} rows do not fit into an Excel sheet; filter them, or use --format parquet")
    held = io.BytesIO()
    settings = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    told = frame.select(_excel_cell(frame, name, dtype) for name, dtype in frame.schema.items())
    with Workbook(held, settings) as book:
        told.write_excel(book, worksheet="timeline", freeze_panes=(1, 0), dtype_formats=_EXCEL_FORMATS)
    out.write(held.getbuffer())


_EXCEL_FORMATS: Final[dict[Any, str]] = {
    pl.Date: "yyyy-mm-dd",
    pl.Datetime: "yyyy-mm-dd hh:mm:ss",
    pl.Float64: "General",
    pl.Int64: "0",
}


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column as JSON has it: days and moments as ISO texts."""
    return frame.select(_json_value(name, dtype) for name, dtype in frame.schema.items())


def _slices(frame: pl.DataFrame) -> list[pl.DataFrame]:
    return list(frame.iter_slices(_SLICE)) or [frame]


def _objects(part: pl.DataFrame) -> bytes:
    held = io.BytesIO()
    plain(part).write_ndjson(held)
    # C1 controls are legal in JSON, but a terminal would act on them.
    return _C1.sub(lambda found: b"\\u00%02x" % found[0][-1], held.getvalue())


def _moment(column: pl.Expr) -> pl.Expr:
    """ISO, with the fraction of a second only where there is one."""
    whole = column.dt.microsecond() == 0
    short, long = column.dt.to_string("%Y-%m-%dT%H:%M:%S"), column.dt.to_string("%Y-%m-%dT%H:%M:%S%.6f")
    return pl.when(whole).then(short).otherwise(long)


def _json_value(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        told = _moment(column)
        return (told + "Z" if dtype.time_zone else told).alias(name)
    if dtype.is_float():
        return pl.when(column.is_finite()).then(column).alias(name)
    if dtype == pl.Binary:
        return column.bin.encode("hex")
    return column.dt.to_string("%Y-%m-%d") if dtype == pl.Date else column


def _csv_text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype == pl.String:
        risky = column.str.contains(_FORMULA) & ~column.str.contains(_NUMBER)
        return pl.when(risky).then("'" + column).otherwise(column).alias(name)
    return column if dtype.is_numeric() or dtype == pl.Boolean else _text(name, dtype)


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if dtype.is_nested():
        wrapped = pl.struct(column.alias("v")).struct.json_encode()
        return pl.when(column.is_not_null()).then(wrapped.str.slice(5, wrapped.str.len_chars() - 6)).alias(name)
    return _json_value(name, dtype).cast(pl.String)


def _excel_cell(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime) or dtype == pl.Date:
        days = frame.get_column(name).cast(pl.Date)
        first, last = days.min(), days.max()
        # Excel has no days before 1900, and takes 1900 for a leap year.
        if isinstance(first, date) and isinstance(last, date) and (first < date(1900, 3, 1) or last.year > 9998):
            return _json_value(name, dtype)
        return column.dt.replace_time_zone(None) if isinstance(dtype, pl.Datetime) else column
    if dtype.is_float():
        return _json_value(name, dtype)
    if dtype.is_numeric() or dtype == pl.Boolean:
        return column
    told = column if dtype == pl.String else _text(name, dtype)
    cut = told.str.slice(0, _EXCEL_TEXT - 1) + "…"
    return pl.when(told.str.len_chars() > _EXCEL_TEXT).then(cut).otherwise(told).alias(name)


WRITERS: Final[dict[str, Callable[[pl.DataFrame, IO[bytes]], None]]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}
