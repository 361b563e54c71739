"""Claims in portions between which nothing runs, so that only some of them have to be in memory as objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

_PORTION: Final = 20_000

Frames = tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]


def portions(standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> tuple[pl.DataFrame, Iterator[Frames]]:
    """The versions of claims that are alone, and the others with their pairs and links, portion by portion."""
    parts = _parts(standing, pairs, links)
    rows = standing.join(parts, on="claim")
    sizes = rows.group_by("part").agg(size=pl.len()).sort("part")
    many = sizes.filter(pl.col("size") > 1)
    told = many.select("part", portion=(pl.col("size").cum_sum() - pl.col("size")) // _PORTION)
    alone = rows.join(told, on="part", how="anti").select(standing.columns)
    place = parts.join(told, on="part").select("claim", "portion")
    return alone, _each(place, standing, pairs, links)


def _each(place: pl.DataFrame, standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> Iterator[Frames]:
    for portion in place["portion"].unique().sort():
        here = place.filter(pl.col("portion") == portion).select("claim")
        yield (
            standing.join(here, on="claim", how="semi"),
            pairs.join(here, left_on="one", right_on="claim", how="semi"),
            links.join(here, left_on="one", right_on="claim", how="semi"),
        )


def _parts(standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """claim, part: what a pair, a link, or equal kind, dates and place connect is one part, over all moments."""
    root: dict[int, int] = {}

    def find(node: int) -> int:
        while root.setdefault(node, node) != node:
            root[node] = node = root[root[node]]
        return node

    same: dict[int, int] = {}
    for claim, equal in standing.select("claim", "same").iter_rows():
        if equal is not None:
            root[find(claim)] = find(same.setdefault(equal, claim))
    for frame in (pairs, links):
        for one, other in frame.select("one", "other").iter_rows():
            root[find(one)] = find(other)
    claims = standing["claim"].unique()
    found = pl.Series("part", [find(claim) for claim in claims], dtype=pl.UInt64)
    return pl.DataFrame({"claim": claims, "part": found})
