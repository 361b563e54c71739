"""The browser that the pages of briefings are tried in also measures charts."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "briefing"))
