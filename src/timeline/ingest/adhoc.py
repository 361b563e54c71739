"""Files that stand in no timeline.toml: the feed that such a file becomes, and what its receipts keep of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import worker
from timeline.config.mapping import is_whole, parse_mapping
from timeline.config.project import Feed, load_mapping_table, read_covers
from timeline.config.toml import texts
from timeline.errors import InputError
from timeline.ingest.discover import look_at

if TYPE_CHECKING:
    from timeline.ingest.receipts import RawStore, Receipt


class UnmappedError(InputError):
    """The columns of a file do not say enough; `starter` is the TOML of a mapping to begin with."""

    def __init__(self, message: str, starter: str) -> None:
        """The one line, and the text of the mapping."""
        super().__init__(message)
        self.starter = starter


def feed_for_file(
    path: Path,
    *,
    mapping: str | None,
    kind: str | None,
    zone: str,
    shipped: Mapping[str, Path],
    store: RawStore,
    taken: Iterable[str] = (),
) -> Feed:
    """The feed that an unconfigured file becomes, named after it; the same file again is the same feed.

    `mapping` is a file or a shipped one's name; without one the mapping it had before is used, or its columns are
    recognised in a limited child. `taken` are names of other feeds. Raises UnmappedError, ConfigError or InputError.
    """
    found = look_at(path, store.folder)
    name = _slug(path.name)
    while name in set(taken):
        name += "-file"
    before = {feed.name: feed for feed in adhoc_feeds(store.receipts())}.get(name)
    if before and mapping is None and kind is None:
        return before
    table = {} if mapping is None else load_mapping_table(mapping, Path(), dict(shipped), str(path)) or {}
    if kind:
        table = {**table, "columns": {**table.get("columns", {}), "kind": {"value": kind}}}
    if mapping is None or not is_whole(table):
        table = _recognised(found.path, table)
    parse_mapping(table, mapping or str(path))
    return _feed(name, json.loads(json.dumps(table, default=str)), str(table.get("zone", zone)))


def settings_of(feed: Feed) -> dict[str, Any] | None:
    """What the receipts of a feed keep that stands in no timeline.toml; None for one that does."""
    return {"mapping": feed.mapping, "zone": feed.zone} if feed.adhoc else None


def adhoc_feeds(receipts: Sequence[Receipt]) -> tuple[Feed, ...]:
    """The feeds whose settings stand in their receipts, as they were told last."""
    told = {receipt.feed: receipt.feed_settings for receipt in receipts if receipt.feed_settings}
    return tuple(_feed(name, dict(settings["mapping"]), settings["zone"]) for name, settings in told.items())


def _feed(name: str, table: dict[str, Any], zone: str) -> Feed:
    covers = read_covers(table.get("covers"), f"feed {name!r}")
    kinds = texts(table, "kinds", f"feed {name!r}")
    return Feed(name, (), None, table, zone, covers=covers, kinds=kinds, adhoc=True)


def _recognised(path: Path, settings: dict[str, Any]) -> dict[str, Any]:
    sight = worker.look(path, path.name, settings)
    if sight.missing:
        raise UnmappedError(sight.message or f"{path}: write a mapping", sight.starter)
    return sight.table


def _slug(name: str) -> str:
    """The stem of a file's name in small letters, digits and dashes: `Border counts (2).csv.gz` is border-counts-2."""
    stem = re.sub(r"(\.(csv|tsv|txt|jsonl?|ndjson|parquet|xlsx?|gz))+$", "", name, flags=re.IGNORECASE)
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", stem).lower()).strip("-")
    return words or "file"
