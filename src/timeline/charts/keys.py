"""The key: rows of symbols with their meaning, above the marks they explain."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from timeline.charts import fonts
from timeline.charts.presets import Preset
from timeline.charts.sheet import Sheet, Text, edge

Draw = Callable[[Sheet, float, float, float], None]
Rows = list[list[tuple[float, "Symbol"]]]


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a mark means, how it is drawn (at x, y in a given text size), and the room it takes, in sizes of type."""

    text: str
    draw: Draw
    width: float = 1.2


def key_rows(symbols: Sequence[Symbol], size: Preset) -> Rows:
    """The symbols in rows no wider than the sheet, each with its distance from the left."""
    rows: Rows = [[]] if symbols else []
    width = size.width - 2 * edge(size)
    x = 0.0
    for symbol in symbols:
        wide = fonts.measure(symbol.text, size.small) + size.small * symbol.width
        if rows[-1] and x + wide > width:
            rows.append([])
            x = 0.0
        rows[-1].append((x, symbol))
        x += wide + size.small
    return rows


def key_height(rows: Rows, size: Preset) -> float:
    """The room that the key takes at the top of the plot."""
    return len(rows) * size.small * 1.5


def draw_key(sheet: Sheet, rows: Rows) -> None:
    """Draw the key inside the plot: Vega would set the title above anything that sticks out."""
    size = sheet.preset.small
    start = edge(sheet.preset) - sheet.left
    for index, row in enumerate(rows):
        y = index * size * 1.5
        for offset, symbol in row:
            symbol.draw(sheet, start + offset, y + size * 0.68, size)
        sheet.texts([Text(start + x + size * s.width, y, s.text, size, sheet.theme.soft) for x, s in row])
