"""What a child does with one task."""

from __future__ import annotations

import base64
import errno
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from timeline import model, readers
from timeline.config.mapping import Mapping, is_prose, is_whole, parse_mapping
from timeline.errors import InputError, TimelineError
from timeline.worker.changed import parse_changed
from timeline.worker.spool import Parts, write_claims
from timeline.worker.tasks import Limits, Outcome, Task, claims_file, deletions_file, rejects_file

# A file can raise these; anything else is a bug, which ends the child and is told as such.
FAILURES = (TimelineError, MemoryError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError)
_FULL = (errno.ENOSPC, errno.EDQUOT)
SHOWN = 10
_MOST = 100


def parse(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """Read the delivery into three files of the spool; `{"full": ...}` when there is no room for them."""
    try:
        return _parsed(task, spool, limits).to_json()
    except FAILURES as error:
        if _full(error):
            return {"full": str(spool)}
        return Outcome(task.id, problem=told(error, task, limits)).to_json()


def _parsed(task: Task, spool: Path, limits: Limits) -> Outcome:
    if is_prose(task.mapping):
        from timeline.worker.prose import parse_prose

        return parse_prose(task, spool, limits)
    return parse_changed(task, spool) or _Parsing(task, spool, limits).run()


def _full(error: BaseException) -> bool:
    """The disk's fault, not the delivery's; polars tells it in words only."""
    return any(f"(os error {number})" in str(error) for number in _FULL) or getattr(error, "errno", None) in _FULL


def told(error: BaseException, task: Task, limits: Limits) -> str:
    """One line on why a task failed."""
    if isinstance(error, TimelineError):
        return str(error)
    if isinstance(error, MemoryError):
        return f"{task.name}: needs more memory than the limit of {limits.memory >> 20} MiB; deliver it in parts"
    if f"(os error {errno.EFBIG})" in str(error):
        return f"{task.name}: its claims take more than {limits.written >> 20} MiB; deliver it in parts"
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
        for batch in _stream(self._task, self._limits):
            self._rows += batch.rows
            self._claims += batch.claims.height
            self._rejects.add(batch.rejects)
            self._deletions.add(batch.deletions)
            instants = [instant for instant in (self._known_at, batch.known_at) if instant is not None]
            self._known_at = max(instants, default=None)
            if batch.claims.height:
                yield batch.claims


def _stream(task: Task, limits: Limits) -> Iterator[readers.Batch]:
    return readers.stream(task.path, task.name, _mapping(task), zone=task.zone, kinds=task.kinds, limit=limits.unpacked)


def _mapping(task: Task) -> Mapping:
    """The task's mapping, or the one that the file's columns tell."""
    if task.mapping is not None and is_whole(task.mapping):
        return parse_mapping(task.mapping, task.feed or task.name)
    found = readers.guess(task.path, task.name, task.mapping)
    if isinstance(found, Mapping):
        return found
    raise InputError(found.message)


def preview(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """Read the whole delivery, but keep only the first claims and rejects and the values that were not known."""
    del spool
    if is_prose(task.mapping):
        return _preview_prose(task, limits)
    kept: dict[str, list[pl.DataFrame]] = {"claims": [], "rejects": [], "unknown": []}
    rows = claims = rejects = deletions = 0
    columns: tuple[str, ...] = ()
    for batch in _stream(task, limits):
        rows, claims = rows + batch.rows, claims + batch.claims.height
        rejects, deletions = rejects + batch.rejects.height, deletions + batch.deletions.height
        columns = tuple(dict.fromkeys((*columns, *batch.columns)))
        for name, frame in (("claims", batch.claims), ("rejects", batch.rejects)):
            if sum(part.height for part in kept[name]) < SHOWN or not kept[name]:
                kept[name].append(frame.head(SHOWN))
        kept["unknown"] = [readers.sum_unknown(pl.concat([*kept["unknown"], batch.unknown]))]
    frames = {
        name: packed(pl.concat(parts).head(_MOST if name == "unknown" else SHOWN)) for name, parts in kept.items()
    }
    counts = {"rows": rows, "claims": claims, "rejects": rejects, "deletions": deletions}
    return {"columns": columns, "counts": counts, "frames": frames}


def _preview_prose(task: Task, limits: Limits) -> dict[str, Any]:
    from timeline.worker.prose import stream_prose

    kept = {"claims": model.empty(model.CLAIMS), "rejects": model.empty(model.REJECTS)}
    counts = dict.fromkeys(("rows", "claims", "rejects", "deletions"), 0)
    for batch in stream_prose(task, limits):
        counts["rows"] += batch.documents.height + batch.rejects.height
        for name, frame in (("claims", batch.claims), ("rejects", batch.rejects)):
            counts[name] += frame.height
            kept[name] = pl.concat([kept[name], frame.head(SHOWN)]).head(SHOWN)
    unknown = readers.sum_unknown(pl.DataFrame(schema={"column": pl.String, "value": pl.String, "count": pl.Int64}))
    frames = {name: packed(frame) for name, frame in {**kept, "unknown": unknown}.items()}
    return {"columns": (), "counts": counts, "frames": frames}


def look(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """Recognise the columns; the task's mapping holds settings that go before."""
    del spool, limits
    found = readers.look(task.path, task.name, task.mapping, task.kinds)
    return {
        "format": found.format,
        "columns": found.columns,
        "sample": packed(found.sample),
        "table": found.table,
        "missing": found.missing,
        "shipped": found.shipped,
        "starter": found.starter,
        "message": found.message(task.name) if found.missing else None,
    }


def sheet(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """The cells of a workbook that was made to be edited; nothing for another."""
    del spool, limits
    from timeline.desk.sheet import HIDDEN_SHEET, ID, MARK
    from timeline.readers.desksheet import read_desk_sheet

    found = read_desk_sheet(task.path.read_bytes(), task.name, hidden=HIDDEN_SHEET, mark=MARK, key=ID)
    if found is None:
        return {}
    return {**found, "now": packed(found["now"]), "made": packed(found["made"])}


def documents(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
    """The documents of a delivery of prose, into the spool."""
    from timeline.worker.prose import read_documents

    return read_documents(task, spool, limits)


def packed(frame: pl.DataFrame) -> str:
    """A small frame as text that fits into JSON: its IPC bytes in base 64."""
    out = io.BytesIO()
    frame.write_ipc(out, compression="zstd")
    return base64.b64encode(out.getvalue()).decode()


def guarded(does: Callable[[Task, Path, Limits], dict[str, Any]]) -> Callable[[Task, Path, Limits], dict[str, Any]]:
    """What goes wrong with the file becomes `{"problem": one line}`."""

    def run(task: Task, spool: Path, limits: Limits) -> dict[str, Any]:
        try:
            return does(task, spool, limits)
        except FAILURES as error:
            return {"problem": told(error, task, limits)}

    return run


DOES: dict[str, Callable[[Task, Path, Limits], dict[str, Any]]] = {
    "parse": parse,
    "preview": guarded(preview),
    "look": guarded(look),
    "sheet": guarded(sheet),
    "documents": guarded(documents),
}


def results(does: str, tasks: Sequence[Task], spool: Path, limits: Limits) -> Iterator[dict[str, Any]]:
    """What comes of each task, in their order; nothing of those that only tell what to load."""
    if does == "load":
        from timeline.worker.prose import load

        for task in tasks:
            load(task)
    elif does == "bundle":
        from timeline.worker.bundle import parse_all

        yield from parse_all(tasks, spool, limits)
    else:
        yield from (DOES[does](task, spool, limits) for task in tasks)
