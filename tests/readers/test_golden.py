"""Golden pairs: a delivery and its mapping beside what is understood of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from timeline import model, readers
from timeline.config.mapping import load_mapping

DATA = Path(__file__).parent / "data"
CASES = sorted(path for path in DATA.iterdir() if ".mapping" not in path.name and ".expected" not in path.name)
KINDS = ("protest", "protest.riot", "border_crossing", "office_attack", "referendum")


def told(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them, without what is NULL."""
    return [{name: value for name, value in row.items() if value is not None} for row in json.loads(frame.write_json())]


def understood(path: Path) -> dict[str, Any]:
    """Everything that a reading says."""
    mapping = load_mapping(DATA / f"{path.name.split('.')[0]}.mapping.toml")
    reading = readers.read(path, path.name, mapping, zone="Europe/Moscow", kinds=KINDS)
    assert dict(reading.claims.schema) == model.CLAIMS
    assert dict(reading.rejects.schema) == model.REJECTS
    assert dict(reading.deletions.schema) == model.DELETIONS
    return {
        "rows": reading.rows,
        "columns": list(reading.columns),
        "known_at": reading.known_at.isoformat() if reading.known_at else None,
        "claims": told(reading.claims),
        "rejects": told(reading.rejects),
        "deletions": told(reading.deletions),
        "unknown_values": told(reading.unknown_values),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_delivery_is_understood_as_expected(path: Path, request: pytest.FixtureRequest) -> None:
    expected = DATA / f"{path.name.split('.')[0]}.expected.json"
    found = understood(path)
    if request.config.getoption("--update", default=False):
        expected.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    assert found == json.loads(expected.read_text())
