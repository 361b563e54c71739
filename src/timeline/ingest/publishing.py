"""Publishing what a run or a decision changed."""

from __future__ import annotations

from timeline.ingest.settings import Summary
from timeline.warehouse.ledger import Ledger
from timeline.warehouse.publish import publish, published_revision, tidy


def publish_if_stale(ledger: Ledger, summary: Summary) -> None:
    """Close the ledger and publish it where the published copy is not of its revision."""
    revision = ledger.revision()
    if published_revision(ledger.layout) == revision:
        tidy(ledger.layout)
        return
    ledger.close()
    publish(ledger.layout, revision)
    summary.published = str(ledger.layout.link)
