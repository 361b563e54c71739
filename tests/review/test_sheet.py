"""The round trip: what is edited in the sheet becomes decisions, and nothing else does."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from review_world import HOSTILE, SIGNED, World

from timeline import model
from timeline.cli import main
from timeline.cli.sheets import write_sheet
from timeline.desk.editing import edits
from timeline.desk.sheet import HIDDEN_SHEET, ID, MARK, Sheet, cells
from timeline.errors import InputError
from timeline.ingest.sheets import read_sheet, take_sheet
from timeline.readers.desksheet import read_desk_sheet
from timeline.report.database import open as open_database

KINDS = ["border_crossing", "protest"]
Edit = Callable[[Worksheet, dict[str, int]], object]


def exported(world: World, **asked: Any) -> Path:
    path = world.root / "desk.xlsx"
    with open_database(world.link) as database, path.open("wb") as out:
        write_sheet(database.claims(**asked), KINDS, "2022-10-03T00:00:00+00:00", out)
    return path


def edited(path: Path, edit: Edit, *, editor: str = "Vera") -> Path:
    """The workbook after a person's work in it."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    edit(sheet, {str(cell.value): cell.column for cell in sheet[1]})
    book.properties.lastModifiedBy = editor
    book.save(path)
    return path


def row_of(sheet: Worksheet, claim: str) -> int:
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value == claim)


def change(claim: str, **values: Any) -> Edit:
    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        row = row_of(sheet, claim)
        for name, value in values.items():
            sheet.cell(row, at[name]).value = value

    return edit


def append(**values: Any) -> Edit:
    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        row = sheet.max_row + 1
        for name, value in values.items():
            sheet.cell(row, at[name]).value = value

    return edit


def take(world: World, path: Path) -> pl.DataFrame:
    found = read_sheet(path, world.settings())
    assert found is not None
    take_sheet(found, world.settings(), SIGNED)
    return found.edits


def test_a_sheet_that_nobody_edited_changes_nothing(world: World) -> None:
    path = exported(world)
    for resaved in (False, True):
        found = read_sheet(edited(path, lambda sheet, at: None) if resaved else path, world.settings())
        assert found is not None
        assert found.edits.is_empty()
        assert found.wishes == ()


def test_the_sheet_guides_whoever_edits_it(world: World) -> None:
    sheet = openpyxl.load_workbook(exported(world)).worksheets[0]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref is not None
    assert sheet.protection.sheet
    assert not sheet.protection.sort
    assert not sheet.protection.autoFilter
    assert not sheet.protection.insertRows
    heads = {str(cell.value): cell.column_letter for cell in sheet[1]}
    filled = {name: cell for name, letter in heads.items() if (cell := sheet[f"{letter}2"]).value is not None}
    assert len(filled) > 10
    assert {name for name, cell in filled.items() if cell.protection.locked} == {ID}
    listed = {str(one.sqref).split(":")[0].rstrip("2") for one in sheet.data_validations.dataValidation}
    assert {heads["kind"], heads["status"], heads["basis"]} <= listed
    row = row_of(sheet, world.claim("5"))
    title = sheet[f"{heads['title']}{row}"]
    assert (title.value, title.data_type) == (HOSTILE, "s")


def test_cells_rows_and_rows_taken_out(world: World) -> None:
    slip, gone, out = world.claim("5"), world.claim("1"), world.claim("2")

    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        change(slip, value=8314, because="three zeros too many")(sheet, at)
        change(out, status="withdrawn")(sheet, at)
        sheet.delete_rows(row_of(sheet, gone))
        append(when="2022-09-28", kind="border_crossing", place="Vaalimaa", country="FI", value=5000)(sheet, at)

    path = edited(exported(world), edit)
    shown = read_sheet(path, world.settings())
    assert shown is not None
    assert shown.editor == "Vera"
    assert world.decisions() == []
    take(world, path)
    made = world.decisions()
    assert sorted(one["what"] for one in made) == ["add", "correct", "hide", "hide"]
    assert len({one["run"] for one in made}) == 1
    assert next(one["because"] for one in made if one["what"] == "correct") == "three zeros too many"
    assert world.ask(f"SELECT quantities[1].value FROM claims WHERE claim_id = '{slip}'") == [(8314.0,)]
    assert world.ask("SELECT starts, quantities[1].value FROM claims WHERE feed = 'decisions'") == [
        (date(2022, 9, 28), 5000.0)
    ]
    assert world.ask("SELECT count(*) FROM claims WHERE feed = 'border'") == [(4,)]
    assert take(world, path).is_empty()
    assert len(world.decisions()) == 4
    world.say("undo", made[0]["run"])
    assert world.ask("SELECT count(*) FROM claims WHERE feed = 'border'") == [(6,)]


def test_a_stale_sheet_is_merged_cell_by_cell(world: World) -> None:
    one, other = world.claim("3"), world.claim("4")
    path = exported(world)
    world.say("correct", one, place="Imatra")
    world.say("correct", other, place="Imatra")

    def edit(sheet: Worksheet, at: dict[str, int]) -> None:
        change(one, place="Nuijamaa", value=7000)(sheet, at)
        change(other, place="Imatra")(sheet, at)

    found = take(world, edited(path, edit))
    told = {(row["what"], row["column"], row["was"], row["now"], row["held"]) for row in found.to_dicts()}
    assert told == {
        ("conflict", "place", "Vaalimaa", "Nuijamaa", "Imatra"),
        ("correct", "value", "7100.5", "7000", None),
    }
    said = f"SELECT place, quantities[1].value FROM claims WHERE claim_id = '{one}'"
    assert world.ask(said) == [("Imatra", 7000.0)]


def test_a_row_that_the_ledger_has_changed_is_not_taken_out(world: World) -> None:
    claim, path = world.claim("3"), exported(world)
    world.say("correct", claim, place="Imatra")
    found = take(world, edited(path, lambda sheet, at: sheet.delete_rows(row_of(sheet, claim))))
    assert found.select("what", "held").rows() == [("conflict", "changed since: place")]
    assert len(world.decisions()) == 1


BAD: dict[str, tuple[Edit, str]] = {
    "formula": (append(when="2022-09-28", kind="protest", value="=1+1"), "value holds a formula"),
    "foreign column": (lambda sheet, at: [sheet.cell(1, 40, "Mine"), sheet.cell(2, 40, "x")], "'Mine' is not of this"),
    "no heading": (lambda sheet, at: sheet.cell(3, 40, "stray"), "under no heading"),
    "two headings": (lambda sheet, at: sheet.cell(1, 40, "kind"), "two columns 'kind'"),
    "no id column": (lambda sheet, at: sheet.delete_cols(1), "the column claim_id is missing"),
    "one id twice": (lambda sheet, at: sheet.cell(3, 1, sheet.cell(2, 1).value), "rows 2 and 3 have one id"),
    "an id of its own": (lambda sheet, at: sheet.cell(3, 1, "C77"), "row 3: 'C77' is no id of this sheet"),
    "a serial number": (lambda sheet, at: sheet.cell(2, at["when"], 44831), "row 2: when is the number 44831"),
    "an ambiguous date": (lambda sheet, at: sheet.cell(2, at["when"], "05/10/2022"), "row 2, when: .*ambiguous"),
    "no date": (
        lambda sheet, at: setattr(sheet.cell(2, at["when"]), "value", None),
        "row 2, when: a claim needs a when",
    ),
    "no number": (lambda sheet, at: sheet.cell(2, at["value"], "8 572"), "row 2, value: '8 572' is no number"),
    "no kind": (lambda sheet, at: sheet.cell(2, at["kind"], "riot"), "row 2, kind: no kind 'riot'"),
    "no such status": (lambda sheet, at: sheet.cell(2, at["status"], "maybe"), "row 2, status: 'maybe' is none of"),
    "a new row without date": (append(kind="protest"), "a new claim needs a when"),
    "an error": (lambda sheet, at: sheet.cell(2, at["place"], "#NAME?"), "the error #NAME"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_one_line_and_nothing_is_taken(world: World, what: str) -> None:
    edit, line = BAD[what]
    path = exported(world, feeds=["border"])

    def both(sheet: Worksheet, at: dict[str, int]) -> None:
        sheet.cell(4, at["place"], "Elsewhere")
        edit(sheet, at)

    with pytest.raises(InputError, match=line) as raised:
        read_sheet(edited(path, both), world.settings())
    assert "\n" not in str(raised.value)
    assert str(raised.value).startswith("desk.xlsx")
    assert world.decisions() == []


def test_a_day_that_was_turned_around(world: World) -> None:
    claim, path = world.claim("5"), exported(world)
    with pytest.raises(InputError, match="turned day and month around"):
        read_sheet(edited(path, change(claim, when=datetime(2022, 5, 10))), world.settings())
    assert take(world, edited(path, change(claim, when=datetime(2022, 10, 6))))["now"].to_list() == ["2022-10-06"]


def test_a_copy_of_the_cells_says_what_to_do(world: World, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append([ID, "when"])
    path = tmp_path / "copy.xlsx"
    book.save(path)
    with pytest.raises(InputError, match="not a copy of its cells"):
        read_sheet(path, world.settings())
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(InputError, match="broken workbook"):
        read_sheet(broken, world.settings())


text = st.none() | st.text(max_size=12) | st.sampled_from(["=1+1", "\r\n", " a ", "_x000D_", "1e5", "0x1", "\u202eb"])
number = st.none() | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-5, 10**12).map(float)
CLAIM = st.fixed_dictionaries(
    {
        **dict.fromkeys(("title", "place", "speaker", "quote", "note"), text),
        "quantities": st.lists(st.fixed_dictionaries({"value": number, "low": number, "unit": text}), max_size=2).map(
            lambda many: [{**dict.fromkeys(model.QUANTITY_FIELDS), **one} for one in many]
        ),
        "importance": st.none() | st.integers(1, 3),
        "edtf": st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str) | st.sampled_from(["2022-09", "-0044"]),
    }
)


@settings(max_examples=60, deadline=timedelta(seconds=2))
@given(st.lists(CLAIM, max_size=4))
def test_whatever_stands_in_it_an_unedited_sheet_has_no_edits(many: list[dict[str, Any]]) -> None:
    schema = {**model.CLAIM_CONTENT, "edtf": pl.String(), ID: pl.String()}
    rows = [{**dict.fromkeys(schema), **one, ID: f"C{place:016x}", "kind": "protest"} for place, one in enumerate(many)]
    claims = pl.DataFrame(rows, schema=schema)
    out = io.BytesIO()
    write_sheet(claims, KINDS, "now", out)
    found = read_desk_sheet(out.getvalue(), "desk.xlsx", hidden=HIDDEN_SHEET, mark=MARK, key=ID)
    assert found is not None
    sheet = Sheet(found["now"], found["made"], found["editor"], found["made_at"])
    assert edits(sheet, "desk.xlsx").is_empty()
    assert found["now"].filter(pl.col("column") == ID).height == cells(claims).height


def test_the_moment_is_kept(world: World) -> None:
    found = read_desk_sheet(exported(world).read_bytes(), "d", hidden=HIDDEN_SHEET, mark=MARK, key=ID)
    assert found is not None
    assert datetime.fromisoformat(found["made_at"]).tzinfo == UTC


def test_the_cells_in_another_format_are_no_delivery(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.load_workbook(exported(world))
    lines = [",".join(f'"{value or ""}"' for value in row) for row in book.worksheets[0].values]
    path = world.root / "desk.csv"
    path.write_text("\n".join(lines), "utf-8")
    monkeypatch.chdir(world.root)
    assert main(["ingest", "desk.csv"]) == 1
    assert world.ask("SELECT count(*) FROM deliveries WHERE feed NOT IN ('border', 'news')") == [(0,)]


def saved_by_libreoffice(path: Path, profile: Path) -> Path:
    """The workbook as LibreOffice writes it after reading it."""
    out = path.parent / "saved"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", out, path], check=True, capture_output=True, timeout=300)
    return out / path.name


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_what_a_spreadsheet_program_saves_holds_the_edits_and_no_others(world: World, tmp_path: Path) -> None:
    path = saved_by_libreoffice(exported(world), tmp_path / "profile")
    found = read_sheet(path, world.settings())
    assert found is not None
    assert found.edits.is_empty()
    claim = world.claim("3")
    told = {"when": "2022-09-24", "value": 7200, "note": "“long” ünïcode " + "x" * 5000}
    again = saved_by_libreoffice(edited(path, change(claim, **told)), tmp_path / "profile")
    found = read_sheet(again, world.settings())
    assert found is not None
    edits_made = found.edits.select("claim_id", "column", "now").sort("column").rows()
    assert edits_made == [(claim, name, str(value)) for name, value in sorted(told.items(), key=lambda told: told[0])]
