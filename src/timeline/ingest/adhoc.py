"""Files that stand in no timeline.toml: the feed that such a file becomes, and what its receipts keep of it."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import dates, readers, worker
from timeline.config.mapping import is_whole, parse_mapping
from timeline.config.project import Feed, load_mapping_table, read_covers
from timeline.config.toml import texts
from timeline.desk.sheet import BECAUSE, ID, WHEN
from timeline.errors import InputError
from timeline.ingest.discover import Found, find_files, look_at

if TYPE_CHECKING:
    from timeline.ingest.receipts import RawStore, Receipt


_PAGES = (".html", ".htm", ".md", ".rss", ".atom")
_TABLES = (
    ".csv",
    ".tsv",
    ".tab",
    ".jsonl",
    ".ndjson",
    ".parquet",
    ".pq",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".ics",
    ".ical",
)


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
    zone: str | None,
    shipped: Mapping[str, Path],
    store: RawStore,
    taken: Iterable[str] = (),
    published: str | None = None,
    given: bool = False,
) -> Feed:
    """The feed that an unconfigured file or folder becomes, named after it; the same one again is the same feed.

    `mapping` is a file or a shipped one's name; without one the mapping it had before is used, or its columns are
    recognised in a limited child. An article, or a folder of them, needs none; `published` is for what tells no date
    of publication. `zone`: of clock times without an offset (None: nobody told one, so that those can't be read);
    `given`: for these files, before what the mapping says. `taken` are names of other feeds. Raises UnmappedError,
    ConfigError or InputError.
    """
    name = _slug(path.name)
    while name in set(taken):
        name += "-file"
    before = {feed.name: feed for feed in adhoc_feeds(store.receipts())}.get(name)
    if before and mapping is None and kind is None and published is None and not given:
        return before
    if mapping is None and kind is None and (path.is_dir() or published or _is_page(path.name) or _is_article(path)):
        return _feed(name, {"format": "article", **_published(published, zone or "UTC")}, zone or "UTC")
    found = look_at(path, store.folder)
    table = {} if mapping is None else load_mapping_table(mapping, Path(), dict(shipped), str(path)) or {}
    if kind:
        table = {**table, "columns": {**table.get("columns", {}), "kind": {"value": kind}}}
    if mapping is None or not is_whole(table):
        table = _recognised(found.path, table)
    if given or (zone is None and "zone" not in table):
        table = {**table, "zone": zone or False}
    parse_mapping(table, mapping or str(path))
    return _feed(name, json.loads(json.dumps(table, default=str)), str(table.get("zone") or zone or "UTC"))


def files_of(folder: Path, raw: Path) -> list[Found]:
    """The articles in a folder and below, by their names from that folder on."""
    inside = Feed(folder.name, ("**/*",), None, None, "UTC")
    # What is named as a page is told about even if it is none.
    found = [each for each in find_files(inside, folder) if _is_page(each.name) or _is_article(each.path)]
    if not found:
        raise InputError(f"{folder}: holds no articles; a folder of tables becomes a feed with `timeline feed add`")
    if folder.is_relative_to(raw):
        return [look_at(each.path, raw) for each in found]
    return [replace(each, name=f"{folder.name}/{each.name}") for each in found]


def _is_page(name: str) -> bool:
    return name.lower().removesuffix(".gz").endswith(_PAGES)


def _published(told: str | None, zone: str) -> dict[str, str]:
    """The option as settings; UsageError for what is no day or moment."""
    return {"published": told} if told and dates.parse_moment(told, zone) else {}


def _is_article(path: Path) -> bool:
    """What stands at its beginning is prose: a page, a text, a feed, or an archive."""
    try:
        told = path.name.lower().removesuffix(".gz").endswith(_TABLES)
        return not told and readers.holds_prose(path)
    except InputError:
        return False


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
    if {ID, WHEN, BECAUSE} <= set(sight.columns):
        raise InputError(
            f"{path.name}: holds the cells of a sheet that `timeline claims --format xlsx` made, but not as that "
            "workbook; save it as .xlsx, and ingest that"
        )
    if sight.missing:
        raise UnmappedError(sight.message or f"{path}: write a mapping", sight.starter)
    return sight.table


def _slug(name: str) -> str:
    """The stem of a file's name in small letters, digits and dashes: `Border counts (2).csv.gz` is border-counts-2."""
    stem = re.sub(
        r"(\.(csv|tsv|txt|jsonl?|ndjson|parquet|xlsx?|ics|gz|html?|md|markdown|rss|atom|xml|zip|tar|tgz))+$",
        "",
        name,
        flags=re.IGNORECASE,
    )
    words = re.sub(r"[\W_]+", "-", unicodedata.normalize("NFKC", stem).lower()).strip("-")
    return words or "file"
