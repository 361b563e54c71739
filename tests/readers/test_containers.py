"""The same rows in every container give the same claims; broken containers give one line."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from timeline import readers
from timeline.config.mapping import parse_mapping
from timeline.errors import ConfigError, InputError

ROWS: list[dict[str, str | None]] = [
    {"day": "2022-09-21", "what": "protest", "where": "Москва", "n": "12.5"},
    {"day": "2022-09-22", "what": "protest", "where": "Ufa; centre", "n": "3"},
    {"day": "2022-09-23", "what": "protest", "where": None, "n": None},
]
MAPPING = parse_mapping(
    {
        "columns": {"kind": "what", "place": "where"},
        "date": {"start": "day"},
        "quantity": [{"measure": {"value": "people"}, "value": "n"}],
    },
    "test",
)


def csv_text(delimiter: str = ",", end: str = "\n") -> str:
    lines = [delimiter.join(ROWS[0])]
    lines += [delimiter.join(f'"{value}"' if value else "" for value in row.values()) for row in ROWS]
    return end.join(lines) + end


def workbook(rows: Sequence[Sequence[object]], first_row: int = 1) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, row in enumerate(rows, start=first_row):
        for column, value in enumerate(row, start=2):
            sheet.cell(at, column, value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def typed() -> pl.DataFrame:
    return pl.DataFrame(ROWS).with_columns(pl.col("day").str.to_date(), pl.col("n").cast(pl.Float64))


def excel() -> bytes:
    cells = [
        [dt.datetime.fromisoformat(row["day"] or ""), row["what"], row["where"], row["n"] and float(row["n"])]
        for row in ROWS
    ]
    return workbook([list(ROWS[0]), *cells])


def parquet() -> bytes:
    out = io.BytesIO()
    typed().with_columns(pl.col("day").cast(pl.Datetime("ns"))).write_parquet(out)
    return out.getvalue()


CONTAINERS = {
    "a.csv": csv_text().encode(),
    "crlf.csv": csv_text(end="\r\n").encode(),
    "cr.csv": csv_text(end="\r").encode(),
    "semicolon.csv": csv_text(";").encode(),
    "pipe.txt": csv_text("|").encode(),
    "bom.csv": b"\xef\xbb\xbf" + csv_text().encode(),
    "wide.csv": csv_text().encode("utf-16"),
    "a.tsv": csv_text("\t").encode(),
    "a.json": json.dumps(ROWS).encode(),
    "inside.json": json.dumps({"data": {"items": ROWS, "total": 3}}).encode(),
    "a.jsonl": "\n".join(json.dumps(row) for row in ROWS).encode(),
    "a.parquet": parquet(),
    "a.xlsx": excel(),
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_says_the_same(tmp_path: Path, name: str, packed: bool) -> None:
    data = CONTAINERS[name]
    path = tmp_path / "delivery"
    path.write_bytes(gzip.compress(data) if packed else data)
    reading = readers.read(path, f"{name}.gz" if packed else name, MAPPING, kinds=["protest"])
    assert reading.rejects.height == 0
    assert reading.claims["place"].to_list() == ["Москва", "Ufa; centre", None]
    assert reading.claims["starts"].to_list() == [dt.date(2022, 9, day) for day in (21, 22, 23)]
    assert reading.claims["precision"].to_list() == ["day"] * 3
    assert [numbers and numbers[0]["value"] for numbers in reading.claims["quantities"].to_list()] == [12.5, 3.0, None]


def test_lines_are_those_a_person_would_count(tmp_path: Path) -> None:
    def lines(name: str, data: bytes) -> list[int]:
        path = tmp_path / name
        path.write_bytes(data)
        return readers.read(path, name, MAPPING, kinds=["protest"]).claims["line"].to_list()

    body = '2022-09-21,protest,"two\nlines",1\n\n2022-09-22,protest,x,2\n'
    assert lines("a.csv", f"day,what,where,n\n{body}".encode()) == [2, 5]
    assert lines("a.jsonl", b'\n{"day":"2022-09-21","what":"protest"}\n\n{"day":"2022-09-21","what":"protest"}') == [
        2,
        4,
    ]
    rows: list[list[object]] = [
        ["day", "what", "where", "n"],
        ["2022-09-21", "protest", "x", 1],
        [],
        ["2022-09-22", "protest", "y", 2],
    ]
    assert lines("a.xlsx", workbook(rows, first_row=3)) == [4, 6]


def test_excel_keeps_clock_times_where_there_are_some(tmp_path: Path) -> None:
    rows = [["day", "what", "where", "n"]]
    cells = [[dt.datetime(2022, 9, 21), "protest", "x", 1], [dt.datetime(2022, 9, 22, 14, 30), "protest", "y", 2]]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([*rows, *cells]))
    claims = readers.read(path, "a.xlsx", MAPPING, zone="Europe/Moscow").claims
    assert claims["at_start"].to_list()[1] == dt.datetime(2022, 9, 22, 11, 30, tzinfo=dt.UTC)


BROKEN = {
    "empty.csv": (b"", "empty file"),
    "blank.csv": (b"\n\n", "empty file"),
    "empty.jsonl": (b"", "empty file"),
    "cp1251.csv": ("day,what\n2022-09-21,ё\n".encode("cp1251"), "not UTF-8 at line 2"),
    "wide.csv": (csv_text().encode("utf-16-le"), "looks like UTF-16"),
    "half.csv.gz": (gzip.compress(csv_text().encode() * 99)[:-9], "broken gzip"),
    "text.parquet": (b"hello", "not a whole Parquet file"),
    "cut.parquet": (parquet()[:-9], "not a whole Parquet file"),
    "hollow.parquet": (b"PAR1" + b"\x00" * 64 + b"PAR1", "broken Parquet file"),
    "text.xlsx": (b"hello", "broken Excel file"),
    "cut.xlsx": (excel()[:-99], "broken Excel file"),
    "deep.json": (b"[" * 100_000, "nested too deep"),
    "cut.json": (b'[{"day": "2022-09-21"}', "broken JSON at line 1"),
    "number.json": (b"12", "no list of records"),
    "other.csv": (b"a,b\n1,2\n", "no column named 'what'"),
    "unknown.doc": (b"x", "can't tell its format"),
    "wide-as-a-river.csv": (b"," * 1_000_000 + b"\n", "more than 20000"),
    "wide.jsonl": (json.dumps({str(n): n for n in range(30_000)}).encode(), "more than 20000"),
    "nul.csv": (b"\x00" * 999, "no column named 'what'"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_line_that_names_it(tmp_path: Path, name: str) -> None:
    data, reason = BROKEN[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        readers.read(path, name, MAPPING)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert reason in message
    assert message.isprintable()


def test_a_gzip_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(csv_text().encode() + b"\n" * 3_000_000))
    with pytest.raises(InputError, match="unpacks to more than 1 MiB"):
        readers.read(path, "a.csv.gz", MAPPING, limit=1 << 20)


def test_a_stray_quote_costs_its_own_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('day,what,where,n\n2022-09-21,protest,a,1\n2022-09-22,protest,"open,2\n2022-09-23,protest,b,3\n')
    reading = readers.read(path, "a.csv", MAPPING)
    assert reading.claims["line"].to_list() == [2, 4]
    assert reading.rejects.select("line", "reason").rows() == [(3, "a quote is opened and never closed")]


def test_headings_that_repeat_or_lack_get_names(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(" day ,what,where,where,\n2022-09-21,protest,a,b,c\n")
    reading = readers.read(
        path, "a.csv", parse_mapping({"columns": {"kind": "what", "place": "where_2"}, "date": {"start": "day"}}, "m")
    )
    assert reading.columns == ("day", "what", "where", "where_2", "c5")
    assert reading.claims["place"].to_list() == ["b"]


def test_without_headings_columns_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("2022-09-21;protest\n2022-09-22;protest\n")
    mapping = parse_mapping({"read": {"header": False}, "columns": {"kind": "c2"}, "date": {"start": "c1"}}, "m")
    assert readers.read(path, "a.csv", mapping).claims["line"].to_list() == [1, 2]


def test_headings_alone_are_a_delivery_of_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("day,what,where,n\n")
    reading = readers.read(path, "a.csv", MAPPING)
    assert (reading.rows, reading.claims.height, reading.rejects.height) == (0, 0, 0)


def test_a_cell_of_ten_megabytes_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "ё\n" * 5_000_000
    path.write_text(f'day,what,where,n\n2022-09-21,protest,"{long}",1\n2022-09-22,protest,x,2\n')
    claims = readers.read(path, "a.csv", MAPPING).claims
    assert claims["place"].to_list() == [long.strip(), "x"]
    assert claims["line"].to_list() == [2, 5_000_003]


def claims_of(tmp_path: Path, text: str, table: dict[str, object], name: str = "a.csv") -> pl.DataFrame:
    path = tmp_path / name
    path.write_text(text)
    columns = {"columns": {"kind": {"value": "protest"}, "place": "place"}, "date": {"start": "date"}}
    reading = readers.read(path, name, parse_mapping({**columns, **table}, "test"))
    assert reading.rejects.height == 0, reading.rejects["reason"].to_list()
    return reading.claims


def test_headings_in_other_letters_are_those_of_the_mapping_unless_two_are(tmp_path: Path) -> None:
    assert claims_of(tmp_path, "DATE,Place\n2022-09-21,Ufa\n", {})["place"].to_list() == ["Ufa"]
    with pytest.raises(InputError, match="no column named 'date'"):
        claims_of(tmp_path, "DATE,Date,Place\n2022-09-21,2022-09-22,Ufa\n", {})


def test_merged_cells_are_filled_down_where_the_mapping_says_so(tmp_path: Path) -> None:
    text = "date,place\n2022-09-21,Ufa\n,Omsk\n,\n2022-09-22,Tomsk\n,Perm\n"
    days = claims_of(tmp_path, text, {"read": {"fill": ["date"]}})["starts"].to_list()
    assert days == [dt.date(2022, 9, day) for day in (21, 21, 22, 22)]


def test_a_pattern_takes_its_part_of_a_text_and_leaves_another_whole(tmp_path: Path) -> None:
    table: dict[str, object] = {
        "date": {"start": {"column": "date", "pattern": r"^([^\[]+)"}},
        "quantity": [{"measure": {"value": "n"}, "value": {"column": "n", "pattern": r"^([0-9]+) [a-z]$"}}],
        "columns": {"kind": {"value": "protest"}, "country": {"column": "place", "pattern": r"[A-Z]{2}$"}},
    }
    found = claims_of(tmp_path, "date,place,n\n2022-09-21[3],x:RU,12 p\n2022-09-22,x:UA,13\n", table)
    assert found["starts"].to_list() == [dt.date(2022, 9, 21), dt.date(2022, 9, 22)]
    assert found["country"].to_list() == ["RU", "UA"]
    assert [numbers[0]["value"] for numbers in found["quantities"].to_list()] == [12, 13]
    with pytest.raises(ConfigError, match=r"pattern: '\(\?=x\)' is no regular expression"):
        parse_mapping({"columns": {"kind": {"column": "a", "pattern": "(?=x)"}}, "date": {"start": "d"}}, "test")


def test_a_row_of_hashtags_below_the_headings_is_no_row(tmp_path: Path) -> None:
    text = "date,place\n#date+start,#adm1 +name\n2022-09-21,Ufa\n2022-09-22,#adm\n"
    assert claims_of(tmp_path, text, {})["line"].to_list() == [3, 4]


def test_what_is_named_as_another_container_is_told_what_to_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"line 2: Extra data; if each line is a record, name it \.jsonl"):
        claims_of(tmp_path, '{"date": "2022-09-21"}\n{"date": "2022-09-22"}\n', {}, "a.json")
    with pytest.raises(InputError, match="is a page that is named as a workbook"):
        claims_of(tmp_path, "<html><table></table></html>", {}, "a.xls")


def test_days_across_in_a_workbook_are_days(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["place", dt.datetime(2022, 9, 1), dt.datetime(2022, 9, 2)], ["Ufa", 1, 2]]))
    assert readers.look(path, "a.xlsx").columns == ("place", "2022-09-01", "2022-09-02")
