"""Reported counts: kinds of number are never mixed, bounds and corrections are seen, speakers are named."""

from __future__ import annotations

from itertools import pairwise

import polars as pl
import pytest
from drawn import faults, meta, read
from sample import reported

from timeline import charts
from timeline.charts import shapes
from timeline.charts.figures import reports

PRESETS = sorted(charts.PRESETS)


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_touches_anything(preset: str) -> None:
    assert faults(charts.counts(reported(), context=charts.ChartContext(preset=preset))) == []


def test_a_series_is_one_measure_direction_who_scope_place_and_basis() -> None:
    given = reports(reported(), None, None).series
    expected = reported().select("measure", "direction", "who", "scope", "country", "basis", "unit").unique().height
    assert len(given) == expected
    assert sum(len(one.figures) for one in given) == reported().height
    homes = [one.title for one in given]
    assert len(set(homes)) == 1 + sum(a != b for a, b in pairwise(homes)), "the rows of a country stand together"


def test_only_equal_measures_share_a_scale() -> None:
    scales = {one.scale for one in reports(reported(), None, None).series}
    assert all(basis in ("flow", "stock", "since", "target") for _, _, basis in scales)
    assert len({scale for scale in scales if scale[0] == "crossings"}) == 2


def test_bounds() -> None:
    figures = {f.number: f for one in reports(reported(), None, None).series for f in one.figures}
    assert figures["more than 200,000"].bound == "more"
    assert figures["up to 1,688"].bound == "upto"
    assert (figures["10,000"].low, figures["10,000"].high) == (9000, 11000)
    drawn = [
        row["shape"]
        for rows in read(charts.counts(reported())).spec["datasets"].values()
        for row in rows
        if "shape" in row
    ]
    assert {"triangle-up", "triangle-down", "diamond", "square"} <= set(drawn)


def test_a_superseded_number_is_struck_through_and_not_in_the_headline() -> None:
    def struck(frame: pl.DataFrame) -> int:
        rows = read(charts.counts(frame)).spec["datasets"].values()
        return sum(row.get("shape") == shapes.SLASH for part in rows for row in part)

    assert struck(reported()) == 3, "two corrected numbers and the key"
    assert struck(reported().filter(~pl.col("superseded"))) == 0
    frame = reported().with_columns(superseded=pl.col("value") == 200_000)
    assert "200,000" not in meta(charts.counts(frame))["title"]


def test_the_headline_names_number_direction_and_speaker() -> None:
    title = meta(charts.counts(reported()))["title"]
    assert (
        title == "More than 200,000 Russian citizens into Kazakhstan, 21 September to 4 October 2022, says Akhmetzhanov"
    )
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
