"""The line above a timeline that says what its shapes mean; only those that occur."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from timeline.charts import shapes
from timeline.charts.items import Item
from timeline.charts.keys import Draw, Symbol
from timeline.charts.sheet import Rect, Sheet, Stroke

_DAY: Final = date(2000, 1, 1)
_SAMPLE: Final = Item(0, "", "", "moment", "asserted", False, _DAY, _DAY, None, False, False, "", 3, 0, "", "")


def _point(**change: Any) -> Draw:
    sample = replace(_SAMPLE, **change)

    def draw(sheet: Sheet, x: float, y: float, size: float) -> None:
        theme = sheet.theme
        sheet.points(shapes.glyph(replace(sample, colour=theme.soft), x + size * 0.45, y, size * 0.72, theme))

    return draw


def _bar(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.rects([Rect(x, y - size * 0.3, x + size * 1.5, y + size * 0.3, sheet.theme.soft, radius=1.5)])


def _within(sheet: Sheet, x: float, y: float, size: float) -> None:
    sheet.rects([Rect(x, y - size * 0.15, x + size * 1.5, y + size * 0.15, sheet.theme.blend(sheet.theme.soft, 0.28))])
    _point(mark="within")(sheet, x + size * 0.3, y, size)


def _tally(sheet: Sheet, x: float, y: float, size: float) -> None:
    ends = [Stroke(at, y - size * 0.3, at, y + size * 0.3, sheet.theme.soft, 1.5) for at in (x, x + size * 1.5)]
    sheet.strokes([Stroke(x, y, x + size * 1.5, y, sheet.theme.soft, 1.5), *ends])


_ALL: Final = (
    ("moment", Symbol("that day", _point())),
    ("spoken", Symbol("a statement", _point(spoken=True))),
    ("bar", Symbol("lasted", _bar, 1.9)),
    ("within", Symbol("one of these days", _within, 1.9)),
    ("tally", Symbol("a source’s tally", _tally, 1.9)),
    ("planned", Symbol("planned", _point(status="planned"))),
    ("contested", Symbol("contested", _point(status="contested"))),
    ("denied", Symbol("denied", _point(status="denied"))),
)


def symbols(items: Sequence[Item], *, dense: bool) -> list[Symbol]:
    """The symbols that need saying: none when there are only points and bars of what is known."""
    if dense:
        return []
    found = {item.mark for item in items} | {item.status for item in items if item.status != "asserted"}
    if any(item.spoken for item in items):
        found.add("spoken")
    if found <= {"moment", "bar"}:
        return []
    return [symbol for name, symbol in _ALL if name in found]
