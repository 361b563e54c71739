"""The rules of `edtf` as a polars expression over the columns of `model.SPAN`."""

from __future__ import annotations

from typing import Final

import polars as pl

_CLOCK: Final = ("second", "minute", "hour")
_UNITS: Final = ("month", "season", "year", "decade", "century")


def expression() -> pl.Expr:
    """The EDTF expression of each row, as the table in `edtf` says."""
    starts, ends, lasting = pl.col("starts"), pl.col("ends"), pl.col("lasting")
    precision = pl.col("precision")
    clocked = precision.is_in(_CLOCK) & (pl.col("at_start").is_not_null() | pl.col("at_end").is_not_null())
    unit = _unit_precision(starts, ends)
    return (
        pl.when(pl.col("value").is_not_null())
        .then(pl.col("value"))
        .when(clocked)
        .then(_joined(_instant("at_start"), _instant("at_end")))
        .when(starts.is_null() & ends.is_null())
        .then(None)
        .when(lasting)
        .then(_interval(_side(starts, starts, pl.col("starts_by")), _side(ends, pl.col("ends_from"), ends)))
        .when(precision.is_in(_UNITS) & (unit == precision))
        .then(_unit_text(starts, ends))
        .otherwise(_within(_day(starts), _day(ends)))
        .alias("edtf")
    )


def _joined(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("lasting")).then(_interval(first, last)).otherwise(_within(first, last))


def _interval(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    return pl.concat_str(first.fill_null(".."), pl.lit("/"), last.fill_null(".."))


def _within(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    both = pl.concat_str(pl.lit("["), first.fill_null(""), pl.lit(".."), last.fill_null(""), pl.lit("]"))
    return pl.when(first == last).then(first).otherwise(both)


def _instant(name: str) -> pl.Expr:
    text = pl.col(name).dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    to_minute = pl.concat_str(text.str.slice(0, 16), pl.lit("Z"))
    return pl.when(pl.col("precision") == "second").then(text).otherwise(to_minute)


def _day(day: pl.Expr) -> pl.Expr:
    return day.dt.strftime("%Y-%m-%d")


def _side(exact: pl.Expr, first: pl.Expr, last: pl.Expr) -> pl.Expr:
    text = _unit_text(first.fill_null(exact), last.fill_null(exact))
    return text.fill_null(_day(exact))


def _unit_precision(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    """The precision of which these are exactly the days; NULL if there is none."""
    year, month = first.dt.year(), first.dt.month()
    months = (last.dt.year() - year) * 12 + last.dt.month() - month + 1
    whole = (first.dt.day() == 1) & (last == last.dt.month_end())
    january = whole & (month == 1)
    return (
        pl.when(first == last)
        .then(pl.lit("day"))
        .when(whole & (months == 1))
        .then(pl.lit("month"))
        .when(whole & (months == 3) & (month % 3 == 0))
        .then(pl.lit("season"))
        .when(january & (months == 12))
        .then(pl.lit("year"))
        .when(january & (months == 120) & (year % 10 == 0))
        .then(pl.lit("decade"))
        .when(january & (months == 1200) & (year % 100 == 0))
        .then(pl.lit("century"))
    )


def _unit_text(first: pl.Expr, last: pl.Expr) -> pl.Expr:
    unit, day = _unit_precision(first, last), _day(first)
    season = (first.dt.month() // 3 + 20).cast(pl.String)
    return (
        pl.when(unit == "day")
        .then(day)
        .when(unit == "month")
        .then(day.str.slice(0, 7))
        .when(unit == "season")
        .then(pl.concat_str(day.str.slice(0, 5), season))
        .when(unit == "year")
        .then(day.str.slice(0, 4))
        .when(unit == "decade")
        .then(pl.concat_str(day.str.slice(0, 3), pl.lit("X")))
        .when(unit == "century")
        .then(pl.concat_str(day.str.slice(0, 2), pl.lit("XX")))
    )
