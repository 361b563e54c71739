"""Files without a mapping: recognise what their columns obviously mean, or say what is missing and how to begin."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from timeline import model
from timeline.config.mapping import Mapping, Read, load_mapping, parse_mapping, shipped
from timeline.config.toml import load_toml
from timeline.readers.containers import format_of, open_rows
from timeline.readers.naming import NAMES, Columns
from timeline.readers.obvious import recognised
from timeline.readers.outline import Draft, starter_text
from timeline.readers.raw import LINE, RawBatch, below_tags
from timeline.readers.reading import in_other_case, needed
from timeline.readers.topmost import heading_line

_SHOWN = 300
_TABLES = ("csv", "tsv", "excel")
# A calendar tells what is planned, from its start to its end, and what is not going to be.
_CALENDAR: dict[str, Any] = {
    "columns": {
        "modality": {"column": "status", "map": {"CANCELLED": "denied"}, "unknown": "null", "default": "planned"}
    },
    "date": {"lasting": True},
}


@dataclass(frozen=True, slots=True)
class Missing:
    """The columns do not say enough: `message` in one line, `starter` the mapping to begin with."""

    message: str
    starter: str


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a file finds: its container, columns and first rows, and the mapping's table or what it lacks.

    `shipped`: the name of the shipped mapping whose columns these are.
    """

    format: str
    columns: tuple[str, ...]
    sample: pl.DataFrame
    table: dict[str, Any]
    missing: tuple[str, ...]
    shipped: str | None
    starter: str

    def message(self, name: str) -> str:
        """What is missing, in one line with the way out."""
        wanted = " and no ".join(
            f"column with the {what} ({', '.join(_wanted(what)[:4])}, ...)" for what in self.missing
        )
        kind = ", or give --kind" if self.missing == ("kind",) else ""
        there = ", ".join(self.columns)
        there = there if len(there) <= _SHOWN else there[:_SHOWN].rpartition(", ")[0] + ", ..."
        return f"{name}: found no {wanted}; there are: {there}; write a mapping{kind}"


def guess(path: Path, name: str, overrides: Table[str, Any] | None = None) -> Mapping | Missing:
    """The mapping of a file by its columns' names, with settings laid over it, or what is missing for one.

    Raises InputError for a file that can't be read at all.
    """
    found = look(path, name, overrides)
    if found.missing:
        return Missing(found.message(name), found.starter)
    return parse_mapping(found.table, name)


def starter(path: Path, name: str, kinds: Collection[str] | None = None) -> str:
    """The text of a mapping to start from, with the file's real columns."""
    return look(path, name, kinds=kinds).starter


def look(path: Path, name: str, overrides: Table[str, Any] | None = None, kinds: Collection[str] | None = None) -> Look:
    """Read the first rows of a file and recognise its columns; settings of `overrides` go before what is recognised.

    kinds: the taxonomy, so that the starter can list the words that have to be mapped to it.
    """
    overrides = overrides or {}
    container = format_of(name, overrides.get("format"))
    settings = parse_mapping({**_PROBE, "read": overrides.get("read", {})}, name).read
    first, header = _beginning(path, name, settings, container, overrides)
    columns = Columns(first)
    export = _known_export(columns.names)
    found = export.table if export else recognised(columns)
    if container == "ical":
        found = _laid_over(found, _CALENDAR)
    if "key" in overrides:
        found = {part: value for part, value in found.items() if part not in ("key", "rows")}
    table = _laid_over(_laid_over(found, header), overrides)
    if export:
        return Look(container, columns.names, first.drop(LINE).head(10), table, (), export.name, export.text)
    text = starter_text(Draft(table, columns, container, name, None if kinds is None else frozenset(kinds)))
    return Look(container, columns.names, first.drop(LINE).head(10), table, _lacking(table), None, text)


_PROBE: dict[str, Any] = {"columns": {"kind": {"value": ""}}, "date": {"start": {"value": ""}}}


def _beginning(
    path: Path, name: str, read: Read, container: str, overrides: Table[str, Any]
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The first rows, and the settings for headings that do not stand in the first one."""
    first = _first_rows(path, name, read, container)
    if container not in _TABLES or "header" in overrides.get("read", {}):
        return first.frame, {}
    line = heading_line(first)
    if line is None:
        return first.frame, {}
    settings = {"read": {"header": line or False}}
    return _first_rows(path, name, replace(read, header=line), container).frame, settings


def _first_rows(path: Path, name: str, read: Read, container: str) -> RawBatch:
    """The first batch that has rows, or the empty one with the columns; rows of tags are none."""
    with open_rows(path, name, read, container) as batches:
        first = RawBatch(pl.DataFrame({LINE: []}, schema={LINE: pl.UInt32}), model.empty(model.REJECTS))
        for first in below_tags(batches):
            if first.frame.height or first.rejects.height:
                break
        return first


@dataclass(frozen=True, slots=True)
class _Export:
    """A shipped mapping, as it fits a file."""

    name: str
    table: dict[str, Any]
    text: str


def _known_export(columns: tuple[str, ...]) -> _Export | None:
    """The shipped mapping all of whose columns are there, in capitals or not; only that of [known] may be lacking."""
    for name, path in shipped().items():
        mapping = load_mapping(path)
        stamp = mapping.known.column if mapping.known else None
        for known in (mapping, replace(mapping, known=None)) if stamp else (mapping,):
            names = needed(known)
            if not set(names) - set(columns) - set(in_other_case(names, columns).values()):
                table, text = load_toml(path), path.read_text("utf-8")
                if known.known is None and stamp:
                    table.pop("known")
                    text = text.replace("[known]", "# [known]").replace(
                        f'column = "{stamp}"\nform', f'# column = "{stamp}"\n# form'
                    )
                return _Export(name, table, text)
    return None


def _laid_over(table: dict[str, Any], overrides: Table[str, Any]) -> dict[str, Any]:
    merged = dict(table)
    for key, value in overrides.items():
        known = merged.get(key)
        merged[key] = {**known, **value} if isinstance(known, dict) and isinstance(value, dict) else value
    return merged


def _lacking(table: dict[str, Any]) -> tuple[str, ...]:
    lacks_date = "start" not in table.get("date", {})
    return (*(("date",) if lacks_date else ()), *(("kind",) if "kind" not in table.get("columns", {}) else ()))


def _wanted(what: str) -> tuple[str, ...]:
    return ("date", "event_date", "start", "day") if what == "date" else NAMES[what]
