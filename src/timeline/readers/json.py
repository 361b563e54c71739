"""JSON documents and JSON lines. Numbers keep the text they were written with; nested fields are reached as `a.b`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl

from timeline import model
from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream, TextStream, not_utf8
from timeline.readers.raw import LINE, RawBatch, broken, check_width, headings, reject_rows

_ROWS = 50_000
_CHUNK = 16 << 20
_DEEPEST = 20
_LONGEST_LINE = 64 << 20
# Numbers stay text: 12.10 is not 12.1, and an id of thirty digits keeps them all.
_DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def read_jsonl(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """One record a line; a line that is no JSON object is a reject. InputError for an empty file or wrong encoding."""
    text = TextStream(stream, read.encoding)
    records = _Records(stream.name)
    given = False
    for line, data in _lines(text):
        given = True
        records.add_line(line, data)
        if len(records.lines) >= _ROWS:
            yield records.take()
    if not given:
        raise broken(stream.name, "empty file; if there is nothing to deliver, deliver no file")
    yield records.take()


def read_json(stream: ByteStream, read: Read) -> Iterator[RawBatch]:
    """The records of one JSON document: a list, or the list at `read.records`. `line` is the record's number.

    InputError when it is no JSON, or when it does not say which list holds the records.
    """
    data = TextBytes(stream, read).all()
    if not data.strip():
        raise broken(stream.name, "empty file; if there is nothing to deliver, deliver an empty list: []")
    try:
        document = _DECODER.decode(data.decode().strip())
    except UnicodeDecodeError as error:
        raise not_utf8(stream.name, error, 1) from error
    except RecursionError as error:
        raise broken(stream.name, "nested too deep to be read") from error
    except json.JSONDecodeError as error:
        lines = "; if each line is a record, name it .jsonl" if error.msg == "Extra data" and error.lineno > 1 else ""
        raise broken(stream.name, f"broken JSON at line {error.lineno}: {error.msg}{lines}") from error
    records, halved = _Records(stream.name), _may_be_halved(data)
    for number, record in enumerate(_find(document, read.records, stream.name), start=1):
        records.add(number, record, None, halved)
        if len(records.lines) >= _ROWS:
            yield records.take()
    yield records.take()


class TextBytes:
    """The whole of a text file, as UTF-8 bytes."""

    def __init__(self, stream: ByteStream, read: Read) -> None:
        """Over a stream that was not read from yet."""
        self._text = TextStream(stream, read.encoding)

    def all(self) -> bytes:
        """Everything."""
        return b"".join(iter(lambda: self._text.read(_CHUNK), b""))


def _lines(text: TextStream) -> Iterator[tuple[int, bytes]]:
    """Each line that is not blank, with its number."""
    number, rest = 0, b""
    while data := text.read(_CHUNK):
        *whole, rest = (rest + data).split(b"\n")
        for line in whole:
            number += 1
            if line.strip():
                yield number, line
        if len(rest) > _LONGEST_LINE:
            raise broken(text.name, f"line {number + 1} is longer than {_LONGEST_LINE >> 20} MiB")
    if rest.strip():
        yield number + 1, rest


def _find(document: Any, path: str | None, name: str) -> Iterable[Any]:
    """The list of records in a document."""
    if path is not None:
        for step in path.split("."):
            if not isinstance(document, dict) or step not in document:
                known = ", ".join(map(str, document)) if isinstance(document, dict) else "no names"
                raise broken(name, f"no {step!r} on the way to [read] records = {path!r}; there is: {known[:200]}")
            document = document[step]
    if isinstance(document, list):
        return document
    lists = _lists(document, "", 0) if path is None else []
    if len(lists) == 1:
        return _find(document, lists[0], name)
    hint = f", one of: {', '.join(lists)[:200]} (`timeline mapping starter` takes --records)" if lists else ""
    raise broken(name, f"the JSON is no list of records; say where they are in [read] records{hint}")


def _lists(document: Any, prefix: str, depth: int) -> list[str]:
    """The dotted paths of the lists that hold objects."""
    if not isinstance(document, dict) or depth > 4:
        return []
    found = []
    for name, value in document.items():
        if isinstance(value, list) and any(isinstance(item, dict) for item in value):
            found.append(f"{prefix}{name}")
        found += _lists(value, f"{prefix}{name}.", depth + 1)
    return found


class _Records:
    """Records on their way into columns: a field that first occurs in a later record is empty in the earlier ones."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.lines: list[int] = []
        self._columns: dict[str, list[str | None]] = {}
        self._rejects: list[tuple[int, str, str]] = []

    def add_line(self, line: int, data: bytes) -> None:
        """One line of JSON lines."""
        try:
            self.add(line, _DECODER.decode(data.decode()), data, _may_be_halved(data))
        except UnicodeDecodeError:
            self._reject(line, "not UTF-8", data)
        except RecursionError:
            self._reject(line, "nested too deep to be read", data)
        except json.JSONDecodeError as error:
            self._reject(line, f"broken JSON at character {error.pos + 1}: {error.msg}", data)

    def add(self, line: int, record: Any, data: bytes | None, halved: bool) -> None:
        """One record; what is no object, or holds half a surrogate pair (only where `halved`), is a reject."""
        if not isinstance(record, dict):
            return self._reject(line, "the record is no JSON object", data or _told(record))
        cells: dict[str, str | None] = {}
        try:
            _flatten(record, "", cells, 0)
            cells.update(_point(record))
            if halved:
                "".join(cell for cell in (*cells, *cells.values()) if cell).encode()
        except UnicodeEncodeError:
            return self._reject(line, "holds half of a surrogate pair, which is no text", data or _told(record))
        except RecursionError:
            return self._reject(line, "nested too deep to be read", data or b"")
        row = len(self.lines)
        self.lines.append(line)
        for name, cell in cells.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = [None] * row
                check_width(self._name, len(self._columns))
            elif len(column) < row:
                column.extend([None] * (row - len(column)))
            column.append(cell)
        return None

    def take(self) -> RawBatch:
        """The records so far as a batch; the next ones begin anew."""
        rows = len(self.lines)
        names = headings(self._columns)
        data = [column + [None] * (rows - len(column)) for column in self._columns.values()]
        series = [pl.Series(name, column, dtype=pl.String) for name, column in zip(names, data, strict=True)]
        frame = pl.DataFrame([*series, pl.Series(LINE, self.lines, dtype=pl.UInt32)])
        rejects = reject_rows(*zip(*self._rejects, strict=True)) if self._rejects else model.empty(model.REJECTS)
        self.lines, self._columns, self._rejects = [], {}, []
        return RawBatch(frame, rejects)

    def _reject(self, line: int, reason: str, data: bytes) -> None:
        self._rejects.append((line, reason, data[:4096].decode(errors="replace")))


def _may_be_halved(data: bytes) -> bool:
    """Half a surrogate pair can only come from an escape."""
    return b"\\ud" in data or b"\\uD" in data


def _flatten(record: dict[str, Any], prefix: str, cells: dict[str, str | None], depth: int) -> None:
    for name, value in record.items():
        if value is None or isinstance(value, str):
            cells[prefix + name] = value
        elif isinstance(value, dict) and value and depth < _DEEPEST:
            _flatten(value, f"{prefix}{name}.", cells, depth + 1)
        else:
            cells[prefix + name] = _text(value)


def _point(record: dict[str, Any]) -> dict[str, str]:
    """The degrees of a point in GeoJSON, which always has the longitude first."""
    shape = record.get("geometry") if record.get("type") == "Feature" else None
    if not isinstance(shape, dict) or shape.get("type") != "Point":
        return {}
    at = shape.get("coordinates")
    if not isinstance(at, list) or len(at) < 2 or not all(isinstance(degrees, str) for degrees in at[:2]):
        return {}
    return {"geometry.lon": at[0], "geometry.lat": at[1]}


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False)


def _told(record: Any) -> bytes:
    return json.dumps(record).encode()
