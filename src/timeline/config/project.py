"""timeline.toml: the project, its feeds and its saved views, as frozen records."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from timeline.config.briefs import Brief, read_briefs
from timeline.config.mapping import PROSE, is_prose
from timeline.config.toml import check_keys, day, flag, load_toml, text, texts
from timeline.errors import ConfigError, unknown_name

FILE_NAME = "timeline.toml"
_PROJECT_KEYS = ("name", "zone", "by")
_MAPPING_OVERRIDES = ("complete", "rows", "key", "publisher", "speaker", "carrier", "format")
_PROSE_SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".md", ".markdown", ".rss", ".atom", ".rdf", ".xml", ".zip")
_TABLE_SUFFIXES = (
    ".csv",
    ".tsv",
    ".tab",
    ".json",
    ".jsonl",
    ".ndjson",
    ".parquet",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".ods",
    ".ics",
)
_FEED_KEYS = ("name", "files", "url", "mapping", "zone", "cadence", "covers", "kinds", *_MAPPING_OVERRIDES)
_VIEW_KEYS = ("name", "since", "until", "kind", "place", "country", "feed", "status")


@dataclass(frozen=True, slots=True)
class Covers:
    """The days a feed or a delivery covers, both inclusive; an open end is None."""

    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A configured origin. `mapping` is its mapping table with the feed's own settings laid over it.

    `adhoc`: a file that was ingested by its name; its settings stand in its receipts, not in timeline.toml.
    """

    name: str
    files: tuple[str, ...]
    url: str | None
    mapping: dict[str, Any] | None
    zone: str
    cadence_days: int | None = None
    covers: Covers | None = None
    kinds: tuple[str, ...] = ()
    adhoc: bool = False

    @property
    def complete(self) -> bool:
        """A delivery holds the whole feed: what is missing in it is withdrawn."""
        return bool((self.mapping or {}).get("complete", False))

    @property
    def prose(self) -> bool:
        """Its deliveries are articles and feeds of them, from which claims are read."""
        return is_prose(self.mapping)

    @property
    def digest(self) -> str:
        """Changes when the same bytes would be understood differently."""
        told = json.dumps([self.mapping, self.zone], sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class View:
    """A saved filter, by name."""

    name: str
    filters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Project:
    """A directory with a timeline.toml. `by` signs decisions where nobody else is named."""

    root: Path
    name: str
    zone: str
    feeds: tuple[Feed, ...] = ()
    views: tuple[View, ...] = ()
    briefs: tuple[Brief, ...] = ()
    kinds_file: Path | None = None
    places_file: Path | None = None
    by: str | None = None

    @property
    def raw(self) -> Path:
        """Where deliveries lie as they came."""
        return self.root / "data" / "raw"

    @property
    def warehouse(self) -> Path:
        """The published link."""
        return self.root / "data" / "warehouse" / "timeline.duckdb"

    def feed(self, name: str) -> Feed:
        """The feed of that name; UsageError with the known names otherwise."""
        for feed in self.feeds:
            if feed.name == name:
                return feed
        raise unknown_name("feed", name, [feed.name for feed in self.feeds])

    def view(self, name: str) -> View:
        """The saved view of that name; UsageError with the known names otherwise."""
        for view in self.views:
            if view.name == name:
                return view
        raise unknown_name("view", name, [view.name for view in self.views])

    def brief(self, name: str) -> Brief:
        """The configured briefing of that name; UsageError with the known names otherwise."""
        for brief in self.briefs:
            if brief.name == name:
                return brief
        raise unknown_name("brief", name, [brief.name for brief in self.briefs])


def find_project(start: Path) -> Path | None:
    """The nearest directory, from `start` upwards, that holds a timeline.toml."""
    for folder in [start, *start.parents]:
        if (folder / FILE_NAME).is_file():
            return folder
    return None


def load_project(root: Path, shipped: dict[str, Path]) -> Project:
    """Read timeline.toml below `root`; `shipped` are the mappings that come with the program, by name."""
    path = root / FILE_NAME
    table = load_toml(path)
    check_keys(table, ("project", "feed", "view", "brief"), str(path))
    head = _table(table.get("project", {}), f"{path}: [project]")
    check_keys(head, _PROJECT_KEYS, f"{path}: [project]")
    zone = text(head, "zone", f"{path}: [project]") or "UTC"
    _check_zone(zone, f"{path}: [project]")
    kinds_file, places_file = root / "kinds.toml", root / "places.toml"
    return Project(
        root=root,
        name=text(head, "name", f"{path}: [project]") or root.name,
        zone=zone,
        feeds=_feeds(table.get("feed", []), path, zone, shipped),
        views=_views(table.get("view", []), path),
        briefs=read_briefs(table.get("brief", []), path),
        kinds_file=kinds_file if kinds_file.is_file() else None,
        places_file=places_file if places_file.is_file() else None,
        by=(text(head, "by", f"{path}: [project]") or "").strip() or None,
    )


def _feeds(tables: Any, path: Path, zone: str, shipped: dict[str, Path]) -> tuple[Feed, ...]:
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: feeds are written [[feed]], with two brackets")
    feeds = tuple(_feed(table, path, zone, shipped) for table in tables)
    names = [feed.name for feed in feeds]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two feeds are named {name!r}; give one of them another name")
    return feeds


def _feed(table: Any, path: Path, project_zone: str, shipped: dict[str, Path]) -> Feed:
    name = text(_table(table, f"{path}: [[feed]]"), "name", f"{path}: [[feed]]")
    if not name:
        raise ConfigError(f"{path}: a [[feed]] has no name")
    where = f"{path}: feed {name!r}"
    check_keys(table, _FEED_KEYS, where)
    mapping = load_mapping_table(text(table, "mapping", where), path.parent, shipped, where)
    overrides = {key: table[key] for key in _MAPPING_OVERRIDES if key in table}
    flag(table, "complete", where)
    files, url = texts(table, "files", where), _address(text(table, "url", where), where)
    overrides |= _prose_format(overrides, mapping, files, url, where)
    if mapping is not None or overrides:
        mapping = {**(mapping or {}), **overrides}
    zone = text(table, "zone", where) or str((mapping or {}).get("zone") or project_zone)
    _check_zone(zone, where)
    return Feed(
        name=name,
        files=files or ((f"{name}/*",) if url else ()),
        url=url,
        mapping=mapping,
        zone=zone,
        cadence_days=_cadence(text(table, "cadence", where), where),
        covers=read_covers(table.get("covers", (mapping or {}).get("covers")), where),
        kinds=texts(table, "kinds", where) or texts(mapping or {}, "kinds", where),
    )


def _prose_format(
    told: dict[str, Any], mapping: dict[str, Any] | None, files: tuple[str, ...], url: str | None, where: str
) -> dict[str, str]:
    """`format = "article"` for a feed without mapping whose files are named as articles are, or its URL as no table."""
    if told.get("format") in PROSE and mapping is not None:
        raise ConfigError(f"{where}: format = {told['format']!r} is for articles, which have no mapping; leave one out")
    if mapping is not None or "format" in told:
        return {}
    address = url.partition("?")[0].removesuffix(".gz") if url else ""
    named = [name.lower().removesuffix(".gz") for name in files]
    articles = bool(named) and all(name.endswith(_PROSE_SUFFIXES) for name in named)
    return {"format": "article"} if articles or (url and not address.endswith(_TABLE_SUFFIXES)) else {}


def _address(url: str | None, where: str) -> str | None:
    if url is not None and not url.lower().startswith(("http://", "https://")):
        raise ConfigError(f"{where}: url must begin with https:// or http://, not {url[:60]!r}")
    return url


def load_mapping_table(name: str | None, root: Path, shipped: dict[str, Path], where: str) -> dict[str, Any] | None:
    """The mapping named by a file beside timeline.toml or by the name of a shipped one."""
    if name is None:
        return None
    if name in shipped:
        return load_toml(shipped[name])
    if not (root / name).is_file():
        raise ConfigError(f"{where}: no mapping {name!r}: neither a file nor one of {', '.join(sorted(shipped))}")
    return load_toml(root / name)


def read_covers(value: Any, where: str) -> Covers | None:
    """`covers = { since = DAY, until = DAY }`."""
    if value is None:
        return None
    table = _table(value, f"{where}: covers")
    check_keys(table, ("since", "until"), f"{where}: covers")
    covers = Covers(day(table, "since", f"{where}: covers"), day(table, "until", f"{where}: covers"))
    if covers.since and covers.until and covers.since > covers.until:
        raise ConfigError(f"{where}: covers ends on {covers.until}, before it begins on {covers.since}")
    return covers


def _views(tables: Any, path: Path) -> tuple[View, ...]:
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: views are written [[view]], with two brackets")
    views = []
    for table in tables:
        name = text(_table(table, f"{path}: [[view]]"), "name", f"{path}: [[view]]")
        if not name:
            raise ConfigError(f"{path}: a [[view]] has no name")
        check_keys(table, _VIEW_KEYS, f"{path}: view {name!r}")
        views.append(View(name, {key: value for key, value in table.items() if key != "name"}))
    return tuple(views)


def _cadence(value: str | None, where: str) -> int | None:
    if value is None:
        return None
    words = {"hourly": 1, "daily": 1, "weekly": 7, "monthly": 31}
    number, _, unit = value.partition(" ")
    sizes = {"hour": 1, "day": 1, "week": 7, "month": 31}
    if value in words:
        return words[value]
    if number.isdigit() and unit.rstrip("s") in sizes:
        return max(1, int(number) * sizes[unit.rstrip("s")] // (24 if unit.startswith("hour") else 1))
    raise ConfigError(f"{where}: cadence {value!r} is not one of hourly, daily, weekly, monthly or like '3 days'")


def _check_zone(name: str, where: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(f"{where}: no time zone named {name!r}; use a name like Europe/Moscow or UTC") from error


def _table(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ConfigError(f"{where} must be a table")
    return value
