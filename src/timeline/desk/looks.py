"""Decisions on something that has since changed at its origin: they hold, and are shown for a second look."""

from __future__ import annotations

import json
from typing import Any, Final

import polars as pl

from timeline.desk.fields import value_of
from timeline.desk.records import ACCEPTED, HIDDEN
from timeline.model import Schema

# now: what the origin says today (JSON); gone: the origin has withdrawn the claim.
SECOND_LOOKS: Final[Schema] = {
    "decision": pl.String(),
    "claim": pl.UInt64(),
    "field": pl.String(),
    "decided": pl.String(),
    "made_on": pl.String(),
    "now": pl.String(),
    "gone": pl.Boolean(),
}


def second_looks(settings: pl.DataFrame, delivered: pl.DataFrame) -> pl.DataFrame:
    """What people decided about claims that say something else now than what it was decided on, in SECOND_LOOKS.

    `settings`: SETTINGS; `delivered`: the present versions as their origin has them, with claim and live. An origin
    that has come round to what was decided needs no look, nor one that says what it said when it was last accepted.
    """
    held = settings.filter((pl.col("subject") == "claim") & pl.col("known_to").is_null())
    rows = {row["claim"]: row for row in delivered.iter_rows(named=True)}
    accepted = dict(held.filter(pl.col("field") == ACCEPTED).select("claim", "value").iter_rows())
    found: list[tuple[Any, ...]] = []
    for decision, claim, name, value, made_on in held.select(
        "decision", "claim", "field", "value", "made_on"
    ).iter_rows():
        row = rows.get(claim)
        if row is None or name == ACCEPTED or (name == HIDDEN and row["live"]):
            continue
        now = json.dumps(value_of(row, name), ensure_ascii=False, sort_keys=True)
        if row["live"] and name in (looked := json.loads(accepted.get(claim, "{}"))):
            made_on = json.dumps(looked[name], ensure_ascii=False, sort_keys=True)
        if not row["live"] or now not in (made_on, value):
            found.append((decision, claim, name, value, made_on, now, not row["live"]))
    return pl.DataFrame(found, schema=SECOND_LOOKS, orient="row").sort("decision", "claim", "field")
