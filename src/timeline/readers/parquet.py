"""Parquet files, as text columns; `line` is the number of the row."""

from __future__ import annotations

import io
from collections.abc import Iterator

import polars as pl

from timeline import model
from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream
from timeline.readers.raw import LINE, RawBatch, broken, headings, without_midnights

MAGIC = b"PAR1"
_ROWS = 100_000


def read_parquet(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """The rows in batches; InputError when it is no whole Parquet file."""
    del read
    data = stream.read_all()
    if not data:
        raise broken(stream.name, "empty file; a Parquet file of no rows still has a footer")
    if data[:4] != MAGIC or data[-4:] != MAGIC:
        raise broken(stream.name, "not a whole Parquet file; fetch it again or set format in the mapping")
    try:
        frame = pl.read_parquet(io.BytesIO(data))
        texts = without_midnights(as_text(frame))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise broken(stream.name, f"broken Parquet file ({str(error)[:200]})") from error
    numbered = texts.with_row_index(LINE, offset=1)
    for first in range(0, max(frame.height, 1), _ROWS):
        yield RawBatch(numbered.slice(first, _ROWS), model.empty(model.REJECTS))


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
