"""A delivery's bytes are kept whole, whatever their number and whatever the file system can do."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from timeline.ingest import copying

LONG = 16 << 20
CHUNK = 4 << 20


@pytest.mark.parametrize("size", [0, 1, LONG - 1, LONG, LONG + 1, LONG + 4096, LONG + CHUNK, LONG + CHUNK + 513])
def test_the_copy_is_the_file_and_the_digest_is_the_copys(tmp_path: Path, size: int) -> None:
    data = (os.urandom(4099) * (size // 4099 + 1))[:size]
    (tmp_path / "given").write_bytes(data)
    assert copying.copy(tmp_path / "given", tmp_path / "kept") == hashlib.sha256(data).hexdigest()
    assert (tmp_path / "kept").read_bytes() == data
    assert copying.digest(tmp_path / "kept") == hashlib.sha256(data).hexdigest()


def test_a_file_system_without_direct_writing_takes_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_DIRECT:
            raise OSError(errno.EINVAL, "Invalid argument")
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    (tmp_path / "given").write_bytes(b"x" * (LONG + 5))
    copying.copy(tmp_path / "given", tmp_path / "kept")
    assert (tmp_path / "kept").read_bytes() == b"x" * (LONG + 5)


class _Stingy(io.FileIO):
    """Takes a part of what it is given, as a disk does that is nearly full."""

    def write(self, data: memoryview) -> int:  # type: ignore[override]
        return super().write(data[: max(1, len(data) // 3)])


def test_what_a_write_leaves_over_is_written_too(tmp_path: Path) -> None:
    descriptor = os.open(tmp_path / "kept", os.O_WRONLY | os.O_CREAT | os.O_DIRECT)
    data = os.urandom(CHUNK)
    with _Stingy(descriptor, "wb") as file:
        copying.write_all(file, data)
    assert (tmp_path / "kept").read_bytes() == data
