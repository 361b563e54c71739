"""Label placement: boxes in, places out. Pure geometry in pixels, y downwards; knows nothing of charts.

Nothing that is placed touches anything placed before: no label, no mark, no leader, and nothing leaves the frame.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
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
    cell: float = 32.0
    _cells: dict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Mark the box as taken."""
        for cell in self._touched(box):
            self._cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """Whether the box is in the frame and touches nothing taken."""
        return box.inside(self.frame) and not self._hit(box)

    def fits(self, spot: Spot) -> bool:
        """Whether the label, with air on either side, and its leader are free."""
        if not spot.box.inside(self.frame):
            return False
        aired = Box(spot.box.x0 - self.air, spot.box.y0, spot.box.x1 + self.air, spot.box.y1)
        return not self._hit(aired) and all(self.free(stroke) for stroke in spot.leader)

    def _hit(self, box: Box) -> bool:
        return any(box.hits(other) for cell in self._touched(box) for other in self._cells.get(cell, ()))

    def _touched(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box.x0 // self.cell), int(box.x1 // self.cell) + 1):
            for row in range(int(box.y0 // self.cell), int(box.y1 // self.cell) + 1):
                yield column, row


def place(labels: Iterable[Label], obstacles: Iterable[Box], frame: Box, air: float = 0.0) -> Placement:
    """Give each label, in the order given (the most important first), the first of its spots that is still free.

    `air`: the least distance to the left and right of a label.
    """
    ground = Ground(frame, air)
    for box in obstacles:
        ground.take(box)
    placed: dict[Hashable, Spot] = {}
    dropped: list[Hashable] = []
    for label in labels:
        spot = next((spot for spot in label.spots if ground.fits(spot)), None)
        if spot is None:
            dropped.append(label.key)
            continue
        placed[label.key] = spot
        ground.take(spot.box)
        for stroke in spot.leader:
            ground.take(stroke)
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
    order = [Label(label.key, tuple(label.spots)) for label in labels]
    best = place(order, obstacles, frame, air)
    reversed_order = order[::-1]
    for key in (None, *best.dropped[:tries]) if best.dropped else ():
        if key in best.placed:
            continue
        first = [label for label in order if label.key == key]
        tried_order = reversed_order if key is None else first + [label for label in order if label.key != key]
        tried = place(tried_order, obstacles, frame, air)
        if score(tried, worth) > score(best, worth):
            best, order = tried, tried_order
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
