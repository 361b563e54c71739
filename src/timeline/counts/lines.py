"""Reported numbers in the series in which they may be compared, and what has become of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from timeline.model import FIGURES, REPORTED, conform

# Numbers that differ in one of these have no line in common.
KEY: Final = ("kind_of", "measure", "basis", "direction", "who", "scope", "unit", "place", "country", "begin", "length")
_WHOLE: Final = r"(?i)^(?:the )?(?:whole|all|total|entire|nationwide|countrywide)\b"
_ALL: Final = ("all", "everyone", "total")
_SAID: Final = (*KEY, "voice", "starts", "ends", "at_start")


def figures(reported: pl.DataFrame, *, countries: Mapping[str, str] | None = None) -> pl.DataFrame:
    """REPORTED rows that have a number and a day, as FIGURES: in their series, each with its state and the rule for it.

    A series has one measure, basis, direction, who, scope, unit, place and country; cumulative numbers of different
    beginnings are different series, and so are flows of a day and of longer. A later figure of the same speaker for the
    same days replaces the earlier one, whichever carrier brought it: state corrected, or refined where it lies within
    the earlier bound, or repeated where it is the same. `countries` are names by code, by which a place is known to be
    the whole of its country; `part_of` names the series that has all of what this one has a part of.
    """
    given = conform(reported, REPORTED).with_columns(number=pl.coalesce("value", "low", "high"))
    given = given.filter(pl.col("number").is_finite() & pl.any_horizontal(pl.col("starts", "ends").is_not_null()))
    keyed = given.with_columns(_bound(), **_key()).with_columns(series=_name())
    stated = _stated(keyed).with_columns(derived=pl.lit(False))
    return with_parts(stated, countries or {})


def with_parts(keyed: pl.DataFrame, countries: Mapping[str, str]) -> pl.DataFrame:
    """The figures with `part_of`, in their order: by series and time, those who differ side by side."""
    told = keyed.join(_parts(keyed, countries), on="series", how="left", maintain_order="left")
    order = ["series", "starts", "ends", "published_at", "speaker", "number", "claim_id"]
    return conform(told, FIGURES).sort(order, nulls_last=True)


def named(rows: pl.DataFrame) -> pl.DataFrame:
    """FIGURES rows with the columns of their key and their series anew, for numbers of another basis."""
    return rows.with_columns(**_key()).with_columns(series=_name())


def _bound() -> pl.Expr:
    value, low, high = pl.col("value"), pl.col("low"), pl.col("high")
    least = high.is_null() & low.is_not_null() & (value.is_null() | (value == low))
    most = low.is_null() & high.is_not_null() & (value.is_null() | (value == high))
    ranged = pl.any_horizontal(low.is_not_null(), high.is_not_null()) & (low.ne_missing(high) | (low != value))
    told = pl.when(least).then(pl.lit("least")).when(most).then(pl.lit("most")).when(ranged).then(pl.lit("range"))
    return told.otherwise(pl.lit("exact")).alias("bound")


def _key() -> dict[str, pl.Expr]:
    one_day = pl.col("starts") == pl.col("ends")
    flow, since = pl.col("basis") == "flow", pl.col("basis") == "since"
    return {
        "kind_of": pl.col("kind").str.split(".").list.first(),
        "begin": pl.when(since & ~one_day).then(pl.col("starts")),
        "length": pl.when(flow).then(pl.when(one_day).then(pl.lit("day")).otherwise(pl.lit("period"))),
        "voice": pl.col("speaker").str.strip_chars().str.to_lowercase(),
        "told_at": pl.coalesce("published_at", "known_at"),
    }


def _name() -> pl.Expr:
    """The series in words; every part has a sign of its own, so that two series never have one name."""
    way = pl.col("direction").replace({"in": " in", "out": " out"}).fill_null("")
    timing = (
        pl.when(pl.col("begin").is_not_null())
        .then(pl.lit("since ") + pl.col("begin").dt.to_string("%Y-%m-%d"))
        .when(pl.col("length") == "day")
        .then(pl.lit("in a day"))
        .when(pl.col("length") == "period")
        .then(pl.lit("in a period"))
        .otherwise(
            pl.col("basis").replace({"since": "since an unknown day", "stock": "at a moment", "target": "planned"})
        )
    )
    measure = pl.coalesce("measure", pl.lit("number"))
    return pl.concat_str(
        pl.col("kind_of").fill_null("") + pl.lit(": ") + measure + way,
        _part("unit", " [", "]"),
        pl.lit(", ") + timing.fill_null("basis not given"),
        _part("who", "; of ", ""),
        _part("scope", " (", ")"),
        _part("place", "; at ", ""),
        _part("country", " <", ">"),
    )


def _part(name: str, before: str, after: str) -> pl.Expr:
    return (pl.lit(before) + pl.col(name) + pl.lit(after)).fill_null("")


def _stated(keyed: pl.DataFrame) -> pl.DataFrame:
    """Each figure's state: what the same speaker said last about the same days stands."""
    rows = keyed.with_row_index("row").sort("told_at", "claim_id", "number", "bound", "row", nulls_last=True)
    plain = (pl.col("modality").is_in(["asserted", "planned"]) | pl.col("modality").is_null()) & ~pl.col("superseded")
    live = rows.filter(plain & pl.col("voice").is_not_null())
    last = live.filter(pl.col("told_at") == pl.col("told_at").max().over(_SAID))
    newest = last.group_by(_SAID, maintain_order=True).agg(
        new=pl.col("number").first(),
        new_bound=pl.col("bound").first(),
        new_claim=pl.col("claim_id").first(),
        new_row=pl.col("row").first(),
        new_at=pl.col("told_at").first(),
    )
    joined = rows.join(newest, on=list(_SAID), how="left", nulls_equal=True)
    same = (pl.col("number") == pl.col("new")) & (pl.col("bound") == pl.col("new_bound"))
    earlier = pl.col("told_at") < pl.col("new_at")
    within = (
        ((pl.col("bound") == "least") & (pl.col("new") >= pl.col("number")))
        | ((pl.col("bound") == "most") & (pl.col("new") <= pl.col("number")))
        | ((pl.col("bound") == "range") & pl.col("new").is_between(pl.col("low"), pl.col("high")))
    )
    state = (
        pl.when(pl.col("superseded"))
        .then(pl.lit("corrected"))
        .when(~plain)
        .then(pl.col("modality"))
        .when(pl.col("new").is_null() | (pl.col("row") == pl.col("new_row")))
        .then(pl.lit("stands"))
        .when(same)
        .then(pl.lit("repeated"))
        .when(earlier & within.fill_null(False))
        .then(pl.lit("refined"))
        .when(earlier)
        .then(pl.lit("corrected"))
        .otherwise(pl.lit("stands"))
    )
    return _ruled(joined.with_columns(state=state))


def _ruled(rows: pl.DataFrame) -> pl.DataFrame:
    """With the claim that replaces it, and the reason in words."""
    replaced = pl.col("state").is_in(["corrected", "refined", "repeated"])
    by = pl.when(pl.col("superseded")).then(pl.col("claim_id")).otherwise(pl.col("new_claim"))
    rule = (
        pl.when(pl.col("superseded"))
        .then(pl.lit("a later version of the same claim has another figure"))
        .when(pl.col("state") == "corrected")
        .then(pl.lit("the same speaker later gave another figure for the same days"))
        .when(pl.col("state") == "refined")
        .then(pl.lit("the same speaker later gave a figure within this bound"))
        .when(pl.col("state") == "repeated")
        .then(pl.lit("the same speaker gave the same figure again"))
    )
    return rows.with_columns(replaced_by=pl.when(replaced).then(by), rule=rule)


def _parts(rows: pl.DataFrame, countries: Mapping[str, str]) -> pl.DataFrame:
    """(series, part_of): the series with the whole of what a series has a part of, the widest of several."""
    same = ["kind_of", "measure", "basis", "direction", "unit", "country", "begin", "length"]
    country = pl.col("country").replace_strict(dict(countries), default=None, return_dtype=pl.String)
    each = rows.unique("series").select(
        *same,
        "series",
        "who",
        "scope",
        "place",
        all_who=pl.col("who").str.to_lowercase().is_in(_ALL).fill_null(False),
        all_scope=pl.col("scope").str.contains(_WHOLE).fill_null(True),
        all_place=(pl.col("place").is_null() | pl.col("place").str.starts_with(country)).fill_null(False),
    )
    pairs = each.join(each, on=same, how="inner", nulls_equal=True, suffix="_w")
    who = pl.col("who").eq_missing(pl.col("who_w")) | (pl.col("all_who_w") & ~pl.col("all_who"))
    wider = pl.col("all_place_w") & ~pl.col("all_place") & pl.col("all_scope_w")
    scope = pl.col("scope").eq_missing(pl.col("scope_w")) | (pl.col("all_scope_w") & ~pl.col("all_scope"))
    inside = pairs.filter((pl.col("series") != pl.col("series_w")) & who & (wider | (_same_place() & scope)))
    width = pl.sum_horizontal("all_place_w", "all_scope_w", "all_who_w")
    widest = inside.sort(width, "series_w", descending=[True, False])
    return widest.group_by("series", maintain_order=True).agg(part_of=pl.col("series_w").first())


def _same_place() -> pl.Expr:
    return pl.col("place").eq_missing(pl.col("place_w"))
