"""`documents`: the documents of one delivery of prose, batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from timeline.errors import InputError
from timeline.readers.bytestream import DEFAULT_LIMIT
from timeline.readers.prose.archive import Member, members, sidecars
from timeline.readers.prose.draft import Draft, Fault, ProseBatch, batches
from timeline.readers.prose.feed import read_json_feed, read_xml_feed
from timeline.readers.prose.formats import prose_format
from timeline.readers.prose.front import told_in, with_sidecar
from timeline.readers.prose.note import read_note
from timeline.readers.prose.page import read_page
from timeline.readers.prose.published import OPTION, clue, from_name
from timeline.readers.prose.source import Source, of_bytes, of_file
from timeline.readers.raw import broken

_ARCHIVES = ("zip", "tar")
_FEEDS = ("rss", "atom", "jsonfeed")


@dataclass(frozen=True, slots=True)
class _Told:
    """What is known of a delivery beside its bytes."""

    zone: str | None
    published: str | None
    publisher: str | None
    fetched_at: datetime | None
    limit: int


def documents(
    path: Path,
    name: str,
    *,
    format: str | None = None,
    sidecar: Mapping[str, Any] | None = None,
    published: str | None = None,
    publisher: str | None = None,
    zone: str | None = None,
    fetched_at: datetime | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Iterator[ProseBatch]:
    """The documents of the file at `path`, which was delivered as `name`, and rejects of those that can't be taken.

    format: one of FORMATS; None or `article`: by name and content. sidecar: what a file beside it tells of a single
    document. published: for documents in which no date is found. publisher: for those that name none. zone: for dates
    without offset. fetched_at: when it was fetched from a URL, which is then not taken for a date of publication.
    limit: bytes that an archive may unpack to. Raises InputError for a file of which nothing can be read.
    """
    told = _Told(zone, published, publisher, fetched_at, limit)
    source = of_file(path, name, limit)
    found = _read(source, name, format, told, sidecar or {})
    return batches((_completed(each, told) for each in found), zone)


def holds_prose(path: Path) -> bool:
    """By its name and first bytes a file is a page, a text, a feed or an archive; InputError if it can't be read."""
    return prose_format(path.name, of_file(path, path.name, DEFAULT_LIMIT).head()) is not None


def _read(
    source: Source, path: str, given: str | None, told: _Told, sidecar: Mapping[str, Any]
) -> Iterator[Draft | Fault]:
    head = source.head()
    if not head.strip():
        raise broken(source.name, "is empty")
    kind = prose_format(path, head, given)
    if kind is None:
        raise broken(source.name, "holds no prose: neither page, text, feed nor an archive of them")
    if kind in _ARCHIVES:
        # A fetched archive is named by the time of the fetch: its files are the same in the next one.
        found = _archive(source, kind, told, "" if told.fetched_at else f"{path}/")
    elif kind == "jsonfeed":
        found = read_json_feed(source, told.zone, told.fetched_at)
    elif kind in _FEEDS:
        found = read_xml_feed(source, told.zone, told.fetched_at)
    else:
        found = iter([_with_sidecar(_single(source, path, kind, told), sidecar)])
    # What tells about a feed or an archive as a whole tells nothing about one of its documents but who published it.
    whole = sidecar.get("publisher") if kind in (*_ARCHIVES, *_FEEDS) else None
    yield from (_published_by(each, whole) for each in found) if isinstance(whole, str) else found


def _single(source: Source, path: str, kind: str, told: _Told) -> Draft | Fault:
    data = source.whole()
    found = read_page(data, path) if kind == "html" else read_note(data, path, markdown=kind == "md")
    if isinstance(found, Fault):
        return found
    # A fetched file is named by the time of the fetch.
    day = from_name(path) if told.fetched_at is None else None
    return replace(found, clues=(*found.clues, *((day,) if day else ())))


def _archive(source: Source, kind: str, told: _Told, root: str, *, deep: int = 0) -> Iterator[Draft | Fault]:
    """The documents of its members, each under its path; `root` stands before that, for two archives may hold files of
    one name.
    """
    beside = sidecars(members(source, kind, told.limit))
    for each in members(source, kind, told.limit):
        if isinstance(each, Fault):
            yield each
            continue
        if each.name not in beside:
            yield from _member(each, source.name, beside, told, root, deep=deep)


def _member(
    member: Member, archive: str, beside: Mapping[str, bytes], told: _Told, root: str, *, deep: int
) -> Iterator[Draft | Fault]:
    where = f"{archive}/{member.name}"
    source = of_bytes(member.data, where, told.limit)
    try:
        kind = prose_format(member.name, source.head()) if member.data.strip() else None
        if kind is None:
            return
        if kind in _ARCHIVES:
            yield from _nested(source, kind, told, f"{root}{member.name}/", deep)
            return
        sidecar = _beside(member.name, beside, archive)
        if isinstance(sidecar, Fault):
            yield sidecar
            sidecar = {}
        # Read under its own name alone: a day in the archive's name is not the day of its files.
        for each in _read(source, member.name, kind, told, sidecar):
            yield replace(each, path=f"{root}{member.name}" if isinstance(each, Draft) else where)
    except InputError as error:
        yield Fault(where, str(error).removeprefix(f"{where}: "))


def _nested(source: Source, kind: str, told: _Told, root: str, deep: int) -> Iterator[Draft | Fault]:
    if deep:
        yield Fault(source.name, "is an archive in an archive in an archive")
    else:
        yield from _archive(source, kind, told, root, deep=deep + 1)


def _beside(name: str, beside: Mapping[str, bytes], archive: str) -> dict[str, Any] | Fault:
    """What the sidecar of an archive's member tells, {} without one."""
    for end in (".json", ".toml"):
        if name + end in beside:
            table = told_in(beside[name + end], name + end)
            return Fault(f"{archive}/{name}{end}", table) if isinstance(table, str) else table
    return {}


def _with_sidecar(each: Draft | Fault, sidecar: Mapping[str, Any]) -> Draft | Fault:
    return each if isinstance(each, Fault) else with_sidecar(each, sidecar)


def _published_by(each: Draft | Fault, publisher: str) -> Draft | Fault:
    return each if isinstance(each, Fault) else replace(each, publisher=publisher)


def _completed(each: Draft | Fault, told: _Told) -> Draft | Fault:
    """What goes for documents that say nothing themselves."""
    if isinstance(each, Fault):
        return each
    clues = (*each.clues, *clue(OPTION, told.published))
    return replace(each, publisher=each.publisher or told.publisher, clues=clues)
