"""From claims to scored pairs, all anew or only around what changed."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import model
from timeline.resolve import blocking, frames
from timeline.resolve.preparing import prepared
from timeline.resolve.scoring import scored

_AT_ONCE: Final = 50_000  # pairs whose words are in memory together
_ORDER: Final = ["one", "other", "known_at", "known_to"]


def pairs(claims: pl.DataFrame, places: pl.DataFrame | None = None) -> pl.DataFrame:
    """PAIRS of the claims (REPORTS) that score at least PROPOSE, ordered by their ids.

    `places` (PLACES) tells what spellings mean and what lies in what; without it only the names speak.
    """
    items = prepared(frames.reports(claims), _known(places))
    return _pairs(items, blocking.blocks(items))


def refreshed(
    claims: pl.DataFrame, left: pl.DataFrame, changed: pl.Series, places: pl.DataFrame | None = None
) -> tuple[pl.DataFrame, pl.Series]:
    """The pairs (PAIRS) that are to be compared again after some claims changed, and the claims that are compared among
    themselves: those that stand in blocks so full that the change decides who meets whom.

    They take the place of all pairs with a claim that changed, and of all between two claims of the latter. `claims`
    (REPORTS) are all claims as they are, `changed` the ids of those that are new, different or gone, `left` the
    versions (REPORTS) that are there no more. Claims of which the blocks of changed ones, and the blocks of whoever
    stands in those, hold none may be left out.
    """
    known = _known(places)
    items = prepared(frames.reports(claims), known)
    found = blocking.blocks(items)
    also, whenever = items, found
    if left.height:
        also = prepared(pl.concat([frames.reports(claims), frames.reports(left)]), known)
        whenever = blocking.blocks(also)
    ids = changed.cast(pl.UInt64)
    touched = _blocks_of(whenever, also, ids)
    full = touched.join(blocking.unsteady(whenever), on=blocking.BLOCK, how="semi", nulls_equal=True)
    around = _claims_in(found, items, full).unique()
    wanted = pl.concat([touched, _blocks_of(found, items, around)]).unique()
    whole = found.join(wanted, on=blocking.BLOCK, how="semi", nulls_equal=True)
    return _pairs(items, whole, ids, around), around


def _any_or_both(one: str, other: str, ids: pl.Series, around: pl.Series) -> pl.Expr:
    either = pl.col(one).is_in(ids.implode()) | pl.col(other).is_in(ids.implode())
    return either | (pl.col(one).is_in(around.implode()) & pl.col(other).is_in(around.implode()))


def _blocks_of(found: pl.DataFrame, items: pl.DataFrame, claims: pl.Series) -> pl.DataFrame:
    mine = items.filter(pl.col("claim").is_in(claims.implode())).select("item")
    return found.join(mine, on="item", how="semi").select(blocking.BLOCK).unique()


def _claims_in(found: pl.DataFrame, items: pl.DataFrame, wanted: pl.DataFrame) -> pl.Series:
    inside = found.join(wanted, on=blocking.BLOCK, how="semi", nulls_equal=True).select("item").unique()
    return items.join(inside, on="item", how="semi")["claim"]


def _pairs(
    items: pl.DataFrame, found: pl.DataFrame, ids: pl.Series | None = None, around: pl.Series | None = None
) -> pl.DataFrame:
    """Of all that meet; or of those of `ids` with whomever they meet, and of those of `around` among themselves."""
    made = [model.empty(frames.PAIRS)]
    for root in found["root"].unique().sort():
        met = blocking.meetings(found.filter(pl.col("root") == root), items)
        if ids is not None and around is not None:
            met = _wanted(met, items, ids, around)
        made += [scored(part, items) for part in met.iter_slices(_AT_ONCE)]
    # None is told twice, for each two versions meet once and no two of a claim hold at one time: no copy to make sure.
    return pl.concat(made, rechunk=False).sort(_ORDER, nulls_last=False)


def _wanted(met: pl.DataFrame, items: pl.DataFrame, ids: pl.Series, around: pl.Series) -> pl.DataFrame:
    told = items.select("item", "claim")
    named = met.join(told, on="item").join(told, left_on="item_b", right_on="item", suffix="_b")
    return named.filter(_any_or_both("claim", "claim_b", ids, around)).select("item", "item_b")


def _known(places: pl.DataFrame | None) -> pl.DataFrame:
    return model.empty(frames.PLACES) if places is None else places
