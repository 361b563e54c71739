"""Work that is told by steps, not by a clock: a slow or loaded machine is no fault of the program."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FrameType
from typing import Any

from timeline.text import Tokens


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run until it is done; a loop within one line counts each of its turns."""
    count = 0

    def note(frame: FrameType, event: str, arg: object) -> Any:
        nonlocal count
        count += event in ("call", "line")
        return note

    before = sys.gettrace()
    sys.settrace(note)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How the steps from twice to three times the size compare with those from once to twice: 1 where work is linear,
    5/3 where it is quadratic. `work` makes what is to be done at a size; the making does not count.
    """
    work(size)()  # what is loaded once and kept is no part of the work
    once, twice, thrice = (steps(work(size * times)) for times in (1, 2, 3))
    return (thrice - twice) / (twice - once)


class _Walked(list[Any]):
    """A list that is cut and searched item by item, so that a long slice is many steps as well."""

    def __getitem__(self, at: Any) -> Any:
        if isinstance(at, slice):
            return [list.__getitem__(self, each) for each in range(*at.indices(len(self)))]
        return list.__getitem__(self, at)

    def __iter__(self) -> Iterator[Any]:
        for at in range(len(self)):
            yield list.__getitem__(self, at)

    def __contains__(self, item: object) -> bool:
        return any(each == item for each in self)


def walked(tokens: Tokens) -> Tokens:
    """The tokens in lists of which a long slice counts as many steps as it has items."""
    return replace(tokens, starts=_Walked(tokens.starts), ends=_Walked(tokens.ends), words=_Walked(tokens.words))
