"""What the tests of the command line share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NOW = "2022-12-01T12:00:00+03:00"


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def copy_of_samples(folder: Path) -> Path:
    """The sample project's settings and deliveries, without a ledger."""
    for name in ("data/raw", "mappings"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("kept", "receipts.jsonl"))
    shutil.copyfile(ROOT / "timeline.toml", folder / "timeline.toml")
    return folder
