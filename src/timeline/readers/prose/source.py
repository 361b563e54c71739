"""Where a container's bytes come from: a file, or a member of an archive that is held in memory."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from timeline.readers.bytestream import GZIP, ByteStream, open_bytes
from timeline.readers.raw import broken

LARGEST = 128 << 20
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes with a name; `opened` gives them anew each time, gzip unpacked; `path` where they lie as they are."""

    name: str
    opened: Callable[[], Iterator[ByteStream]]
    path: Path | None = None

    @contextmanager
    def stream(self) -> Iterator[ByteStream]:
        """The bytes from their beginning."""
        yield from self.opened()

    def head(self) -> bytes:
        """The first bytes."""
        with self.stream() as stream:
            return stream.read(_HEAD)

    def whole(self) -> bytes:
        """All of the bytes of one document; InputError for more than any document has."""
        with self.stream() as stream:
            data = _bounded(stream)
        if len(data) > LARGEST:
            raise broken(self.name, f"is larger than {LARGEST >> 20} MiB, which no single document is")
        return data


def _bounded(stream: ByteStream) -> bytes:
    pieces, size = [], 0
    while size <= LARGEST and (piece := stream.read(1 << 22)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def of_file(path: Path, name: str, limit: int) -> Source:
    """A delivery's file; gzip may unpack to `limit` bytes."""

    def opened() -> Iterator[ByteStream]:
        with open_bytes(path, name, limit) as stream:
            yield stream

    return Source(name, opened, path)


def of_bytes(data: bytes, name: str, limit: int) -> Source:
    """A member of an archive."""

    def opened() -> Iterator[ByteStream]:
        file = io.BytesIO(data)
        packed = data.startswith(GZIP)
        yield ByteStream(gzip.GzipFile(fileobj=file) if packed else file, name, limit, None)  # type: ignore[arg-type]

    return Source(name, opened)
