"""`pytest tests/readers --update` rewrites the expectations of the golden pairs; look at the diff."""

from __future__ import annotations

from contextlib import suppress

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Another room may have declared it."""
    with suppress(ValueError):
        parser.addoption("--update", action="store_true", default=False, help="rewrite golden expectations")
