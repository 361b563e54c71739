"""The progress of long work on stderr, when somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from timeline.cli.cells import harmless

Report = Callable[[str, int, int], None]


@contextmanager
def progress() -> Iterator[Report]:
    """A bar in a terminal, nothing elsewhere: call it with what is done, how many are, and of how many."""
    if not sys.stderr.isatty():
        yield lambda _what, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("looking", total=None)
        yield lambda what, done, total: bar.update(task, description=harmless(what)[:60], completed=done, total=total)
