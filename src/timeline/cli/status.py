"""`timeline status`: how things stand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.options import warehouse_option
from timeline.cli.where import here, near

if TYPE_CHECKING:
    from timeline.report.health import FeedState, State

# As much of a run's name as tells its second.
_RUN = 16
_MOVES = (("new", "new"), ("changed", "changed"), ("gone", "withdrawn"))


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@warehouse_option
def status_command(as_json: bool, warehouse: Path | None) -> None:
    """Say what failed and since when, which feeds are quiet, what stays rejected, and what ran last.

    \b
    Example:
      timeline status
      timeline status --json
    """
    from timeline import dates, report
    from timeline.cli.cells import harmless, json_text

    where = here(warehouse)
    feeds = where.project.feeds if where.project and warehouse is None else ()
    found = report.state(where.link, dates.now(), {feed.name: feed.cadence_days for feed in feeds})
    if as_json:
        click.echo(json_text(found.as_json()))
        return
    zone = where.project.zone if where.project else "UTC"
    for line in (*_troubles(found, zone), *_standing(found, zone)):
        click.echo(harmless(line))


def _troubles(found: State, zone: str) -> list[str]:
    lines = []
    for failure in found.failures:
        times = f", {failure.runs} runs in a row" if failure.runs > 1 else ""
        lines.append(f"FAILED since {_at(failure.since, zone)}{times}: {failure.problem}")
    for feed in found.quiet:
        days = f"{feed.days_late} day{'' if feed.days_late == 1 else 's'}"
        lines.append(f"QUIET: feed {feed.feed}, last delivery {_at(feed.last_known_at, zone)}, {days} overdue")
    for feed in found.feeds:
        if feed.open_rejects:
            rows = "1 row" if feed.open_rejects == 1 else f"{feed.open_rejects:,} rows"
            lines.append(
                f"REJECTED: {rows} of feed {feed.feed}; "
                'see them with `timeline sql "FROM rejects WHERE closed_by IS NULL"`'
            )
    return lines or ["Nothing failed."]


def _standing(found: State, zone: str) -> list[str]:
    lines = []
    if found.last_run:
        run = found.last_run
        moved = ", ".join(f"{run[what]:,} {word}" for what, word in _MOVES)
        did = f"{run['deliveries']:,} {'delivery' if run['deliveries'] == 1 else 'deliveries'}, {moved}"
        lines.append(f"Last run {_at(run['started_at'], zone)} ({run['run'][:_RUN]}): {run['status']}, {did}")
    if found.published is None:
        lines.append("Nothing is published yet; put deliveries into data/raw and run `timeline ingest`.")
    else:
        lines.append(
            f"{found.events:,} {'event' if found.events == 1 else 'events'} from {found.claims:,} "
            f"{'claim' if found.claims == 1 else 'claims'}, published in {near(found.published)}"
        )
    width = max((len(feed.feed) for feed in found.feeds), default=0)
    return [*lines, *(_feed(feed, width, zone) for feed in found.feeds)]


def _feed(feed: FeedState, width: int, zone: str) -> str:
    if not feed.deliveries:
        return f"  {feed.feed:<{width}}  no delivery yet"
    return f"  {feed.feed:<{width}}  last delivery {_at(feed.last_known_at, zone)}, {feed.deliveries} in all"


def _at(moment: datetime | None, zone: str) -> str:
    from timeline.report.question import dates_text

    return dates_text(moment, zone) if moment else "never"
