"""Articles, feeds of them and archives on their way into the ledger."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from project_fixture import Project, assert_same

from timeline.config.mapping import shipped
from timeline.errors import ExitCode, InputError, UsageError
from timeline.ingest import feed_run
from timeline.ingest.adhoc import feed_for_file, files_of
from timeline.ingest.rebuild import rebuild
from timeline.warehouse.ledger import Ledger

ARTICLE: dict[str, Any] = {"format": "article"}
FIRE = "A draft office in Uryupinsk caught fire on Monday, the regional emergency service said.\n"
SHOTS = "A man opened fire in a draft office in Ust-Ilimsk on Monday, officials said.\n"


def front(day: str, text: str = FIRE) -> str:
    return f"---\ntitle: Fire\ndate: {day}\npublisher: Wire\n---\n{text}"


def rss(*items: tuple[str, str, str], title: str = "Wire") -> str:
    told = (
        f"<item><guid>{guid}</guid><title>T{guid}</title><pubDate>{day}</pubDate><description>{text}</description></item>"
        for guid, day, text in items
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{''.join(told)}</channel></rss>"


def packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


@pytest.fixture
def articles(project: Project) -> Project:
    project.add("a", ARTICLE)
    return project


def test_an_article_becomes_claims_with_what_its_document_tells(articles: Project) -> None:
    articles.put("a/fire.md", front("2022-09-27"))
    summary = articles.ingest()
    assert (summary.exit_code, summary.problems) == (ExitCode.DONE, [])
    claims = articles.ask(
        "SELECT kind, starts, publisher, document_id, date_basis, date_anchor FROM claims"
        " WHERE kind LIKE 'office_attack%'"
    )
    assert claims == [("office_attack.arson", date(2022, 9, 26), "Wire", "a/fire.md", "explicit", date(2022, 9, 27))]
    told = articles.ask("SELECT title, publisher, published_on, published_from, text FROM documents")
    assert told == [("Fire", "Wire", date(2022, 9, 27), "front matter", FIRE.strip())]
    again = articles.ingest()
    assert (again.unchanged, again.published) == (1, None)


def test_without_a_date_nothing_is_guessed_and_the_claim_says_so(articles: Project) -> None:
    articles.put("a/fire.txt", FIRE)
    articles.ingest()
    assert articles.ask("SELECT published_at, published_on, published_from FROM documents") == [(None, None, None)]
    told = articles.ask("SELECT starts, doubt IS NOT NULL FROM claims WHERE kind LIKE 'office_attack%'")
    assert told == [(None, True)]


def test_sidecars_of_two_kinds_are_told_and_are_no_deliveries(articles: Project) -> None:
    articles.put("a/one.txt", FIRE, published_at="2022-09-27", publisher='"Wire"')
    articles.put("a/two.txt", SHOTS)
    articles.put("a/two.txt.json", json.dumps({"datePublished": "2022-09-27T23:30:00-05:00", "headline": "Shots"}))
    assert articles.ingest().deliveries == 2
    rows = articles.ask("SELECT path, title, publisher, published_on, published_from FROM documents ORDER BY path")
    assert rows == [
        ("a/one.txt", None, "Wire", date(2022, 9, 27), "sidecar"),
        ("a/two.txt", "Shots", None, date(2022, 9, 27), "sidecar"),
    ]
    articles.put("a/two.txt.json", json.dumps({"published": "2022-09-28"}))
    articles.ingest()
    anchors = articles.ask("SELECT DISTINCT date_anchor FROM claims WHERE document_id = 'a/two.txt'")
    assert anchors == [(date(2022, 9, 28),)]
    articles.put("a/two.txt.json", "{ no json")
    assert "two.txt.json" in articles.ingest().problems[0]


def test_a_feed_s_window_moves_on_and_a_corrected_entry_replaces_its_claims(articles: Project) -> None:
    day = "Tue, 27 Sep 2022 12:00:00 +0300"
    articles.put("a/1.rss", rss(("x", day, FIRE), ("y", day, SHOTS)), known="2022-09-27")
    articles.ingest()
    first = articles.ask("SELECT claim_id, document_id FROM claims")
    articles.put("a/2.rss", rss(("y", day, SHOTS + " Nobody was hurt."), ("z", day, FIRE)), known="2022-09-28")
    articles.put("a/3.rss", rss(("y", day, "Nothing happened.")), known="2022-09-29")
    articles.ingest()
    kept = articles.ask("SELECT DISTINCT document_id FROM claims ORDER BY 1")
    assert kept == [("Wire#x",), ("Wire#z",)]
    assert set(articles.ask("SELECT claim_id, document_id FROM claims WHERE document_id = 'Wire#x'")) <= set(first)


def test_any_order_of_arrival_and_a_rebuild_end_the_same(new_project: Callable[[str], Project]) -> None:
    day = "Tue, 27 Sep 2022 12:00:00 +0300"
    files = [
        ("a/1.rss", rss(("x", day, FIRE), ("y", day, SHOTS)), "2022-09-27"),
        ("a/2.rss", rss(("y", day, SHOTS + " Nobody was hurt.")), "2022-09-28"),
        ("a/3.md", front("2022-09-27", SHOTS), "2022-09-29"),
        ("a/4.txt", FIRE, "2022-09-30"),
        ("a/5.rss", rss(("x", day, SHOTS), title="Other"), "2022-09-28"),
        ("a/6.zip", packed({"a.txt": SHOTS}), "2022-09-26"),
        ("a/7.zip", packed({"a.txt": FIRE}), "2022-09-28"),
    ]
    states = []
    for name, order in (("one", [0, 1, 2, 3]), ("other", [5, 4, 1, 0]), ("at once", [])):
        project = new_project(name)
        project.add("a", ARTICLE)
        for place in order:
            project.put(*files[place])
            project.ingest()
        for file in files:
            project.put(*file)
        project.ingest()
        states.append(project.surface(moments=False))
        rebuild(project.settings())
        states.append(project.surface(moments=False))
    for state in states[1:]:
        assert_same(states[0], state)
    told = states[0]["documents"]["document_id"].unique().sort().to_list()
    assert told == ["Other#x", "Wire#x", "Wire#y", "a/3.md", "a/4.txt", "a/6.zip/a.txt", "a/7.zip/a.txt"]


def test_a_corrected_archive_replaces_its_own_texts_only(articles: Project) -> None:
    articles.put("a/one.zip", packed({"a.txt": FIRE, "b.txt": FIRE}), "2022-09-27")
    articles.put("a/two.zip", packed({"a.txt": FIRE}), "2022-09-27")
    articles.ingest()
    articles.put("a/one.zip", packed({"a.txt": FIRE.replace("Uryupinsk", "Omsk"), "b.txt": FIRE}), "2022-09-28")
    articles.ingest()
    assert articles.ask("SELECT document_id, contains(quote, 'Omsk') FROM claims ORDER BY 1") == [
        ("a/one.zip/a.txt", True),
        ("a/one.zip/b.txt", False),
        ("a/two.zip/a.txt", False),
    ]
    assert articles.ask("SELECT document_id, count(*) FROM documents GROUP BY 1 ORDER BY 1") == [
        ("a/one.zip/a.txt", 2),
        ("a/one.zip/b.txt", 1),
        ("a/two.zip/a.txt", 1),
    ]


def many(project: Project, days: range) -> None:
    """An article of each day, one that can't be read, and two days on which the same page is told anew."""
    for day in days:
        text = SHOTS if day % 3 else FIRE
        url = "url: https://wire.example/same\n" if day in (11, 17) else ""
        project.put(f"a/2022-09-{day}.md", f"---\ndate: 2022-09-{day}\n{url}---\n{text}Said on day {day}.\n")
    project.put("a/2022-09-15.html", bytes(range(256)) * 20)


def test_articles_are_taken_in_steps_that_make_no_difference(
    new_project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    states = []
    for size in (100, 3):
        monkeypatch.setattr(feed_run, "_BATCH", size)
        project = new_project(f"by {size}")
        project.add("a", ARTICLE)
        many(project, range(10, 21))
        summary = project.ingest()
        assert (summary.deliveries, len(summary.problems), summary.replayed) == (11, 1, [])
        states.append(project.surface(moments=False))
        assert project.ingest().deliveries == 0
    assert_same(*states)


def test_a_run_that_ends_between_two_steps_is_finished_by_the_next(
    new_project: Callable[[str], Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_run, "_BATCH", 3)
    calm, broken = new_project("calm"), new_project("broken")
    for project in (calm, broken):
        project.add("a", ARTICLE)
        many(project, range(10, 21))
    calm.ingest()
    steps = count()
    take = Ledger.take_together

    def stopped(ledger: Ledger, *told: Any) -> Any:
        if next(steps) == 2:
            raise KeyboardInterrupt
        return take(ledger, *told)

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "take_together", stopped)
        with pytest.raises(KeyboardInterrupt):
            broken.ingest()
    assert 0 < broken.ingest().deliveries < 11
    assert_same(calm.surface(moments=False), broken.surface(moments=False))
    assert broken.litter() == []


def test_articles_that_come_late_are_taken_without_reading_the_others_anew(
    new_project: Callable[[str], Project],
) -> None:
    late, early = new_project("late"), new_project("early")
    for project, parts in ((late, (range(16, 21), range(10, 16))), (early, (range(10, 21),))):
        project.add("a", ARTICLE)
        for days in parts:
            many(project, days)
            assert project.ingest().replayed == (["a"] if days.start == 10 and project is late else [])
    assert_same(late.surface(moments=False), early.surface(moments=False))
    late.put("a/2022-09-01.md", front("2022-09-01"))
    late.put("a/2022-09-02.md", front("2022-09-02"))
    late.put("a/2022-09-03.md", front("2022-09-03"))
    assert (late.ingest().replayed, late.ingest().deliveries) == ([], 0)


def test_a_kind_of_the_project_s_own_is_found_at_the_next_ingest(articles: Project) -> None:
    articles.put("a/fire.md", front("2022-09-27", "A statue was toppled in Omsk on Monday.\n"))
    articles.ingest()
    assert articles.ask("SELECT kind FROM claims WHERE kind = 'toppling'") == []
    kind = (
        '[toppling]\nlabel = "Toppling"\ngroup = "unrest"\ndefinition = "A statue is toppled."\ntriggers = ["topple"]\n'
    )
    (articles.root / "kinds.toml").write_text(kind)
    summary = articles.ingest()
    assert summary.replayed == ["a"]
    assert articles.ask("SELECT kind, starts FROM claims WHERE kind = 'toppling'") == [("toppling", date(2022, 9, 26))]
    assert articles.ingest().replayed == []


def test_what_can_t_be_read_is_a_line_and_the_rest_is_taken(articles: Project) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("good.md", front("2022-09-27"))
        archive.writestr("bad.html", bytes(range(256)) * 20)
        archive.writestr("empty.html", "<html><script>1</script></html>")
    articles.put("a/all.zip", out.getvalue())
    articles.put("a/fire.html", bytes(range(256)) * 20)
    articles.put("a/fine.txt", SHOTS)
    summary = articles.ingest()
    assert summary.exit_code == ExitCode.REJECTED
    assert [problem for problem in summary.problems if "fire.html" in problem]
    assert articles.ask("SELECT reason, text FROM rejects") == [("holds no text", "a/all.zip/empty.html")]
    assert articles.ask("SELECT count(*) FROM documents") == [(2,)]
    articles.put("a/fire.html", f"<html><body><p>{FIRE}</p></body></html>")
    assert articles.ingest().problems == []


def test_a_table_is_still_a_table_beside_articles(articles: Project) -> None:
    articles.add("t")
    articles.put("t/1.csv", "id,kind,day,place,title,hurt\n1,protest,2022-09-21,Omsk,Rally,3\n")
    articles.put("a/fire.md", front("2022-09-27"))
    assert articles.ingest().deliveries == 2
    assert articles.ask("SELECT feed, title, path FROM documents ORDER BY feed") == [
        ("a", "Fire", "a/fire.md"),
        ("t", "1.csv", "t/1.csv"),
    ]


def adhoc(project: Project, path: Path, **told: Any) -> Any:
    store = project.settings().store
    options = {"mapping": None, "kind": None, "zone": "UTC", "shipped": shipped(), "store": store, **told}
    return feed_for_file(path, **options)


def test_files_and_folders_of_articles_need_no_mapping(project: Project, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "fire.txt").write_text(FIRE)
    (tmp_path / "in" / "deep" / "shots.html").write_text(f"<html><body><p>{SHOTS}</p></body></html>")
    (tmp_path / "in" / "table.txt").write_text("day\tkind\n2022-09-21\tprotest\n")
    (tmp_path / "in" / "cut.md.gz").write_bytes(gzip.compress(FIRE.encode())[:-12])
    found = files_of(tmp_path / "in", project.raw)
    assert [each.name for each in found] == ["in/cut.md.gz", "in/deep/shots.html", "in/fire.txt"]
    feed = adhoc(project, tmp_path / "in", published="2022-09-27")
    summary = project.ingest(feeds=(feed,), only=tuple(found))
    assert summary.deliveries == 2
    assert ["cut.md.gz" in problem for problem in summary.problems] == [True]
    assert project.ask("SELECT DISTINCT published_from FROM documents") == [("option",)]
    assert adhoc(project, tmp_path / "in").mapping == {"format": "article", "published": "2022-09-27"}
    with pytest.raises(UsageError, match="no date"):
        adhoc(project, tmp_path / "in", published="someday")
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="holds no articles"):
        files_of(tmp_path / "none", project.raw)


def test_what_is_named_as_a_page_is_told_about_as_one(project: Project, tmp_path: Path) -> None:
    """Bytes in a page that are none are no table with a mapping to write."""
    (tmp_path / "bad.html").write_bytes(bytes(range(256)) * 40)
    assert adhoc(project, tmp_path / "bad.html").mapping == ARTICLE
