"""Rows that can't be taken, and deliveries that would take too much away."""

from __future__ import annotations

from typing import Any

from project_fixture import KEYED, Project, assert_same, table

LOOSE: dict[str, Any] = {**KEYED, "complete": False, "columns": {**KEYED["columns"], "kind": {"column": "kind"}}}
OPEN = 'SELECT file, line, "column", reason, text FROM rejects WHERE closed_by IS NULL ORDER BY line'


def test_a_row_that_can_not_be_taken_is_told_and_a_later_delivery_closes_it(project: Project) -> None:
    project.add("a", LOOSE)
    good = "1,protest,2022-09-21,Omsk,Rally,3"
    project.put("a/one.csv", table(good, "2,protest,2022-02-30,Gai,Rally,"), "2022-09-25")
    summary = project.ingest()
    assert (summary.exit_code, summary.new, summary.rejects) == (3, 1, 1)
    (told,) = project.ask(OPEN)
    assert told[:3] == ("a/one.csv", 3, "day")
    assert "2022-02-30" in f"{told[3]} {told[4]}"
    project.put("a/two.csv", table("2,protest,2022-02-28,Gai,Rally,"), "2022-09-26")
    assert project.ingest().exit_code == 0
    assert project.ask(OPEN) == []
    assert project.ask("SELECT closed_by = d.delivery_id FROM rejects, deliveries d WHERE d.path = 'a/two.csv'") == [
        (True,)
    ]


def test_a_row_that_was_held_before_closes_its_reject_too(project: Project) -> None:
    project.add("a", LOOSE)
    for day, name in (("2022-09-21", "one"), ("2022-02-30", "two"), ("2022-09-21", "three")):
        project.put(f"a/{name}.csv", table(f"1,protest,{day},Omsk,Rally,"), f"2022-10-0{len(name)}")
    project.ingest()
    assert project.ask("SELECT version FROM claims") == [(1,)]
    assert project.ask("SELECT count(*) FROM rejects") == [(1,)]
    assert project.ask(OPEN) == []


def test_a_row_that_can_not_be_read_is_not_withdrawn(project: Project) -> None:
    project.put("a/one.csv", table("1", "2", "3", "4", "5"), "2022-09-25")
    project.put("a/two.csv", table("1,protest,soon,Omsk,Rally,", "2", "3", "4"), "2022-09-26")
    summary = project.ingest()
    assert (summary.gone, summary.rejects) == (1, 1)
    assert project.ask("SELECT row_key FROM claims ORDER BY 1") == [("1",), ("2",), ("3",), ("4",)]


def test_a_key_that_stands_twice_stays_one_open_reject(project: Project) -> None:
    twice = table("1,protest,2022-09-21,Omsk,Rally,", "1,protest,2022-09-22,Omsk,Rally,")
    for name in ("one", "two"):
        project.put(f"a/{name}.csv", twice + f"{len(name)}{name},protest,2022-09-21,Gai,Rally,\n", "2022-09-25")
        project.tell(f"a/{name}.csv", "2022-09-25" if name == "one" else "2022-09-26")
        project.ingest(allow_shrink=True)
    assert project.ask("SELECT row_key, line, closed_by IS NULL FROM rejects") == [("1", 3, True)]


def test_a_kind_that_the_project_adds_lets_its_rows_in(project: Project) -> None:
    project.put("a/one.csv", table("1", "2,flash_mob,2022-09-21,Omsk,Rally,"), "2022-09-25")
    project.put("a/two.csv", table("1", "2,flash_mob,2022-09-21,Omsk,Rally,"), "2022-09-26")
    assert project.ingest().rejects == 2
    assert project.ingest().exit_code == 0  # nothing new to say
    kinds = project.root / "kinds.toml"
    kinds.write_text('[flash_mob]\ngroup = "protest"\nlabel = "Flash mob"\ndefinition = "A rally that melts away."\n')
    summary = project.ingest()
    assert (summary.replayed, summary.exit_code) == (["a"], 0)
    assert project.ask("SELECT kind, first_known_at::DATE::VARCHAR FROM claims ORDER BY 1") == [
        *(("flash_mob", "2022-09-25"), ("protest", "2022-09-25"))
    ]
    assert project.ask("SELECT count(*) FROM rejects WHERE closed_by IS NULL") == [(0,)]
    assert project.ingest().replayed == []
    kinds.unlink()
    assert project.ingest().replayed == ["a"]  # what can't be told of any more is not kept unsaid
    assert project.ask("SELECT kind FROM claims") == [("protest",)]


def test_a_changed_mapping_replays_the_feed(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.put("a/two.csv", table("1", "2"), "2022-09-26")
    project.ingest()
    project.add("a", {**KEYED, "columns": {**KEYED["columns"], "title": "place"}})
    assert project.ingest().replayed == ["a"]
    assert project.ask("SELECT title, version, known_at::DATE::VARCHAR FROM claims ORDER BY 1") == [
        *(("Place 1", 1, "2022-09-25"), ("Place 2", 1, "2022-09-26"))
    ]
    assert len(project.ask("FROM runs")) == 2
    assert project.ingest().replayed == []


def test_a_mapping_that_does_not_fit_leaves_the_feed_as_it_was_until_mended(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    before = project.surface()
    project.add("a", {**KEYED, "columns": {**KEYED["columns"], "title": "headline"}})
    for _ in range(2):
        summary = project.ingest()
        assert len(summary.problems) == 1
        assert "stays as it was" in summary.problems[0]
        assert "headline" in summary.problems[0]
        assert_same(before, project.surface())
    project.add("a")
    assert project.ingest().exit_code == 0
    assert_same(before, project.surface())


def test_a_delivery_that_would_remove_much_is_refused_until_allowed(project: Project) -> None:
    project.put("a/one.csv", table("1", "2", "3"), "2022-09-25")
    project.ingest()
    before = project.surface()
    project.put("a/two.csv", table("1", "2"), "2022-09-26")
    for _ in range(2):
        summary = project.ingest()
        assert "withdraw 1 of the 3 claims" in summary.problems[0]
        assert "--allow-shrink" in summary.problems[0]
        assert summary.exit_code == 3
    assert_same(before, project.surface())
    assert project.ingest(allow_shrink=True).gone == 1
    assert project.ingest().exit_code == 0
    assert project.ask("SELECT row_key FROM claims ORDER BY 1") == [("1",), ("2",)]


def test_a_late_delivery_that_removes_much_does_not_hold_up_another(project: Project) -> None:
    project.put("a/one.csv", table("1", "2", "3"), "2022-09-25")
    project.put("a/four.csv", table("1", "2", "3", "4"), "2022-09-28")
    project.ingest()
    project.put("a/two.csv", table("1"), "2022-09-26")
    project.put("a/three.csv", table("1,protest,2022-09-20,Omsk,Rally,", "2", "3"), "2022-09-27")
    summary = project.ingest()
    assert (summary.deliveries, summary.replayed, len(summary.problems)) == (1, ["a"], 1)
    assert project.ask("SELECT version FROM claims WHERE row_key = '1'") == [(3,)]


def test_a_list_of_deletions_withdraws_rows(project: Project) -> None:
    project.add("a", {**LOOSE, "deletions": {"files": "*deleted*"}})
    project.put("a/one.csv", table("1", "2", "3"), "2022-09-25")
    project.put("a/deleted-one.csv", "id\n2\n9\n", "2022-09-26")
    assert project.ingest().gone == 1
    assert project.ask("SELECT row_key FROM claims ORDER BY 1") == [("1",), ("3",)]
    assert project.ask("SELECT row_key FROM claims_as_of('2022-09-25') ORDER BY 1") == [("1",), ("2",), ("3",)]
