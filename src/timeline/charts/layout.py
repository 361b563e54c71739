"""Label placement: boxes in, places out. Pure geometry in pixels, y downwards; knows nothing of charts.

Nothing that is placed touches anything placed before: no label, no mark, no leader, and nothing leaves the frame.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom."""

    x0: float
    y0: float
    x1: float
    y1: float

    def hits(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def inside(self, frame: Box) -> bool:
        """Whether no part of it lies outside the frame."""
        return frame.x0 <= self.x0 and frame.y0 <= self.y0 and self.x1 <= frame.x1 and self.y1 <= frame.y1

    def distance(self, other: Box) -> float:
        """How far apart the two are; 0 where they touch."""
        across = max(self.x0 - other.x1, other.x0 - self.x1, 0.0)
        return math.hypot(across, max(self.y0 - other.y1, other.y0 - self.y1, 0.0))

    def moved(self, dx: float, dy: float) -> Box:
        """The same box elsewhere."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, by: float) -> Box:
        """The box with a margin."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)


class Spot(NamedTuple):
    """One place a label could take: its box, the leader's strokes as thin boxes, its lines and how they are aligned."""

    box: Box
    leader: tuple[Box, ...] = ()
    lines: tuple[str, ...] = ()
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the spots it could take, best first."""

    key: Hashable
    spots: Iterable[Spot]


class Kept:
    """What an iterator gives, taken from it only as far as it is asked for, and kept for the next time."""

    def __init__(self, spots: Iterator[Spot]) -> None:
        self._held: list[Spot] = []
        self._rest = spots

    def __iter__(self) -> Iterator[Spot]:
        yield from self._held
        for spot in self._rest:
            self._held.append(spot)
            yield spot


@dataclass(frozen=True, slots=True)
class Placement:
    """Which label took which spot, and which found none, in the order they were asked."""

    placed: dict[Hashable, Spot]
    dropped: tuple[Hashable, ...]


@dataclass(slots=True)
class Ground:
    """What is taken so far: boxes, found by the cells of a coarse grid that they touch."""

    frame: Box
    air: float = 0.0
    wide: float = 96.0
    high: float = 16.0
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Mark the box as taken."""
        for column in range(int(box.x0 // self.wide), int(box.x1 // self.wide) + 1):
            for row in range(int(box.y0 // self.high), int(box.y1 // self.high) + 1):
                self._cells[column, row].append(box)

    def put(self, spot: Spot) -> None:
        """Mark a label and its leader as taken."""
        self.take(spot.box)
        for stroke in spot.leader:
            self.take(stroke)

    def free(self, box: Box) -> bool:
        """Whether the box is in the frame and touches nothing taken."""
        return box.inside(self.frame) and self._clear(*box)

    def fits(self, spot: Spot) -> bool:
        """Whether the label, with air on either side, and its leader are in the frame and touch nothing taken."""
        return spot.box.inside(self.frame) and self.clear(spot) and all(s.inside(self.frame) for s in spot.leader)

    def clear(self, spot: Spot) -> bool:
        """Whether a spot that is known to be in the frame touches nothing taken."""
        x0, y0, x1, y1 = spot.box
        return all(self._clear(*stroke) for stroke in spot.leader) and self._clear(x0 - self.air, y0, x1 + self.air, y1)

    def _clear(self, x0: float, y0: float, x1: float, y1: float) -> bool:
        # Plain loops: nearly all the time of a layout is spent here.
        cells = self._cells
        rows = range(int(y0 // self.high), int(y1 // self.high) + 1)
        for column in range(int(x0 // self.wide), int(x1 // self.wide) + 1):
            for row in rows:
                for left, top, right, bottom in cells.get((column, row), ()):
                    if x0 < right and left < x1 and y0 < bottom and top < y1:
                        return False
        return True


def place(labels: Iterable[Label], obstacles: Iterable[Box], frame: Box, air: float = 0.0) -> Placement:
    """Give each label, in the order given (the most important first), the first of its spots that is still free.

    `air`: the least distance to the left and right of a label.
    """
    ground = Ground(frame, air)
    for box in obstacles:
        ground.take(box)
    return _placed(labels, ground, ground.fits)


def _placed(labels: Iterable[Label], ground: Ground, fits: Callable[[Spot], bool]) -> Placement:
    placed: dict[Hashable, Spot] = {}
    dropped: list[Hashable] = []
    for label in labels:
        spot = next(filter(fits, label.spots), None)
        if spot is None:
            dropped.append(label.key)
            continue
        placed[label.key] = spot
        ground.put(spot)
    return Placement(placed, tuple(dropped))


def settle(
    labels: Sequence[Label],
    obstacles: Sequence[Box],
    frame: Box,
    air: float = 0.0,
    worth: Mapping[Any, int] | None = None,
    tries: int = 8,
) -> Placement:
    """As `place`, and then a few times: let a label that found no room choose first, and keep that if it is better.

    `worth`: a class for each key, 1 the most important; a placement is better that has more labels of the best class.
    """
    bare = Ground(frame, air)
    for box in obstacles:
        bare.take(box)
    # What stands in the way from the start is looked at once, not in each try.
    order = [Label(label.key, Kept(filter(bare.fits, label.spots))) for label in labels]

    def tried(these: Sequence[Label]) -> Placement:
        ground = Ground(frame, air)
        return _placed(these, ground, ground.clear)

    best = tried(order)
    reversed_order = order[::-1]
    for key in (None, *best.dropped[:tries]) if best.dropped else ():
        if key in best.placed:
            continue
        first = [label for label in order if label.key == key]
        tried_order = reversed_order if key is None else first + [label for label in order if label.key != key]
        other = tried(tried_order)
        if score(other, worth) > score(best, worth):
            best, order = other, tried_order
    return best


def score(placement: Placement, worth: Mapping[Any, int] | None) -> tuple[int, ...]:
    """How many labels are placed, class by class."""
    if worth is None:
        return (len(placement.placed),)
    counts = Counter(worth[key] for key in placement.placed)
    return tuple(counts[level] for level in range(1, max(worth.values(), default=0) + 1))


def levels(spans: Iterable[tuple[float, float]]) -> list[int]:
    """For intervals (left, right), in the order given, the lowest level where each touches none placed before."""
    tracks: list[list[tuple[float, float]]] = []
    out: list[int] = []
    for left, right in spans:
        level = next((i for i, track in enumerate(tracks) if _clear(track, left, right)), len(tracks))
        if level == len(tracks):
            tracks.append([])
        tracks[level].append((left, right))
        out.append(level)
    return out


def _clear(track: list[tuple[float, float]], left: float, right: float) -> bool:
    return all(right <= a or b <= left for a, b in track)


def shares(needs: list[float], room: float) -> list[float]:
    """Divide the room: who needs little gets it, the others get equal parts of the rest."""
    order = sorted(range(len(needs)), key=needs.__getitem__)
    given = [0.0] * len(needs)
    for done, index in enumerate(order):
        given[index] = min(needs[index], room / (len(needs) - done))
        room -= given[index]
    return given
