"""One `timeline ingest`: look, keep, parse in a limited child, take into the ledger, publish."""

from __future__ import annotations

import shutil

from timeline import dates, kinds
from timeline.errors import TimelineError, WarehouseError
from timeline.ingest import plan
from timeline.ingest.feed_run import FeedRun
from timeline.ingest.settings import Settings, Summary
from timeline.warehouse.ledger import Ledger, append_log, open_ledger
from timeline.warehouse.publish import publish, published_revision


def ingest(settings: Settings) -> Summary:
    """Take what is new in the feeds' files and publish; a file that can't be read is a problem of the summary.

    Raises BusyError when another run holds the ledger past the wait, WarehouseError when the disk refuses.
    """
    started = dates.now()
    summary = Summary(run=started.strftime("R%Y%m%dT%H%M%S%fZ"), started_at=started)
    with open_ledger(settings.layout, wait=settings.wait) as ledger:
        clear_litter(settings)
        try:
            work(settings, ledger, summary)
        finally:
            shutil.rmtree(settings.layout.spool, ignore_errors=True)
        summary.ended_at = dates.now()
        _record(ledger, summary)
        publish_if_stale(ledger, summary)
    return summary


def clear_litter(settings: Settings) -> None:
    """Remove what a killed run left behind; only the holder of the lock may."""
    shutil.rmtree(settings.layout.spool, ignore_errors=True)
    settings.store.clear_litter()


def work(settings: Settings, ledger: Ledger, summary: Summary) -> None:
    """Receive and take, feed by feed."""
    taxonomy = kinds.load(settings.kinds_file)
    ledger.configure(settings.zone, taxonomy)
    names = kinds.names(taxonomy)
    with_rejects = ledger.feeds_with_open_rejects()
    for feed in settings.feeds:
        row = plan.feed_row(feed, plan.taxonomy_digest(names))
        try:
            FeedRun(settings, ledger, summary, feed, row, names).work(has_rejects=feed.name in with_rejects)
        except WarehouseError:
            raise
        except TimelineError as error:
            summary.problems.append(str(error))


def publish_if_stale(ledger: Ledger, summary: Summary) -> None:
    """Close the ledger and publish it where the published copy is not of its revision."""
    revision = ledger.revision()
    if published_revision(ledger.layout) == revision:
        return
    ledger.close()
    publish(ledger.layout, revision)
    summary.published = str(ledger.layout.link)


def _record(ledger: Ledger, summary: Summary) -> None:
    if summary.deliveries:
        ledger.record_run(summary.as_row())
    append_log(ledger.layout, summary.as_row())
