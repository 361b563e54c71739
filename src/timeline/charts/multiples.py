"""Small multiples: the same small chart for each series, place or kind, all on the same scales."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import altair as alt
import polars as pl

from timeline.charts import cells, dating, fonts, words
from timeline.charts.axis import Axis, Span, axis
from timeline.charts.blank import blank
from timeline.charts.context import ChartContext
from timeline.charts.keys import draw_key, key_height, key_rows
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.sheet import Sheet, Text, edge, foot_lines, head

_AXIS_LINES: Final = 2.9
_CELL: Final = 190.0
# The least height of a cell below its name, of its plot, and what a cell has where there is room, in sizes of type.
_LOW: Final = 4.2
_LEAST: Final = 3.2
_HIGH: Final = 8.5


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the cells stand: how many side by side and below each other, the size of one, the room between, and the
    titles of those that are shown, in lines.
    """

    across: int
    down: int
    width: float
    height: float
    beside: float
    below: float
    left: float
    titles: Sequence[tuple[str, ...]]

    def place(self, index: int, top: float) -> tuple[float, float]:
        """Left and top of a cell."""
        row, column = divmod(index, self.across)
        return column * (self.width + self.beside), top + row * (self.height + self.below)


def grid(
    frame: pl.DataFrame, *, kinds: pl.DataFrame | None = None, by: str = "kind", context: ChartContext | None = None
) -> alt.LayerChart:
    """Small multiples of the other charts: of ROLLING_COUNTS a cell for each series, of REPORTED for each series of
    numbers, of EVENTS for each kind, country or place (`by`).

    Days and scales are the same in all cells; those that find no room are counted in the footer. Raises UsageError for
    an unknown preset, theme or column.
    """
    context = context or ChartContext()
    size = preset(context.preset, context.theme)
    with dating.speaking(context.language):
        found = cells.found(frame, kinds, by, size, context)
        if found is None:
            return blank("grid", size, context, "events")
        return _drawn(found, size, context)


def _drawn(found: cells.Cells, size: Preset, context: ChartContext) -> alt.LayerChart:
    margin = edge(size)
    title = words.clean(context.title) if context.title else found.headline
    subtitle = found.subtitle if context.subtitle is None else words.clean(context.subtitle)
    heading = head(size, title, subtitle)
    top = margin + heading.height
    key = key_rows(found.symbols, size)
    above = key_height(key, size) + (size.label * 0.5 if key else 0.0)
    plan, bottom, footer = _planned(found, size, context, top, above)
    height = above + plan.down * (plan.height + plan.below) - plan.below
    sheet = Sheet(size, _whole(found, plan), margin + plan.left, top, height, bottom)
    span = Span(found.first, found.last, plan.width)
    count = len(plan.titles)
    headed = _headed(plan.titles, size)
    for index, title_lines in enumerate(plan.titles):
        x, y = plan.place(index, above)
        cell = Sheet(size, span, 0.0, 0.0, plan.height, 0.0)
        _draw_title(cell, title_lines, size)
        # The axis stands below the last cell of each column.
        if index + plan.across >= count:
            named = axis(span, size.small)
            # The year is said once, below the first column.
            cell.axis(named if index % plan.across == 0 else _without_year(named), plan.height, size.small)
        found.draw(cell, index, headed, index % plan.across == 0)
        sheet.paste(cell, x, y)
    draw_key(sheet, key)
    sheet.foot(foot_lines(size, footer), height + size.text * _AXIS_LINES)
    drawn_cells = list(found.names[:count])
    text = f"Small multiples. {title}. {subtitle.rstrip('.')}. Cells: {words.listed(drawn_cells, 24)}. {footer}"
    drawn = {"cells": drawn_cells, "left_out": len(found.names) - count + found.beyond}
    return sheet.chart(heading, meta("grid", context, title, text, drawn))


def _without_year(named: Axis) -> Axis:
    """The axis of a further column: a lone year below it would only repeat that of the first one."""
    return named._replace(lower=()) if len(named.lower) == 1 and named.lower[0].text.isdigit() else named


def _headed(titles: Sequence[tuple[str, ...]], size: Preset) -> float:
    """The height of the titles, the same above each plot so that all plots are of one height."""
    return size.label * fonts.LINE * (max(map(len, titles), default=1) + 0.1)


def _draw_title(cell: Sheet, lines: Sequence[str], size: Preset) -> None:
    step = size.label * fonts.LINE
    cell.texts([Text(0.0, i * step, text, size.label, "", fonts.BOLD) for i, text in enumerate(lines)])


def _whole(found: cells.Cells, plan: Plan) -> Span:
    """The sheet's own axis is as wide as all cells; nothing is read off it."""
    width = plan.across * plan.width + (plan.across - 1) * plan.beside
    return Span(found.first, max(found.last, found.first + timedelta(days=1)), width)


def _planned(
    found: cells.Cells, size: Preset, context: ChartContext, top: float, above: float
) -> tuple[Plan, float, str]:
    """As many cells as find room, as wide as they can be, the room below them, and the footer."""
    margin = edge(size)
    left = fonts.measure(words.number(found.most), size.small) + size.small * 0.9 if found.most else 0.0
    width = size.width - 2 * margin - left
    gap = size.label * 1.9
    # Where each cell has a scale of its own, its numbers stand left of it.
    beside = gap if found.alike else left + size.label
    wanted = min(len(found.names), found.wanted)
    across = _across(wanted, max(1, min(round(width / (_CELL * size.label / 11.3)), 6)))
    down = math.ceil(wanted / across)
    wide = (width - (across - 1) * beside) / across
    free = wide - (fonts.measure(found.beside, size.small) + size.small if found.beside else 0.0)
    titles = [fonts.balanced(name, free, size.label, fonts.BOLD) for name in found.names[:wanted]]
    told = found.told(wide)
    while True:
        headed = _headed(titles[: across * down], size)
        footer = _foot(found, min(across * down, wanted), context)
        bottom = size.text * _AXIS_LINES + (len(foot_lines(size, footer)) + 0.6) * size.small * fonts.LINE + margin
        room = (size.height or size.max_height) - top - above - bottom
        each = (room - (down - 1) * gap) / down
        if down == 1 or (each - headed >= size.label * _LOW and each - headed - told >= size.label * _LEAST):
            break
        down -= 1
    high = each if size.height else min(each, size.label * _HIGH + headed + told)
    return Plan(across, down, wide, high, beside, gap, left, titles[: across * down]), bottom, footer


def _across(count: int, most: int) -> int:
    """How many cells stand side by side: as many as fit, or one less where that leaves fewer places empty."""
    if count <= most:
        return count
    return min((most, most - 1), key=lambda n: (-count % max(n, 1), -n)) if most > 2 else most


def _foot(found: cells.Cells, room: int, context: ChartContext) -> str:
    more = len(found.names) - room + found.beyond
    rest = words.listed(list(dict.fromkeys(found.names[room:])), 5)
    named = (f", among them {rest}" if found.beyond else f": {rest}") if rest else ""
    what = "more series" if found.beyond else "more"
    told = f"{words.several(more, f'{what} is', f'{what} are')} not drawn{named}" if more > 0 else ""
    alike = "All cells have the same scale" if found.most else "All cells show the same days"
    scales = alike if found.alike else "Scales differ between cells"
    return words.footer(context, found.sources, found.known, scales, told, *found.notes)
