"""Zip and tar archives: their members are read in memory, one after the other; no name in them touches the disk."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from timeline.readers.prose.draft import Fault
from timeline.readers.prose.source import LARGEST, Source
from timeline.readers.raw import broken

MOST_MEMBERS = 100_000
_SIDECARS = 64 << 20
_SIDECAR = 1 << 20
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError)
_IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db", "._")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive, by the name it has there."""

    name: str
    data: bytes


def members(source: Source, kind: str, budget: int) -> Iterator[Member | Fault]:
    """The files of an archive (`zip` or `tar`); InputError when it has too many or unpacks to more than `budget`."""
    with _file(source) as file:
        try:
            yield from _zipped(file, source.name, budget) if kind == "zip" else _tarred(file, source.name, budget)
        except BROKEN as error:
            yield Fault(source.name, f"the archive is damaged from here on ({' '.join(str(error).split())[:200]})")


@contextmanager
def _file(source: Source) -> Iterator[IO[bytes]]:
    if source.path is not None:
        with source.path.open("rb") as file:
            yield file
    else:
        yield io.BytesIO(source.whole())


def _zipped(file: IO[bytes], name: str, budget: int) -> Iterator[Member | Fault]:
    with zipfile.ZipFile(file) as archive:
        for number, info in enumerate(archive.infolist()):
            _check_number(number, name)
            if not info.filename:
                yield Fault(name, "holds a file without a name")
                continue
            if info.is_dir() or _ignored(info.filename):
                continue
            if info.flag_bits & 1:
                yield Fault(f"{name}/{info.filename}", "is locked with a password")
                continue
            try:
                with archive.open(info) as member:
                    data = _read(member, name, budget)
            except BROKEN as error:
                yield Fault(f"{name}/{info.filename}", f"is damaged ({' '.join(str(error).split())[:200]})")
                continue
            budget -= len(data)
            yield _member(info.filename, data, name)


def _tarred(file: IO[bytes], name: str, budget: int) -> Iterator[Member | Fault]:
    with tarfile.open(fileobj=file, mode="r|*") as archive:
        for number, info in enumerate(archive):
            _check_number(number, name)
            member = archive.extractfile(info) if info.isreg() and not _ignored(info.name) else None
            if member is not None:
                data = _read(member, name, budget)
                budget -= len(data)
                yield _member(info.name, data, name)


def _read(member: IO[bytes], name: str, budget: int) -> bytes:
    """At most one byte more than a document may have; what an archive says of its sizes is not believed."""
    data = member.read(min(LARGEST, budget) + 1)
    if len(data) > budget:
        raise broken(name, "unpacks to more than is allowed; deliver it in parts")
    return data


def _member(path: str, data: bytes, name: str) -> Member | Fault:
    if len(data) > LARGEST:
        return Fault(f"{name}/{path}", f"is larger than {LARGEST >> 20} MiB, which no single document is")
    return Member(_clean(path), data)


def _clean(path: str) -> str:
    """The member's name as a plain relative path: it names the document and nothing else."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    name = "/".join(parts).encode("utf-8", "replace").decode()
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in name)[:500] or "unnamed"


def _check_number(number: int, name: str) -> None:
    if number >= MOST_MEMBERS:
        raise broken(name, f"holds more than {MOST_MEMBERS} files; deliver it in parts")


def _ignored(path: str) -> bool:
    name = path.rsplit("/", 1)[-1]
    return path.startswith(_IGNORED[0]) or name.startswith(_IGNORED[1:])


def sidecars(found: Iterator[Member | Fault]) -> dict[str, bytes]:
    """The small .json and .toml members that stand beside another one, by its name; a first look at an archive."""
    names: set[str] = set()
    small: dict[str, bytes] = {}
    size = 0
    for each in found:
        if isinstance(each, Fault):
            continue
        names.add(each.name)
        if each.name.endswith((".json", ".toml")) and len(each.data) <= _SIDECAR and size <= _SIDECARS:
            small[each.name] = each.data
            size += len(each.data)
    return {name: data for name, data in small.items() if name.rsplit(".", 1)[0] in names}
