"""Files without a mapping."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from timeline import readers
from timeline.config.mapping import Mapping, parse_mapping
from timeline.errors import InputError


def write(tmp_path: Path, text: str, name: str = "a.csv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def test_obvious_columns_are_recognised(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "ID;Event Date;End-Date;Event Type;City;Lat;Lng;Headline;Fatalities;Source;Link\n"
        "1;2022-09-21;;protest;Ufa;1;2;x;3;TASS;u\n",
    )
    mapping = readers.guess(path, "a.csv")
    assert isinstance(mapping, Mapping)
    assert mapping.key == ("ID",)
    assert mapping.rows == "claims"
    reading = readers.read(path, "a.csv", mapping, kinds=["protest"])
    claim = reading.claims.to_dicts()[0]
    told = {name: claim[name] for name in ("row_key", "kind", "place", "lat", "lon", "title", "speaker", "url")}
    assert told == {
        "row_key": "1",
        "kind": "protest",
        "place": "Ufa",
        "lat": 1.0,
        "lon": 2.0,
        "title": "x",
        "speaker": "TASS",
        "url": "u",
    }
    assert (claim["quantities"][0]["measure"], claim["quantities"][0]["value"]) == ("deaths", 3.0)


def test_ids_of_events_make_each_row_an_event_unless_they_repeat(tmp_path: Path) -> None:
    once = readers.guess(write(tmp_path, "event_id,date,kind\n1,2022-09-21,a\n2,2022-09-21,a\n"), "a.csv")
    twice = readers.guess(write(tmp_path, "event_id,date,kind\n1,2022-09-21,a\n1,2022-09-21,a\n"), "a.csv")
    assert isinstance(once, Mapping)
    assert isinstance(twice, Mapping)
    assert (once.rows, once.key) == ("events", ("event_id",))
    assert (twice.rows, twice.key) == ("claims", ())


def test_what_is_missing_is_said_in_one_line_with_a_mapping_to_start_from(tmp_path: Path) -> None:
    path = write(tmp_path, 'wann,"wo ""x""",count\n2022-09-21,Ufa,3\n')
    missing = readers.guess(path, "a.csv")
    assert not isinstance(missing, Mapping)
    assert "\n" not in missing.message
    assert missing.message.startswith("a.csv: found no column with the date (date, event_date")
    assert "no column with the kind" in missing.message
    assert 'wann, wo "x", count' in missing.message
    table = tomllib.loads(missing.starter)
    parse_mapping(table, "starter")
    assert table["quantity"] == [{"measure": {"value": "count"}, "value": "count"}]


def test_a_given_kind_fills_the_gap(tmp_path: Path) -> None:
    path = write(tmp_path, "date,n\n2022-09-21,3\n")
    mapping = readers.guess(path, "a.csv", {"columns": {"kind": {"value": "protest"}}})
    assert isinstance(mapping, Mapping)
    assert readers.read(path, "a.csv", mapping, kinds=["protest"]).claims["kind"].to_list() == ["protest"]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl"])
def test_the_starter_of_a_whole_file_is_a_mapping(tmp_path: Path, name: str) -> None:
    text = {
        "a.csv": "date,kind,place\n2022-09-21,protest,Ufa\n",
        "a.jsonl": '{"date":"2022-09-21","kind":"protest","place":"Ufa"}\n',
    }
    path = write(tmp_path, text[name], name)
    mapping = parse_mapping(tomllib.loads(readers.starter(path, name)), "starter")
    assert readers.read(path, name, mapping).claims["place"].to_list() == ["Ufa"]


KIND = {"columns": {"kind": {"value": "protest"}}}
SLIDES = (
    "Year,Month,Day,End Year,End Month,End Day,Headline,Text,Media,Media Credit,Type\n"
    "2022,9,21,2022,10,4,A,B,https://pictures.example/1,C,title\n"
    "2022,9,,,,,A,B,,,\n"
    "602,,,,,,A,B,,,\n"
)
SLIDES_JSON = """{"title": {"text": {"headline": "T"}}, "events": [
{"start_date": {"year": "2022", "month": "9", "day": "21"}, "text": {"headline": "A", "text": "B"}, "unique_id": "1",
 "end_date": {"year": "2022", "month": "10", "day": "4"}},
{"start_date": {"year": 2022, "month": 9}, "text": {"headline": "A", "text": "B"}, "unique_id": "2"},
{"start_date": {"year": 602}, "text": {"headline": "A", "text": "B"}, "unique_id": "3"}]}"""
MAP = """{"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
{"id": "1", "kind": "protest", "starts": "2022-09-21", "title": "A", "place": "Ufa"}}]}"""


@pytest.mark.parametrize(("name", "text"), [("a.csv", SLIDES), ("a.json", SLIDES_JSON)])
def test_a_day_in_columns_of_its_parts_is_as_precise_as_they_are(tmp_path: Path, name: str, text: str) -> None:
    path = write(tmp_path, text, name)
    missing = readers.guess(path, name)
    assert not isinstance(missing, Mapping)
    assert "column with the kind" in missing.message
    assert "column with the date" not in missing.message
    mapping = readers.guess(path, name, KIND)
    assert isinstance(mapping, Mapping)
    found = readers.read(path, name, mapping).claims.sort("starts", descending=True)
    assert found.select("starts", "ends", "title", "note", "publisher").rows() == [
        (date(2022, 9, 21), date(2022, 10, 4), "A", "B", None),
        (date(2022, 9, 1), date(2022, 9, 30), "A", "B", None),
        (date(602, 1, 1), date(602, 12, 31), "A", "B", None),
    ]
    starter = parse_mapping(tomllib.loads(missing.starter.replace('"..."', '"protest"')), "starter")
    assert readers.read(path, name, starter).claims.height == 3


def test_what_a_map_has_of_its_places_is_recognised(tmp_path: Path) -> None:
    mapping = readers.guess(write(tmp_path, MAP, "a.geojson"), "a.geojson")
    assert isinstance(mapping, Mapping)
    (claim,) = readers.read(tmp_path / "a.geojson", "a.geojson", mapping).claims.to_dicts()
    assert (claim["kind"], claim["place"], claim["starts"]) == ("protest", "Ufa", date(2022, 9, 21))


@pytest.mark.parametrize("stamp", ["1663718400", "1663718400000", "1663718400000000"])
def test_times_that_are_counted_since_1970(tmp_path: Path, stamp: str) -> None:
    path = write(tmp_path, f"timestamp,message,timestamp_desc\n{stamp},A,Logged\n")
    mapping = readers.guess(path, "a.csv", KIND)
    assert isinstance(mapping, Mapping)
    (claim,) = readers.read(path, "a.csv", mapping, zone="UTC").claims.to_dicts()
    assert (claim["starts"], claim["note"]) == (date(2022, 9, 21), "A")


def test_a_calendar_is_told_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.ics: is a calendar, which can't be read; export"):
        readers.guess(write(tmp_path, "BEGIN:VCALENDAR\n", "a.ics"), "a.ics")
