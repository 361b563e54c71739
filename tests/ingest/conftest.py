"""A project in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_fixture import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without feeds."""
    return Project(tmp_path / "project")
