"""Others' tallies of happenings beside our own count of the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from timeline.counts import words
from timeline.counts.spanned import coverage_of, spans
from timeline.model import BESIDE, conform, empty

_WHOLE: Final = r"(?i)^(?:the )?(?:whole|all|total|entire|nationwide|countrywide)\b"
_OF: Final = ("kind", "target", "place", "country")


def beside(
    figures: pl.DataFrame,
    events: pl.DataFrame,
    kinds: pl.DataFrame,
    declared: pl.DataFrame,
    *,
    countries: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """The tallies of happenings among FIGURES that stand, as BESIDE: each with our certain to possible count, out of
    EVENTS, of the same kind, target, place and days.

    `kinds` (KINDS) says by its plurals which units count happenings; tallies of persons or cities are left out. Where
    the scope is no target of ours, or the beginning is not known, the row is there, but not comparable.
    `declared` is the coverage (kind, day, state); `countries` are names by code.
    """
    tallies = figures.filter(
        (pl.col("form") == "tally") & pl.col("state").is_in(["stands", "denied"]) & ~pl.col("derived")
    )
    if tallies.is_empty():
        return empty(BESIDE)
    asked = _asked(tallies, kinds, sorted(events["target"].drop_nulls().unique()), countries or {})
    if asked.is_empty():
        return empty(BESIDE)
    fit = asked.filter("comparable").partition_by([*_OF, "whole"], maintain_order=True)
    counted = [_counted(part, events, declared, countries or {}) for part in fit]
    told = pl.concat([*counted, asked.filter(~pl.col("comparable"))], how="diagonal")
    said = [_told(row) for row in told.iter_rows(named=True)]
    return conform(told.with_columns(told=pl.Series(said, dtype=pl.String)), BESIDE).sort(
        "kind", "starts", "ends", "speaker", "claim_id", nulls_last=True
    )


def _asked(
    tallies: pl.DataFrame, kinds: pl.DataFrame, targets: list[str], countries: Mapping[str, str]
) -> pl.DataFrame:
    """Which happenings each tally counts, and whether it counts happenings."""
    plurals = kinds.select("kind", nouns=pl.col("plural").str.to_lowercase().str.extract_all(r"\w+"))
    as_target = pl.col("scope").str.to_lowercase().str.replace_all(" ", "_").str.strip_suffix("s")
    whole = pl.col("scope").str.contains(_WHOLE).fill_null(True)
    named = pl.coalesce("target", pl.when(as_target.is_in(targets)).then(as_target))
    country = pl.col("country").replace_strict(dict(countries), default=None, return_dtype=pl.String)
    rows = tallies.join(plurals, on="kind", how="left", maintain_order="left").with_columns(target=named)
    happenings = pl.col("nouns").list.contains(pl.col("unit").str.to_lowercase()).fill_null(False)
    dated = pl.col("starts").is_not_null() & pl.col("ends").is_not_null()
    begun = (pl.col("basis") == "flow") | ((pl.col("basis") == "since") & (pl.col("starts") < pl.col("ends")))
    plain = pl.all_horizontal(pl.col("direction", "who").is_null())
    return rows.filter(happenings).with_columns(
        whole=pl.col("place").is_null() | pl.col("place").str.starts_with(country).fill_null(False),
        comparable=dated & begun & plain & (whole | named.is_not_null()),
    )


def _counted(
    part: pl.DataFrame, events: pl.DataFrame, declared: pl.DataFrame, countries: Mapping[str, str]
) -> pl.DataFrame:
    """Our count of the happenings that these tallies count, each in its own days."""
    one = part.row(0, named=True)
    ours = events
    if one["target"]:
        ours = ours.filter(pl.col("target") == one["target"])
    if one["country"]:
        ours = ours.filter(pl.col("country") == one["country"])
    if not one["whole"]:
        ours = ours.filter(pl.col("place").str.to_lowercase() == one["place"].lower())
    found = spans(ours, kinds=[one["kind"]])
    days = coverage_of(declared, [one["kind"]]).filter(pl.col("coverage") != "undeclared")
    rows = [_band(found, days, *edges) for edges in part.select("starts", "ends").iter_rows()]
    where = countries.get(one["country"] or "", one["country"]) if one["whole"] else one["place"]
    filtered = [one["kind"], f"target {one['target']}" if one["target"] else "", f"in {where}" if where else ""]
    return part.with_columns(pl.DataFrame(rows), counted=pl.lit(", ".join(filter(None, filtered))))


def _band(found: pl.DataFrame, days: pl.DataFrame, first: date, last: date) -> dict[str, int]:
    sure = (pl.col("starts_by") <= last) & (pl.col("ends_from") >= first)
    maybe = (pl.col("starts") <= last) & (pl.col("ends") >= first)
    within = days.filter(pl.col("day").is_between(first, last))
    gaps = int((within["coverage"] == "gap").sum())
    return {
        "certain": int(found.filter(sure)["n"].sum()),
        "possible": int(found.filter(maybe)["n"].sum()),
        "covered": within.height - gaps,
        "gaps": gaps,
        "undeclared": (last - first).days + 1 - within.height,
    }


def _told(row: dict[str, Any]) -> str:
    """`our list 18, Meduza's tally 17`."""
    whose, number = _whose(row["speaker"] or row["publisher"]), (row["number"], row["bound"], row["low"], row["high"])
    theirs = f"{whose} tally {words.bounded(*number)}"
    if not row["comparable"]:
        return f"{theirs}; our list has no count of the same"
    sure, maybe = row["certain"], row["possible"]
    ours = words.number(sure) if sure == maybe else f"{words.number(sure)} to {words.number(maybe)}"
    return f"our list {ours}, {theirs}"


def _whose(name: str | None) -> str:
    if not name:
        return "another"
    return f"{name}'" if name.endswith("s") else f"{name}'s"
