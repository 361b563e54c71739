"""Small multiples: one scale, the same days, nothing on anything else, and what finds no room is said."""

from __future__ import annotations

import polars as pl
import pytest
from chart_samples import events, kinds, reported, rolling
from drawn import faults, meta, read
from worlds import world

from timeline import charts
from timeline.charts.multiples import _across
from timeline.errors import UsageError
from timeline.model import EVENTS, REPORTED, ROLLING_COUNTS, empty

PRESETS = sorted(charts.PRESETS)


def _windows(names: str) -> pl.DataFrame:
    return pl.concat([rolling(series=f"kind_{letter}") for letter in names])


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("by", ["kind", "country"])
def test_no_label_touches_anything_in_a_grid_of_timelines(preset: str, by: str) -> None:
    context = charts.ChartContext(preset=preset)
    assert faults(charts.grid(events(), kinds=kinds(), by=by, context=context)) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_touches_anything_in_a_grid_of_numbers(preset: str) -> None:
    context = charts.ChartContext(preset=preset)
    assert faults(charts.grid(_windows("abcdefg"), context=context)) == []
    assert faults(charts.grid(reported(), context=context)) == []


def test_all_windows_share_one_scale() -> None:
    low = rolling(series="low").with_columns(pl.col("rolling_certain", "rolling_possible") // 9)
    drawn = read(charts.grid(pl.concat([rolling(series="high"), low])))
    peaks = {text: box for text, box in drawn.texts if text in ("18", "2")}
    assert len(peaks) == 2
    assert peaks["2"].y0 > peaks["18"].y0 + 20, "the lower series stands lower"


def test_cells_stand_in_the_order_of_their_size_and_the_rest_is_counted() -> None:
    chart = charts.grid(_windows("abcdefghijklmnopqrstuvwxyz"), context=charts.ChartContext(preset="web"))
    drawn = meta(chart)["record"]["drawn"]
    assert len(drawn["cells"]) + drawn["left_out"] == 26
    assert f"{drawn['left_out']} more are not drawn" in meta(chart)["alt"]
    assert faults(chart) == []


def test_a_crowded_cell_is_columns_that_say_what_they_count() -> None:
    frame = world(5, 300, 40).with_columns(kind=pl.lit("protest"), form=pl.lit("incident"))
    few = world(6, 4, 40).with_columns(kind=pl.lit("border_queue"), form=pl.lit("incident"))
    chart = charts.grid(pl.concat([frame, few]), context=charts.ChartContext(preset="doc-half"))
    texts = [text for text, _ in read(chart).texts]
    assert sum(text.startswith("Events a ") for text in texts) == 1
    assert faults(chart) == []


@pytest.mark.parametrize(("count", "across"), [(1, 1), (3, 3), (5, 3), (6, 3), (7, 4), (8, 4), (9, 3), (12, 4)])
def test_rows_of_cells_are_full_where_they_can_be(count: int, across: int) -> None:
    assert _across(count, 4) == across


def test_a_tally_is_no_event_of_a_cell() -> None:
    told = meta(charts.grid(events(), kinds=kinds(), by="kind"))
    assert "Not counted as events: 2 tallies (not drawn), 1 planned, 1 contested and 1 denied." in told["alt"]
    happened = events().filter(pl.col("form") != "tally", pl.col("status") == "asserted").height
    assert f"of {happened} events" in told["title"]


def test_a_cell_tells_how_many_of_its_events_have_no_label() -> None:
    texts = [text for text, _ in read(charts.grid(events(), by="country")).texts]
    more = next(int(text.split()[0][1:]) for text in texts if text.endswith("more"))
    russia = events().filter(pl.col("country") == "Russia", pl.col("form") != "tally")
    labelled = {label or title for label, title in russia.select("label", "title").rows()} & set(texts)
    assert 0 < more < russia.height
    assert len(labelled) <= russia.height - more


def test_a_long_name_of_a_cell_takes_two_lines() -> None:
    name = "announcements_of_an_end_of_mobilization"
    frame = pl.concat([_windows("abcdefg"), rolling(series=name)])
    texts = [text for text, _ in read(charts.grid(frame, context=charts.ChartContext(preset="doc-half"))).texts]
    assert not any(text.startswith("Announcements") and text.endswith("…") for text in texts)
    assert any(text.startswith("Announcements of") for text in texts)


def test_the_key_of_windows_names_what_occurs() -> None:
    meant = ("certain", "possible", "at least", "not covered")
    told = [text for text, _ in read(charts.grid(_windows("ab"))).texts]
    assert [text for text in told if text in meant] == list(meant)
    sure = _windows("ab").with_columns(
        rolling_possible="rolling_certain", possible="certain", complete=True, coverage=pl.lit("covered")
    )
    assert not set(meant) & {text for text, _ in read(charts.grid(sure)).texts}


@pytest.mark.parametrize("schema", [EVENTS, REPORTED, ROLLING_COUNTS], ids=["events", "reported", "rolling"])
def test_nothing_is_said(schema: dict[str, pl.DataType]) -> None:
    assert meta(charts.grid(empty(schema)))["title"] == "No events in this range"


def test_an_unknown_division_is_answered_with_the_known() -> None:
    with pytest.raises(UsageError, match="no division named 'colour'; there are: kind, country, place"):
        charts.grid(events(), by="colour")
