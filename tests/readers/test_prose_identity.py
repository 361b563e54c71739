"""What a document is known by: itself wherever it is fetched from and whatever it says, and no other publisher's."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from prose_fixture import item, read_all, rss, zipped

BARE = "<item><guid>1</guid><description>A draft office burned.</description></item>"
FETCHED: dict[str, Any] = {"fetched_at": datetime(2022, 9, 27, tzinfo=UTC)}


def keys(folder: Path, name: str, data: str | bytes, **options: Any) -> list[str]:
    return read_all(folder, name, data, **options)[0]["document_key"].to_list()


def channel(link: str, title: str = "Wire") -> str:
    return f"<title>{title}</title><link>{link}</link>"


def test_two_publishers_may_give_one_number(tmp_path: Path) -> None:
    one = keys(tmp_path, "a.rss", rss(BARE, head=channel("https://one.example/")))
    other = keys(tmp_path, "b.rss", rss(BARE, head=channel("https://other.example/")))
    assert (one, other) == (["one.example#1"], ["other.example#1"])
    untold = keys(tmp_path, "c.rss", rss(BARE, head="<title>Third</title>"))
    assert untold == ["Third#1"]
    marked = keys(tmp_path, "m.rss", rss(BARE, head="<title>&lt;script&gt;alert(1)&lt;/script&gt;Third</title>"))
    assert marked == untold
    assert keys(tmp_path, "d.rss", rss(BARE, head="")) == ["1"]


@pytest.mark.parametrize("link", ["http://one.example", "https://www.one.example/#top", " https://one.example/ "])
def test_a_mirror_gives_the_same_entry(tmp_path: Path, link: str) -> None:
    mine = keys(tmp_path, "a.rss", rss(BARE, head=channel("https://one.example/")))
    assert keys(tmp_path, "mirror/b.xml", rss(BARE, head=channel(link, "One, by the mirror")), **FETCHED) == mine


@pytest.mark.parametrize(
    "guid",
    [
        "https://one.example/news/1",
        "tag:one.example,2022:1",
        "urn:uuid:6fa459ea-ee8a-3ca4-894e-db77e160355e",
        "6fa459ea-ee8a-3ca4-894e-db77e160355e",
    ],
)
def test_what_is_one_of_a_kind_needs_no_channel(tmp_path: Path, guid: str) -> None:
    for link in ("https://one.example", "https://collector.example"):
        assert keys(tmp_path, "a.rss", rss(item(guid), head=channel(link))) == [guid]


def test_a_front_page_as_guid_is_nobody_s_own(tmp_path: Path) -> None:
    found = keys(
        tmp_path, "a.rss", rss(BARE.replace(">1<", ">https://one.example/<"), head=channel("https://two.example"))
    )
    assert found == ["two.example#https://one.example/"]


def test_an_entry_taken_over_is_known_by_its_own_channel(tmp_path: Path) -> None:
    told = [
        BARE.replace("</item>", f"<source url='https://{name}.example/rss'>{name}</source></item>")
        for name in ("one", "two")
    ]
    found = keys(tmp_path, "planet.rss", rss(*told, head=channel("https://planet.example")))
    assert found == ["one.example/rss#1", "two.example/rss#1"]


@pytest.mark.parametrize("behind", [False, True])
def test_the_items_of_a_json_feed_by_its_home_page(tmp_path: Path, behind: bool) -> None:
    head = {"version": "https://jsonfeed.org/version/1.1", "home_page_url": "https://one.example/", "title": "One"}
    items = {"items": [{"id": "1", "content_text": "A [1] fire.", "tags": ["a"]}]}
    tail = {"authors": [{"name": "A ] b"}]}
    feed = {**items, **head, **tail} if behind else {**head, **items, **tail}
    documents, rejects = read_all(tmp_path, "a.json", json.dumps(feed))
    assert rejects.is_empty()
    assert documents.select("document_key", "publisher").rows() == [("one.example#1", "One")]


def test_what_is_no_item_is_told_line_by_line(tmp_path: Path) -> None:
    feed = '{"version": "https://jsonfeed.org/version/1", "items": ['
    feed += '\n1,\n{"id": "1", "content_text": "A fire."},\n"x",\n[null]]}'
    documents, rejects = read_all(tmp_path, "a.json", feed)
    assert documents.height == 1
    assert rejects.select("line", "reason").rows() == [
        (2, "is no item: 1"),
        (4, 'is no item: "x"'),
        (5, "is no item: [null]"),
    ]


def test_files_of_one_name_in_two_archives(tmp_path: Path) -> None:
    inside = {"a.txt": b"First text.", "in.zip": zipped({"a.txt": b"Deep text."}), "empty.html": b"<p></p>"}
    one, two = (keys(tmp_path, f"in/{name}.zip", zipped(inside)) for name in ("one", "two"))
    assert one == ["in/one.zip/a.txt", "in/one.zip/in.zip/a.txt"]
    assert not set(one) & set(two)
    corrected = keys(tmp_path, "in/one.zip", zipped({**inside, "a.txt": b"Corrected text."}))
    assert corrected == one
    _, rejects = read_all(tmp_path, "in/one.zip", zipped(inside))
    assert rejects["text"].to_list() == ["in/one.zip/empty.html"]


def test_a_fetched_archive_holds_the_same_files_the_next_time(tmp_path: Path) -> None:
    inside = {"a.txt": b"First text.", "in.zip": zipped({"a.txt": b"Deep text."})}
    for name in ("20220927T120000Z.zip", "20220928T120000Z.zip"):
        assert keys(tmp_path, name, zipped(inside), **FETCHED) == ["a.txt", "in.zip/a.txt"]


def test_a_day_in_an_archive_s_name_dates_none_of_its_files(tmp_path: Path) -> None:
    documents, _ = read_all(tmp_path, "2022-09-27.zip", zipped({"a.txt": b"First text."}))
    assert documents["published_from"].to_list() == [None]
