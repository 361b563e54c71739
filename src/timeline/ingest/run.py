"""One `timeline ingest`: look, keep, parse in a limited child, take into the ledger, publish."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

from timeline import dates, kinds, worker
from timeline.config.project import Feed
from timeline.errors import BusyError, TimelineError, WarehouseError
from timeline.ingest import plan, prose
from timeline.ingest.adhoc import adhoc_feeds
from timeline.ingest.decisions import Judgement, runs_aside, take_decisions
from timeline.ingest.feed_run import FeedRun
from timeline.ingest.publishing import publish_if_stale
from timeline.ingest.settings import Settings, Summary, summary_of
from timeline.warehouse.engine import spill
from timeline.warehouse.ledger import Ledger, append_log, open_ledger


def ingest(settings: Settings) -> Summary:
    """Take what is new in the feeds' files and publish; a file that can't be read is a problem of the summary.

    Raises BusyError when another run holds the ledger past the wait, WarehouseError when the disk refuses.
    """
    summary = summary_of(dates.now())
    with _logged(settings, summary):
        _run(settings, summary)
    return summary


def _run(settings: Settings, summary: Summary) -> None:
    with open_ledger(settings.layout, wait=settings.wait, rules=Judgement(settings.places_file)) as ledger:
        with working(settings):
            work(settings, ledger, summary)
            _decisions(settings, ledger, summary)
        summary.ended_at = dates.now()
        _record(ledger, summary)
        publish_if_stale(ledger, summary)


@contextmanager
def _logged(settings: Settings, summary: Summary) -> Iterator[None]:
    """A run that had to stop stands in the log too, for `timeline status` and the next briefing."""
    try:
        yield
    except BusyError:
        raise
    except WarehouseError as error:
        summary.problems.append(str(error))
        row = replace(summary.as_row(), status="failed", ended_at=dates.now())
        # Where not even this can be written, the error itself says why.
        with suppress(WarehouseError):
            append_log(settings.layout, row, recorded=False)
        raise


@contextmanager
def working(settings: Settings) -> Iterator[None]:
    """While deliveries are read: the child processes and the spool are gone afterwards."""
    clear_litter(settings)
    try:
        yield
    finally:
        worker.dismiss()
        shutil.rmtree(settings.layout.spool, ignore_errors=True)


def _decisions(settings: Settings, ledger: Ledger, summary: Summary) -> None:
    """Those that were kept while others held the ledger, or came with the raw files."""
    try:
        take_decisions(settings.store.folder, ledger)
    except WarehouseError:
        raise
    except TimelineError as error:
        summary.problems.append(str(error))


def clear_litter(settings: Settings) -> None:
    """Remove what a killed run left behind; only the holder of the lock may."""
    shutil.rmtree(settings.layout.spool, ignore_errors=True)
    shutil.rmtree(settings.layout.beside, ignore_errors=True)
    shutil.rmtree(spill(settings.layout.ledger, read_only=False), ignore_errors=True)
    for part in settings.layout.backups.glob("*.tmp"):
        part.unlink(missing_ok=True)
    settings.store.clear_litter()


def work(settings: Settings, ledger: Ledger, summary: Summary, settle: frozenset[str] | None = None) -> None:
    """Receive and take, feed by feed; `settle`: receive nothing, and take what counts of these feeds' receipts."""
    taxonomy = kinds.load(settings.kinds_file)
    ledger.configure(settings.zone, taxonomy)
    names = kinds.names(taxonomy)
    with_rejects = ledger.feeds_with_open_rejects()
    aside = runs_aside(settings.store.folder, ledger)
    for feed in all_feeds(settings):
        row = plan.feed_row(feed, prose.taxonomy_of(feed, names, settings))
        one = FeedRun(settings, ledger, summary, feed, row, names, aside)
        try:
            if settle is None:
                one.work(has_rejects=feed.name in with_rejects)
            elif feed.name in settle:
                one.settle(set(), has_rejects=feed.name in with_rejects)
        except WarehouseError:
            raise
        except TimelineError as error:
            summary.problems.append(str(error))


def all_feeds(settings: Settings) -> tuple[Feed, ...]:
    """The configured feeds and, unless the run is about some files only, those that stand in receipts alone."""
    if settings.only is not None:
        return settings.feeds
    configured = {feed.name for feed in settings.feeds}
    others = adhoc_feeds(settings.store.receipts())
    return (*settings.feeds, *(feed for feed in others if feed.name not in configured))


def _record(ledger: Ledger, summary: Summary) -> None:
    recorded = bool(summary.deliveries or summary.replayed)
    if recorded:
        ledger.record_run(summary.as_row())
    append_log(ledger.layout, summary.as_row(), recorded=recorded)
