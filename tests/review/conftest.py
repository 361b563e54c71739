"""The project is ingested once a session, and copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from review_world import World, write


@pytest.fixture(scope="session")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as it was ingested; only to be copied."""
    return write(tmp_path_factory.mktemp("review") / "project")


@pytest.fixture
def world(ingested: Path, tmp_path: Path) -> World:
    """A copy of its own."""
    return World(shutil.copytree(ingested, tmp_path / "project", symlinks=True))
