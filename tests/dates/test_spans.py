"""Spans are the rows of model.SPAN; calendar units against the standard library."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime

import pytest

from timeline.dates.spans import COARSE, NO_DATE, Problem, Span, span_of
from timeline.model import PRECISIONS, SPAN


def test_a_span_has_the_columns_of_the_model() -> None:
    assert tuple(field.name for field in fields(Span)) == tuple(SPAN)
    assert set(COARSE) < set(PRECISIONS)
    assert not hasattr(Span(), "__dict__")
    with pytest.raises(FrozenInstanceError):
        Span().starts = date(2022, 9, 21)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("span", "starts", "ends"),
    [
        (Span.day(2022, 9, 21), "2022-09-21", "2022-09-21"),
        (Span.week(2022, 38), "2022-09-19", "2022-09-25"),
        (Span.week(2021, 53 - 1), "2021-12-27", "2022-01-02"),
        (Span.month(2024, 2), "2024-02-01", "2024-02-29"),
        (Span.month(9999, 12), "9999-12-01", "9999-12-31"),
        (Span.quarter(2022, 4), "2022-10-01", "2022-12-31"),
        (Span.half(2022, 1), "2022-01-01", "2022-06-30"),
        (Span.season(2022, "winter"), "2022-12-01", "2023-02-28"),
        (Span.season(2023, "winter"), "2023-12-01", "2024-02-29"),
        (Span.unit(date(2022, 1, 15), "season"), "2021-12-01", "2022-02-28"),
        (Span.unit(date(2022, 3, 31), "season"), "2022-03-01", "2022-05-31"),
        (Span.year(2022), "2022-01-01", "2022-12-31"),
        (Span.decade(2020), "2020-01-01", "2029-12-31"),
        (Span.century(1900), "1900-01-01", "1999-12-31"),
    ],
)
def test_units(span: Span, starts: str, ends: str) -> None:
    assert (str(span.starts), str(span.ends)) == (starts, ends)
    assert type(span.starts) is type(span.ends) is date


def test_impossible_units_raise() -> None:
    for wrong in (lambda: Span.day(2022, 2, 30), lambda: Span.week(2022, 53), lambda: Span.month(2022, 13)):
        with pytest.raises(ValueError, match=r"."):
            wrong()
    with pytest.raises((ValueError, OverflowError)):
        Span.season(9999, "winter")


def test_a_moment_has_the_day_of_its_zone() -> None:
    at = datetime(2022, 9, 21, 22, 30, tzinfo=UTC)
    span = Span.moment(at, "Europe/Moscow", "minute")
    assert span == Span(date(2022, 9, 22), date(2022, 9, 22), False, "minute", None, None, at, at, "Europe/Moscow")


def test_pairs_of_spans() -> None:
    day, later, month = Span.day(2022, 9, 21), Span.day(2022, 9, 26), Span.month(2022, 9)
    assert span_of(day, later) == Span(day.starts, later.ends, True, "range")
    assert span_of(day, later, False) == Span(day.starts, later.ends, False, "range")
    assert span_of(day, day, False) == day
    assert span_of(month, month, False) == month
    assert span_of(later, day) == Problem("the end is before the start")
    assert span_of(None, None) == NO_DATE
    assert span_of(day, None) == Span(day.starts, None, True, "range")
    vague = span_of(month, Span.month(2022, 10))
    assert isinstance(vague, Span)
    assert (vague.starts_by, vague.ends_from) == (date(2022, 9, 30), date(2022, 10, 1))


def test_the_end_of_a_month_may_be_before_a_day_in_it() -> None:
    """A start on 21 September and an end "in September" are no contradiction."""
    said = span_of(Span.day(2022, 9, 21), Span.month(2022, 9))
    assert isinstance(said, Span)
    assert (said.starts, said.ends, said.ends_from) == (date(2022, 9, 21), date(2022, 9, 30), date(2022, 9, 1))


def test_an_end_in_the_same_minute_is_not_before_the_start() -> None:
    at = datetime(2022, 9, 21, 10, 0, 30, tzinfo=UTC)
    start, minute = Span.moment(at, "UTC"), at.replace(second=0)
    assert isinstance(span_of(start, Span.moment(minute, "UTC", "minute")), Span)
    assert isinstance(span_of(start, Span.moment(minute, "UTC", "second")), Problem)
