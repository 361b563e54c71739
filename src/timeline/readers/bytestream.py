"""The bytes of a delivery as UTF-8, unpacked and transcoded piece by piece."""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from timeline.readers.raw import broken

GZIP = b"\x1f\x8b"
# A longer one first: UTF-32 begins like UTF-16.
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DEFAULT_LIMIT = 4 << 30
_GLANCE = 1 << 16


class ByteStream:
    """A delivery's bytes, gzip unpacked; `name` is for messages, `limit` bounds what gzip may unpack to."""

    def __init__(self, file: BinaryIO, name: str, limit: int, path: Path | None) -> None:
        """Begin at the start of `file`; `path`: where it lies, unless it is gzip."""
        self.path = path
        self._file = file
        self._limit = limit
        self._given = 0
        self.name = name

    def read(self, size: int) -> bytes:
        """Up to `size` bytes, empty only at the end; InputError for broken gzip or one that unpacks to too much."""
        try:
            data = self._file.read(size)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise broken(self.name, f"broken gzip ({error}); fetch the file again") from error
        self._given += len(data)
        if self._given > self._limit and self.path is None:
            raise broken(self.name, f"unpacks to more than {self._limit >> 20} MiB; deliver it in parts")
        return data

    def line_end(self, size: int) -> int:
        """How many of the next `size` bytes go up to their last line end, as far as the file tells without reading."""
        if self.path is None:
            return size
        here = self._file.tell()
        self._file.seek(here + max(size - _GLANCE, 0))
        glance = self._file.read(min(size, _GLANCE))
        self._file.seek(here)
        end = glance.rfind(b"\n") + 1
        return max(size - _GLANCE, 0) + end if end and len(glance) == min(size, _GLANCE) else size

    def ends(self, size: int) -> tuple[bytes, bytes]:
        """The first and the last bytes of a file that is not gzip."""
        first = self._file.read(size)
        self._file.seek(max(0, self._file.seek(0, 2) - size))
        last = self._file.read(size)
        self._file.seek(0)
        return first, last

    def read_all(self) -> bytes:
        """Everything that is left, in one piece."""
        pieces = list(iter(lambda: self.read(1 << 24), b""))
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


@contextmanager
def open_bytes(path: Path, name: str, limit: int = DEFAULT_LIMIT) -> Iterator[ByteStream]:
    """The file's bytes, unpacked if it is gzip; InputError if it is missing, no regular file or not readable."""
    if not path.is_file():
        raise broken(name, "is not a file" if path.exists() else "no such file")
    try:
        file = path.open("rb")
    except OSError as error:
        raise broken(name, f"can't be opened: {error.strerror}") from error
    with file:
        packed = file.read(2) == GZIP
        file.seek(0)
        data = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed else file
        yield ByteStream(data, name, limit, None if packed else path)


class TextStream:
    """A text file's bytes as UTF-8 without a byte order mark."""

    def __init__(self, stream: ByteStream, encoding: str | None) -> None:
        """A byte order mark decides the encoding, then `encoding`, then UTF-8."""
        self.name = stream.name
        self._stream = stream
        self._line = 1
        first = stream.read(1 << 16)
        mark, found = next(((bom, name) for bom, name in _BOMS if first.startswith(bom)), (b"", None))
        self._first = first[len(mark) :]
        self.encoding = codecs.lookup(found or encoding or "utf-8").name
        if found is None and encoding is None:
            self._check_wide(first)
        plain = self.encoding in ("utf-8", "utf-8-sig")
        self._recode: Callable[[bytes, bool], bytes] | None = None if plain else self._recoder()

    def read(self, size: int) -> bytes:
        """About `size` bytes of UTF-8, empty only at the end (UTF-8 itself is passed on unchecked)."""
        while True:
            data, self._first = (self._first, b"") if self._first else (self._stream.read(size), b"")
            if self._recode is None:
                return data
            recoded = self._recode(data, not data)
            if recoded or not data:
                return recoded

    def read_lines(self, size: int) -> bytes:
        """As `read`, but where that is cheap it ends with a line."""
        if self._first or self._recode is not None:
            return self.read(size)
        return self._stream.read(self._stream.line_end(size))

    def _check_wide(self, first: bytes) -> None:
        even, odd = first[:4096:2].count(0), first[1:4096:2].count(0)
        if len(first) > 40 and max(even, odd) * 4 > len(first[:4096]) and min(even, odd) * 20 < len(first[:4096]):
            what = "looks like UTF-16 without a byte order mark; name it in [read] encoding (utf-16-le or utf-16-be)"
            raise broken(self.name, what)

    def _recoder(self) -> Callable[[bytes, bool], bytes]:
        decoder = codecs.getincrementaldecoder(self.encoding)()

        def recode(data: bytes, final: bool) -> bytes:
            try:
                text = decoder.decode(data, final)
                self._line += text.count("\n")
                return text.encode()
            except UnicodeError as error:
                raise broken(self.name, f"not {self.encoding} near line {self._line} ({error})") from error

        return recode


def not_utf8(name: str, error: UnicodeDecodeError, first_line: int) -> Exception:
    """The error of a text that is not UTF-8, with the line (of the text that began at `first_line`)."""
    before = error.object[: error.start]
    line = first_line + before.count(b"\n") + (before.count(b"\r") - before.count(b"\r\n"))
    what = "name its encoding in [read] encoding, like windows-1251 (`timeline mapping starter` takes --encoding)"
    return broken(name, f"not UTF-8 at line {line}; {what}")
