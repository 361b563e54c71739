"""Claims for tests: a few words make a row, the rest is empty."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from timeline import model
from timeline.changes import Held
from timeline.changes.comparing import CLAIMS

THEN = datetime(2022, 9, 27, 12, tzinfo=UTC)
NOW = datetime(2022, 10, 5, 12, tzinfo=UTC)


def claim(name: str, **said: Any) -> dict[str, Any]:
    """A claim of that id, on 26 September in Georgia unless it says otherwise."""
    row: dict[str, Any] = {
        "claim_id": name,
        "event_id": said.get("event_id", f"E{name}"),
        "feed": "border",
        "version": 1,
        "cause": "delivery",
        "first_known_at": THEN,
        "known_at": THEN,
        "kind": "border_crossing",
        "form": "incident",
        "modality": "asserted",
        "title": "Russians enter Georgia",
        "starts": date(2022, 9, 26),
        "ends": date(2022, 9, 26),
        "precision": "day",
        "place": "Georgia",
        "country": "GE",
        "speaker": "Interior Ministry",
        "publisher": "Babel",
    }
    return {**row, **said}


def figure(value: float | None, **more: Any) -> dict[str, Any]:
    """Crossings into the country."""
    empty = dict.fromkeys(model.QUANTITY_FIELDS)
    base = {"measure": "crossings", "basis": "flow", "value": value, "unit": "persons", "direction": "in"}
    return {**empty, **base, **more}


def claims(*rows: dict[str, Any]) -> pl.DataFrame:
    """The rows as a frame."""
    return pl.DataFrame([{name: row.get(name) for name in CLAIMS} for row in rows], schema=CLAIMS)


def held(*rows: dict[str, Any], events: list[str] | None = None) -> Held:
    """What was held: the rows, and their events unless others are given."""
    frame = claims(*rows)
    ids = frame["event_id"].unique().to_list() if events is None else events
    return Held(
        frame,
        pl.DataFrame({"event_id": ids, "title": [None] * len(ids)}, schema={"event_id": pl.String, "title": pl.String}),
    )
