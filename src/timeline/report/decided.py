"""What people decided, for the log and for a second look."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

import polars as pl

from timeline import dates, desk
from timeline.report.database import Database

_SHORTEST: Final = 6
_WHOLE: Final = 11
# As much as one types of the id of a claim or an event, and of the name of a run of ingest, to its second.
_ID: Final = 10
_RUN: Final = 16


def decided(database: Database, *, since: date | datetime | None = None) -> pl.DataFrame:
    """Decisions in their order: decision_id, known_at, who, what, subject, told, because, run, undone_by, second_look.

    second_look: what the origin of the claims says today, where that has changed since.
    """
    found = database.table("decisions").sort("known_at", "decision_id")
    if isinstance(since, datetime):
        found = found.filter(pl.col("known_at") >= since)
    elif since is not None:
        found = found.filter(pl.col("known_at") >= dates.start_of_day(since, database.reader.zone()))
    told = second_looks(database).group_by("decision").agg(second_look=look_words().str.join("; "))
    joined = found.join(told, left_on="decision_id", right_on="decision", how="left", maintain_order="left")
    return joined.drop("undone_at")


def second_looks(database: Database) -> pl.DataFrame:
    """Decisions on claims that have since changed at their origin, in desk.looks.SECOND_LOOKS."""
    return desk.second_looks(database.sql("FROM base.decided"), database.sql(_DELIVERED))


# Claims as their origin has them. What people added has no other origin than themselves.
_DELIVERED: Final = """
FROM base.origin WHERE known_to IS NULL
UNION ALL BY NAME
SELECT * EXCLUDE (event, alone) FROM base.claim
WHERE claim IN (SELECT claim FROM base.decided WHERE subject = 'seen' AND known_to IS NULL)
  AND claim NOT IN (SELECT claim FROM base.origin) AND feed <> 'decisions'
"""
_DONE: Final = {
    "merge": "its event was merged",
    "split": "its event was split",
    "apart": "it was told apart",
    "label": "its event was labelled",
    "pin": "its event was pinned",
    "hide": "it was hidden",
    "note": "the note was written",
}


def look_words() -> pl.Expr:
    """SECOND_LOOKS in words: `starts was 2022-09-25 when its event was merged, and is 2022-09-27 at its origin now`."""
    was, now, decided = (_plain(pl.col(name)) for name in ("was", "now", "decided"))
    field = pl.col("field").str.replace("quantity.", "", literal=True)
    did = pl.col("what").replace_strict(_DONE, default="it was decided")
    corrected = pl.format(
        "{} was {} when it was corrected to {}, and is {} at its origin now", field, was, decided, now
    )
    rested = pl.format("{} was {} when {}, and is {} at its origin now", field, was, did, now)
    gone = pl.when(pl.col("what") == "correct").then(pl.format("{} was corrected", field)).otherwise(did)
    words = pl.when(pl.col("what") == "correct").then(corrected).otherwise(rested)
    return pl.when("gone").then(pl.format("withdrawn at its origin since {}", gone)).otherwise(words)


def _plain(told: pl.Expr) -> pl.Expr:
    """A value of JSON as one reads it."""
    return told.fill_null("null").str.strip_chars('"').str.replace(r"^(-?\d+)\.0$", "${1}").replace("null", "empty")


def decided_table(database: Database, found: pl.DataFrame) -> pl.DataFrame:
    """Decisions as a table shows them."""
    zone = database.reader.zone()
    when = pl.col("known_at").dt.convert_time_zone(zone).dt.to_string("%Y-%m-%d %H:%M")
    ids = found["decision_id"]
    length = next((n for n in range(_SHORTEST, _WHOLE) if ids.str.slice(0, n).n_unique() == found.height), _WHOLE)
    run = pl.element().str.starts_with("R")
    brief = pl.when(run).then(pl.element().str.slice(0, _RUN)).otherwise(pl.element().str.slice(0, _ID))
    short = pl.col("subject").list.eval(brief).list.join(" ")
    columns: list[pl.Expr | str] = [
        pl.col("decision_id").str.slice(0, length).alias("decision"),
        when.alias("when"),
        "who",
        "what",
        short.alias("about"),
        pl.col("told").map_elements(_in_words, return_dtype=pl.String).alias("set"),
        "because",
    ]
    extra = {
        "undone by": pl.col("undone_by").str.slice(0, length),
        "second look": pl.col("second_look"),
    }
    shown = found.select(*columns, *(told.alias(name) for name, told in extra.items()))
    return shown.select(name for name in shown.columns if name not in extra or shown[name].is_not_null().any())


def _in_words(told: str) -> str:
    """What was set, without what was emptied beside it: `starts 2022-09-27, quantity.value 3.0`."""
    every = json.loads(told)
    values = {name: value for name, value in every.items() if value is not None}
    if not values:
        return ", ".join(f"{name} emptied" for name in every)
    return ", ".join(name if value is True else f"{name} {value}" for name, value in values.items())
