"""What the tests of the command line share."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROSE = '[[feed]]\nname = "dispatches"\nfiles = "dispatches/*.md"\n'
IGNORED = shutil.ignore_patterns("kept", "receipts.jsonl", "decisions.jsonl", "dispatches")


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def copy_of_samples(folder: Path) -> Path:
    """The sample project without a ledger, and its tables only: what is read out of prose changes with the rules."""
    for name in ("data/raw", "mappings"):
        shutil.copytree(ROOT / name, folder / name, ignore=IGNORED)
    settings = (ROOT / "timeline.toml").read_text("utf-8").replace(PROSE, "")
    (folder / "timeline.toml").write_text(settings, "utf-8")
    return folder
