"""What the columns of a file obviously mean, as the plain table of a mapping; what may be this or that is left out."""

from __future__ import annotations

from typing import Any

import polars as pl

from timeline import model
from timeline.readers.claims import fits
from timeline.readers.naming import AREAS, EVENT_DAYS, NAMES, NUMBERS, PERSONS, Columns
from timeline.readers.wide import wide

_EVENT_KEYS = ("event_id", "eventid", "event_id_cnty", "event_key", "incident_id")
_KEYS = ("id", "uid", "uuid", "guid", "key", "row_id", "record_id", "unique_id")
# Years, months and days in columns of their own, by what stands before these words.
_PARTED = {"start": ("start_date_", "start_", "event_", "", "i"), "end": ("end_date_", "end_")}
_EPOCHS = {10: "epoch_s", 13: "epoch_ms", 16: "epoch_us"}
_PERIOD, _NUMBER = "period", "number"
# What programs and people write for no number.
_NOTHING = frozenset(
    ("NA", "N/A", "n/a", "#N/A", "NULL", "null", "None", "none", "NaN", "nan", "-", "–", "—", ":", "..", "...")
)
# What is told in words, and what is told of every row.
_WORDED = ("kind", "place", "country", "title", "speaker", "publisher")
_FILLED = ("kind", "place")
# A heading that can't mean anything else, whatever stands below it.
_SURE = {"start": "date", "end": "end_date"}
_SKIPPED = ("quantities", "date_basis", "date_anchor", "date_rule", "date_text", "quote")


def recognised(columns: Columns) -> dict[str, Any]:
    """As much of a mapping, as its plain table, as the columns obviously tell."""
    named = {what: source for what in NAMES if what not in ("start", "end") and (source := _source(columns, what))}
    if "place" not in named and (areas := [name for name in columns.all(AREAS) if columns.cells(name).len()]):
        named["place"] = areas[0] if columns.filled(areas[0]) or len(areas) == 1 else {"first": areas}
    # The picture beside an event, as makers of slides have it, is no newspaper.
    if named.get("publisher") == columns.plain.get("media") and "media_credit" in columns.plain:
        named.pop("publisher", None)
    own = {name for name in model.CLAIM_CONTENT if name not in model.SPAN and name not in _SKIPPED}
    exact = {
        name: column for name, column in columns.plain.items() if name in own and fits(name, columns.cells(column))
    }
    table: dict[str, Any] = {
        "columns": {**named, **{name: column for name, column in exact.items() if name not in NAMES}}
    }
    table.update(_date(columns))
    if not table.get("date"):
        table.update(_unpivot(columns))
    quantities = [_quantity(what, column) for what, names in NUMBERS.items() if (column := columns.find(names))]
    if quantities and "unpivot" not in table:
        table["quantity"] = quantities
    if read := _read(
        columns, named, [each["value"] for each in table.get("quantity", []) if each["value"] in columns.names]
    ):
        table["read"] = read
    table.update(_key(columns))
    return table


def _source(columns: Columns, what: str) -> Any:
    """The column, or those of which each row has one."""
    found = columns.all(NAMES[what])
    if what in _WORDED:
        found = [column for column in found if columns.worded(column)]
    if what in _FILLED:
        # Columns that are empty in most rows do not say what they are about, if they do not share that.
        apart = columns.apart(found)
        filled = [column for column in found if columns.mostly_filled(column)]
        found = apart if len(apart) > 1 else filled or (found if what != "kind" else [])
    found = columns.apart(found)
    return found[0] if len(found) == 1 else {"first": found} if found else None


def _read(columns: Columns, named: dict[str, Any], numbers: list[str]) -> dict[str, Any]:
    """The decimal sign and the words for nothing, as the numbers have them."""
    told: dict[str, Any] = {}
    degrees = [columns.cells(named[what]) for what in ("lat", "lon") if isinstance(named.get(what), str)]
    counted = [columns.cells(column) for column in numbers]
    # No latitude has thousands.
    comma = any(each.len() and each.str.contains(r"^-?[0-9]{1,3},[0-9]+$").all() for each in degrees)
    point = any(each.str.contains(r"^-?[0-9]+\.[0-9]+$").any() for each in degrees)
    if comma or (not point and any(map(_perhaps_grouped, counted))):
        told["decimal"] = ","
    blank = {cell for each in counted for cell in each if cell in _NOTHING}
    words = {
        cell for what in ("country", "place") if isinstance(named.get(what), str) for cell in columns.cells(named[what])
    }
    if blank and not blank & words:
        told["null"] = sorted(blank)
    return told


def _perhaps_grouped(cells: pl.Series) -> bool:
    """`1.013` may be a thousand or hardly more than one: with a comma for the decimals it is asked about, not read."""
    pointed = cells.filter(cells.str.contains(".", literal=True))
    return pointed.len() > 0 and bool(pointed.str.contains(r"^-?[1-9][0-9]{0,2}(?:\.[0-9]{3})+$").all())


def _date(columns: Columns) -> dict[str, Any]:
    start, end = (_parted(columns, _PARTED[what]) for what in ("start", "end"))
    if start:
        return {"date": {"start": start, **({"end": end} if end else {})}}
    first = _dates(columns, "start")
    if not first:
        year = columns.find(["year"])
        sure = year and columns.cells(year).str.contains("^[0-9]{4}$").all() and columns.cells(year).len()
        return {"date": {"start": year}} if sure else {}
    # Start and end of a form that was filled in are not those of the event that has a date of its own.
    formal = {"start", "end"} <= columns.plain.keys() and first[0] in columns.all(EVENT_DAYS)
    last = [column for column in _dates(columns, "end") if not formal or column != columns.plain["end"]]
    source = first[0] if len(first) == 1 else {"first": first}
    ends = {"end": last[0]} if last else {}
    days = {"clock": False} if all(map(columns.midnights, (*first, *last[:1]))) else {}
    return {"date": {"start": source, **ends, **days, **_form(columns.first.get_column(first[0]))}}


def _dates(columns: Columns, what: str) -> list[str]:
    """Columns named as dates that hold some; where there are none in any, the likeliest by name."""
    found = columns.all(NAMES[what])
    held = [column for column in found if columns.dated(column)]
    empty = [column for column in found if columns.cells(column).is_empty() and column not in held]
    plain = [column for column in found if columns.plain.get(_SURE[what]) == column]
    return columns.apart(held) or empty[:1] or plain


def _unpivot(columns: Columns) -> dict[str, Any]:
    """A table with dates across, as rows; without the date where the headings need a word on what they are."""
    found = wide(columns.names)
    if found is None:
        return {}
    keep = [column for column in columns.names if column not in found.columns]
    table: dict[str, Any] = {"unpivot": {"keep": keep, "name": _PERIOD, "value": _NUMBER}}
    if not found.hint and not found.months:
        table["date"] = {"start": _PERIOD}
    return {**table, "quantity": [{"measure": {"value": "count"}, "value": _NUMBER}]}


def _parted(columns: Columns, before: tuple[str, ...]) -> dict[str, Any] | None:
    """As much of the day as each row tells, from columns of years, months and days."""
    for each in before:
        year, month, day = (columns.find([each + word]) for word in ("year", "month", "day"))
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


def _quantity(what: str, column: str) -> dict[str, Any]:
    if what in PERSONS:
        return {"measure": {"value": what}, "value": column, "unit": {"value": "persons"}}
    return {"measure": {"value": column}, "value": column}


def _key(columns: Columns) -> dict[str, Any]:
    """A column of ids is the key where every row has its own; ids of events say that each row is one."""
    first = columns.all_rows
    for names, rows in ((_EVENT_KEYS, "events"), (_KEYS, "claims")):
        column = columns.find(names)
        if column and first.height:
            cells = first.get_column(column)
            if not (cells.is_null() | (cells == "")).any() and cells.n_unique() == first.height:
                return {"rows": rows, "key": [column]}
    return {}
