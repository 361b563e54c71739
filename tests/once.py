"""What is dear to make and only read: made once, whichever of the parallel workers comes first."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(
    ".*", "src", "tests", "benchmarks", "warehouse", "kept", "receipts.jsonl", "*cache*", "reports"
)
SAID = "ingest.said"
NOW = "2022-12-01T12:00:00+03:00"


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` has filled, the same one in every worker. Nobody may write into it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder = shared / f"once-{name}"
    with open(shared / f"once-{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            part = shared / f"once-{name}.tmp"
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder


def clone_to(folder: Path) -> Path:
    """The sample project as a newcomer has it, without what a run leaves behind."""
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED, dirs_exist_ok=True)
    return folder


def ingested(folder: Path) -> None:
    """Run `timeline ingest` there as a process, at the moment that the tests call now; SAID keeps what it says."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("TIMELINE_")}
    env = {**plain, "TIMELINE_NOW": NOW}
    command = [sys.executable, "-m", "timeline", "ingest"]
    done = subprocess.run(command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert done.returncode == 0, done.stdout
    (folder / SAID).write_bytes(done.stdout)
