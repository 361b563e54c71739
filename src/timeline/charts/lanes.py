"""The lanes of a timeline: where each mark stands, and where its label goes. Pixels; no drawing.

Inside a lane y is 0 at the foot of the marks and grows downwards; a plan is moved into place when the sheet is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from timeline.charts.axis import Span
from timeline.charts.items import Item, Lane
from timeline.charts.layout import Box, Label, Placement, Spot, levels, place, settle, shares
from timeline.charts.spots import AIR, ROWS_ABOVE, ROWS_BELOW, Marked, Measures, spots

ALWAYS: Final = 6
STACK_FROM: Final = 3
_LEAST: Final = 0.2
# A lane gives no room away that its marks need to be at least so high, in lines.
_CLEAR: Final = 0.36
_FEW: Final = 60
# Up to this many events every place that could be taken is tried.
_SOME: Final = 200
_MOVES: Final = 16
_TRIES: Final = 8
_LANE: Final = 16
_PRESSED: Final = (1.0, 0.72, 0.5)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a density lane: the days it covers and how many events they hold."""

    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True)
class LanePlan:
    """A lane ready to be drawn: its marks, columns and labels between `top` and `bottom`.

    `tight`: its marks had to be pressed together so much that they can't be told apart. `missing`: how many events of
    importance 1 have no label.
    """

    lane: Lane
    marks: tuple[Marked, ...]
    columns: tuple[tuple[Column, Box], ...]
    stacked: bool
    tight: bool
    labels: Placement
    top: float
    bottom: float
    missing: int

    @property
    def height(self) -> float:
        """From the highest to the lowest thing in the lane."""
        return self.bottom - self.top


def plan(
    lanes: Sequence[Lane],
    items: Sequence[Item],
    columns: Mapping[str, Sequence[Column]],
    sizes: Measures,
    labelled: int,
    room: float,
    least: Mapping[str, float],
) -> list[LanePlan]:
    """Plan every lane within `room` pixels altogether, each with at least the height of its title.

    At most `labelled` items, the first ones, get a label; besides them the first few of each lane.
    """
    of_lane = {lane.key: [item for item in items if item.lane == lane.key] for lane in lanes}
    most = max((column.count for held in columns.values() for column in held), default=1)
    high = min(sizes.line * 4, room / max(len(lanes), 1) * 0.55)
    standing = {key: _columns(held, sizes.span, high / most) for key, held in columns.items()}

    sizes = replace(sizes, few=len(items) <= _SOME and not columns)

    def planned(lane: Lane, allowed: float) -> LanePlan:
        make = _fitted if sizes.few else _lane
        return make(lane, of_lane[lane.key], standing.get(lane.key, ()), sizes, labelled, allowed)

    free = [planned(lane, room) for lane in lanes]
    given = shares([max(done.height, least[done.lane.key]) for done in free], room)
    plans = [
        done if done.height <= allowed + 0.01 else planned(done.lane, allowed)
        for done, allowed in zip(free, given, strict=True)
    ]
    return (
        _evened(plans, given, least, sizes.line, planned, _MOVES if len(items) <= _FEW else 2) if sizes.few else plans
    )


def _evened(
    plans: list[LanePlan],
    given: list[float],
    least: Mapping[str, float],
    step: float,
    planned: Callable[[Lane, float], LanePlan],
    moves: int,
) -> list[LanePlan]:
    """The plans with room moved, a line at a time, from lanes that can spare it to those where an important label
    is missing.
    """
    tried: set[tuple[int, int]] = set()
    for _ in range(moves):
        pairs = (
            (taker, giver)
            for taker in sorted(range(len(plans)), key=lambda i: -plans[i].missing)
            for giver in sorted(range(len(plans)), key=lambda i: (plans[i].missing, -given[i]))
            if plans[taker].missing and giver != taker and (taker, giver) not in tried
            if given[giver] - step >= max(least[plans[giver].lane.key], 2 * step)
        )
        pair = next(pairs, None)
        if pair is None:
            break
        tried.add(pair)
        taker, giver = pair
        more = planned(plans[taker].lane, given[taker] + step)
        fewer = planned(plans[giver].lane, given[giver] - step)
        clear = _smallest(fewer) >= min(_smallest(plans[giver]), step * _CLEAR)
        if clear and more.missing + fewer.missing < plans[taker].missing + plans[giver].missing:
            plans[taker], plans[giver] = more, fewer
            given[taker], given[giver] = given[taker] + step, given[giver] - step
            tried.clear()
    return plans


def _smallest(plan: LanePlan) -> float:
    """The height of the lowest mark of a lane."""
    return min((mark.box.y1 - mark.box.y0 for mark in plan.marks), default=0.0)


def _fitted(
    lane: Lane,
    items: Sequence[Item],
    columns: Sequence[tuple[Column, Box]],
    sizes: Measures,
    labelled: int,
    room: float,
) -> LanePlan:
    """The lane in that room; where an important label is missing, labels are put more briefly, then its marks pressed
    together to make place.
    """
    best = _lane(lane, items, columns, sizes, labelled, room)
    seen: list[list[Marked]] = []
    for press in _PRESSED:
        if not best.missing:
            break
        # Marks that have room enough stand the same however little they are given.
        marks = _marks(items, sizes, _stacked(items, sizes), room * press)
        if marks in seen:
            continue
        seen.append(marks)
        tried = _lane(lane, items, columns, sizes, labelled, room, press, brief=True)
        clear = _smallest(tried) >= min(_smallest(best), sizes.line * _CLEAR)
        if clear and (tried.missing, tried.tight) < (best.missing, best.tight):
            best = tried
    return best


def _lane(
    lane: Lane,
    items: Sequence[Item],
    columns: Sequence[tuple[Column, Box]],
    sizes: Measures,
    labelled: int,
    room: float,
    press: float = 1.0,
    *,
    brief: bool = False,
    hanging: bool = True,
) -> LanePlan:
    stacked = not columns and _stacked(items, sizes)
    marks = _on_columns(items, columns, sizes) if columns else _marks(items, sizes, stacked, room * press)
    boxes = [mark.box for mark in marks] + [box for _, box in columns]
    top = min((box.y0 for box in boxes), default=-sizes.dot)
    slack = (sizes.line - (sizes.square if stacked else sizes.dot)) / 2 + 0.5
    above = min(ROWS_ABOVE * sizes.line, room + top - slack - max((box.y1 for box in boxes), default=0.0))
    foot = max((box.y1 for box in boxes), default=0.0)
    rows = 0 if stacked or columns or not hanging else ROWS_BELOW
    below = foot + max(slack, min(rows * sizes.line + 3, room + top - foot - sizes.line))
    frame = Box(0.0, top - max(above, slack), sizes.span.width, below)
    first = sorted(item.key for item in items)[:ALWAYS]
    wanted = [mark for mark in _worth(marks, stacked) if mark.item.key < labelled or mark.item.key in first]
    obstacles = [box for box in boxes if box.x1 > box.x0]
    labels = _settled(
        wanted,
        obstacles,
        frame,
        lambda mark: spots(mark, sizes, (top, foot), flags=bool(columns), brief=brief),
        _TRIES if len(items) <= _LANE else 1,
    )
    plan = _ready(lane, marks, columns, labels, sizes, stacked=stacked)
    # Labels above and below were each given all of the room; both together may need more.
    if rows and plan.height > room + 0.5:
        return _lane(lane, items, columns, sizes, labelled, room, press, brief=brief, hanging=False)
    return plan


def _ready(
    lane: Lane,
    marks: Sequence[Marked],
    columns: Sequence[tuple[Column, Box]],
    labels: Placement,
    sizes: Measures,
    *,
    stacked: bool,
) -> LanePlan:
    """The plan of marks, columns and placed labels: what it takes in height, and what it leaves without a label."""
    taken = [mark.box for mark in marks] + [box for _, box in columns] + [spot.box for spot in labels.placed.values()]
    unlabelled = tuple(mark.item.key for mark in marks if mark.item.key not in labels.placed)
    return LanePlan(
        lane,
        tuple(marks),
        tuple(columns),
        stacked,
        any(mark.box.y1 - mark.box.y0 < sizes.text * _LEAST for mark in marks) and not columns,
        Placement(labels.placed, unlabelled),
        min((box.y0 for box in taken), default=-sizes.line),
        max((box.y1 for box in taken), default=0.0),
        sum(mark.item.importance == 1 and mark.item.key not in labels.placed for mark in marks),
    )


def _stacked(items: Sequence[Item], sizes: Measures) -> bool:
    """Whether so many moments share a day, or a mark's width, that they are drawn as stacks of small squares."""
    cells = Counter(
        int(sizes.span.centre(item.starts) / max(sizes.span.cell, sizes.text * 0.6))
        for item in items
        if item.mark == "moment"
    )
    return max(cells.values(), default=0) >= STACK_FROM


def _marks(items: Sequence[Item], sizes: Measures, stacked: bool, room: float) -> list[Marked]:
    """Moments stand on a line, stacked where they meet; what has a length shares the line or has rows below it.

    Important events come last, so that they stand on top of a stack, where a leader can reach them.
    """
    width = sizes.square if stacked else sizes.dot
    order = sorted(items, key=lambda item: (item.mark == "moment", -item.key))
    extents = [_extent(item, sizes, width) for item in order]
    on = levels((left - 0.75, right + 0.75) for left, right in extents)
    if stacked or max(on, default=0) > 0:
        on = _two_zones(order, extents)
    up, down = max(on, default=0), -min(on, default=0)
    rise, fall = _pitches(up + 1, down, width, sizes, room, stacked=stacked)
    marks = []
    for item, (left, right), level in zip(order, extents, on, strict=True):
        height = min(width, (rise if level >= 0 else fall) * 0.86)
        foot = -level * rise if level >= 0 else (height + width) / 2 - width - level * fall
        x = {"bar": left + min(3.0, (right - left) / 2), "tally": right - 2.0}.get(item.mark, (left + right) / 2)
        marks.append(Marked(item, Box(left, foot - height, right, foot), x))
    return marks


def _pitches(up: int, down: int, width: float, sizes: Measures, room: float, *, stacked: bool) -> tuple[float, float]:
    """Distances of the levels above and below the line: a line of text below if there is room, never more than it."""
    rise = width + (1.8 if stacked else sizes.text * 0.45)
    for fall, share in ((sizes.line * 1.02, 0.6), (width + 2.0, 0.9)):
        if up * rise + down * fall <= room * share:
            return rise, fall
    shrunk = room * 0.9 / (up * rise + down * (width + 2.0))
    return rise * shrunk, (width + 2.0) * shrunk


def _worth(marks: Sequence[Marked], stacked: bool) -> list[Marked]:
    """In stacks of more than a few only what is more important than the rest has a label, and what stands alone."""
    if not stacked or len(marks) <= ALWAYS:
        return list(marks)
    least = max(mark.item.importance for mark in marks)
    crowd = Counter(mark.item.starts for mark in marks if mark.item.mark == "moment")
    return [m for m in marks if m.item.importance < least or m.item.mark != "moment" or crowd[m.item.starts] == 1]


def _two_zones(order: Sequence[Item], extents: Sequence[tuple[float, float]]) -> list[int]:
    """Levels of the moments from 0 upwards, of everything that has a length from -1 downwards."""
    points = [index for index, item in enumerate(order) if item.mark == "moment"]
    spans = sorted((i for i in range(len(order)) if order[i].mark != "moment"), key=lambda i: extents[i])
    on = [0] * len(order)
    for index, level in zip(points, levels((extents[i][0] - 0.75, extents[i][1] + 0.75) for i in points), strict=True):
        on[index] = level
    base = -1 if points else 0
    for index, level in zip(spans, levels((extents[i][0] - 2, extents[i][1] + 2) for i in spans), strict=True):
        on[index] = base - level
    return on


def _extent(item: Item, sizes: Measures, width: float) -> tuple[float, float]:
    """Left and right edge of a mark, inside the plot."""
    span = sizes.span
    left, right = span.left(item.starts), span.right(item.ends)
    if item.mark == "moment" or right - left < width:
        centre = (left + right) / 2
        left, right = centre - width / 2, centre + width / 2
    if left < 0 or right > span.width:
        shift = -left if left < 0 else span.width - right
        left, right = max(0.0, left + shift), min(span.width, right + shift)
    return left, right


def binned(days: Mapping[date, int], span: Span) -> list[Column]:
    """Daily counts as columns wide enough to see: by day, week or month."""
    if span.cell >= 2.4:
        return [Column(day, day, count) for day, count in sorted(days.items())]
    weekly = span.cell * 7 >= 2.4
    counts: Counter[tuple[date, date]] = Counter()
    for day, count in days.items():
        counts[_week(day) if weekly else _month(day)] += count
    return [
        Column(max(first, span.first), min(last, span.last), count) for (first, last), count in sorted(counts.items())
    ]


def unit_of(columns: Iterable[Column]) -> str:
    """What a column covers: day, week or month."""
    days = max(((column.last - column.first).days for column in columns), default=0)
    return "day" if days == 0 else ("week" if days < 7 else "month")


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _month(day: date) -> tuple[date, date]:
    after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day.replace(day=1), after - timedelta(days=1)


def _columns(columns: Sequence[Column], span: Span, one: float) -> tuple[tuple[Column, Box], ...]:
    """The columns as boxes; `one` event is so many pixels high, in every lane."""
    out = []
    for column in columns:
        left, right = span.left(column.first), span.right(column.last)
        gap = min(1.0, (right - left) * 0.15)
        out.append((column, Box(left + gap / 2, -max(1.0, one * column.count), right - gap / 2, 0.0)))
    return tuple(out)


def _on_columns(items: Sequence[Item], columns: Sequence[tuple[Column, Box]], sizes: Measures) -> list[Marked]:
    """In a density lane the label of an item belongs to the head of the column of its first day."""
    marks = []
    for item in items:
        x = min(max(sizes.span.centre(item.starts), 1.0), sizes.span.width - 1.0)
        head = min((box.y0 for column, box in columns if column.first <= item.starts <= column.last), default=0.0)
        marks.append(Marked(item, Box(x, head, x, head), x))
    return marks


def _settled(
    marks: Sequence[Marked], obstacles: Sequence[Box], frame: Box, spots: Callable[[Marked], Iterator[Spot]], tries: int
) -> Placement:
    """Place by importance, and from right to left among equals, so that flags don't block each other."""
    order = sorted(marks, key=lambda mark: (mark.item.importance, -mark.x, mark.item.key))
    labels = [Label(mark.item.key, spots(mark)) for mark in order]
    if len(labels) > _FEW:
        return place(labels, obstacles, frame, AIR)
    worth = {mark.item.key: mark.item.importance + 1 for mark in marks}
    # The first of a lane is never given up for two others.
    worth |= {min(worth): 1} if worth else {}
    return settle(labels, obstacles, frame, AIR, worth, tries)
