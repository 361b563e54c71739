"""Reported counts: kinds of number are never mixed, bounds and corrections are seen, speakers are named."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, product

import polars as pl
import pytest
from chart_samples import reported
from drawn import Drawn, faults, meta, read

from timeline import charts
from timeline.charts import shapes
from timeline.charts.figures import reports
from timeline.charts.layout import Box
from timeline.charts.rows import scales
from timeline.model import BASES, REPORTED, conform

PRESETS = sorted(charts.PRESETS)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_touches_anything(preset: str) -> None:
    assert faults(charts.counts(reported(), context=charts.ChartContext(preset=preset))) == []


def test_a_series_is_one_measure_direction_who_scope_place_and_basis() -> None:
    given = reports(reported(), None, None).series
    key = ("measure", "direction", "who", "scope", "country", "basis", "unit", "days")
    several = pl.when(pl.col("basis") == "flow").then(pl.col("starts") == pl.col("ends"))
    expected = reported().with_columns(days=several).select(key).unique().height
    assert len(given) == expected
    assert sum(len(one.figures) for one in given) == reported().height
    homes = [one.home for one in given]
    assert len(set(homes)) == 1 + sum(a != b for a, b in pairwise(homes)), "the rows of a country stand together"


def test_only_equal_measures_of_equal_size_share_a_scale() -> None:
    given = reports(reported(), None, None).series
    tops = scales(given)
    for one, top in zip(given, tops, strict=True):
        assert one.most <= top
        alike = {(o.measure, o.unit, o.basis, o.length) for o, other in zip(given, tops, strict=True) if other == top}
        assert alike == {(one.measure, one.unit, one.basis, one.length)}
        assert one.most * 4 > top, "no row lies flat under the scale of another"


def test_numbers_of_days_and_of_periods_are_apart() -> None:
    week = reported().filter((pl.col("basis") == "flow") & (pl.col("starts") == pl.col("ends"))).head(1)
    both = pl.concat([week, week.with_columns(starts=pl.col("ends") - pl.duration(days=6), claim_id=pl.lit("week"))])
    assert sorted(one.length for one in reports(both, None, None).series) == ["day", "period"]


def test_only_the_asked_days_are_drawn_and_told() -> None:
    until = date(2022, 9, 26)
    given = reports(reported(), None, until)
    assert max(figure.ends for one in given.series for figure in one.figures) <= until
    told = meta(charts.counts(reported(), context=charts.ChartContext(until=until)))
    assert "October" not in told["title"]
    assert (
        "26 September 2022"
        in read(charts.counts(reported(), context=charts.ChartContext(until=until))).spec["title"]["subtitle"][0]
    )


def test_of_many_measures_the_most_reported_is_drawn_and_the_others_named() -> None:
    one = reported().filter(pl.col("measure") == "crossings")
    names = ("cars", "calls", "fires", "trains")
    other = [one.head(1).with_columns(measure=pl.lit(name), claim_id=pl.lit(name)) for name in names]
    given = reports(pl.concat([one, *other]), None, None)
    assert {series.measure for series in given.series} == {"crossings"}
    assert any(all(name in note for name in names) for note in given.notes)


def test_bounds() -> None:
    figures = {f.number: f for one in reports(reported(), None, None).series for f in one.figures}
    assert figures["more than 200,000"].bound == "more"
    assert figures["up to 1,688"].bound == "upto"
    assert (figures["10,000"].low, figures["10,000"].high) == (9000, 11000)
    drawn = {shape for basis in BASES for shape in _shapes(reported().filter(pl.col("basis") == basis))}
    assert {"triangle-up", "triangle-down", "diamond", "square"} <= drawn


def _shapes(frame: pl.DataFrame) -> set[str]:
    rows = read(charts.counts(frame)).spec["datasets"].values()
    return {row["shape"] for part in rows for row in part if "shape" in row}


def test_a_superseded_number_is_struck_through_and_not_in_the_headline() -> None:
    def struck(frame: pl.DataFrame) -> int:
        rows = read(charts.counts(frame)).spec["datasets"].values()
        return sum(row.get("shape") == shapes.SLASH for part in rows for row in part)

    corrected = pl.col("superseded").any().over("country", "basis", "direction")
    assert struck(reported().filter(corrected)) == 3, "two corrected numbers and the key"
    assert struck(reported().filter(~pl.col("superseded"))) == 0
    frame = reported().with_columns(superseded=pl.col("value") == 200_000)
    assert "200,000" not in meta(charts.counts(frame))["title"]


@pytest.mark.parametrize("preset", sorted(charts.PRESETS))
def test_a_label_is_nearer_to_its_own_mark_than_to_any_other(preset: str) -> None:
    days = [date(2022, 9, 20) + timedelta(days=i) for i in range(9)]
    values = [3133.0, 5286.0, 4824.0, 7667.0, 8572.0, 8314.0, 7743.0, 5200.0, 1688.0]
    one = reported().filter(pl.col("basis") == "flow").head(1)
    frame = pl.concat(
        [one.with_columns(value=pl.lit(v), starts=pl.lit(d), ends=pl.lit(d)) for v, d in zip(values, days, strict=True)]
    )
    drawn = read(charts.counts(frame, context=charts.ChartContext(preset=preset)))
    named = {f"{value:,.0f}": day for value, day in zip(values, days, strict=True)}
    labels = [(named[text], box) for text, box in drawn.texts if text in named]
    assert labels
    points = _points_of_days(drawn)
    for day, box in labels:
        distances = {other: box.distance(mark) for other, mark in points.items()}
        centred = abs((box.x0 + box.x1) / 2 - (points[day].x0 + points[day].x1) / 2) < 2
        assert distances[day] == min(distances.values()) or centred


def _points_of_days(drawn: Drawn) -> dict[date, Box]:
    """The dot of each day."""
    first, last = next(one["encoding"]["x"]["scale"]["domain"] for one in drawn.spec["layer"])
    width = drawn.spec["width"]
    out = {}
    for mark in drawn.marks:
        if abs((mark.x1 - mark.x0) - (mark.y1 - mark.y0)) < 0.01:
            at = first + (mark.x0 + mark.x1) / 2 / width * (last - first)
            out[datetime.fromtimestamp(at / 1000, UTC).date()] = mark
    return out


def test_the_headline_names_number_direction_and_speaker() -> None:
    title = meta(charts.counts(reported().filter(pl.col("basis") == "since")))["title"]
    assert (
        title == "More than 200,000 Russian citizens into Kazakhstan, 21 September to 4 October 2022, says Akhmetzhanov"
    )
    assert len(title.split()) <= 15


def test_the_headline_of_a_course_names_its_highest_day() -> None:
    title = meta(charts.counts(reported()))["title"]
    assert title.startswith("Reported crossings into Finland peaked at 8,572 on 24 September")
    assert len(title.split()) <= 15


def test_series_without_room_are_counted() -> None:
    chart = charts.counts(reported(), context=charts.ChartContext(preset="web"))
    drawn = meta(chart)["record"]["drawn"]
    assert 0 < drawn["drawn"] < drawn["series"]
    assert f"{drawn['series'] - drawn['drawn']} more series are not drawn" in meta(chart)["alt"]


def test_a_report_without_number_or_day_is_counted_and_thousands_are_thinned() -> None:
    lost = reported().with_columns(value=None, low=None, high=None).cast(reported().schema)
    assert "No reported counts" in meta(charts.counts(lost))["title"]
    one = reported().head(1)
    many = pl.concat([one.with_columns(value=pl.lit(float(n)), claim_id=pl.lit(f"c{n}")) for n in range(900)])
    given = reports(pl.concat([many, lost.head(1)]), None, None)
    assert len(given.series[0].figures) <= 400
    assert given.series[0].most == 899
    assert any("1 report without day or number" in note for note in given.notes)


def test_nothing_reported_is_said() -> None:
    chart = charts.counts(reported().clear())
    assert "No reported counts in this range" in meta(chart)["title"]


def _report(starts: date, ends: date, value: float, scope: str, basis: str = "flow") -> dict[str, object]:
    return {
        "claim_id": f"c{ends:%m%d}{scope}",
        "country": "Finland",
        "measure": "crossings",
        "direction": "in",
        "who": "Russian citizens",
        "scope": scope,
        "basis": basis,
        "starts": starts,
        "ends": ends,
        "value": value,
        "speaker": "Border Guard",
    }


def _day(number: int, value: float, scope: str) -> dict[str, object]:
    return _report(date(2022, 9, number), date(2022, 9, number), value, scope)


def _framed(rows: list[dict[str, object]]) -> pl.DataFrame:
    return conform(pl.DataFrame(rows, infer_schema_length=None), REPORTED)


def test_the_headline_tells_the_whole_not_the_part_with_more_reports() -> None:
    part = [_day(number, 1000.0 * number, "three checkpoints") for number in (1, 2, 3, 4, 5)]
    whole = [_day(number, value, "whole border") for number, value in ((1, 7000.0), (3, 8572.0), (5, 7743.0))]
    title = meta(charts.counts(_framed(part + whole)))["title"]
    assert "8,572" in title
    alone = meta(charts.counts(_framed([*part, *whole[1:2]])))["title"]
    assert "peaked" not in alone
    assert "highest" not in alone


def test_a_bracket_from_long_before_does_not_press_the_days_into_a_corner() -> None:
    days = [_day(number, 100.0 * number, "") for number in range(10, 20)]
    long = _report(date(2022, 2, 24), date(2022, 9, 15), 1_303_000.0, "", "since")

    def first(rows: list[dict[str, object]]) -> date:
        low = read(charts.counts(_framed(rows))).spec["layer"][0]["encoding"]["x"]["scale"]["domain"][0]
        return datetime.fromtimestamp(low / 1000, UTC).date()

    assert first([*days, long]) > date(2022, 8, 1)
    assert first([long]) < date(2022, 2, 25)


def test_undeclared_days_are_named_within_the_axis_only() -> None:
    runs = ((date(2022, 5, 13), date(2022, 9, 22)), (date(2022, 11, 2), date(2022, 12, 31)))
    alt = meta(charts.counts(reported(), context=charts.ChartContext(undeclared=runs)))["alt"]
    assert "No coverage is declared for 17–22 Sep." in alt


@pytest.mark.parametrize(("preset", "countries"), [("web", 3), ("square", 5)])
def test_the_numbers_of_the_headline_are_labelled_before_larger_ones(preset: str, countries: int) -> None:
    told = [(20, 4824), (23, 7667), (24, 8572), (25, 8314), (26, 7743), (29, 5200), (30, 1688), (34, 784)]
    row = {"measure": "crossings", "direction": "in", "basis": "flow", "speaker": "Finnish Border Guard, south-east"}
    rows = []
    for country, (day, value) in product(("Finland", "Georgia", "Latvia", "Norway", "Poland")[:countries], told):
        when = date(2022, 8, 31) + timedelta(days=day)
        more = {"speaker": "Yle"} if value == 784 else {}
        bound = {"low": 5200.0, "value": None} if value == 5200 else {"low": None, "value": float(value)}
        rows.append(row | {"country": country, "place": country, "starts": when, "ends": when} | more | bound)
    frame = conform(pl.DataFrame(rows, schema_overrides={"low": pl.Float64}), REPORTED)
    context = charts.ChartContext(preset=preset, since=date(2022, 9, 13), until=date(2022, 10, 25))
    chart = charts.counts(frame, context=context)
    assert "peaked at 8,572 on 24 September; 784 on 4 October" in meta(chart)["title"]
    drawn = meta(chart)["record"]["drawn"]["drawn"]
    for number in ("8,572", "784"):
        labels = [text for text, _ in read(chart).texts if text.startswith(number)]
        assert len(labels) == drawn, number
