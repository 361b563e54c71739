"""What differs between two deliveries of one delimited text file: only those lines have to be parsed.

Sound where each line of the old file is one record. A line that both have then begins and ends outside quotes in both;
whoever parses the others has to see that they are one record a line too.
"""

from __future__ import annotations

import mmap
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from timeline.config.mapping import Read
from timeline.readers.bytestream import open_bytes
from timeline.readers.table import Shape, shape_of
from timeline.readers.window import Window

_FIRST = 1 << 14
_MOST = 1 << 20
_RELEASE = 1 << 26
# Walking from difference to difference pays where few lines differ.
_SHARE = 10
_FEW = 1000
_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Changes:
    """`head`: the bytes before the first row, the same in both; `fresh`, on the lines `at`: lines that only the new
    file has; `left`: lines that only the old one has; `rows`: lines of rows in the new file; `first`: where they begin.
    """

    head: bytes
    delimiter: str
    first: int
    fresh: list[bytes]
    at: list[int]
    left: list[bytes]
    rows: int


def find_changes(old: Path, new: Path, read: Read, *, tabs: bool, rows: int) -> Changes | None:
    """The lines that differ, or None where that can't be told or does not pay. `rows`: records of the old file.

    Raises InputError for a file that can't be read at all.
    """
    shape, head, first = _opening(new, read, tabs)
    if _opening(old, read, tabs) != (shape, head, first) or b"\x00" in head or not head.endswith(b"\n"):
        return None
    with ExitStack() as stack:
        before, after = stack.enter_context(Window(old)), stack.enter_context(_mapped(new))
        if not (before[: len(head)] == after[: len(head)] == head) or b"\x00" in after[:_FIRST]:  # no BOM, no UTF-16
            return None
        walk = _Walk(before, after, len(head), first, max(_FEW, rows // _SHARE))
        # As many lines as records: none stands on two lines, and no line is empty.
        if not walk.run() or walk.line - first - len(walk.fresh) + len(walk.left) != rows:
            return None
    fresh, left = _without_moved(walk.fresh, walk.left)
    if any(b"\x00" in line for line in fresh.values()):
        return None
    return Changes(head, shape.delimiter, first, list(fresh.values()), list(fresh), left, walk.line - first)


def _opening(path: Path, read: Read, tabs: bool) -> tuple[Shape, bytes, int]:
    with open_bytes(path, path.name) as stream:
        return shape_of(stream, read, tabs=tabs)


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _release(data: mmap.mmap, at: int) -> None:
    """Let go of the pages before `at`: they are not needed again soon."""
    if at % _RELEASE < _MOST and at >= _RELEASE:
        data.madvise(mmap.MADV_DONTNEED, 0, at - at % mmap.PAGESIZE)


def _without_moved(fresh: dict[int, bytes], left: list[bytes]) -> tuple[dict[int, bytes], list[bytes]]:
    """Lines that only stand elsewhere are no difference; one that stands twice is."""
    waiting = dict.fromkeys(left, True)
    kept = {}
    for at, line in fresh.items():
        if waiting.get(line):
            waiting[line] = False
        else:
            kept[at] = line
    return kept, [line for line, waits in waiting.items() if waits]


class _Walk:
    """Walks through both files, over what they share, from difference to difference.

    `line`: the new file's; `fresh`: the lines that only it has, by number; `left`: those that only the old one has.
    """

    def __init__(self, old: Window, new: mmap.mmap, start: int, line: int, most: int) -> None:
        self._old, self._new, self._most = old, new, most
        self._at = [start, start]
        self.line = line
        self.fresh: dict[int, bytes] = {}
        self.left: list[bytes] = []
        self._bytes = 0

    def run(self) -> bool:
        """Go to the end; False where more differs than is worth the walk, or where a CR ends a line of its own."""
        while True:
            if not self._skip_same():
                return False
            if self._at == [len(self._old), len(self._new)]:
                return True
            if not self._differ():
                return False

    def _skip_same(self) -> bool:
        """Go on to the first line that differs, or to the end; False where a CR ends a line of its own."""
        size = _FIRST
        while True:
            old, new = self._old[self._at[0] : self._at[0] + size], self._new[self._at[1] : self._at[1] + size]
            same = old == new
            ended = same and len(old) < size
            whole = len(old) if ended else old.rfind(b"\n", 0, len(old) if same else _common(old, new)) + 1
            self.line += old.count(b"\n", 0, whole) + (ended and whole > 0 and not old.endswith(b"\n"))
            self._at = [place + whole for place in self._at]
            if b"\r" in old and old.count(b"\r", 0, whole) != old.count(b"\r\n", 0, whole):
                return False
            if ended or not same:
                return True
            _release(self._new, self._at[1])
            size = min(size * 2, _MOST) if whole else size * 2

    def _differ(self) -> bool:
        """Gather lines of both until one is met in the other; go on behind it."""
        sides = (_Side(self._old, self._at[0]), _Side(self._new, self._at[1]))
        while sides[0].more or sides[1].more:
            for side, other in (sides, sides[::-1]):
                line = side.read() if side.more else None
                if line is not None and line in other.places:
                    return self._meet(sides[0].places[line], sides[1].places[line], sides)
            lines = len(self.left) + len(self.fresh) + sum(len(side.ends) for side in sides)
            if lines > self._most or self._bytes + sum(side.size for side in sides) > _BYTES:
                return False
        return self._meet(len(sides[0].ends), len(sides[1].ends), sides)

    def _meet(self, left: int, fresh: int, sides: tuple[_Side, _Side]) -> bool:
        gone, come = sides[0].lines[:left], sides[1].lines[:fresh]
        self.left += gone
        self.fresh.update(zip(range(self.line, self.line + fresh), come, strict=True))
        self._bytes += sum(map(len, gone)) + sum(map(len, come))
        met = left < len(sides[0].ends)
        self.line += fresh + met
        self._at = [sides[0].ends[left], sides[1].ends[fresh]] if met else [len(self._old), len(self._new)]
        return not any(b"\r" in line[:-1] for line in (*gone, *come))


class _Side:
    """The next lines of one file, without line ends, each with the place of its first occurrence and its end."""

    def __init__(self, data: Window | mmap.mmap, at: int) -> None:
        self._data, self._at = data, at
        self._start = at
        self.lines: list[bytes] = []
        self.ends: list[int] = []
        self.places: dict[bytes, int] = {}

    @property
    def more(self) -> bool:
        return self._at < len(self._data)

    @property
    def size(self) -> int:
        return self._at - self._start

    def read(self) -> bytes:
        end = self._data.find(b"\n", self._at) + 1 or len(self._data)
        line = self._data[self._at : end].removesuffix(b"\n")
        self.places.setdefault(line, len(self.lines))
        self.lines.append(line)
        self.ends.append(end)
        self._at = end
        return line


def _common(one: bytes, other: bytes) -> int:
    """The length of the beginning that both share."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low
