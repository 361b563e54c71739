"""What wants a person's eye, ordered by the harm that an error would do: importance times doubt."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import resolve
from timeline.desk.records import ACCEPTED
from timeline.model import Schema
from timeline.report.database import Database
from timeline.report.decided import second_looks

_SURE: Final = 0.6
_CHANGED: Final = 0.9
_DOUBTED: Final = 0.7

# One thing to decide a row. sort: merge (may two events be one), second look (a correction whose origin has changed),
# doubt (what a machine read and doubts). ids: the events or the claim it is about; harm: from 0 to 3; command: what
# would settle it.
QUEUE: Final[Schema] = {
    "sort": pl.String(),
    "harm": pl.Float64(),
    "ids": pl.List(pl.String()),
    "title": pl.String(),
    "why": pl.String(),
    "score": pl.Float64(),
    "quote": pl.String(),
    "command": pl.String(),
}


def queue(database: Database) -> pl.DataFrame:
    """All that is to be looked at, in QUEUE, the most harmful first."""
    claims = database.sql("SELECT CAST('0x' || claim_id[2:] AS UBIGINT) AS number, * FROM claims").with_columns(
        weight=4 - pl.col("importance").fill_null(3)
    )
    parts = [_merges(database, claims), _looks(database, claims), _doubts(database, claims)]
    rows = pl.concat([part.select(pl.col(name).cast(dtype) for name, dtype in QUEUE.items()) for part in parts])
    return rows.sort("harm", "sort", "title", descending=[True, False, False], nulls_last=True)


def _merges(database: Database, claims: pl.DataFrame) -> pl.DataFrame:
    """Pairs of events that may be one; nearest to the threshold is the greatest doubt."""
    events = database.sql("SELECT claim, event FROM base.claim WHERE live")
    apart = database.sql("SELECT one, other FROM base.link WHERE NOT together AND known_to IS NULL")
    asked = resolve.proposals(database.sql("FROM base.pair"), events, apart)
    side = claims.select("number", "title", "quote", "weight")
    both = asked.join(side, left_on="one", right_on="number").join(
        side, left_on="other", right_on="number", suffix="_b"
    )
    ids = [pl.format("E{}", _hex(pl.col(name))) for name in ("into", "event")]
    doubt = (1 - (resolve.MERGE - pl.col("score")).abs()).clip(0, 1)
    return both.select(
        sort=pl.lit("merge"),
        harm=(pl.max_horizontal("weight", "weight_b") * doubt).round(2),
        ids=pl.concat_list(ids),
        title=pl.format("{} / {}", "title", "title_b"),
        why="reason",
        score="score",
        quote=pl.concat_str("quote", "quote_b", separator=" […] ", ignore_nulls=True),
        command=pl.format("timeline merge {} {} --because ...", *ids),
    )


def _looks(database: Database, claims: pl.DataFrame) -> pl.DataFrame:
    looks = second_looks(database).join(claims, left_on="claim", right_on="number", how="left")
    why = pl.format("{} was {} when {} was decided and is {} now", "field", "made_on", "decided", "now")
    identity = pl.format("C{}", _hex(pl.col("claim")))
    return looks.select(
        sort=pl.lit("second look"),
        harm=pl.col("weight").fill_null(1) * _CHANGED,
        ids=pl.concat_list(identity),
        title="title",
        why=pl.when("gone").then(pl.lit("withdrawn at its origin")).otherwise(why),
        score=pl.lit(None),
        quote="quote",
        command=pl.format("timeline accept {} --because ...", identity),
    )


def _doubts(database: Database, claims: pl.DataFrame) -> pl.DataFrame:
    looked_at = database.sql(
        f"SELECT claim AS number FROM base.decided WHERE field = '{ACCEPTED}' AND known_to IS NULL"
    )
    unsure = pl.col("confidence").fill_null(1.0) < _SURE
    found = claims.filter(unsure | pl.col("doubt").is_not_null()).join(looked_at, on="number", how="anti")
    low = pl.when(unsure).then(pl.format("confidence {}", pl.col("confidence").round(2)))
    doubt = pl.when(pl.col("doubt").is_not_null()).then(pl.lit(_DOUBTED)).otherwise(1 - pl.col("confidence"))
    return found.select(
        sort=pl.lit("doubt"),
        harm=(pl.col("weight") * doubt).cast(pl.Float64).round(2),
        ids=pl.concat_list("claim_id"),
        title="title",
        why=pl.concat_str("doubt", low, separator="; ", ignore_nulls=True),
        score=pl.col("confidence").cast(pl.Float64).round(2),
        quote="quote",
        command=pl.format("timeline accept {} --because ...", "claim_id"),
    )


def _hex(number: pl.Expr) -> pl.Expr:
    return number.map_elements(lambda one: f"{one:016x}", return_dtype=pl.String)


def queue_table(found: pl.DataFrame) -> pl.DataFrame:
    """The queue as a table shows it."""
    ids = pl.col("ids").list.eval(pl.element().str.slice(0, 10)).list.join(" ")
    return found.select("harm", "sort", ids.alias("ids"), "title", "why")
