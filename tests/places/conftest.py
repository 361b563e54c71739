"""One gazetteer for the room; its index is made once, in the user's cache."""

from __future__ import annotations

import pytest

from timeline.places import Gazetteer, load


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load()
