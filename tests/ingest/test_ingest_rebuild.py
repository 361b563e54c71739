"""The ledger made anew, kept, put back: what people query stays the same."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from project_fixture import KEYED, Project, assert_same, table

from timeline.errors import BusyError, ConfigError, InputError, WarehouseError
from timeline.ingest.adhoc import UnmappedError, adhoc_feeds, feed_for_file
from timeline.ingest.discover import look_at
from timeline.ingest.rebuild import rebuild
from timeline.warehouse import keep
from timeline.warehouse.ledger import locked


def fill(project: Project) -> None:
    """Two feeds with all that a ledger can hold: versions, a shared event, rejects open and closed, an allowed
    shrinking, a file changed in place, one that was refused, a late one.
    """
    loose = {**KEYED, "complete": False}
    project.add("b", loose, kinds=("protest",))
    project.put(
        "a/one.csv", table("1", "2", "3"), "2022-09-25", covers='{ since = "2022-09-20", until = "2022-09-25" }'
    )
    project.put("b/one.csv", table("1", "x,protest,never,Omsk,Rally,", "y,protest,never,Gai,Rally,"), "2022-09-25")
    project.ingest()
    project.put("a/two.csv", table("1"), "2022-09-27")
    project.put("b/one.csv", table("1,protest,2022-09-21,Place 1,Rally 1,7", "y,protest,2022-09-22,Gai,Rally,"))
    project.ingest(allow_shrink=True)
    project.put("a/late.csv", table("1", "2", "3,protest,2022-09-21,Place 3,Late,"), "2022-09-26")
    project.put("a/broken.csv", b"id,kind\n1\n")
    assert project.ingest().replayed == ["a"]
    assert project.ask("SELECT count(*) FROM events WHERE claims > 1") == [(1,)]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The filled project, to be copied."""
    project = Project(tmp_path_factory.mktemp("full") / "project")
    fill(project)
    return project


@pytest.fixture
def filled(full: Project, tmp_path: Path) -> Project:
    """A copy of the filled project."""
    shutil.copytree(full.root, tmp_path / "project", symlinks=True)
    project = Project(tmp_path / "project")
    project.feeds = full.feeds
    return project


def test_a_rebuilt_ledger_equals_the_old_one(filled: Project) -> None:
    before, revision = filled.surface(), keep.revision(filled.layout)
    summary = rebuild(filled.settings())
    assert (summary.deliveries, summary.problems) == (5, [])
    assert_same(before, filled.surface())
    assert (keep.revision(filled.layout) or 0) > (revision or 0)
    assert len(list(filled.layout.backups.glob("*before-rebuild*"))) == 1
    assert filled.litter() == []
    assert filled.ingest().deliveries == 0
    assert_same(before, filled.surface())


@pytest.mark.parametrize("harm", [pytest.param("gone", marks=pytest.mark.long), "garbage", "torn"])
def test_a_ledger_that_can_not_be_read_is_rebuilt_from_raw_and_the_run_log(filled: Project, harm: str) -> None:
    before = filled.surface()
    ledger = filled.layout.ledger
    if harm == "gone":
        ledger.unlink()
    else:
        data = ledger.read_bytes()
        ledger.write_bytes(b"not a database" * 999 if harm == "garbage" else data[: len(data) // 3])
        with pytest.raises(WarehouseError, match="ledger rebuild"):
            filled.ingest()
    rebuild(filled.settings())
    assert_same(before, filled.surface())


def test_a_feed_that_left_the_settings_is_rebuilt_from_what_the_old_ledger_knows(filled: Project) -> None:
    before = filled.surface()
    filled.feeds = tuple(feed for feed in filled.feeds if feed.name == "a")
    rebuild(filled.settings())
    assert_same(before, filled.surface())
    filled.layout.ledger.unlink()
    with pytest.raises(WarehouseError, match="nothing was rebuilt: feed 'b'"):
        rebuild(filled.settings())


def test_nothing_is_rebuilt_where_raw_bytes_are_lost(filled: Project) -> None:
    before, data = filled.surface(), filled.layout.ledger.read_bytes()
    lost = filled.settings().store.receipts("a")[0]
    filled.settings().store.kept(lost.sha256).unlink()
    with pytest.raises(WarehouseError, match="nothing was rebuilt") as raised:
        rebuild(filled.settings())
    assert "a/one.csv" in str(raised.value)
    assert "\n" not in str(raised.value)
    assert filled.layout.ledger.read_bytes() == data
    assert_same(before, filled.surface())
    assert filled.litter() == []


def test_backup_and_restore(project: Project, tmp_path: Path) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    before = project.surface()
    saved = keep.backup(project.layout)
    project.put("a/two.csv", table("1", "2"), "2022-09-26")
    project.ingest()
    after = project.surface(moments=False)
    kept = keep.restore(project.layout, saved)
    assert_same(before, project.surface())
    assert kept is not None
    assert kept.is_file()
    assert project.ingest().deliveries == 1  # from its receipt
    assert_same(after, project.surface(moments=False))
    data = project.layout.ledger.read_bytes()
    for name, text in (("no.duckdb", None), ("text.duckdb", b"text" * 5000)):
        if text:
            (tmp_path / name).write_bytes(text)
        with pytest.raises((InputError, WarehouseError), match=name if text is None else "not a valid DuckDB"):
            keep.restore(project.layout, tmp_path / name)
    assert project.layout.ledger.read_bytes() == data
    assert project.litter() == []


def test_compact_changes_the_room_and_nothing_else(filled: Project) -> None:
    project = filled
    before = project.surface()
    was, now = keep.compact(project.layout)
    assert now < was
    assert_same(before, project.surface())
    assert project.litter() == []
    project.put("a/three.csv", table("1", "2"), "2022-09-29")
    project.ingest(allow_shrink=True)
    assert project.ask("SELECT row_key FROM claims WHERE feed = 'a' ORDER BY 1") == [("1",), ("2",)]


def test_keeping_waits_for_the_writer(project: Project) -> None:
    project.put("a/one.csv", table("1"), "2022-09-25")
    project.ingest()
    with locked(project.layout, 0):
        for act in (
            lambda: keep.backup(project.layout),
            lambda: keep.compact(project.layout),
            lambda: keep.restore(project.layout, project.layout.link.resolve()),
            lambda: rebuild(project.settings()),
        ):
            with pytest.raises(BusyError):
                act()


# --- files that stand in no timeline.toml


def one_file(project: Project, path: Path, mapping: str | None = None, kind: str | None = None) -> int:
    settings = project.settings(feeds=())
    feed = feed_for_file(path, mapping=mapping, kind=kind, zone="UTC", shipped={}, store=settings.store)
    return project.ingest(feeds=(feed,), only=(look_at(path, project.raw),)).deliveries


def test_a_file_by_its_name_becomes_a_feed_that_is_rebuilt_from_its_receipts(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "Border Counts (2).csv"
    path.write_text("id,date,headline\n1,2022-09-21,Queue\n2,2022-09-22,Queue\n")
    assert one_file(project, path, kind="border_queue") == 1
    assert one_file(project, path) == 0
    assert project.ask("SELECT DISTINCT feed, kind, title FROM claims") == [
        ("border-counts-2", "border_queue", "Queue")
    ]
    (feed,) = adhoc_feeds(project.settings().store.receipts())
    assert (feed.name, feed.zone, feed.adhoc) == ("border-counts-2", "UTC", True)
    path.write_text("id,date,headline\n1,2022-09-21,Queue\n2,2022-09-23,Queue\n")
    assert one_file(project, path) == 1  # by the mapping it had
    before = project.surface()
    path.unlink()
    assert project.ingest().deliveries == 0
    project.layout.ledger.unlink()
    rebuild(project.settings())
    assert_same(before, project.surface())


def test_a_file_taken_by_another_mapping_is_read_anew(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,date,headline\n1,2022-09-21,Queue\n")
    one_file(project, path, kind="border_queue")
    mapping = tmp_path / "m.toml"
    mapping.write_text('key = ["id"]\n[columns]\nkind = { value = "protest" }\n[date]\nstart = "date"\n')
    one_file(project, path, mapping=str(mapping))
    assert project.ask("SELECT kind, title FROM claims") == [("protest", "Protest")]
    assert project.ingest().replayed == []
    assert project.ask("SELECT kind FROM claims") == [("protest",)]


def test_a_file_that_does_not_say_enough_is_answered_with_a_mapping_to_begin_with(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(UnmappedError, match=r"x\.csv: found no column with the date") as raised:
        one_file(project, path)
    assert "\n" not in str(raised.value)
    assert "[date]" in raised.value.starter
    with pytest.raises(InputError, match="no such file"):
        one_file(project, tmp_path / "none.csv")
    with pytest.raises(ConfigError, match=r"none\.toml"):
        one_file(project, path, mapping="none.toml")
    assert not project.receipts()


def test_a_gzipped_workbook_is_a_table_rather_than_an_archive_of_articles(project: Project, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("date", "kind"), ("2022-09-21", "protest")):
        book.active.append(row)
    book.save(tmp_path / "x.xlsx")
    path = tmp_path / "x.xlsx.gz"
    path.write_bytes(gzip.compress((tmp_path / "x.xlsx").read_bytes()))
    one_file(project, path)
    assert project.ask("SELECT kind, starts FROM claims") == [("protest", date(2022, 9, 21))]


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_kept_copy_that_lost_bytes_is_not_taken_for_the_whole(project: Project, damage: str) -> None:
    path = project.put("a/rows.csv", table("1", "2"))
    project.ingest()
    (kept,) = (project.raw / "kept").glob("*/*")
    kept.write_text(table("1")) if damage == "cut" else kept.unlink()
    with pytest.raises(WarehouseError, match=r"a/rows\.csv: its kept copy .* deliver the file again"):
        rebuild(project.settings())
    assert project.ask("SELECT count(*) FROM claims") == [(2,)]
    path.touch()
    project.ingest()
    rebuild(project.settings())
    assert project.ask("SELECT count(*) FROM claims") == [(2,)]


def test_a_file_that_grew_while_it_was_received_is_rebuilt(project: Project) -> None:
    project.put("a/rows.csv", table("1", "2"))
    project.ingest()
    store = project.settings().store
    store.append([replace(receipt, size=1) for receipt in store.receipts()])
    rebuild(project.settings())
    assert project.ask("SELECT count(*) FROM claims") == [(2,)]
