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


def test_an_old_calendar_is_told_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"a\.vcs: is a calendar of the old form vCalendar, .*export it as iCalendar"):
        readers.guess(write(tmp_path, "BEGIN:VCALENDAR\n", "a.vcs"), "a.vcs")


def understood(path: Path, **overrides: object) -> list[dict[str, object]]:
    """The claims of a file by what is recognised, with the kind given unless a column tells it."""
    mapping = readers.guess(path, path.name, overrides)
    assert isinstance(mapping, Mapping), mapping.message
    reading = readers.read(path, path.name, mapping, zone="UTC")
    assert reading.rejects.height == 0, reading.rejects["reason"].to_list()
    return reading.claims.to_dicts()


def test_codes_lists_and_half_empty_columns_are_not_taken_for_places(tmp_path: Path) -> None:
    text = "eventid,date,country,country_txt,location,city\n"
    text += "1,2022-09-21,167,Russia,,Ufa\n2,2022-09-22,167,Russia,,Omsk\n3,2022-09-23,209,Turkey,In the centre,Van\n"
    found = understood(write(tmp_path, text), **KIND)
    assert [(claim["country"], claim["place"], claim["single"]) for claim in found] == [
        ("Russia", "Ufa", True),
        ("Russia", "Omsk", True),
        ("Turkey", "Van", True),
    ]


def test_the_smallest_area_that_a_row_names_is_its_place(tmp_path: Path) -> None:
    text = "date,oblast,raion\n2022-09-21,Kyivska,\n2022-09-22,Kyivska,Buchanskyi\n"
    found = understood(write(tmp_path, text), **KIND)
    assert [claim["place"] for claim in found] == ["Kyivska", "Buchanskyi"]
    (claim,) = understood(write(tmp_path, "date,region,city\n2022-09-21,Europe,Ufa\n"), **KIND)
    assert claim["place"] == "Ufa"


def test_a_column_named_as_a_date_has_to_hold_some(tmp_path: Path) -> None:
    """People come from places too, and an hour is no day."""
    text = "from,to,time,day,occurred\nRussia,Georgia,04:30,21,2022-09-21\nRussia,Finland,04:40,22,2022-09-22\n"
    assert [claim["starts"] for claim in understood(write(tmp_path, text), **KIND)] == [
        date(2022, 9, 21),
        date(2022, 9, 22),
    ]
    assert understood(write(tmp_path, "time\n2022-09-21T10:00:00Z\n"), **KIND)[0]["precision"] == "second"


def test_the_date_of_the_event_goes_before_those_of_the_form_about_it(tmp_path: Path) -> None:
    text = "start,end,incident_date,incident_type\n2022-10-01T10:00:00Z,2022-10-01T10:05:00Z,2022-09-21,protest\n"
    (claim,) = understood(write(tmp_path, text))
    assert (claim["starts"], claim["ends"], claim["kind"]) == (date(2022, 9, 21), date(2022, 9, 21), "protest")


def test_words_for_no_number_and_numbers_that_may_be_two(tmp_path: Path) -> None:
    found = understood(write(tmp_path, "date,country,killed\n2022-09-21,Mali,NA\n2022-09-22,Mali,2\n"), **KIND)
    assert [claim["quantities"] and claim["quantities"][0]["value"] for claim in found] == [None, 2]
    # Where NA is Namibia, it is not taken for nothing.
    namibia = readers.guess(write(tmp_path, "date,country,killed\n2022-09-21,NA,NA\n"), "a.csv", KIND)
    assert isinstance(namibia, Mapping)
    assert namibia.read.null == ()
    path = write(tmp_path, "date;total\n2022-09-21;1.013\n")
    mapping = readers.guess(path, "a.csv", KIND)
    assert isinstance(mapping, Mapping)
    (reject,) = readers.read(path, "a.csv", mapping).rejects.to_dicts()
    assert reject["reason"] == "'1.013' is no number (grouped digits need thousands in [read])"
    found = understood(write(tmp_path, "date,lat,total\n2022-09-21,54.7,1.013\n"), **KIND)
    assert found[0]["quantities"][0]["value"] == 1.013


def test_a_year_alone_is_a_date_of_its_precision_where_there_is_no_other(tmp_path: Path) -> None:
    (claim,) = understood(write(tmp_path, "Year,n\n2022,1\n"), **KIND)
    assert (claim["starts"], claim["precision"]) == (date(2022, 1, 1), "year")
    (claim,) = understood(write(tmp_path, "year,event_date\n2022,2022-09-21\n"), **KIND)
    assert claim["precision"] == "day"


def test_parts_of_a_day_that_are_not_known_are_0(tmp_path: Path) -> None:
    text = "iyear,imonth,iday,city\n1990,9,0,Ufa\n1990,0,0,Ufa\n1990,9,1,Ufa\n"
    assert [claim["precision"] for claim in understood(write(tmp_path, text), **KIND)] == ["month", "year", "day"]


def test_records_that_name_their_fields_in_turns(tmp_path: Path) -> None:
    first = '{"date": "2022-09-21", "type": "a", "place": "Ufa"}\n'
    second = '{"event_date": "2022-09-22", "kind": "b", "city": "Omsk"}\n'
    found = understood(write(tmp_path, first + second, "a.jsonl"))
    assert [(claim["starts"], claim["kind"], claim["place"]) for claim in found] == [
        (date(2022, 9, 21), "a", "Ufa"),
        (date(2022, 9, 22), "b", "Omsk"),
    ]


QUAKES = """{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "us1", "properties":
{"time": 1663718400000, "type": "accident", "place": "Ufa", "title": "M 5"},
"geometry": {"type": "Point", "coordinates": [37.6, -55.7, 10]}}]}"""
NESTED = """{"data": [{"id": 1, "href": "x", "fields": {"title": "A", "url": "u", "country": [{"name": "Mali"}],
"primary_country": {"name": "Mali"}, "date": {"start": "2022-09-21", "end": "2022-09-22"},
"where": {"spot": {"lat": 1.5, "lng": 2}}}}]}"""


def test_fields_in_their_wrappers(tmp_path: Path) -> None:
    (quake,) = understood(write(tmp_path, QUAKES, "a.geojson"))
    assert (quake["kind"], quake["lat"], quake["lon"], quake["row_key"]) == ("accident", -55.7, 37.6, "us1")
    assert quake["starts"] == date(2022, 9, 21)
    (report,) = understood(write(tmp_path, NESTED, "b.json"), **KIND)
    told = ("title", "url", "country", "lat", "lon", "starts", "ends")
    assert tuple(report[name] for name in told) == ("A", "u", "Mali", 1.5, 2, date(2022, 9, 21), date(2022, 9, 22))


def test_midnights_alone_are_days(tmp_path: Path) -> None:
    rows = "".join(f"2022-09-0{day}T00:00:00Z,2022-09-0{day}T23:59:59Z\n" for day in (1, 2, 3))
    found = understood(write(tmp_path, "period_start,period_end\n" + rows), **KIND)
    assert {(claim["precision"], claim["at_start"]) for claim in found} == {("day", None)}
    mixed = rows + "2022-09-04T10:00:00Z,2022-09-04T11:00:00Z\n"
    assert understood(write(tmp_path, "period_start,period_end\n" + mixed), **KIND)[0]["at_start"] is not None


def test_degrees_with_a_decimal_comma(tmp_path: Path) -> None:
    found = understood(write(tmp_path, "date;lat;lon\n2022-09-21;55,75;37,6\n"), **KIND)
    assert (found[0]["lat"], found[0]["lon"]) == (55.75, 37.6)


def test_a_column_that_holds_something_else_than_its_name_promises_is_left(tmp_path: Path) -> None:
    (claim,) = understood(write(tmp_path, "date,confidence,form\n2022-09-21,high,B-12\n"), **KIND)
    assert (claim["confidence"], claim["form"]) == (None, "incident")


TITLED = '"Attacks, as of 5 Oct",,\n,,\nDate,City,Type\n2022-09-21,Ufa,protest\n2022-09-22,,protest\n'


@pytest.mark.parametrize("title", ["", '"Attacks, as of 5 Oct"\n\n'])
def test_headings_below_a_title(tmp_path: Path, title: str) -> None:
    text = title + TITLED.partition(",,\n,,\n")[2] if title else TITLED
    found = understood(write(tmp_path, text))
    assert [(claim["starts"], claim["place"]) for claim in found] == [
        (date(2022, 9, 21), "Ufa"),
        (date(2022, 9, 22), None),
    ]
    assert [claim["line"] for claim in found] == [4, 5]


def test_a_first_line_of_data_is_no_heading(tmp_path: Path) -> None:
    path = write(tmp_path, "1066,20220921,RUS\n1067,20220922,RUS\n")
    missing = readers.guess(path, "a.csv")
    assert not isinstance(missing, Mapping)
    starter = tomllib.loads(missing.starter.replace('"..."', '"c2"', 1).replace('"..."', '"c2"'))
    assert starter["read"] == {"header": False}
    starter["columns"] = {"kind": {"value": "protest"}}
    assert readers.read(path, "a.csv", parse_mapping(starter, "starter")).claims.height == 2


def test_dates_across_become_rows(tmp_path: Path) -> None:
    text = "Country,2022-08,2022-09,2022-10\nMali,1,2,\nChad,3,,4\n"
    found = understood(write(tmp_path, text), **KIND)
    assert [(claim["country"], claim["starts"], claim["quantities"][0]["value"]) for claim in found] == [
        ("Mali", date(2022, 8, 1), 1),
        ("Mali", date(2022, 9, 1), 2),
        ("Chad", date(2022, 8, 1), 3),
        ("Chad", date(2022, 10, 1), 4),
    ]


def test_headings_that_may_be_days_or_months_are_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, "Country,Jan-22,Feb-22,Mar-22\nMali,1,2,\n")
    missing = readers.guess(path, "a.csv", KIND)
    assert not isinstance(missing, Mapping)
    assert "column with the date" in missing.message
    mapping = parse_mapping(tomllib.loads(missing.starter), "starter")
    found = readers.read(path, "a.csv", mapping).claims
    assert found["starts"].to_list() == [date(2022, 1, 1), date(2022, 2, 1)]
    assert set(found["precision"]) == {"month"}


def test_first_days_of_months_across_may_be_the_months(tmp_path: Path) -> None:
    path = write(tmp_path, "Country,2022-08-01,2022-09-01,2022-10-01\nMali,1,2,\n")
    missing = readers.guess(path, "a.csv", KIND)
    assert not isinstance(missing, Mapping)
    found = readers.read(path, "a.csv", parse_mapping(tomllib.loads(missing.starter), "starter")).claims
    assert found.select("starts", "ends", "precision").rows() == [
        (date(2022, 8, 1), date(2022, 8, 31), "month"),
        (date(2022, 9, 1), date(2022, 9, 30), "month"),
    ]


def test_the_starter_lists_the_words_that_are_no_kinds_and_the_order_that_a_date_tells(tmp_path: Path) -> None:
    path = write(tmp_path, "date,type,killed\n21.09.2022,protest,1\n05.09.2022,march,unknown\n,march,\n")
    text = readers.starter(path, "a.csv", ["protest"])
    table = tomllib.loads(text)
    assert table["columns"]["kind"] == {"column": "type", "map": {"march": "..."}}
    assert table["date"]["order"] == "dmy"
    assert '# null = ["unknown"]' in text
    assert '# fill = ["date"]' in text
    unclear = readers.starter(write(tmp_path, "date,type\n05.09.2022,march\n"), "a.csv")
    assert "order" not in tomllib.loads(unclear)["date"]


def test_a_shipped_mapping_is_known_in_capitals_and_without_the_time_of_delivery(tmp_path: Path) -> None:
    names = "event_id_cnty,event_date,time_precision,sub_event_type,actor1,actor2,country,location,latitude,longitude"
    head = f"{names},source,notes,fatalities".upper()
    path = write(tmp_path, f"{head}\nR1,21-September-2022,1,Arrests,a,b,Russia,Ufa,1,2,s,n,0\n")
    assert readers.look(path, "a.csv").shipped == "acled"
    assert understood(path)[0]["row_key"] == "R1"
    parse_mapping(tomllib.loads(readers.starter(path, "a.csv")), "starter")
