"""Which reader reads a file: by the mapping's format, else by the file's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

from timeline.config.mapping import FORMATS, Read
from timeline.readers.bytestream import DEFAULT_LIMIT, open_bytes
from timeline.readers.raw import RawBatch, broken

_SUFFIXES = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".json": "json",
    ".geojson": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".ics": "ical",
    ".ical": "ical",
}


def format_of(name: str, given: str | None = None) -> str:
    """The container: the mapping's, else told by the name (also with .gz); InputError naming the known ones."""
    suffix = PurePath(name.lower().removesuffix(".gz")).suffix
    found = given or _SUFFIXES.get(suffix)
    if suffix == ".vcs" and given is None:
        raise broken(
            name, "is a calendar of the old form vCalendar, which can't be read; export it as iCalendar (.ics)"
        )
    if found is None:
        raise broken(name, f"can't tell its format from its name; set format in the mapping: {', '.join(FORMATS)}")
    return found


@contextmanager
def open_rows(
    path: Path, name: str, read: Read, given: str | None = None, limit: int = DEFAULT_LIMIT
) -> Iterator[Iterator[RawBatch]]:
    """The raw rows of a file in batches; InputError (then or while reading on) when it can't be read at all."""
    found = format_of(name, given)
    with open_bytes(path, name, limit) as stream:
        if found in ("csv", "tsv"):
            from timeline.readers.table import read_table

            yield read_table(stream, read, tabs=found == "tsv")
        elif found in ("json", "jsonl"):
            from timeline.readers import json

            yield json.read_json(stream, read) if found == "json" else json.read_jsonl(stream, read)
        elif found == "parquet":
            from timeline.readers.parquet import read_parquet

            yield read_parquet(stream, read)
        elif found == "ical":
            from timeline.readers.calendar import read_calendar

            yield read_calendar(stream, read)
        else:
            from timeline.readers.excel import read_excel

            yield read_excel(stream, read)
