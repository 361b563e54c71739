"""The timeline: nothing overlaps, nothing is cut, nothing is dropped silently, and a mark says what it means."""

from __future__ import annotations

from datetime import date

import altair as alt
import polars as pl
import pytest
from chart_samples import events, kinds
from drawn import faults, meta, read
from worlds import drawn_world, world

from steps import steps
from timeline import charts
from timeline.charts import fonts
from timeline.charts.items import happenings, items
from timeline.charts.layout import Box
from timeline.errors import UsageError
from timeline.model import EVENTS, conform

PRESETS = sorted(charts.PRESETS)


def _texts(chart: alt.LayerChart) -> list[str]:
    return [text for text, _ in read(chart).texts]


@pytest.mark.parametrize("preset", PRESETS)
def test_no_label_touches_anything_in_the_sample(preset: str) -> None:
    chart = charts.timeline(events(), kinds=kinds(), context=charts.ChartContext(preset=preset))
    assert faults(chart) == []


@pytest.mark.parametrize("seed", range(18))
def test_no_label_touches_anything_in_random_worlds(seed: int) -> None:
    count, days = (3, 8, 25, 40, 90, 200)[seed % 6], (1, 14, 60, 700, 3650)[seed % 5]
    frame = world(seed, count, days, script=("cyrillic", "latin", "arabic")[seed % 3], endless=seed % 7 == 0)
    chart = charts.timeline(frame, context=charts.ChartContext(preset=PRESETS[seed % len(PRESETS)]))
    assert faults(chart) == []
    drawn = meta(chart)["record"]["drawn"]
    assert drawn["events"] == count == drawn["labelled"] + len(drawn["unlabelled"])


def test_no_line_of_marks_pressed_flat_touches_a_label() -> None:
    drawn = read(drawn_world(37, "doc-half"))
    layers = [layer for layer in drawn.spec["layer"] if layer["mark"]["type"] == "rule"]
    lines = []
    for layer in layers:
        first, last = layer["encoding"]["x"]["scale"]["domain"]
        for row in drawn.spec["datasets"][layer["data"]["name"]]:
            x0, x1 = ((row[end] - first) / (last - first) * drawn.spec["width"] for end in ("x", "x2"))
            lines.append(Box(x0, row["y"], x1, row["y2"]).grown(0.3))
    assert len(lines) > 40
    assert [text for text, box in drawn.texts if any(box.grown(-0.4).hits(line) for line in lines)] == []


def test_the_important_are_labelled() -> None:
    frame = world(5, 40, 60)
    chart = charts.timeline(frame)
    important = set(frame.filter(pl.col("importance") == 1)["event_id"])
    missing = important & set(meta(chart)["record"]["drawn"]["unlabelled"])
    assert len(missing) <= 0.1 * len(important)


def test_what_is_pinned_is_labelled_like_what_is_important() -> None:
    frame = world(5, 40, 60).with_columns(importance=pl.lit(3))
    pinned = frame.with_columns(pinned=pl.col("event_id").is_in(["e0003", "e0017"]))
    shown = happenings(pinned, None, charts.ChartContext(), 8)
    assert shown is not None
    assert set(shown.frame.filter(pl.col("importance") == 1)["event_id"]) == {"e0003", "e0017"}
    assert not {"e0003", "e0017"} & set(meta(charts.timeline(pinned))["record"]["drawn"]["unlabelled"])


@pytest.mark.parametrize("preset", PRESETS)
def test_what_it_is_read_against_stands_behind_the_lanes(preset: str) -> None:
    against = [
        charts.Reference(date(2022, 9, 21), "Order signed"),
        charts.Reference(date(2022, 9, 23), "Voting", date(2022, 9, 27)),
        charts.Reference(date(1999, 1, 1), "Long before"),
    ]
    context = charts.ChartContext(preset=preset)
    chart = charts.timeline(events(), kinds=kinds(), context=context, references=against)
    assert faults(chart) == []
    assert {"Order signed", "Voting"} <= set(_texts(chart))
    assert "Long before" not in _texts(chart)
    shaded = [
        row["x2"] - row["x"]
        for layer in read(chart).spec["layer"]
        if layer["mark"]["type"] == "rect"
        for row in read(chart).spec["datasets"][layer["data"]["name"]]
        if row.get("fill") == charts.THEMES["light"].shade
    ]
    assert len(shaded) == 2
    assert max(shaded) == pytest.approx(5 * 86_400_000, rel=0.01)


def test_what_has_no_label_is_counted() -> None:
    chart = charts.timeline(events(), kinds=kinds())
    drawn = meta(chart)["record"]["drawn"]
    counted = sum(
        int(t.removeprefix("+").split()[0]) for t in _texts(chart) if t.startswith("+") and t.endswith("more")
    )
    assert counted == len(drawn["unlabelled"]) > 0
    assert f"{drawn['labelled']} of 41 entries labelled" in meta(chart)["alt"]


def test_a_frame_alone_is_enough() -> None:
    chart = charts.timeline(events().select("event_id", "kind", "title", "starts", "ends"))
    assert isinstance(chart, alt.LayerChart)
    assert "41 events" in meta(chart)["title"]
    changed = chart.properties(title="Mine") + alt.Chart(pl.DataFrame({"d": [date(2022, 9, 25)]})).mark_rule().encode(
        x="d:T"
    )
    assert charts.render(changed, "svg").count(b"Mine") >= 1


def test_marks_differ_by_what_is_known() -> None:
    shown = happenings(events(), kinds(), charts.ChartContext())
    assert shown is not None
    marks = {item.text: item.mark for item in items(shown.frame)}
    assert marks["Annexation treaties signed"] == "moment"
    assert marks["Voting in Donetsk, Kherson, Luhansk and Zaporizhzhia"] == "bar"
    assert marks["Bashkortostan: office attacked"] == "within"
    assert marks["98,000 entered Kazakhstan"] == "tally"
    statuses = {"denied": "M-0.8", "planned": "diamond", "contested": "M0,-1A1"}
    shapes = {
        row["shape"]
        for rows in read(charts.timeline(events())).spec["datasets"].values()
        for row in rows
        if "shape" in row
    }
    assert all(any(shape.startswith(start) for shape in shapes) for start in statuses.values())


def test_a_mark_stands_under_the_middle_of_its_day() -> None:
    drawn = read(charts.timeline(events().filter(pl.col("title") == "Annexation treaties signed in the Kremlin")))
    day = next(box for text, box in drawn.texts if text == "Fri 30")
    assert (day.x0 + day.x1) / 2 == pytest.approx((drawn.marks[0].x0 + drawn.marks[0].x1) / 2, abs=0.1)


def test_an_open_end_and_a_missing_date_are_said() -> None:
    frame = (
        events()
        .head(3)
        .with_columns(
            ends=pl.Series([None, date(2022, 9, 30), None], dtype=pl.Date),
            starts=pl.Series([date(2022, 9, 21), None, None], dtype=pl.Date),
            lasting=pl.lit(True),
        )
    )
    chart = charts.timeline(frame)
    assert "1 event has no date and is not drawn" in meta(chart)["alt"]
    shapes = [row["shape"] for rows in read(chart).spec["datasets"].values() for row in rows if "shape" in row]
    assert {"triangle-left", "triangle-right"} <= set(shapes)


def test_no_events_is_said_and_is_no_error() -> None:
    chart = charts.timeline(events().clear())
    assert "No events in this range" in meta(chart)["title"]
    assert faults(chart) == []
    late = charts.ChartContext(since=date(2030, 1, 1), until=date(2030, 2, 1))
    assert "No events" in meta(charts.timeline(events(), context=late))["title"]


def test_a_headline_has_at_most_15_words_and_says_what_is_counted() -> None:
    context = charts.ChartContext(subject="attacks on draft offices in Russia and occupied Ukraine")
    title = meta(charts.timeline(events(), context=context))["title"]
    assert len(title.split()) <= 15
    assert "36 attacks on draft offices in Russia and occupied Ukraine" in title
    assert meta(charts.timeline(events(), context=charts.ChartContext(title="Sixteen days")))["title"] == "Sixteen days"


def test_many_events_become_columns_with_the_most_important_labelled() -> None:
    frame = world(4, 3000, 900)
    chart = charts.timeline(frame)
    assert faults(chart) == []
    assert any("events a week" in str(line) for line in read(chart).spec["title"]["subtitle"])
    spec = chart.to_dict()
    assert max(len(rows) for rows in spec["datasets"].values()) < 5000


def test_a_layout_takes_no_more_than_twice_the_work_for_twice_the_events() -> None:
    fewer, more = world(3, 250, 60), world(3, 500, 60)
    charts.timeline(fewer)  # what is loaded once
    assert steps(lambda: charts.timeline(more)) < 2 * steps(lambda: charts.timeline(fewer))


def test_hostile_titles_are_shown_as_text() -> None:
    titles = [
        "</script><script>alert(1)</script>",
        "a\x00b\x07c\ud7ff\u202egnp",
        "<b>&amp;",
        "=1+1",
        "x" * 10_000,
        "",
        " \n\t",
    ]
    frame = events().head(len(titles)).with_columns(title=pl.Series(titles), label=pl.lit(None, pl.String))
    chart = charts.timeline(frame)
    assert faults(chart) == []
    shown = "".join(_texts(chart))
    assert not any(char in shown for char in "\x00\x07\u202e\n")
    assert charts.render(chart, "png").startswith(b"\x89PNG")


def test_an_unknown_preset_names_the_known() -> None:
    with pytest.raises(UsageError, match="no preset named 'poster'; there are: slide"):
        charts.timeline(events(), context=charts.ChartContext(preset="poster"))


def test_of_many_tallies_only_the_weighty_are_drawn_and_the_others_counted() -> None:
    frame = world(3, 30, 14).with_columns(form=pl.lit("tally"), importance=pl.lit(2, pl.Int8), kind_group=pl.lit("a"))
    chart = charts.timeline(frame)
    assert "Not counted as events: 30 tallies (24 not drawn)" in meta(chart)["alt"]
    drawn = meta(chart)["record"]["drawn"]
    assert drawn["labelled"] + len(drawn["unlabelled"]) == 30


def test_exactly_the_asked_days_are_on_the_axis() -> None:
    context = charts.ChartContext(since=date(2022, 9, 20), until=date(2022, 10, 6))
    days = [text for text in _texts(charts.timeline(events(), kinds=kinds(), context=context)) if text.isdigit()]
    assert days == [str(day) for day in (*range(20, 31), *range(1, 7))]


def test_uncovered_days_are_hatched_on_the_axis() -> None:
    context = charts.ChartContext(uncovered=((date(2022, 9, 28), date(2022, 9, 29)),))
    hatched = [
        row
        for chart in (charts.timeline(events(), context=context), charts.timeline(events()))
        for rows in read(chart).spec["datasets"].values()
        for row in rows
        if row.get("stroke") == charts.THEMES["light"].hatch
    ]
    assert hatched
    assert faults(charts.timeline(events(), context=context)) == []
    plain = charts.timeline(events()).to_dict()["datasets"].values()
    assert not any(row.get("stroke") == charts.THEMES["light"].hatch for rows in plain for row in rows)


def test_an_important_event_is_shortened_before_it_goes_without_its_label() -> None:
    long = "a very long title that goes on and on " * 40
    frame = world(5, 30, 3).with_columns(title=pl.when(pl.col("importance") == 1).then(pl.lit(long)).otherwise("title"))
    for preset in ("slide", "web"):
        chart = charts.timeline(frame, context=charts.ChartContext(preset=preset))
        important = set(frame.filter(pl.col("importance") == 1)["event_id"])
        assert not important & set(meta(chart)["record"]["drawn"]["unlabelled"])
        assert faults(chart) == []


def test_headline_and_subtitle_do_not_say_the_same_days_twice() -> None:
    frame = world(1, 8, 60)
    spec = charts.timeline(frame).to_dict(validate=False)["title"]
    days = " ".join(spec["text"]).partition(", ")[2]
    assert days
    assert days not in " ".join(spec["subtitle"])
    named = charts.timeline(frame, context=charts.ChartContext(title="What happened")).to_dict(validate=False)["title"]
    assert days in " ".join(named["subtitle"])


@pytest.mark.parametrize("preset", PRESETS)
def test_a_few_events_of_one_day_are_all_labelled(preset: str) -> None:
    day = date(2022, 9, 21)
    rows = [
        {"event_id": f"e{n}", "kind": "protest", "title": f"Protest {n}", "starts": day, "ends": day} for n in (1, 2, 3)
    ]
    chart = charts.timeline(conform(pl.DataFrame(rows), EVENTS), context=charts.ChartContext(preset=preset))
    assert {"Protest 1", "Protest 2", "Protest 3"} <= set(_texts(chart))
    assert faults(chart) == []


@pytest.mark.parametrize("seed", [4, 5])
def test_marks_are_not_pressed_into_specks_for_the_sake_of_labels(seed: int) -> None:
    chart = charts.timeline(world(seed, 40, 20), context=charts.ChartContext(preset="web"))
    line = charts.PRESETS["web"].label * fonts.LINE
    # The thinnest is an interval, less than half as high as the point on it.
    assert min(mark.y1 - mark.y0 for mark in read(chart).marks) > line * 0.16


def test_what_is_put_together_in_one_lane_has_no_kinds_colour() -> None:
    shown = happenings(events(), kinds(), charts.ChartContext(), 3)
    assert shown is not None
    colours = {lane.key: lane.colour for lane in shown.lanes}
    assert colours.pop("other") == charts.THEMES["light"].soft
    assert charts.THEMES["light"].soft not in colours.values()
