"""Records are read out of every kind of file that carries one, and of no other; hostile files end in one line."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest

from timeline.errors import InputError
from timeline.report import records
from timeline.report.records import read_record

RECORD: dict[str, Any] = {"chart": "rolling", "query": {"kinds": ["a"]}, "claims": 3, "note": "</script> & “x” é"}
TEXT = json.dumps(RECORD, ensure_ascii=False)
INERT = TEXT.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(text: str = TEXT, *, packed: bool = False) -> bytes:
    told = zlib.compress(text.encode()) if packed else text.encode()
    body = b"timeline-record\0" + bytes([packed, 0]) + b"\0\0" + told
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"iTXt", body) + chunk(b"IEND", b"")


def svg(text: str = TEXT) -> bytes:
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<svg xmlns="x"><metadata id="timeline-record">{told}</metadata></svg>'.encode()


def html(text: str = INERT) -> bytes:
    return f'<p>x</p><script type="application/json" id="timeline-record">{text}</script>{svg("{}").decode()}'.encode()


def pdf(text: str = TEXT, *, packed: bool = True) -> bytes:
    told = zlib.compress(text.encode()) if packed else text.encode()
    how = b"/Filter /FlateDecode " if packed else b""
    return b"%PDF-1.7\n1 0 obj <</Type /EmbeddedFile " + how + b">>\nstream\n" + told + b"\nendstream endobj"


def package(text: str = TEXT, name: str = "customXml/timeline-record.xml") -> bytes:
    held = io.BytesIO()
    told = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("[Content_Types].xml", "<x/>")
        target.writestr(name, f'<?xml version="1.0"?>\n<record xmlns="urn:timeline:record">{told}</record>')
    return held.getvalue()


MARKDOWN = f"# B\n<!-- timeline-record {INERT} -->".encode()


@pytest.mark.parametrize(
    "data",
    [png(), png(packed=True), svg(), html(), pdf(), pdf(packed=False), package(), MARKDOWN],
    ids=["png", "packed png", "svg", "html", "pdf", "plain pdf", "office", "markdown"],
)  # fmt: skip
def test_the_record_is_read_whatever_the_file_is_called(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "renamed.txt"
    path.write_bytes(data)
    assert read_record(path) == RECORD


DEEP = "[" * 200_000
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><svg><metadata id="timeline-record">&e;</metadata></svg>'


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "holds no record"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff\xff\xff\xffiTXttimeline-record\0", "holds no record"),
        (png()[:60], "holds no record"),
        (png("{"), "its record is damaged"),
        (png("[1]"), "its record is damaged"),
        (svg(DEEP), "its record is damaged"),
        (svg('{"a":' + "1" * 10_000 + "}"), "its record is damaged"),
        (html('{"a": "' + "x" * (5 << 20) + '"}'), "its record is damaged"),
        (XXE.encode(), "its record is damaged"),
        (package("x" * (40 << 20)), "holds no record"),
        (package(name="../../customXml/timeline-record.xml"), "holds no record"),
        (package()[:200], "damaged"),
        (b"PK\x03\x04" + bytes(100), "damaged"),
        (pdf()[:80], "its record is damaged"),
        (pdf('{"a": "' + "x" * (50 << 20) + '"}'), "its record is damaged"),
        (b"%PDF-1.7 " + b"/Type /EmbeddedFile " * 5000, "holds no record"),
        (b"%PDF-1.7 /Type /EmbeddedFile /FlateDecode stream\nnot packed at all endstream", "damaged"),
        ("just a text, ünïcode".encode("utf-16"), "holds no record"),
    ],
)
def test_hostile_and_foreign_files_end_in_one_line(tmp_path: Path, data: bytes, told: str) -> None:
    path = tmp_path / "file.png"
    path.write_bytes(data)
    with pytest.raises(InputError) as error:
        read_record(path)
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert str(path) in str(error.value)


def test_no_file_a_folder_and_one_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path, tmp_path / "none.png"):
        with pytest.raises(InputError):
            read_record(path)
    monkeypatch.setattr(records, "LARGEST_FILE", 10)
    (tmp_path / "big.svg").write_bytes(svg())
    with pytest.raises(InputError, match="larger than"):
        read_record(tmp_path / "big.svg")
