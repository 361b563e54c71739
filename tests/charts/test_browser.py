"""Overlaps as a browser measures them on the rendered SVG, not as the layout believes them to be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from browser import THERE, dumped, measured
from chart_samples import events, kinds, reported, rolling
from worlds import drawn_world, seeded

from timeline import charts
from timeline.charts.themes import THEMES

pytestmark = pytest.mark.skipif(not THERE, reason="needs Debian's chromium")
PRESETS = sorted(charts.PRESETS)
PART = 50


@pytest.mark.long
@pytest.mark.parametrize("part", range(200 // PART))
@pytest.mark.parametrize("preset", PRESETS)
def test_random_worlds(preset: str, part: int, tmp_path: Path) -> None:
    seeds = range(part * PART, (part + 1) * PART)
    pictures = [charts.render(drawn_world(seed, preset), "svg") for seed in seeds]
    results = measured(pictures, tmp_path, lines=True)
    assert [(seed, one["found"]) for seed, one in zip(seeds, results, strict=True) if one["found"]] == []
    assert all(one["texts"] > 4 for one in results)


def test_some_random_worlds(tmp_path: Path) -> None:
    seeds = range(3, 200, 37)
    pictures = [charts.render(drawn_world(seed, PRESETS[seed % len(PRESETS)]), "svg") for seed in seeds]
    results = measured(pictures, tmp_path, lines=True)
    assert [(seed, one["found"]) for seed, one in zip(seeds, results, strict=True) if one["found"]] == []


@pytest.mark.long
@pytest.mark.parametrize("preset", PRESETS)
def test_nine_of_ten_important_events_are_labelled(preset: str) -> None:
    important = labelled = 0
    for seed in range(200):
        frame = seeded(seed)
        if frame.height <= 40:
            chart = drawn_world(seed, preset)
            carried = chart.to_dict(validate=False)["usermeta"]["timeline"]["record"]["drawn"]
            first = set(frame.filter(frame["importance"] == 1)["event_id"])
            important += len(first)
            labelled += len(first - set(carried["unlabelled"]))
    assert labelled >= 0.9 * important


@pytest.mark.long
@pytest.mark.parametrize("preset", PRESETS)
def test_the_samples(preset: str, tmp_path: Path) -> None:
    pictures = []
    for theme in THEMES:
        context = charts.ChartContext(preset=preset, theme=theme)
        pictures += [
            charts.render(charts.timeline(events(), kinds=kinds(), context=context), "svg"),
            charts.render(charts.rolling(rolling(), context=context), "svg"),
            charts.render(charts.counts(reported(), context=context), "svg"),
        ]
    assert [one["found"] for one in measured(pictures, tmp_path) if one["found"]] == []


@pytest.mark.long
def test_the_page_draws_itself_without_a_network(tmp_path: Path) -> None:
    page = charts.write(charts.timeline(events(), kinds=kinds()), tmp_path / "page.html")
    shown = dumped(page, tmp_path / "profile", "document.querySelector('.vega-embed svg text')")
    assert "vega-embed" in re.sub(r"<script>.*?</script>", "", shown, flags=re.DOTALL)
    assert "Annexation treaties signed" in shown
