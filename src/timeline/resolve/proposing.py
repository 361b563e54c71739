"""What a person is asked about: pairs that are alike, but not enough, or that fit several happenings."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.model import Schema
from timeline.resolve.frames import MERGE

PROPOSALS: Final[Schema] = {
    "event": pl.UInt64(),
    "into": pl.UInt64(),
    "one": pl.UInt64(),
    "other": pl.UInt64(),
    "score": pl.Float64(),
    "reason": pl.String(),
}


def proposals(pairs: pl.DataFrame, events: pl.DataFrame, apart: pl.DataFrame | None = None) -> pl.DataFrame:
    """The best pair between any two events that may be one, the highest score first, in PROPOSALS.

    `events`: claim, event as they stand. `apart` (one, other): what a person has said are two, and is not asked again.
    """
    now = pairs.filter(pl.col("known_to").is_null())
    mine = events.select("claim", "event")
    sides = now.join(mine, left_on="one", right_on="claim").join(mine, left_on="other", right_on="claim", suffix="_b")
    open_ = sides.filter(pl.col("event") != pl.col("event_b")).with_columns(
        into=pl.min_horizontal("event", "event_b"), event=pl.max_horizontal("event", "event_b")
    )
    if apart is not None and apart.height:
        settled = _events_apart(apart, mine)
        open_ = open_.join(settled, on=["event", "into"], how="anti")
    several = pl.when(pl.col("score") >= MERGE).then(pl.lit("; may be another one as well")).otherwise(pl.lit(""))
    best = open_.sort("score", "one", "other", descending=[True, False, False]).unique(
        ["event", "into"], keep="first", maintain_order=True
    )
    return best.with_columns(reason=pl.col("reason") + several).select(list(PROPOSALS))


def _events_apart(apart: pl.DataFrame, mine: pl.DataFrame) -> pl.DataFrame:
    pairs = apart.join(mine, left_on="one", right_on="claim").join(mine, left_on="other", right_on="claim", suffix="_b")
    return pairs.select(
        event=pl.max_horizontal("event", "event_b"), into=pl.min_horizontal("event", "event_b")
    ).unique()
