"""How alike two claims are: points for and against, each with its words."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.resolve.frames import PAIRS, PROPOSE

_FAR_KM: Final = 60.0
_KM_PER_DEGREE: Final = 111.2
_SIDE: Final = (
    *("claim", "feed", "document", "single", "scored", "kind", "root", "form", "starts", "ends", "place", "country"),
    *("spelled", "key", "parents", "large", "lat", "lon", "target", "outcome", "said", "names", "figures", "level"),
    *("known_at", "known_to"),
)


def scored(met: pl.DataFrame, items: pl.DataFrame) -> pl.DataFrame:
    """PAIRS of the met items that score at least PROPOSE."""
    sides = items.select("item", *_SIDE)
    pairs = met.join(sides, on="item").join(sides, left_on="item_b", right_on="item", suffix="_b")
    pairs = _same_time(pairs.filter(_possible()))
    pairs = pairs.with_columns(
        shared_names=pl.col("names").list.set_intersection("names_b"),
        shared_figures=pl.col("figures").list.set_intersection("figures_b"),
        within=pl.col("parents").list.contains(pl.col("key_b")),
        around=pl.col("parents_b").list.contains(pl.col("key")),
        gap=_gap_days(),
        differ=_figures_differ(),
    )
    points, words = zip(*((p, w) for p, w in _evidence()), strict=True)
    likely = pairs.with_columns(score=(pl.sum_horizontal(points).clip(0, 100) / 100).round(2))
    # Told only of those that are kept: words cost more than points.
    found = likely.filter(pl.col("score") >= PROPOSE).with_columns(
        reason=pl.concat_str(words, separator="; ", ignore_nulls=True)
    )
    coarse = pl.when("within").then("claim_b").when("around").then("claim")
    return found.select(
        one="claim",
        other="claim_b",
        score="score",
        loose=coarse.is_not_null(),
        coarse=coarse,
        reason="reason",
        known_at="from",
        known_to="until",
    ).cast(dict(PAIRS))  # type: ignore[arg-type]


def _possible() -> pl.Expr:
    kinds = (
        (pl.col("kind") == pl.col("kind_b"))
        | pl.col("kind").str.starts_with(pl.col("kind_b") + ".")
        | pl.col("kind_b").str.starts_with(pl.col("kind") + ".")
    )
    declared_two = pl.col("single") & pl.col("single_b") & (pl.col("feed") == pl.col("feed_b"))
    abroad = (pl.col("key") != pl.col("key_b")) & (pl.col("country") != pl.col("country_b"))
    looked_at = pl.col("scored") | pl.col("scored_b")
    other = pl.col("claim") != pl.col("claim_b")
    return kinds & other & looked_at & ~declared_two.fill_null(False) & ~abroad.fill_null(False)


def _same_time(pairs: pl.DataFrame) -> pl.DataFrame:
    """With from, until: when both versions held; only pairs that ever stood beside each other."""
    held = pairs.with_columns(
        **{"from": pl.max_horizontal("known_at", "known_at_b"), "until": pl.min_horizontal("known_to", "known_to_b")}
    )
    return held.filter((pl.col("from") < pl.col("until")).fill_null(True))


def _gap_days() -> pl.Expr:
    """Days between the two spans: 0 where they overlap."""
    after = (pl.col("starts_b") - pl.col("ends")).dt.total_days()
    before = (pl.col("starts") - pl.col("ends_b")).dt.total_days()
    return pl.max_horizontal(after, before, pl.lit(0))


def _figures_differ() -> pl.Expr:
    """Both count the same thing, and no number is the same."""
    measures = (
        pl.col(name).list.eval(pl.element().str.replace(r" [^ ]+$", "")).alias(f"_{name}")
        for name in ("figures", "figures_b")
    )
    one, other = measures
    none = pl.col("figures").list.set_intersection("figures_b").list.len() == 0
    return none & (one.list.set_intersection(other).list.len() > 0)


def _kilometres() -> pl.Expr:
    north = pl.col("lat") - pl.col("lat_b")
    east = (pl.col("lon") - pl.col("lon_b")) * pl.col("lat").radians().cos()
    return (north.pow(2) + east.pow(2)).sqrt() * _KM_PER_DEGREE


def _evidence() -> list[tuple[pl.Expr, pl.Expr]]:
    """(points, words) of each thing that speaks for or against, in the order in which it is told."""
    return [*_of_kind(), *_of_dates(), *_of_place(), *_of_content(), *_against()]


def _of_kind() -> list[tuple[pl.Expr, pl.Expr]]:
    same = pl.col("kind") == pl.col("kind_b")
    narrow = same & pl.col("kind").str.contains(".", literal=True)
    tally = (pl.col("form") == "tally") & (pl.col("shared_figures").list.len() == 0)
    return [
        _point(narrow, 38, pl.lit("same kind")),
        _point(same & ~narrow, 35, pl.lit("same kind")),
        _point(~same, 30, pl.format("{} and {}", "kind", "kind_b")),
        _point(tally, -35, pl.lit("tallies of different size")),
    ]


def _of_dates() -> list[tuple[pl.Expr, pl.Expr]]:
    same = (pl.col("starts") == pl.col("starts_b")) & (pl.col("ends") == pl.col("ends_b"))
    return [
        _point(same, 20, pl.lit("same date")),
        _point(~same & (pl.col("gap") == 0), 12, pl.lit("overlapping dates")),
        _point(pl.col("gap") == 1, 10, pl.lit("a day apart")),
    ]


def _of_place() -> list[tuple[pl.Expr, pl.Expr]]:
    same = pl.col("key") == pl.col("key_b")
    alias = same & (pl.col("spelled") != pl.col("spelled_b")).fill_null(False)
    town = ~pl.col("large") & ~pl.col("large_b")
    contained = pl.col("within") | pl.col("around")
    finer = pl.when("within").then("place").otherwise("place_b")
    wider = pl.coalesce(pl.when("within").then("place_b").otherwise("place"), pl.lit("its country"))
    both = pl.format("{} and {}", "place", "place_b")
    far = same & town & (_kilometres() > _FAR_KM).fill_null(False)
    return [
        _point(same & town & ~alias, 25, pl.lit("same place")),
        _point(same & ~town & ~alias, 12, pl.lit("same wide area")),
        _point(alias, 25, pl.format("{} are one place", both)),
        _point(~same & contained, 12, pl.format("{} lies in {}", finer, wider)),
        _point(~same & ~contained, 20, pl.format("{} differ by a letter", both)),
        _point(far, -35, pl.lit("places of one name far from each other")),
        _point(same & (pl.col("country") != pl.col("country_b")), -15, pl.lit("different countries")),
    ]


def _of_content() -> list[tuple[pl.Expr, pl.Expr]]:
    names, figures = pl.col("shared_names"), pl.col("shared_figures")
    # A small or round number is often said of two happenings.
    telling = figures.list.filter(~pl.element().str.contains(r" (\d\d?|\d0+)(\.0)?$"))
    target = pl.col("target") == pl.col("target_b")
    outcome = pl.col("outcome") == pl.col("outcome_b")
    return [
        _point(target, 5, pl.lit("same target")),
        _point(outcome, 3, pl.lit("same outcome")),
        _point(telling.list.len() > 0, 15, pl.format("both say {}", telling.list.sort().list.first())),
        _point(
            (figures.list.len() > 0) & (telling.list.len() == 0),
            5,
            pl.format("both say {}", figures.list.sort().list.first()),
        ),
        (
            (names.list.len() * 5).clip(0, 15).cast(pl.Int64),
            pl.when(names.list.len() > 0).then(
                pl.format("both name {}", names.list.sort().list.head(3).list.join(", "))
            ),
        ),
    ]


def _against() -> list[tuple[pl.Expr, pl.Expr]]:
    """A series gives another number each day, and one article tells two happenings apart."""
    dated_apart = (pl.col("starts") != pl.col("starts_b")) | (pl.col("ends") != pl.col("ends_b"))
    document = (pl.col("document") == pl.col("document_b")).fill_null(False)
    read_apart = pl.col("scored") & pl.col("scored_b")
    placed_apart = (pl.col("key") != pl.col("key_b")) & ~pl.col("within") & ~pl.col("around")
    teller = (pl.col("said") == pl.col("said_b")).fill_null(False) & ~document
    return [
        _point(pl.col("target") != pl.col("target_b"), -30, pl.lit("different targets")),
        _point(pl.col("outcome") != pl.col("outcome_b"), -5, pl.lit("different outcomes")),
        _point(pl.col("differ") & ~dated_apart, -8, pl.lit("different numbers")),
        _point(pl.col("differ") & dated_apart, -35, pl.lit("different numbers on different days")),
        _point(document & (dated_apart | placed_apart | read_apart), -30, pl.lit("told apart in one document")),
        _point(pl.col("level") & pl.col("level_b") & dated_apart, -20, pl.lit("measured on different days")),
        _point(teller & dated_apart, -10, pl.lit("told apart by one source")),
    ]


def _point(condition: pl.Expr, points: int, words: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    holds = condition.fill_null(False)
    return pl.when(holds).then(pl.lit(points)).otherwise(pl.lit(0)), pl.when(holds).then(words)
