"""Mappings are checked strictly: an error names the file, the key and what there is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from timeline.config.mapping import Source, load_mapping, parse_mapping, shipped
from timeline.errors import ConfigError

LEAST: dict[str, Any] = {"columns": {"kind": "type"}, "date": {"start": "day"}}


def test_a_whole_mapping_becomes_records(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        """
        format = "csv"
        rows = "events"
        complete = true
        key = "id"
        zone = "Europe/Moscow"
        publisher = "House"
        covers = { since = 2022-09-21 }
        [read]
        header = false
        sheet = 2
        [columns]
        kind = { column = "type", map = { a = "protest" }, unknown = "null", default = "other" }
        title = { template = "{x}: {a b}" }
        importance = { value = 2 }
        [date]
        start = { first = ["a", "b"] }
        lasting = true
        [[quantity]]
        measure = { value = "people" }
        low = "low"
        """
    )
    mapping = load_mapping(path)
    assert mapping.key == ("id",)
    assert mapping.since == dt.date(2022, 9, 21)
    assert mapping.columns["publisher"] == Source(value="House")
    assert mapping.columns["title"].columns == ("x", "a b")
    assert mapping.columns["importance"].value == "2"
    assert mapping.columns["kind"].map == {"a": "protest"}
    assert (mapping.read.header, mapping.read.sheet) == (0, 2)
    assert mapping.date is not None
    assert mapping.date.start.columns == ("a", "b")
    assert mapping.date.lasting == Source(value="true")
    assert set(mapping.quantities[0]) == {"measure", "low"}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"colums": {}}, r"m: no setting named 'colums'; there are: .*columns"),
    ({"columns": {"kind": "a", "when": "b"}}, r"m: \[columns\]: no setting named 'when'; there are: .*title"),
    ({"columns": {"kind": "a", "starts": "b"}}, r"no setting named 'starts'"),
    ({"columns": {"kind": {"colum": "a"}}}, r"m: \[columns\] kind: no setting named 'colum'"),
    ({"columns": {"kind": {"column": "a", "value": "b"}}}, r"\[columns\] kind needs exactly one of column, value"),
    ({"columns": {"kind": {"default": "b"}}}, r"\[columns\] kind needs exactly one of column, value"),
    ({"columns": {"kind": 3}}, r"\[columns\] kind must be a column's name or a table"),
    (
        {"columns": {"kind": {"column": "a", "unknown": "drop"}}},
        r"unknown must be one of keep, reject, null, not 'drop'",
    ),
    ({"columns": {"kind": {"column": "a", "map": 3}}}, r"map must be a table"),
    ({"columns": {"title": "a"}}, r"m: \[columns\] has no kind"),
    ({"date": {"end": "a"}}, r"m: \[date\] has no start"),
    ({"date": {"start": "a", "order": "ydm"}}, r"\[date\] order must be one of dmy, mdy, ymd"),
    ({"date": {"start": "a", "clock": "no"}}, r"clock must be true or false"),
    ({"rows": "rows"}, r"m: rows must be one of claims, events"),
    ({"format": "xml"}, r"m: format must be one of csv"),
    ({"complete": True}, r"m: complete = true needs key"),
    ({"deletions": {"files": "*d*"}}, r"m: \[deletions\] needs key"),
    ({"deletions": {"where": {"column": "a"}}, "key": "a"}, r"where needs column and values"),
    ({"zone": "Moscow"}, r"m: no time zone named 'Moscow'"),
    ({"read": {"encoding": "cp-what"}}, r"no encoding named 'cp-what'"),
    ({"read": {"delimiter": ",,"}}, r"\[read\] delimiter must be one character"),
    ({"read": {"header": 0}}, r"\[read\] header must be the line"),
    ({"read": {"decimal": ",", "thousands": ","}}, r"decimal and thousands are both ','"),
    ({"quantity": {"measure": "a"}}, r"\[\[quantity\]\] is written with two brackets"),
    ({"quantity": [{"measure": "a"}]}, r"\[\[quantity\]\] needs measure and at least one of value, low, high"),
    ({"quantity": [{"measure": "a", "number": "b"}]}, r"no setting named 'number'; there are: basis"),
    ({"unpivot": {"keep": ["a"], "name": "a"}}, r"\[unpivot\] name and value must be new names"),
    ({"known": {"form": "iso"}}, r"\[known\] needs column or name"),
    ({"covers": {"since": "soon"}}, r"since must be a date like 2022-09-21"),
]


@pytest.mark.parametrize(("table", "message"), WRONG)
def test_what_is_wrong_is_said_in_one_line(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        parse_mapping({**LEAST, **table}, "m")
    assert "\n" not in str(caught.value)


def test_a_mapping_without_date_is_told_what_to_write() -> None:
    with pytest.raises(ConfigError, match=r"m: no \[date\]; write start"):
        parse_mapping({"columns": {"kind": "a"}}, "m")


@pytest.mark.parametrize("name", ["acled", "owid", "ucdp"])
def test_shipped_mappings_are_right(name: str) -> None:
    assert load_mapping(shipped()[name]).description
