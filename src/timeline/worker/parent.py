"""The parent's side: starts limited children, gathers what they report, and lives on when one of them dies."""

from __future__ import annotations

import atexit
import base64
import tempfile
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from glob import escape
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from timeline.errors import InputError, TimelineError
from timeline.worker.children import Child
from timeline.worker.tasks import Limits, Outcome, Task, documents_file, rejects_file

if TYPE_CHECKING:
    import polars as pl

    from timeline.desk.sheet import Sheet

# Children that were started ahead, or have done a small job, and wait for the next one.
_waiting: list[Child] = []
_choosing = Lock()


def ready(limits: Limits | None = None, *, children: int = 1) -> list[Child]:
    """Start children ahead of their jobs, unless so many wait already, so that they load while the parent does other
    things.
    """
    limits = limits or Limits()
    for child in [each for each in _waiting if each.limits != limits or not each.alive()]:
        _waiting.remove(child)
        child.end()
    while len(_waiting) < children:
        _waiting.append(Child(limits))
    return _waiting[:children]


def dismiss() -> None:
    """End the children that wait."""
    while _waiting:
        _waiting.pop().end()


atexit.register(dismiss)


def _child(limits: Limits) -> Child:
    """The child that waits, or a new one."""
    with _choosing:
        ready(limits)
        return _waiting.pop()


def parse(
    tasks: Sequence[Task], spool: Path, *, limits: Limits | None = None, bundled: bool = False
) -> Iterator[Outcome]:
    """Parse deliveries in a child process into `<spool>/<task id>.claims|rejects|deletions.parquet`.

    One outcome a task, as each is done. A task that kills its child is tried once more alone; if that kills the child
    too, its outcome has the problem, and the others are taken. Raises TimelineError when the disk is full.
    bundled: short articles may share files (Outcome.among); once a child has died, each gets its own.
    """
    limits = limits or Limits()
    left = list(tasks)
    while left:
        failed = []
        child = _child(limits)
        try:
            for result in child.results("bundle" if bundled else "parse", list(left), spool):
                left.pop(0)
                if not left:
                    child.end()
                outcome = _outcome(result)
                failed += [outcome.id] if outcome.problem else []
                yield outcome
        finally:
            # Whatever it has read, it does not read the next delivery with that in mind; and its memory is needed, also
            # while the last delivery is taken.
            child.end()
        _sweep(spool, failed)
        if left:
            # It died of any of those that it had not told about yet: one by one it can be seen of which.
            bundled = False
            yield _alone(left.pop(0), spool, limits)


class Begun:
    """One delivery that a child is parsing while its parent does other things. Ask for its outcome, or drop it."""

    def __init__(self, task: Task, spool: Path, limits: Limits | None = None) -> None:
        """Let it begin; what comes of it lies in the spool as after `parse`."""
        self._task, self._spool = task, spool
        self._child = _child(limits or Limits())
        self._child.give("parse", [task], spool)

    def outcome(self) -> Outcome | None:
        """Wait for it. None when the child died of it: the task is for `parse` then. Raises what that raises."""
        results = list(self._child.reports(1))
        self._child.end()
        outcome = _outcome(results[0]) if results else None
        if outcome is None or outcome.problem:
            _sweep(self._spool, [self._task.id])
        return outcome

    def drop(self) -> None:
        """End it, and remove what it has left."""
        self._child.end()
        _sweep(self._spool, [self._task.id])


def _alone(task: Task, spool: Path, limits: Limits) -> Outcome:
    """One task in a child of its own."""
    # Read whole: whatever killed the first child may have come from reading only what changed.
    child = Child(limits)
    results = list(child.results("parse", [replace(task, basis=None)], spool))
    child.end()
    outcome = _outcome(results[0]) if results else Outcome(task.id, problem=f"{task.name}: {child.epitaph()}")
    _sweep(spool, [task.id] if outcome.problem else [])
    return outcome


def _outcome(result: dict[str, Any]) -> Outcome:
    if "full" in result:
        raise TimelineError(f"{result['full']}: no space left on the device; make room and run again")
    return Outcome.from_json(result)


def _sweep(spool: Path, failed: Sequence[str]) -> None:
    """Remove what tasks without claims have left; their child is gone."""
    for task in failed:
        for file in spool.glob(f"{escape(task)}.*"):
            file.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Preview:
    """The first ten claims (model.CLAIMS) and rejects (model.REJECTS) as understood, and how many there are of each.

    `counts`: rows, claims, rejects, deletions. `unknown`: column, value, count of what a map or the taxonomy did not
    know, the most frequent first.
    """

    columns: tuple[str, ...]
    counts: dict[str, int]
    claims: pl.DataFrame
    rejects: pl.DataFrame
    unknown: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at a file finds: container, columns, first rows as text, and the mapping that the columns tell.

    `missing`: what they do not tell (date, kind), said in `message`; `starter`: the text of a mapping to begin with;
    `shipped`: the name of the shipped mapping that fits.
    """

    format: str
    columns: tuple[str, ...]
    sample: pl.DataFrame
    table: dict[str, Any]
    missing: tuple[str, ...]
    shipped: str | None
    starter: str
    message: str | None


def preview(task: Task, *, limits: Limits | None = None) -> Preview:
    """Understand a delivery without taking it. Raises InputError in one line for a file that can't be read."""
    import polars as pl

    result = _once("preview", task, limits or Limits())
    frames = {name: pl.read_ipc(base64.b64decode(data)) for name, data in result["frames"].items()}
    return Preview(tuple(result["columns"]), result["counts"], frames["claims"], frames["rejects"], frames["unknown"])


def look(
    path: Path,
    name: str,
    overrides: Table[str, Any] | None = None,
    *,
    kinds: tuple[str, ...] | None = None,
    limits: Limits | None = None,
) -> Sight:
    """Recognise the columns of a file without a mapping; settings of `overrides` go before what is recognised.

    kinds: the taxonomy's names, so that the starter lists the words that have to be mapped to them.

    Raises InputError in one line for a file that can't be read.
    """
    import polars as pl

    result = _once("look", Task("look", path, name, mapping=overrides, kinds=kinds), limits or Limits())
    sample = pl.read_ipc(base64.b64decode(result.pop("sample")))
    return Sight(
        **{**result, "columns": tuple(result["columns"]), "missing": tuple(result["missing"]), "sample": sample}
    )


def sheet(path: Path, name: str, *, limits: Limits | None = None) -> Sheet | None:
    """The cells of an edited workbook; None for one that was never made to be edited.

    Raises InputError in one line for what can't be read, and for the first cell that can't be taken.
    """
    import polars as pl

    from timeline.desk.sheet import Sheet

    result = _once("sheet", Task("sheet", path, name), limits or Limits())
    if not result:
        return None
    now, made = (pl.read_ipc(base64.b64decode(result[name])) for name in ("now", "made"))
    return Sheet(now, made, result["editor"], result["made_at"])


def documents(task: Task, *, limits: Limits | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The documents of a file of prose (model.DOCUMENTS), and the rejects of those that can't be read (model.REJECTS).

    Raises InputError in one line for a file of which nothing can be read.
    """
    import polars as pl

    with tempfile.TemporaryDirectory() as spool:
        _once("documents", task, limits or Limits(), Path(spool))
        files = (documents_file(Path(spool), task.id), rejects_file(Path(spool), task.id))
        found, refused = (pl.read_parquet(file, memory_map=False) for file in files)
    return found, refused


def _once(does: str, task: Task, limits: Limits, spool: Path | None = None) -> dict[str, Any]:
    if spool is None:
        with tempfile.TemporaryDirectory() as made:
            return _once(does, task, limits, Path(made))
    child = _child(limits)
    for result in child.results(does, [task], spool):
        _waiting.append(child)
        if "problem" in result:
            raise InputError(result["problem"])
        return result
    raise InputError(f"{task.name}: {child.epitaph()}")
