"""Golden pairs of literals.toml, and what must hold of every literal."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.literals import parse_literal
from timeline.dates.spans import Problem, Span, span_of
from timeline.errors import UsageError

GOLDEN = Path(__file__).with_name("literals.toml")
PAIRS = tomllib.loads(GOLDEN.read_text("utf-8"))["literals"]


def show(said: Span | Problem) -> str:
    """A span on one line: precision, days, then whatever else is not NULL."""
    if isinstance(said, Problem):
        return f"problem: {said.reason}"
    days = f"{said.starts or '-'}" if said.starts == said.ends else f"{said.starts or '-'}/{said.ends or '-'}"
    parts = [said.precision, days, "lasting" if said.lasting else ""]
    parts += [f"{name}={day}" for name in ("starts_by", "ends_from") if (day := getattr(said, name))]
    first, last = (at and at.isoformat().replace("+00:00", "Z") for at in (said.at_start, said.at_end))
    if first or last:
        parts.append(f"at={first}" if first == last else f"at={first or '-'}/{last or '-'}")
    parts += [f"{name}={text}" for name in ("zone", "value") if (text := getattr(said, name))]
    return " ".join(part for part in parts if part)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['text']!r}")
def test_golden_pairs(pair: dict[str, Any]) -> None:
    options = {name: value for name, value in pair.items() if name not in ("text", "is")}
    assert show(parse_literal(pair["text"], **options)) == pair["is"]


def test_there_are_enough_pairs_and_none_twice() -> None:
    asked = [tuple(sorted((name, value) for name, value in pair.items() if name != "is")) for pair in PAIRS]
    assert len(asked) == len(set(asked)) >= 150


@given(st.text(max_size=40) | st.from_regex(r"[0-9]{1,4}[-/. T:W]?[0-9XQ]{0,4}[-/. ][0-9XZ+?~]{0,6}"))
def test_any_text_is_a_span_or_a_problem_of_one_line(text: str) -> None:
    said = parse_literal(text)
    if isinstance(said, Problem):
        assert said.reason
        assert said.reason.isprintable()
        return
    assert said.value or said.starts or said.ends
    if said.starts and said.ends:
        assert said.starts <= said.ends


@given(st.dates())
def test_a_day_is_read_the_same_however_it_is_written(day: date) -> None:
    month = day.strftime("%B")
    ways = [
        day.isoformat(),
        day.isoformat().replace("-", ""),
        day.isoformat().replace("-", "/"),
        f"{day.day} {month} {day.year:04}",
        f"{month} {day.day}, {day.year:04}",
        f"{day.day}-{month[:3]}-{day.year:04}",
        f"{day.strftime('%A')}, {day.day} {month} {day.year:04}",
        f"{day.year:04}-{day.timetuple().tm_yday:03}",
        f"{day.isocalendar().year:04}-W{day.isocalendar().week:02}-{day.isoweekday()}",
    ]
    if day.isocalendar().year != day.year:
        ways.pop()
    assert {parse_literal(way) for way in ways} == {Span(day, day)}
    assert parse_literal(f"{day.day}/{day.month}/{day.year:04}", order="dmy") == Span(day, day)
    assert parse_literal(f"{day.month:02}-{day.day:02}-{day.year:04}", order="mdy") == Span(day, day)


@given(st.dates(), st.dates())
def test_an_interval_is_what_its_ends_say(first: date, last: date) -> None:
    said = parse_literal(f"{first}/{last}")
    if first > last:
        assert said == Problem("the end is before the start")
    else:
        assert said == Span.between(first, last, lasting=True)
        assert said == span_of(Span(first, first), Span(last, last))
        assert parse_literal(f"[{first}..{last}]") == Span.between(first, last)


def test_lasting_is_what_the_mapping_says() -> None:
    assert parse_literal("2022-09", lasting=True) == Span.month(2022, 9, lasting=True)
    assert parse_literal("2022-09-21/2022-09-26", lasting=False) == parse_literal("[2022-09-21..2022-09-26]")


def test_ten_megabytes_are_no_date() -> None:
    assert parse_literal("2022-09-21 " * 1_000_000) == Problem("too long to be a date")
    assert parse_literal(" " * 10_000_000 + "2022-09-21") == Span.day(2022, 9, 21)
    assert parse_literal("\n" * 10_000_000) == Problem("no date")


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"form": "iso8601"}, "no date form named 'iso8601'"),
        ({"form": "%Q"}, "unknown directive %Q"),
        ({"form": "%d/%m"}, "has no year"),
        ({"form": "%Y %d"}, "a day without a month"),
        ({"form": "%Y-%m-%d %I:%M"}, "needs %I and %p together"),
        ({"form": "%Y %y"}, "gives the year twice"),
        ({"form": "%Y %m %b"}, "gives the month twice"),
        ({"form": "%Y%Y"}, "gives the year twice"),
        ({"form": "%Y%"}, "ends in a lone %"),
        ({"form": "%Y %H"}, "a time of day without a day"),
        ({"form": "%Y-%m-%d %M"}, "minutes without hours"),
        ({"order": "dym"}, "no order of dates named 'dym'"),
        ({"zone": "Europe/Kieff"}, "no time zone named 'Europe/Kieff'"),
        ({"zone": "../../etc/passwd"}, "no time zone named"),
        ({"zone": "EST"}, "no time zone named 'EST'"),
        ({"zone": "Europe"}, "no time zone named 'Europe'"),
    ],
)
def test_wrong_options_are_answered_in_one_line(options: dict[str, str], named: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_literal("2022-09-21", **options)  # type: ignore[arg-type]
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)
