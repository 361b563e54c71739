"""Days are named under their cells, units are natural, nothing overlaps, the year stands once."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline.charts import fonts
from timeline.charts.axis import Axis, Mark, Span, axis

SIZE = 11.3


def _extent(mark: Mark, weight: int) -> tuple[float, float]:
    width = fonts.measure(mark.text, SIZE, weight)
    left = mark.x - (width / 2 if mark.align == "center" else 0)
    return left, left + width


def _apart(names: tuple[Mark, ...], weight: int) -> bool:
    extents = [_extent(mark, weight) for mark in names]
    return all(a[1] <= b[0] for a, b in pairwise(extents))


@settings(deadline=None)
@given(st.dates(date(1, 1, 2), date(9900, 1, 1)), st.integers(1, 30_000), st.sampled_from([300.0, 560.0, 1200.0]))
def test_no_name_touches_another_or_leaves_the_axis(first: date, days: int, width: float) -> None:
    span = Span(first, first + timedelta(days=days - 1), width)
    names = axis(span, SIZE)
    assert _apart(names.upper, fonts.REGULAR)
    assert _apart(names.lower, fonts.BOLD)
    assert all(
        _extent(mark, fonts.REGULAR)[0] >= -4 and _extent(mark, fonts.REGULAR)[1] <= width + 4 for mark in names.upper
    )


def _of(first: str, last: str, width: float = 560) -> Axis:
    return axis(Span(date.fromisoformat(first), date.fromisoformat(last), width), SIZE)


def test_a_day_is_named_under_the_middle_of_its_cell() -> None:
    span = Span(date(2022, 9, 20), date(2022, 10, 7), 540)
    names = axis(span, SIZE)
    assert [mark.text for mark in names.upper[:3]] == ["20", "21", "22"]
    assert names.upper[1].x == span.centre(date(2022, 9, 21)) == 45


@pytest.mark.parametrize(
    ("first", "last", "upper", "lower"),
    [
        ("2022-09-20", "2022-09-24", "Tue 20", ["September 2022"]),
        ("2022-09-20", "2022-10-07", "20", ["September 2022", "October"]),
        ("2022-09-10", "2022-10-20", "12", ["Mondays, September 2022", "October"]),
        ("2022-01-01", "2022-12-31", "Jan", ["2022"]),
        ("2015-01-01", "2024-12-31", "2015", []),
        ("1900-01-01", "2022-12-31", "1900", []),
    ],
)
def test_units_are_natural_and_the_year_stands_once(first: str, last: str, upper: str, lower: list[str]) -> None:
    names = _of(first, last)
    assert names.upper[0].text == upper
    assert [mark.text for mark in names.lower] == lower


def test_part_of_a_month_at_the_end_is_named_too_by_short_names_for_all() -> None:
    names = [mark.text for mark in _of("2022-03-01", "2022-10-14", 600).upper]
    assert names == ["Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct"]
    assert [mark.text for mark in _of("2022-03-01", "2022-09-30", 600).upper][:2] == ["March", "April"]
