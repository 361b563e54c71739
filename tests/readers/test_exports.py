"""Real exports, read by the shipped mappings and checked against the csv module row by row."""

from __future__ import annotations

import csv
import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from timeline import readers
from timeline.config.mapping import load_mapping, parse_mapping, shipped

EXPORTS = Path(__file__).parents[2].parent / "shared" / "data" / "exports"


def export(name: str) -> Path:
    path = EXPORTS / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    return path


def rows_of(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line on which it begins."""
    with path.open(newline="") as file:
        reader = csv.reader(file)
        headings = next(reader)
        found, line = [], reader.line_num + 1
        for row in reader:
            found.append((line, dict(zip(headings, row, strict=True))))
            line = reader.line_num + 1
    return found


def test_ucdp_rows_all_come_out_right() -> None:
    path = export("ucdp/ucdpged_sample_v23.csv")
    reading = readers.read(path, path.name, load_mapping(shipped()["ucdp"]))
    rows = rows_of(path)
    assert reading.rejects.height == 0
    assert reading.rows == len(rows) == reading.claims.height == 1000
    for claim, (line, row) in zip(reading.claims.iter_rows(named=True), rows, strict=True):
        deaths, civilians = claim["quantities"]
        assert claim["line"] == line
        assert claim["row_key"] == row["id"]
        assert claim["single"]
        assert claim["kind"] == ("armed_attack" if row["type_of_violence"] == "3.0" else "armed_attack.clash")
        assert claim["starts"] == dt.date.fromisoformat(row["date_start"])
        assert claim["ends"] == dt.date.fromisoformat(row["date_end"])
        assert claim["precision"] == ("day" if row["date_prec"] == "1.0" else "range")
        assert claim["lasting"] is False
        assert (claim["lat"], claim["lon"]) == (float(row["latitude"]), float(row["longitude"]))
        assert (claim["place"], claim["country"]) == (row["where_coordinates"].strip() or None, row["country"])
        assert claim["note"] == (row["source_article"] or None)
        assert [deaths[name] for name in ("value", "low", "high")] == [
            float(row[name]) for name in ("best", "low", "high")
        ]
        assert civilians["value"] == float(row["deaths_civilians"])


def test_owid_deliveries_are_daily_tallies() -> None:
    path = export("owid/owid-monkeypox-data_20220927.csv")
    reading = readers.read(path, path.name, load_mapping(shipped()["owid"]))
    rows = rows_of(path)
    assert reading.rejects.height == 0
    assert reading.claims["line"].to_list() == [line for line, _ in rows]
    assert set(reading.claims["form"]) == {"tally"}
    assert reading.claims["row_key"].n_unique() == len(rows)
    wanted = [
        [float(row[name]) for name in ("new_cases", "total_cases", "new_deaths", "total_deaths")] for _, row in rows
    ]
    assert [[number["value"] for number in numbers] for numbers in reading.claims["quantities"].to_list()] == wanted


def test_sirens_have_clock_times() -> None:
    path = export("sirens/full_data_20220927.csv")
    table = {
        "columns": {"kind": {"value": "threat"}, "place": {"first": ["hromada", "raion", "oblast"]}},
        "date": {"start": "started_at", "end": "finished_at", "lasting": True},
    }
    reading = readers.read(path, path.name, parse_mapping(table, "sirens"), zone="Europe/Kyiv")
    rows = rows_of(path)
    assert reading.rejects.height == 0
    starts = [dt.datetime.fromisoformat(row["started_at"]) for _, row in rows]
    assert reading.claims["at_start"].to_list() == starts
    assert reading.claims["at_end"].to_list() == [dt.datetime.fromisoformat(row["finished_at"]) for _, row in rows]
    days = pl.Series(starts).dt.convert_time_zone("Europe/Kyiv").dt.date()
    assert reading.claims["starts"].to_list() == days.to_list()


def test_losses_keep_about_and_more_apart() -> None:
    path = export("losses/russia_losses_personnel_20220927.json")
    table = {
        "columns": {"kind": {"value": "casualties"}, "form": {"value": "tally"}, "note": "personnel*"},
        "date": {"start": "date"},
        "quantity": [{"measure": {"value": "losses"}, "basis": {"value": "since"}, "value": "personnel"}],
    }
    reading = readers.read(path, path.name, parse_mapping(table, "losses"))
    records = json.loads(path.read_text())
    assert reading.rejects.height == 0
    assert [numbers[0]["value"] for numbers in reading.claims["quantities"].to_list()] == [
        float(record["personnel"]) for record in records
    ]
    assert reading.claims["note"].to_list() == [record.get("personnel*") or None for record in records]


@pytest.mark.parametrize(
    ("name", "known"), [("ucdp/ucdpged_sample_v23.csv", "ucdp"), ("owid/owid-monkeypox-data_20220926.csv", "owid")]
)
def test_known_exports_are_recognised(name: str, known: str) -> None:
    path = export(name)
    assert readers.look(path, path.name).shipped == known


def acled(path: Path, rows: list[dict[str, str]]) -> None:
    needed = ["event_id_cnty", "event_date", "time_precision", "event_type", "sub_event_type", "actor1", "actor2"]
    needed += ["country", "location", "latitude", "longitude", "source", "notes", "fatalities", "timestamp"]
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, needed)
        writer.writeheader()
        writer.writerows(rows)


def test_acled_rows_are_events_of_our_kinds(tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    base = {
        "event_date": "21 September 2022",
        "country": "Russia",
        "location": "Moscow",
        "latitude": "55.75",
        "longitude": "37.6",
    }
    acled(
        path,
        [
            {
                **base,
                "event_id_cnty": "RUS1",
                "time_precision": "1",
                "sub_event_type": "Peaceful protest",
                "fatalities": "0",
                "timestamp": "1664200000",
            },
            {
                **base,
                "event_id_cnty": "RUS2",
                "time_precision": "2",
                "sub_event_type": "Arrests",
                "fatalities": "1",
                "timestamp": "1664300000",
            },
            {
                **base,
                "event_id_cnty": "RUS3",
                "time_precision": "1",
                "sub_event_type": "Other",
                "fatalities": "0",
                "timestamp": "1664100000",
            },
        ],
    )
    look = readers.look(path, "acled.csv")
    assert look.shipped == "acled"
    reading = readers.read(path, "acled.csv", parse_mapping(look.table, "acled"), kinds=["protest", "detention"])
    assert reading.claims.select("row_key", "kind", "precision", "single").rows() == [
        ("RUS1", "protest", "day", True),
        ("RUS2", "detention", "week", True),
    ]
    assert reading.rejects["row_key"].to_list() == ["RUS3"]
    assert reading.known_at == dt.datetime.fromtimestamp(1664300000, dt.UTC)
    deleted = tmp_path / "acled_deleted.csv"
    deleted.write_text("event_id_cnty,deleted_timestamp\nRUS1,1664400000\n")
    gone = readers.read(deleted, "acled_deleted.csv", parse_mapping(look.table, "acled"))
    assert gone.deletions["row_key"].to_list() == ["RUS1"]
    assert gone.claims.height == gone.rejects.height == 0
