"""What a run works on and what it did."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from timeline.config.project import Feed
from timeline.errors import ExitCode
from timeline.ingest.discover import Found
from timeline.ingest.receipts import RawStore
from timeline.warehouse.arrivals import Taken
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import RunRow

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run works on and how. `only` limits it to some files; `wait` is in seconds.

    `by`: who signs decisions in this project, where nobody else is named.
    """

    layout: Layout
    store: RawStore
    zone: str
    feeds: tuple[Feed, ...]
    kinds_file: Path | None = None
    places_file: Path | None = None
    only: tuple[Found, ...] | None = None
    wait: float = 0.0
    allow_shrink: bool = False
    by: str | None = None
    progress: Progress = lambda _what, _done, _total: None


@dataclass(slots=True)
class Summary:
    """What a run did."""

    run: str
    started_at: datetime
    ended_at: datetime | None = None
    deliveries: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    gone: int = 0
    rejects: int = 0
    problems: list[str] = field(default_factory=list)
    replayed: list[str] = field(default_factory=list)
    published: str | None = None

    @property
    def exit_code(self) -> ExitCode:
        """0 done, 1 nothing could be taken, 3 some input was rejected."""
        if self.problems and not self.deliveries and not self.unchanged:
            return ExitCode.FAILED
        return ExitCode.REJECTED if self.problems or self.rejects else ExitCode.DONE

    def add(self, taken: Taken) -> None:
        """Count one delivery in."""
        self.deliveries += 1
        self.new += taken.new
        self.changed += taken.changed
        self.gone += taken.gone
        self.rejects += taken.rejects

    def as_row(self) -> RunRow:
        """The run as the ledger and the log record it."""
        status = {ExitCode.DONE: "done", ExitCode.FAILED: "failed"}.get(self.exit_code, "rejected")
        told = "\n".join(self.problems) or None
        numbers = (self.deliveries, self.new, self.changed, self.gone, self.rejects)
        return RunRow(self.run, self.started_at, self.ended_at or self.started_at, status, *numbers, told)


def summary_of(started: datetime) -> Summary:
    """The summary of a run that begins; its name is the moment."""
    return Summary(run=started.strftime("R%Y%m%dT%H%M%S%fZ"), started_at=started)
