"""A ledger in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from timeline.warehouse.layout import Layout


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """Where a fresh ledger would lie."""
    return Layout.at(tmp_path / "timeline.duckdb")
