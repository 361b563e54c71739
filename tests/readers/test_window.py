"""What a window gives of a file is what the file's bytes are there."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from timeline.readers import window
from timeline.readers.window import Window


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, bytes]:
    """A file of some windows and a bit, and its bytes; line ends are few."""
    monkeypatch.setattr(window, "_SIZE", 1 << 14)
    data = bytes(random.Random(5).choices(b"\n" + b"abcdefghijklmnopqrstuvwxyz" * 800, k=70_001))
    (tmp_path / "kept").write_bytes(data)
    return tmp_path / "kept", data


def test_slices_forward_and_back(held: tuple[Path, bytes]) -> None:
    path, data = held
    places = random.Random(6)
    with Window(path) as seen:
        assert len(seen) == len(data)
        for _ in range(300):
            start = places.randrange(len(data) + 10)
            stop = start + places.choice([0, 1, 500, 5_000, 40_000])
            assert seen[start:stop] == data[start:stop]


def test_the_next_line_end_may_lie_in_a_later_window(held: tuple[Path, bytes]) -> None:
    path, data = held
    with Window(path) as seen:
        for start in range(0, len(data), 997):
            assert seen.find(b"\n", start) == data.find(b"\n", start)
        assert seen.find(b"!", 0) == -1


def test_a_file_that_lost_bytes_is_an_error(held: tuple[Path, bytes]) -> None:
    path, data = held
    with Window(path) as seen:
        path.write_bytes(data[:10])
        with pytest.raises(OSError, match="shorter"):
            _ = seen[50_000:50_010]
