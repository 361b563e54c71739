"""Files in any order, twice, replaced in place, told anew: one end state."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from project_fixture import HEAD, KEYED, Project, assert_same, table

OMSK = "2,protest,2022-09-21,Omsk,Rally,"
# A row corrected, one gone for good, one gone and back, one re-dated.
THREE = {
    "one.csv": ("2022-09-25", table("1", OMSK, "3", "4", "5", "6", "7", "8")),
    "two.csv": ("2022-09-26", table("1,protest,2022-09-21,Place 1,Corrected,9", "4", "5", "6", "7", "8", "9")),
    "three.csv": ("2022-09-27", table("1,protest,2022-09-22,Place 1,Corrected,9", OMSK, "4", "5", "6", "7", "8", "9")),
}


def deliver(project: Project, names: tuple[str, ...]) -> None:
    for name in names:
        known, text = THREE[name]
        project.put(f"a/{name}", text, known)
        assert not project.ingest().problems


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    project = Project(tmp_path_factory.mktemp("order") / "p")
    deliver(project, tuple(THREE))
    assert project.ask("SELECT row_key, version FROM claims ORDER BY 1") == [
        *(("1", 3), ("2", 3), ("4", 1), ("5", 1), ("6", 1), ("7", 1), ("8", 1), ("9", 1))
    ]
    return project.surface(moments=False)


ORDERS = list(itertools.permutations(THREE))[1:]


# In one process, for they share what they are compared with; two are left to the long run.
@pytest.mark.xdist_group("orders")
@pytest.mark.parametrize("order", [*ORDERS[2:], *(pytest.param(one, marks=pytest.mark.long) for one in ORDERS[:2])])
def test_every_order_of_files_ends_the_same(project: Project, in_order: dict[str, Any], order: tuple[str, ...]) -> None:
    deliver(project, order)
    assert_same(in_order, project.surface(moments=False))
    assert project.litter() == []


def test_the_same_files_at_once_end_the_same(project: Project, in_order: dict[str, Any]) -> None:
    for name, (known, text) in THREE.items():
        project.put(f"a/{name}", text, known)
    project.ingest()
    assert_same(in_order, project.surface(moments=False))


def test_twice_is_once(project: Project) -> None:
    path = project.put("a/one.csv", table("1", "2"), "2022-09-25")
    project.ingest()
    published, receipts = project.layout.link.readlink(), project.receipts()
    before = project.layout.ledger.read_bytes()
    again = project.ingest()
    assert project.layout.ledger.read_bytes() == before
    path.write_bytes(path.read_bytes())  # touched: looked at again, but the same
    touched = project.ingest()
    assert (again.deliveries, again.unchanged, touched.deliveries) == (0, 1, 0)
    assert (again.published, touched.published) == (None, None)
    assert (project.layout.link.readlink(), project.receipts()) == (published, receipts)


def test_bytes_changed_in_place_and_back_are_three_deliveries(project: Project) -> None:
    for title in ("A", "B", "A"):
        project.put("a/feed.csv", table(f"1,protest,2022-09-21,Omsk,{title},"), "2022-09-25")
        assert project.ingest().deliveries == 1
    assert project.ask("SELECT title, version FROM claims") == [("A", 3)]
    assert project.ask("SELECT known_from FROM deliveries ORDER BY known_at") == [
        *(("sidecar",), ("receipt",), ("receipt",))
    ]
    # As of the sidecar's day only the first had been known.
    assert project.ask("SELECT title, version FROM claims_as_of('2022-09-25')") == [("A", 1)]


def test_a_copy_under_another_name_is_no_second_delivery(project: Project) -> None:
    for name in ("a/x.csv", "a/y.csv"):
        project.put(name, table("1", "2"), "2022-09-25")
    assert project.ingest().deliveries == 1
    project.put("a/z.csv", table("1", "2"), "2022-09-25")
    assert project.ingest().deliveries == 0
    assert project.ask("SELECT path, claims FROM deliveries") == [("a/x.csv", 2)]
    assert project.ask("SELECT count(*) FROM claims") == [(2,)]


def test_when_a_delivery_was_known(project: Project) -> None:
    by_column = {**KEYED, "key": ["id"], "known": {"column": "asof", "zone": "Europe/Moscow"}}
    project.add("b", by_column)
    project.put("a/one.csv", table("1"), "2022-09-25T18:00:00+03:00")
    project.put("a/bare.csv", table("1", "2"), "2022-09-26")
    project.put("a/report-20220927.csv", table("1", "2", "3"))
    project.put("a/report.csv", table("1", "2", "3", "4"))
    rows = "1,protest,2022-09-21,Omsk,Rally,,2022-09-28T10:00\n2,protest,2022-09-21,Gai,Rally,,2022-09-29T10:00\n"
    project.put("b/x.csv", f"{HEAD},asof\n{rows}")
    summary = project.ingest()
    known = dict(project.ask("SELECT path, known_from || ' ' || known_at FROM deliveries"))
    assert known.pop("a/report.csv").startswith(f"receipt {summary.started_at:%Y-%m-%d}")
    assert known == {
        "a/one.csv": "sidecar 2022-09-25 15:00:00+00",
        "a/bare.csv": "sidecar 2022-09-26 20:59:59.999999+00",
        "a/report-20220927.csv": "file name 2022-09-27 20:59:59.999999+00",
        "b/x.csv": "mapping 2022-09-29 07:00:00+00",
    }


def test_a_corrected_sidecar_moves_the_delivery(project: Project) -> None:
    project.put("a/one.csv", table("1,protest,2022-09-21,Omsk,First,"), "2022-09-25")
    project.put("a/two.csv", table("1,protest,2022-09-21,Omsk,Second,"), "2022-09-26")
    project.ingest()
    project.tell("a/two.csv", "2022-09-24")
    assert project.ingest().replayed == ["a"]
    assert project.ask("SELECT title, version FROM claims") == [("First", 2)]
    assert project.ask("SELECT title FROM claims_as_of('2022-09-24')") == [("Second",)]
    assert project.ask("SELECT count(*) FROM deliveries") == [(2,)]


def test_a_sidecar_told_anew_but_for_the_time_moves_nothing(project: Project) -> None:
    for title in ("A", "B"):
        project.put("a/feed.csv", table(f"1,protest,2022-09-21,Omsk,{title},"), "2022-09-25")
        project.ingest()
    project.tell("a/feed.csv", "2022-09-25", title='"Counts"')
    project.ingest()
    assert project.ask("SELECT title, version FROM claims") == [("B", 2)]
    assert project.ask("SELECT known_from FROM deliveries ORDER BY known_at") == [("sidecar",), ("receipt",)]


def test_a_broken_file_that_is_mended_is_known_when_its_sidecar_says(project: Project) -> None:
    project.put("a/feed.csv", b"\xff\xfe\x00", "2022-09-25")
    assert project.ingest().exit_code == 1
    project.put("a/feed.csv", table("1"), "2022-09-25")
    assert project.ingest().exit_code == 0
    assert project.ask("SELECT known_from FROM deliveries") == [("sidecar",)]


def test_a_late_delivery_without_its_feeds_receipts_withdraws_nothing(project: Project) -> None:
    project.put("a/one.csv", table("1"))
    project.put("a/two.csv", table("1", "2"), "2022-09-26")
    project.ingest()
    before = project.surface()
    (project.raw / "receipts.jsonl").unlink()
    project.put("a/three.csv", table("1", "2", "3"), "2022-09-20")
    summary = project.ingest()
    assert len(summary.problems) == 1
    assert "restore that file from a backup" in summary.problems[0]
    assert_same(before, project.surface())


def test_half_a_line_of_a_killed_run_stays_alone(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    receipts = project.raw / "receipts.jsonl"
    receipts.write_bytes(receipts.read_bytes() + b'{"feed": "a", "pa')
    project.put("a/two.csv", table("1", "2"), "2022-09-26")
    assert project.ingest().deliveries == 1
    assert project.ask("SELECT count(*) FROM deliveries") == [(2,)]
    assert len(project.settings().store.receipts()) == 2


def test_names_that_are_not_utf8(project: Project) -> None:
    odd = Path(str(project.raw / "a") + "/x\udcff.csv")
    odd.parent.mkdir()
    odd.write_text(table("1"))
    assert project.ingest().deliveries == 1
    assert project.ingest().unchanged == 1
