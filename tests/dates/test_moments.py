"""What a person types after --as-of, and dates in words; the clock stands still in these tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline import dates
from timeline.dates import clock
from timeline.dates.moments import end_of_day, parse_day, parse_moment, start_of_day
from timeline.dates.words import STYLES, format_day, format_span
from timeline.dates.zones import at_zone, check_zone
from timeline.errors import UsageError

MOSCOW = "Europe/Moscow"


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(clock.VARIABLE, "2022-09-26T21:30:00Z")


def test_the_clock_stands_where_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert clock.now() == datetime(2022, 9, 26, 21, 30, tzinfo=UTC)
    assert clock.today(MOSCOW) == date(2022, 9, 27)
    assert clock.today("-05:00") == date(2022, 9, 26)
    monkeypatch.setenv(clock.VARIABLE, "2022-09-26")
    assert clock.now() == datetime(2022, 9, 26, tzinfo=UTC)
    monkeypatch.setenv(clock.VARIABLE, "2022-09-26T21:30:00+03:00")
    assert clock.now() == datetime(2022, 9, 26, 18, 30, tzinfo=UTC)
    monkeypatch.setenv(clock.VARIABLE, "soon")
    with pytest.raises(UsageError, match="TIMELINE_NOW is 'soon'"):
        clock.now()
    monkeypatch.delenv(clock.VARIABLE)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2022-09-26", "2022-09-26T20:59:59.999999+00:00"),
        ("26 September 2022", "2022-09-26T20:59:59.999999+00:00"),
        ("2022-09", "2022-09-30T20:59:59.999999+00:00"),
        ("2022-09-26T18:00", "2022-09-26T15:00:00+00:00"),
        ("2022-09-26 18:00:30", "2022-09-26T15:00:30+00:00"),
        ("2022-09-26T18:00Z", "2022-09-26T18:00:00+00:00"),
        ("2022-09-26T18:00-05:00", "2022-09-26T23:00:00+00:00"),
        ("now", "2022-09-26T21:30:00+00:00"),
        ("today", "2022-09-27T20:59:59.999999+00:00"),
        (" Yesterday ", "2022-09-26T20:59:59.999999+00:00"),
        ("3 days ago", "2022-09-24T20:59:59.999999+00:00"),
        ("1 week ago", "2022-09-20T20:59:59.999999+00:00"),
        ("9999-12-31", "9999-12-31T20:59:59.999999+00:00"),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert parse_moment(text, MOSCOW).isoformat() == moment


def test_days() -> None:
    assert parse_day("2022-09-26T23:30Z", MOSCOW) == date(2022, 9, 27)
    assert parse_day("2022-09", MOSCOW) == date(2022, 9, 1)
    assert parse_day("2022-09", MOSCOW, last=True) == date(2022, 9, 30)
    assert parse_day("now", MOSCOW) == parse_day("today", MOSCOW) == date(2022, 9, 27)
    assert parse_day("yesterday", "UTC") == date(2022, 9, 25)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "09/10/2022",
        "2022-02-30",
        "44 BC",
        "2022-09-01/2022-09-04",
        "x" * 500,
        "\x1b[31m",
        "99999 weeks ago",
    ],
)
def test_what_is_no_moment_is_answered_in_one_line(text: str) -> None:
    for read in (parse_moment, parse_day):
        with pytest.raises(UsageError) as caught:
            read(text, MOSCOW)
        assert str(caught.value).isprintable()
        assert len(str(caught.value)) < 250


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from([MOSCOW, "America/Sao_Paulo", "+05:30"]))
def test_days_follow_each_other_without_gap(day: date, zone: str) -> None:
    last = end_of_day(day, zone)
    assert at_zone(last, zone).date() == day
    assert at_zone(last + timedelta(microseconds=1), zone).date() == day + timedelta(days=1)
    assert start_of_day(day + timedelta(days=1), zone) == last + timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("Z", "UTC"),
        ("gmt", "UTC"),
        ("+0300", "+03:00"),
        ("UTC+3", "+03:00"),
        ("-00:00", "UTC"),
    ],
)
def test_zones(name: str, known: str) -> None:
    assert check_zone(name) == known


@pytest.mark.parametrize(
    "name", ["", "MSK", "localtime", "europe/moscow", "../UTC", "Europe/", "+24:00", "a\0b", "Europe/Kyiv\n"]
)
def test_no_zones(name: str) -> None:
    with pytest.raises(UsageError, match="no time zone named"):
        check_zone(name)


def test_days_in_words() -> None:
    day = date(2022, 9, 26)
    assert [format_day(day, style) for style in STYLES] == [
        "26 September 2022",
        "26 Sep",
        "Mon 26 Sep",
        "Monday, 26 September 2022",
        "September 2022",
        "26 Sep 2022",
        "2022-09-26",
    ]
    with pytest.raises(UsageError, match="no style of dates named 'long'; there are: full, short"):
        format_day(day, "long")


@pytest.mark.parametrize(
    "text",
    [
        "21 September 2022",
        "21–26 September 2022",
        "30 September – 4 October 2022",
        "30 December 2022 – 4 January 2023",
        "September 2022",
        "Q3 2022",
        "autumn 2022",
        "winter 2022/23",
        "2022",
        "2020s",
        "20th century",
    ],
)
def test_spans_in_words_and_back_again(text: str) -> None:
    span = dates.parse_literal(text)
    assert isinstance(span, dates.Span)
    assert format_span(span.starts, span.ends, span.precision) == text


def test_other_spans_in_words() -> None:
    first, last = date(2022, 9, 21), date(2022, 9, 26)
    assert format_span(first, None) == "since 21 September 2022"
    assert format_span(None, last, "range") == "until 26 September 2022"
    assert format_span(None, None) == "undated"
    assert format_span(None, None, "year", value="-0043") == "-0043"
    assert format_span(date(2022, 9, 19), date(2022, 9, 25), "week") == "week of 19 September 2022"
    assert format_span(date(2022, 7, 1), date(2022, 12, 31), "half") == "second half of 2022"
    assert format_span(first, last, short=True) == "21–26 Sep 2022"
    assert format_span(first, last, "month") == "21–26 September 2022"
    at, later = datetime(2022, 9, 21, 7, tzinfo=UTC), datetime(2022, 9, 21, 9, 30, 5, tzinfo=UTC)
    assert format_span(first, first, "minute", at_start=at, at_end=at, zone=MOSCOW) == "21 September 2022, 10:00"
    told = format_span(first, first, "second", at_start=at, at_end=later, zone="UTC")
    assert told == "21 September 2022, 07:00–09:30:05"


def test_the_room_is_entered_without_polars_and_pendulum() -> None:
    script = (
        "import sys, timeline.dates; "
        "assert not {'polars', 'pendulum', 'duckdb'} & set(sys.modules); "
        "timeline.dates.parse_moment('2022-09-26', 'UTC'); "
        "assert not {'polars', 'duckdb'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_every_exported_name_is_there() -> None:
    for name in dates.__all__:
        assert getattr(dates, name).__module__.startswith("timeline.dates.")
    with pytest.raises(AttributeError):
        dates.nothing  # noqa: B018
