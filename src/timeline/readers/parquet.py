"""Parquet files, as text columns; `line` is the number of the row."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from timeline import model
from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream
from timeline.readers.raw import LINE, RawBatch, broken, headings

MAGIC = b"PAR1"
_ROWS = 100_000


def read_parquet(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """The rows in batches; InputError when it is no whole Parquet file."""
    del read
    source = _source(stream)
    try:
        rows = pl.scan_parquet(source)
        height = rows.select(pl.len()).collect().item()
        days = _days(rows)
        for first in range(0, max(height, 1), _ROWS):
            part = rows.slice(first, _ROWS).with_columns(pl.col(days).cast(pl.Date)).collect()
            yield RawBatch(as_text(part).with_row_index(LINE, offset=first + 1), model.empty(model.REJECTS))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise broken(stream.name, f"broken Parquet file ({str(error)[:200]})") from error


def _source(stream: ByteStream) -> Path | io.BytesIO:
    """The file itself, so that it need not be held in memory, or what gzip unpacks to."""
    if stream.path is not None:
        _check_ends(stream.name, *stream.ends(len(MAGIC)))
        return stream.path
    data = stream.read_all()
    _check_ends(stream.name, data[: len(MAGIC)], data[-len(MAGIC) :])
    return io.BytesIO(data)


def _check_ends(name: str, first: bytes, last: bytes) -> None:
    if not first:
        raise broken(name, "empty file; a Parquet file of no rows still has a footer")
    if first != MAGIC or last != MAGIC:
        raise broken(name, "not a whole Parquet file; fetch it again or set format in the mapping")


def _days(rows: pl.LazyFrame) -> list[str]:
    """Columns of clock times that are all midnight: days, as pandas writes them."""
    clocks = [name for name, dtype in rows.collect_schema().items() if isinstance(dtype, pl.Datetime)]
    naive = [name for name in clocks if getattr(rows.collect_schema()[name], "time_zone", None) is None]
    if not naive:
        return []
    midnight = rows.select((pl.col(naive).dt.time() == pl.time(0, 0)).all()).collect()
    return [name for name in naive if midnight[name][0]]


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Each column as the text a person would have written: whole numbers without a fraction, ISO dates, JSON."""
    while any(isinstance(dtype, pl.Struct) for dtype in frame.schema.values()):
        nested = [name for name, dtype in frame.schema.items() if isinstance(dtype, pl.Struct)]
        frame = frame.unnest(nested, separator=".")
    columns = [_text(frame.get_column(name)) for name in frame.columns]
    names = headings(frame.columns)
    return pl.DataFrame([column.rename(name) for column, name in zip(columns, names, strict=True)])


def _text(column: pl.Series) -> pl.Series:
    dtype = column.dtype
    if dtype.is_float():
        whole = column.is_finite() & (column == column.round()) & (column.abs() < 2**53)
        texts = column.cast(pl.String)
        return texts.zip_with(~whole.fill_null(False), column.cast(pl.Int64, strict=False).cast(pl.String))
    if isinstance(dtype, pl.Datetime):
        return column.dt.to_string("%Y-%m-%dT%H:%M:%S%.f" + ("%:z" if dtype.time_zone else ""))
    if isinstance(dtype, pl.List | pl.Array | pl.Object):
        as_json = pl.DataFrame({"x": column}).select(pl.struct("x").struct.json_encode())
        return as_json.to_series().str.strip_prefix('{"x":').str.strip_suffix("}").replace("null", None)
    if dtype == pl.Binary:
        return column.cast(pl.String, strict=False)
    return column.cast(pl.String)
