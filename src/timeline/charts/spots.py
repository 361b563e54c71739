"""Where the label of a mark could go: beside it, on a pole, below, at the end of a leader; best first. Pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from timeline.charts import fonts
from timeline.charts.axis import Span
from timeline.charts.items import Item
from timeline.charts.layout import Box, Spot

ROWS_ABOVE: Final = 7
ROWS_BELOW: Final = 2
AIR: Final = 4.0
_LONG: Final = 400
# Widths of broken labels, and lengths of level leaders, in sizes of type.
_NARROWER: Final = (25, 16, 11)
_LINES: Final = (2, 3)
_STEPS: Final = (1.5, 4, 7, 10, 14, 18, 23, 28, 34, 40)


@dataclass(frozen=True, slots=True)
class Marked:
    """An item with the box of its mark and the point its label belongs to."""

    item: Item
    box: Box
    x: float


@dataclass(frozen=True, slots=True)
class Measures:
    """The sizes a lane is built from, all following the size of its text. `few`: so few events that every place that
    could be taken is tried.
    """

    span: Span
    text: float
    few: bool = True

    @property
    def line(self) -> float:
        """One line of text."""
        return self.text * fonts.LINE

    @property
    def dot(self) -> float:
        """Width of a mark."""
        return round(self.text * 0.78, 2)

    @property
    def square(self) -> float:
        """Width of a mark in a stack."""
        return round(min(self.text * 0.62, max(self.span.cell * 0.9, self.text * 0.45)), 2)

    @property
    def longest(self) -> float:
        """A label wider than this is broken into two lines."""
        return max(self.text * 14, min(self.text * 25, self.span.width * 0.42))


def spots(
    mark: Marked, sizes: Measures, edges: tuple[float, float], *, flags: bool, brief: bool = False
) -> Iterator[Spot]:
    """Beside the mark, directly above a bar, on a pole above the lane's marks, below them; then in more lines.

    What is most important is shortened before it goes without a label; `brief`: at once. `edges`: top and foot of the
    lane's marks. `flags`: on poles only.
    """
    important = mark.item.importance == 1
    for lines in () if brief and important else _shapes(mark.item.text, sizes):
        yield from _around(mark, sizes, lines, edges, flags)
    for lines in _short(mark.item.text, sizes) if important else ():
        yield from _around(mark, sizes, lines, edges, flags)
        yield from _aside(mark, sizes, lines) if sizes.few and not flags else ()


def _around(
    mark: Marked, sizes: Measures, lines: tuple[str, ...], edges: tuple[float, float], flags: bool
) -> Iterator[Spot]:
    """The spots for a label in these lines, best first."""
    width, height = _extents(lines, sizes)
    if not flags:
        yield _beside(mark, width, height, lines, right=True)
    if mark.item.mark == "bar":
        yield Spot(Box(mark.box.x0, mark.box.y0 - height, mark.box.x0 + width, mark.box.y0), (), lines)
    yield from _poles(mark, sizes, width, height, edges[0], lines)
    if not flags:
        yield _beside(mark, width, height, lines, right=False)
        yield from _hanging(mark, sizes, width, height, edges[1], lines)


def _extents(lines: tuple[str, ...], sizes: Measures) -> tuple[float, float]:
    """Width and height of a label, a little more than its letters."""
    width = max(fonts.measure(line, sizes.text) for line in lines) * 1.005 + 1.0
    return width, ((len(lines) - 1) * fonts.LINE + fonts.ASCENT + fonts.DESCENT) * sizes.text


def _aside(mark: Marked, sizes: Measures, lines: tuple[str, ...]) -> Iterator[Spot]:
    """Further to the right or left, at the end of a level leader that passes between other labels."""
    width, height = _extents(lines, sizes)
    middle = (mark.box.y0 + mark.box.y1) / 2
    for step in _STEPS:
        reach = step * sizes.text
        for right in (True, False):
            start = mark.box.x1 + 1.5 if right else mark.box.x0 - 1.5 - reach
            left = start + reach + 3.0 if right else start - 3.0 - width
            if left < 0 or left + width > sizes.span.width:
                continue
            leader = Box(start, middle - 0.5, start + reach, middle + 0.5)
            box = Box(left, middle - height / 2, left + width, middle + height / 2)
            for shift in (0.0, 0.33, -0.33):
                yield Spot(box.moved(0, shift * height), (leader,), lines, _SIDE[right])


def _shapes(text: str, sizes: Measures) -> Iterator[tuple[str, ...]]:
    """The label in one line if it is short enough, then in two lines, then in three; cut only where none hold it."""
    width = fonts.measure(text[:_LONG], sizes.text)
    if width <= sizes.longest and len(text) <= _LONG:
        yield (text,)
    two = fonts.balanced(text, sizes.longest, sizes.text)
    if width > sizes.text * 7 and _whole(two):
        yield two
    if width > sizes.text * 14:
        three = fonts.balanced(text, max(min(width * 0.45, sizes.longest), sizes.text * 6), sizes.text, most=3)
        yield three if _whole(three) else two


def _short(text: str, sizes: Measures) -> Iterator[tuple[str, ...]]:
    """The label in ever narrower lines: among few events whole where two or three lines hold it, then the beginning of
    one that no line holds whole.
    """
    widths = [min(ems * sizes.text, sizes.longest) for ems in _NARROWER]
    tried = [fonts.balanced(text, width, sizes.text, most=most) for width in widths for most in _LINES if sizes.few]
    yield from dict.fromkeys(filter(_whole, tried))
    cut = (fonts.wrap(text, width, sizes.text, most=1) for width in widths)
    yield from () if _whole(fonts.wrap(text, sizes.longest, sizes.text, most=1)) else cut


def _whole(lines: tuple[str, ...]) -> bool:
    """Whether nothing of a label is cut off."""
    return not lines or not lines[-1].endswith("…")


def _beside(mark: Marked, width: float, height: float, lines: tuple[str, ...], *, right: bool) -> Spot:
    gap, middle = AIR + 0.5, (mark.box.y0 + mark.box.y1) / 2
    left = mark.box.x1 + gap if right else mark.box.x0 - gap - width
    return Spot(Box(left, middle - height / 2, left + width, middle + height / 2), (), lines, _SIDE[right])


_SIDE: Final = {True: "left", False: "right"}


def _poles(
    mark: Marked, sizes: Measures, width: float, height: float, top: float, lines: tuple[str, ...]
) -> Iterator[Spot]:
    """Flags: the text beside the upper end of a vertical leader."""
    feet = [mark.box.y0 - 4.0, *(top - 4.0 - row * sizes.line for row in range(ROWS_ABOVE))]
    for foot in feet:
        pole = Box(mark.x - 0.5, foot - height + sizes.text * 0.3, mark.x + 0.5, mark.box.y0 - 1.0)
        for right in (True, False):
            left = mark.x + 4.5 if right else mark.x - 4.5 - width
            yield Spot(Box(left, foot - height, left + width, foot), (pole,), lines, _SIDE[right])


def _hanging(
    mark: Marked, sizes: Measures, width: float, height: float, foot: float, lines: tuple[str, ...]
) -> Iterator[Spot]:
    """Flags that hang below the lane's marks."""
    for row in range(ROWS_BELOW):
        head = foot + 3.0 + row * sizes.line
        pole = Box(mark.x - 0.5, mark.box.y1 + 1.0, mark.x + 0.5, head + height - sizes.text * 0.3)
        for right in (True, False):
            left = mark.x + 4.5 if right else mark.x - 4.5 - width
            yield Spot(Box(left, head, left + width, head + height), (pole,), lines, _SIDE[right])
