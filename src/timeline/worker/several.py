"""Articles by the hundred: reading them takes a processor, so each processor gets a child."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from timeline.worker.parent import parse, ready
from timeline.worker.tasks import Limits, Outcome, Task

# Fewer are read before another child would have started.
_SHARE = 8
_MOST_CHILDREN = 4


def ready_several(tasks: int, told: Table[str, Any], *, limits: Limits | None = None) -> None:
    """Start the children by which so many articles will be read, and let them load what they read them with.

    `told`: as in each of the tasks that will come (Task.prose).
    """
    for child in ready(limits, children=_children(tasks)):
        child.give("load", [Task("", Path(), "", prose=told)], Path())


def _children(tasks: int) -> int:
    return max(1, min(_MOST_CHILDREN, os.cpu_count() or 1, tasks // _SHARE))


def parse_several(tasks: Sequence[Task], spool: Path, *, limits: Limits | None = None) -> Iterator[Outcome]:
    """As `parse`, by several children at once where there are many tasks; outcomes come in any order."""
    children = _children(len(tasks))
    if children == 1:
        yield from parse(tasks, spool, limits=limits, bundled=True)
        return
    done: Queue[Outcome | BaseException | None] = Queue()
    for number in range(children):
        # Neighbours are alike: each child gets every second, third... of them.
        Thread(target=_work, args=(tasks[number::children], spool, limits, done), daemon=True).start()
    working = children
    while working:
        outcome = done.get()
        if isinstance(outcome, BaseException):
            raise outcome
        if outcome is None:
            working -= 1
        else:
            yield outcome


def _work(
    tasks: Sequence[Task], spool: Path, limits: Limits | None, done: Queue[Outcome | BaseException | None]
) -> None:
    try:
        for outcome in parse(tasks, spool, limits=limits, bundled=True):
            done.put(outcome)
        done.put(None)
    # Nothing is swallowed: whoever waits for the outcomes gets it.
    except BaseException as error:
        done.put(error)
