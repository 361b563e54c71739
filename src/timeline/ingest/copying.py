"""Copying a delivery's bytes into the store, digested on the way."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import io
import mmap
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_CHUNK = 4 << 20
# What is shorter is read and written at once.
_LONG = 16 << 20
_BYPASS = getattr(os, "O_DIRECT", 0)


def copy(path: Path, target: Path) -> str:
    """Copy a file; gives the sha256 of the copy's bytes."""
    with open(path, "rb", buffering=0) as source:
        if os.fstat(source.fileno()).st_size < _LONG:
            data = source.readall()
            with open(target, "wb", buffering=0) as short:
                write_all(short, data)
            return hashlib.sha256(data).hexdigest()
        with _past_the_cache(target) as long:
            return _copy_long(source, long)


def digest(path: Path) -> str:
    """The sha256 of a file's bytes."""
    with open(path, "rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def write_all(file: io.FileIO, data: bytes | memoryview) -> None:
    """Write every byte, past the cache while that can be done.

    A disk that is nearly full takes a part without an error, and refuses only the next write.
    """
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[file.write(rest) :]
        except OSError as error:
            # No whole blocks any more, after the file's last byte or a part: the cache takes those.
            if error.errno != errno.EINVAL or not _bypasses(file):
                raise
            _use_cache(file)


def _copy_long(source: io.FileIO, target: io.FileIO) -> str:
    """Chunk by chunk, each digested beside; two buffers, so that one is filled while the other is digested."""
    found = hashlib.sha256()
    digested = None
    # Memory of its own pages: only that can be written past the cache.
    buffers = mmap.mmap(-1, _CHUNK), mmap.mmap(-1, _CHUNK)
    with ThreadPoolExecutor(1) as beside:
        at = 0
        while size := source.readinto(buffers[at]):
            if digested is not None:
                digested.result()
            chunk = memoryview(buffers[at])[:size]
            digested = beside.submit(found.update, chunk)
            write_all(target, chunk)
            at = 1 - at
    return found.hexdigest()


@contextmanager
def _past_the_cache(path: Path) -> Iterator[io.FileIO]:
    """A new file whose bytes go straight to disk, where its file system can do that.

    They are seldom read again; in the page cache they would only push out what people work with, and a machine that
    has to find the memory first takes longer for that than for the writing.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags | _BYPASS, 0o666)
    except OSError as error:
        if error.errno != errno.EINVAL:
            raise
        descriptor = os.open(path, flags, 0o666)
    with open(descriptor, "wb", buffering=0) as file:
        yield file


def _bypasses(file: io.FileIO) -> bool:
    return bool(fcntl.fcntl(file, fcntl.F_GETFL) & _BYPASS)


def _use_cache(file: io.FileIO) -> None:
    fcntl.fcntl(file, fcntl.F_SETFL, fcntl.fcntl(file, fcntl.F_GETFL) & ~_BYPASS)
