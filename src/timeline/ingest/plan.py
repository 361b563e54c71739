"""What a run has to do: which files are new, what they are receipted as, and which deliveries the ledger lacks."""

from __future__ import annotations

import fnmatch
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from timeline.config.project import Feed, read_covers
from timeline.ingest.discover import Found, known_from_name, read_sidecar
from timeline.ingest.receipts import RawStore, Receipt
from timeline.warehouse.arrivals import Arrival, FeedRow

if TYPE_CHECKING:
    from timeline.warehouse.ledger import SeenFile


def unchanged(found: Found, seen: SeenFile | None) -> bool:
    """Size, time and sidecar are what they were: the bytes are not read."""
    told = (found.size, found.mtime_ns, found.sidecar)
    return seen is not None and (seen.size, seen.mtime_ns, seen.sidecar) == told


def receive(
    feed: Feed,
    changed: tuple[Found, ...],
    store: RawStore,
    known: list[Receipt],
    *,
    run: str,
    now: datetime,
    allow_shrink: bool,
) -> None:
    """Keep the bytes of changed files and write receipts for those that are new.

    A file whose bytes are those last receipted under its name keeps that receipt: a killed run loses no time.
    """
    last = {receipt.path: receipt for receipt in known}
    fresh: list[Receipt] = []
    for place, found in enumerate(changed):
        sha256 = store.keep(found.path)
        sidecar = read_sidecar(found.path, feed)
        before = last.get(found.name)
        same_bytes = before is not None and before.sha256 == sha256
        if before and same_bytes and before.sidecar == sidecar and not _retold(before, allow_shrink):
            continue
        # Files that come together and tell no time of their own keep the order of their names.
        moment = before.received_at if before and same_bytes else now + timedelta(microseconds=place)
        receipt = Receipt(
            feed=feed.name,
            path=found.name,
            sha256=sha256,
            size=found.size,
            received_at=moment,
            run=before.run if before and same_bytes else run,
            **_known(feed, found, sidecar, moment, before if not same_bytes else None),
            sidecar=sidecar,
            allow_shrink=allow_shrink,
            corrects=before.id if before and same_bytes else None,
        )
        fresh.append(receipt)
    store.append(fresh)


def _retold(before: Receipt, allow_shrink: bool) -> bool:
    return before.problem is not None and allow_shrink and not before.allow_shrink


def _known(
    feed: Feed, found: Found, sidecar: dict[str, Any], received_at: datetime, replaced: Receipt | None
) -> dict[str, Any]:
    told = (feed.mapping or {}).get("known", {})
    named = known_from_name(found.name, feed.zone)
    if replaced is not None and "column" not in told and sidecar == replaced.sidecar:
        # Other bytes under the same name and sidecar: what these tell was about the bytes before.
        return {"known_at": received_at, "known_from": "receipt"}
    if "known_at" in sidecar:
        return {"known_at": datetime.fromisoformat(sidecar["known_at"]), "known_from": "sidecar"}
    if "column" in told:
        return {"known_at": None, "known_from": "mapping"}
    if named is not None and named <= received_at + timedelta(days=1):
        return {"known_at": named, "known_from": "file name"}
    return {"known_at": received_at, "known_from": "receipt"}


def feed_row(feed: Feed, taxonomy: str) -> FeedRow:
    """The feed as the ledger records it."""
    return FeedRow(
        name=feed.name,
        files=feed.files,
        url=feed.url,
        zone=feed.zone,
        cadence_days=feed.cadence_days,
        complete=feed.complete,
        covers_since=feed.covers.since if feed.covers else None,
        covers_until=feed.covers.until if feed.covers else None,
        kinds=feed.kinds,
        mapping=json.dumps(feed.mapping, sort_keys=True, default=str, ensure_ascii=False),
        digest=feed.digest,
        taxonomy=taxonomy,
    )


def taxonomy_digest(kinds: list[str]) -> str:
    """Changes when rows of a kind that was unknown could now be taken."""
    return hashlib.sha256("\n".join(sorted(kinds)).encode()).hexdigest()[:16]


def reread(row: FeedRow, before: FeedRow | None, *, has_rejects: bool) -> bool:
    """The same bytes would now be understood differently than when the feed was last read."""
    if before is None:
        return False
    return before.digest != row.digest or (before.taxonomy != row.taxonomy and has_rejects)


def known_now(receipt: Receipt, from_column: datetime | None) -> Receipt:
    """The receipt with the time that only its rows could tell; else the moment it was received."""
    if receipt.known_from != "mapping":
        return receipt
    return replace(receipt, known_at=(from_column or receipt.received_at).astimezone(UTC))


def arrival(feed: Feed, receipt: Receipt) -> Arrival:
    """The delivery as the ledger is told about it; what its sidecar tells goes before what the feed does."""
    told = receipt.sidecar
    covers = read_covers(told.get("covers"), receipt.path)
    published = told.get("published_at")
    return Arrival(
        feed=receipt.feed,
        known_at=receipt.known_at or receipt.received_at,
        known_from=receipt.known_from,
        sha256=receipt.sha256,
        path=receipt.path,
        size=receipt.size,
        ingested_at=receipt.received_at,
        run=receipt.run,
        complete=feed.complete and not _lists_deletions(feed, receipt.path),
        allow_shrink=receipt.allow_shrink,
        covers_since=covers.since if covers else None,
        covers_until=covers.until if covers else None,
        kinds=tuple(told.get("kinds", ())),
        title=told.get("title"),
        publisher=told.get("publisher"),
        url=told.get("url"),
        published_at=datetime.fromisoformat(published) if published else None,
    )


def _lists_deletions(feed: Feed, path: str) -> bool:
    pattern = (feed.mapping or {}).get("deletions", {}).get("files")
    return bool(pattern) and fnmatch.fnmatch(path.rpartition("/")[2], pattern)


def in_force(receipts: list[Receipt], present: set[str]) -> list[Receipt]:
    """The receipts to be held: all, but for files that could not be taken and were replaced or removed since."""
    last = {receipt.path: receipt.id for receipt in receipts}
    return [
        receipt
        for receipt in receipts
        if receipt.problem is None or (last[receipt.path] == receipt.id and receipt.path in present)
    ]


def plain(mapping: dict[str, Any]) -> dict[str, Any]:
    """The mapping as it travels to the worker: TOML's dates become ISO texts."""
    told: dict[str, Any] = json.loads(json.dumps(mapping, default=str))
    return told
