"""The line above small rolling counts that says what line, dash, band and hatching mean; only those that occur."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from timeline.charts.keys import Draw, Symbol
from timeline.charts.layout import Box
from timeline.charts.series import Series, shown
from timeline.charts.sheet import Rect, Sheet, Stroke, hatching

BAND: Final = 0.24
DASH: Final = (3.0, 2.0)
_WIDE: Final = 1.9


def symbols(series: Sequence[Series]) -> list[Symbol]:
    """The symbols that need saying: none where there is nothing but solid lines."""
    days = pl.concat([shown(one.frame) for one in series])
    told = [
        (bool((days["rolling_possible"] > days["rolling_certain"]).any()), "possible", _band),
        (bool(days["open"].any()), "at least", _line(DASH)),
        (any((one.frame["coverage"] == "gap").any() for one in series), "not covered", _gap),
    ]
    found = [Symbol(text, draw, _WIDE) for there, text, draw in told if there]
    return [Symbol("certain", _line(()), _WIDE), *found] if found else []


def _line(dash: tuple[float, ...]) -> Draw:
    def draw(sheet: Sheet, x: float, y: float, size: float) -> None:
        sheet.strokes([Stroke(x, y, x + size * 1.5, y, sheet.theme.strong, sheet.preset.text * 0.16, dash)])

    return draw


def _band(sheet: Sheet, x: float, y: float, size: float) -> None:
    box = Box(x, y - size * 0.3, x + size * 1.5, y + size * 0.3)
    sheet.rects([Rect(*box, sheet.theme.blend(sheet.theme.strong, BAND))])


def _gap(sheet: Sheet, x: float, y: float, size: float) -> None:
    box = Box(x, y - size * 0.4, x + size * 1.5, y + size * 0.4)
    sheet.rects([Rect(*box, sheet.theme.uncovered)])
    sheet.strokes(hatching(box, sheet.theme.hatch, 4.0))
