"""Which names of places may mean the same place: equal, alias, garbled, or one within the other."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.model import conform
from timeline.resolve.frames import PLACES

_GARBLED_FROM: Final = 7  # shorter names that differ in a letter are usually two places
_LONGEST: Final = 40
_LARGE_WORDS: Final = r"\b(region|oblast|krai|kray|republic|province|state|district|county|territory|border|area)\b"
_EMPTY_WORDS: Final = r"\b(the|city|town|village|of|near|in)\b"


def place_key(name: pl.Expr) -> pl.Expr:
    """The letters and digits of a name, in small letters, without accents and words that say nothing."""
    plain = name.str.to_lowercase().str.normalize("NFKD").str.replace_all(r"\p{M}", "")
    short = plain.str.replace_all(_EMPTY_WORDS, "").str.replace_all(r"[^\p{L}\p{N}]", "")
    whole = plain.str.replace_all(r"[^\p{L}\p{N}]", "")
    return pl.when(short == "").then(whole).otherwise(short)


def understood(named: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """Each place and country of the frame with key, parents (keys), large, and whether the gazetteer knows it.

    Columns: place, country, spelled, key, parents, large, known, here_lat, here_lon. "Gai, Orenburg region" is Gai,
    which lies in Orenburg region.
    """
    gazetteer = _gazetteer(places)
    distinct = named.select("place", "country").unique()
    parts = pl.col("place").str.split(",")
    rows = distinct.with_columns(
        spelled=place_key(parts.list.first()),
        around=parts.list.slice(1).list.eval(place_key(pl.element())),
        whole=place_key(pl.col("place")),
        country_key=pl.lit("country:") + pl.col("country"),
    )
    rows = _looked_up(_looked_up(rows, "whole", gazetteer), "spelled", gazetteer, "_part")
    told = [pl.coalesce(name, f"{name}_part").alias(name) for name in ("name", "here_lat", "here_lon", "large_there")]
    within = [pl.col(name).fill_null([]) for name in ("parents_there", "parents_there_part", "around")]
    known = pl.col("name").is_not_null()
    rows = rows.with_columns(*told).with_columns(
        key=pl.coalesce("name", "spelled", "country_key"),
        known=known,
        large=pl.coalesce(
            "large_there", pl.col("place").str.split(",").list.first().str.contains(f"(?i){_LARGE_WORDS}")
        )
        | pl.col("place").is_null(),
        parents=pl.concat_list(*within, pl.concat_list("country_key")).list.drop_nulls().list.unique().list.sort(),
    )
    own = rows.with_columns(parents=pl.col("parents").list.set_difference(pl.concat_list("key")))
    return own.select("place", "country", "spelled", "key", "parents", "large", "known", "here_lat", "here_lon")


def _looked_up(rows: pl.DataFrame, name: str, gazetteer: pl.DataFrame, suffix: str = "") -> pl.DataFrame:
    """What is known of the name in the row's country; else what is known of it wherever it is named."""
    told = gazetteer.columns[2:]
    there = rows.with_columns(named_in=pl.col("country").fill_null("")).join(
        gazetteer, left_on=[name, "named_in"], right_on=["spelling", "named_in"], how="left", suffix=suffix
    )
    anywhere = gazetteer.filter(pl.col("named_in").is_null()).drop("named_in")
    both = there.join(anywhere, left_on=name, right_on="spelling", how="left", suffix="_anywhere")
    mine = {each: each + suffix if each in rows.columns else each for each in told}
    here = [pl.coalesce(mine[each], f"{each}_anywhere").alias(mine[each]) for each in told]
    return both.with_columns(here).drop("named_in", *(f"{each}_anywhere" for each in told))


def _gazetteer(places: pl.DataFrame) -> pl.DataFrame:
    rows = conform(places, PLACES).select(
        spelling=place_key(pl.col("place")),
        named_in="country",
        name=place_key(pl.coalesce("name", "place")),
        parents_there=pl.col("parents").list.eval(place_key(pl.element())),
        here_lat="lat",
        here_lon="lon",
        large_there="large",
    )
    return rows.sort("spelling", "name").unique(["spelling", "named_in"], keep="first", maintain_order=True)


def garbled(keys: pl.DataFrame) -> pl.DataFrame:
    """Names that differ by one letter, or by one left out of each: a, known, b, in both directions.

    `keys`: key, known. Two names that the gazetteer both knows are two places. Compared by the names that remain when
    a letter is left out, never pair by pair.
    """
    length = pl.col("key").str.len_chars()
    fit = ~pl.col("key").str.contains(":", literal=True) & length.is_between(_GARBLED_FROM, _LONGEST)
    long = keys.select("key", "known").unique().filter(fit)
    spot = pl.int_ranges(0, length, dtype=pl.Int64)
    without = (
        long.with_columns(spot=spot)
        .explode("spot")
        .with_columns(left=pl.col("key").str.slice(0, pl.col("spot")) + pl.col("key").str.slice(pl.col("spot") + 1))
    )
    both = pl.concat(
        [without.select("key", "known", "left"), long.with_columns(left="key").select("key", "known", "left")]
    )
    pairs = both.unique().join(both.unique(), on="left", suffix="_b")
    apart = (pl.col("key") != pl.col("key_b")) & ~(pl.col("known") & pl.col("known_b"))
    alike = pl.col("key").str.slice(0, 1) == pl.col("key_b").str.slice(0, 1)
    return pairs.filter(apart & alike).select("known", a="key", b="key_b").unique()
