"""Flags above the panels of a rolling chart: other events to read it against, and days that were not covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeAlias

from timeline.charts import fonts, words
from timeline.charts.axis import Span
from timeline.charts.context import Reference
from timeline.charts.layout import Box, Label, Spot, settle
from timeline.charts.panels import Panel
from timeline.charts.presets import Preset
from timeline.charts.series import Series, gap_words, gaps
from timeline.charts.sheet import Rect, Sheet, Stroke, spot_texts

FLAG_ROWS: Final = 5
# Up to this many flags every division into flags to the left and flags to the right is tried.
_FEW: Final = 12
_HAIR: Final = 0.01
# Where the line of a flag stands, its text, and whether the line runs through the panels.
Wanted: TypeAlias = tuple[float, str, bool]


@dataclass(frozen=True, slots=True)
class Flag:
    """The label of a reference (its number) or gap above the panels; `through`: its line runs through them."""

    number: int
    spot: Spot
    x: float
    through: bool


def flags_of(
    references: Sequence[Reference],
    series: Sequence[Series],
    span: Span,
    size: Preset,
    top: float = 0.0,
    rows: int = FLAG_ROWS,
) -> tuple[list[Flag], list[str]]:
    """The labels of references and gaps in rows below `top`, above the first panel, and those that found no room."""
    wanted: list[Wanted] = []
    for one in references:
        first, lasts = max(one.starts, span.first), bool(one.ends and one.ends > one.starts)
        wanted.append((span.left(first) if lasts else span.centre(first), words.clean(one.label), not lasts))
    uncovered = [gap for one in series[:1] for gap in gaps(one).iter_rows(named=True)]
    wanted += [(span.left(gap["first"]), gap_words(gap["first"], gap["last"]), False) for gap in uncovered]
    frame = Box(0.0, top, span.width, top + size.text * fonts.LINE * rows)
    placed = _staircases(wanted, size, frame, rows)
    flags = [Flag(index, placed[index], x, through) for index, (x, _, through) in enumerate(wanted) if index in placed]
    # Rows are filled from below; what is not needed at the top is given back to the panels.
    spare = min((flag.spot.box.y0 for flag in flags), default=frame.y0) - frame.y0
    lost = [text for index, (_, text, _) in enumerate(wanted) if index not in placed]
    return [replace(flag, spot=flag.spot._replace(box=flag.spot.box.moved(0, -spare))) for flag in flags], lost


def _staircases(wanted: Sequence[Wanted], size: Preset, frame: Box, rows: int) -> dict[Any, Spot]:
    """The spots of the flags, in the fewest rows; where not all find room, those given last go first."""
    for many in range(len(wanted), 1, -1) if len(wanted) <= _FEW else ():
        placed = _staircase(wanted[:many], size, frame, rows)
        if len(placed) == many:
            return placed
    return _staircase(wanted if len(wanted) > _FEW else wanted[:1], size, frame, rows)


def _staircase(wanted: Sequence[Wanted], size: Preset, frame: Box, rows: int) -> dict[Any, Spot]:
    """Flags left of some point hang to the left of their lines and rise to the right, those right of it the other way
    round: of all such points the one with the most flags in the fewest rows.
    """
    order = sorted(range(len(wanted)), key=lambda index: -wanted[index][0])
    best: tuple[tuple[int, float], dict[Any, Spot]] | None = None
    for turned in range(len(order) + 1) if len(order) <= _FEW else (0,):
        kept = len(order) - turned
        labels = [Label(i, _flag_spots(wanted[i], size, frame, rows, (True, False))) for i in order[:kept]]
        labels += [Label(i, _flag_spots(wanted[i], size, frame, rows, (False,))) for i in reversed(order[kept:])]
        tried = settle(labels, (), frame, 4.0, {index: index + 1 for index in order}).placed
        head = min((spot.box.y0 for spot in tried.values()), default=frame.y1)
        merit = len(tried), round(head, 2)
        if best is None or merit > best[0]:
            best = merit, tried
    return best[1] if best else {}


def _flag_spots(wanted: Wanted, size: Preset, frame: Box, most: int, sides: Sequence[bool]) -> list[Spot]:
    """Right or left of the line, in the lowest row that is free; the line runs down to the panel."""
    x, text, _ = wanted
    lines = fonts.wrap(text, min(frame.x1 * 0.45, size.text * 26), size.text)
    width = max((fonts.measure(line, size.text) for line in lines), default=0.0) * 1.005 + 1
    high = size.text * fonts.LINE * len(lines)
    spots = []
    for row, right in ((row, right) for right in sides for row in range(most)):
        top = frame.y1 - high - row * size.text * fonts.LINE
        pole = Box(x - 0.5, top + size.text * 0.25, x + 0.5, frame.y1)
        pole = pole.moved(max(frame.x0 - pole.x0, 0.0) + min(frame.x1 - pole.x1, 0.0), 0.0)
        left = x + 4.5 if right else x - 4.5 - width
        # A hair less than its row, so that neighbouring rows don't touch by rounding.
        box = Box(left, top + _HAIR, left + width, top + high - _HAIR)
        spots.append(Spot(box, (pole,), lines, "left" if right else "right"))
    return spots


def shown_in(references: Sequence[Reference], first: date, last: date) -> list[Reference]:
    """Those that touch the days."""
    return [one for one in references if one.starts <= last and (one.ends or one.starts) >= first]


def draw_behind(sheet: Sheet, references: Sequence[Reference], flags: Sequence[Flag], top: float, foot: float) -> None:
    """Shaded spans and days from `top` to `foot`, with their labels above: nothing that could cross a label there.

    What has no label is not shaded.
    """
    size, span = sheet.preset.text, sheet.span
    for one in (references[flag.number] for flag in flags):
        left, right = span.left(max(one.starts, span.first)), span.right(min(one.ends or one.starts, span.last))
        air = max(0.0, size * 0.4 - (right - left)) / 2
        sheet.rects([Rect(max(left - air, 0.0), top, min(right + air, span.width), foot, sheet.theme.shade)])
    for flag in flags:
        sheet.strokes([Stroke(flag.x, flag.spot.box.y0 + size * 0.25, flag.x, top, sheet.theme.leader)])
        sheet.texts(spot_texts(flag.spot, size))


def draw_references(
    sheet: Sheet,
    references: Sequence[Reference],
    flags: Sequence[Flag],
    panels: Sequence[tuple[Panel, Panel]],
    numbers: Sequence[Box],
) -> None:
    """Shaded spans and dashed lines through the panels, with their labels above the first one; `numbers` in the panels
    interrupt the lines.
    """
    size, span = sheet.preset.text, sheet.span
    every = [panel for pair in panels for panel in pair]
    for one in references:
        if one.ends and one.ends > one.starts:
            left, right = span.left(max(one.starts, span.first)), span.right(min(one.ends, span.last))
            sheet.rects([Rect(left, panel.top, right, panel.bottom, sheet.theme.shade) for panel in every])
    start = panels[0][0].top
    for flag in flags:
        head = flag.spot.box.y0 + size * 0.25
        if flag.through:
            reaches = [(head, panels[0][0].bottom), *((panel.top, panel.bottom) for panel in every[1:])]
            parts = [part for reach in reaches for part in _beside(flag.x, *reach, numbers)]
            sheet.strokes([Stroke(flag.x, y0, flag.x, y1, sheet.theme.soft, 0.9, (3.0, 2.5)) for y0, y1 in parts])
        else:
            sheet.strokes([Stroke(flag.x, head, flag.x, start, sheet.theme.leader)])
        sheet.texts(spot_texts(flag.spot, size))


def _beside(x: float, top: float, foot: float, numbers: Sequence[Box]) -> list[tuple[float, float]]:
    """A line at x from `top` to `foot` without what lies behind a number."""
    parts = [(top, foot)]
    for box in numbers:
        if box.x0 - 2 < x < box.x1 + 2:
            parts = [half for a, b in parts for half in ((a, min(b, box.y0)), (max(a, box.y1), b)) if half[1] > half[0]]
    return parts
