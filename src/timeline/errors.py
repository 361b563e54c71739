"""One error root: every failure a user or a file can cause is a TimelineError of one line.

`transient` tells a scheduler whether trying again later can help. `exit_code` is the process's exit code.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """The documented exit codes of the command line."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REJECTED = 3
    MOVED = 4
    BUSY = 75


class TimelineError(Exception):
    """Something that the user or a file caused; the message is one line naming the thing and the way out."""

    transient = False
    exit_code = ExitCode.FAILED


class UsageError(TimelineError):
    """The command or the call was wrong: unknown option, kind, chart, column or view."""

    exit_code = ExitCode.USAGE


class ConfigError(TimelineError):
    """timeline.toml, a mapping or kinds.toml can't be understood."""


class InputError(TimelineError):
    """A delivery can't be read at all (single rows that can't be taken become rejects instead)."""


class WarehouseError(TimelineError):
    """The ledger or the published database refused; the message says during what."""


class BusyError(WarehouseError):
    """Another ingest holds the ledger."""

    transient = True
    exit_code = ExitCode.BUSY


class ChartError(TimelineError):
    """A chart can't be drawn or written."""


def unknown_name(what: str, name: str, known: Iterable[str]) -> UsageError:
    """An unknown name is answered with the known ones.

    >>> str(unknown_name("chart", "rollng", ["timeline", "rolling"]))
    "no chart named 'rollng'; there are: timeline, rolling"
    """
    return UsageError(f"no {what} named {name!r}; there are: {', '.join(known) or 'none'}")
