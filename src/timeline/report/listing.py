"""What a table shows of a frame: the few columns that a person reads, ids short, dates and figures in one word each."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.report.database import Database

_SHORTEST: Final = 6


def events_table(database: Database, events: pl.DataFrame) -> pl.DataFrame:
    """Events as a table shows them: id, when, kind, what, place, figure (where claims differ, the range), claims.

    Also status where one is not just asserted, and standing where one rests on more than one source.
    """
    odd = {"status": "asserted", "standing": "single"}
    told = [name for name, usual in odd.items() if (events[name] != usual).any()]
    return _short(database, events, "event_id").select(
        "event_id",
        _when(events),
        "kind",
        pl.coalesce("title", "label").alias("what"),
        pl.coalesce("place", "country").alias("place"),
        _spread().alias("figure"),
        *told,
        "claims",
    )


def _spread() -> pl.Expr:
    """`98,000 persons`, `62,120..78,742 persons`, `3,000.. persons`."""
    low, high = (_number(pl.col(name)) for name in ("low", "high"))
    bounds = pl.concat_str(low.fill_null(""), pl.lit(".."), high.fill_null(""))
    number = pl.when(pl.col("low") == pl.col("high")).then(low).otherwise(bounds)
    unit = pl.when(pl.col("unit").is_not_null()).then(pl.concat_str(pl.lit(" "), "unit")).otherwise(pl.lit(""))
    known = pl.coalesce("low", "high").is_not_null()
    return pl.when(known).then(pl.concat_str(number, unit))


def claims_table(database: Database, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims as a table shows them: id, event, when, kind, what, figure, according to, via, published in."""
    return _short(database, _short(database, claims, "event_id"), "claim_id").select(
        "claim_id",
        "event_id",
        _when(claims),
        "kind",
        pl.coalesce("title", "label").alias("what"),
        "place",
        figure().alias("figure"),
        pl.col("speaker").alias("according to"),
        pl.col("carrier").alias("via"),
        pl.col("publisher").alias("published in"),
    )


def _when(frame: pl.DataFrame) -> pl.Expr:
    """The date as EDTF; a clock time on the clocks of the claim's own zone: `2022-09-25 04:30`."""
    told = pl.col("edtf")
    known = pl.col("at_start").is_not_null() & (pl.col("at_start") == pl.col("at_end").fill_null(pl.col("at_start")))
    for zone in frame["zone"].drop_nulls().unique().sort():
        if "/" in zone:
            local = pl.col("at_start").dt.convert_time_zone(zone).dt.to_string("%Y-%m-%d %H:%M")
            told = pl.when(known & (pl.col("zone") == zone)).then(local).otherwise(told)
    return told.alias("when")


def _short(database: Database, frame: pl.DataFrame, column: str) -> pl.DataFrame:
    lengths = database.reader.id_lengths(frame[column].unique().drop_nulls())
    told = frame.join(lengths, left_on=column, right_on="id", how="left", maintain_order="left")
    return told.with_columns(pl.col(column).str.slice(0, pl.col("length")))


def figure() -> pl.Expr:
    """The first number of a claim: `98,000 persons`, `300..400`, and how many more there are."""
    first = pl.col("quantities").list.first().struct
    value, low, high = (_number(first.field(name)) for name in ("value", "low", "high"))
    bounds = pl.concat_str(low.fill_null(""), pl.lit(".."), high.fill_null(""))
    known = first.field("value").is_not_null()
    bounded = pl.coalesce(first.field("low"), first.field("high")).is_not_null()
    number = pl.when(known).then(value).when(bounded).then(bounds)
    more = pl.col("quantities").list.len() - 1
    rest = pl.when(more > 0).then(pl.concat_str(pl.lit(" +"), more.cast(pl.String))).otherwise(pl.lit(""))
    unit = pl.when(first.field("unit").is_not_null()).then(pl.concat_str(pl.lit(" "), first.field("unit")))
    return pl.concat_str(number, unit.fill_null(""), rest)


def _number(column: pl.Expr) -> pl.Expr:
    """A number with commas between thousands; whole ones without a fraction."""
    whole = column.cast(pl.Int64, strict=False)
    digits = whole.abs().cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1},").str.reverse()
    grouped = pl.when(whole < 0).then(pl.lit("-") + digits.str.strip_chars(",")).otherwise(digits.str.strip_chars(","))
    return pl.when(whole.cast(pl.Float64) == column).then(grouped).otherwise(column.cast(pl.String))


def counts_table(counted: pl.DataFrame) -> pl.DataFrame:
    """Counts as a table shows them: what was asked for, without the columns that say nothing."""
    wanted: tuple[str, ...] = ("series", "day", "first", "last", "certain", "possible", "expected")
    if "line" in counted.columns:
        stem = "mean" if counted.height and counted["line"][0] == "mean" else "rolling"
        wanted += tuple(f"{stem}_{name}" for name in ("certain", "possible", "expected"))
    wanted += tuple(f"cumulative_{name}" for name in ("certain", "possible", "expected"))
    wanted += ("coverage", "complete", "covered", "gaps", "undeclared", "partial")
    told = [name for name in wanted if name in counted.columns and not _unsaid(counted, name)]
    return counted.select(told).with_columns(pl.col(pl.Float64).round(3))


def _unsaid(counted: pl.DataFrame, name: str) -> bool:
    """Expected counts that were not asked for, and the parts of `coverage`."""
    beside = "coverage" in counted.columns and name in ("gaps", "undeclared", "covered")
    return beside or (name.endswith("expected") and counted[name].is_null().all())


def figures_table(figures: pl.DataFrame) -> pl.DataFrame:
    """Reported numbers as a table shows them: series, when, number, according to, via, and what became of it."""
    return figures.select(
        "series",
        _days(),
        pl.format("{}{}", _bound(), _reported()).alias("number"),
        pl.col("speaker").alias("according to"),
        pl.col("carrier").alias("via"),
        pl.when(pl.col("derived")).then(pl.lit("derived")).otherwise(pl.col("state")).alias("state"),
        "rule",
    )


def chosen_table(chosen: pl.DataFrame) -> pl.DataFrame:
    """Numbers chosen by a rule: series, when, rule, number, according to, lowest, highest, reports."""
    number = pl.format("{}{}", _bound(), _number(pl.col("number")))
    edges = (_number(pl.col(name)).alias(name) for name in ("lowest", "highest"))
    return chosen.select(
        "series", _days(), "rule", number.alias("number"), pl.col("speaker").alias("according to"), *edges, "reports"
    )


def beside_table(beside: pl.DataFrame) -> pl.DataFrame:
    """Tallies beside our list: when, what was counted, both in words, and the days that nobody vouches for."""
    return beside.select(_days(), "counted", "told", "gaps", "undeclared")


def _days() -> pl.Expr:
    first, last = (pl.col(name).dt.to_string("%Y-%m-%d") for name in ("starts", "ends"))
    both = pl.concat_str(first.fill_null(""), pl.lit(".."), last.fill_null(""))
    return pl.when(pl.col("starts") == pl.col("ends")).then(first).otherwise(both).alias("when")


def _bound() -> pl.Expr:
    return pl.col("bound").replace_strict({"least": "≥ ", "most": "≤ "}, default="").fill_null("")


def _reported() -> pl.Expr:
    """The number, or its range."""
    ranged = pl.format("{}..{}", _number(pl.col("low")), _number(pl.col("high")))
    return pl.when(pl.col("bound") == "range").then(ranged).otherwise(_number(pl.col("number"))).fill_null("")
