"""A delivery's file, read by its mapping."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

import polars as pl

from timeline.config.mapping import Mapping
from timeline.readers.ahead import ahead
from timeline.readers.bytestream import DEFAULT_LIMIT
from timeline.readers.claims import UNKNOWN, Batch, Context, understand
from timeline.readers.containers import format_of, open_rows
from timeline.readers.fill import FillDown
from timeline.readers.raw import LINE, RawBatch, below_tags, broken
from timeline.readers.when import known_by_name


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as understood: frames in model.CLAIMS, REJECTS and DELETIONS.

    `known_at`: what the mapping's [known] says; `rows`: rows of the file, `columns`: those found in it;
    `unknown_values`: column, value, count of what a map or the taxonomy did not know.
    """

    claims: pl.DataFrame
    rejects: pl.DataFrame
    deletions: pl.DataFrame
    known_at: datetime | None
    rows: int
    columns: tuple[str, ...]
    unknown_values: pl.DataFrame


def read(
    path: Path,
    name: str,
    mapping: Mapping,
    *,
    zone: str | None = None,
    kinds: Collection[str] | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Reading:
    """Read the whole file at `path`, which was delivered as `name`.

    zone: for naive clock times, before the mapping's unless that says that there is none. kinds: the taxonomy (None:
    kinds are not checked).
    Raises InputError in one line for a file that can't be read at all; an empty file is such a one.
    """
    batches = list(stream(path, name, mapping, zone=zone, kinds=kinds, limit=limit))
    instants = [batch.known_at for batch in batches if batch.known_at is not None]
    unknown = pl.concat([batch.unknown for batch in batches])
    return Reading(
        claims=pl.concat([batch.claims for batch in batches], rechunk=False),
        rejects=pl.concat([batch.rejects for batch in batches]),
        deletions=pl.concat([batch.deletions for batch in batches]),
        known_at=max(instants, default=None),
        rows=sum(batch.rows for batch in batches),
        columns=batches[0].columns if batches else (),
        unknown_values=sum_unknown(unknown),
    )


def sum_unknown(unknown: pl.DataFrame) -> pl.DataFrame:
    """column, value, count: the values of all batches together, the most frequent first, then by the alphabet."""
    summed = unknown.group_by("column", "value", maintain_order=True).agg(pl.col("count").sum())
    return summed.sort("count", "column", "value", descending=[True, False, False]).cast(dict(UNKNOWN))  # type: ignore[arg-type]


def stream(
    path: Path,
    name: str,
    mapping: Mapping,
    *,
    zone: str | None = None,
    kinds: Collection[str] | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Iterator[Batch]:
    """As `read`, batch by batch, so that memory stays flat; each batch has its own known_at and unknown values."""
    zone = None if mapping.offsets else zone or mapping.zone
    listed = mapping.deletions is not None and mapping.deletions.files is not None
    withdraws = listed and fnmatchcase(Path(name).name, mapping.deletions.files or "")  # type: ignore[union-attr]
    context = Context(
        mapping=mapping,
        zone=zone,
        kinds=None if kinds is None else frozenset(kinds),
        withdraws=withdraws,
    )
    named = known_by_name(mapping, Path(name).name, zone)
    loose = format_of(name, mapping.format) in ("json", "jsonl")
    fill = FillDown(mapping.read.fill)
    with open_rows(path, name, mapping.read, mapping.format, limit) as batches:
        for raw in below_tags(ahead(batches)):
            columns = tuple(column for column in raw.frame.columns if column != LINE)
            frame = fill.apply(_with_needed(raw.frame, context, name, loose))
            yield _understand(replace(raw, frame=frame), context, columns, named)


def _understand(raw: RawBatch, context: Context, columns: tuple[str, ...], named: datetime | None) -> Batch:
    frame = raw.frame
    batch = understand(frame, context, raw.delimiter)
    rejects = (
        pl.concat([raw.rejects, batch.rejects]).sort("line", maintain_order=True)
        if raw.rejects.height
        else batch.rejects
    )
    return Batch(
        claims=batch.claims,
        rejects=rejects,
        deletions=batch.deletions,
        unknown=batch.unknown,
        known_at=batch.known_at or named,
        rows=batch.rows + raw.rejects.height,
        columns=columns,
    )


def _with_needed(frame: pl.DataFrame, context: Context, name: str, loose: bool) -> pl.DataFrame:
    """The frame with every column that the mapping names. A record of JSON may lack any field, a table may not."""
    wanted = needed(context.mapping, context.withdraws)
    if all(column in frame.columns for column in wanted):
        return frame
    frame = frame.rename(in_other_case(wanted, frame.columns))
    missing = [column for column in wanted if column not in frame.columns]
    if not missing:
        return frame
    if not loose:
        known = ", ".join(column for column in frame.columns if column != LINE)
        raise broken(name, f"no column named {missing[0]!r}, which the mapping names; there are: {known[:500]}")
    return frame.with_columns(pl.lit(None, pl.String).alias(column) for column in missing)


def in_other_case(wanted: Collection[str], columns: Collection[str]) -> dict[str, str]:
    """Columns that differ from a wanted one in capitals only, where just one does, each with the name it goes by."""
    folded = [column.casefold() for column in columns]
    alike = {column.casefold(): column for column in columns if folded.count(column.casefold()) == 1}
    missing = [name for name in wanted if name not in columns]
    return {alike[name.casefold()]: name for name in missing if alike.get(name.casefold(), name) not in wanted}


def needed(mapping: Mapping, withdraws: bool = False) -> list[str]:
    """The columns of the file that the mapping names, in order; a deletions list needs the key's only."""
    made = (mapping.unpivot.name, mapping.unpivot.value) if mapping.unpivot else ()
    if withdraws:
        return [column for column in mapping.key if column not in made]
    sources = [*mapping.columns.values(), *(source for rule in mapping.quantities for source in rule.values())]
    if mapping.date:
        rule = mapping.date
        sources += [source for source in (rule.start, rule.end, rule.lasting, rule.precision) if source]
    names = [*mapping.key, *mapping.read.fill, *(column for source in sources for column in source.columns)]
    if mapping.unpivot:
        names += [*mapping.unpivot.keep, *mapping.unpivot.columns]
    if mapping.deletions and mapping.deletions.column:
        names.append(mapping.deletions.column)
    if mapping.known and mapping.known.column:
        names.append(mapping.known.column)
    return [column for column in dict.fromkeys(names) if column not in made]
