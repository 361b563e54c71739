"""Readers never block the writer, and nothing that they do reaches the ledger."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from project_fixture import Project, assert_same, table

from timeline.errors import BusyError, ExitCode
from timeline.warehouse.ledger import locked

READER = """
import sys, duckdb
path, mode = sys.argv[1:]
with duckdb.connect(path, read_only=mode == "reads") as connection:
    for line in sys.stdin:
        print(connection.execute(line).fetchall(), flush=True)
"""


class Analyst:
    """Somebody who has the published file open in a process of their own."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Use `opened`."""
        self._process = process

    def ask(self, query: str) -> str:
        """What the open connection answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(query + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def opened(project: Project, mode: str) -> Iterator[Analyst]:
    """Open what the link names, as `duckdb timeline.duckdb` does."""
    if mode == "writes":
        project.layout.link.resolve().chmod(0o644)
    command = [sys.executable, "-c", READER, str(project.layout.link), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Analyst(process)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == 0


def test_an_open_reader_and_an_open_writer_of_the_copy(new_project: object) -> None:
    project, calm = (new_project(name) for name in ("watched", "calm"))  # type: ignore[operator]
    for one in (project, calm):
        one.put("a/one.csv", table("1", "2", "3", "4"), "2022-09-25")
        one.ingest()
    count = "SELECT count(*) FROM claims"
    with opened(project, "reads") as reader:
        assert reader.ask(count) == "[(4,)]"
        project.put("a/two.csv", table("1", "2", "3"), "2022-09-26")
        assert project.ingest().published
        with opened(project, "writes") as writer:
            writer.ask("DELETE FROM base.claim")
            writer.ask("CREATE TABLE mine AS SELECT 42 AS answer")
            for number in (3, 4, 5):  # the copies that both have open are gone by then
                project.put(f"a/{number}.csv", table("1", "2", "3", str(number + 4)), f"2022-09-2{number + 4}")
                assert not project.ingest().problems
            assert writer.ask(count) == "[(0,)]"
            assert writer.ask("FROM mine") == "[(42,)]"
        assert reader.ask(count) == "[(4,)]"
        assert reader.ask("SELECT count(*) FROM events") == "[(4,)]"
    calm.put("a/two.csv", table("1", "2", "3"), "2022-09-26")
    for number in (3, 4, 5):
        calm.put(f"a/{number}.csv", table("1", "2", "3", str(number + 4)), f"2022-09-2{number + 4}")
    calm.ingest()
    assert_same(calm.surface(moments=False), project.surface(moments=False))
    assert len(project.layout.published()) == 2
    assert project.layout.link.resolve().stat().st_mode & 0o222 == 0
    project.ingest()
    assert project.litter() == []


def test_a_second_ingest_is_told_to_try_again_or_waits(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    with locked(project.layout, 0), pytest.raises(BusyError, match="another ingest is at work") as raised:
        project.ingest(wait=0.1)
    assert (raised.value.exit_code, raised.value.transient) == (ExitCode.BUSY, True)
    assert project.receipts() == []
    holder = "import sys, time; from pathlib import Path; from timeline.warehouse.ledger import locked\n"
    holder += "from timeline.warehouse.layout import Layout\n"
    holder += "with locked(Layout(Path(sys.argv[1])), 0): print('held', flush=True); time.sleep(0.4)"
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(project.layout.link)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert project.ingest(wait=30).deliveries == 1


def test_somebody_who_has_the_ledger_itself_open_is_named(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    command = [sys.executable, "-c", READER, str(project.layout.ledger), "reads"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        Analyst(process).ask("SELECT 1")
        project.put("a/two.csv", table("1", "2"), "2022-09-26")
        with pytest.raises(BusyError, match="another program has the ledger open"):
            project.ingest()
        assert process.stdin is not None
        process.stdin.close()
    assert project.ingest().deliveries == 1
