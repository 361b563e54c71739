"""The README's commands do what it shows, in a fresh copy of the repository."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from once import SAID, clone_to, ingested, once

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def transcript() -> list[tuple[str, str]]:
    """(command, what the README shows below it) of the first screen."""
    block = re.search(r"```console\n(.*?)```", README, re.DOTALL)
    assert block
    parts = re.split(r"^\$ ", block.group(1), flags=re.MULTILINE)[1:]
    return [(part.split("\n", 1)[0], part.split("\n", 1)[1].rstrip("\n")) for part in parts]


def set_up_commands() -> list[str]:
    """The two commands that need only Python, pip and git."""
    return re.findall(r"^python3 -m venv .*$", README, re.MULTILINE)


@pytest.fixture
def ready(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Path:
    """The repository as a newcomer has it after the first `timeline ingest`."""
    made = once(tmp_path_factory, "samples", lambda folder: ingested(clone_to(folder)))
    return shutil.copytree(made, tmp_path / "ready", symlinks=True)


def shell(command: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a shell that finds this environment's timeline first."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "NO_COLOR": "1", **more}
    return subprocess.run(
        ["bash", "-c", command], cwd=folder, env=environment, text=True, capture_output=True, check=False
    )


def test_the_first_screen_is_what_a_terminal_shows(ready: Path) -> None:
    (first, said), *others = transcript()
    assert (first, (ready / SAID).read_text("utf-8").rstrip("\n")) == ("timeline ingest", said)
    for command, shown in others:
        done = shell(f"{command} 2>&1", ready)
        assert done.stdout.rstrip("\n") == shown, command
        assert done.returncode == 0
    assert (ready / "reports" / "rolling.png").stat().st_size > 10_000
    assert (ready / "data" / "warehouse" / "timeline.duckdb").is_symlink()


def test_the_main_job_command_works_with_this_environment(ready: Path) -> None:
    main_job, tests = set_up_commands()
    assert tests.endswith("/pytest")
    steps = [step.replace(".venv/bin/", "") for step in main_job.split(" && ") if ".venv/bin/timeline" in step]
    assert [steps[0], len(steps)] == [transcript()[0][0], 2]  # that it works in a fresh clone is shown above
    done = shell(" && ".join(steps), ready)
    assert done.returncode == 0, done.stderr
    assert (ready / "reports" / "timeline.png").stat().st_size > 10_000


@pytest.mark.long
def test_the_main_job_command_word_for_word(tmp_path: Path) -> None:
    clone = tmp_path / "timeline"
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".git", ".venv", "warehouse", "kept", "receipts.jsonl"))
    done = shell(set_up_commands()[0], clone)
    assert done.returncode == 0, done.stderr


def test_the_sql_shown_runs(ready: Path) -> None:
    block = re.search(r"```sql\n(.*?)```", README, re.DOTALL)
    assert block
    for query in (line.split(";")[0] for line in block.group(1).splitlines()):
        done = shell(f"timeline sql {shlex.quote(query)}", ready)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) > 2, query


def test_the_python_shown_runs(ready: Path) -> None:
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block
    code = block.group(1) + "\nassert attacks.height > 20 and chart.to_dict()\n"
    done = subprocess.run([sys.executable, "-c", code], cwd=ready, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"\ndependencies = \[(.*?)\]", text, re.DOTALL)
    assert listed
    names = re.findall(r'"([a-z0-9-]+)', listed.group(1))
    rows = [line for line in README.splitlines() if line.startswith("| ")]
    missing = [name for name in names if not any(re.search(rf"\b{name}\b", row.split("|")[1]) for row in rows)]
    assert missing == []
