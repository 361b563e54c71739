"""Every command explains itself, and starting one loads nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from timeline.cli.app import COMMANDS, app


def _walk(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _walk(inner, (*path, name))


ALL = dict(_walk(app, ()))


@pytest.mark.parametrize("path", ALL, ids=lambda path: " ".join(path) or "timeline")
def test_help_has_an_example_that_names_the_command(path: tuple[str, ...]) -> None:
    told = CliRunner().invoke(app, [*path, "--help"])
    assert told.exit_code == 0
    assert "Example:" in told.output
    assert " ".join(("timeline", *path)) in told.output.partition("Example:")[2]
    assert ALL[path].help


def test_all_the_daily_commands_are_there() -> None:
    daily = ["init", "ingest", "status", "events", "claims", "counts", "sql", "chart"]
    daily += ["changes", "brief", "export", "verify"]
    desk = ["review", "log", "add", "correct", "accept", "merge", "split", "label", "pin", "hide", "note", "undo"]
    wanted = [*daily, "dates", "extract", *desk, "feed", "kinds", "mapping", "schedule", "ledger"]
    assert list(COMMANDS) == wanted
    ledger = {path[1] for path in ALL if path[:1] == ("ledger",) and len(path) == 2}
    assert ledger == {"backup", "restore", "compact", "rebuild"}


@pytest.mark.parametrize("args", [["--help"], ["sql", "--help"], ["chart", "--help"], ["--version"]])
def test_help_loads_nothing_heavy(args: list[str], tmp_path: Path) -> None:
    code = (
        "import sys\nfrom timeline.cli import main\n"
        f"main({args!r})\n"
        "heavy = {'polars', 'duckdb', 'pendulum', 'rich', 'altair', 'pyarrow', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_query_loads_no_frames() -> None:
    code = "import sys, timeline.cli.sql\nassert not {'polars', 'duckdb', 'rich'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
