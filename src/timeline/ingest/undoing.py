"""Runs of `timeline ingest` that a person takes back or brings back: their feeds are read again without, or with, them.

The raw bytes and the receipts stay, and the decision stands beside them, so that a rebuild comes to the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeline import dates
from timeline.errors import UsageError
from timeline.ingest.decisions import runs_aside
from timeline.ingest.settings import summary_of

if TYPE_CHECKING:
    from timeline.ingest.receipts import Receipt
    from timeline.ingest.settings import Settings
    from timeline.warehouse.ledger import Ledger
    from timeline.warehouse.reader import Reader

_SHOWN = 5
_RUNS = """
SELECT DISTINCT run FROM (SELECT run FROM base.delivery UNION ALL SELECT run FROM base.run WHERE deliveries > 0)
WHERE starts_with(lower(run), '{}')
"""
_LAST = """
SELECT run, count(*) AS deliveries, min(path) AS path FROM base.delivery WHERE run IS NOT NULL
GROUP BY run ORDER BY run DESC LIMIT 3
"""


def runs_like(text: str, reader: Reader) -> list[str]:
    """The names of the runs that begin so and brought deliveries."""
    return [] if not text.isalnum() else sorted(reader.ask(_RUNS.format(text.lower()))["run"])


def no_run(text: str, reader: Reader) -> UsageError:
    """The error for a run that is not there, with the last ones that are."""
    told = [
        f"{run} ({path}{f' and {deliveries - 1} more' if deliveries > 1 else ''})"
        for run, deliveries, path in reader.ask(_LAST).iter_rows()
    ]
    return UsageError(f"no run begins with {text!r}; the last that brought something: {', '.join(told) or 'none'}")


def settle_runs(settings: Settings, ledger: Ledger) -> tuple[list[str], str | None]:
    """Read the feeds again whose runs were taken back or brought back since the ledger was settled last.

    Gives what was moved, in words, and why a feed stays as it was: the next ingest tries it again.
    """
    aside, before = runs_aside(settings.store.folder, ledger), ledger.runs_aside()
    if aside == before:
        return [], None
    moved = [one for one in settings.store.receipts() if one.run in aside ^ before and one.problem is None]
    problem = _read_again(settings, ledger, frozenset(one.feed for one in moved))
    told = ((True, "set aside"), (False, "brought back"))
    parts = (_in_words([one for one in moved if (one.run in aside) is gone], what) for gone, what in told)
    return [words for words in parts if words], problem


def _read_again(settings: Settings, ledger: Ledger, feeds: frozenset[str]) -> str | None:
    from timeline.ingest.run import all_feeds, work, working

    lost = feeds - {feed.name for feed in all_feeds(settings)}
    if lost:
        return f"feed {min(lost)!r} has deliveries of that run, but no settings; put it back into timeline.toml"
    summary = summary_of(dates.now())
    with working(settings):
        work(settings, ledger, summary, settle=feeds)
    return summary.problems[0] if summary.problems else None


def _in_words(moved: list[Receipt], what: str) -> str:
    paths = list(dict.fromkeys(one.path for one in moved))
    more = f" and {len(paths) - _SHOWN:,} more" if len(paths) > _SHOWN else ""
    return f"{what}: {', '.join(paths[:_SHOWN])}{more}" if paths else ""
