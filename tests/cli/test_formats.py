"""One awkward result in every format, from rows and from a frame."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from timeline.cli import cells, frames, output, tables
from timeline.cli.output import Stream

GOLDEN = Path(__file__).parent / "golden"
UPDATE = bool(os.environ.get("TIMELINE_TEST_UPDATE"))

AWKWARD = pl.DataFrame(
    {
        "text": ["=1+1", "-5", "@a", 'a,"b"\nc', "\x1b[31mred[/bold]\u202e\x9b", None, "Кыра 日本 é", "-1+2"],
        "day": [date(2022, 9, 21), date(1, 1, 1), date(9999, 12, 31), None, None, None, None, None],
        "moment": [datetime(2022, 9, 27, 19, tzinfo=UTC), datetime(2022, 9, 27, 20, 59, 59, 999999, tzinfo=UTC)]
        + [None] * 6,
        "number": [1, -2, None, 2**53, 0, 0, 0, 0],
        "real": [0.5, 98000.0, None, float("nan"), float("inf"), 1.5, 2.5, -3.25],
        "yes": [True, False, None, None, None, None, None, None],
        "names": [["a", "b"], [], None, ["x;y"], None, None, None, None],
        "parts": [[{"n": 1.5, "of": "é"}], [], None, None, None, None, None, None],
    },
    schema_overrides={"moment": pl.Datetime("us", "UTC")},
)


def _golden(name: str, told: str) -> None:
    """Compare with the expected file; TIMELINE_TEST_UPDATE=1 writes it, and the difference is then reviewed."""
    path = GOLDEN / name
    if UPDATE:
        path.write_bytes(told.encode())
    assert told == path.read_bytes().decode()


@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_text_formats_of_a_frame(form: str) -> None:
    out = io.BytesIO()
    frames.WRITERS[form](AWKWARD, out)
    _golden(f"awkward.{form}", out.getvalue().decode())


def test_table(capsys: pytest.CaptureFixture[str]) -> None:
    output.write_frame(AWKWARD.drop("parts"), "table")
    told = capsys.readouterr().out
    _golden("awkward.txt", told)
    assert "\x1b" not in told
    assert "\x9b" not in told
    assert len(told.splitlines()) == AWKWARD.height + 2


def _read(text: str, form: str) -> list[dict[str, object]]:
    return json.loads(text) if form == "json" else [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_rows_and_frames_give_the_same_json(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = io.BytesIO()
    frames.WRITERS[form](AWKWARD, out)
    output.write_stream(output.stream_of(AWKWARD), form)
    assert _read(capsys.readouterr().out, form) == _read(out.getvalue().decode(), form)


def test_rows_and_frames_guard_csv_alike(capsys: pytest.CaptureFixture[str]) -> None:
    texts = ["=cmd()", "+1", "+7 999 123", "-", "-a", "@x", "\tx", "plain", "'q", "-5%", "1=2", "+a"]
    frame = pl.DataFrame({"text": texts})
    output.write_stream(output.stream_of(frame), "csv")
    rows = capsys.readouterr().out
    out = io.BytesIO()
    frames.write_csv(frame, out)
    assert pl.read_csv(io.StringIO(rows)).equals(pl.read_csv(io.BytesIO(out.getvalue())))
    told = pl.read_csv(io.StringIO(rows), infer_schema=False)["text"].to_list()
    changed = {was: now for was, now in zip(texts, told, strict=True) if was != now}
    assert changed == {text: f"'{text}" for text in ("=cmd()", "-a", "@x", "\tx", "+a")}


def test_parquet_is_exact() -> None:
    out = io.BytesIO()
    frames.write_parquet(AWKWARD, out)
    assert pl.read_parquet(out.getvalue()).equals(AWKWARD, null_equal=True)


def test_excel_has_a_frozen_header_and_no_formulas() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    out = io.BytesIO()
    long = AWKWARD.with_columns(long=pl.lit("x" * 40_000))
    frames.write_xlsx(long, out)
    sheet = openpyxl.load_workbook(out)["timeline"]
    assert sheet.freeze_panes == "A2"
    first = [cell.value for cell in sheet["A"]][1:4]
    assert first == ["=1+1", "-5", "@a"]
    assert sheet["A2"].data_type == "s"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert sheet["C2"].value == datetime(2022, 9, 27, 19)
    assert sheet["B3"].value == "0001-01-01"
    assert len(sheet["I2"].value) == 32_767


def test_empty_results(capsys: pytest.CaptureFixture[str]) -> None:
    for form, told in (("json", "[]\n"), ("jsonl", ""), ("csv", "a,b\n"), ("table", "a  b\n-  -\n")):
        output.write_stream(Stream(("a", "b"), (False, False), []), form)
        assert capsys.readouterr().out == told


def test_rows_of_any_type_become_binary_formats() -> None:
    from decimal import Decimal
    from uuid import UUID

    rows = [(1, Decimal("1.5"), UUID(int=1), b"\xaa", None), ("x", None, None, None, None)]
    frame = output._frame(Stream(("a", "a", "c", "d", "e"), (False,) * 5, [rows]))
    assert frame.columns == ["a", "a_2", "c", "d", "e"]
    for form in ("parquet", "xlsx"):
        frames.WRITERS[form](frame, io.BytesIO())


def test_widths_count_wide_and_combining_characters() -> None:
    assert tables.width("日本") == 4
    assert tables.width("e\u0301") == 1
    assert tables._fitted([7, 30, 60], 60) == [7, 23, 24]


def test_messages_are_one_harmless_line() -> None:
    assert cells.one_line("a\nb\x1b[2J") == "a b\\x1b[2J"


def test_nothing_that_a_terminal_acts_on_is_in_json() -> None:
    frame = pl.DataFrame({"a": ["\x1b\x7f\x80\x9bé"]})
    out = io.BytesIO()
    frames.write_jsonl(frame, out)
    told = out.getvalue().decode()
    assert told == cells.json_text({"a": frame["a"][0]}).replace(": ", ":") + "\n"
    assert json.loads(told) == {"a": frame["a"][0]}
    assert all(char.isprintable() for char in told.strip())
