"""Numbers of two versions of a claim set against each other, and numbers in words."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import model
from timeline.changes.wording import clean

NUMBERS: Final = ("value", "low", "high")
SERIES: Final = tuple(name for name in model.QUANTITY_FIELDS if name not in NUMBERS)
_COUNTED: Final = r"(?:ed|ing|dead|missing|injured|hurt)$|^sent\b"


def told(kept: pl.DataFrame) -> pl.DataFrame:
    """What became of the numbers of claims: claim_id, figures (in words), figures_before, figures_after.

    `kept` has claim_id, quantities and then_quantities. Numbers of one series are set against each other; what is left
    over, by what it measures; the rest has come or gone.
    """
    older = _exploded(kept, "then_quantities").rename({name: f"then_{name}" for name in (*NUMBERS, *SERIES)})
    newer = _exploded(kept, "quantities")
    same, newer, older = _matched(newer, older, SERIES)
    alike, newer, older = _matched(newer, older, ("measure",))
    differing = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"then_{name}")) for name in NUMBERS)
    rows = pl.concat(
        [same.filter(differing), alike, newer, older], how="diagonal_relaxed"
    ).sort("place", "then_place", nulls_last=True)  # fmt: skip
    words = rows.with_columns(_b=_number("then_"), _a=_number(""), _is=subject(""), _was=subject("then_"))
    parts = words.with_columns(_one=_phrase())
    return parts.group_by("claim_id", maintain_order=True).agg(
        figures=pl.col("_one").drop_nulls().str.join("; "),
        figures_before=pl.col("_b").drop_nulls().str.join("; "),
        figures_after=pl.col("_a").drop_nulls().str.join("; "),
    )


def _exploded(kept: pl.DataFrame, column: str) -> pl.DataFrame:
    rows = kept.select("claim_id", q=pl.col(column)).explode("q").drop_nulls("q").unnest("q")
    return _fit(rows).with_columns(place=pl.int_range(pl.len()).over("claim_id"))


def _fit(rows: pl.DataFrame) -> pl.DataFrame:
    """The texts of numbers made fit to be shown."""
    return rows.with_columns(clean(pl.col(name), 60) for name in ("measure", "unit", "who", "scope"))


def _matched(
    newer: pl.DataFrame, older: pl.DataFrame, key: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The rows that have the same key, one by one in their order; and what is left over on both sides."""
    if "then_place" not in older.columns:
        older = older.rename({"place": "then_place"})
    after = newer.with_columns(_nth=pl.int_range(pl.len()).over("claim_id", *key))
    before = older.with_columns(_nth=pl.int_range(pl.len()).over("claim_id", *(f"then_{name}" for name in key)))
    left = ["claim_id", *key, "_nth"]
    right = ["claim_id", *(f"then_{name}" for name in key), "_nth"]
    pairs = after.join(before, left_on=left, right_on=right, how="inner", nulls_equal=True, coalesce=False)
    more = after.join(before, left_on=left, right_on=right, how="anti", nulls_equal=True).drop("_nth")
    less = before.join(after, left_on=right, right_on=left, how="anti", nulls_equal=True).drop("_nth")
    return pairs.drop("_nth", "_nth_right", "claim_id_right"), more, less


def _phrase() -> pl.Expr:
    """`arrivals of Russian citizens revised from 10,000 to 10,400`."""
    moved = pl.format("{} revised from {} to {}", "_is", "_b", "_a")
    other = pl.format("{} {} revised to {} {}", "_b", "_was", "_a", "_is")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"then_{name}")) for name in SERIES)
    return (
        pl.when(pl.col("then_place").is_null())
        .then(pl.format("{} now given: {}", "_is", "_a"))
        .when(pl.col("place").is_null())
        .then(pl.format("{} no longer given, {} before", "_was", "_b"))
        .when(same)
        .then(moved)
        .otherwise(other)
    )


def first(claims: pl.DataFrame) -> pl.Series:
    """The first number of each claim in words: `4,199 departures of men`, `length: 16 km`; NULL for none."""
    held = _fit(claims.select(q=pl.col("quantities").list.first()).unnest("q"))
    named = held.with_columns(_a=_number(""), _is=subject(""))
    plain = (pl.col("unit") == "persons") | (pl.col("unit") == pl.col("measure"))
    counted = plain & (pl.col("basis") != "target").fill_null(True) & (pl.col("_a") != "1")
    things = pl.format("{} {}", "_a", pl.col("_is").str.strip_prefix("number "))
    return named.select(words=pl.when(counted).then(things).otherwise(pl.format("{}: {}", "_is", "_a")))["words"]


def subject(prefix: str) -> pl.Expr:
    """What is counted, in words: `arrivals of Russian citizens (whole eastern border)`."""
    measure = pl.col(f"{prefix}measure").str.replace_all("_", " ").fill_null("number")
    way, who = pl.col(f"{prefix}direction"), pl.col(f"{prefix}who")
    crossing = (measure == "crossings").fill_null(False)
    noun = (
        pl.when(crossing & (way == "in")).then(pl.lit("arrivals"))
        .when(crossing & (way == "out")).then(pl.lit("departures"))
        .when(measure.str.contains(_COUNTED)).then(pl.format("number {}", measure))
        .otherwise(measure)
    )  # fmt: skip
    planned = pl.when((pl.col(f"{prefix}basis") == "target") & ~measure.str.contains("planned")).then(
        pl.lit("planned ")
    )
    whose = pl.when(who.str.to_lowercase() != "all").then(pl.format(" of {}", who))
    scope = pl.format(" ({})", pl.col(f"{prefix}scope"))
    return pl.concat_str([planned.fill_null(""), noun, whose.fill_null(""), scope.fill_null("")])


def _number(prefix: str) -> pl.Expr:
    """A number with its bound and unit: `at least 1,313`, `10,400–10,500`, `16 km`; NULL for none."""
    value, low, high = (pl.col(f"{prefix}{name}") for name in NUMBERS)
    least = high.is_null() & low.is_not_null() & (value.is_null() | (value == low))
    most = low.is_null() & high.is_not_null() & (value.is_null() | (value == high))
    ranged = low.is_not_null() & high.is_not_null() & (low != high)
    bounded = (
        pl.when(least).then(pl.format("at least {}", grouped(low)))
        .when(most).then(pl.format("at most {}", grouped(high)))
        .when(ranged).then(pl.format("{}–{}", grouped(low), grouped(high)))
        .otherwise(grouped(pl.coalesce(value, low, high)))
    )  # fmt: skip
    unit = pl.col(f"{prefix}unit")
    measured = ~unit.is_in(["persons", "ratio"]) & unit.ne_missing(pl.col(f"{prefix}measure"))
    daily = pl.when(unit == "persons/day").then(pl.lit(" a day"))
    told = pl.when(measured).then(pl.coalesce(daily, pl.format(" {}", unit))).otherwise(pl.lit(""))
    return pl.concat_str([bounded, told.fill_null("")])


def grouped(column: pl.Expr) -> pl.Expr:
    """`200,000`, `98.4`; NULL where it is no number."""
    finite = pl.when(column.is_finite() & (column.abs() < 1e15)).then(column)
    whole = finite.cast(pl.Int64, strict=False)
    digits = whole.abs().cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1},").str.reverse()
    digits = digits.str.strip_chars_start(",")
    sign = pl.when(column < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    part = finite.round(2).cast(pl.String)
    return pl.when(whole.cast(pl.Float64) == column).then(pl.concat_str([sign, digits])).otherwise(part)
