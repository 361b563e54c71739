"""Claims that people added, as the versions of a feed of their own."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Any, Final

import polars as pl

from timeline import model
from timeline.desk.fields import laid
from timeline.desk.records import FEED
from timeline.model import INSTANT, Schema

# The columns in which the ledger keeps versions of claims.
VERSIONS: Final[Schema] = {
    "claim": pl.UInt64(),
    "feed": pl.String(),
    "row_key": pl.String(),
    "document": pl.String(),
    "single": pl.Boolean(),
    "version": pl.Int32(),
    "cause": pl.String(),
    "live": pl.Boolean(),
    "first_known_at": INSTANT,
    "known_at": INSTANT,
    "delivery": pl.String(),
    **model.ORIGIN,
    **model.CLAIM_CONTENT,
    "known_to": INSTANT,
}


def added_versions(added: pl.DataFrame) -> pl.DataFrame:
    """The versions (VERSIONS) of the claims of ADDED: live while the decision holds, withdrawn while it is undone."""
    rows: list[dict[str, Any]] = []
    for spells in added.sort("claim", "known_at").partition_by("claim", maintain_order=True):
        rows += _of_claim(spells.rows(named=True))
    return model.conform(pl.DataFrame(rows, schema=VERSIONS), VERSIONS) if rows else model.empty(VERSIONS)


def _of_claim(spells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = spells[0]
    said = laid(dict.fromkeys(model.CLAIM_CONTENT), json.loads(first["content"]))
    head = {
        **said,
        "claim": first["claim"],
        "feed": FEED,
        "row_key": first["decision"],
        "single": False,
        "cause": "decision",
        "first_known_at": first["known_at"],
        "delivery": first["decision"],
    }
    out: list[dict[str, Any]] = []
    for spell, later in zip_longest(spells, spells[1:]):
        live = {"live": True, "known_at": spell["known_at"], "known_to": spell["known_to"]}
        out.append({**head, **live, "version": len(out) + 1})
        if spell["known_to"] is not None:
            until = None if later is None else later["known_at"]
            gone = {"live": False, "known_at": spell["known_to"], "known_to": until}
            out.append({**head, **gone, "version": len(out) + 1})
    return out
