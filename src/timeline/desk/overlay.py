"""The versions of claims with what people decided laid over what was delivered."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Final

import polars as pl

from timeline.desk.fields import laid
from timeline.desk.records import HIDDEN

_END: Final = datetime(9999, 12, 31, tzinfo=UTC)
_TOLD: Final = ("version", "cause", "known_at", "known_to")


def overlaid(delivered: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
    """The versions that hold, in the columns of `delivered`, ordered by claim and version.

    `delivered`: all versions of some claims as they were delivered: claim, version, cause, live, known_at, known_to
    (NULL: current) and what they say. `settings`: SETTINGS; those of claims are laid over. A decision begins a version
    of the cause "decision", and its undoing too; a claim that is hidden is not live.
    """
    of_claims = settings.filter(pl.col("subject") == "claim").join(
        delivered.select("claim").unique(), on="claim", how="semi"
    )
    decided: dict[int, list[tuple[datetime, datetime, str, Any]]] = defaultdict(list)
    for claim, name, value, since, until in of_claims.select(
        "claim", "field", "value", "known_at", "known_to"
    ).iter_rows():
        decided[claim].append((since, until or _END, name, json.loads(value)))
    versions: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in delivered.sort("claim", "version").iter_rows(named=True):
        versions[row["claim"]].append(row)
    rows = [row for claim, mine in versions.items() for row in _of_claim(mine, decided[claim])]
    return pl.DataFrame(rows, schema=delivered.schema, orient="row") if rows else delivered.clear()


def _of_claim(
    versions: list[dict[str, Any]], decided: list[tuple[datetime, datetime, str, Any]]
) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for version in versions:
        since, until = version["known_at"], version["known_to"] or _END
        edges = {moment for held in decided for moment in held[:2] if since < moment < until}
        for begins, ends in pairwise([since, *sorted(edges), until]):
            holding = {name: value for first, last, name, value in decided if first <= begins < last}
            row = _laid(version, holding)
            again = begins != since and _same(out[-1], row)
            if again:
                out[-1]["known_to"] = None if ends == _END else ends
                continue
            cause = "decision" if begins != since else version["cause"]
            told = {"version": len(out) + 1, "cause": cause, "known_at": begins}
            out.append({**row, **told, "known_to": None if ends == _END else ends})
    return out


def _laid(version: dict[str, Any], holding: dict[str, Any]) -> dict[str, Any]:
    live = version["live"] and not holding.get(HIDDEN)
    return {**laid(version, holding), "live": live}


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(one[name] == other[name] for name in one if name not in _TOLD)
