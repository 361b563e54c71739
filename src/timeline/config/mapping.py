"""The mapping of one tabular export: a TOML table that says which columns mean what, as frozen records.

A *source* is the name of a column, or a table: `{ value = "constant" }`, `{ column = "x", map = {...} }`,
`{ template = "{a}: {b}" }` or `{ first = ["a", "{b}-{c:02}"] }` (the first column or template that is not empty).
`{c:02}` writes a number with at least two digits.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import date as Date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from timeline.config.toml import check_keys, day, flag, load_toml, text, texts
from timeline.errors import ConfigError

FORMATS = ("csv", "tsv", "json", "jsonl", "parquet", "excel", "ical")
# Containers of articles, told by name and content (`article`) or named; they need no mapping.
PROSE = ("article", "html", "txt", "md", "rss", "atom", "jsonfeed", "zip", "tar")
ROWS = ("claims", "events")
UNKNOWN = ("keep", "reject", "null")
ORDERS = ("dmy", "mdy", "ymd")
PERSONS = ("publisher", "speaker", "carrier")
_HEAD = ("description", "format", "rows", "complete", "key", "zone", "covers", "kinds", *PERSONS)
_TABLES = ("read", "unpivot", "columns", "date", "quantity", "deletions", "known")
_READ = ("delimiter", "encoding", "header", "quote", "sheet", "records", "fill", "null", "decimal", "thousands")
_SOURCE = ("column", "value", "template", "first", "pattern", "map", "default", "unknown", "form", "zone", "order")
_DATE = ("start", "end", "form", "order", "clock", "lasting", "precision")
FIELD = re.compile(r"\{([^{}]+?)(?::0(\d))?\}")


def fields(template: str) -> tuple[str, ...]:
    """The columns that stand in a template; none in the plain name of a column."""
    return tuple(found[1] for found in FIELD.finditer(template))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from: exactly one of `column`, `value`, `template` and `first` is given.

    `pattern`, a regular expression, says which part of the text counts: its first group, or all that it fits; a text
    that it does not fit stays whole. `map` translates the text; a text outside it is kept, rejected or nulled
    (`unknown`), an empty one becomes `default`. `form`, `order` and `zone` say how a date is written.
    """

    column: str | None = None
    value: str | None = None
    template: str | None = None
    first: tuple[str, ...] = ()
    pattern: str | None = None
    map: Table[str, str] | None = None
    default: str | None = None
    unknown: str = "keep"
    form: str | None = None
    order: str | None = None
    zone: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the file that it needs."""
        if self.template is not None:
            return fields(self.template)
        if self.column is not None:
            return (self.column,)
        return tuple(name for each in self.first for name in (fields(each) or (each,)))


@dataclass(frozen=True, slots=True)
class Read:
    """How the container is read. `header`: the 1-based line of the headings, 0 = there are none; `fill`: columns in
    which an empty cell repeats the one above, as merged cells come.
    """

    delimiter: str | None = None
    encoding: str | None = None
    header: int = 1
    quote: str = '"'
    sheet: str | int | None = None
    records: str | None = None
    fill: tuple[str, ...] = ()
    null: tuple[str, ...] = ()
    decimal: str = "."
    thousands: str | None = None


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Columns that become rows. No `columns`: all but `keep`."""

    keep: tuple[str, ...]
    columns: tuple[str, ...] = ()
    name: str = "name"
    value: str = "value"


@dataclass(frozen=True, slots=True)
class When:
    """How the dates of a row are written and what they mean."""

    start: Source
    end: Source | None = None
    form: str | None = None
    order: str | None = None
    clock: bool = True
    lasting: Source | None = None
    precision: Source | None = None


@dataclass(frozen=True, slots=True)
class Deletions:
    """Which deliveries (`files`, a glob) or rows (`values` of `column`) withdraw rows."""

    files: str | None = None
    column: str | None = None
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """When a delivery was known: the latest value of `column`, or a strptime form in the file's `name`."""

    column: str | None = None
    form: str | None = None
    order: str | None = None
    zone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """One export's mapping. `columns`: the claim's columns and their sources; `quantities`: field and source each.

    `offsets` (`zone = false`): no zone applies; clock times have offsets of their own, and their days go by those.
    """

    columns: Table[str, Source]
    date: When | None
    quantities: tuple[Table[str, Source], ...] = ()
    description: str = ""
    format: str | None = None
    rows: str = "claims"
    complete: bool = False
    key: tuple[str, ...] = ()
    zone: str | None = None
    offsets: bool = False
    since: Date | None = None
    until: Date | None = None
    kinds: tuple[str, ...] = ()
    read: Read = field(default_factory=Read)
    unpivot: Unpivot | None = None
    deletions: Deletions | None = None
    known: Known | None = None


def shipped() -> dict[str, Path]:
    """The mappings that come with the program, by name."""
    return {path.stem: path for path in sorted((Path(__file__).parent / "mappings").glob("*.toml"))}


def load_mapping(path: Path) -> Mapping:
    """Read and check one mapping file; ConfigError naming file and key."""
    return parse_mapping(load_toml(path), str(path))


def is_prose(table: Table[str, Any] | None) -> bool:
    """The settings are those of a feed of articles."""
    return (table or {}).get("format") in PROSE


def is_whole(table: Table[str, Any]) -> bool:
    """The table says what the columns mean, rather than being settings only that are laid over a guessed mapping."""
    return "columns" in table or "date" in table


def parse_mapping(table: Table[str, Any], where: str) -> Mapping:
    """Check a mapping's table; ConfigError naming `where` and the key, unknown keys answered with the known ones."""
    check_keys(table, (*_HEAD, *_TABLES), where)
    covers = _table(table, "covers", where)
    check_keys(covers, ("since", "until"), f"{where}: covers")
    mapping = Mapping(
        columns=_columns(table, where),
        date=_when(_table(table, "date", where), f"{where}: [date]") if "date" in table else None,
        quantities=_quantities(table.get("quantity", []), f"{where}: [[quantity]]"),
        description=text(table, "description", where) or "",
        format=_one_of(text(table, "format", where), FORMATS, f"{where}: format"),
        rows=_one_of(text(table, "rows", where), ROWS, f"{where}: rows") or "claims",
        complete=bool(flag(table, "complete", where)),
        key=texts(table, "key", where),
        zone=None if table.get("zone") is False else _zone(table, where),
        offsets=table.get("zone") is False,
        since=day(covers, "since", f"{where}: covers"),
        until=day(covers, "until", f"{where}: covers"),
        kinds=texts(table, "kinds", where),
        read=_read(_table(table, "read", where), f"{where}: [read]"),
        unpivot=_unpivot(_table(table, "unpivot", where), f"{where}: [unpivot]") if "unpivot" in table else None,
        deletions=_deletions(_table(table, "deletions", where), f"{where}: [deletions]"),
        known=_known(_table(table, "known", where), f"{where}: [known]"),
    )
    _check_whole(mapping, where)
    return mapping


def _check_whole(mapping: Mapping, where: str) -> None:
    if mapping.complete and not mapping.key:
        raise ConfigError(f"{where}: complete = true needs key = [...], the columns that identify a row")
    if mapping.deletions and not mapping.key:
        raise ConfigError(f"{where}: [deletions] needs key = [...], the columns that identify a row")
    if mapping.date is None:
        raise ConfigError(f"{where}: no [date]; write start = the column with the date")
    if "kind" not in mapping.columns:
        raise ConfigError(f"{where}: [columns] has no kind; write kind = a column, or kind = {{ value = ... }}")


def _columns(table: Table[str, Any], where: str) -> dict[str, Source]:
    from timeline import model

    given = dict(_table(table, "columns", where))
    for person in PERSONS:
        if (constant := text(table, person, where)) is not None:
            given.setdefault(person, {"value": constant})
    known = [name for name in model.CLAIM_CONTENT if name not in model.SPAN and name != "quantities"]
    check_keys(given, (*known, "single"), f"{where}: [columns]")
    return {name: source(value, f"{where}: [columns] {name}") for name, value in given.items()}


def _quantities(tables: Any, where: str) -> tuple[dict[str, Source], ...]:
    from timeline import model

    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ConfigError(f"{where} is written with two brackets, one table a number")
    for table in tables:
        check_keys(table, model.QUANTITY_FIELDS, where)
        if "measure" not in table or not {"value", "low", "high"} & table.keys():
            raise ConfigError(f"{where} needs measure and at least one of value, low, high")
    return tuple({name: source(value, f"{where} {name}") for name, value in table.items()} for table in tables)


def source(value: Any, where: str) -> Source:
    """A source from its TOML form: the name of a column, or a table."""
    if isinstance(value, str):
        return Source(column=value)
    if not isinstance(value, dict):
        raise ConfigError(f"{where} must be a column's name or a table like {{ value = ... }}, not {value!r}")
    check_keys(value, _SOURCE, where)
    ways = [name for name in ("column", "value", "template", "first") if name in value]
    if len(ways) != 1:
        raise ConfigError(f"{where} needs exactly one of column, value, template, first")
    mapped = value.get("map")
    if mapped is not None and not isinstance(mapped, dict):
        raise ConfigError(f"{where}: map must be a table, not {mapped!r}")
    return Source(
        column=text(value, "column", where),
        value=_constant(value.get("value"), f"{where}: value"),
        template=text(value, "template", where),
        first=texts(value, "first", where),
        pattern=_pattern(text(value, "pattern", where), f"{where}: pattern"),
        map=None if mapped is None else {name: str(_constant(to, f"{where}: map")) for name, to in mapped.items()},
        default=_constant(value.get("default"), f"{where}: default"),
        unknown=_one_of(text(value, "unknown", where), UNKNOWN, f"{where}: unknown") or "keep",
        form=text(value, "form", where),
        order=_one_of(text(value, "order", where), ORDERS, f"{where}: order"),
        zone=_zone(value, where),
    )


def _pattern(pattern: str | None, where: str) -> str | None:
    """ConfigError for what is no regular expression, or looks around or back, which the reader's can't."""
    if pattern is None:
        return None
    import polars as pl

    try:
        re.compile(pattern)
        pl.Series([""]).str.contains(pattern)
    except (re.error, pl.exceptions.ComputeError) as error:
        raise ConfigError(f"{where}: {pattern!r} is no regular expression ({str(error).splitlines()[0]})") from error
    return pattern


def _constant(value: Any, where: str) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | Date) or value is None:
        return None if value is None else str(value)
    raise ConfigError(f"{where} must be text, a number or a date, not {value!r}")


def _when(table: dict[str, Any], where: str) -> When:
    check_keys(table, _DATE, where)
    if "start" not in table:
        raise ConfigError(f"{where} has no start; write start = the column with the date")
    lasting = table.get("lasting")
    return When(
        start=source(table["start"], f"{where} start"),
        end=source(table["end"], f"{where} end") if "end" in table else None,
        form=text(table, "form", where),
        order=_one_of(text(table, "order", where), ORDERS, f"{where} order"),
        clock=flag(table, "clock", where) is not False,
        lasting=None
        if lasting is None
        else source({"value": lasting} if isinstance(lasting, bool) else lasting, f"{where} lasting"),
        precision=source(table["precision"], f"{where} precision") if "precision" in table else None,
    )


def _read(table: dict[str, Any], where: str) -> Read:
    check_keys(table, _READ, where)
    sheet = table.get("sheet")
    if sheet is not None and (isinstance(sheet, bool) or not isinstance(sheet, str | int)):
        raise ConfigError(f"{where} sheet must be a name or a number, not {sheet!r}")
    quote = text(table, "quote", where)
    decimal, thousands = _character(table, "decimal", where) or ".", _character(table, "thousands", where)
    if decimal == thousands:
        raise ConfigError(f"{where} decimal and thousands are both {decimal!r}; give the other one too")
    return Read(
        delimiter=_character(table, "delimiter", where),
        encoding=_encoding(text(table, "encoding", where), where),
        header=_header(table.get("header", 1), where),
        quote='"' if quote is None else quote and (_character(table, "quote", where) or ""),
        sheet=sheet,
        records=text(table, "records", where),
        fill=texts(table, "fill", where),
        null=texts(table, "null", where),
        decimal=decimal,
        thousands=thousands,
    )


def _header(value: Any, where: str) -> int:
    if value is False:
        return 0
    if value is True:
        return 1
    if not isinstance(value, int) or value < 1:
        raise ConfigError(f"{where} header must be the line of the headings (1 = first) or false, not {value!r}")
    return value


def _encoding(name: str | None, where: str) -> str | None:
    if name is None:
        return None
    try:
        "".encode(name)
    except LookupError as error:
        raise ConfigError(f"{where} no encoding named {name!r}; use a name like utf-8, utf-16, windows-1251") from error
    return name


def _unpivot(table: dict[str, Any], where: str) -> Unpivot:
    check_keys(table, ("keep", "columns", "name", "value"), where)
    keep = texts(table, "keep", where)
    names = text(table, "name", where) or "name", text(table, "value", where) or "value"
    if len({*keep, *names}) != len(keep) + 2:
        raise ConfigError(f"{where} name and value must be new names, other than each other and the kept columns")
    return Unpivot(keep, texts(table, "columns", where), *names)


def _deletions(table: dict[str, Any], where: str) -> Deletions | None:
    check_keys(table, ("files", "where"), where)
    rule = _table(table, "where", where)
    check_keys(rule, ("column", "values"), f"{where} where")
    if rule and not (text(rule, "column", where) and texts(rule, "values", where)):
        raise ConfigError(f"{where} where needs column and values")
    if not table:
        return None
    return Deletions(text(table, "files", where), text(rule, "column", where), texts(rule, "values", where))


def _known(table: dict[str, Any], where: str) -> Known | None:
    check_keys(table, ("column", "form", "order", "zone", "name"), where)
    if not table:
        return None
    if not {"column", "name"} & table.keys():
        raise ConfigError(f"{where} needs column or name")
    return Known(
        column=text(table, "column", where),
        form=text(table, "form", where),
        order=_one_of(text(table, "order", where), ORDERS, f"{where} order"),
        zone=_zone(table, where),
        name=text(table, "name", where),
    )


def _table(table: Table[str, Any], key: str, where: str) -> dict[str, Any]:
    value = table.get(key)
    if value is not None and not isinstance(value, dict):
        raise ConfigError(f"{where}: {key} must be a table, not {value!r}")
    return value or {}


def _character(table: dict[str, Any], key: str, where: str) -> str | None:
    value = text(table, key, where)
    if value is not None and (len(value) != 1 or value in "\r\n"):
        raise ConfigError(f"{where} {key} must be one character, not {value!r}")
    return value


def _one_of(value: str | None, words: tuple[str, ...], where: str) -> str | None:
    if value is not None and value not in words:
        raise ConfigError(f"{where} must be one of {', '.join(words)}, not {value!r}")
    return value


def _zone(table: Table[str, Any], where: str) -> str | None:
    name = text(table, "zone", where)
    try:
        return name if name is None or ZoneInfo(name) else None
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{where}: no time zone named {name!r}; use a name like Europe/Moscow or UTC") from error
