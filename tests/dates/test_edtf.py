"""EDTF: the table in words, one by one and by the column, and back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.edtf import edtf, edtf_expr
from timeline.dates.literals import parse_literal
from timeline.dates.spans import CLOCK, Problem, Span, span_of, unit_days
from timeline.model import PRECISIONS, SPAN

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.dates(date(2022, 1, 1), date(2022, 12, 31))
MOMENTS = st.datetimes(datetime(1000, 1, 1), datetime(9998, 1, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)
UNITS = ("day", "month", "season", "year", "decade", "century")


def spans_frame(spans: list[Span]) -> pl.DataFrame:
    return pl.DataFrame([[getattr(span, name) for name in SPAN] for span in spans], schema=SPAN, orient="row")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("2022-09-21", "2022-09-21"),
        ("September 2022", "2022-09"),
        ("summer 2022", "2022-22"),
        ("winter 2022/23", "2022-24"),
        ("2022", "2022"),
        ("the 2020s", "202X"),
        ("20th century", "19XX"),
        ("2022-W38", "[2022-09-19..2022-09-25]"),
        ("Q3 2022", "[2022-07-01..2022-09-30]"),
        ("H2 2022", "[2022-07-01..2022-12-31]"),
        ("0602", "0602"),
        ("44 BC", "-0043"),
        ("c. 1919", "1919~"),
        ("2022-09-21/2022-09-26", "2022-09-21/2022-09-26"),
        ("2022-09-21/2022-09-21", "2022-09-21/2022-09-21"),
        ("[2022-09-21..2022-09-26]", "[2022-09-21..2022-09-26]"),
        ("[2022-09-01..2022-09-30]", "[2022-09-01..2022-09-30]"),
        ("2022-09-21/..", "2022-09-21/.."),
        ("../2022-09", "../2022-09"),
        ("[..2022-09-21]", "[..2022-09-21]"),
        ("2022-09/2022-10-05", "2022-09/2022-10-05"),
        ("2022-Q3/2022-Q4", "2022-07-01/2022-12-31"),
        ("2022-09-21T10:00+03:00", "2022-09-21T07:00Z"),
        ("2022-09-21T10:00:05.25+03:00", "2022-09-21T07:00:05Z"),
        ("2022-09-21T10Z", "2022-09-21T10:00Z"),
        ("2022-09-21T10:00Z/2022-09-21T12:30Z", "2022-09-21T10:00Z/2022-09-21T12:30Z"),
        ("2022-09-21T10:00Z/..", "2022-09-21T10:00Z/.."),
    ],
)
def test_the_table(text: str, expression: str) -> None:
    span = parse_literal(text)
    assert isinstance(span, Span)
    assert edtf(span) == expression
    assert spans_frame([span]).select(edtf_expr()).item() == expression


def test_lasting_units_and_nothing() -> None:
    assert edtf(Span.month(2022, 9, lasting=True)) == "2022-09-01/2022-09-30"
    assert edtf(Span.day(2022, 9, 21, lasting=True)) == "2022-09-21/2022-09-21"
    assert edtf(Span()) is None
    assert edtf(Span(date(2022, 9, 2), date(2022, 9, 30), precision="month")) == "[2022-09-02..2022-09-30]"


def points() -> st.SearchStrategy[Span]:
    """Single spans that level 1 has words for."""
    unit = st.builds(lambda day, word: Span(*unit_days(day, word), precision=word), DAYS_INSIDE, st.sampled_from(UNITS))
    clock = st.builds(_moment, MOMENTS, st.sampled_from(["second", "minute"]))
    return unit | clock


DAYS_INSIDE = st.dates(date(100, 1, 1), date(9899, 12, 31))


def _moment(at: datetime, precision: str) -> Span:
    exact = at if precision == "second" else at.replace(second=0)
    return Span.moment(exact, "UTC", precision)


@given(points())
def test_back_again(span: Span) -> None:
    text = edtf(span)
    assert text is not None
    assert parse_literal(text) == span


@given(st.none() | points(), st.none() | points(), st.booleans())
def test_intervals_and_back_again(start: Span | None, end: Span | None, lasting: bool) -> None:
    span = span_of(start, end, lasting)
    if isinstance(span, Problem):
        return
    if start and end and span.at_start and start.precision != end.precision:
        return  # one column can't hold two precisions
    if span.at_start is None and span.at_end is None and not lasting and span.precision == "day":
        assert edtf(span) == str(span.starts)
    text = edtf(span)
    assert text is not None
    assert parse_literal(text) == span


@given(MOMENTS, st.sampled_from(["Europe/Kyiv", "+05:30", "America/New_York"]))
def test_a_moment_comes_back_to_its_zone(at: datetime, zone: str) -> None:
    span = Span.moment(at, zone)
    assert parse_literal(edtf(span) or "", zone=zone) == span


@given(
    st.lists(
        st.builds(
            Span,
            st.none() | DAYS,
            st.none() | DAYS,
            st.booleans(),
            st.sampled_from(PRECISIONS),
            st.none() | DAYS,
            st.none() | DAYS,
            st.none() | MOMENTS,
            st.none() | MOMENTS,
            st.just("UTC"),
            st.none() | st.sampled_from(["-0043", "2022~"]),
        )
        | points()
        | st.builds(lambda span: replace(span, lasting=True), points()),
        max_size=20,
    )
)
def test_columns_say_the_same(spans: list[Span]) -> None:
    """Of whatever stands in the columns, sense or nonsense."""
    assert spans_frame(spans).select(edtf_expr()).to_series().to_list() == [edtf(span) for span in spans]


def test_the_clock_words_are_the_finest() -> None:
    assert PRECISIONS[: len(CLOCK)] == CLOCK
