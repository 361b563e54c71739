"""Reading only what changed since the delivery before; whatever is out of the ordinary is left to reading it whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl

from timeline import model, readers
from timeline.config.mapping import Mapping, is_whole, parse_mapping
from timeline.errors import TimelineError
from timeline.worker.spool import write_frame
from timeline.worker.tasks import Outcome, Task, claims_file, left_file

_FORMATS = ("csv", "tsv")
_ENCODINGS = (None, "utf-8", "utf8")


def parse_changed(task: Task, spool: Path) -> Outcome | None:
    """The claims of the lines that the task's basis does not have, and the keys of those that only it has.

    None where that can't be relied on to say the same as the whole file: each line must be one claim with a key.
    """
    if task.basis is None or task.mapping is None or not is_whole(task.mapping):
        return None
    try:
        return _parse_changed(task, task.basis.path, task.basis.rows, spool)
    except (TimelineError, pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        return None


def _parse_changed(task: Task, basis: Path, rows: int, spool: Path) -> Outcome | None:
    mapping = parse_mapping(task.mapping or {}, task.feed or task.name)
    format_ = _format(task, mapping)
    if format_ is None:
        return None
    found = readers.find_changes(basis, task.path, mapping.read, tabs=format_ == "tsv", rows=rows)
    if found is None:
        return None
    mapping = replace(mapping, format="csv", read=replace(mapping.read, delimiter=found.delimiter))
    part = spool / f"{task.id}.lines.part"
    try:
        fresh, left = (_claims(task, mapping, found.head, lines, part) for lines in (found.fresh, found.left))
    finally:
        part.unlink(missing_ok=True)
    if fresh is None or left is None:
        return None
    at = pl.Series(found.at, dtype=pl.UInt32)
    write_frame(fresh.with_columns(line=at.gather(fresh["line"] - found.first)), claims_file(spool, task.id))
    write_frame(left.select(model.DELETIONS.keys()), left_file(spool, task.id))
    return Outcome(task.id, found.rows, fresh.height, left=left.height)


def _format(task: Task, mapping: Mapping) -> str | None:
    """The container of both files, where a row of it can be read without its neighbours."""
    if mapping.unpivot or mapping.deletions or (mapping.known and mapping.known.column) or not mapping.key:
        return None
    if mapping.read.fill or mapping.read.header < 1 or mapping.read.encoding not in _ENCODINGS or task.basis is None:
        return None
    found = readers.format_of(task.name, mapping.format)
    same = found == readers.format_of(task.basis.name, mapping.format)
    return found if same and found in _FORMATS else None


def _claims(task: Task, mapping: Mapping, head: bytes, lines: list[bytes], part: Path) -> pl.DataFrame | None:
    """The claims of these lines, one a line; None where a line is anything else."""
    part.write_bytes(head + b"".join(line + b"\n" for line in lines))
    batches = list(readers.stream(part, task.name, mapping, zone=task.zone, kinds=task.kinds))
    claims = pl.concat([model.empty(model.CLAIMS), *(batch.claims for batch in batches)])
    if any(batch.rejects.height or batch.deletions.height for batch in batches):
        return None
    whole = claims.height == len(lines) == sum(batch.rows for batch in batches)
    return claims if whole and claims["row_key"].null_count() == 0 else None
