"""What `timeline ingest` works on: feeds of the project, files of a feed, or files of no feed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from timeline.cli.progress import Report
from timeline.cli.where import here_project, project_here
from timeline.config.mapping import shipped
from timeline.config.project import Feed, Project
from timeline.errors import UsageError, unknown_name
from timeline.ingest.discover import Found, find_files, look_at
from timeline.ingest.receipts import RawStore
from timeline.ingest.settings import Settings, Summary
from timeline.warehouse.layout import Layout

_OPTIONS = "--mapping, --kind, --zone and --published"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    files: tuple[Path, ...]
    feeds: tuple[str, ...]
    mapping: str | None
    kind: str | None
    zone: str | None
    published: str | None
    wait: float
    allow_shrink: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A feed with the files that a run is limited to (None: all that its globs find)."""

    feed: Feed
    files: tuple[Found, ...] | None


def settings_here(warehouse: Path | None, *, wait: float = 0.0, for_files: bool = False) -> Settings:
    """The project's feeds and warehouse, or the warehouse that is named, with its raw deliveries beside it.

    Raises ConfigError without a project, and UsageError for a warehouse without project or files.
    """
    project = here_project() if warehouse is None else project_here()
    if project is not None and (warehouse is None or not for_files):
        link = project.warehouse if warehouse is None else warehouse
        store = RawStore(project.raw)
        own = (project.kinds_file, project.places_file)
        return Settings(Layout.at(link), store, project.zone, project.feeds, *own, wait=wait, by=project.by)
    assert warehouse is not None
    layout = Layout.at(warehouse)
    by = project.by if project else None
    return Settings(layout, RawStore(layout.raw), _zone(layout, project), (), None, wait=wait, by=by)


def _zone(layout: Layout, project: Project | None) -> str:
    """The zone that the warehouse has; a new one takes the project's."""
    from timeline import report

    if layout.link.exists():
        with report.open(layout.link) as database:
            return database.reader.zone()
    return project.zone if project else "UTC"


def take(settings: Settings, order: Order, progress: Report) -> Summary:
    """Ingest what was asked for; files of several feeds are taken in a run each, and summed up."""
    from timeline.ingest.run import ingest

    settings = replace(settings, wait=order.wait, allow_shrink=order.allow_shrink, progress=progress)
    if not order.files:
        return ingest(replace(settings, feeds=_named(settings, order)))
    summaries = [ingest(replace(settings, feeds=(part.feed,), only=part.files)) for part in parts(settings, order)]
    return _sum(summaries)


def parts(settings: Settings, order: Order) -> list[Part]:
    """Each feed with its files; a file that belongs to no feed becomes one of its own."""
    if not order.files:
        return [Part(feed, None) for feed in _named(settings, order)]
    if len(order.feeds) > 1:
        raise UsageError("files belong to one feed; give one --feed")
    if order.feeds and _told(order):
        raise UsageError(f"{_OPTIONS} are for files of no feed; a feed has its settings in timeline.toml")
    if order.kind:
        _check_kind(order.kind, settings)
    gathered: dict[str, Part] = {}
    for file in order.files:
        found = _found(file.absolute(), settings)
        feed = _feed_of(file, found[0], settings, order)
        before = gathered.get(feed.name)
        gathered[feed.name] = Part(feed, (*(before.files or () if before else ()), *found))
    return list(gathered.values())


def _check_kind(kind: str, settings: Settings) -> None:
    """Once, rather than in each row."""
    from timeline import kinds

    known = kinds.names(kinds.load(settings.kinds_file))
    if kind not in known:
        raise unknown_name("kind", kind, known)


def _found(file: Path, settings: Settings) -> list[Found]:
    """The file, or the articles in a folder."""
    from timeline.ingest.adhoc import files_of

    return files_of(file, settings.store.folder) if file.is_dir() else [look_at(file, settings.store.folder)]


def _told(order: Order) -> bool:
    return bool(order.mapping or order.kind or order.zone or order.published)


def _feed_of(file: Path, found: Found, settings: Settings, order: Order) -> Feed:
    from timeline.ingest.adhoc import feed_for_file

    if order.feeds:
        return _known(settings, order.feeds[0])
    if not _told(order) and not file.is_dir():
        for feed in settings.feeds:
            if any(other.name == found.name and other.path == found.path for other in _files(feed, settings)):
                return feed
    return feed_for_file(
        file.absolute(),
        mapping=order.mapping,
        kind=order.kind,
        zone=order.zone or (settings.zone if project_here() else None),
        given=order.zone is not None,
        shipped=shipped(),
        store=settings.store,
        taken=[feed.name for feed in settings.feeds],
        published=order.published,
    )


def _files(feed: Feed, settings: Settings) -> Iterator[Found]:
    yield from find_files(feed, settings.store.folder)


def _named(settings: Settings, order: Order) -> tuple[Feed, ...]:
    if _told(order):
        raise UsageError(f"{_OPTIONS} go with files: timeline ingest FILE --mapping MAPPING")
    return tuple(_known(settings, name) for name in order.feeds) or settings.feeds


def _known(settings: Settings, name: str) -> Feed:
    for feed in settings.feeds:
        if feed.name == name:
            return feed
    raise unknown_name("feed", name, [feed.name for feed in settings.feeds])


def _sum(summaries: list[Summary]) -> Summary:
    """One summary of several runs."""
    total = summaries[0]
    for summary in summaries[1:]:
        for name in ("deliveries", "unchanged", "new", "changed", "gone", "rejects"):
            setattr(total, name, getattr(total, name) + getattr(summary, name))
        total.problems += summary.problems
        total.replayed += summary.replayed
        total.published = summary.published or total.published
        total.ended_at = summary.ended_at
    return total
