"""What a run has to do: which files are new, what they are receipted as, and which deliveries the ledger lacks."""

from __future__ import annotations

import fnmatch
import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from timeline.config.project import Feed, read_covers
from timeline.errors import ConfigError, InputError
from timeline.ingest import adhoc
from timeline.ingest.discover import Found, known_from_name, read_sidecar
from timeline.ingest.receipts import RawStore, Receipt
from timeline.warehouse.arrivals import Arrival, FeedRow

if TYPE_CHECKING:
    from timeline.warehouse.ledger import SeenFile


_KEEPERS = 4


def unchanged(found: Found, seen: SeenFile | None) -> bool:
    """Size, time and sidecar are what they were: the bytes are not read."""
    told = (found.size, found.mtime_ns, found.sidecar)
    return seen is not None and (seen.size, seen.mtime_ns, seen.sidecar) == told


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of one file when it is received: its bytes, what stands beside it, and how it is to be taken."""

    sha256: str
    sidecar: dict[str, Any]
    allow_shrink: bool
    feed_settings: dict[str, Any] | None


def receive(
    feed: Feed,
    changed: Sequence[Found],
    store: RawStore,
    *,
    run: str,
    now: datetime,
    allow_shrink: bool,
    aside: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Keep the bytes of changed files and announce receipts for those that are new; gives problems by file name.

    A file whose bytes are those last receipted under its name keeps that receipt and its time; what was taken back with
    its run (`aside`) does not come again by itself. The store writes the receipts once the bytes are on disk.
    """
    known: dict[str, list[Receipt]] = {}
    for receipt in store.receipts(feed.name):
        known.setdefault(receipt.path, []).append(receipt)
    fresh: list[Receipt] = []
    problems: dict[str, str] = {}
    settings = adhoc.settings_of(feed)
    for place, (found, told) in enumerate(zip(changed, _kept(feed, changed, store), strict=True)):
        if isinstance(told, str):
            problems[found.name] = told
            continue
        sha256, sidecar = told
        # Files that come together and tell no time of their own keep the order of their names.
        moment = now + timedelta(microseconds=place)
        earlier = known.get(found.name, [])
        whole = _Told(sha256, sidecar, allow_shrink, settings)
        told_anew = _receipt(feed, found, whole, earlier, run=run, now=moment, aside=aside)
        fresh += [told_anew] if told_anew else []
    store.announce(fresh)
    return problems


def _kept(feed: Feed, changed: Sequence[Found], store: RawStore) -> Iterator[tuple[str, dict[str, Any]] | str]:
    """Of each file, once its bytes are kept: their sha256 and what stands beside it, or why it can't be taken.

    Several at once: most of the time goes by with waiting for the disk.
    """

    def keep(found: Found) -> tuple[str, dict[str, Any]] | str:
        try:
            return store.keep(found.path), read_sidecar(found.path, feed)
        except (InputError, ConfigError) as error:
            return str(error)

    with ThreadPoolExecutor(_KEEPERS) as keepers:
        yield from keepers.map(keep, changed)


def _receipt(
    feed: Feed,
    found: Found,
    told: _Told,
    earlier: list[Receipt],
    *,
    run: str,
    now: datetime,
    aside: frozenset[str],
) -> Receipt | None:
    """None where the last receipt under that name says all of this already."""
    before = earlier[-1] if earlier else None
    # Only what was taken counts as replaced: a broken or wrong file that is mended is that delivery, not a later one.
    taken = (r for r in reversed(earlier) if r.problem is None and r.run not in aside)
    replaced = next((r for r in taken if r.sha256 != told.sha256), None)
    if before is None or before.sha256 != told.sha256:
        known = _known(feed, found, told.sidecar, now, replaced)
        return Receipt(
            feed.name,
            found.name,
            told.sha256,
            found.size,
            now,
            run,
            **known,
            sidecar=told.sidecar,
            allow_shrink=told.allow_shrink,
            feed_settings=told.feed_settings,
        )
    again = replace(
        before,
        sidecar=told.sidecar,
        allow_shrink=before.allow_shrink or (told.allow_shrink and before.problem is not None),
        feed_settings=told.feed_settings,
    )
    if told.sidecar.get("known_at") != before.sidecar.get("known_at"):
        again = replace(again, **_known(feed, found, told.sidecar, before.received_at, replaced))
    return None if again == before else replace(again, corrects=before.id, problem=None)


def _known(
    feed: Feed, found: Found, sidecar: dict[str, Any], received_at: datetime, replaced: Receipt | None
) -> dict[str, Any]:
    told = (feed.mapping or {}).get("known", {})
    named = known_from_name(found.name, feed.zone)
    if replaced and "column" not in told and sidecar.get("known_at") == replaced.sidecar.get("known_at"):
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


def reread(row: FeedRow, before: FeedRow | None, *, prose: bool, has_rejects: bool, unknown_kinds: bool) -> bool:
    """The same bytes would now be understood differently than when the feed was last read. Of prose `taxonomy` stands
    for all that its claims are read with.
    """
    if before is None:
        return False
    if prose and before.taxonomy != row.taxonomy:
        return True
    return before.digest != row.digest or (before.taxonomy != row.taxonomy and (has_rejects or unknown_kinds))


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
        supersedes=feed.url is not None and feed.prose,
        beside=_digest(told["document"]) if feed.prose and "document" in told else None,
    )


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:16]


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
