"""Exports for maps and TimelineJS: coordinates in order, dates with their true precision, no markup out of a title."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from timeline import model
from timeline.errors import UsageError
from timeline.report.export import features, located, slides

DAY = {"starts": date(2022, 9, 26), "ends": date(2022, 9, 26), "precision": "day"}

HALF_PAST_FOUR = datetime(2022, 9, 26, 1, 30, tzinfo=UTC)


def events(*rows: dict[str, Any]) -> pl.DataFrame:
    told = [
        {"event_id": f"E{n}", "title": "A fire", "status": "asserted", "form": "incident", **row}
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame([{name: row.get(name) for name in model.EVENTS} for row in told], schema=model.EVENTS)


def claims(*rows: dict[str, Any]) -> pl.DataFrame:
    schema: model.Schema = {"event_id": pl.String(), "feed": pl.String(), **model.CLAIM_CONTENT}
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def told(*rows: dict[str, Any], sources: pl.DataFrame | None = None) -> list[dict[str, Any]]:
    lines, _ = slides(events(*rows), claims() if sources is None else sources)
    return [json.loads(line) for line in lines]


def test_only_what_stands_on_earth_goes_onto_a_map() -> None:
    places = [
        (54.9, 39.0),
        (None, 39.0),
        (0.0, 0.0),
        (91.0, 0.0),
        (0.0, 181.0),
        (float("nan"), 1.0),
        (float("inf"), 1.0),
        (-90.0, -180.0),
    ]
    there, left_out = located(events(*({"lat": lat, "lon": lon} for lat, lon in places)))
    assert left_out == 5
    found = features(there.select("event_id", "title", "lat", "lon")).to_dicts()
    assert found[0] == {
        "type": "Feature",
        "id": "E0",
        "geometry": {"type": "Point", "coordinates": [39.0, 54.9]},
        "properties": {"event_id": "E0", "title": "A fire"},
    }
    assert [one["geometry"]["coordinates"] for one in found[1:]] == [[0.0, 0.0], [-180.0, -90.0]]
    with pytest.raises(UsageError, match="no coordinates"):
        located(pl.DataFrame({"series": ["a"]}))


@pytest.mark.parametrize(
    ("span", "first", "last", "words"),
    [
        (DAY, {"year": 2022, "month": 9, "day": 26}, None, "26 September 2022"),
        (
            {"starts": date(2022, 9, 1), "ends": date(2022, 9, 30), "precision": "month"},
            {"year": 2022, "month": 9}, None, "September 2022",
        ),
        ({"starts": date(2022, 1, 1), "ends": date(2022, 12, 31), "precision": "year"}, {"year": 2022}, None, "2022"),
        (
            {"starts": date(2022, 7, 1), "ends": date(2022, 9, 30), "precision": "quarter"},
            {"year": 2022, "month": 7, "day": 1}, {"year": 2022, "month": 9, "day": 30}, "Q3 2022",
        ),
        (
            {"starts": date(2022, 9, 23), "ends": date(2022, 9, 27), "precision": "range", "lasting": True},
            {"year": 2022, "month": 9, "day": 23}, {"year": 2022, "month": 9, "day": 27}, "23–27 September 2022",
        ),
        (
            {"starts": date(2022, 9, 23), "ends": date(2022, 9, 27), "precision": "range", "lasting": False},
            {"year": 2022, "month": 9, "day": 23}, {"year": 2022, "month": 9, "day": 27},
            "23–27 September 2022, day unknown",
        ),
        (
            {**DAY, "precision": "minute", "at_start": HALF_PAST_FOUR, "zone": "Europe/Moscow"},
            {"year": 2022, "month": 9, "day": 26, "hour": 4, "minute": 30}, None, "26 September 2022, 04:30",
        ),
        ({"starts": date(2022, 9, 21)}, {"year": 2022, "month": 9, "day": 21}, None, "since 21 September 2022"),
        ({"ends": date(2022, 9, 21)}, {"year": 2022, "month": 9, "day": 21}, None, "until 21 September 2022"),
        ({"value": "-0044"}, {"year": -44}, None, "-0044"),
    ],
)  # fmt: skip
def test_dates_have_the_precision_that_is_known(
    span: dict[str, Any], first: dict[str, int], last: dict[str, int] | None, words: str
) -> None:
    (one,) = told(span)
    assert one["start_date"] == first
    assert one.get("end_date") == last
    assert one["display_date"] == words


def test_what_has_no_date_is_left_out() -> None:
    lines, left_out = slides(events({}, DAY, {"value": "PAST_REF"}), claims())
    assert (len(lines), left_out) == (1, 2)


HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>\"' & \x00\u202e\u2028 end"


def test_no_markup_comes_out_of_what_was_delivered() -> None:
    sources = claims(
        {"event_id": "E0", "speaker": HOSTILE, "publisher": HOSTILE, "url": "javascript:alert(1)"},
        {"event_id": "E0", "speaker": "AFP", "url": 'https://a.example/"onmouseover=alert(1)'},
        {
            "event_id": "E0",
            "speaker": "RIA",
            "url": "https://a.example/?a=1&b=2",
            "published_at": datetime(2022, 9, 26, tzinfo=UTC),
        },
    )
    (one,) = told({**DAY, "title": HOSTILE, "place": HOSTILE, "kind": HOSTILE, "note": HOSTILE}, sources=sources)
    for text in (one["text"]["headline"], one["text"]["text"], one["group"], one["display_date"]):
        plain = text.replace("<br>", "").replace('<a href="https://a.example/?a=1&amp;b=2">', "").replace("</a>", "")
        assert "<" not in plain
        assert '"' not in plain
        assert plain.isprintable()
    assert '<a href="https://a.example/?a=1&amp;b=2">RIA, published 26 Sep 2022</a>' in one["text"]["text"]
    assert "javascript" not in one["text"]["text"]


def test_sources_are_named_once_and_not_all() -> None:
    many = claims(*({"event_id": "E0", "speaker": f"S{n % 7}"} for n in range(20)))
    (one,) = told(DAY, sources=many)
    assert one["text"]["text"] == "S0<br>S1<br>S2<br>S3<br>S4<br>2 more sources"


def test_an_empty_timeline_and_rows_that_are_no_happenings() -> None:
    assert slides(events(), claims()) == ([], 0)
    with pytest.raises(UsageError, match="no happenings"):
        slides(pl.DataFrame({"series": ["a"]}), claims())
