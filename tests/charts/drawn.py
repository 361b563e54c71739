"""What a chart really draws, read back from its specification: text, marks and frame as boxes in pixels."""

from __future__ import annotations

from typing import Any, NamedTuple

import altair as alt

from timeline.charts import fonts
from timeline.charts.layout import Box


class Drawn(NamedTuple):
    """Text with its box, marks as boxes, and the frame of the whole sheet."""

    texts: list[tuple[str, Box]]
    marks: list[Box]
    frame: Box
    spec: dict[str, Any]


def read(chart: alt.LayerChart) -> Drawn:
    """The boxes of a chart of this room; widths from the metrics of the face, heights as a browser takes them."""
    spec = chart.to_dict(validate=False)
    pad = spec["padding"]
    frame = Box(-pad["left"], -pad["top"], spec["width"] + pad["right"], spec["height"] + pad["bottom"])
    texts: list[tuple[str, Box]] = []
    marks: list[Box] = []
    for layer in spec["layer"]:
        rows = spec["datasets"][layer["data"]["name"]]
        first, last = layer["encoding"]["x"]["scale"]["domain"]
        for row in rows:
            x = (row["x"] - first) / (last - first) * spec["width"]
            if layer["mark"]["type"] == "text":
                texts.append((row["text"], _text(row, x, layer["mark"])))
            elif layer["mark"]["type"] == "point":
                half = row["size"] ** 0.5 / 2
                marks.append(Box(x - half, row["y"] - half, x + half, row["y"] + half))
            elif layer["mark"]["type"] == "rect" and row.get("tip"):
                right = (row["x2"] - first) / (last - first) * spec["width"]
                marks.append(Box(x, row["y"], right, row["y2"]))
    return Drawn(texts, marks, frame, spec)


def _text(row: dict[str, Any], x: float, mark: dict[str, Any]) -> Box:
    size = mark["fontSize"]
    width = fonts.measure(row["text"], size, mark["fontWeight"])
    left = x - {"left": 0.0, "center": width / 2, "right": width}[mark["align"]]
    return Box(left, row["y"] - fonts.ASCENT * size, left + width, row["y"] + fonts.DESCENT * size)


def faults(chart: alt.LayerChart) -> list[str]:
    """Every label on a label, on a mark, or out of the frame."""
    drawn = read(chart)
    found = [f"cut: {text}" for text, box in drawn.texts if not box.grown(-0.6).inside(drawn.frame)]
    for index, (text, box) in enumerate(drawn.texts):
        shrunk = box.grown(-0.4)
        found += [f"{text} | {other}" for other, there in drawn.texts[index + 1 :] if shrunk.hits(there.grown(-0.4))]
        found += [f"{text} on {mark}" for mark in drawn.marks if shrunk.hits(mark.grown(-0.4))]
    return found


def meta(chart: alt.LayerChart) -> dict[str, Any]:
    """What the chart carries for its file."""
    carried: dict[str, Any] = chart.to_dict(validate=False)["usermeta"]["timeline"]
    return carried
