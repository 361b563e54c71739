"""Whole columns of dates, for millions of rows: `parse_column` says of each value what `parse_literal` says.

Common ways of writing are read by polars; whatever these don't fit is read once for each distinct value.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Final

import polars as pl

from timeline.dates.forms import EPOCH_UNITS, WRITTEN_FORMS, strptime_form
from timeline.dates.literals import options_of, parse_text
from timeline.dates.points import Options
from timeline.dates.ranges import combine_columns, widen
from timeline.dates.spans import NO_DATE, Problem, Span
from timeline.dates.vector import FIELD_PATTERNS, fields_frame, order_patterns, spans_frame
from timeline.dates.zones import offset_name
from timeline.model import SPAN, Schema

__all__ = ["PARSED", "combine_columns", "parse_column", "widen"]

PROBLEM: Final = "problem"
PARSED: Final[Schema] = {**SPAN, PROBLEM: pl.String()}
_FIELDS: Final = attrgetter(*SPAN)
_ROW: Final = "row"


def parse_column(
    values: pl.Series,
    *,
    form: str | None = None,
    order: str | None = None,
    zone: str | None = None,
    lasting: bool | None = None,
    clock: bool = True,
) -> pl.DataFrame:
    """The columns of `model.SPAN` and `problem` (NULL: fine) for each value, in the order of the values.

    Options as for `parse_literal`, which gives the same answer for each single text. NULL and blank values have the
    problem "no date". Date and Datetime columns are taken as they are (with `form = "date_only"` without their clock),
    numbers as text unless the form is an epoch. Raises UsageError for an unknown form, order or zone.
    """
    options = options_of(form, order, zone, lasting, clock)
    if isinstance(values.dtype, pl.Date):
        return _typed(values, values.cast(pl.Datetime("us")), form, options, dated=True)
    if isinstance(values.dtype, pl.Datetime):
        return _typed(values, values.cast(pl.Datetime("us", values.dtype.time_zone)), form, options, dated=False)
    if values.dtype.is_numeric() and form in EPOCH_UNITS:
        return _numbers(values, form, options)
    texts = _texts(values)
    if texts.n_unique() * 2 > texts.len():
        return _parse(texts, form, options)
    distinct = texts.unique().alias("text")
    parsed = _parse(distinct, form, options).with_columns(distinct)
    joined = texts.to_frame("text").join(parsed, on="text", how="left", nulls_equal=True, maintain_order="left")
    return joined.select(*PARSED)


def _texts(values: pl.Series) -> pl.Series:
    if values.dtype.is_float():
        whole = values.to_frame("v").select(
            pl.when(pl.col("v").is_finite() & (pl.col("v") == pl.col("v").floor()) & (pl.col("v").abs() < 2**53))
            .then(pl.col("v").cast(pl.Int64, strict=False).cast(pl.String))
            .when(pl.col("v").is_nan())
            .then(None)
            .otherwise(pl.col("v").cast(pl.String))
        )
        return whole.to_series()
    if values.dtype.is_nested() or values.dtype in (pl.Binary, pl.Duration, pl.Object):
        return values.to_frame("v").select(pl.when(pl.col("v").is_not_null()).then(pl.lit("?"))).to_series()
    return values.cast(pl.String)


def _parse(texts: pl.Series, form: str | None, options: Options) -> pl.DataFrame:
    """Patterns first, each on what the ones before left over; the rest by distinct value."""
    left = texts.alias("text").to_frame().with_columns(pl.col("text").str.strip_chars()).with_row_index(_ROW)
    done: list[pl.DataFrame] = []
    for pattern, names in _patterns(form, options):
        if left.height == 0:
            break
        read = spans_frame(fields_frame(left, pattern, names), options)
        done.append(read)
        left = left if read.height == 0 else left.join(read.select(_ROW), on=_ROW, how="anti")
    if form in EPOCH_UNITS and left.height:
        read = spans_frame(_epoch_texts(left, form), options)
        done.append(read)
        left = left.join(read.select(_ROW), on=_ROW, how="anti")
    return _gather(done, _slow(left, form, options))


def _patterns(form: str | None, options: Options) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if form in WRITTEN_FORMS:
        return (*FIELD_PATTERNS, *order_patterns(options.order))
    if "%" not in form:
        return ()
    compiled = strptime_form(form)
    has_day = "day" in compiled.names
    return ((compiled.pattern, compiled.names),) if has_day else ()


def _gather(done: list[pl.DataFrame], rest: pl.DataFrame) -> pl.DataFrame:
    parts = [part for part in (*done, rest) if part.height]
    if not parts:
        return pl.DataFrame(schema=PARSED)
    if len(parts) == 1:
        return parts[0].select(*PARSED)
    return pl.concat(parts).sort(_ROW).select(*PARSED)


def _slow(left: pl.DataFrame, form: str | None, options: Options) -> pl.DataFrame:
    """Each distinct text once, through the same code as `parse_literal`."""
    distinct = left["text"].unique()
    spans = [NO_DATE if text is None else parse_text(text, form, options) for text in distinct]
    frame = _frame(spans).with_columns(distinct.alias("text"))
    return left.join(frame, on="text", how="left", nulls_equal=True, maintain_order="left").select(_ROW, *PARSED)


def _frame(spans: list[Span | Problem]) -> pl.DataFrame:
    nothing = (None,) * len(SPAN)
    rows = [(*nothing, span.reason) if isinstance(span, Problem) else (*_FIELDS(span), None) for span in spans]
    return pl.DataFrame(rows, schema=PARSED, orient="row")


def _epoch_texts(left: pl.DataFrame, form: str) -> pl.DataFrame:
    """Whole epoch numbers of a sane length as UTC clock times."""
    digits = {"epoch_s": 11, "epoch_ms": 14, "epoch_us": 17}[form]
    count = pl.col("text").str.extract(rf"^([+-]?[0-9]{{1,{digits}}})$").str.strip_prefix("+").cast(pl.Int64)
    return _utc_fields(left.select(_ROW, (count * EPOCH_UNITS[form]).alias("count")).drop_nulls())


def _utc_fields(counted: pl.DataFrame) -> pl.DataFrame:
    return counted.select(
        _ROW,
        pl.col("count").cast(pl.Datetime("us")).alias("local"),
        pl.lit(0, pl.Int32).alias("offset"),
        pl.lit("UTC").alias("beside"),
        pl.lit("second").alias("precision"),
    )


def _numbers(values: pl.Series, form: str, options: Options) -> pl.DataFrame:
    """Epoch numbers that are numbers already; what no date can hold is left to the one-by-one reader."""
    numbers = values.to_frame("v").with_row_index(_ROW)
    if values.dtype.is_float() or values.dtype.is_decimal():
        scaled = (pl.col("v").cast(pl.Float64) * EPOCH_UNITS[form]).floor()
    else:
        scaled = pl.col("v").cast(pl.Float64) * EPOCH_UNITS[form]
    sane = numbers.filter(scaled.is_finite() & (scaled.abs() < 2**62))
    exact = pl.col("v").cast(pl.Int64) * EPOCH_UNITS[form] if values.dtype.is_integer() else scaled.cast(pl.Int64)
    read = spans_frame(_utc_fields(sane.select(_ROW, exact.alias("count"))), options)
    left = numbers.join(read.select(_ROW), on=_ROW, how="anti").select(_ROW, "v")
    texts = left.select(_ROW, _texts(left["v"]).alias("text"))
    return _gather([read], _slow(texts, form, options))


def _typed(values: pl.Series, moments: pl.Series, form: str | None, options: Options, *, dated: bool) -> pl.DataFrame:
    """A column that is a date or a clock time already; a form that says otherwise is no hindrance."""
    tz = None if dated else moments.dtype.time_zone if isinstance(moments.dtype, pl.Datetime) else None
    frame = moments.alias("local").to_frame().with_row_index(_ROW).drop_nulls()
    beside = None if tz is None else offset_name(tz) or tz
    if tz is not None and not options.clock:
        frame = frame.with_columns(pl.col("local").dt.replace_time_zone(None))
        tz = None
    elif tz is not None:
        frame = frame.with_columns(pl.col("local").dt.convert_time_zone("UTC").dt.replace_time_zone(None))
    fields = frame.select(
        _ROW,
        "local",
        pl.lit(None if tz is None else 0, pl.Int32).alias("offset"),
        pl.lit(beside, pl.String).alias("beside"),
        pl.lit("day" if dated else "second").alias("precision"),
    )
    if tz is not None and options.zone is None:
        options = Options(options.order, beside, options.lasting, options.clock)
    read = spans_frame(fields, options)
    if read.height == values.len():
        return read.select(*PARSED)
    text = values.dt.to_string("iso:strict")
    left = text.alias("text").to_frame().with_row_index(_ROW).join(read.select(_ROW), on=_ROW, how="anti")
    return _gather([read], _slow(left, None, options))
