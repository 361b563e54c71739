"""The small calendar against the standard library's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.dates.prose import periods
from timeline.dates.prose.holidays import easter, holiday
from timeline.dates.prose.periods import Period, civil, containing, day, day_number

DAYS = st.dates()


@given(DAYS)
def test_days_are_those_of_the_standard_library(moment: date) -> None:
    number = day_number(moment.year, moment.month, moment.day)
    assert number == moment.toordinal()
    assert civil(number) == (moment.year, moment.month, moment.day)
    assert Period("day", number).value == moment.isoformat()


@given(DAYS)
def test_weeks_are_those_of_iso(moment: date) -> None:
    year, week, weekday = moment.isocalendar()
    found = containing("week", moment.toordinal())
    if year > 0:
        assert found.value == f"{year:04d}-W{week:02d}"
    assert found.days()[0] == moment.toordinal() - weekday + 1


@given(st.integers(-4_000_000, 4_000_000), st.sampled_from(periods.UNITS), st.integers(-50, 50))
def test_periods_tile_time(number: int, unit: str, step: int) -> None:
    found = containing(unit, number)
    first, last = found.days()
    assert first <= last
    assert first <= number <= last or unit == "weekend"
    if unit != "weekend":
        assert found.shift(1).days()[0] == last + 1
    assert found.shift(step).shift(-step) == found


@pytest.mark.parametrize(
    ("period", "value"),
    [
        (periods.year(-489), "BC0490"),
        (periods.month(-479, 9), "BC0480-09"),
        (periods.month(2022, 9), "2022-09"),
        (periods.quarter(1989, 3), "1989-Q3"),
        (periods.half(1990, 1), "1990-H1"),
        (periods.season(2022, "FA"), "2022-FA"),
        (Period("decade", 198), "198"),
        (Period("century", 19), "19"),
        (containing("weekend", date(1990, 8, 15).toordinal()), "1990-W33-WE"),
    ],
)
def test_values(period: Period, value: str) -> None:
    assert period.value == value


def test_no_such_day() -> None:
    assert day(2022, 2, 29) is None
    assert day(2022, 13, 1) is None
    assert day(2024, 2, 29) is not None


def test_feasts() -> None:
    assert holiday("11-4#4", 2022).value == "2022-11-24"
    assert holiday("11-1#1+1", 1998).value == "1998-11-03"
    for year in range(1900, 2100):
        sunday = date.fromordinal(easter(year))
        assert sunday.weekday() == 6
        assert date(year, 3, 22) <= sunday <= date(year, 4, 25)
    assert date.fromordinal(easter(2024)) + timedelta(1) == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("islamic+10-01", ["2009-09-20", "2015-07-17", "2021-05-13", "2023-04-21"]),
        ("islamic+12-10", ["2022-07-09"]),
        ("hebrew+0", ["2013-09-05", "2022-09-26", "2023-09-16"]),
        ("hebrew-163", ["2013-03-26", "2022-04-16"]),
        ("orthodox+0", ["2013-05-05", "2022-04-24", "2023-04-16"]),
        ("easter+49", ["2022-06-05"]),
    ],
)
def test_feasts_that_move(rule: str, days: list[str]) -> None:
    assert [holiday(rule, int(day[:4])).value for day in days] == days
