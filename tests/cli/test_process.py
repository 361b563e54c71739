"""Processes: exit codes, pipes, interruptions, and the locked-down query."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cli_samples import Run

ENDLESS = "SELECT count(*) FROM range(100000000000) a, range(100) b"


def _command(*args: str) -> list[str]:
    return [sys.executable, "-m", "timeline", *args]


@pytest.mark.parametrize(
    "args", [("sql", "FROM range(3000000)"), ("sql", "FROM claims", "--format", "csv"), ("claims", "--format", "csv")]
)
def test_a_reader_that_leaves_is_no_failure(project: Path, args: tuple[str, ...]) -> None:
    with subprocess.Popen(_command(*args), cwd=project, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        assert run.stdout is not None
        run.stdout.read(10)
        run.stdout.close()
        assert run.stderr is not None
        assert run.stderr.read() == b""
    assert run.returncode == 0


@pytest.mark.parametrize("args", [("sql", "SELECT 1"), ("events",), ("events", "--format", "csv"), ("kinds",)])
def test_a_full_disk_is_one_line(project: Path, args: tuple[str, ...]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(_command(*args), cwd=project, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert b"no space left" in done.stderr.lower()


def test_an_interrupted_query_ends_quietly(project: Path) -> None:
    run = subprocess.Popen(_command("sql", ENDLESS), cwd=project, stderr=subprocess.PIPE)
    time.sleep(1)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=10)
    assert (run.returncode, told.strip()) == (130, b"")


def test_a_query_does_not_outlive_its_asker(project: Path) -> None:
    run = subprocess.Popen(_command("sql", ENDLESS), cwd=project)
    time.sleep(1)
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    assert children
    run.kill()
    run.wait()
    time.sleep(0.5)
    assert not any(Path(f"/proc/{child}").exists() and _alive(child) for child in children)


def _alive(pid: str) -> bool:
    return " Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]


@pytest.mark.parametrize(
    "query",
    [
        "CREATE TABLE events2 AS SELECT 1",
        "DELETE FROM base.claim",
        "INSERT INTO base.setting VALUES ('zone', 'UTC')",
        "DROP VIEW events",
        "COPY (SELECT 1) TO '/tmp/timeline-escaped.csv'",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('timeline.toml')",
        "ATTACH '/tmp/timeline-escaped.db'",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SELECT * FROM link",
        "EXPORT DATABASE '/tmp/timeline-escaped'",
    ],
)
def test_a_query_only_reads_and_only_the_published_copy(run: Run, project: Path, query: str) -> None:
    ran = run("sql", query, cwd=project)
    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.startswith("timeline: ")
    assert ran.err.count("\n") == 1
    assert not list(Path("/tmp").glob("timeline-escaped*"))


@pytest.mark.parametrize("query", ["SELECT repeat('x', 4000000000)", "SELECT list(i) FROM range(1000000000) t(i)"])
def test_a_query_can_not_take_the_machine_down(project: Path, query: str) -> None:
    code = (
        "import resource, sys; from timeline.cli import main\n"
        f"code = main(['sql', {query!r}])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True)
    assert done.returncode == 1
    assert b"memory" in done.stderr
    assert done.stderr.count(b"\n") == 1
    assert int(done.stdout) < 3_000_000


def test_queries_stream_in_every_format(process: Run, project: Path, tmp_path: Path) -> None:
    assert process("sql", "SELECT 1 AS a, 'x' AS b", "--format", "csv", cwd=project).out == "a,b\n1,x\n"
    many = process("sql", "FROM range(100000) t(a)", "--format", "jsonl", cwd=project)
    assert json.loads(many.out.splitlines()[-1]) == {"a": 99_999}
    query = tmp_path / "query.sql"
    query.write_text("SELECT count(*) AS n FROM feeds WHERE feed = 'border'")
    assert process("sql", "-f", str(query), cwd=project).out == "n\n-\n1\n"
    piped = process("sql", "-f", "-", cwd=project, stdin=b"SELECT 2 AS a")
    assert piped.out == "a\n-\n2\n"


def test_the_answers_that_the_samples_give(process: Run, project: Path) -> None:
    rolling = "FROM rolling_counts(days := 7, kinds := ['office_attack']) WHERE day = DATE '2022-09-26'"
    row = json.loads(process("sql", rolling, "--format", "jsonl", cwd=project).out)
    assert row["rolling_certain"] == 18
    said = process("sql", "SELECT count(*) AS n FROM events_said_by('2022-09-26')", "--format", "jsonl", cwd=project)
    assert 0 < json.loads(said.out)["n"] < 145


def test_a_second_ingest_is_busy(process: Run, project: Path) -> None:
    with open(project / "data" / "warehouse" / "ledger.lock", "a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = process("ingest", cwd=project)
    assert ran.code == 75
    assert ran.err.count("\n") == 1
    assert "--wait" in ran.err


def _in_terminal(args: list[str], cwd: Path, env: dict[str, str]) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        _command(*args), cwd=cwd, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm", **env}
    )
    os.close(theirs)
    told = b""
    try:
        while part := os.read(ours, 65536):
            told += part
    except OSError:
        pass
    os.close(ours)
    return run.wait(), told.decode()


def test_a_table_fits_the_terminal_and_acts_on_nothing(project: Path) -> None:
    env = {"COLUMNS": "80", "NO_COLOR": "1"}
    query = "SELECT chr(27) || ']0;x' || chr(7) AS a, '[bold]b[/bold]' AS b, repeat('y', 200) AS c"
    code, told = _in_terminal(["sql", query], project, env)
    assert code == 0
    assert "\x1b]" not in told
    assert "\\x1b]0;x\\x07" in told
    assert "[bold]b[/bold]" in told
    code, told = _in_terminal(["events", "--kind", "office_attack"], project, env)
    assert code == 0
    assert all(len(line.rstrip()) <= 80 for line in told.splitlines() if "\x1b" not in line)
    assert "\x1b[3" not in told


def test_bytes_are_refused_by_a_terminal(project: Path) -> None:
    code, told = _in_terminal(["events", "--format", "xlsx"], project, {})
    assert code == 2
    assert "is not for a terminal" in told


@pytest.mark.parametrize("damage", [b"", b"no database", b"\x00" * 4096])
def test_a_broken_database_is_one_line(run: Run, tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "x.duckdb").write_bytes(damage)
    for args in (("events",), ("status",), ("sql", "SELECT * FROM events")):
        ran = run(*args, "--warehouse", "x.duckdb", cwd=tmp_path)
        assert ran.code in (1, 2), ran.out
        assert ran.err.count("\n") == 1
        assert "Traceback" not in ran.err
