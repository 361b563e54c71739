"""The warehouse's own fixtures, for the counts that SQL gives."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "warehouse"))
