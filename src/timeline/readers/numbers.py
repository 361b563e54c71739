"""Numbers as tables write them: plain, grouped, `>1300`, `3600+`, `10-12`; anything else is complained about."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

_SIGN = "(?P<sign>~|≈|>=|<=|>|<|≥|≤)?"
# What may stand between groups of three digits where the mapping says a space does.
_SPACES = "[ \u00a0\u2009\u202f]"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Three columns of numbers, and which rows held something that is none."""

    value: pl.Series
    low: pl.Series
    high: pl.Series
    wrong: pl.Series


def parse_numbers(texts: pl.Series, decimal: str, thousands: str | None) -> Numbers:
    """`>1300` is value and low 1300, `<10` value and high 10, `10-12` low 10 and high 12 without a value, `~3600` 3600.

    `decimal` and `thousands` are the mapping's; a number grouped otherwise is wrong, since 3,600 may be 3.6.
    """
    plain = texts.cast(pl.Float64, strict=False) if decimal == "." else _nothing(texts)
    odd = texts.is_not_null() & ~plain.is_finite().fill_null(False)
    if not odd.any():
        return Numbers(plain, _nothing(texts), _nothing(texts), odd)
    parsed = _parse_odd(texts, decimal, thousands)
    value = pl.select(pl.when(odd).then(parsed["value"]).otherwise(plain)).to_series()
    wrong = odd & value.is_null() & parsed["low"].is_null() & parsed["high"].is_null()
    return Numbers(value, _where(odd, parsed["low"]), _where(odd, parsed["high"]), wrong)


def number_hints(texts: pl.Series, decimal: str, thousands: str | None) -> pl.Series:
    """For each text that is no number, which setting of [read] would make it one, in brackets; else empty."""
    grouped = rf"^{_SIGN}\s*-?[0-9]{{1,3}}(?:[.,'’{_SPACES[1:-1]}][0-9]{{3}})+(?:[^0-9].*)?$"
    other = "." if decimal == "," else ","
    text = pl.lit(texts)
    hint = (
        pl.when(~text.str.contains("[0-9]"))
        .then(pl.lit(" (if it says that there is none, name it in null of [read])"))
        .when(text.str.contains(grouped) & pl.lit(thousands is None))
        .then(pl.lit(" (grouped digits need thousands in [read])"))
        .when(text.str.contains(rf"^{_SIGN}\s*-?[0-9]+{re.escape(other)}[0-9]+$"))
        .then(pl.lit(f" (if {other} is its decimal sign, say so in decimal of [read])"))
        .otherwise(pl.lit(""))
    )
    return pl.select(hint).to_series()


def _parse_odd(texts: pl.Series, decimal: str, thousands: str | None) -> pl.DataFrame:
    number = _pattern(decimal, thousands)
    one = rf"^{_SIGN}\s*(?P<one>-?{number})\s*(?P<plus>\+)?$"
    two = rf"^(?P<low>{number})\s*[-–—]\s*(?P<high>{number})$"
    found = pl.DataFrame({"text": texts}).select(
        a=pl.col("text").str.extract_groups(one), b=pl.col("text").str.extract_groups(two)
    )
    clean = found.select(
        sign=pl.col("a").struct.field("sign"),
        plus=pl.col("a").struct.field("plus"),
        one=_to_float(pl.col("a").struct.field("one"), decimal, thousands),
        low=_to_float(pl.col("b").struct.field("low"), decimal, thousands),
        high=_to_float(pl.col("b").struct.field("high"), decimal, thousands),
    )
    more = pl.col("sign").is_in([">", ">=", "≥"]) | (pl.col("sign").is_null() & pl.col("plus").is_not_null())
    less = pl.col("sign").is_in(["<", "<=", "≤"]) & pl.col("plus").is_null()
    sense = pl.col("sign").is_null() | pl.col("plus").is_null()
    return clean.select(
        value=pl.when(sense).then("one"),
        low=pl.when(sense & more).then("one").otherwise("low"),
        high=pl.when(sense & less).then("one").otherwise("high"),
    )


def _pattern(decimal: str, thousands: str | None) -> str:
    group = "" if thousands is None else _SPACES if thousands.isspace() else re.escape(thousands)
    whole = rf"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)" if group else "[0-9]+"
    return rf"{whole}(?:{re.escape(decimal)}[0-9]+)?"


def _to_float(texts: pl.Expr, decimal: str, thousands: str | None) -> pl.Expr:
    if thousands is not None:
        texts = texts.str.replace_all(_SPACES if thousands.isspace() else re.escape(thousands), "")
    return texts.str.replace(decimal, ".", literal=True).cast(pl.Float64, strict=False)


def _nothing(texts: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=pl.Float64).new_from_index(0, texts.len())


def _where(which: pl.Series, numbers: pl.Series) -> pl.Series:
    return pl.select(pl.when(which).then(numbers)).to_series()
