"""Damaged, hostile and huge prose: what can be read of it, or one line; never a crash, never a fetch."""

from __future__ import annotations

import gzip
import io
import random
import tarfile
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars import DataFrame
from prose_fixture import STORY, item, page, read_all, rss, zipped

from timeline.errors import InputError
from timeline.model import DOCUMENTS, empty
from timeline.readers.prose import archive, draft, source
from timeline.readers.prose.decoding import decode
from timeline.readers.prose.feedsplit import parts

SHARED = Path(__file__).parents[3] / "shared" / "data" / "exports" / "feeds"
RUSSIAN = "Пограничная служба Казахстана сообщила, что с 21 сентября в страну въехали 98 тысяч россиян. " * 3


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "koi8-r", "cp866"]
)
@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1", "no-such-code", "right"])
def test_encodings_right_wrong_and_missing(tmp_path: Path, encoding: str, declared: str | None) -> None:
    name = encoding if declared == "right" else declared
    if declared == "iso-8859-1" and encoding in ("cp1251", "koi8-r", "cp866"):
        return  # any bytes fit what is declared
    head = f"<meta charset='{name}'>" if name else ""
    markup = f"<html><head>{head}<title>Мобилизация</title></head><body><p>{RUSSIAN}</p></body></html>"
    documents, _ = read_all(tmp_path, "a.html", markup.encode(encoding))
    assert documents["text"][0] == RUSSIAN.strip()
    assert documents["title"][0] == "Мобилизация"


@pytest.mark.parametrize(
    ("name", "codec", "word"),
    [
        ("x-sjis", "cp932", "動員令"),
        ("Windows-949", "cp949", "동원령"),
        ("x-mac-cyrillic", "mac-cyrillic", "Мобилизация"),
        ("iso-8859-8-i", "iso8859-8", "גיוס"),
        ("windows-874", "cp874", "ระดมพล"),
        ("mac", "mac-roman", "Décret"),
    ],
)
def test_encodings_by_the_names_that_only_browsers_know(name: str, codec: str, word: str) -> None:
    assert decode(f"<meta charset='{name}'><p>{word}</p>".encode(codec)).endswith(f"<p>{word}</p>")


def test_utf8_with_some_damage_stays_readable() -> None:
    data = RUSSIAN.encode()
    assert decode(data[:100] + b"\xff" + data[100:]).count("\ufffd") == 1


HOSTILE = {
    "unclosed": "<html><body><p>Hello dear <b>world <p>Second one <script>if (a<2) {",
    "deep": "<div>" * 100_000 + STORY,
    "tables": "<b><i><font><table>" * 20_000 + STORY,
    "comment": "<p>Seen it all.</p>" + "<html><body><!--" * 20_000,
    "brackets": "<" * 300_000 + "text",
    "scripts": "<script " * 200_000 + ">" + STORY,
    "types": "<!DOCTYPE [" * 100_000 + STORY,
    "ampersands": "&" * 300_000,
    "attributes": f"<p {'a=1 ' * 200_000}>{STORY}",
    "nothing": "<html><body><script>1</script></body></html>",
    "surrogates": "<p>&#xD800;&#x0;&#xFFFFFFFF; Something was said here.</p>",
    "json": f"<script type='application/ld+json'>{'[' * 100_000}</script>{STORY}",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_give_a_document_or_one_line_soon(tmp_path: Path, name: str) -> None:
    begun = time.monotonic()
    documents, rejects = read_all(tmp_path, "a.html", f"<html><body>{HOSTILE[name]}")
    assert documents.height or rejects.height
    assert time.monotonic() - begun < 20
    for reason in rejects["reason"]:
        assert "\n" not in reason


@pytest.mark.parametrize(
    "filling",
    ["<script>var x = '{}';</script>", "<img src='data:image/png;base64,{}'>", "<style>{}</style>", "<!-- {} -->"],
)
def test_a_page_of_50_mb_of_code_gives_its_article(tmp_path: Path, filling: str) -> None:
    documents, rejects = read_all(tmp_path, "a.html", page(body=filling.format("A" * 50_000_000) + STORY))
    assert "98,000 Russian citizens" in documents["text"][0]
    assert documents["text"].str.len_chars()[0] < 1000
    assert rejects.is_empty()


def test_a_text_without_end_is_cut_and_says_so(tmp_path: Path) -> None:
    documents, rejects = read_all(tmp_path, "a.html", "<html><body>" + "<p>Russia closed it.</p>" * 600_000)
    assert documents["text"].str.len_chars()[0] == draft.LONGEST_TEXT
    assert "the rest was left out" in rejects["reason"][0]


def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    declared = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    feed = declared + rss(item("1", text="Before &l11; and &x; after"), item("2")).partition("?>")[2]
    documents, _ = read_all(tmp_path, "a.rss", feed)
    assert documents["document_key"].to_list() == ["Wire#1", "Wire#2"]
    assert documents["text"].str.len_chars().max() < 100
    assert not documents["text"].str.contains("secret|lol").any()
    for name in ("a.html", "a.xml"):
        markup = declared.replace("rss", "html") + f"<html><body><p>Before &l11; and &x; after</p>{STORY}</body></html>"
        text = read_all(tmp_path, name, markup)[0]["text"][0]
        assert "the secret" not in text
        assert "lol" not in text


def test_a_damaged_feed_gives_the_entries_that_can_be_read(tmp_path: Path) -> None:
    broken = rss(item("1"), "<item><title>Bad & <b>worse</title><guid>2</guid>", item("3"), item("4"))
    documents, _ = read_all(tmp_path, "a.rss", broken)
    assert {"Wire#1", "Wire#3", "Wire#4"} <= set(documents["document_key"])
    cut = rss(item("1"), item("2"))[:-200]
    assert read_all(tmp_path, "a.rss", cut)[0]["document_key"][0] == "Wire#1"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.rss", rss(), "is a feed without entries"),
        (
            "a.atom",
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Quiet</title></feed>",
            "is a feed without entries",
        ),
        ("a.json", '{"version": "https://jsonfeed.org/version/1.1", "items": []}', "is a feed without entries"),
        ("a.rss", rss("<item><description>&lt;img src='a.png'&gt;</description></item>"), "1 entry holds no text"),
        ("a.json", '{"version": "https://jsonfeed.org/version/1", "items": [{}, {"id": 1}]}', "2 entries hold no text"),
    ],
)
def test_a_feed_that_gives_nothing_says_so(tmp_path: Path, name: str, content: str, reason: str) -> None:
    documents, rejects = read_all(tmp_path, name, content)
    assert (documents.height, rejects["reason"].to_list()) == (0, [reason])


def test_markup_in_titles_becomes_plain_text(tmp_path: Path) -> None:
    title = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=y&gt;Fire \u202e in &amp;amp; out"
    documents, _ = read_all(tmp_path, "a.rss", rss(item("1").replace("Fire 1", title)))
    assert documents["title"][0] == "Fire in & out"


def test_a_large_feed_is_cut_into_the_same_entries(tmp_path: Path) -> None:
    tricky = "<![CDATA[<p>No end: </item> <item> here.</p>]]>"
    items = [item(str(number), text=tricky if number % 3 else "Plain.") for number in range(500)]
    items[250] = "<!-- <item><guid>never</guid></item> -->" + items[250]
    whole = rss(*items)
    pieces = [whole[at : at + 777] for at in range(0, len(whole), 777)]
    cut = list(parts(iter(pieces)))
    assert sum(part.entries for part in cut) == 500
    assert len(cut) == 3
    for number, part in enumerate(cut):
        (tmp_path / str(number)).mkdir()
        documents, rejects = read_all(tmp_path / str(number), "a.rss", part.text)
        assert documents.height == part.entries
        assert rejects.is_empty()
        assert documents["publisher"].unique().to_list() == ["Wire"]


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = zipped({"a.txt": b"A" * 20_000_000, "b.txt": b"B" * 20_000_000})
    with pytest.raises(InputError, match="unpacks to more than"):
        read_all(tmp_path, "a.zip", bomb, limit=30_000_000)
    monkeypatch.setattr(archive, "MOST_MEMBERS", 10)
    with pytest.raises(InputError, match="more than 10 files"):
        read_all(tmp_path, "a.zip", zipped({f"{number}.txt": b"Text." for number in range(20)}))


def test_a_packed_page_is_unpacked_no_further_than_a_page_may_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "LARGEST", 1 << 20)
    bomb = gzip.compress(b"0" * (96 << 20))
    tracemalloc.start()
    with pytest.raises(InputError, match="no single document"):
        read_all(tmp_path, "a.html.gz", bomb)
    documents, rejects = read_all(tmp_path, "a.zip", zipped({"b.html.gz": bomb, "c.md": b"A text."}))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (documents["text"].to_list(), rejects["text"].to_list()) == (["A text."], ["a.zip/b.html.gz"])
    assert peak < 48 << 20


def test_a_file_without_a_name_in_a_zip_stops_no_other(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"First text.", "b.txt": b"Second text."}).replace(b"a.txt", b"\0.txt")
    documents, rejects = read_all(tmp_path, "a.zip", data)
    assert documents["text"].to_list() == ["Second text."]
    assert rejects["reason"].to_list() == ["holds a file without a name"]


def test_a_zip_that_lies_about_its_sizes_or_is_damaged(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"First text.", "b.txt": b"Second text." * 100}))
    at = data.find(b"b.txt") + 8
    data[at : at + 4] = b"\xff\xff\xff\xff"
    documents, rejects = read_all(tmp_path, "a.zip", bytes(data))
    assert documents["document_key"].to_list() == ["a.zip/a.txt"]
    assert rejects.height == 1
    documents, rejects = read_all(tmp_path, "b.zip", zipped({"a.txt": b"First text."})[:-30])
    assert documents.is_empty()
    assert rejects.height == 1


def test_a_tar_s_links_and_devices_are_passed_over(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for kind, name in ((tarfile.SYMTYPE, "link.txt"), (tarfile.CHRTYPE, "device.txt")):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            tar.addfile(info)
        info = tarfile.TarInfo("a.txt")
        info.size = 11
        tar.addfile(info, io.BytesIO(b"First text."))
    documents, _ = read_all(tmp_path, "a.tar", out.getvalue())
    assert documents["document_key"].to_list() == ["a.tar/a.txt"]


def test_a_locked_member_is_one_line(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"First text."}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + place] |= 1
    assert zipfile.ZipFile(io.BytesIO(bytes(data))).infolist()[0].flag_bits & 1
    assert "password" in read_all(tmp_path, "a.zip", bytes(data))[1]["reason"][0]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 1 << 30),
    kind=st.sampled_from(["a.html", "a.rss", "a.md", "a.txt", "a.json", "a.zip"]),
    hits=st.integers(1, 30),
)
def test_any_damage_gives_documents_or_lines(tmp_path: Path, seed: int, kind: str, hits: int) -> None:
    whole = {
        "a.html": page("<meta property='og:title' content='T'><meta charset=utf-8>").encode(),
        "a.rss": rss(item("1"), item("2", text=f"<![CDATA[{STORY}]]>")).encode(),
        "a.md": b"---\ntitle: A\ndate: 2022-09-27\n---\n# Head\n\n*Some* [text](https://x.example).\n",
        "a.txt": RUSSIAN.encode("utf-16"),
        "a.json": b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "content_text": "A b."}]}',
        "a.zip": zipped({"a.txt": b"First text.", "b.html": page().encode()}),
    }[kind]
    dice = random.Random(seed)
    data = bytearray(whole)
    for _ in range(hits):
        at = dice.randrange(len(data))
        how = dice.randrange(4)
        if how == 0:
            data[at] = dice.randrange(256)
        elif how == 1:
            del data[at : at + dice.randrange(1, 40)]
        elif how == 2:
            data[at:at] = dice.choice([b"<", b">", b"&", b"\x00", b"<!--", b"]]>", b"<![CDATA[", b"\xff", b"</item>"])
        else:
            data[at:at] = data[at : at + 50]
        data = data or bytearray(b" ")
    try:
        documents, rejects = read_all(tmp_path, kind, bytes(data))
    except InputError as error:
        told = str(error)
        documents, rejects = empty(DOCUMENTS), DataFrame({"reason": [told]})
    assert not documents["text"].str.contains("[\x00-\x08]").any()
    assert documents["document_key"].is_unique().all()
    assert all(reason and "\n" not in reason for reason in rejects["reason"])


def test_the_shared_feeds_are_read(tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared/data is not there")
    found = 0
    for path in sorted(SHARED.iterdir()):
        documents, _ = read_all(tmp_path, path.name, path.read_bytes())
        found += documents.height
    assert found >= 34
