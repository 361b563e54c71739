"""Killed anywhere, nothing is lost, doubled or left lying about."""

from __future__ import annotations

from pathlib import Path

import pytest
from kill_ingest import DAYS, torment


def test_killed_at_random_moments(tmp_path: Path) -> None:
    assert sum(torment(tmp_path, kills=6, deliveries=2, seed=1).values()) >= 2


@pytest.mark.long
@pytest.mark.parametrize("seed", [2, 3])
def test_killed_a_hundred_times(tmp_path: Path, seed: int) -> None:
    assert sum(torment(tmp_path, kills=140, deliveries=len(DAYS), seed=seed).values()) >= 100
