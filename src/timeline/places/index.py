"""The gazetteer as one file that is mapped into memory and searched in place.

Nothing is parsed when it is opened, so a child process pays for the pages it touches only, and all of them share
these. A key goes by its CRC to a bucket, which is a short run of lines `key TAB references`; a reference is a place
number and letters that say by what sort of name it is known: a alternative, d demonym, m metonym, x only as written in
capitals, c only behind a comma, + longer names begin like this.
"""

from __future__ import annotations

import json
import mmap
import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple
from zlib import crc32

from timeline.places.entries import FEATURES, Place

MAGIC: Final = b"timeline places 1\n"
_HEAD: Final = struct.Struct("<18s6xQQQQQ")  # magic; bucket count, then the ends of the sections
_ROW: Final = struct.Struct("<IffI2sBxi")  # name offset, lat, lon, population, country, feature, region
_NOWHERE: Final = 1000.0


class Reference(NamedTuple):
    """A place by number, and the letters that say by what sort of name it is known here."""

    number: int
    sort: str


class Found(NamedTuple):
    """The places of a key, best known first, and whether longer names begin with it."""

    places: tuple[Reference, ...]
    longer: bool


NOTHING: Final = Found((), False)


class Index:
    """Read-only view of an index file or of its bytes."""

    def __init__(self, content: mmap.mmap | bytes) -> None:
        magic, buckets, rows, keys, names, end = _HEAD.unpack_from(content)
        if magic != MAGIC or end > len(content):
            raise ValueError("not an index of this version")
        self._content, self._mask = content, buckets - 1
        self._rows, self._keys, self._names = rows, keys, names
        self._starts = memoryview(content)[_HEAD.size : rows].cast("I")
        self.count = (keys - rows) // _ROW.size
        self.extra: dict[str, Any] = json.loads(bytes(content[names_end(content) : end]))

    def find(self, key: str) -> Found:
        """The places known by the key."""
        coded = key.encode("utf-8", "surrogatepass")
        bucket = crc32(coded) & self._mask
        first, last = self._starts[bucket], self._starts[bucket + 1]
        if first == last:
            return NOTHING
        found = self._content.find(b"\n" + coded + b"\t", first, last)
        if found < 0:
            return NOTHING
        begin = found + len(coded) + 2
        return _references(bytes(self._content[begin : self._content.find(b"\n", begin, last + 1)]))

    def place(self, number: int) -> Place:
        """The place of the number."""
        at, lat, lon, population, country, feature, region = _ROW.unpack_from(
            self._content, self._rows + number * _ROW.size
        )
        begin = self._names + at
        name = bytes(self._content[begin : self._content.find(b"\n", begin)]).decode()
        known = lat < _NOWHERE
        return Place(
            number,
            name,
            country.decode().strip() or None,
            round(lat, 5) if known else None,
            round(lon, 5) if known else None,
            FEATURES[feature],
            population,
            region,
        )


def names_end(content: mmap.mmap | bytes) -> int:
    """Where the section of names ends; it is a line of its own length that says so."""
    names = _HEAD.unpack_from(content)[4]
    return int(names + int.from_bytes(bytes(content[names - 8 : names]), "little"))


def _references(line: bytes) -> Found:
    longer = line.startswith(b"+")
    body = line[1:] if longer else line
    if not body:
        return Found((), longer)
    parts = (part.decode() for part in body.split(b","))
    return Found(tuple(Reference(int(part.rstrip("acdmx")), part.lstrip("0123456789")) for part in parts), longer)


def open_index(path: Path) -> Index | None:
    """The index in the file, or None when there is none or it is damaged."""
    try:
        with path.open("rb") as file:
            return Index(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, struct.error):
        return None


def pack(places: Sequence[Place], keys: Mapping[str, Iterable[str]], extra: Mapping[str, Any]) -> bytes:
    """The bytes of an index; `keys` maps each key to its references as text, best known first."""
    names, rows = _pack_places(places)
    count = 1 << max(4, (len(keys) * 2 // 3).bit_length())
    buckets: list[list[bytes]] = [[] for _ in range(count)]
    for key, references in _with_beginnings(keys).items():
        coded = key.encode("utf-8")
        buckets[crc32(coded) & (count - 1)].append(b"\n" + coded + b"\t" + references)
    rows_at = _HEAD.size + 4 * (count + 1)
    rows_at += -rows_at % 8
    keys_at = rows_at + len(rows)
    starts, chunks, at = [keys_at], [], keys_at
    for bucket in buckets:
        chunk = b"".join(bucket)
        chunks.append(chunk)
        at += len(chunk)
        starts.append(at)
    body = b"".join(chunks) + b"\n" + len(names).to_bytes(8, "little")
    names_at = keys_at + len(body)
    tail = json.dumps(extra, ensure_ascii=False).encode()
    head = _HEAD.pack(MAGIC, count, rows_at, keys_at, names_at, names_at + len(names) + len(tail))
    table = struct.pack(f"<{len(starts)}I", *starts)
    return b"".join((head, table.ljust(rows_at - _HEAD.size, b"\0"), rows, body, names, tail))


def _pack_places(places: Sequence[Place]) -> tuple[bytes, bytes]:
    names, rows, at = [], [], 0
    for place in places:
        coded = place.name.encode() + b"\n"
        lat, lon = (_NOWHERE, _NOWHERE) if place.lat is None or place.lon is None else (place.lat, place.lon)
        country = (place.country or "  ").encode()
        feature = FEATURES.index(place.feature)
        rows.append(_ROW.pack(at, lat, lon, min(place.population, 2**32 - 1), country, feature, place.region))
        names.append(coded)
        at += len(coded)
    return b"".join(names), b"".join(rows)


def _with_beginnings(keys: Mapping[str, Iterable[str]]) -> dict[str, bytes]:
    lines = {key: ",".join(references).encode() for key, references in keys.items()}
    beginnings = set()
    for key in keys:
        at = key.find(" ")
        while at > 0:
            beginnings.add(key[:at])
            at = key.find(" ", at + 1)
    return lines | {key: b"+" + lines.get(key, b"") for key in beginnings}
