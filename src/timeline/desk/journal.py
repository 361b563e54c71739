"""decisions.jsonl: appended to by one person at a time, flushed to disk before anything else happens."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Final

from timeline.desk.records import Decision, from_line, to_line
from timeline.errors import BusyError, InputError, WarehouseError

NAME: Final = "decisions.jsonl"


def read(folder: Path) -> list[Decision]:
    """All decisions kept in a folder, in the order in which they were made; none where the file is not there.

    Half a line at the end, of a process that was killed, is left out. Raises InputError naming any other line that is
    no decision.
    """
    path = folder / NAME
    try:
        return _parsed(path.read_bytes(), path)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise WarehouseError(f"{path}: can't be read ({error.strerror})") from error


def _parsed(data: bytes, path: Path) -> list[Decision]:
    found: dict[str, Decision] = {}
    lines = data.split(b"\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            decision = from_line(line)
        except ValueError as error:
            # What follows half a line stands on a line of its own, and the half line was never acted on.
            if not line.rstrip().endswith(b"}"):
                continue
            raise InputError(f"{path}, line {number}: {error}; restore the file from a backup") from error
        found.setdefault(decision.id, decision)
    return sorted(found.values(), key=lambda one: (one.when, one.id))


@dataclass(slots=True)
class Journal:
    """The file, held by this process. `decisions`: all that stand in it, those just appended too."""

    path: Path
    decisions: list[Decision]
    _file: IO[bytes]

    def moment(self, now: datetime) -> datetime:
        """When a decision that is made now was made: later than all before, whatever the clock says."""
        last = max((one.when for one in self.decisions), default=None)
        return now if last is None or now > last else last + timedelta(microseconds=1)

    def append(self, fresh: Sequence[Decision]) -> None:
        """Write decisions and flush them to disk."""
        try:
            self._file.seek(0, os.SEEK_END)
            self._file.write(self._mend() + b"".join(to_line(one) for one in fresh))
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise WarehouseError(f"{self.path}: can't write ({error.strerror})") from error
        self.decisions = [*self.decisions, *fresh]

    def _mend(self) -> bytes:
        """A newline where half a line was left, so that it stays alone."""
        if self._file.tell() == 0:
            return b""
        self._file.seek(-1, os.SEEK_END)
        return b"" if self._file.read(1) == b"\n" else b"\n"


@contextmanager
def opened(folder: Path, *, wait: float = 30.0) -> Iterator[Journal]:
    """Hold the file of a folder for writing. Raises BusyError when another still does after `wait` seconds."""
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = open(path, "a+b")  # noqa: SIM115 (held open as long as the lock)
    except OSError as error:
        raise WarehouseError(f"{path}: can't write here ({error.strerror})") from error
    with file:
        _hold(file, path, wait)
        file.seek(0)
        yield Journal(path, _parsed(file.read(), path), file)


def _hold(file: IO[bytes], path: Path, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise BusyError(f"{path}: somebody else is deciding just now; try again") from error
            time.sleep(0.02)
