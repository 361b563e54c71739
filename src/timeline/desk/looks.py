"""Decisions on something that has since changed at its origin: they hold, and are shown for a second look."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from timeline.desk.effects import SEEN
from timeline.desk.fields import value_of
from timeline.desk.records import ACCEPTED, HIDDEN
from timeline.model import Schema

# What tells one happening from another, and what its words are about.
_TOLD: Final = (
    *("kind", "modality", "starts", "ends", "place", "country", "target", "outcome"),
    *("title", "quantity.value"),
)
# What decisions on whose claims are of one happening do not rest on.
_ASIDE: Final = dict.fromkeys(("merge", "split", "apart"), ("modality", "title", "quantity.value"))

# what: the decision in a word; decided: the value that it gave to a field of the claim, NULL where it rests on what the
# claim says without setting it (merge, label, ...); was, now: what the origin said then and says today. All three are
# JSON. gone: the origin has withdrawn the claim.
SECOND_LOOKS: Final[Schema] = {
    "decision": pl.String(),
    "claim": pl.UInt64(),
    "what": pl.String(),
    "field": pl.String(),
    "decided": pl.String(),
    "was": pl.String(),
    "now": pl.String(),
    "gone": pl.Boolean(),
}
# A claim whose deliveries were taken back is gone as well.
_NOT_THERE: Final[Mapping[str, Any]] = {"live": False}
_Look = tuple[str, int, str, str, str | None, str | None, str | None, bool]


def seen(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim says of its happening, as in JSON, without what it does not say."""
    told = {name: value_of(row, name) for name in _TOLD}
    return {name: value for name, value in told.items() if value is not None}


def second_looks(settings: pl.DataFrame, delivered: pl.DataFrame) -> pl.DataFrame:
    """What people decided about claims that say something else now than what it was decided on, in SECOND_LOOKS.

    `settings`: SETTINGS; `delivered`: the present versions as their origin has them, with claim and live. An origin
    that has come round to what was decided needs no look, nor one that says what it said when it was last accepted.
    """
    held = settings.filter(pl.col("subject").is_in(["claim", SEEN]) & pl.col("known_to").is_null())
    rows = {row["claim"]: row for row in delivered.iter_rows(named=True)}
    accepted = dict(held.filter(pl.col("field") == ACCEPTED).select("claim", "value").iter_rows())
    found: list[_Look] = []
    for told in held.filter(pl.col("field") != ACCEPTED).iter_rows(named=True):
        row = rows.get(told["claim"], _NOT_THERE)
        looked = json.loads(accepted.get(told["claim"], "{}")) if row["live"] else {}
        found += (_of_seen if told["subject"] == SEEN else _of_setting)(told, row, looked)
    return pl.DataFrame(found, schema=SECOND_LOOKS, orient="row").sort("decision", "claim", "field")


def _of_setting(told: Mapping[str, Any], row: Mapping[str, Any], looked: Mapping[str, Any]) -> Iterator[_Look]:
    """A value that was given to a field."""
    name, was = told["field"], told["made_on"]
    if name == HIDDEN:
        return
    now = _json(value_of(row, name))
    if name in looked:
        was = _json(looked[name])
    if not row["live"] or now not in (was, told["value"]):
        yield told["decision"], told["claim"], "correct", name, told["value"], was, now, not row["live"]


def _of_seen(told: Mapping[str, Any], row: Mapping[str, Any], looked: Mapping[str, Any]) -> Iterator[_Look]:
    """A decision that rests on what the claim says."""
    what = json.loads(told["value"])
    if not row["live"]:
        yield told["decision"], told["claim"], what, "", None, None, None, True
        return
    was, now = looked.get(SEEN) or json.loads(told["made_on"]), seen(row)
    moved = [name for name in _TOLD if was.get(name) != now.get(name) and name not in _ASIDE.get(what, ())]
    for name in moved:
        # A happening that moved as a whole is told once.
        if name != "ends" or "starts" not in moved:
            values = (_json(each.get(name)) for each in (was, now))
            yield told["decision"], told["claim"], what, name, None, *values, False


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
