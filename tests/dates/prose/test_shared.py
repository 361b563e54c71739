"""Scores on the shared development sets, where they lie beside the repository; rules must not lose them again."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
DATA = ROOT.parent / "shared" / "data" / "dates"

# Floors of strict, relaxed and value F1, a little below what is reached.
FLOORS = {
    "te3-timebank": (90.5, 94.0, 82.5),
    "te3-aquaint": (82.0, 92.5, 75.5),
    "wikiwars-train": (92.0, 95.0, 88.5),
}


@pytest.mark.parametrize("name", FLOORS)
def test_scores(name: str, tmp_path: Path) -> None:
    if not DATA.is_dir():
        pytest.skip(f"no shared development data at {DATA}")
    adapter = f"{sys.executable} {ROOT / 'benchmarks' / 'dates' / 'adapter.py'}"
    command = [sys.executable, str(DATA / "score_dates.py"), str(DATA / name), "--cmd", adapter]
    report = tmp_path / "scores.json"
    subprocess.run([*command, "--json", str(report)], check=True, capture_output=True)
    scores = json.loads(report.read_text(encoding="utf-8"))[name]
    reached = tuple(scores[what]["F1"] for what in ("strict", "relaxed", "val"))
    assert all(have >= floor for have, floor in zip(reached, FLOORS[name], strict=True)), reached
