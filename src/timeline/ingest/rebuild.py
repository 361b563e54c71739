"""The ledger made anew from what data/raw keeps: the raw bytes, and the receipts that say when each was known."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace

from timeline import dates, kinds
from timeline.config.project import Covers, Feed
from timeline.desk.effects import runs_aside
from timeline.errors import WarehouseError
from timeline.ingest import plan, prose
from timeline.ingest.decisions import Judgement, kept, take_decisions
from timeline.ingest.feed_run import FeedRun
from timeline.ingest.run import all_feeds, clear_litter
from timeline.ingest.settings import Settings, Summary, summary_of
from timeline.warehouse import keep
from timeline.warehouse.arrivals import FeedRow
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, RunRow, SeenFile, append_log, locked, logged_runs, open_ledger


@dataclass(frozen=True, slots=True)
class _Old:
    """What only the old ledger knows. `accepted`: its deliveries by feed, None where it can't be read."""

    runs: list[RunRow]
    revision: int = 0
    accepted: dict[str, set[str]] | None = None
    files: dict[str, dict[str, SeenFile]] = field(default_factory=dict)
    rows: dict[str, FeedRow] = field(default_factory=dict)
    decisions: set[str] = field(default_factory=set)


def rebuild(settings: Settings) -> Summary:
    """Make the ledger anew beside the old one, put it in its place, and publish it; the old one becomes a backup.

    Raises WarehouseError, and leaves the old ledger as it was, when something that it holds could not be taken again.
    """
    settings = replace(settings, only=None)
    summary = summary_of(dates.now())
    with locked(settings.layout, settings.wait):
        clear_litter(settings)
        fresh = keep.beside(settings.layout)
        try:
            old = _old(settings)
            with open_ledger(fresh, rules=Judgement(settings.places_file)) as ledger:
                _fill(replace(settings, layout=fresh), ledger, summary, old)
                summary.deliveries = len(ledger.deliveries())
            keep.take_place(settings.layout, fresh, "before-rebuild", after=old.revision)
        finally:
            clear_litter(settings)
        summary.published = str(settings.layout.link)
        summary.ended_at = dates.now()
        append_log(settings.layout, replace(summary.as_row(), status="rebuilt"), recorded=False)
    return summary


def _fill(settings: Settings, ledger: Ledger, summary: Summary, old: _Old) -> None:
    taxonomy = kinds.load(settings.kinds_file)
    ledger.configure(settings.zone, taxonomy)
    names = kinds.names(taxonomy)
    aside = runs_aside(kept(settings.store.folder, ledger, old.decisions))
    for feed in _feeds(settings, old):
        row = plan.feed_row(feed, prose.taxonomy_of(feed, names, settings))
        accepted = (
            None if old.accepted is None else old.accepted.get(feed.name, set()) - _of_runs(feed, settings, aside)
        )
        FeedRun(settings, ledger, summary, feed, row, names, aside).rebuild(accepted, old.files.get(feed.name, {}))
        _check_whole(feed, ledger, accepted, summary)
    take_decisions(settings.store.folder, ledger, old.decisions)
    ledger.restore_runs(old.runs)


def _of_runs(feed: Feed, settings: Settings, aside: frozenset[str]) -> set[str]:
    """The deliveries that came with these runs only."""
    told = [
        (plan.arrival(feed, one).id, one.run in aside) for one in settings.store.receipts(feed.name) if one.known_at
    ]
    return {name for name, gone in told if gone} - {name for name, gone in told if not gone}


def _check_whole(feed: Feed, ledger: Ledger, accepted: set[str] | None, summary: Summary) -> None:
    if summary.problems and accepted is None:
        raise WarehouseError(f"nothing was rebuilt: {summary.problems[0]}")
    lost = (accepted or set()) - ledger.held(feed.name)
    if lost:
        because = summary.problems[0] if summary.problems else "receipts.jsonl lacks them; restore it from a backup"
        raise WarehouseError(f"nothing was rebuilt: {len(lost)} deliveries of feed {feed.name!r} are lost: {because}")


def _feeds(settings: Settings, old: _Old) -> tuple[Feed, ...]:
    """All feeds that have receipts or stand in the settings; what became of one in neither, the old ledger knows."""
    feeds = all_feeds(settings)
    names = {feed.name for feed in feeds}
    gone = sorted({receipt.feed for receipt in settings.store.receipts()} - names)
    for name in gone:
        if name not in old.rows:
            raise WarehouseError(
                f"nothing was rebuilt: feed {name!r} has deliveries in {settings.store.folder}, but no settings; "
                "put it back into timeline.toml"
            )
    return (*feeds, *(_from_row(old.rows[name]) for name in gone))


def _from_row(row: FeedRow) -> Feed:
    covers = Covers(row.covers_since, row.covers_until) if row.covers_since or row.covers_until else None
    mapping = json.loads(row.mapping)
    return Feed(row.name, row.files, row.url, mapping, row.zone, row.cadence_days, covers, row.kinds)


def _old(settings: Settings) -> _Old:
    """What the old ledger knows; where it can't be read, the run log stands in."""
    layout: Layout = settings.layout
    with keep.suppress_unreadable(), keep.opened(layout) as ledger:
        names = {receipt.feed for receipt in settings.store.receipts()} | {feed.name for feed in settings.feeds}
        rows = {name: ledger.feed_row(name) for name in names}
        return _Old(
            runs=ledger.runs(),
            revision=ledger.revision(),
            accepted={name: ledger.held(name) for name in names},
            files={name: ledger.seen_files(name) for name in names},
            rows={name: row for name, row in rows.items() if row is not None},
            decisions=ledger.decision_ids(),
        )
    return _Old(runs=logged_runs(layout))
