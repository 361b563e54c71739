"""Documents out of pages, texts, feeds and archives: what they say, and when they were published."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from prose_fixture import STORY, item, linked_data, only, page, read_all, rss, tarred, zipped

from timeline import readers
from timeline.errors import InputError

FACTS = "Border officials in Kazakhstan said on Tuesday that 98,000 Russian citizens had entered"


def test_a_page_gives_its_main_text_and_what_it_says_of_itself(tmp_path: Path) -> None:
    head = (
        "<title>Exodus &lt;script&gt;alert(1)&lt;/script&gt; goes on | Example</title>"
        "<link rel='canonical' href='https://www.example.com/world/exodus'>"
        "<meta property='og:site_name' content='Example <b>News</b>'>"
        "<meta property='article:published_time' content='2022-09-27T21:30:00-04:00'>"
    )
    found = only(tmp_path, "a.html", page(head))
    assert found["text"].count("\n\n") >= 1
    assert FACTS in found["text"]
    assert "Home" not in found["text"]
    assert "rights reserved" not in found["text"]
    assert found["title"] == "Exodus goes on"
    assert found["publisher"] == "Example News"
    assert found["language"] == "en"
    assert found["document_key"] == found["url"] == "https://www.example.com/world/exodus"
    assert found["published_at"] == datetime(2022, 9, 28, 1, 30, tzinfo=UTC)
    assert found["published_on"] == date(2022, 9, 27), "the day in the page's own offset"
    assert found["published_from"] == "page"


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (linked_data(datePublished="2022-09-27"), STORY, date(2022, 9, 27)),
        ('<script type="application/ld+json">not json</script>', STORY, None),
        (linked_data(dateModified="2022-09-30"), STORY, None),
        ("<meta name='date' content='September 27, 2022'>", STORY, date(2022, 9, 27)),
        ("<meta name='date' content='09/10/2022'>", STORY, None),
        ("<meta name='date' content='2022-09'>", STORY, None),
        ("<meta name='date' content='1970-01-01T00:00:00Z'>", STORY, None),
        ("", f"<time pubdate datetime='2022-09-27T08:00:00Z'></time>{STORY}", date(2022, 9, 27)),
        ("", f"<time datetime='2022-09-27'>today</time>{STORY}", date(2022, 9, 27)),
        ("", f"<time datetime='2022-09-27'></time>{STORY}<time datetime='2022-09-29'></time>", None),
        ("", f"<time class='updated' datetime='2022-09-29'></time>{STORY}", None),
        ("", f"<p>Published 27 September 2022</p>{STORY}", None),
    ],
)
def test_a_page_s_date_is_read_where_it_is_marked_and_nowhere_else(
    tmp_path: Path, head: str, body: str, day: date | None
) -> None:
    found = only(tmp_path, "a.html", page(head, body))
    assert found["published_on"] == day
    assert found["published_from"] == ("page" if day else None)


def test_the_first_of_the_places_that_has_a_date_is_believed(tmp_path: Path) -> None:
    meta = "<meta property='article:published_time' content='2022-09-24'>"
    name = "2022-09-25-exodus.html"
    ways = [
        (page(), "a.html", {}, None),
        (page(), "a.html", {"published": "2022-09-26"}, ("option", 26)),
        (page(), name, {"published": "2022-09-26"}, ("file name", 25)),
        (page(meta), name, {"published": "2022-09-26"}, ("page", 24)),
        (page(meta), name, {"sidecar": {"published": "no date"}}, ("page", 24)),
        (page(meta), name, {"sidecar": {"published": date(2022, 9, 22)}}, ("sidecar", 22)),
        ("---\ndate: 2022-09-23\n---\nText of it.", "2022-09-25.md", {}, ("front matter", 23)),
        ("---\ndate: 2022-09-23\n---\nText.", "a.md", {"sidecar": {"date": "2022-09-22"}}, ("sidecar", 22)),
        (rss(item("1", "24 Sep 2022 10:00 GMT")), "2022-09-25.rss", {"published": "2022-09-26"}, ("entry", 24)),
        (rss(item("1", "")), "2022-09-25.rss", {}, None),
        (rss(item("1", "")), "2022-09-25.rss", {"published": "2022-09-26"}, ("option", 26)),
    ]
    for data, path, options, told in ways:
        found = only(tmp_path, path, data, **options)
        assert found["published_from"] == (told and told[0]), (path, options)
        assert found["published_on"] == (told and date(2022, 9, told[1])), (path, options)


def test_a_day_ends_in_the_feed_s_zone_and_a_clock_time_without_offset_is_in_it(tmp_path: Path) -> None:
    day = only(tmp_path, "a.txt", "Text of it.", published="2022-09-27", zone="Europe/Moscow")
    assert day["published_at"] == datetime(2022, 9, 27, 20, 59, 59, 999999, tzinfo=UTC)
    clock = only(tmp_path, "a.txt", "Text of it.", published="2022-09-27T01:00", zone="Europe/Moscow")
    assert (clock["published_at"], clock["published_on"]) == (
        datetime(2022, 9, 26, 22, tzinfo=UTC),
        date(2022, 9, 27),
    )


@pytest.mark.parametrize(
    "front",
    [
        '---\ntitle: "Exodus: goes on"\nDate: 2022-09-27 # a note\nsource: Wire\ntags:\n  - a\nurl: https://w.example/1\n---\n',
        '+++\ntitle = "Exodus: goes on"\ndate = 2022-09-27\npublisher = "Wire"\nurl = "https://w.example/1"\n+++\n',
        '{\n"title": "Exodus: goes on", "date": "2022-09-27", "publisher": "Wire", "url": "https://w.example/1"}\n',
    ],
)
def test_front_matter_of_three_kinds(tmp_path: Path, front: str) -> None:
    found = only(tmp_path, "a.md", front + "# Heading\n\nThe *text* of [it](https://x.example).\n")
    told = [found[name] for name in ("title", "publisher", "url", "published_on", "document_key")]
    assert told == ["Exodus: goes on", "Wire", "https://w.example/1", date(2022, 9, 27), "https://w.example/1"]
    assert found["text"] == "Heading\n\nThe text of it."


def test_what_only_looks_like_front_matter_is_text(tmp_path: Path) -> None:
    for text in (
        "---\nHe said so: and left it at that, no.\nMore words\n---\nText",
        "---\nno end",
        "+++\n= broken\n+++\nx",
    ):
        assert only(tmp_path, "a.txt", text)["text"].startswith(text[:3])


def test_plain_text_keeps_its_paragraphs(tmp_path: Path) -> None:
    wrapped = "Exodus goes on\n\nThe flow goes\non and on.\n\n\nIt ends.\r\n"
    found = only(tmp_path, "a.txt", wrapped)
    assert found["text"] == "Exodus goes on\n\nThe flow goes\non and on.\n\nIt ends."
    assert found["title"] == "Exodus goes on"
    long = "A sentence that goes on. " * 10
    assert only(tmp_path, "a.txt", f"{long}\n{long}")["text"] == f"{long.strip()}\n\n{long.strip()}"


def test_entries_of_a_feed_are_documents(tmp_path: Path) -> None:
    content = (
        '<entry><id>tag:1</id><title type="html">Fire &amp;amp; &lt;b&gt;smoke&lt;/b&gt;</title>'
        '<link href="https://w.example/1"/><published>2022-09-27T23:00:00+03:00</published><summary>Short.</summary>'
        '<content type="html">&lt;p&gt;First.&lt;/p&gt;&lt;script&gt;evil()&lt;/script&gt;&lt;p&gt;Second.&lt;/p&gt;'
        "</content></entry>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ru"><title>Wire</title>{content}</feed>'
    found = only(tmp_path, "a.atom", feed)
    assert found["text"] == "First.\n\nSecond."
    assert found["title"] == "Fire & smoke"
    assert (found["document_key"], found["url"]) == ("tag:1", "https://w.example/1")
    assert (found["publisher"], found["language"]) == ("Wire", "ru")
    assert found["published_on"] == date(2022, 9, 27)


def test_old_names_of_zones_have_their_offsets(tmp_path: Path) -> None:
    found = only(tmp_path, "a.rss", rss(item("1", "Tue, 27 Sep 2022 22:30:00 EST")))
    assert (found["published_at"], found["published_on"]) == (
        datetime(2022, 9, 28, 3, 30, tzinfo=UTC),
        date(2022, 9, 27),
    )


def test_json_feed(tmp_path: Path) -> None:
    entry = {"id": 7, "url": "https://w.example/7", "title": "T", "content_html": "<p>A.</p><p>B.</p>"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Wire", "items": [{**entry}]}
    feed["items"][0]["date_published"] = "2022-09-27T01:00:00+03:00"  # type: ignore[index]
    found = only(tmp_path, "a.json", json.dumps(feed))
    assert [found[name] for name in ("document_key", "text", "publisher")] == ["Wire#7", "A.\n\nB.", "Wire"]
    assert found["published_on"] == date(2022, 9, 27)
    feed["items"].append({**entry, "id": 8})  # type: ignore[attr-defined]
    documents, rejects = read_all(tmp_path, "a.json", json.dumps(feed)[:-10])
    assert documents.height == 1
    assert "can't be read from here on" in rejects["reason"][0]


def test_a_time_of_fetching_is_no_date_of_publication(tmp_path: Path) -> None:
    told = [
        ("1", "2022-09-25T10:00:00Z"),
        ("2", "2022-09-26T10:00:00Z"),
        ("3", "2022-09-27T18:30:01.123456+00:00"),
        ("4", "2022-09-26T09:00:00.123456Z"),
    ]
    documents, _ = read_all(tmp_path, "a.rss", rss(*(item(*each) for each in told)))
    assert documents["published_from"].to_list() == ["entry", "entry", "fetch", "entry"]
    assert documents["published_on"].to_list() == [date(2022, 9, 25), date(2022, 9, 26), None, date(2022, 9, 26)]
    assert documents["published_at"][2] == datetime(2022, 9, 27, 18, 30, 1, 123456, tzinfo=UTC)


def test_fractions_alone_do_not_make_a_time_of_fetching(tmp_path: Path) -> None:
    told = [(str(day), f"2022-09-{day}T10:00:00.123456Z") for day in (24, 25, 26)]
    feed = rss(*(item(*each) for each in told))
    assert read_all(tmp_path, "a.rss", feed)[0]["published_from"].to_list() == ["entry"] * 3
    at_fetch = datetime(2022, 9, 26, 10, 0, 3, tzinfo=UTC)
    assert read_all(tmp_path, "a.rss", feed, fetched_at=at_fetch)[0]["published_from"][2] == "fetch"
    at_once = rss(*(item(str(number), f"2022-09-26T10:00:00.00{number}001Z") for number in range(1, 5)))
    assert read_all(tmp_path, "a.rss", at_once)[0]["published_from"].to_list() == ["fetch"] * 4


def test_an_option_dates_what_the_fetch_would_have_dated(tmp_path: Path) -> None:
    told = [("1", "2022-09-25T10:00:00Z"), ("2", "2022-09-27T18:30:01.123456+00:00")]
    documents, _ = read_all(tmp_path, "a.rss", rss(*(item(*each) for each in told)), published="2022-09-24")
    assert documents["published_from"].to_list() == ["entry", "option"]


def test_a_fetched_file_s_name_is_no_date(tmp_path: Path) -> None:
    found = only(tmp_path, "20220927T120000Z.html", page(), fetched_at=datetime(2022, 9, 27, 12, tzinfo=UTC))
    assert found["published_from"] is None


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_archives_of_everything(tmp_path: Path, pack: object) -> None:
    files = {
        "day/2022-09-27 exodus.html": page().encode(),
        "day/b.txt": b"A text of its own.",
        "day/b.txt.json": json.dumps({"published": "2022-09-26", "title": "B", "publisher": "Wire"}).encode(),
        "feed.xml": rss(item("1"), item("2")).encode(),
        "c.txt.gz": gzip.compress(b"A packed text."),
        "style.css": b"p { color: red }",
        "picture.png": bytes(range(256)),
        "../../etc/d.md": b"# D\n\nUp and away.",
        "inner.zip": zipped({"e.txt": b"Deep text.", "deeper.zip": zipped({"f.txt": b"Too deep."})}),
        "empty.html": b"",
    }
    documents, rejects = read_all(tmp_path, "all.bin", pack(files))  # type: ignore[operator]
    found = dict(documents.select("document_key", "published_from").iter_rows())
    assert found == {
        "all.bin/day/2022-09-27 exodus.html": "file name",
        "all.bin/day/b.txt": "sidecar",
        "Wire#1": "entry",
        "Wire#2": "entry",
        "all.bin/c.txt.gz": None,
        "all.bin/etc/d.md": None,
        "all.bin/inner.zip/e.txt": None,
    }
    assert documents.filter(document_key="all.bin/day/b.txt")["publisher"][0] == "Wire"
    assert rejects["reason"].to_list() == ["is an archive in an archive in an archive"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.bin"]


def test_the_same_bytes_give_the_same_versions_and_a_changed_text_another(tmp_path: Path) -> None:
    first, again = (only(tmp_path, "a.html", page(head)) for head in ("", "<title>Other</title>"))
    assert first["version"] == again["version"]
    assert first["version"] != only(tmp_path, "a.html", page(body=STORY + "<p>One more paragraph.</p>"))["version"]


def test_entries_of_one_key_keep_apart_and_repeated_ones_count_once(tmp_path: Path) -> None:
    same = [item("1"), item("1"), item("1").replace("wire.example/1", "wire.example/2").replace("burned", "stood")]
    documents, _ = read_all(tmp_path, "a.rss", rss(*same))
    assert documents["document_key"].to_list() == ["Wire#1", "https://wire.example/2"]


def test_a_site_s_front_page_is_no_key(tmp_path: Path) -> None:
    found = only(tmp_path, "a.html", page("<link rel='canonical' href='https://www.example.com/'>"))
    assert found["document_key"] == "a.html"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", b"day,what\n2022-09-27,fire\n", "holds no prose"),
        ("a.html", b"", "is empty"),
        ("a.html", bytes(range(256)) * 40, "holds no prose"),
        ("a.json", b'{"a": 1}', "holds no prose"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(range(200)), "holds no prose"),
    ],
)
def test_what_is_no_prose_is_told_in_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_all(tmp_path, name, data)


def test_formats_are_told_by_what_stands_in_a_file() -> None:
    told = [
        ("a.txt", b"Words and more.", None, "txt"),
        ("a.txt", b"<!doctype html><html><body>x", None, "html"),
        ("a", b"Words and more.", None, None),
        ("a", b"Words and more.", "article", "txt"),
        ("a.html", b"<?xml version='1.0'?><rss version='2.0'>", None, "rss"),
        ("a.xml", b"<?xml version='1.0'?><!-- <html> --><feed xmlns='x'>", None, "atom"),
        ("a.json", b'{"version": "https:\\/\\/jsonfeed.org\\/version\\/1"', None, "jsonfeed"),
        ("a.json", b'[{"day": 1}]', None, None),
        ("a.bin", b"PK\x03\x04", None, "zip"),
    ]
    for name, head, given, expected in told:
        assert readers.prose_format(name, head, given) == expected, name
