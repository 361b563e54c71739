"""Short deliveries of prose: many are read as one, for small frames and files cost more than what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from timeline import extract
from timeline.config.mapping import is_prose
from timeline.worker.prose import as_claims, knowledge, read_batches
from timeline.worker.spool import write_frame
from timeline.worker.tasks import Limits, Outcome, Task, claims_file, documents_file
from timeline.worker.work import FAILURES, parse

_MOST = 32
_SHORT = 1 << 16
Documents = list[tuple[Task, pl.DataFrame]]


def parse_all(tasks: Sequence[Task], spool: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    """As `parse` for one task after the other, in their order; short ones share files, which are named by the first
    of them and tell in a column `task` whose each row is.
    """
    for several in _bundles(tasks):
        found = _documents(several, limits)
        done = _read(found, spool) if len(found) > 1 else {}
        for task in several:
            yield done[task.id].to_json() if task.id in done else parse(task, spool, limits)


def _bundles(tasks: Iterable[Task]) -> Iterator[list[Task]]:
    held: list[Task] = []
    for task in tasks:
        if held and (len(held) == _MOST or not _short(task) or not _alike(task, held[0])):
            yield held
            held = []
        held.append(task)
        if not _short(task):
            yield held
            held = []
    if held:
        yield held


def _short(task: Task) -> bool:
    try:
        return is_prose(task.mapping) and task.path.stat().st_size <= _SHORT
    except OSError:
        return False


def _alike(one: Task, other: Task) -> bool:
    """Read with the same kinds and places."""
    names = ("kinds_file", "places_file")
    return all((one.prose or {}).get(name) == (other.prose or {}).get(name) for name in names)


def _documents(tasks: Sequence[Task], limits: Limits) -> Documents:
    """The tasks of a few documents, with nothing to refuse, of which no other one of them has a key."""
    found: Documents = []
    keys: set[str] = set()
    for task in tasks if len(tasks) > 1 else ():
        try:
            batches = list(islice(read_batches(task, limits), 2))
        except FAILURES:
            continue
        if len(batches) == 1 and not batches[0].rejects.height:
            mine = set(batches[0].documents["document_key"])
            if keys.isdisjoint(mine):
                keys |= mine
                found.append((task, batches[0].documents))
    return found


def _read(found: Documents, spool: Path) -> dict[str, Outcome]:
    """What comes of each; nothing where all of them at once are too much."""
    first = found[0][0]
    documents = pl.concat([frame.with_columns(task=pl.lit(task.id)) for task, frame in found])
    try:
        claims = as_claims(extract.claims(documents, *knowledge(first)))
        whose = documents.select("document_key", "task")
        claims = claims.join(whose, on="document_key", how="left", maintain_order="left")
        write_frame(documents, documents_file(spool, first.id))
        write_frame(claims, claims_file(spool, first.id))
    except FAILURES:
        return {}
    counts = dict(claims.group_by("task").len().iter_rows())
    shared = Outcome(first.id, among=first.id, sharing=len(found))
    return {
        task.id: replace(shared, id=task.id, rows=frame.height, claims=counts.get(task.id, 0), documents=frame.height)
        for task, frame in found
    }
