"""Events as spans: between which days each began and ended, summed by series. Counts are made of nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from timeline.errors import UsageError, unknown_name
from timeline.model import COUNT_COVERAGE, COUNT_SPANS, conform

BY: Final = ("kind", "subkind", "target", "place", "country", "speaker", "all")
EVER: Final = date(1, 1, 1)
NEVER: Final = date(9999, 12, 31)
NOT_GIVEN: Final = "not given"
ALL: Final = "events"


def spans(
    events: pl.DataFrame,
    *,
    by: str = "kind",
    kinds: Sequence[str] = (),
    statuses: Sequence[str] = ("asserted",),
    forms: Sequence[str] = ("incident",),
    under_way: bool = False,
    speakers: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Events (schema EVENTS) as COUNT_SPANS: each from the earliest to the latest day of its beginning, or of all the
    days on which it may be under way.

    `by` names what makes a series: kind (the first of `kinds` it falls under, else its own), subkind (its own kind),
    target, place, country, all, or speaker, which needs `speakers` (event_id, speaker): an event that two of them
    report counts for each. Raises UsageError for an unknown `by`, and for speaker without speakers.
    """
    if by not in BY:
        raise unknown_name("way to count by", by, BY)
    meant = events.filter(
        pl.col("status").is_in(list(statuses))
        & pl.col("form").is_in(list(forms))
        & pl.any_horizontal(pl.col("starts", "ends").is_not_null())
        & (_under(kinds).is_not_null() if kinds else pl.lit(True))
    )
    if by == "speaker":
        if speakers is None:
            raise UsageError("counting by speaker needs the speakers of the events")
        said = speakers.select("event_id", "speaker").unique()
        meant = meant.join(said, on="event_id", how="left")
    found = meant.with_columns(series=_series(by, kinds), **(_days() if under_way else _onset()))
    if not under_way:
        found = found.with_columns(lasting=pl.lit(False))
    keys = [name for name in COUNT_SPANS if name != "n"]
    return conform(found.group_by(keys).agg(n=pl.len()), COUNT_SPANS).sort(keys)


def _under(kinds: Sequence[str]) -> pl.Expr:
    """The first of the kinds that a kind is, or is a sub-kind of."""
    one = pl.col("kind")
    return pl.coalesce(pl.when((one == kind) | one.str.starts_with(f"{kind}.")).then(pl.lit(kind)) for kind in kinds)


def _series(by: str, kinds: Sequence[str]) -> pl.Expr:
    if by == "kind":
        return _under(kinds) if kinds else pl.col("kind")
    if by == "all":
        return pl.lit(ALL)
    return pl.col("kind" if by == "subkind" else by).fill_null(NOT_GIVEN)


def _onset() -> dict[str, pl.Expr]:
    """It began once: some day from the earliest to the latest."""
    first, last = _earliest(), _latest_start()
    return {"starts": first, "starts_by": last, "ends_from": first, "ends": last}


def _days() -> dict[str, pl.Expr]:
    lasting = pl.col("lasting").fill_null(False)
    over = pl.coalesce("ends_from", "ends", "starts", pl.lit(EVER))
    return {
        "starts": _earliest(),
        "starts_by": _latest_start(),
        "ends_from": pl.when(lasting).then(over).otherwise(_earliest()),
        "ends": pl.col("ends").fill_null(NEVER),
        "lasting": lasting,
    }


def _earliest() -> pl.Expr:
    return pl.col("starts").fill_null(EVER)


def _latest_start() -> pl.Expr:
    begun = pl.coalesce("starts_by", "starts", "ends")
    return pl.when(pl.col("lasting").fill_null(False)).then(begun).otherwise(pl.col("ends")).fill_null(NEVER)


def coverage_of(declared: pl.DataFrame, kinds: Sequence[str], series: Sequence[str] | None = None) -> pl.DataFrame:
    """What is declared (columns kind, day, state) about the days of series, as COUNT_COVERAGE.

    Without `series` each of the kinds is one, with the coverage of that kind or a kind above it. Otherwise each series
    counts all of the kinds: a day is covered where all are, a gap where all are, else undeclared; broken where any is.
    """
    wanted = pl.DataFrame({"kind": list(kinds)}, schema={"kind": pl.String()}).unique(maintain_order=True)
    told = declared.select(above="kind", day="day", gap=pl.col("state") == "gap")
    pairs = wanted.join(told.select("above").unique(), how="cross").filter(
        (pl.col("kind") == pl.col("above")) | pl.col("kind").str.starts_with(pl.col("above") + pl.lit("."))
    )
    days = pairs.join(told, on="above").group_by("kind", "day").agg(gap=pl.col("gap").all())
    if series is None:
        found = days.select(series="kind", day="day", coverage=_state(pl.col("gap"), ~pl.col("gap")), broken="gap")
    else:
        gaps, of = pl.col("gap").sum(), wanted.height
        state = _state(gaps == of, (pl.len() == of) & (gaps == 0))
        each = days.group_by("day").agg(coverage=state, broken=gaps > 0)
        found = pl.DataFrame({"series": list(series)}, schema={"series": pl.String()}).join(each, how="cross")
    return conform(found, COUNT_COVERAGE).sort("series", "day")


def _state(gap: pl.Expr, covered: pl.Expr) -> pl.Expr:
    return pl.when(gap).then(pl.lit("gap")).when(covered).then(pl.lit("covered")).otherwise(pl.lit("undeclared"))
