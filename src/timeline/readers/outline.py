"""The text of a mapping to start from: what is recognised of a file, and what there is to say beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from timeline import dates
from timeline.readers.naming import Columns
from timeline.readers.wide import first_days, wide

_MOST_WORDS = 40
_GROUPED = r"^-?[0-9]{1,3}(?:([.,' \x{a0}\x{202f}])[0-9]{3})+$"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was recognised of a file. kinds: the taxonomy, None where it is not known."""

    table: dict[str, Any]
    columns: Columns
    container: str
    name: str
    kinds: frozenset[str] | None


def starter_text(draft: Draft) -> str:
    """The mapping as TOML, with the file's columns, and hints where something can't be told by a look."""
    parts = [_head(draft), _columns(draft), _unpivot(draft), _date(draft), _quantities(draft), _read(draft)]
    return "\n".join("\n".join(lines) + "\n" for lines in parts if lines)


def _head(draft: Draft) -> list[str]:
    table = draft.table
    lines = [f"# The mapping of {_word(draft.name)}: which columns mean what. Columns of the file:"]
    lines += [f"#   {_word(column)}" for column in draft.columns.names]
    lines += [f"format = {_word(draft.container)}"]
    lines += [f"rows = {_word(table['rows'])}"] if "rows" in table else []
    lines += [f"key = {_list(table['key'])}"] if "key" in table else ['# key = ["..."]  # columns that identify a row']
    return [
        *lines,
        f"zone = {_word(table['zone'])}"
        if table.get("zone")
        else '# zone = "Europe/Moscow"  # of clock times without an offset',
    ]


def _columns(draft: Draft) -> list[str]:
    given = draft.table.get("columns", {})
    lines = ["[columns]"]
    if "kind" not in given:
        lines.append('kind = { value = "..." }  # or a column, with map = { "its word" = "our kind" }')
    others = [f"{what} = {_value(source)}" for what, source in given.items() if what != "kind"]
    kind = given.get("kind")
    if isinstance(kind, str) and (words := _unknown_words(draft, kind)):
        return [
            *lines,
            *others,
            "",
            "[columns.kind]",
            f"column = {_word(kind)}",
            "",
            "# Its words, and what `timeline kinds` has for each.",
            "[columns.kind.map]",
            *(f'{_word(word)} = "..."' for word in words),
        ]
    return [*lines, *([f"kind = {_value(kind)}"] if kind is not None else []), *others]


def _unknown_words(draft: Draft, column: str) -> list[str]:
    """The words of the kind's column that are no kinds."""
    words = draft.columns.cells(column).unique(maintain_order=True).head(_MOST_WORDS).to_list()
    return [] if draft.kinds is None else [word for word in words if word not in draft.kinds]


def _unpivot(draft: Draft) -> list[str]:
    if "unpivot" not in draft.table:
        return []
    told = [f"{name} = {_value(value)}" for name, value in draft.table["unpivot"].items()]
    return ["# Columns that become rows: all but those to keep.", "[unpivot]", *told]


def _date(draft: Draft) -> list[str]:
    when = dict(draft.table.get("date", {}))
    lines = ["[date]"]
    found = wide(draft.columns.names) if "unpivot" in draft.table else None
    if "start" not in when and found:
        start = {"column": draft.table["unpivot"]["name"], **found.hint}
        told = f"  # if {_word(found.columns[0])} is written so" if found.hint else ""
        lines.append(f"start = {_value(start)}{told}")
    elif "start" not in when:
        lines.append('start = "..."  # the column with the date')
    lines += [f"{what} = {_value(source)}" for what, source in when.items()]
    cells = _date_cells(draft, when.get("start"))
    if "form" not in when and "order" not in when and not (found and found.hint):
        lines += _order(cells)
    if "end" in when and "lasting" not in when:
        lines.append("# lasting = true  # if it went on from start to end; else it happened on some day between")
    if found and found.months:
        lines.append(
            f'precision = {{ value = "month" }}  # if {_word(found.columns[0])} is the month, not its first day'
        )
    elif first_days(cells):
        lines.append('# precision = { value = "month" }  # if the month is meant, not its first day')
    return lines


def _date_cells(draft: Draft, start: Any) -> pl.Series:
    return draft.columns.cells(start) if start in draft.columns.names else pl.Series([], dtype=pl.String)


def _order(cells: pl.Series) -> list[str]:
    """The order of dates in three numbers, where one of them tells it for all; and whether numbers count days."""
    serial = cells.str.contains(r"^[0-9]{5}(?:\.[0-9]+)?$")
    lines = ['form = "excel"  # numbers count days as spreadsheets do'] if serial.any() else []
    written = cells.filter(~serial)
    read = {order: _reads(written, order) for order in (None, "dmy", "mdy")}
    for order, other in (("dmy", "mdy"), ("mdy", "dmy")):
        telling = written.filter(~read[other])
        if telling.len() and read[order].all() and not read[None].all():
            return [*lines, f"order = {_word(order)}  # as in {_word(telling[0])}"]
    return [*lines, '# order = "dmy"  # for dates like 21/09/2022; or form = "%d.%m.%Y"']


def _reads(cells: pl.Series, order: str | None) -> pl.Series:
    return dates.parse_column(cells, order=order, zone="UTC")["problem"].is_null()


def _quantities(draft: Draft) -> list[str]:
    lines: list[str] = []
    for quantity in draft.table.get("quantity", []):
        lines += ["", "[[quantity]]", *(f"{what} = {_value(source)}" for what, source in quantity.items())]
    if lines:
        return lines[1:]
    return [
        "# [[quantity]]  # a number of each row; one such table a number",
        '# measure = { value = "..." }  # what it counts',
        '# value = "..."  # its column',
    ]


def _read(draft: Draft) -> list[str]:
    """Settings that were given or found, and those that the numbers seem to need."""
    given = [f"{name} = {_value(value)}" for name, value in draft.table.get("read", {}).items()]
    hints = [*_fill_hint(draft), *_number_hints(draft)]
    hints = [hint for hint in hints if not any(hint.startswith(f"# {name} =") for name in draft.table.get("read", {}))]
    return [] if not given and not hints else ["[read]" if given else "# [read]", *given, *hints]


def _fill_hint(draft: Draft) -> list[str]:
    """A date below which cells are empty may be a merged cell."""
    start = draft.table.get("date", {}).get("start")
    if start not in draft.columns.names or not draft.columns.first.height:
        return []
    lacking = draft.columns.cells(start).len() < draft.columns.first.height
    told = bool(draft.columns.first.get_column(start)[0])
    return [f"# fill = {_list([start])}  # if an empty cell repeats the one above it"] if lacking and told else []


def _number_hints(draft: Draft) -> list[str]:
    cells = _numbers(draft)
    wordless = cells.filter(~cells.str.contains("[0-9]")).unique(maintain_order=True).head(5)
    hints = [f"# null = {_list(wordless)}  # what stands for nothing"] if wordless.len() else []
    grouped = cells.filter(cells.str.contains(_GROUPED))
    if grouped.len():
        between = grouped.str.extract(_GROUPED)[0]
        hints.append(f"# thousands = {_word(between)}  # if {_word(grouped[0])} is a whole number")
    flagged = cells.filter(cells.str.contains(r"^-?[0-9][0-9.]*\s*[^0-9\s.,'’+\-–].*$"))
    if flagged.len():
        value = f'value = {{ column = "...", pattern = {_word("^(-?[0-9.]+)")} }}'
        hints.append(f"# For numbers like {_word(flagged[0])}, in [[quantity]]: {value}")
    return hints


def _numbers(draft: Draft) -> pl.Series:
    """The cells that are taken as numbers."""
    sources = [each.get("value") for each in draft.table.get("quantity", [])]
    names = [name for name in sources if name in draft.columns.names]
    if "unpivot" in draft.table:
        keep = draft.table["unpivot"]["keep"]
        names = [name for name in draft.columns.names if name not in keep]
    cells = [draft.columns.cells(name).head(1000) for name in names]
    return pl.concat([each.rename("cell") for each in cells]) if cells else pl.Series([], dtype=pl.String)


def _value(source: Any) -> str:
    if isinstance(source, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(value)}" for key, value in source.items()) + " }"
    if isinstance(source, list | tuple):
        return _list(source)
    return _word(source)


def _key(name: str) -> str:
    return name if re.fullmatch("[A-Za-z0-9_-]+", name) else _word(name)


def _list(words: Iterable[Any]) -> str:
    return "[" + ", ".join(_value(word) for word in words) + "]"


def _word(value: Any) -> str:
    """A TOML value; JSON escapes are TOML's, but for DEL."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")
