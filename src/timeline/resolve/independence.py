"""How many independent sources an event has: one wire in many outlets is one."""

from __future__ import annotations

from typing import Final

import polars as pl

_WORDS_ALIKE: Final = 0.8
_MIN_WORDS: Final = 6


def sources(claims: pl.DataFrame) -> pl.DataFrame:
    """event, sources (independent ones), tellers (all who are named), ordered by event.

    `claims`: event, claim, feed, speaker, carrier, publisher, quote. Who says it counts; without a speaker who passed
    it on, then where it was read. Tellers whose sentences share four in five words tell one text.
    """
    told = claims.select(
        "event", "claim", "quote", teller=pl.coalesce("speaker", "carrier", "publisher", "feed").str.to_lowercase()
    )
    counted = told.group_by("event").agg(tellers=pl.col("teller").n_unique())
    copied = _copies(told)
    fewer = told.join(copied, on=["event", "teller"], how="left").with_columns(origin=pl.coalesce("origin", "teller"))
    independent = fewer.group_by("event").agg(sources=pl.col("origin").n_unique())
    return independent.join(counted, on="event").sort("event")


def _copies(told: pl.DataFrame) -> pl.DataFrame:
    """event, teller, origin: the first of the tellers of the same text, where a teller tells that of another."""
    words = told.with_columns(
        words=pl.col("quote").str.to_lowercase().str.extract_all(r"[\p{L}\p{N}]+").list.unique().list.sort()
    ).filter(pl.col("words").list.len() >= _MIN_WORDS)
    several = words.filter(pl.col("teller").n_unique().over("event") > 1)
    rows = several.select("event", "teller", "words").unique(["event", "teller", "words"])
    # Texts that are alike share one of their longest words: only those meet.
    met = rows.with_columns(
        rare=pl.col("words").list.eval(pl.element().sort_by(pl.element().str.len_chars(), descending=True).head(3))
    ).explode("rare")
    both = met.join(met, on=["event", "rare"], suffix="_b").filter(pl.col("teller_b") < pl.col("teller"))
    shared = pl.col("words").list.set_intersection("words_b").list.len()
    all_ = pl.col("words").list.set_union("words_b").list.len()
    alike = both.filter(shared / all_ >= _WORDS_ALIKE)
    return alike.group_by("event", "teller").agg(origin=pl.col("teller_b").min())
