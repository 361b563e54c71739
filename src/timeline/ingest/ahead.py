"""A long table is parsed where it lies while its bytes are being kept; that counts if it was not touched meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from timeline import worker

# Of a shorter file the bytes are kept before a child could have begun.
LONG = 16 << 20
# A change so soon after the last one may bear the same time; where times are whole seconds, that soon is two of them.
_TICK_NS = 100_000_000
_SECONDS_NS = 2_000_000_000
_ID = "ahead"


@dataclass(frozen=True, slots=True)
class _Look:
    """What any change of a file's bytes changes too: the system sets `changed_ns`, and nobody else can."""

    inode: int
    size: int
    written_ns: int
    changed_ns: int

    @classmethod
    def at(cls, path: Path) -> _Look | None:
        """None for a file that can't be looked at."""
        try:
            stat = path.stat()
        except OSError:
            return None
        return cls(stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)

    @property
    def still(self) -> bool:
        """It has lain untouched for so long that a change from now on would be seen."""
        last = max(self.written_ns, self.changed_ns)
        return time.time_ns() - last > (_TICK_NS if self.changed_ns % 1_000_000_000 else _SECONDS_NS)


class Ahead:
    """At most one delivery of a feed that is parsed before it has a receipt."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._task: worker.Task | None = None
        self._look: _Look | None = None
        self._begun: worker.Begun | None = None

    def begin(self, task: worker.Task, spool: Path) -> None:
        """Let a child parse `task.path`, a file as it was delivered, unless it was touched just now."""
        look = _Look.at(task.path)
        if look is None or not look.still:
            return
        self._look, self._task = look, replace(task, id=_ID)
        self._begun = worker.Begun(self._task, spool)

    def outcome(self, task: worker.Task, size: int) -> worker.Outcome | None:
        """What came of it, if it is what the task on `size` kept bytes would give; asked for once."""
        begun, self._begun = self._begun, None
        if begun is None or self._task is None or self._look is None:
            return None
        same = replace(task, id=_ID, path=self._task.path) == self._task and size == self._look.size
        outcome = begun.outcome() if same else None
        if outcome is not None and _Look.at(self._task.path) == self._look:
            return outcome
        begun.drop()
        return None

    def drop(self) -> None:
        """It is not asked for any more."""
        if self._begun is not None:
            self._begun.drop()
            self._begun = None
