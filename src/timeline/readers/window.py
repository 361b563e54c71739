"""The bytes of a kept file by their place, read past the page cache: it was written so, and is read once a delivery."""

from __future__ import annotations

import errno
import mmap
import os
from pathlib import Path
from types import TracebackType

_SIZE = 8 << 20
_BLOCK = 1 << 12
_BYPASS = getattr(os, "O_DIRECT", 0)


class Window:
    """Give slices and places of a file that is gone through from its beginning; what lies around them is held."""

    def __init__(self, path: Path) -> None:
        """Open the file; OSError if that can't be done."""
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | _BYPASS)
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        self._size = os.fstat(self._file).st_size
        self._held = mmap.mmap(-1, _SIZE)
        self._from = self._to = 0

    def __enter__(self) -> Window:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._file)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, places: slice) -> bytes:
        start, stop, _ = places.indices(self._size)
        if start >= stop:
            return b""
        self._hold(start, stop)
        return self._held[start - self._from : stop - self._from]

    def find(self, what: bytes, start: int) -> int:
        """The first place of a single byte from `start` on, or -1."""
        while start < self._size:
            self._hold(start, start + 1)
            found = self._held.find(what, start - self._from, self._to - self._from)
            if found >= 0:
                return found + self._from
            start = self._to
        return -1

    def _hold(self, start: int, stop: int) -> None:
        if self._from <= start and stop <= self._to:
            return
        first = start - start % _BLOCK
        if stop - first > len(self._held):
            self._held = mmap.mmap(-1, 2 * (stop - first + _BLOCK) // _BLOCK * _BLOCK)
        self._from = self._to = first
        while self._to < stop:
            # Past the cache only whole blocks can be read: after a part of one, that is read again.
            at = self._to - self._to % _BLOCK
            got = os.preadv(self._file, [memoryview(self._held)[at - first :]], at)
            if at + got <= self._to:
                raise OSError(errno.EIO, "grew shorter while it was read")
            self._to = at + got
