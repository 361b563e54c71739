"""Calendars: their days and zones, what is called off, what repeats, and what can't be read."""

from __future__ import annotations

import datetime as dt
import gzip
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from timeline import readers
from timeline.config.mapping import Mapping, parse_mapping
from timeline.errors import InputError

KIND = {"columns": {"kind": {"value": "diplomacy"}}}
ZONE = (
    "BEGIN:VTIMEZONE\nTZID:Office\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
    "TZOFFSETTO:+0300\nTZNAME:X\nEND:STANDARD\nEND:VTIMEZONE\n"
)


def calendar(*events: str, before: str = "") -> str:
    inner = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{before}{inner}END:VCALENDAR\n"


def read(tmp_path: Path, text: str, zone: str | None = None) -> readers.Reading:
    path = tmp_path / "a.ics"
    path.write_text(text)
    mapping = readers.guess(path, "a.ics", KIND)
    assert isinstance(mapping, Mapping)
    return readers.read(path, "a.ics", mapping, zone=zone)


def claims(tmp_path: Path, *events: str, before: str = "", zone: str | None = None) -> Sequence[dict[str, Any]]:
    reading = read(tmp_path, calendar(*events, before=before), zone)
    assert reading.rejects.height == 0, reading.rejects["reason"].to_list()
    return reading.claims.to_dicts()


@pytest.mark.parametrize(
    ("times", "starts", "ends"),
    [
        ("DTSTART;VALUE=DATE:20220923\nDTEND;VALUE=DATE:20220928", "2022-09-23", "2022-09-27"),
        ("DTSTART;VALUE=DATE:20220923\nDTEND;VALUE=DATE:20220924", "2022-09-23", "2022-09-23"),
        ("DTSTART;VALUE=DATE:20220923\nDTEND;VALUE=DATE:20220923", "2022-09-23", "2022-09-23"),
        ("DTSTART;VALUE=DATE:20220923", "2022-09-23", "2022-09-23"),
        ("DTSTART;VALUE=DATE:20220923\nDURATION:P2D", "2022-09-23", "2022-09-24"),
        ("DTSTART:20220923T200000Z\nDTEND:20220924T000000Z", "2022-09-23", "2022-09-23"),
        ("DTSTART:20220923T200000Z\nDURATION:PT5H", "2022-09-23", "2022-09-24"),
    ],
)
def test_an_event_goes_on_through_the_last_of_its_days(tmp_path: Path, times: str, starts: str, ends: str) -> None:
    (claim,) = claims(tmp_path, f"UID:1\n{times}")
    assert (str(claim["starts"]), str(claim["ends"]), claim["lasting"]) == (starts, ends, True)


@pytest.mark.parametrize("name", ["Europe/Moscow", "Office"])
def test_a_clock_time_is_read_in_its_zone_known_or_told(tmp_path: Path, name: str) -> None:
    (claim,) = claims(tmp_path, f"UID:1\nDTSTART;TZID={name}:20220924T003000", before=ZONE)
    assert claim["at_start"] == dt.datetime(2022, 9, 23, 21, 30, tzinfo=dt.UTC)
    assert claim["starts"] == dt.date(2022, 9, 24)


def test_rules_of_a_zone_stay_in_their_file(tmp_path: Path) -> None:
    event = "UID:1\nDTSTART;TZID=Office:20220924T003000"
    claims(tmp_path, event, before=ZONE)
    (reject,) = read(tmp_path, calendar(event), "Europe/Moscow").rejects.to_dicts()
    assert reject["reason"] == "DTSTART: no time zone named 'Office', and the file does not tell its rules"


def test_texts_places_and_keys(tmp_path: Path) -> None:
    first, moved = claims(
        tmp_path,
        "UID:1\nDTSTART:20220923T100000Z\nSUMMARY:Talks\\, first\n  round\nLOCATION:Ufa\nGEO:54.7;55.9\nURL:https://x/1\n"
        "DESCRIPTION:A\\nBEGIN:VEVENT",
        "UID:1\nRECURRENCE-ID:20220930T100000Z\nDTSTART:20221001T100000Z",
    )
    told = ("title", "place", "lat", "lon", "url", "note", "row_key", "line")
    assert [first[name] for name in told] == [
        *("Talks, first round", "Ufa", 54.7, 55.9, "https://x/1", "A\nBEGIN:VEVENT", "1", 3),
    ]
    assert moved["row_key"] == "1 2022-09-30T10:00:00+00:00"


def test_what_is_called_off_is_denied_and_the_rest_is_planned(tmp_path: Path) -> None:
    start = "DTSTART;VALUE=DATE:20220923"
    events = [f"UID:1\n{start}", f"UID:2\n{start}\nSTATUS:Cancelled", f"UID:3\n{start}\nSTATUS:CONFIRMED"]
    assert [claim["modality"] for claim in claims(tmp_path, *events)] == ["planned", "denied", "planned"]
    message = calendar(events[0], before="METHOD:CANCEL\n") + calendar(f"UID:4\n{start}")
    assert read(tmp_path, message).claims["modality"].to_list() == ["denied", "planned"]


def test_of_what_repeats_the_first_time_is_taken_and_doubted(tmp_path: Path) -> None:
    (claim,) = claims(tmp_path, "UID:1\nDTSTART;VALUE=DATE:20220923\nRRULE:FREQ=WEEKLY;COUNT=3")
    assert (claim["starts"], claim["ends"]) == (dt.date(2022, 9, 23), dt.date(2022, 9, 23))
    assert claim["doubt"] == "repeats (FREQ=WEEKLY;COUNT=3): only the first time is taken"


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ("UID:1", "no DTSTART"),
        ("UID:1\nDTSTART:someday", "DTSTART: "),
        ("UID:1\nDTSTART:20220923T100000Z\nDTSTART:20220924T100000Z", "DTSTART is given 2 times"),
        ("UID:1\nDTSTART;VALUE=DATE:20220923\nDTEND;VALUE=DATE:20220901", "DTEND is before DTSTART"),
        ("UID:1\nDTSTART;VALUE=DATE:20220923\nDTEND:20220924T100000Z", "one of DTSTART and DTEND is a day"),
        ("UID:1\nDTSTART:20220923T100000Z\nDTEND:20220924T100000", "has a time zone, the other has none"),
        ("UID:1\nDTSTART:20220923T100000", "no time zone: say zone"),
        ("UID:1\nDTSTART:20220923T100000Z\nGEO:here", "GEO: "),
        ("UID:1\nno property", ""),
        ("UID:1\nBEGIN:VEVENT\nUID:2\nDTSTART:20220923T100000Z", "the event has no END:VEVENT"),
    ],
)
def test_an_event_that_can_not_be_read_is_one_reject(tmp_path: Path, event: str, reason: str) -> None:
    reading = read(tmp_path, calendar(event, "UID:9\nDTSTART:20220923T100000Z"))
    assert reading.rejects["line"].to_list() == [3]
    assert reason in reading.rejects["reason"][0]
    assert "9" in reading.claims["row_key"].to_list()


def test_what_is_no_event_is_told_and_what_is_no_calendar_is_refused(tmp_path: Path) -> None:
    text = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:1\nEND:VTODO\nBEGIN:VEVENT\nUID:2\n"
    told = read(tmp_path, text).rejects["reason"].to_list()
    assert told[1:] == ["a VTODO is no event", "the event has no END:VEVENT"]
    assert "no END:VCALENDAR" in told[0]
    assert read(tmp_path, "BEGIN:VCALENDAR\nEND:VCALENDAR\n").rows == 0
    (cut,) = read(tmp_path, "BEGIN:VCALENDAR\nnonsense").rejects.to_dicts()
    assert (cut["line"], "cut off" in cut["reason"]) == (1, True)
    with pytest.raises(InputError, match=r"a\.ics: is no calendar: it has no line BEGIN:VCALENDAR"):
        read(tmp_path, "<html>")


def test_a_packed_calendar_and_its_starter(tmp_path: Path) -> None:
    path = tmp_path / "a.ics.gz"
    path.write_bytes(gzip.compress(calendar("UID:1\nDTSTART:20220923T100000Z").encode()))
    table = tomllib.loads(readers.starter(path, "a.ics.gz"))
    assert (table["format"], table["key"], table["date"]["lasting"]) == ("ical", ["id"], True)
    mapping = parse_mapping({**table, "columns": {**table["columns"], "kind": {"value": "x"}}}, "starter")
    assert readers.read(path, "a.ics.gz", mapping).claims.height == 1


EXPORTS = Path(__file__).parents[2].parent / "shared" / "data" / "exports" / "ical"


def test_calendars_from_everywhere_are_read_or_told_about() -> None:
    files = sorted(EXPORTS.glob("*.ics"))
    if not files:
        pytest.skip(f"no {EXPORTS}")
    events, refused = 0, list[str]()
    for path in files:
        try:
            mapping = readers.guess(path, path.name, KIND)
            assert isinstance(mapping, Mapping)
            reading = readers.read(path, path.name, mapping, zone="Europe/Berlin")
        except InputError as error:
            refused.append(str(error))
            continue
        assert reading.claims.height + reading.rejects.height == reading.rows
        events += reading.claims.height
    assert events == 42
    assert ["is no calendar" in told for told in refused] == [True] * 4
