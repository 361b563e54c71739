"""The line above the reported counts that says what their marks mean; only those that occur."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from timeline.charts import shapes
from timeline.charts.figures import Series
from timeline.charts.keys import Draw, Symbol
from timeline.charts.sheet import Point, Sheet, Stroke


def _point(shape: str, *, hollow: bool = False) -> Draw:
    def draw(sheet: Sheet, x: float, y: float, size: float) -> None:
        fill = sheet.theme.ground if hollow else sheet.theme.soft
        sheet.points([Point(x + size * 0.45, y, shape, size * 0.62, fill, sheet.theme.soft, 1.4 if hollow else 0.0)])

    return draw


def _bracket(sheet: Sheet, x: float, y: float, size: float) -> None:
    strokes = [(x, y, x + size * 1.4, y), (x, y - size * 0.22, x, y + size * 0.22)]
    sheet.strokes([Stroke(*stroke, sheet.theme.soft, 1.5) for stroke in strokes])
    sheet.points([Point(x + size * 1.4, y, "circle", size * 0.55, sheet.theme.soft, sheet.theme.soft, 0.0)])


def _capped(sheet: Sheet, x: float, y: float, size: float) -> None:
    caps = [(at, y - size * 0.22, at, y + size * 0.22) for at in (x, x + size * 1.5)]
    sheet.strokes([Stroke(*stroke, sheet.theme.soft, 1.5) for stroke in [(x, y, x + size * 1.5, y), *caps]])
    sheet.points([Point(x + size * 0.75, y, "circle", size * 0.55, sheet.theme.soft, sheet.theme.soft, 0.0)])


def _whisker(sheet: Sheet, x: float, y: float, size: float) -> None:
    at, half = x + size * 0.45, size * 0.45
    sheet.strokes([Stroke(at, y - half, at, y + half, sheet.theme.soft, 1.2)])
    sheet.strokes([Stroke(at - 3, y + d, at + 3, y + d, sheet.theme.soft, 1.2) for d in (-half, half)])


def _arrow(sheet: Sheet, x: float, y: float, size: float) -> None:
    at = x + size * 0.45
    sheet.strokes([Stroke(at, y + size * 0.45, at, y - size * 0.3, sheet.theme.soft, 1.5)])
    sheet.points([Point(at, y - size * 0.3, "triangle-up", size * 0.5, sheet.theme.soft, sheet.theme.soft, 0.0)])


def _struck(sheet: Sheet, x: float, y: float, size: float) -> None:
    _point("circle", hollow=True)(sheet, x, y, size)
    sheet.points([Point(x + size * 0.45, y, shapes.SLASH, size * 0.6, "transparent", sheet.theme.soft, 1.4)])


_ALL: Final = (
    ("day", Symbol("in a day", _point("circle"))),
    ("period", Symbol("over several days", _capped, 2.0)),
    ("since", Symbol("since the bracket begins", _bracket, 2.0)),
    ("stock", Symbol("at that moment", _point("square"))),
    ("target", Symbol("planned", _point("diamond", hollow=True))),
    ("range", Symbol("low to high", _whisker)),
    ("bound", Symbol("more than", _arrow)),
    ("denied", Symbol("denied", _point(shapes.CROSS, hollow=True))),
    ("superseded", Symbol("since corrected", _struck)),
)


def found(series: Sequence[Series]) -> list[Symbol]:
    """The symbols that occur, in a fixed order."""
    names: set[str] = set()
    for one in series:
        for figure in one.figures:
            names.add(one.basis if one.basis != "flow" else ("day" if figure.starts == figure.ends else "period"))
            names |= {"superseded"} if figure.superseded else set()
            names |= {"range"} if figure.low is not None and figure.high is not None else set()
            names |= {"bound"} if figure.bound != "none" else set()
            names |= {"denied"} if figure.denied else set()
    return [symbol for name, symbol in _ALL if name in names]
