"""Rolling counts: gaps are no zeros, incomplete windows are dashed, the headline says only what is certain."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
from chart_samples import rolling
from drawn import faults, meta, read

from timeline import charts
from timeline.charts.axis import Span
from timeline.charts.series import Series, bins, peak, shown, stairs

PRESETS = sorted(charts.PRESETS)
REFERENCES = (
    charts.Reference(date(2022, 9, 21), "Mobilization ordered"),
    charts.Reference(date(2022, 9, 23), "Referendum days", date(2022, 9, 27)),
    charts.Reference(date(2022, 9, 30), "Annexation signed"),
)
ATTACKS = charts.ChartContext(subject="attacks on draft offices in Russia")


def _lines(chart: Any, *, dashed: bool) -> set[date]:
    """The days that the solid or dashed line covers."""
    spec = chart.to_dict()
    covered: set[date] = set()
    for layer in spec["layer"]:
        if layer["mark"]["type"] == "line" and ("strokeDash" in layer["mark"]) == dashed:
            rows = spec["datasets"][layer["data"]["name"]]
            for begin, end in zip(rows[::2], rows[1::2], strict=True):
                at, until = (datetime.fromtimestamp(row["x"] / 1000, UTC).date() for row in (begin, end))
                covered |= {at + timedelta(days=i) for i in range((until - at).days)}
    return covered


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_touches_anything(preset: str) -> None:
    context = charts.ChartContext(preset=preset, subject=ATTACKS.subject)
    assert faults(charts.rolling(rolling(), context=context, references=REFERENCES)) == []


def test_complete_windows_are_solid_incomplete_ones_dashed_and_gaps_have_no_line() -> None:
    frame = rolling()
    chart = charts.rolling(frame)
    complete = set(frame.filter(pl.col("complete"))["day"])
    gap = set(frame.filter(pl.col("coverage") == "gap")["day"])
    first = set(frame.head(6)["day"])
    assert _lines(chart, dashed=False) == complete
    assert _lines(chart, dashed=True) == set(frame["day"]) - complete - gap - first


def test_days_of_which_nothing_is_declared_are_dashed_where_others_are_covered() -> None:
    silent = pl.col("day") > date(2022, 10, 14)
    frame = rolling(gap=False).with_columns(coverage=pl.when(silent).then(pl.lit("undeclared")).otherwise("coverage"))
    days = set(frame.filter(silent)["day"])
    assert days
    assert _lines(charts.rolling(frame), dashed=True) == days


@pytest.mark.parametrize("preset", PRESETS)
def test_flags_that_stand_close_find_room_at_either_edge(preset: str) -> None:
    frame = rolling()
    for edge in (frame["day"][0], frame["day"][-1] - timedelta(days=4)):
        close = [charts.Reference(edge + timedelta(days=i), f"What was signed on day {i}") for i in range(4)]
        chart = charts.rolling(frame, context=charts.ChartContext(preset=preset), references=close)
        assert "Not labelled" not in meta(chart)["alt"]
        assert faults(chart) == []


def test_a_number_stands_beside_the_hatching() -> None:
    frame = rolling()
    best = peak(Series("", frame, 7, ""))
    assert best is not None
    hole = pl.col("day").is_between(best.day + timedelta(days=1), best.day + timedelta(days=6))
    frame = frame.with_columns(coverage=pl.when(hole).then(pl.lit("gap")).otherwise("coverage"))
    drawn = read(charts.rolling(frame, context=charts.ChartContext(preset="doc-half")))
    number = next(box for text, box in drawn.texts if text == str(best.value) and box.x0 > 0)
    first, last = next(one["encoding"]["x"]["scale"]["domain"] for one in drawn.spec["layer"])
    at = datetime(best.day.year, best.day.month, best.day.day, tzinfo=UTC) + timedelta(days=1)
    assert number.x1 <= (at.timestamp() * 1000 - first) / (last - first) * drawn.spec["width"]


def test_one_is_told_in_the_singular() -> None:
    frame = rolling().with_columns(rolling_certain=pl.lit(1, pl.Int64), rolling_possible=pl.lit(1, pl.Int64))
    nameless = frame.with_columns(series=pl.lit("events"))
    assert meta(charts.rolling(nameless))["title"].startswith("At least one event in the seven days to ")
    assert meta(charts.rolling(frame, context=ATTACKS))["title"].startswith(
        "Attacks on draft offices in Russia: at least one in the seven days to "
    )


def test_the_first_days_are_drawn_when_nothing_is_complete() -> None:
    frame = rolling().head(5)
    assert _lines(charts.rolling(frame), dashed=True) == set(frame["day"])


def test_gaps_are_named_and_never_called_none() -> None:
    chart = charts.rolling(rolling())
    assert any("11–12 Oct not covered" in text for text, _ in read(chart).texts)
    nothing = rolling().with_columns(
        coverage=pl.lit("gap"), certain=pl.lit(0, pl.Int64), rolling_certain=pl.lit(0, pl.Int64)
    )
    assert meta(charts.rolling(nothing))["title"] == "10 September to 20 October 2022: not covered"


def test_undeclared_days_are_named() -> None:
    frame = rolling(gap=False).with_columns(coverage=pl.lit("undeclared"))
    assert "No coverage is declared for 10 Sep–20 Oct" in meta(charts.rolling(frame))["alt"]


def test_the_headline_is_the_certain_peak_of_a_complete_window() -> None:
    title = meta(charts.rolling(rolling(), context=ATTACKS))["title"]
    assert title == "At least 18 attacks on draft offices in Russia in seven days to 26 September"
    best = peak(Series("", rolling(), 7, "#000000"))
    assert best is not None
    assert (best.value, best.day) == (18, date(2022, 9, 26))


def test_the_band_reaches_from_certain_to_possible() -> None:
    spec = charts.rolling(rolling()).to_dict()
    bands = [
        row
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rect" and "rolling_certain" in str(layer["encoding"]["y"])
        for row in spec["datasets"][layer["data"]["name"]]
    ]
    expected = shown(rolling()).filter(pl.col("rolling_possible") > pl.col("rolling_certain"))
    drawn = sum((row["x2"] - row["x"]) // 86_400_000 for row in bands)
    assert drawn == expected.height > 0
    assert all(row["rolling_possible"] > row["rolling_certain"] for row in bands)


def test_columns_hold_every_certain_count() -> None:
    frame = rolling()
    held = bins(Series("", frame, 7, ""), Span(frame["day"][0], frame["day"][-1], 10))
    assert held.unit != "day"
    assert held.frame["n"].sum() == frame.filter(pl.col("coverage") != "gap")["certain"].sum()


def test_a_century_is_thinned_but_keeps_its_extremes() -> None:
    days = pl.date_range(date(1920, 1, 1), date(2020, 1, 1), eager=True)
    count = (pl.int_range(days.len(), eager=True) * 7919 % 100).cast(pl.Int64)
    frame = pl.DataFrame({"day": days, "series": "x", "certain": count, "possible": count, "coverage": "covered"})
    frame = frame.with_columns(
        days=7, rolling_certain=pl.col("certain"), rolling_possible=pl.col("certain"), complete=True
    )
    steps = stairs(Series("x", frame, 7, ""))
    assert steps.height <= 1300
    assert (steps["rolling_certain"].min(), steps["rolling_certain"].max()) == (0, 99)
    assert max(len(rows) for rows in charts.rolling(frame).to_dict()["datasets"].values()) < 5000


def test_several_series_have_panels_of_their_own_and_the_rest_is_counted() -> None:
    frame = pl.concat([rolling(series=f"kind_{letter}") for letter in "abcdefgh"])
    chart = charts.rolling(frame)
    texts = [text for text, _ in read(chart).texts]
    assert sum(text.endswith("last 7 days") for text in texts) == 6
    assert "2 smaller series are not drawn" in meta(chart)["alt"]
    assert faults(chart) == []


def test_nothing_to_count_is_said() -> None:
    assert "No counts in this range" in meta(charts.rolling(rolling().clear()))["title"]


def test_alt_text_names_period_peak_and_uncertainty() -> None:
    alt = meta(charts.rolling(rolling(), context=ATTACKS))["alt"]
    assert all(part in alt for part in ("highest 18 on 26 September 2022", "more are possible", "20 October 2022"))


def test_a_line_stops_at_the_highest_number() -> None:
    frame = rolling()
    best = frame.sort("rolling_certain", "day", descending=[True, False])["day"][0]
    chart = charts.rolling(frame, references=[charts.Reference(best, "That very day")])
    drawn = read(chart)
    number = str(frame["rolling_certain"].max())
    box = next(box for text, box in drawn.texts if text == number and box.x0 > 0)
    lines = [row for layer in drawn.spec["layer"] for row in _rules(drawn.spec, layer) if row["x"] == row["x2"]]
    first, last = next(one["encoding"]["x"]["scale"]["domain"] for one in drawn.spec["layer"])
    for row in lines:
        x = (row["x"] - first) / (last - first) * drawn.spec["width"]
        low, high = sorted((row["y"], row["y2"]))
        assert not (box.x0 < x < box.x1 and low < box.y1 - 0.5 and high > box.y0 + 0.5)


def test_a_fixed_sheet_draws_as_many_series_as_can_be_read_and_names_the_rest() -> None:
    frame = pl.concat([rolling().with_columns(series=pl.lit(name)) for name in ("attacks", "queues", "protests")])
    chart = charts.rolling(frame, context=charts.ChartContext(preset="slide"), references=REFERENCES)
    carried = meta(chart)
    drawn = carried["record"]["drawn"]["series"]
    assert 1 <= len(drawn) < 3
    assert faults(chart) == []
    assert all(name in carried["alt"] for name in {"attacks", "queues", "protests"} - set(drawn))
    assert "No room on this sheet for" in carried["alt"]


def _rules(spec: dict[str, Any], layer: dict[str, Any]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return [row for row in rows if "y2" in row and "x2" in row] if layer["mark"]["type"] == "rule" else []


def test_the_line_is_thinner_where_days_are_narrow() -> None:
    def width(frame: pl.DataFrame) -> float:
        spec = charts.rolling(frame).to_dict(validate=False)
        return max(one["mark"]["strokeWidth"] for one in spec["layer"] if one["mark"]["type"] == "line")

    few = rolling()
    past = [few.with_columns(pl.col("day") - timedelta(days=few.height * n)) for n in range(20, -1, -1)]
    assert width(pl.concat(past)) < width(few)
