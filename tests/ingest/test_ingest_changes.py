"""A later delivery read as what changed since the one before leaves the ledger as reading it whole would."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from project_fixture import HEAD, KEYED, Project, assert_same, table

from timeline import worker
from timeline.ingest.feed_run import FeedRun
from timeline.warehouse.engine import attached
from timeline.worker import work

LIGHT: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow],
}
GROWING = {**KEYED, "complete": False}
COVERS = "{ since = 2022-09-01, until = 2022-09-21 }"


@contextmanager
def read_whole() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FeedRun, "_basis", lambda *_: None)
        yield


@contextmanager
def counted() -> Iterator[list[int | None]]:
    """What each parse said of keys that left; None where it read the file whole."""
    found: list[int | None] = []

    def parse(tasks: list[worker.Task], spool: Path) -> Iterator[worker.Outcome]:
        for task in tasks:
            outcome = worker.Outcome.from_json(work.parse(task, spool, worker.Limits()))
            found.append(outcome.left)
            yield outcome

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(worker, "parse", parse, raising=False)
        yield found


def state(project: Project) -> dict[str, Any]:
    with attached(project.layout.ledger, read_only=True) as connection:
        keys = connection.sql("SELECT known_at, keys, rows FROM base.delivery ORDER BY ALL").pl()
        rejects = connection.sql("SELECT * EXCLUDE (known_at) FROM base.reject ORDER BY ALL").pl()
    return {**project.surface(moments=False), "keys": keys, "base.reject": rejects}


def deliver(project: Project, texts: list[str], mapping: dict[str, Any], covers: list[bool]) -> list[int | None]:
    project.add("a", mapping)
    with counted() as found:
        for day, (text, covered) in enumerate(zip(texts, covers, strict=True)):
            project.put(f"a/{day}.csv", text, f"2022-10-{day + 1:02}", **({"covers": COVERS} if covered else {}))
            project.ingest()
    return found


def compare(
    empty: Path, texts: list[str], mapping: dict[str, Any] = KEYED, covers: list[bool] | None = None
) -> list[int | None]:
    """Deliver the texts one after the other, both ways; gives how they were read."""
    covers = covers or [False] * len(texts)
    with tempfile.TemporaryDirectory() as folder:
        projects = [Project(Path(folder) / name) for name in ("changes", "whole")]
        for project in projects:
            project.layout.folder.mkdir(parents=True)
            shutil.copyfile(empty, project.layout.ledger)
        found = deliver(projects[0], texts, mapping, covers)
        with read_whole():
            assert set(deliver(projects[1], texts, mapping, covers)) == {None}
        assert_same(state(projects[1]), state(projects[0]))
        assert projects[0].litter() == []
        return found


def test_ordinary_deliveries_are_read_as_changes(empty_ledger: Path) -> None:
    corrected = "1,protest,2022-09-21,Ufa,Rally 1,1"
    texts = [
        table(*"123456789"),
        table(corrected, *"2346789"),  # 5 left
        table(*"09876432", corrected),  # another order, one new
        table(*"0987643251"),
    ]
    assert compare(empty_ledger, texts) == [None, 2, 0, 1]
    assert compare(empty_ledger, texts, GROWING) == [None, 2, 0, 1, None]  # 5 is held, but not from the one before


def test_a_key_on_two_lines_is_read_whole(empty_ledger: Path) -> None:
    again = "2,protest,2022-09-21,Ufa,Rally 2,2"
    texts = [table(*"12345"), table(*"12345", again), table(*"1235"), table(*"1235", again), table(*"135", again)]
    # The changes can be told, but not taken; and what repeats a key is nothing to tell changes from.
    assert compare(empty_ledger, texts) == [None, 0, None, None, 0, None, None]
    assert compare(empty_ledger, [table(*"12"), table(*"12", "4", "4")]) == [None, 0, None]


def test_a_reject_is_read_whole(empty_ledger: Path) -> None:
    bad = "2,protest,never,Omsk,Rally,2"
    assert compare(empty_ledger, [table(*"12"), table("1", bad), table(*"12"), table(*"123")]) == [None, None, None, 0]


def test_coverage_that_differs_is_minded(empty_ledger: Path) -> None:
    later = "7,protest,2022-09-25,Omsk,Rally,7"
    texts = [table(*"123456", later), table(*"12345"), table(*"1345"), table(*"145")]
    found = compare(empty_ledger, texts, covers=[False, True, True, False])
    assert found[1] == 2
    assert found[-1] is None


def test_a_withdrawal_of_too_much_is_refused_all_the_same(empty_ledger: Path) -> None:
    assert compare(empty_ledger, [table(*"123456789"), table(*"123"), table(*"12345678")]) == [None, 6, None, None]


def test_other_settings_are_read_whole(project: Project) -> None:
    for mapping, text in ((KEYED, table(*"12")), (GROWING, table(*"123")), (GROWING, table(*"1234"))):
        project.add("a", mapping)
        project.put("a/in.csv", text)
        with counted() as found:
            project.ingest()
        assert found[-1] == (0 if "4" in text.split("\n")[-2] else None)


def test_another_taxonomy_is_read_whole(project: Project) -> None:
    project.put("a/in.csv", table(*"1234"))
    project.ingest()
    kinds = '[flash_mob]\ngroup = "protest"\nlabel = "Flash mob"\ndefinition = "A rally that melts away."\n'
    (project.root / "kinds.toml").write_text(kinds)
    found = []
    for text in (table(*"12345"), table(*"123456")):
        project.put("a/in.csv", text)
        with counted() as read:
            project.ingest()
        found += read
    assert found == [None, 0]


def test_a_basis_that_the_ledger_does_not_bear_out_is_not_used(project: Project) -> None:
    project.put("a/in.csv", table(*"1234"))
    project.ingest()
    with attached(project.layout.ledger, read_only=False) as connection:
        connection.execute("UPDATE base.claim SET live = false WHERE row_key = '4'")
    project.put("a/in.csv", table(*"12345"))
    with counted() as found:
        project.ingest()
    assert found == [0, None]
    assert project.ask("SELECT count(*) FROM claims") == [(5,)]


ROWS = st.builds(
    lambda key, day, place, title: f"{key},protest,2022-09-{day},{place},{title},{key}",
    st.sampled_from("123456"),
    st.sampled_from(["20", "21", "25", "never"]) | st.just("21"),
    st.sampled_from(["Omsk", "Ufa"]),
    st.sampled_from(["Rally", '"Rally, big"', '"two\nlines"', 'a "b"']) | st.just("Rally"),
)


@st.composite
def histories(draw: Any) -> list[str]:
    """Deliveries that grow out of each other."""
    rows = [f"{key},protest,2022-09-21,Omsk,Rally,1" for key in "123456"[: draw(st.integers(1, 6))]]
    texts = []
    for _ in range(draw(st.integers(2, 4))):
        texts.append("\n".join([HEAD, *rows]) + draw(st.sampled_from(["\n", ""])))
        rows = list(rows)
        for _ in range(draw(st.integers(0, 3))):
            if rows and draw(st.booleans()):
                rows.pop(draw(st.integers(0, len(rows) - 1)))
            if draw(st.booleans()):
                rows.insert(draw(st.integers(0, len(rows))), draw(ROWS))
    return texts


@settings(max_examples=3, **LIGHT)
@given(texts=histories(), complete=st.booleans(), data=st.data())
def test_any_history_ends_the_same(empty_ledger: Path, texts: list[str], complete: bool, data: st.DataObject) -> None:
    check_history(empty_ledger, texts, complete, data)


@pytest.mark.long
@settings(max_examples=100, **LIGHT)
@given(texts=histories(), complete=st.booleans(), data=st.data())
def test_many_histories_end_the_same(empty_ledger: Path, texts: list[str], complete: bool, data: st.DataObject) -> None:
    check_history(empty_ledger, texts, complete, data)


def check_history(empty_ledger: Path, texts: list[str], complete: bool, data: st.DataObject) -> None:
    covers = [data.draw(st.booleans()) for _ in texts] if data.draw(st.booleans()) else [False] * len(texts)
    compare(empty_ledger, texts, {**KEYED, "complete": complete}, covers)
