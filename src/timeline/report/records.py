"""Records read out of files. Whose these are is not known: sizes are limited, and nothing in them is followed."""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, Final

from timeline.errors import InputError

LARGEST_FILE: Final = 256 << 20
LARGEST_RECORD: Final = 4 << 20
_NAME: Final = "timeline-record"
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_PART: Final = "customXml/timeline-record.xml"
# A page's own record goes before those of the pictures in it.
_SVG: Final = re.compile(rb'<metadata id="timeline-record">([^<]*)</metadata>')
_TEXTS: Final = (
    re.compile(rb'<script type="application/json" id="timeline-record">([^<]*)</script>'),
    re.compile(rb"<!-- timeline-record (\{[^\r\n]*\}) -->"),
    _SVG,
)
_EMBEDDED: Final = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_MOST_STREAMS: Final = 64


def read_record(path: Path) -> dict[str, Any]:
    """The record in a chart (PNG, SVG, PDF, HTML) or a briefing (HTML, PDF, DOCX, PPTX, Markdown), as it stands there.

    Raises InputError in one line for a file that can't be read, that has no record, or whose record is damaged.
    """
    data = _bytes(path)
    texts = list(_found(data, path))
    if not texts:
        raise InputError(f"{path}: holds no record; it was made with --no-record, or not by timeline")
    for text in texts:
        record = _parsed(text)
        if record is not None:
            return record
    raise InputError(f"{path}: its record is damaged; draw the chart or make the briefing again")


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            why = "is a folder; name one file" if path.is_dir() else "no such file"
            raise InputError(f"{path}: {why}")
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(f"{path}: larger than {LARGEST_FILE >> 20} MB; no chart or briefing is")
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be read ({(error.strerror or str(error)).lower()})") from error


def _found(data: bytes, path: Path) -> Iterator[bytes]:
    """What may be records, by what the bytes are, whatever the file is called."""
    reader: Callable[[bytes], Iterator[bytes]] = _in_text
    if data.startswith(_PNG):
        reader = _in_png
    elif data.startswith(b"%PDF-"):
        reader = _in_pdf
    elif data.startswith(b"PK\x03\x04"):
        reader = _in_package
    try:
        yield from reader(data)
    except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise InputError(f"{path}: damaged ({str(error)[:100] or type(error).__name__})") from error


def _in_text(data: bytes) -> Iterator[bytes]:
    for pattern in _TEXTS:
        texts = [found[1] for found in pattern.finditer(data)]
        # In SVG the text is escaped; in a script and a comment it is JSON as it is.
        yield from map(_unescaped, texts) if pattern is _SVG else texts
        if texts:
            return


def _unescaped(text: bytes) -> bytes:
    return unescape(text.decode("utf-8", "replace")).encode()


def _in_png(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(data):
        size = struct.unpack(">I", data[at : at + 4])[0]
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        if kind == b"iTXt" and body.startswith(_NAME.encode() + b"\0"):
            # Keyword, compressed or not and how, language, keyword in that language, text.
            compressed, rest = body[len(_NAME) + 1 :][:1], body[len(_NAME) + 3 :].split(b"\0", 2)
            if len(rest) == 3:
                yield _inflated(rest[2]) if compressed == b"\x01" else rest[2]
        at += size + 12


def _in_pdf(data: bytes) -> Iterator[bytes]:
    """The embedded files: their streams stand in the file itself, never in a compressed one."""
    for number, found in enumerate(_EMBEDDED.finditer(data)):
        if number >= _MOST_STREAMS:
            return
        begin = _STREAM.search(data, found.start(), found.start() + 4096)
        if begin is None:
            continue
        end = data.find(b"endstream", begin.end())
        packed = b"FlateDecode" in data[max(0, found.start() - 512) : begin.start()].rsplit(b" obj", 1)[-1]
        body = data[begin.end() : end if end >= 0 else len(data)]
        text = _inflated(body) if packed else body
        if text.lstrip().startswith(b"{"):
            yield text


def _in_package(data: bytes) -> Iterator[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.lstrip("/") == _PART:
                with package.open(name) as part:
                    text = part.read(LARGEST_RECORD + 1)
                inner = re.search(rb"<record [^>]*>([^<]*)</record>", text)
                if inner:
                    yield _unescaped(inner[1])


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, LARGEST_RECORD + 1)


def _parsed(text: bytes) -> dict[str, Any] | None:
    if len(text) > LARGEST_RECORD:
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None
