"""The record of charts and briefings: what was asked of which ledger, and digests to compare it by later."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from timeline.report.question import Question

if TYPE_CHECKING:
    from timeline.report.database import Database


def question_record(
    database: Database, asked: Question, claims: pl.DataFrame, *, days: int, marks: Sequence[str] = ()
) -> dict[str, Any]:
    """What is needed to ask again, and to see whether the answer would be the same: the filters, the window, the clock,
    the state of the ledger, the claims. Never a path or a secret.
    """
    filters = {key: getattr(asked.filters, key) for key in asked.filters.__dataclass_fields__}
    return {
        "query": {key: value for key, value in filters.items() if value},
        "days": days,
        **({"marks": list(marks)} if marks else {}),
        "said_by": asked.said_by,
        "known_as_of": asked.as_of or database.reader.last_known_at(),
        "ledger": _ledger(database, asked),
        "claims": claims.height,
        "claims_digest": claims_digest(claims),
    }


def claims_digest(claims: pl.DataFrame) -> str:
    """The same for the same versions of the same claims, in whatever order."""
    told = claims.select(pl.concat_str("claim_id", pl.lit("/"), pl.col("version").cast(pl.String)))
    return _digest(told.to_series())


def _ledger(database: Database, asked: Question) -> str:
    """The state of the ledger: a digest of what was delivered (decisions too), the same wherever that was taken in."""
    held = database.table("deliveries")
    if asked.as_of:
        held = held.filter(pl.col("known_at") <= asked.as_of)
    return _digest(held.select(pl.concat_str("feed", pl.lit("/"), "sha256")).to_series().drop_nulls())


def _digest(lines: pl.Series) -> str:
    return hashlib.sha256("\n".join(lines.sort().to_list()).encode()).hexdigest()[:16]
