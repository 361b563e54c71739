"""From claims to scored pairs, all anew or only around what changed."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import model
from timeline.resolve import blocking, frames
from timeline.resolve.preparing import prepared
from timeline.resolve.scoring import scored

_AT_ONCE: Final = 300_000  # pairs whose words are in memory together
_ORDER: Final = ["one", "other", "known_at", "known_to"]


def pairs(claims: pl.DataFrame, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """PAIRS of the claims (REPORTS) that score at least PROPOSE, ordered by their ids.

    `places` (PLACES) tells what spellings mean and what lies in what; without it only the names speak.
    """
    items = prepared(frames.reports(claims), _known(places))
    return _pairs(items, blocking.blocks(items))


def refreshed(
    before: pl.DataFrame,
    claims: pl.DataFrame,
    left: pl.DataFrame,
    changed: pl.Series,
    places: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The pairs of all claims, made from those there were before some changed: what `pairs` gives, but only what shares
    a block with a changed claim is compared again.

    `claims` (REPORTS) are all claims as they are, `changed` the ids of those that are new, different or gone, `left`
    the versions (REPORTS) that are there no more.
    """
    known = _known(places)
    items = prepared(frames.reports(claims), known)
    found = blocking.blocks(items)
    also = prepared(pl.concat([frames.reports(claims), frames.reports(left)]), known)
    touched = _blocks_of(blocking.blocks(also), also, changed.cast(pl.UInt64))
    around = _claims_in(found, items, touched)
    anew = pl.concat([around, changed.cast(pl.UInt64)]).unique()
    whole = found.join(_blocks_of(found, items, anew), on=blocking.BLOCK, how="semi", nulls_equal=True)
    both = pl.col("one").is_in(anew.implode()) & pl.col("other").is_in(anew.implode())
    return pl.concat([before.filter(~both), _pairs(items, whole).filter(both)]).sort(_ORDER, nulls_last=False)


def _blocks_of(found: pl.DataFrame, items: pl.DataFrame, claims: pl.Series) -> pl.DataFrame:
    mine = items.filter(pl.col("claim").is_in(claims.implode())).select("item")
    return found.join(mine, on="item", how="semi").select(blocking.BLOCK).unique()


def _claims_in(found: pl.DataFrame, items: pl.DataFrame, wanted: pl.DataFrame) -> pl.Series:
    inside = found.join(wanted, on=blocking.BLOCK, how="semi", nulls_equal=True).select("item").unique()
    return items.join(inside, on="item", how="semi")["claim"]


def _pairs(items: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    met = blocking.meetings(found, items)
    told = [scored(part, items) for part in met.iter_slices(_AT_ONCE)]
    return pl.concat([model.empty(frames.PAIRS), *told]).unique().sort(_ORDER, nulls_last=False)


def _known(places: pl.DataFrame | None) -> pl.DataFrame:
    return model.empty(frames.PLACES) if places is None else places
