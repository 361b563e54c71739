"""Files without a mapping: recognise what their columns obviously mean, or say what is missing and how to begin."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from timeline import model
from timeline.config.mapping import Mapping, Read, load_mapping, parse_mapping, shipped
from timeline.config.toml import load_toml
from timeline.readers.containers import format_of, open_rows
from timeline.readers.raw import LINE
from timeline.readers.reading import needed

# What a heading means, the likelier one first. Headings are compared in lower case, words joined by `_`.
_NAMES: dict[str, tuple[str, ...]] = {
    "start": (
        *("start", "starts", "start_date", "date_start", "started_at", "started", "begin", "begins", "date_from"),
        *("date", "event_date", "day", "from", "since", "when", "datetime", "date_time", "occurred_at", "occurred"),
        "timestamp",
    ),
    "end": ("end", "ends", "end_date", "date_end", "finished_at", "ended_at", "finished", "until", "to", "date_to"),
    "kind": ("kind", "event_kind", "event_type", "type", "category", "event_category"),
    "place": ("place", "location", "city", "town", "locality", "settlement", "site", "place_name"),
    "country": ("country", "country_name", "country_code"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "lng", "long", "longitude"),
    "title": ("title", "headline", "text_headline", "event", "event_name", "name"),
    "note": (
        "note",
        "notes",
        "description",
        "details",
        "comment",
        "comments",
        "summary",
        "text",
        "text_text",
        "message",
    ),
    "actors": ("actors", "actor", "actor1", "perpetrator"),
    "speaker": ("speaker", "source", "according_to", "source_name"),
    "publisher": ("publisher", "outlet", "media", "newspaper", "published_in"),
    "url": ("url", "link", "source_url", "href", "uri", "address"),
    "published_at": ("published_at", "published", "publication_date", "date_published", "reported_at", "reported"),
}
_NUMBERS: dict[str, tuple[str, ...]] = {
    "deaths": ("fatalities", "deaths", "killed", "dead"),
    "injured": ("injured", "wounded", "injuries"),
    "arrests": ("arrests", "arrested", "detained", "detentions"),
    "count": ("count", "value", "number", "amount", "total", "quantity"),
}
_PERSONS = ("deaths", "injured", "arrests")
_EVENT_KEYS = ("event_id", "event_id_cnty", "event_key", "incident_id")
_KEYS = ("id", "uid", "uuid", "guid", "key", "row_id", "record_id", "unique_id")
# Years, months and days in columns of their own, by what stands before these words.
_PARTED = {"start": ("start_date_", "start_", "event_", "", "i"), "end": ("end_date_", "end_")}
_EPOCHS = {10: "epoch_s", 13: "epoch_ms", 16: "epoch_us"}
_SKIPPED = ("quantities", "date_basis", "date_anchor", "date_rule", "date_text", "quote")


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
        kind = ", or give --kind" if "kind" in self.missing else ""
        return f"{name}: found no {wanted}; there are: {', '.join(self.columns)[:300]}; write a mapping{kind}"


def guess(path: Path, name: str, overrides: Table[str, Any] | None = None) -> Mapping | Missing:
    """The mapping of a file by its columns' names, with settings laid over it, or what is missing for one.

    Raises InputError for a file that can't be read at all.
    """
    found = look(path, name, overrides)
    if found.missing:
        return Missing(found.message(name), found.starter)
    return parse_mapping(found.table, name)


def starter(path: Path, name: str) -> str:
    """The text of a mapping to start from, with the file's real columns."""
    return look(path, name).starter


def look(path: Path, name: str, overrides: Table[str, Any] | None = None) -> Look:
    """Read the first rows of a file and recognise its columns; settings of `overrides` go before what is recognised."""
    overrides = overrides or {}
    container = format_of(name, overrides.get("format"))
    settings = parse_mapping({**_PROBE, "read": overrides.get("read", {})}, name).read
    first = _first_rows(path, name, settings, container)
    columns = tuple(column for column in first.columns if column != LINE)
    known = _known_export(columns)
    table = load_toml(shipped()[known]) if known else _recognise(first, columns, overrides)
    table = _laid_over(table, overrides)
    missing = () if known else _lacking(table)
    text = shipped()[known].read_text() if known else _starter(table, columns, container, name)
    return Look(container, columns, first.drop(LINE).head(10), table, missing, known, text)


_PROBE: dict[str, Any] = {"columns": {"kind": {"value": ""}}, "date": {"start": {"value": ""}}}


def _first_rows(path: Path, name: str, read: Read, container: str) -> pl.DataFrame:
    """The first batch that has rows, or the empty one with the columns."""
    with open_rows(path, name, read, container) as batches:
        frame = pl.DataFrame({LINE: []}, schema={LINE: pl.UInt32})
        for batch in batches:
            frame = batch.frame
            if frame.height:
                break
        return frame


def _known_export(columns: tuple[str, ...]) -> str | None:
    """The shipped mapping all of whose columns are there."""
    have = set(columns)
    fitting = {name: needed(load_mapping(path)) for name, path in shipped().items()}
    return next((name for name, names in fitting.items() if have.issuperset(names)), None)


def _recognise(first: pl.DataFrame, columns: tuple[str, ...], overrides: Table[str, Any]) -> dict[str, Any]:
    plain = {column: _plain(column) for column in columns}
    found = {what: _find(plain, names) for what, names in _NAMES.items()}
    # A column that is empty in most rows does not say of what kind they are.
    if found["kind"] and _filled(first, found["kind"]) * 2 < first.height:
        found["kind"] = None
    # The picture beside an event, as makers of slides have it, is no newspaper.
    if found["publisher"] and plain[found["publisher"]] == "media" and "media_credit" in plain.values():
        found["publisher"] = None
    own = {name for name in model.CLAIM_CONTENT if name not in model.SPAN and name not in _SKIPPED}
    exact = {name: column for column, name in plain.items() if name in own}
    named = {what: column for what, column in found.items() if column and what not in ("start", "end")}
    table: dict[str, Any] = {"columns": {**named, **exact}}
    table.update(_date(first, plain, found))
    quantities = [_quantity(what, column) for what, names in _NUMBERS.items() if (column := _find(plain, names))]
    if quantities:
        table["quantity"] = quantities
    if "key" not in overrides:
        table.update(_key(first, plain))
    return table


def _plain(column: str) -> str:
    """Small letters, joined by `_`; what a map has of a place stands below `properties`."""
    return re.sub(r"[\W_]+", "_", column.lower()).strip("_").removeprefix("properties_")


def _filled(first: pl.DataFrame, column: str) -> int:
    cells = first.get_column(column)
    return int((cells.is_not_null() & (cells.str.strip_chars() != "")).sum())


def _date(first: pl.DataFrame, plain: dict[str, str], found: dict[str, str | None]) -> dict[str, Any]:
    start, end = (_parted(plain, _PARTED[what]) for what in ("start", "end"))
    if start:
        return {"date": {"start": start, **({"end": end} if end else {})}}
    if not found["start"]:
        return {}
    ends = {"end": found["end"]} if found["end"] else {}
    return {"date": {"start": found["start"], **ends, **_form(first.get_column(found["start"]))}}


def _parted(plain: dict[str, str], before: tuple[str, ...]) -> dict[str, Any] | None:
    """As much of the day as each row tells, from columns of years, months and days."""
    for each in before:
        year, month, day = (_find(plain, [each + word]) for word in ("year", "month", "day"))
        if year and (month or len(each) > 1):
            told = [f"{{{year}:04}}"] + [f"{{{part}:02}}" for part in (month, day if month else None) if part]
            return {"first": ["-".join(told[:count]) for count in range(len(told), 0, -1)]}
    return None


def _form(cells: pl.Series) -> dict[str, str]:
    """Numbers of one length that count seconds or parts of them since 1970."""
    told = cells.drop_nulls().str.strip_chars()
    lengths = set(told.filter(told.str.contains(r"^\d+$")).str.len_bytes())
    form = _EPOCHS.get(lengths.pop()) if len(lengths) == 1 and told.str.contains(r"^\d+$").all() else None
    return {"form": form} if form else {}


def _find(plain: dict[str, str], names: Iterable[str]) -> str | None:
    by_name = {name: column for column, name in reversed(plain.items())}
    return next((by_name[name] for name in names if name in by_name), None)


def _quantity(what: str, column: str) -> dict[str, Any]:
    if what in _PERSONS:
        return {"measure": {"value": what}, "value": column, "unit": {"value": "persons"}}
    return {"measure": {"value": column}, "value": column}


def _key(first: pl.DataFrame, plain: dict[str, str]) -> dict[str, Any]:
    """A column of ids is the key where every row has its own; ids of events say that each row is one."""
    for names, rows in ((_EVENT_KEYS, "events"), (_KEYS, "claims")):
        column = _find(plain, names)
        if column and first.height:
            cells = first.get_column(column)
            if not (cells.is_null() | (cells == "")).any() and cells.n_unique() == first.height:
                return {"rows": rows, "key": [column]}
    return {}


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
    return ("date", "event_date", "start", "day") if what == "date" else _NAMES[what]


# --- the mapping to start from -----------------------------------------------------------------------------------


def _starter(table: dict[str, Any], columns: tuple[str, ...], container: str, name: str) -> str:
    lines = [f"# The mapping of {_word(name)}: which columns mean what. Columns of the file:"]
    lines += [f"#   {_word(column)}" for column in columns]
    lines += [f"format = {_word(container)}"]
    lines += [f"rows = {_word(table['rows'])}"] if "rows" in table else []
    lines += [f"key = {_list(table['key'])}"] if "key" in table else ['# key = ["..."]  # columns that identify a row']
    lines += ['# zone = "Europe/Moscow"  # of clock times without an offset', "", "[columns]"]
    given = table.get("columns", {})
    if "kind" not in given:
        lines.append('kind = { value = "..." }  # or a column, with map = { "its word" = "our kind" }')
    lines += [f"{what} = {_value(source)}" for what, source in given.items()]
    lines += ["", "[date]"]
    when = table.get("date", {})
    if "start" not in when:
        lines.append('start = "..."  # the column with the date')
    lines += [f"{what} = {_value(source)}" for what, source in when.items()]
    lines.append('# order = "dmy"  # for dates like 21/09/2022; or form = "%d.%m.%Y"')
    for quantity in table.get("quantity", []):
        lines += ["", "[[quantity]]", *(f"{what} = {_value(source)}" for what, source in quantity.items())]
    return "\n".join(lines) + "\n"


def _value(source: Any) -> str:
    if isinstance(source, dict):
        return "{ " + ", ".join(f"{key} = {_value(value)}" for key, value in source.items()) + " }"
    if isinstance(source, list | tuple):
        return _list(source)
    return _word(source)


def _list(words: Iterable[Any]) -> str:
    return "[" + ", ".join(_value(word) for word in words) + "]"


def _word(value: Any) -> str:
    """A TOML value; JSON escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")
