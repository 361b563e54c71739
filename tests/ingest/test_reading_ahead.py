"""What is parsed while its bytes are being kept leaves the ledger as parsing the kept bytes would."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from project_fixture import Project, assert_same, table

from timeline import worker
from timeline.ingest import ahead
from timeline.worker.parent import Begun

FIRST, SECOND = table("1", "2", "3"), table("1", "2,protest,2022-09-21,Omsk,Vigil,2", "3")
DAY_NS = 86_400 * 10**9


@pytest.fixture(autouse=True)
def every_file_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ahead, "LONG", 1)
    monkeypatch.setattr(ahead, "_TICK_NS", 0)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Of each file that was begun ahead: whether what came of it was used."""
    used: list[bool] = []
    plain = ahead.Ahead.outcome

    def outcome(self: ahead.Ahead, *args: Any) -> worker.Outcome | None:
        begun = self._begun is not None
        found = plain(self, *args)
        used.extend([found is not None] if begun else [])
        return found

    monkeypatch.setattr(ahead.Ahead, "outcome", outcome)
    return used


def without(project: Project) -> dict[str, Any]:
    """The same files taken with nothing begun ahead."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ahead, "LONG", 1 << 40)
        project.ingest()
    return project.surface(moments=False)


def test_the_ledger_is_the_same(tmp_path: Path, told: list[bool]) -> None:
    one, other = Project(tmp_path / "one"), Project(tmp_path / "other")
    for known, text in (("2022-09-22", FIRST), ("2022-09-23", SECOND)):
        for project in (one, other):
            project.put(f"a/{known}.csv", text, known)
        one.ingest()
        assert_same(one.surface(moments=False), without(other))
    assert told == [True, True]
    assert one.litter() == []


def test_a_file_that_changes_under_it_is_parsed_from_what_was_kept(
    project: Project, told: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.put("a/x.csv", FIRST)
    plain = Begun.outcome

    def outcome(self: Begun) -> worker.Outcome | None:
        path.write_text(FIRST.replace("Rally", "Vigil"))
        return plain(self)

    monkeypatch.setattr(Begun, "outcome", outcome)
    project.ingest()
    assert told == [False]
    assert project.ask("SELECT DISTINCT left(title, 5) FROM claims") == [("Rally",)]
    assert project.litter() == []


def test_a_change_that_hides_its_time_is_seen(
    project: Project, told: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = project.put("a/x.csv", FIRST)
    plain = Begun.__init__

    def begin(self: Begun, *args: Any) -> None:
        before = path.stat()
        path.write_text(FIRST.replace("Rally", "Vigil"))
        plain(self, *args)
        time.sleep(0.05)
        path.write_text(FIRST)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    monkeypatch.setattr(Begun, "__init__", begin)
    project.ingest()
    assert told == [False]
    assert project.ask("SELECT DISTINCT left(title, 5) FROM claims") == [("Rally",)]


def test_a_file_touched_just_now_is_not_begun(
    project: Project, told: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_TICK_NS", DAY_NS)
    project.put("a/x.csv", FIRST)
    assert project.ingest().new == 3
    assert told == []


def test_a_file_that_brings_nothing_new_leaves_nothing_behind(project: Project, told: list[bool]) -> None:
    path = project.put("a/x.csv", FIRST)
    project.ingest()
    os.utime(path, ns=(0, 0))
    assert project.ingest().deliveries == 0
    assert told == [True]
    assert project.litter() == []


def test_a_reader_that_is_killed_is_tried_again(
    project: Project, told: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Begun.__init__

    def begin(self: Begun, *args: Any) -> None:
        plain(self, *args)
        self._child._process.kill()

    monkeypatch.setattr(Begun, "__init__", begin)
    project.put("a/x.csv", FIRST)
    assert project.ingest().new == 3
    assert told == [False]


def test_a_broken_file_is_told_of(project: Project, told: list[bool]) -> None:
    project.put("a/x.csv", b"id,kind,day\n\xff\xff,\xff\n")
    assert "a/x.csv" in "".join(project.ingest().problems)
    assert told == [True]
    assert project.litter() == []
