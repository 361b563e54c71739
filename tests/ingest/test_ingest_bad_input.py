"""What bad input gets: one line that names the thing and the way out, and a ledger as before."""

from __future__ import annotations

import errno
import gzip
import io
import os
import resource
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from project_fixture import HEAD, KEYED, Project, assert_same, table

from timeline.errors import InputError, TimelineError, WarehouseError
from timeline.ingest.discover import look_at
from timeline.ingest.receipts import RawStore
from timeline.report.health import state
from timeline.warehouse.engine import attached


def parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"id": [1], "kind": ["protest"], "day": ["2022-09-21"]}).write_parquet(out)
    return out.getvalue()


def workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    return out.getvalue()


BROKEN = {
    "empty.csv": b"",
    "blank.csv": b"\n\n",
    "other.csv": b"a,b\n1,2\n",
    "binary.csv": bytes(range(256)) * 9,
    "half.json": b'[{"id": "1", "kind": "protest", "day": "2022-',
    "scalar.json": b"42",
    "half.parquet": parquet()[:-20],
    "text.parquet": b"id,kind\n",
    "text.xlsx": b"id,kind\n",
    "broken.xlsx": workbook(),
    "text.csv.gz": b"id,kind\n",
    "half.csv.gz": gzip.compress(table("1", "2").encode())[:-9],
}


def test_what_is_no_file_is_named_once_and_nobody_waits_for_it(project: Project) -> None:
    project.put("a/good.csv", table("1"))
    folder = project.raw / "a"
    (folder / "away.csv").symlink_to("gone.csv")
    (folder / "round.csv").symlink_to("round.csv")
    (folder / "folder.csv").mkdir()
    (folder / "fine.csv").symlink_to("good.csv")
    os.mkfifo(folder / "pipe.csv")
    project.add("b", KEYED, files=["a/*.csv"])
    with socket.socket(socket.AF_UNIX) as listening:
        here = os.getcwd()
        os.chdir(folder)
        try:
            listening.bind("talk.csv")
        finally:
            os.chdir(here)
        for _ in range(2):
            summary = project.ingest()
            told = [problem.split(":")[0] for problem in summary.problems]
            assert told == ["a/away.csv", "a/pipe.csv", "a/round.csv", "a/talk.csv"]
    assert "leads nowhere" in summary.problems[0]
    assert "named pipe" in summary.problems[1]
    assert "socket" in summary.problems[3]
    assert ("a/good.csv",) in project.ask("SELECT path FROM deliveries WHERE feed = 'a'")


def one_line(problem: str, name: str) -> None:
    assert "\n" not in problem
    assert name in problem
    assert len(problem) < 600
    assert "Traceback" not in problem


def test_broken_files_are_told_and_the_others_taken(project: Project) -> None:
    project.put("a/first.csv", table("1"), "2022-09-24")
    project.ingest()
    before = project.surface(moments=False)
    for number, (name, data) in enumerate(BROKEN.items()):
        project.put(f"a/{name}", data, f"2022-09-{10 + number}")
    summary = project.ingest()
    assert (summary.exit_code, summary.deliveries, len(summary.problems)) == (3, 0, len(BROKEN))
    for name, problem in zip(sorted(BROKEN), sorted(summary.problems), strict=True):
        one_line(problem, name)
    assert_same(before, project.surface(moments=False))
    project.put("a/second.csv", table("1", "2"), "2022-09-25")
    again = project.ingest()
    assert (again.exit_code, again.deliveries, sorted(again.problems)) == (3, 1, sorted(summary.problems))
    told = len(project.receipts())
    for name in BROKEN:
        if name.endswith(".csv"):
            project.put(f"a/{name}", table("1", "2", f"{name[:3]},protest,2022-09-21,Omsk,Rally,"), "2022-09-26")
        else:
            (project.raw / "a" / name).unlink()
            (project.raw / "a" / f"{name}.toml").unlink()
    mended = project.ingest(allow_shrink=True)
    assert (mended.exit_code, mended.problems, mended.deliveries) == (0, [], 4)
    assert len(project.receipts()) == told + 4


def test_all_failing_is_a_failure(project: Project) -> None:
    project.put("a/x.parquet", b"")
    assert project.ingest().exit_code == 1


@pytest.mark.parametrize("sidecar", ["known_at = soon", "known_at = 5", 'known = "2022-09-25"', "covers = 3", "\udcff"])
def test_a_broken_sidecar_holds_up_its_own_file_only(project: Project, sidecar: str) -> None:
    project.put("a/good.csv", table("1"), "2022-09-25")
    project.put("a/odd.csv", table("2"))
    beside = project.raw / "a" / "odd.csv.toml"
    beside.write_bytes(sidecar.encode("utf-8", "surrogateescape"))
    summary = project.ingest()
    assert (summary.deliveries, len(summary.problems), summary.exit_code) == (1, 1, 3)
    one_line(summary.problems[0], "odd.csv.toml")
    beside.write_text("known_at = 2022-09-24")
    assert project.ingest().exit_code == 0


def test_one_broken_feed_does_not_stop_another(project: Project) -> None:
    project.put("a/x.csv", table("1"), "2022-09-25")
    project.add("0", files=("/etc/*.csv",))
    project.add("b", {**KEYED, "surprise": 1})
    project.put("b/x.csv", table("1"), "2022-09-25")
    project.feeds = tuple(sorted(project.feeds, key=lambda feed: feed.name))
    summary = project.ingest()
    assert (summary.deliveries, len(summary.problems)) == (1, 2)
    one_line(summary.problems[0], "'0'")
    one_line(summary.problems[1], "surprise")


def test_a_missing_file_and_a_folder(project: Project) -> None:
    for path, message in ((project.raw / "none.csv", "no such file"), (project.raw, "is not a file")):
        with pytest.raises(InputError, match=message) as raised:
            look_at(path, project.raw)
        one_line(str(raised.value), str(path))


# --- the warehouse


def refused(project: Project, act: Callable[[], Any], message: str) -> None:
    """One line, and what was published and held is as before."""
    data = project.layout.ledger.read_bytes() if project.layout.ledger.is_file() else None
    with pytest.raises(TimelineError, match=message) as raised:
        act()
    one_line(str(raised.value), str(project.layout.folder))
    if data is not None:
        assert project.layout.ledger.read_bytes() == data


def test_a_ledger_of_a_newer_program_and_what_is_no_ledger(project: Project) -> None:
    project.put("a/x.csv", table("1"), "2022-09-25")
    project.ingest()
    ledger = project.layout.ledger
    with attached(ledger, read_only=False) as connection:
        connection.execute("INSERT INTO base.migration VALUES (999, 'of later', now())")
    refused(project, project.ingest, "newer timeline .* upgrade timeline")
    ledger.write_bytes(b"no database" * 1000)
    refused(project, project.ingest, "ledger rebuild")
    ledger.write_bytes(b"")
    refused(project, project.ingest, "ledger rebuild")
    ledger.unlink()
    with attached(ledger, read_only=False) as connection:
        connection.execute("CREATE TABLE theirs (x INTEGER)")
    refused(project, project.ingest, "no ledger made by timeline")
    ledger.unlink()
    ledger.mkdir()
    refused(project, project.ingest, "ledger")


def test_a_link_that_is_a_file_of_somebody_else(project: Project) -> None:
    project.layout.link.write_text("mine")
    project.put("a/x.csv", table("1"), "2022-09-25")
    with pytest.raises(WarehouseError, match="not a link made by timeline"):
        project.ingest()
    assert project.layout.link.read_text() == "mine"
    project.layout.link.unlink()
    assert project.ingest().published
    assert project.ask("SELECT count(*) FROM claims") == [(1,)]


def test_published_copies_that_were_deleted_are_made_anew(project: Project) -> None:
    project.put("a/x.csv", table("1"), "2022-09-25")
    project.ingest()
    shutil.rmtree(project.layout.versions)
    assert project.ingest().published
    assert project.ask("SELECT count(*) FROM claims") == [(1,)]


@pytest.mark.parametrize("place", ["warehouse", "raw"])
def test_a_folder_that_can_not_be_written(project: Project, place: str) -> None:
    project.put("a/x.csv", table("1"), "2022-09-25")
    if place == "warehouse":
        shutil.rmtree(project.layout.folder)
        project.layout.folder.write_text("a file where the folder should be")
    else:
        (project.raw / "kept").write_text("a file where the folder should be")
    with pytest.raises(WarehouseError) as raised:
        project.ingest()
    one_line(str(raised.value), str(project.layout.folder if place == "warehouse" else project.raw))


FULL = (
    "timeline.ingest.receipts.os.fsync",
    "timeline.warehouse.publish.shutil.copyfile",
    "timeline.ingest.receipts.shutil.copyfile",
)


@pytest.mark.parametrize("where", FULL)
def test_a_full_disk_where_files_are_written(project: Project, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    before = project.surface()
    project.put("a/two.csv", table("1", "2"), "2022-09-26")

    def full(source: object, *_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(source))  # a copy names what it reads first

    with monkeypatch.context() as patch:
        patch.setattr(where, full)
        with pytest.raises(WarehouseError, match="No space left on device") as raised:
            project.ingest()
    one_line(str(raised.value), str(project.root))
    assert_same(before, project.surface())
    assert project.ingest().problems == []
    assert project.ask("SELECT count(*) FROM claims") == [(2,)]
    assert project.litter() == []


SMALL = """
import resource, sys
from pathlib import Path
sys.path[:0] = [sys.argv[3], str(Path(sys.argv[3]).parent)]
from project_fixture import Project
from timeline.errors import TimelineError
project = Project(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    print(*project.ingest().problems, sep="\\n")
except TimelineError as error:
    print(error)
"""


@pytest.mark.parametrize(
    "more", [300_000, *(pytest.param(more, marks=pytest.mark.long) for more in (-(2 << 20), 0, 600_000))]
)
def test_files_that_can_not_grow(project: Project, more: int) -> None:
    """The disk says no at the receipt of bytes, in the spool, in the ledger or in its copy."""
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    before = project.surface()
    limit = project.layout.ledger.stat().st_size + more
    project.put("a/two.csv", table(*(str(key) for key in range(1, 20_000))), "2022-09-26")
    command = [sys.executable, "-c", SMALL, str(project.root), str(limit), str(Path(__file__).parent)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    one_line(told.stdout.strip(), "")
    assert told.stdout.strip()
    assert_same(before, project.surface())
    assert project.ingest().problems == []
    assert project.ask("SELECT count(*) FROM claims") == [(19_999,)]
    assert project.litter() == []


@contextmanager
def disk_with_room_for(size: int) -> Iterator[None]:
    """No file of this process may grow beyond that."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_bytes_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    store = RawStore(tmp_path / "raw")
    delivered = tmp_path / "rows.csv"
    delivered.write_text(table(*(str(key) for key in range(1000))))
    with disk_with_room_for(len(HEAD) + 1), pytest.raises(WarehouseError, match="can't keep rows"):
        store.keep(delivered)
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


def test_a_kept_copy_that_lost_its_end_is_put_right(project: Project) -> None:
    text = table("1", "2")
    path = project.put("a/rows.csv", text)
    project.ingest()
    (kept,) = (project.raw / "kept").glob("*/*")
    kept.write_text(table("1"))
    path.touch()
    project.ingest()
    assert kept.read_text() == text


def test_a_run_that_had_to_stop_is_told_by_the_status(project: Project) -> None:
    project.put("a/one.csv", table("1"))
    project.ingest()
    project.put("a/two.csv", table(*(str(key) for key in range(1000))))
    with disk_with_room_for(20_000), pytest.raises(WarehouseError) as stopped:
        project.ingest()
    told = state(project.layout.link, datetime.now(UTC), {})
    assert [failure.problem for failure in told.failures] == [str(stopped.value)]
    assert told.claims == 1
    assert project.ingest().problems == []
    assert state(project.layout.link, datetime.now(UTC), {}).failures == ()
