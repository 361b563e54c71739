"""Delimited text: any delimiter, quoting, encoding and line end, with or without headings.

A piece of the file is parsed by polars and proven right row by row (the parsed cells must add up to the bytes of
their lines). A piece that polars refuses, or that can't be proven, is parsed by the csv module, whose rule holds:
a quote means something only at the start of a cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from timeline import model
from timeline.config.mapping import Read
from timeline.readers.bytestream import ByteStream, TextStream, not_utf8
from timeline.readers.raw import LINE, RawBatch, batch, broken, check_width, headings, reject_rows

if TYPE_CHECKING:
    from _csv import Reader

CHUNK = 32 << 20
_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 1 << 16
# A quoted cell longer than this was opened by a stray quote; so many strays and the file is not quoted at all.
_LONGEST_CELL = 24 << 20
_MOST_STRAYS = 20
_END = "\x00\x1fend"
# A byte that does not occur in a piece makes polars read whole lines as single cells.
_SPARE = (b"\x01", b"\x02", b"\x1e", b"\x1d", b"\x1c")
csv.field_size_limit(1 << 30)


@dataclass(frozen=True, slots=True)
class Shape:
    """How the rows of one file are written. `quote` is empty where quotes are plain characters."""

    delimiter: str
    quote: str
    columns: tuple[str, ...]

    @property
    def plain(self) -> bool:
        """Polars can read it: delimiter and quote are single bytes."""
        return (self.delimiter + self.quote).isascii()


def read_table(stream: ByteStream, read: Read, *, tabs: bool = False) -> Iterator[RawBatch]:
    """The rows of a delimited text file, piece by piece; the first batch may be empty but has all columns.

    InputError for an empty file, a wrong encoding and quotes that never pair up.
    """
    text = TextStream(stream, read.encoding)
    head = _head(text, max(read.header, 1))
    if not head.strip():
        raise broken(stream.name, "empty file; if there is nothing to deliver, deliver the headings alone")
    shape, taken, line = _shape(head, read, tabs, stream.name)
    yield batch(shape.columns, [[] for _ in shape.columns], [])
    yield from _pieces(text, head[taken:], shape, line)


def shape_of(stream: ByteStream, read: Read, *, tabs: bool = False) -> tuple[Shape, bytes, int]:
    """How a UTF-8 file's rows are written, the bytes before its first row, and the line of that row."""
    text = TextStream(stream, read.encoding)
    head = _head(text, max(read.header, 1))
    shape, taken, line = _shape(head, read, tabs, stream.name)
    return shape, head[:taken], line


def _head(text: TextStream, header: int) -> bytes:
    """The first bytes: all of a small file, else enough to sniff in, up to and with the heading's line."""
    head = b""
    while data := text.read(CHUNK):
        head += data
        if len(head) >= _SAMPLE and head.count(b"\n") + head.count(b"\r") > header:
            break
        if len(head) > _LONGEST_CELL:
            break
    return head


def _shape(head: bytes, read: Read, tabs: bool, name: str) -> tuple[Shape, int, int]:
    """The file's shape, the number of bytes before its first row, and the line of that row."""
    size = max(_SAMPLE, 4 * (read.header + 1) * 1024)
    sample = _decode(head[:size], name, cut=size < len(head))
    lines = list(io.StringIO(sample, newline=""))
    before = read.header - 1 if read.header else 0
    if before >= len(lines):
        raise broken(name, f"has no line {read.header} to take the headings from")
    delimiter = read.delimiter or ("\t" if tabs else _sniff(lines[before:], read.quote))
    reader = _rows(lines[before:], delimiter, read.quote)
    first = next((row for row in reader if row), [])
    check_width(name, len(first))
    if not read.header:
        return Shape(delimiter, read.quote, tuple(f"c{n + 1}" for n in range(len(first)))), 0, 1
    taken = "".join(lines[: before + reader.line_num])
    return Shape(delimiter, read.quote, tuple(headings(first))), len(taken.encode()), before + reader.line_num + 1


def _sniff(lines: list[str], quote: str) -> str:
    """The delimiter that cuts most of the first rows into equally many cells, more than one."""

    def score(delimiter: str) -> tuple[float, int]:
        rows = [len(row) for row in islice(_rows(lines, delimiter, quote), 50) if row]
        width = max(set(rows), key=rows.count, default=1)
        return (rows.count(width) / len(rows) if width > 1 else 0.0), width

    return max(_DELIMITERS, key=score)


def _rows(lines: Iterable[str], delimiter: str, quote: str) -> Reader:
    """The csv module's reader; without a quote, quotes are plain characters."""
    if not quote:
        return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return csv.reader(lines, delimiter=delimiter, quotechar=quote)


def _pieces(text: TextStream, data: bytes, shape: Shape, line: int) -> Iterator[RawBatch]:
    """Cut the stream where a row ends and parse piece after piece; what a piece leaves over begins the next."""
    slow = _Slow(text.name, shape)
    ended = False
    while data or not ended:
        if len(data) < CHUNK // 2 and not ended:
            more = text.read_lines(CHUNK - len(data))
            data, ended = data + more if data else more, not more
            continue
        batch, lines, used = _parse(data, shape, line, ended, slow)
        yield batch
        if not used and len(data) > 2 * CHUNK + _LONGEST_CELL:
            raise broken(text.name, f"line {line} is longer than {len(data) >> 20} MiB")
        line += lines
        data = data[used:]
        if not used:
            more = text.read_lines(CHUNK)
            data, ended = data + more, not more


def _parse(data: bytes, shape: Shape, line: int, last: bool, slow: _Slow) -> tuple[RawBatch, int, int]:
    """The finished rows at the beginning of `data`, on how many lines they stand and how many bytes they take."""
    if shape.plain:
        whole = len(data) if last else data.rfind(b"\n") + 1 or data.rfind(b"\r") + 1
        found = _fast(data[:whole], shape, line)
        if found is None and not last and (cut := _cut(data, shape.quote.encode())) != whole:
            whole, found = cut, _fast(data[:cut], shape, line)
        if found is not None:
            return *found, whole
    whole = len(data) if last else data.rfind(b"\n") + 1 or data.rfind(b"\r") + 1
    batch, left = slow.parse(data[:whole], line, last)
    used = whole - len(left)
    return batch, _line_ends(data[:used]), used


def _line_ends(data: bytes) -> int:
    return data.count(b"\n") + (data.count(b"\r") - data.count(b"\r\n") if b"\r" in data else 0)


def _cut(data: bytes, quote: bytes) -> int:
    """The end of the last line outside quotes; 0 when quotes are so out of step that there is none nearby."""
    end = data.rfind(b"\n") + 1 or data.rfind(b"\r") + 1
    if not quote or len(quote) > 1:
        return end
    odd = data.count(quote, 0, end) % 2
    while odd and end > len(data) // 2:
        before = data.rfind(b"\n", 0, end - 1) + 1
        odd = (odd + data.count(quote, before, end)) % 2
        end = before
    return 0 if odd else end


# --- the fast way -----------------------------------------------------------------------------------------------


def _fast(piece: bytes, shape: Shape, line: int) -> tuple[RawBatch, int] | None:
    """The piece parsed by polars and proven, and its number of lines, or None: then only the csv module can tell."""
    quoted = bool(shape.quote) and shape.quote.encode() in piece
    if b"\r" in piece:
        if quoted and (piece.count(b"\r") != piece.count(b"\r\n")):
            return None
        if not quoted:
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    spare = [mark for mark in _SPARE if mark not in piece and mark != shape.delimiter.encode()]
    if not piece or len(spare) < 2:
        return None
    # Polars drops the CR of a line end, and the proof needs those inside quotes: a mark stands in for them.
    marked = piece.replace(b"\r\n", spare[1] + b"\n") if b"\r" in piece else piece
    try:
        cells = _read_csv(piece, [*shape.columns, LINE], shape.delimiter, shape.quote if quoted else None)
        lines = _read_csv(marked, ["text"], spare[0].decode(), None)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
        return None
    records = _records(lines, shape.quote if quoted else "", "" if marked is piece else spare[1].decode())
    if records.height != cells.height or records["quotes"].sum() % 2:
        return None
    proven = _proven(cells, records, shape, line, quoted)
    return None if proven is None else (proven, lines.height)


def _read_csv(data: bytes, columns: list[str], delimiter: str, quote: str | None) -> pl.DataFrame:
    return pl.read_csv(
        data,
        has_header=False,
        schema=dict.fromkeys(columns, pl.String()),
        separator=delimiter,
        quote_char=quote,
        empty_string_is_null=False,
        extra_columns="ignore",
        missing_columns="insert",
    )


def _records(lines: pl.DataFrame, quote: str, mark: str) -> pl.DataFrame:
    """One row a record of `lines`: `text`, `at` (its first line, from 0), `bytes`, `quotes`; `mark` stands for CR."""
    text = pl.col("text")
    quotes = text.str.count_matches(quote, literal=True) if quote else pl.lit(0, dtype=pl.UInt32)
    rows = lines.select("text", at=pl.int_range(pl.len(), dtype=pl.UInt32), quotes=quotes)
    if quote and (rows["quotes"] % 2 == 1).any():
        record = ((pl.col("quotes").cum_sum() - pl.col("quotes")) % 2 == 0).cum_sum()
        rows = rows.group_by(record.alias("record"), maintain_order=True).agg(
            pl.col("text").str.join("\n"), pl.col("at").first(), pl.col("quotes").sum()
        )
    if mark:
        rows = rows.with_columns(text.str.strip_suffix(mark))
    return rows.with_columns(bytes=text.str.len_bytes())


def _proven(cells: pl.DataFrame, records: pl.DataFrame, shape: Shape, line: int, quoted: bool) -> RawBatch | None:
    """Cells whose bytes, delimiters and quotes add up to those of their record are right; others are ragged rows."""
    if quoted and not _well_quoted(records, shape):
        return None
    names = list(shape.columns)
    length = pl.sum_horizontal(pl.col(names).str.len_bytes()) + (len(names) - 1)
    inner = pl.sum_horizontal(pl.col(names).str.count_matches(shape.quote, literal=True)) if quoted else pl.lit(0)
    sums = cells.select(length=length.cast(pl.Int64), inner=inner.cast(pl.Int64), extra=pl.col(LINE) != "")
    removed = records["quotes"].cast(pl.Int64) - sums["inner"]
    right = (sums["length"] + removed == records["bytes"].cast(pl.Int64)) & ~sums["extra"]
    at = (records["at"] + line).cast(pl.UInt32).alias(LINE)
    rows = cells.with_columns(at)
    if right.all():
        return RawBatch(rows, model.empty(model.REJECTS), shape.delimiter)
    wrong = records.with_columns(at).filter(~right & (records["bytes"] > 0))
    if quoted and (wrong["quotes"] > 0).any():
        return None
    return RawBatch(rows.filter(right), _ragged(wrong, shape), shape.delimiter)


def _well_quoted(records: pl.DataFrame, shape: Shape) -> bool:
    """Each quoted cell is closed where it ends. (One pair of quotes in a record is proven by the bytes alone.)"""
    many = records.filter(pl.col("quotes") > 2)
    if not many.height:
        return True
    quote, delimiter = re.escape(shape.quote), re.escape(shape.delimiter)
    cell = f"(?:{quote}(?:[^{quote}]|{quote}{quote})*{quote}|[^{quote}{delimiter}][^{delimiter}]*|)"
    return bool(many["text"].str.contains(f"^{cell}(?:{delimiter}{cell})*$").all())


def _ragged(wrong: pl.DataFrame, shape: Shape) -> pl.DataFrame:
    count = wrong["text"].str.count_matches(shape.delimiter, literal=True) + 1
    reasons = [_ragged_reason(number, len(shape.columns)) for number in count]
    return reject_rows(wrong[LINE].to_list(), reasons, wrong["text"].to_list())


def _ragged_reason(found: int, wanted: int) -> str:
    return f"{found} cells where the headings have {wanted}"


# --- the slow way -----------------------------------------------------------------------------------------------


class _Slow:
    """Parses what the fast way can't, by the csv module, and counts quotes that are opened and never closed."""

    def __init__(self, name: str, shape: Shape) -> None:
        self._name = name
        self._shape = shape
        self._strays = 0

    def parse(self, piece: bytes, line: int, last: bool) -> tuple[RawBatch, bytes]:
        """The rows of a piece that begins at `line`, and the bytes of a last row that is not finished yet."""
        lines = list(io.StringIO(_decode(piece, self._name, line), newline=""))
        rows: list[list[str]] = []
        at: list[int] = []
        stray: list[int] = []
        done = 0
        while done < len(lines):
            done = self._parse_rows(lines, done, line, rows, at)
            if done == len(lines):
                break
            left = "".join(lines[done:]).encode()
            if not last and len(left) <= _LONGEST_CELL:
                return self._batch(rows, at, stray, lines, line), left
            self._count_stray(line + done)
            stray.append(done)
            done += 1
        return self._batch(rows, at, stray, lines, line), b""

    def _parse_rows(self, lines: list[str], done: int, line: int, rows: list[list[str]], at: list[int]) -> int:
        """Append the finished rows from line `done` on; the line after the last finished one."""
        reader = _rows([*lines[done:], _END], self._shape.delimiter, self._shape.quote)
        finished = 0
        for row in reader:
            if row == [_END]:
                return len(lines)
            if reader.line_num > len(lines) - done:
                return done + finished
            if row:
                rows.append(row)
                at.append(line + done + finished)
            finished = reader.line_num
        return done + finished

    def _count_stray(self, line: int) -> None:
        self._strays += 1
        if self._strays > _MOST_STRAYS:
            what = f"line {line}: quotes are opened and never closed; if they are plain characters, set quote = ''"
            raise broken(self._name, f"{what} in [read]")

    def _batch(self, rows: list[list[str]], at: list[int], stray: list[int], lines: list[str], line: int) -> RawBatch:
        wanted = len(self._shape.columns)
        good = [place for place, row in enumerate(rows) if len(row) == wanted]
        bad = [place for place, row in enumerate(rows) if len(row) != wanted]
        data = list(zip(*(rows[place] for place in good), strict=True)) or [() for _ in range(wanted)]
        rejects = reject_rows(
            [*(at[place] for place in bad), *(line + place for place in stray)],
            [_ragged_reason(len(rows[place]), wanted) for place in bad]
            + ["a quote is opened and never closed"] * len(stray),
            [self._shape.delimiter.join(rows[place]) for place in bad]
            + [lines[place].rstrip("\r\n") for place in stray],
        )
        frame = batch(self._shape.columns, data, [at[place] for place in good]).frame
        return RawBatch(frame, rejects, self._shape.delimiter)


def _decode(data: bytes, name: str, line: int = 1, *, cut: bool = False) -> str:
    """The text; `cut`: the last character may be cut in two."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if cut and len(data) - error.start < 4:
            return data[: error.start].decode()
        raise not_utf8(name, error, line) from error
