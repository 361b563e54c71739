"""Daily, rolling, cumulative counts and periods against the plain reference, and the band against the truth."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain import Band, band, days_of, mean, member, when, window

from timeline import counts, model
from timeline.errors import UsageError

FIRST = date(2022, 9, 1)
days = st.integers(0, 40).map(lambda number: FIRST + timedelta(days=number))
Event = dict[str, Any]


@st.composite
def event(draw: st.DrawFn) -> Event:
    start = draw(days)
    end = start + timedelta(days=draw(st.sampled_from([0, 0, 0, 1, 2, 6, 9, 30])))
    lasting = draw(st.booleans())
    inner = days_of(start, end)
    open_start, open_end = draw(st.sampled_from([(False, False)] * 8 + [(True, False), (False, True)]))
    return {
        "kind": draw(st.sampled_from(["protest", "protest.riot", "office_attack", "office_attack.arson"])),
        "form": draw(st.sampled_from(["incident"] * 7 + ["tally"])),
        "status": draw(st.sampled_from(["asserted"] * 7 + ["planned", "denied", "contested"])),
        "starts": None if open_start else start,
        "ends": None if open_end else end,
        "lasting": lasting,
        "starts_by": draw(st.sampled_from([None, *inner])) if lasting else None,
        "ends_from": draw(st.sampled_from([None, *inner])) if lasting else None,
        "place": draw(st.sampled_from(["Omsk", "Ufa", None])),
        "country": draw(st.sampled_from(["RU", "KZ", None])),
        "target": draw(st.sampled_from(["draft_office", None])),
    }


events = st.lists(event(), max_size=12)
kinds = st.sampled_from([[], ["protest"], ["office_attack.arson", "office_attack"], ["protest", "office_attack"]])
ways = st.sampled_from([way for way in counts.BY if way != "speaker"])


def frame(told: list[Event]) -> pl.DataFrame:
    rows = [{**one, "event_id": f"E{place}"} for place, one in enumerate(told)]
    return (
        model.conform(pl.DataFrame(rows, infer_schema_length=None), model.EVENTS) if rows else model.empty(model.EVENTS)
    )


def groups(told: list[Event], by: str, wanted: list[str]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for one in told:
        series = member(one, by, wanted)
        if series is not None:
            found.setdefault(series, []).append(one)
    return found


def near(found: pl.DataFrame, names: tuple[str, ...]) -> list[Band]:
    return [Band(low, high, pytest.approx(even, abs=1e-6)) for low, high, even in found.select(names).rows()]


@settings(max_examples=60, deadline=None)
@given(
    told=events,
    by=ways,
    wanted=kinds,
    under_way=st.booleans(),
    size=st.sampled_from([1, 2, 7, 30]),
    centred=st.booleans(),
)
def test_days_and_windows_equal_the_reference(
    told: list[Event], by: str, wanted: list[str], under_way: bool, size: int, centred: bool
) -> None:
    since, until = FIRST + timedelta(days=3), FIRST + timedelta(days=35)
    spans = counts.spans(frame(told), by=by, kinds=wanted, under_way=under_way)
    asked: dict[str, Any] = {"since": since, "until": until, "expected": True}
    rolled = counts.rolling(spans, size, centred=centred, **asked)
    single = counts.daily(spans, **asked)
    wide = groups(told, by, wanted)
    assert single["series"].unique().sort().to_list() == sorted(wide)
    for series, members in wide.items():
        spans_of = [when(one, under_way=under_way) for one in members]
        days = [band(spans_of, day, day) for day in days_of(since, until)]
        windows = [window(day, size, centred=centred) for day in days_of(since, until)]
        mine, alone = rolled.filter(pl.col("series") == series), single.filter(pl.col("series") == series)
        assert alone["day"].to_list() == mine["day"].to_list() == days_of(since, until)
        assert near(alone, ("certain", "possible", "expected")) == days
        assert near(mine, ("certain", "possible", "expected")) == days
        assert near(mine, ("rolling_certain", "rolling_possible", "rolling_expected")) == [
            band(spans_of, *edges) for edges in windows
        ]
        assert mine.select("window_from", "window_to").rows() == windows
        means = [mean(members, *edges, under_way=under_way) for edges in windows]
        assert mine.select("mean_certain", "mean_possible").rows() == [pytest.approx(one) for one in means]


@settings(max_examples=40, deadline=None)
@given(told=events, under_way=st.booleans())
def test_cumulative_counts_and_periods_equal_the_reference(told: list[Event], under_way: bool) -> None:
    since, until = FIRST + timedelta(days=3), FIRST + timedelta(days=38)
    spans = counts.spans(frame(told), by="all", under_way=under_way)
    asked: dict[str, Any] = {"since": since, "until": until, "expected": True, "series": ["events"]}
    told_by = [when(one, under_way=under_way) for one in groups(told, "all", []).get("events", [])]
    summed = counts.cumulative(spans, **asked)
    assert near(summed, ("cumulative_certain", "cumulative_possible", "cumulative_expected")) == [
        band(told_by, since, day) for day in days_of(since, until)
    ]
    for period in counts.PERIODS:
        found = counts.periods(spans, period, **asked)
        edges = found.select("first", "last").rows()
        assert near(found, ("certain", "possible", "expected")) == [band(told_by, *pair) for pair in edges]
        assert [day for pair in edges for day in days_of(*pair)] == days_of(since, until)
        whole = [(a <= b, c >= d) for a, b, c, d in found.select("first", "starts", "last", "ends").rows()]
        assert found["partial"].to_list() == [not all(pair) for pair in whole]
    assert counts.periods(spans, "month", **asked)["starts"].to_list() == [date(2022, 9, 1), date(2022, 10, 1)]
    assert counts.periods(spans, "week", **asked)["starts"].dt.weekday().unique().to_list() == [1]


def test_the_band_contains_the_true_count_in_a_thousand_trials() -> None:
    chance = random.Random(20220921)
    for size, centred in ((1, False), (3, True), (7, False), (14, True)):
        told: list[Event] = []
        truth: dict[str, list[date]] = {}
        for trial in map(str, range(250)):
            for _ in range(chance.randint(1, 12)):
                start = FIRST + timedelta(days=chance.randint(0, 30))
                end = start + timedelta(days=chance.choice([0, 0, 1, 6, 13, 29]))
                told.append(known(start, end, place=trial))
                truth.setdefault(trial, []).append(start + timedelta(days=chance.randint(0, (end - start).days)))
        found = counts.rolling(counts.spans(frame(told), by="place"), size, centred=centred, expected=True)
        names = ("rolling_certain", "rolling_possible", "rolling_expected")
        assert found["series"].n_unique() == 250
        for trial, first, last, low, high, even in found.select("series", "window_from", "window_to", *names).rows():
            assert low <= sum(first <= day <= last for day in truth[trial]) <= high
            assert low <= even <= high


def known(start: date, end: date, **said: Any) -> Event:
    return {
        "kind": "protest", "form": "incident", "status": "asserted", "starts": start, "ends": end, "lasting": False,
        "starts_by": None, "ends_from": None, "place": None, "country": None, "target": None, **said,
    }  # fmt: skip


def test_the_band_of_what_lasted_contains_what_was_under_way() -> None:
    chance = random.Random(7)
    for _ in range(300):
        told, truth = [], []
        for _ in range(chance.randint(1, 6)):
            marks = sorted(FIRST + timedelta(days=chance.randint(0, 25)) for _ in range(4))
            told.append(known(marks[0], marks[3], lasting=True, starts_by=marks[1], ends_from=marks[2]))
            truth.append((between(chance, marks[0], marks[1]), between(chance, marks[2], marks[3])))
        found = counts.rolling(counts.spans(frame(told), by="all", under_way=True), 5, mean=True)
        for first, last, low, high, least, most in found.select(
            "window_from", "window_to", "rolling_certain", "rolling_possible", "mean_certain", "mean_possible"
        ).rows():
            assert low <= sum(a <= last and b >= first for a, b in truth) <= high
            each = [sum(a <= day <= b for a, b in truth) for day in days_of(first, last)]
            assert least <= sum(each) / 5 + 1e-9
            assert sum(each) / 5 <= most + 1e-9


def between(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))


def test_a_gap_is_not_zero_and_opens_the_windows_that_hold_it() -> None:
    spans = counts.spans(frame([known(FIRST, FIRST), known(FIRST + timedelta(days=5), FIRST + timedelta(days=5))]))
    states = ["covered", "covered", "gap", "covered", None, "covered", "covered"]
    declared = pl.DataFrame(
        [
            {"kind": "protest", "day": FIRST + timedelta(days=n), "state": state}
            for n, state in enumerate(states)
            if state
        ]
    )
    told = counts.coverage_of(declared, ["protest"])
    found = counts.rolling(spans, 2, coverage=told)
    assert found["coverage"].to_list() == [state or "undeclared" for state in states]
    assert found["complete"].to_list() == [False, True, False, False, True, True, True]
    assert found["gaps"].to_list() == [0, 0, 1, 1, 0, 0, 0]
    assert found["undeclared"].to_list() == [1, 0, 0, 0, 1, 1, 0]
    week = counts.periods(spans, "month", coverage=told).row(0, named=True)
    assert (week["covered"], week["gaps"], week["undeclared"], week["partial"]) == (5, 1, 1, True)
    summed = counts.cumulative(spans, coverage=told)
    assert summed["complete"].to_list() == [True, True, False, False, False, False, False]


def test_a_day_of_several_kinds_is_covered_where_all_are() -> None:
    rows = [
        ("a", 0, "covered"),
        ("b", 0, "covered"),
        ("a", 1, "gap"),
        ("b", 1, "gap"),
        ("a", 2, "covered"),
        ("b", 2, "gap"),
        ("a", 3, "covered"),
    ]
    declared = pl.DataFrame(
        [{"kind": kind, "day": FIRST + timedelta(days=n), "state": state} for kind, n, state in rows]
    )
    told = counts.coverage_of(declared, ["a.x", "b"], series=["Omsk"])
    assert told.select("coverage", "broken").rows() == [
        ("covered", False), ("gap", True), ("undeclared", True), ("undeclared", False),
    ]  # fmt: skip


def test_an_event_that_two_speakers_report_counts_for_each() -> None:
    said = pl.DataFrame({"event_id": ["E0", "E0", "E0", "E1"], "speaker": ["TASS", "Meduza", "TASS", "TASS"]})
    spans = counts.spans(frame([known(FIRST, FIRST), known(FIRST, FIRST)]), by="speaker", speakers=said)
    assert counts.daily(spans).select("series", "certain").rows() == [("Meduza", 1), ("TASS", 2)]


def test_what_can_not_be_counted() -> None:
    nothing = counts.spans(model.empty(model.EVENTS))
    assert counts.rolling(nothing).schema == model.ROLLING_COUNTS
    assert counts.daily(nothing, since=FIRST, until=FIRST, series=["protest"]).rows() == [
        ("protest", FIRST, 0, 0, "undeclared", None)
    ]
    assert counts.cumulative(nothing).schema == model.CUMULATIVE_COUNTS
    assert counts.periods(nothing, "week").schema == model.PERIOD_COUNTS
    for wrong in (
        lambda: counts.rolling(nothing, 0),
        lambda: counts.periods(nothing, "year"),
        lambda: counts.spans(nothing, by="x"),
    ):
        with pytest.raises(UsageError):
            wrong()
    wide = counts.spans(frame([known(date(1, 1, 2), date(9999, 12, 30), place=f"{n}") for n in range(20)]), by="place")
    with pytest.raises(UsageError, match="ask for fewer days"):
        counts.daily(wide)
    assert counts.rolling(wide, 7, centred=True, since=date(9999, 12, 20), until=date(9999, 12, 31)).height == 240
    assert counts.rolling(wide, 7, since=date(1, 1, 1), until=date(1, 1, 3)).height == 60
