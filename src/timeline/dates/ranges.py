"""Two date columns to one, and days with a precision beside them to whole weeks, months and years: on frames."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from timeline.dates.spans import CLOCK, COARSE, LEEWAY, NO_DATE, OUT_OF_RANGE, Problem, Span, span_of
from timeline.model import PRECISIONS, SPAN

_NO_START: Final = "an end without a start"
_BACKWARDS: Final = "the end is before the start"
_RANKS: Final = {word: rank for rank, word in enumerate(PRECISIONS) if word != "range"}


def combine_columns(
    start: pl.DataFrame,
    end: pl.DataFrame,
    *,
    lasting: bool | None = None,
    precision: pl.Series | None = None,
    open_ends: bool = False,
) -> pl.DataFrame:
    """One frame (SPAN columns and `problem`) from the frames that `parse_column` made of a start and an end column.

    lasting: as for `span_of`, which gives the same answer for a pair of spans; None is True.
    precision: words of `model.PRECISIONS`, NULL where unknown. A row whose start and end are one day is widened to
    the unit that holds it; a range is kept as it was given and takes the word.
    open_ends: a row without end (or start) is open there; else it is its start alone, and one with only an end is a
    problem.
    """
    joined = _side_by_side(start, end).with_columns(_problem(open_ends).alias("problem"))
    alone = pl.col("problem").is_null() & pl.col("end_problem").eq_missing(pl.lit(NO_DATE.reason)) & (not open_ends)
    valued = pl.col("problem").is_null() & ~alone & (pl.col("value").is_not_null() | pl.col("end_value").is_not_null())
    plain = joined.filter(~alone & ~valued)
    goes_on = lasting is not False
    parts = [
        plain.select("row", *_joined_columns(goes_on), "problem"),
        joined.filter(alone).select("row", *_alone_columns(lasting), "problem"),
        _one_by_one(joined.filter(valued), goes_on),
    ]
    combined = pl.concat(parts).sort("row").drop("row")
    return combined if precision is None else _with_precision(combined, precision, widen_ranges=False)


def _side_by_side(start: pl.DataFrame, end: pl.DataFrame) -> pl.DataFrame:
    names = (*SPAN, "problem")
    left = start.select(*SPAN, pl.col("problem").alias("start_problem"))
    right = end.select(pl.col(name).alias(f"end_{name}") for name in names)
    return pl.concat([left, right], how="horizontal").with_row_index("row")


def _problem(open_ends: bool) -> pl.Expr:
    start, end = pl.col("start_problem"), pl.col("end_problem")
    missing = NO_DATE.reason
    lone_end = pl.lit(None, pl.String) if open_ends else pl.lit(_NO_START)
    leeway = pl.col("end_precision").replace_strict(LEEWAY, default=timedelta(0), return_dtype=pl.Duration("us"))
    by_clock = pl.col("end_at_end") + leeway < pl.col("at_start")
    by_day = pl.col("end_ends") < pl.col("starts")
    no_values = pl.col("value").is_null() & pl.col("end_value").is_null()
    return (
        pl.when(start.is_not_null() & (start != missing))
        .then(start)
        .when(end.is_not_null() & (end != missing))
        .then(end)
        .when(start.is_not_null() & end.is_not_null())
        .then(pl.lit(missing))
        .when(start.is_not_null())
        .then(lone_end)
        .when(no_values & by_clock.fill_null(by_day).fill_null(False))
        .then(pl.lit(_BACKWARDS))
    )


def _alone_columns(lasting: bool | None) -> list[pl.Expr]:
    goes_on = pl.col("lasting") if lasting is None else pl.lit(lasting)
    return [goes_on.alias(name) if name == "lasting" else pl.col(name) for name in SPAN]


def _joined_columns(lasting: bool) -> list[pl.Expr]:
    """What `span_of` does, on the columns of both sides; all NULL where there is a problem."""
    clocks = _has_clocks()
    made = {
        "starts": pl.col("starts"),
        "ends": pl.col("end_ends"),
        "lasting": pl.lit(lasting),
        "precision": _joined_precision(clocks, lasting),
        "starts_by": pl.when(pl.col("precision").is_in(COARSE) & lasting).then(pl.col("ends")),
        "ends_from": pl.when(pl.col("end_precision").is_in(COARSE) & lasting).then(pl.col("end_starts")),
        "at_start": pl.when(clocks).then(pl.col("at_start")),
        "at_end": pl.when(clocks).then(pl.col("end_at_end")),
        "zone": pl.when(clocks).then(pl.coalesce("zone", "end_zone")),
    }
    fine = pl.col("problem").is_null()
    return [pl.when(fine).then(made.get(name, pl.lit(None))).cast(dtype).alias(name) for name, dtype in SPAN.items()]


def _has_clocks() -> pl.Expr:
    first, last = pl.col("start_problem").is_null(), pl.col("end_problem").is_null()
    first_clock, last_clock = pl.col("at_start").is_not_null(), pl.col("end_at_start").is_not_null()
    return (first_clock | ~first) & (last_clock | ~last)


def _joined_precision(clocks: pl.Expr, lasting: bool) -> pl.Expr:
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"end_{name}")) for name in SPAN if name != "lasting")
    coarser = pl.max_horizontal(_rank("precision"), _rank("end_precision"))
    word = coarser.replace_strict({_RANKS[word]: word for word in CLOCK}, default=None, return_dtype=pl.String)
    one_day = (pl.col("starts") == pl.col("end_ends")) & (not lasting)
    other = pl.when(one_day).then(pl.lit("day")).otherwise(pl.lit("range"))
    return pl.when(clocks).then(word).when(same).then(pl.col("precision")).otherwise(other)


def _rank(name: str) -> pl.Expr:
    return pl.col(name).replace_strict(_RANKS, default=None, return_dtype=pl.Int8)


def _one_by_one(joined: pl.DataFrame, lasting: bool) -> pl.DataFrame:
    """The few rows with years that no date column holds go through `span_of` itself."""
    rows = []
    for row in joined.iter_rows(named=True):
        start = None if row["start_problem"] else Span(**{name: row[name] for name in SPAN})
        end = None if row["end_problem"] else Span(**{name: row[f"end_{name}"] for name in SPAN})
        said = span_of(start, end, lasting)
        problem = isinstance(said, Problem)
        rows.append(
            (row["row"], *(None if problem else getattr(said, name) for name in SPAN), said.reason if problem else None)  # type: ignore[union-attr]
        )
    schema = {"row": joined.schema["row"], **SPAN, "problem": pl.String()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def widen(frame: pl.DataFrame, precision: pl.Series) -> pl.DataFrame:
    """The frame with each day widened to the unit that a word beside it names: the whole ISO week, month, season, ...

    precision: words of `model.PRECISIONS`, NULL or finer than what was written: the row stays as it is. Clock times
    are dropped where only the day or less is right. An unknown word, and `range` for a single day, is a `problem`.
    """
    return _with_precision(frame, precision, widen_ranges=True)


def _with_precision(frame: pl.DataFrame, precision: pl.Series, *, widen_ranges: bool) -> pl.DataFrame:
    named = frame.with_columns(precision.cast(pl.String).alias("word"))
    word, written = pl.col("word"), pl.col("precision")
    one_day = (pl.col("starts") == pl.col("ends")).fill_null(False)
    reachable = one_day | (pl.lit(widen_ranges) & (written != "range"))
    fine = pl.col("problem").is_null() & pl.col("value").is_null()
    coarser = (_rank("word") > _rank("precision")).fill_null(False)
    ranged = fine & ~reachable & (word.is_in(COARSE) | (word == "range"))
    known = [*PRECISIONS]
    steps = named.with_columns(
        (fine & reachable & coarser).fill_null(False).alias("widen"),
        ranged.fill_null(False).alias("relabel"),
        pl.when(pl.col("problem").is_null() & ~word.is_in(known))
        .then(pl.format("no precision named '{}'; there are: {}", word.str.slice(0, 20), pl.lit(", ".join(known))))
        .when(fine & one_day & (word == "range") & pl.lit(widen_ranges))
        .then(pl.lit("a range needs a start and an end"))
        .otherwise(pl.col("problem"))
        .alias("problem"),
    )
    return _clean(steps.select(*_widened(), "problem"))


def _widened() -> list[pl.Expr]:
    word = pl.col("word")
    to_unit = pl.col("widen") & ~word.is_in(CLOCK)
    first, last = _first(pl.col("starts"), word), _last(_first(pl.col("ends"), word), word)
    made = {
        "starts": pl.when(to_unit).then(first).otherwise(pl.col("starts")),
        "ends": pl.when(to_unit).then(last).otherwise(pl.col("ends")),
        "precision": pl.when(pl.col("widen") | pl.col("relabel")).then(word).otherwise(pl.col("precision")),
    }
    for name in ("starts_by", "ends_from"):
        made[name] = pl.when(~to_unit).then(pl.col(name))
    for name in ("at_start", "at_end", "zone"):
        made[name] = pl.when(~to_unit & ~pl.col("relabel")).then(pl.col(name))
    return [made.get(name, pl.col(name)).alias(name) for name in SPAN]


def _clean(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows with a problem have no dates; what a unit carries past the year 9999 is a problem."""
    beyond = (pl.col("ends").dt.year() > 9999).fill_null(False) & pl.col("problem").is_null()
    problem = pl.when(beyond).then(pl.lit(OUT_OF_RANGE.reason)).otherwise(pl.col("problem")).alias("problem")
    marked = frame.with_columns(problem)
    return marked.with_columns(pl.when(pl.col("problem").is_null()).then(pl.col(name)).alias(name) for name in SPAN)


def _first(day: pl.Expr, word: pl.Expr) -> pl.Expr:
    year, month = day.dt.year(), day.dt.month()
    # January and February belong to the winter that began in the December before.
    season = day.dt.month_start().dt.offset_by("-" + (month % 3).cast(pl.String) + "mo")
    return (
        pl.when(word == "week")
        .then(day.dt.truncate("1w"))
        .when(word == "month")
        .then(day.dt.month_start())
        .when(word == "season")
        .then(season)
        .when(word == "quarter")
        .then(day.dt.truncate("1q"))
        .when(word == "half")
        .then(pl.date(year, pl.when(month > 6).then(7).otherwise(1), 1))
        .when(word == "year")
        .then(pl.date(year, 1, 1))
        .when(word == "decade")
        .then(pl.date(pl.max_horizontal(year - year % 10, 1), 1, 1))
        .when(word == "century")
        .then(pl.date(pl.max_horizontal(year - year % 100, 1), 1, 1))
        .otherwise(day)
    )


def _last(first: pl.Expr, word: pl.Expr) -> pl.Expr:
    year = first.dt.year()
    months = word.replace_strict({"month": "1mo", "season": "3mo", "quarter": "3mo", "half": "6mo"}, default="0d")
    return (
        pl.when(word == "week")
        .then(first.dt.offset_by("6d"))
        .when(word.is_in(["month", "season", "quarter", "half"]))
        .then(first.dt.offset_by(months).dt.offset_by("-1d"))
        .when(word == "year")
        .then(pl.date(year, 12, 31))
        .when(word == "decade")
        .then(pl.date(year - year % 10 + 9, 12, 31))
        .when(word == "century")
        .then(pl.date(year - year % 100 + 99, 12, 31))
        .otherwise(first)
    )
