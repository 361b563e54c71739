"""A run that took wrong deliveries is taken back: the ledger is as if they had not come, until that is taken back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from project_fixture import Project, assert_same, table

from timeline.errors import UsageError
from timeline.ingest.deciding import Done, Signed, Wish, decide
from timeline.ingest.rebuild import rebuild
from timeline.report.database import open as open_database
from timeline.report.decided import decided
from timeline.warehouse.ledger import locked

SIGNED = Signed("Ada", "option", "the wrong file")
FIRST = table("1", "2", "3", "4", "5")
WRONG = table("1,riot,2020-01-01,Nowhere,Wrong,9", "2", "3", "4", "9")
LATER = table("1", "2", "3", "4", "6")


def undo(project: Project, *names: str) -> Done:
    return decide(project.settings(), Wish("undo", names), SIGNED)


def surface(project: Project) -> dict[str, pl.DataFrame]:
    return project.surface(moments=False)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, empty_ledger: Path, _without_children: None) -> tuple[Path, str]:
    """A project that took a wrong delivery between two right ones, one that never did, and the name of that run."""
    root, run = tmp_path_factory.mktemp("undoing"), ""
    for side in ("with", "without"):
        project = Project(root / side)
        project.layout.folder.mkdir(parents=True)
        shutil.copyfile(empty_ledger, project.layout.ledger)
        for name, text, day in (("one", FIRST, 25), ("wrong", WRONG, 26), ("two", LATER, 27)):
            if (side, name) != ("without", "wrong"):
                project.put(f"a/{name}.csv", text, f"2022-09-{day}")
                taken = project.ingest()
                run = taken.run if name == "wrong" else run
    return root, run


@pytest.fixture
def worlds(made: tuple[Path, str], tmp_path: Path) -> tuple[Project, Project, str]:
    """Copies of them."""
    root = shutil.copytree(made[0], tmp_path / "worlds", symlinks=True)
    return Project(root / "with"), Project(root / "without"), made[1]


def test_the_ledger_is_as_if_it_had_not_come_and_so_is_a_rebuilt_one(worlds: tuple[Project, Project, str]) -> None:
    project, without, run = worlds
    before = surface(project)
    done = undo(project, run[:20])
    assert (done.moved, done.busy) == (("set aside: a/wrong.csv",), None)
    assert_same(surface(project), surface(without))
    assert project.ask("SELECT what, subject FROM decisions") == [("undo", [run])]
    rebuild(project.settings())
    assert_same(surface(project), surface(without))
    back = undo(project, done.decisions[0].id)
    assert back.moved == ("brought back: a/wrong.csv",)
    assert_same(surface(project), before)


def test_what_was_decided_about_its_claims_waits_for_them(worlds: tuple[Project, Project, str]) -> None:
    project, _, run = worlds
    ((claim,),) = project.ask("SELECT claim_id FROM claims_as_of('2022-09-26') WHERE row_key = '9'")
    corrected = decide(project.settings(), Wish("correct", (claim,), {"title": "Mended"}), SIGNED).decisions[0].id
    either = (
        "SELECT title FROM base.claim_past WHERE row_key = '9' UNION SELECT title FROM base.claim WHERE row_key = '9'"
    )
    then = project.ask(f"{either} ORDER BY ALL")
    done = undo(project, run)
    assert project.ask(either) == []
    with open_database(project.layout.link) as database:
        looks = decided(database).filter(decision_id=corrected)["second_look"].to_list()
    assert looks == ["withdrawn at its origin since title was corrected"]
    undo(project, done.decisions[0].id)
    assert project.ask(f"{either} ORDER BY ALL") == then


def test_it_does_not_come_again_by_itself_and_what_mends_it_is_taken(worlds: tuple[Project, Project, str]) -> None:
    project, without, run = worlds
    undo(project, run)
    path = project.raw / "a" / "wrong.csv"
    path.write_bytes(path.read_bytes())
    assert (project.ingest().deliveries, project.ask("FROM claims WHERE title = 'Wrong'")) == (0, [])
    right = table("1", "2", "3", "4", "7")
    for each in (project, without):
        each.put("a/wrong.csv", right, "2022-09-26")
        each.ingest()
    assert_same(surface(project), surface(without))


def test_an_ingest_at_work_takes_it_back(worlds: tuple[Project, Project, str]) -> None:
    project, without, run = worlds
    with locked(project.layout, 0):
        assert "another ingest" in (undo(project, run).busy or "")
    project.ingest()
    assert_same(surface(project), surface(without))


@pytest.mark.parametrize(
    ("text", "line"), [("R1999", "the last that brought something: R"), ("R2", "ambiguous"), ("R2' OR true", "no run")]
)
def test_what_is_no_run_is_told_in_one_line(worlds: tuple[Project, Project, str], text: str, line: str) -> None:
    project, _, run = worlds
    for wrong, told in ((text, line), (run, "taken back already by J")):
        if wrong == run:
            undo(project, run)
        with pytest.raises(UsageError, match=told) as raised:
            undo(project, wrong)
        assert "\n" not in str(raised.value)


def test_a_lost_or_broken_file_of_decisions_brings_nothing_back(worlds: tuple[Project, Project, str]) -> None:
    project, without, run = worlds
    undo(project, run)
    kept: Any = project.raw / "decisions.jsonl"
    assert isinstance(kept, Path)
    kept.write_text("{broken}\n")
    assert "restore the file" in project.ingest().problems[0]
    kept.unlink()
    assert "restore the file" in project.ingest().problems[0]
    assert_same(surface(project), surface(without))


def test_what_was_refused_once_and_is_taken_later_is_rebuilt(worlds: tuple[Project, Project, str]) -> None:
    project, _, _ = worlds
    project.put("a/three.csv", table("8"), "2022-09-28")
    assert "would withdraw" in project.ingest().problems[0]
    undo(project, *{row[0] for row in project.ask("SELECT run FROM deliveries")})
    assert project.ingest().deliveries == 1
    rebuild(project.settings())
    assert project.ask("SELECT row_key FROM claims") == [("8",)]
