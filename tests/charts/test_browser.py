"""Overlaps as a browser measures them on the rendered SVG, not as the layout believes them to be."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from sample import events, kinds, reported, rolling
from worlds import world

from timeline import charts

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Debian's chromium"),
]
PRESETS = sorted(charts.PRESETS)
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=4000",
    "--dump-dom",
]
MEASURE = """
const svg = document.querySelector("svg"), back = svg.getScreenCTM().inverse();
const box = (node) => {
  const b = node.getBBox(), m = back.multiply(node.getScreenCTM());
  const p = [[b.x, b.y], [b.x + b.width, b.y + b.height]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(m));
  return [p[0].x, p[0].y, p[1].x, p[1].y];
};
const hit = (a, b) => a[0] < b[2] - .6 && b[0] < a[2] - .6 && a[1] < b[3] - .6 && b[1] < a[3] - .6;
const solid = (node) => !["#eeebe4", "#f4f4f4"].includes(node.getAttribute("fill"))
  && (node.getAttribute("fill") !== "#ffffff" || node.getAttribute("stroke"));
const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim());
const marks = [...svg.querySelectorAll(".mark-symbol path, .mark-rect path")].filter(solid).map(box);
const size = svg.viewBox.baseVal, found = [], placed = texts.map((t) => [t.textContent, box(t)]);
placed.forEach(([text, b], index) => {
  if (b[0] < -.5 || b[1] < -.5 || b[2] > size.width + .5 || b[3] > size.height + .5) found.push("cut: " + text);
  placed.slice(index + 1).forEach(([other, c]) => { if (hit(b, c)) found.push(text + " | " + other); });
  marks.forEach((c) => { if (hit(b, c)) found.push(text + " on a mark"); });
});
document.body.innerHTML = "<pre></pre>";
document.querySelector("pre").textContent = JSON.stringify({ texts: texts.length, found });
"""


def _measured(svg: bytes, folder: Path) -> dict[str, Any]:
    page = folder / "page.html"
    script = f"<script>document.fonts.ready.then(() => {{{MEASURE}}})</script>"
    page.write_text(f"<!doctype html><meta charset=utf-8><body style='margin:0'>{svg.decode()}{script}", "utf-8")
    command = ["chromium", *FLAGS, f"--user-data-dir={folder / 'profile'}", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"<pre>(.*?)</pre>", shown, re.DOTALL)
    assert found is not None
    result: dict[str, Any] = json.loads(html.unescape(found[1]))
    return result


@pytest.mark.parametrize("seed", range(200))
def test_random_worlds(seed: int, tmp_path: Path) -> None:
    count = (3, 5, 8, 15, 25, 40, 80, 150, 300, 500)[seed % 10]
    days = (1, 2, 5, 14, 30, 60, 200, 700, 3650)[seed % 9]
    frame = world(seed, count, days, cyrillic=seed % 3 == 0, endless=seed % 11 == 0)
    chart = charts.timeline(frame, context=charts.ChartContext(preset=PRESETS[seed % len(PRESETS)]))
    result = _measured(charts.render(chart, "svg"), tmp_path)
    assert result["texts"] > 5
    assert result["found"] == []


@pytest.mark.parametrize("preset", PRESETS)
def test_the_samples(preset: str, tmp_path: Path) -> None:
    context = charts.ChartContext(preset=preset)
    drawn = (
        charts.timeline(events(), kinds=kinds(), context=context),
        charts.rolling(rolling(), context=context),
        charts.counts(reported(), context=context),
    )
    for number, chart in enumerate(drawn):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert _measured(charts.render(chart, "svg"), folder)["found"] == []


def test_the_page_draws_itself_without_a_network(tmp_path: Path) -> None:
    page = charts.write(charts.timeline(events(), kinds=kinds()), tmp_path / "page.html")
    command = ["chromium", *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", page.as_uri()]
    shown = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert 'class="vega-embed"' in shown or "vega-embed" in re.sub(r"<script>.*?</script>", "", shown, flags=re.DOTALL)
    assert "Annexation treaties signed" in shown
