"""`timeline export` over the samples: the same rows in every format, and what other programs need."""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import pytest
from cli_samples import Run

import timeline

LINK = Path("data/warehouse/timeline.duckdb")


@pytest.mark.parametrize("what", ["events", "claims", "counts", "rolling"])
def test_what_is_written_is_read_back_the_same(project: Path, run: Run, tmp_path: Path, what: str) -> None:
    files = {form: tmp_path / f"out.{form}" for form in ("parquet", "jsonl", "json", "csv", "xlsx")}
    for path in files.values():
        assert run("export", what, "--kind", "border_crossing", "--out", str(path), cwd=project).code == 0
    exact = pl.read_parquet(files["parquet"])
    if what in ("events", "claims"):
        with timeline.open(project / LINK) as db:
            assert exact.equals(getattr(db, what)(kinds="border_crossing"))
    lines = [json.loads(line) for line in files["jsonl"].read_text().splitlines()]
    assert lines == json.loads(files["json"].read_text())
    assert [_seen(row) for row in lines] == [_seen(row) for row in exact.to_dicts()]
    table = pl.read_csv(files["csv"], infer_schema=False)
    first = exact.columns[0]
    assert table.columns == exact.columns
    assert table[first].to_list() == exact[first].to_list()
    sheet = pl.read_excel(files["xlsx"])
    assert sheet.height == exact.height


def _seen(row: dict[str, object]) -> dict[str, object]:
    """A row without its dates, which JSON has as texts."""
    return {name: value for name, value in row.items() if isinstance(value, int | float | list) or name == "title"}


def test_a_map_says_how_many_are_left_out(project: Path, run: Run, tmp_path: Path) -> None:
    told = run("export", "events", "--out", str(tmp_path / "e.geojson"), "--columns", "title,starts", cwd=project)
    found = json.loads((tmp_path / "e.geojson").read_text())
    with timeline.open(project / LINK) as db:
        events = db.events()
    located = events.drop_nulls("lat")
    assert found["type"] == "FeatureCollection"
    assert len(found["features"]) == located.height
    assert found["left_out"] == events.height - located.height
    assert f"{found['left_out']} of {events.height} have no coordinates" in told.err
    first = found["features"][0]
    assert first["geometry"]["coordinates"] == [located["lon"][0], located["lat"][0]]
    assert list(first["properties"]) == ["event_id", "title", "starts"]


def test_a_timeline_of_everything(project: Path, run: Run) -> None:
    told = run("export", "events", "--format", "timelinejs", "--as-of", "2022-09-27", cwd=project)
    found = json.loads(told.out)
    with timeline.open(project / LINK) as db:
        assert len(found["events"]) == db.events(as_of="2022-09-27").height
    assert all(one["start_date"] and one["text"]["headline"] for one in found["events"])


def test_nothing_in_the_range_is_an_empty_file(project: Path, run: Run) -> None:
    empty = {"csv": None, "json": [], "jsonl": None, "geojson": [], "timelinejs": []}
    for form, rows in empty.items():
        told = run("export", "--since", "2030-01-01", "--format", form, cwd=project)
        assert told.code == 0
        assert "no events match" in told.err
        if rows is not None:
            found = json.loads(told.out)
            assert (found if form == "json" else found.get("features", found.get("events"))) == rows
    assert pl.read_csv(io.StringIO(run("export", "--since", "2030-01-01", cwd=project).out)).is_empty()


@pytest.mark.parametrize(
    ("asked", "code", "told"),
    [
        (("export", "--out", "x.docx"), 2, "no format named 'docx'; there are: csv"),
        (("export", "--format", "kml"), 2, "no format named 'kml'; there are: csv"),
        (("export", "maps"), 2, "no export named 'maps'; there are: events"),
        (("export", "counts", "--format", "geojson"), 2, "no coordinates"),
        (("export", "rolling", "--format", "timelinejs"), 2, "no happenings"),
        (("export", "--columns", "nix"), 2, "no column named 'nix'"),
        (("export", "--out", "/proc/none/x.csv"), 1, "can't write /proc/none/x.csv"),
        (("export", "--out", "timeline.toml/x.csv"), 1, "can't write timeline.toml/x.csv"),
    ],
)
def test_what_can_not_be_ends_in_one_line(
    project: Path, run: Run, asked: tuple[str, ...], code: int, told: str
) -> None:
    found = run(*asked, cwd=project)
    assert found.code == code
    assert told in found.err
    assert len(found.err.splitlines()) == 1
