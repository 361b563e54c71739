"""Chromium as the judge of a chart: the boxes of its text and marks, as `getBBox` gives them on the rendered SVG."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from page_browser import THERE, browser

from timeline.charts.themes import THEMES

__all__ = ["THERE", "dumped", "measured"]
# What lies behind everything else: the ground, shaded spans and uncovered days.
BEHIND = sorted({colour for theme in THEMES.values() for colour in (theme.ground, theme.shade, theme.uncovered)})
MEASURE = """
const behind = new Set(BEHIND);
const hit = (a, b) => a[0] < b[2] - .6 && b[0] < a[2] - .6 && a[1] < b[3] - .6 && b[1] < a[3] - .6;
const crossed = (line, t) => hit([line[0] - .3, line[1] - .3, line[2] + .3, line[3] + .3], t);
const solid = (node) => !behind.has(node.getAttribute("fill")) || node.getAttribute("stroke");
function faults(svg, lines) {
  const back = svg.getScreenCTM().inverse();
  const box = (node) => {
    const b = node.getBBox(), m = back.multiply(node.getScreenCTM());
    const p = [[b.x, b.y], [b.x + b.width, b.y + b.height]].map(([x, y]) => new DOMPoint(x, y).matrixTransform(m));
    return [p[0].x, p[0].y, p[1].x, p[1].y];
  };
  const texts = [...svg.querySelectorAll("text")].filter((t) => t.textContent.trim());
  const marks = [...svg.querySelectorAll(".mark-symbol path, .mark-rect path")].filter(solid).map(box);
  const rules = lines ? [...svg.querySelectorAll(".mark-rule line")].map(box) : [];
  const size = svg.viewBox.baseVal, found = [], placed = texts.map((t) => [t.textContent, box(t)]);
  placed.forEach(([text, b], index) => {
    if (b[0] < -.5 || b[1] < -.5 || b[2] > size.width + .5 || b[3] > size.height + .5) found.push("cut: " + text);
    placed.slice(index + 1).forEach(([other, c]) => { if (hit(b, c)) found.push(text + " | " + other); });
    marks.forEach((c) => { if (hit(b, c)) found.push(text + " on a mark"); });
    rules.forEach((c) => { if (crossed(c, b)) found.push(text + " on a line"); });
  });
  return { texts: texts.length, found };
}
async function all() {
  const out = [], holder = document.getElementById("holder");
  for (const [svg, lines] of JSON.parse(document.getElementById("charts").textContent)) {
    holder.innerHTML = svg;
    holder.getBoundingClientRect();
    await Promise.all([...document.fonts].map((face) => face.load()));
    await document.fonts.ready;
    out.push(faults(holder.querySelector("svg"), lines));
  }
  return JSON.stringify(out);
}
"""


def dumped(page: Path, profile: Path, ready: str) -> str:
    """A page as it stands once `ready`, an expression, holds on it."""
    with browser(profile) as tab:
        tab.visit(page)
        tab.until(ready)
        return str(tab.ask("document.documentElement.outerHTML"))


def measured(pictures: Sequence[bytes], folder: Path, *, lines: bool = False) -> list[dict[str, Any]]:
    """For each SVG how many texts it has, and every text on a text, on a mark (and on a line), or cut off."""
    page = folder / "page.html"
    charts = json.dumps([[svg.decode(), lines] for svg in pictures]).replace("<", "\\u003c")
    page.write_text(
        "<!doctype html><meta charset=utf-8><body style='margin:0'><div id=holder></div>"
        f"<script type='application/json' id=charts>{charts}</script>"
        f"<script>const BEHIND = {json.dumps(BEHIND)};{MEASURE}</script>",
        "utf-8",
    )
    with browser(folder / "profile") as tab:
        tab.visit(page)
        result: list[dict[str, Any]] = json.loads(tab.ask("all()"))
    return result
