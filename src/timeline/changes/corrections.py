"""New reports in which a speaker corrects a figure of theirs for the same days, whichever carrier brought it."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import model
from timeline.changes import figures
from timeline.changes.wording import source

_SAME: Final = ("_voice", "_kind", "form", "place", "country", "starts", "ends", "at_start", *figures.SERIES)
_KEPT: Final = ("claim_id", "event_id", "feed", "speaker", "carrier", "publisher", "published_at", "known_at")


def of_others(fresh: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """A line for each new claim with another number of the same series, speaker and days than a claim that was held
    then and still stands; it rests on both.
    """
    standing = before.join(after.select("claim_id"), on="claim_id", how="semi")
    older = _numbers(standing).rename({name: f"then_{name}" for name in (*figures.NUMBERS, *_KEPT)})
    pairs = _numbers(fresh).join(older, on=list(_SAME), how="inner", nulls_equal=True)
    told, said = pl.coalesce("published_at", "known_at"), pl.coalesce("then_published_at", "then_known_at")
    last = pairs.filter(told >= said).sort(said, "then_claim_id").unique(["claim_id", *figures.SERIES], keep="last")
    other = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"then_{name}")) for name in figures.NUMBERS)
    moved = last.filter(other)
    both = moved.group_by("claim_id").agg(
        then_claims=pl.col("then_claim_id").unique(maintain_order=True),
        then_event=pl.col("then_event_id").first(),
        former=source("then_").first(),
        quantities=_number(""),
        then_quantities=_number("then_"),
    )
    return _lines(fresh.drop("quantities").join(both, on="claim_id", how="inner", maintain_order="left"))


def _number(prefix: str) -> pl.Expr:
    """The number of a row as one of a claim; the series is that of both."""
    parts = {name: f"{prefix}{name}" if name in figures.NUMBERS else name for name in model.QUANTITY_FIELDS}
    return pl.struct([pl.col(column).alias(name) for name, column in parts.items()])


def _numbers(claims: pl.DataFrame) -> pl.DataFrame:
    """The numbers of claims that say something plainly, a row each, with what makes them comparable."""
    plain = pl.col("modality").fill_null("asserted").is_in(["asserted", "planned"]) & pl.col("speaker").is_not_null()
    rows = claims.filter(plain & pl.any_horizontal(pl.col("starts", "ends").is_not_null()))
    rows = rows.with_columns(
        _voice=pl.col("speaker").str.strip_chars().str.to_lowercase(), _kind=pl.col("kind").str.split(".").list.first()
    )
    held = rows.drop("value").explode("quantities").drop_nulls("quantities").unnest("quantities")
    return held.select(*(name for name in _SAME if name not in _KEPT), *figures.NUMBERS, *_KEPT)


def _lines(found: pl.DataFrame) -> pl.DataFrame:
    told = found.join(figures.told(found), on="claim_id", how="inner", maintain_order="left")
    return told.with_columns(
        change=pl.lit("revised"),
        about=pl.lit("claim"),
        claim_ids=pl.concat_list(pl.concat_list("claim_id"), "then_claims"),
        event_ids=pl.concat_list("event_id", "then_event").list.unique(maintain_order=True),
        fields=pl.lit(["quantities"], dtype=pl.List(pl.String)),
        before=pl.col("figures_before"),
        after=pl.col("figures_after"),
        what=pl.format("{} in a later report", "figures"),
        dated=pl.lit(True),
    )
