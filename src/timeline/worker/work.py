"""What a child does with one task."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from timeline import model, readers
from timeline.config.mapping import parse_mapping
from timeline.errors import TimelineError
from timeline.worker.spool import Parts, write_claims
from timeline.worker.tasks import Limits, Outcome, Task, claims_file, deletions_file, rejects_file


def parse(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """Read the delivery into three files of the spool."""
    try:
        return _Parsing(task, spool, limits).run().to_json()
    except (TimelineError, MemoryError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        for file in spool.glob(f"{task.id}.*"):
            file.unlink()
        return Outcome(task.id, problem=told(error, task, limits)).to_json()


def told(error: BaseException, task: Task, limits: Limits) -> str:
    """One line on why a task failed."""
    if isinstance(error, TimelineError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"{task.name}: needs more memory than the limit of {limits.memory >> 20} MiB; deliver it in parts"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{task.name}: no space left in the spool"
    return f"{task.name}: can't be read ({' '.join(str(error).split())[:200]})"


class _Parsing:
    """One delivery on its way into the spool."""

    def __init__(self, task: Task, spool: Path, limits: Limits) -> None:
        self._task, self._spool, self._limits = task, spool, limits
        self._rows = self._claims = 0
        self._known_at: datetime | None = None
        self._rejects = Parts(rejects_file(spool, task.id), model.REJECTS)
        self._deletions = Parts(deletions_file(spool, task.id), model.DELETIONS)

    def run(self) -> Outcome:
        write_claims(self._batches(), claims_file(self._spool, self._task.id))
        self._rejects.close()
        self._deletions.close()
        return Outcome(
            self._task.id, self._rows, self._claims, self._rejects.rows, self._deletions.rows, self._known_at
        )

    def _batches(self) -> Iterator[pl.DataFrame]:
        """The claims, batch by batch; the rest is put aside."""
        task = self._task
        mapping = parse_mapping(task.mapping, task.feed or task.name)
        batches = readers.stream(
            task.path, task.name, mapping, zone=task.zone, kinds=task.kinds, limit=self._limits.unpacked
        )
        for batch in batches:
            self._rows += batch.rows
            self._claims += batch.claims.height
            self._rejects.add(batch.rejects)
            self._deletions.add(batch.deletions)
            instants = [instant for instant in (self._known_at, batch.known_at) if instant is not None]
            self._known_at = max(instants, default=None)
            if batch.claims.height:
                yield batch.claims


DOES: dict[str, Callable[[Task, Path, Limits], dict[str, Any]]] = {"parse": parse}
