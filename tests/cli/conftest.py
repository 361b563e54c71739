"""The sample project, ingested once a session, and two ways to run a command: in this process and as a process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cli_samples import Ran, Run, copy_of_samples

from once import NOW, ingested, once
from timeline.cli import main


@pytest.fixture(autouse=True)
def _fixed_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("TIMELINE_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TIMELINE_NOW", NOW)
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, ingested. Tests only read it, but for what they draw."""
    made = once(tmp_path_factory, "tables", lambda folder: ingested(copy_of_samples(folder)))
    return shutil.copytree(made, tmp_path_factory.mktemp("samples") / "project", symlinks=True)


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process."""

    def do(*args: str, cwd: Path) -> Ran:
        monkeypatch.chdir(cwd)
        capfd.readouterr()
        code = main(list(args))
        told = capfd.readouterr()
        return Ran(code, told.out, told.err)

    return do


@pytest.fixture
def process() -> Run:
    """Run a command as a process of its own."""

    def do(*args: str, cwd: Path, stdin: bytes = b"") -> Ran:
        command = [sys.executable, "-m", "timeline", *args]
        done = subprocess.run(command, cwd=cwd, capture_output=True, input=stdin, timeout=60)
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return do
