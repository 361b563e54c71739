"""The user's cache: what can be made anew at any time lies here."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path | None:
    """`timeline` in XDG_CACHE_HOME or ~/.cache; None where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME")
    if base and Path(base).is_absolute():
        return Path(base) / "timeline"
    try:
        return Path.home() / ".cache" / "timeline"
    except RuntimeError:
        return None
