"""How a mark shows what kind of happening it is and how sure: shape and treatment, never colour alone."""

from __future__ import annotations

from typing import Final

from timeline.charts.items import Item
from timeline.charts.lanes import LanePlan
from timeline.charts.layout import Box
from timeline.charts.sheet import Point, Rect, Sheet, Stroke
from timeline.charts.spots import Marked
from timeline.charts.themes import Theme

CROSS: Final = "M-0.8,-0.8L0.8,0.8M-0.8,0.8L0.8,-0.8"
HALF: Final = "M0,-1A1,1,0,0,0,0,1Z"
SPEECH: Final = "M-1,-0.85H1V0.45H-0.1L-0.6,1V0.45H-1Z"
SLASH: Final = "M-1.3,1.3L1.3,-1.3"
UP: Final = "M0,-1L0.9,0.6H-0.9Z"
_FADED: Final = 0.28
# Height of the strokes at the ends of a faded interval.
_EDGE: Final = 5.0


def draw(sheet: Sheet, lane: LanePlan, dy: float) -> None:
    """Draw a lane's marks, `dy` below the top of the plot."""
    columns = [
        Rect(box.x0, box.y0 + dy, box.x1, box.y1 + dy, lane.lane.colour, tip=f"{column.count}: {column.first}")
        for column, box in lane.columns
    ]
    marks = [] if lane.columns else list(lane.marks)
    spans = [rect for mark in marks for rect in _spans(mark, dy, sheet.theme)]
    sheet.rects([*columns, *spans])
    sheet.strokes([stroke for mark in marks for stroke in _strokes(mark, dy)])
    sheet.points([point for mark in marks for point in _points(mark, dy, sheet.theme, stacked=lane.stacked)])


def _spans(mark: Marked, dy: float, theme: Theme) -> list[Rect]:
    """What has a length: the bar of something that lasted, the faded interval behind a day that is not known."""
    item, box = mark.item, mark.box.moved(0, dy)
    faded = theme.blend(item.colour, _FADED)
    if item.mark == "within":
        middle, half = (box.y0 + box.y1) / 2, (box.y1 - box.y0) * 0.22
        return [Rect(box.x0, middle - half, box.x1, middle + half, faded, tip=item.tip)]
    if item.mark != "bar":
        return []
    inset = (box.y1 - box.y0) * 0.08
    high, low = box.y0 + inset, box.y1 - inset
    if item.status != "asserted":
        dash = (3.0, 2.0) if item.status == "planned" else ()
        fill = faded if item.status == "contested" else theme.ground
        return [Rect(box.x0 + 0.5, high, box.x1 - 0.5, low, fill, item.colour, 0.0, dash, item.tip)]
    if item.core is None:
        return [Rect(box.x0, high, box.x1, low, item.colour, "transparent", 1.5, (), item.tip)]
    return [Rect(box.x0, high, box.x1, low, faded, item.colour, 0.0, (), item.tip)]


def core(mark: Marked, sheet: Sheet, dy: float) -> list[Rect]:
    """The certain part of a bar with vague ends."""
    item, box = mark.item, mark.box.moved(0, dy)
    if item.mark != "bar" or item.core is None or item.status != "asserted":
        return []
    left, right = max(sheet.span.left(item.core[0]), box.x0), min(sheet.span.right(item.core[1]), box.x1)
    inset = (box.y1 - box.y0) * 0.08
    return [Rect(left, box.y0 + inset, right, box.y1 - inset, item.colour)] if right > left else []


def _strokes(mark: Marked, dy: float) -> list[Stroke]:
    """The bracket of a tally, the line through what is denied, the edge strokes of a faded interval."""
    item, box = mark.item, mark.box.moved(0, dy)
    middle, colour = (box.y0 + box.y1) / 2, item.colour
    if item.mark == "tally":
        ends = [x for x, is_open in ((box.x0, item.open_left), (box.x1, item.open_right)) if not is_open]
        caps = [Stroke(x, box.y0 + 1, x, box.y1 - 1, colour, 1.5) for x in ends]
        return [Stroke(box.x0, middle, box.x1, middle, colour, 1.5), *caps]
    if item.mark == "within":
        ends = [x for x, is_open in ((box.x0, item.open_left), (box.x1, item.open_right)) if not is_open]
        # Labels keep off the box of a mark and may touch it, so nothing of a mark pressed flat stands out of it.
        half = min(_EDGE, box.y1 - box.y0) / 2
        return [Stroke(x, middle - half, x, middle + half, colour) for x in ends]
    if item.mark == "bar" and item.status == "denied":
        return [Stroke(box.x0 - 1, middle, box.x1 + 1, middle, colour, 1.5)]
    return []


def _points(mark: Marked, dy: float, theme: Theme, *, stacked: bool) -> list[Point]:
    """A point for a moment; hollow when only its interval is known."""
    item, box = mark.item, mark.box.moved(0, dy)
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    size = min(box.y1 - box.y0, box.x1 - box.x0) if item.mark == "moment" else box.y1 - box.y0
    if item.mark in ("bar", "tally"):
        return _open_ends(mark, dy, theme)
    return glyph(item, x, y, size, theme, stacked=stacked and item.mark == "moment")


def glyph(item: Item, x: float, y: float, size: float, theme: Theme, *, stacked: bool = False) -> list[Point]:
    """The point of an item: its shape says how sure, its fill whether the day is known."""
    colour, hollow = item.colour, item.mark == "within"
    inner = max(size - 1.5, 1.0)
    if item.status == "denied":
        return [Point(x, y, CROSS, inner, "transparent", colour, 1.8, item.tip)]
    if item.status == "planned":
        return [Point(x, y, "diamond", size * 1.05, theme.ground, colour, 1.5, item.tip)]
    if item.status == "contested":
        ring = Point(x, y, "circle", inner, theme.ground, colour, 1.5, item.tip)
        return [ring, Point(x, y, HALF, inner, colour, "transparent", 0.0, item.tip)]
    if item.spoken:
        return [Point(x, y, SPEECH, inner, theme.ground if hollow else colour, colour, 1.2, item.tip)]
    if hollow:
        return [Point(x, y, "circle", inner, theme.ground, colour, 1.5, item.tip)]
    return [Point(x, y, "square" if stacked else "circle", size, colour, "transparent", 0.0, item.tip)]


def _open_ends(mark: Marked, dy: float, theme: Theme) -> list[Point]:
    """An arrowhead where a bar or bracket goes on beyond what is known or shown."""
    item, box = mark.item, mark.box.moved(0, dy)
    middle, size = (box.y0 + box.y1) / 2, (box.y1 - box.y0) * 0.6
    ends = ((item.open_left, box.x0, "triangle-left"), (item.open_right, box.x1, "triangle-right"))
    fill = theme.ground if item.mark == "bar" else item.colour
    if item.mark == "bar" and box.x1 - box.x0 < 2 * size:
        return []
    return [
        Point(
            x + (size * 0.7 if "left" in shape else -size * 0.7), middle, shape, size, fill, item.colour, 1.0, item.tip
        )
        for is_open, x, shape in ends
        if is_open
    ]


def leader(box: Box, colour: str) -> Stroke:
    """A thin box as the line along its longer side."""
    if box.x1 - box.x0 > box.y1 - box.y0:
        return Stroke(box.x0, (box.y0 + box.y1) / 2, box.x1, (box.y0 + box.y1) / 2, colour)
    return Stroke((box.x0 + box.x1) / 2, box.y0, (box.x0 + box.x1) / 2, box.y1, colour)
