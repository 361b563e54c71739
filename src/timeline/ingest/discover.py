"""Looking at a feed's files: what is there, what changed, and when each delivery was known."""

from __future__ import annotations

import hashlib
import json
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from timeline import dates
from timeline.config.project import Feed, read_covers
from timeline.config.toml import check_keys, load_toml, text, texts
from timeline.errors import ConfigError, InputError

# What the program itself keeps in data/raw.
_OURS = ("kept", "receipts.jsonl", "decisions.jsonl", "briefings.jsonl")
# What may be a sheet of claims that somebody edited.
WORKBOOKS = (".xlsx", ".xlsm")
_ARTICLES = (".html", ".htm", ".xhtml", ".txt", ".text", ".md", ".markdown")
# What a JSON sidecar of an article is read for; whatever else stands there is not kept.
_TOLD = (
    *("title", "headline", "publisher", "site", "site_name", "source", "outlet", "url", "canonical_url", "canonical"),
    *("link", "permalink", "language", "lang", "locale", "published_at", "published", "published_on"),
    *("publication_date", "datePublished", "pubdate", "date", "known_at"),
)
_LONGEST = 2_000
_ODD = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
SIDECAR_KEYS = ("known_at", "covers", "kinds", "published_at", "publisher", "title", "url")
_STAMP = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?:[T_-]?(\d\d)[:-]?(\d\d)(?:[:-]?(\d\d))?Z?)?(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a feed. `name` is its path below data/raw, or its bare name when it lies elsewhere."""

    path: Path
    name: str
    size: int
    mtime_ns: int
    sidecar: str | None


def find_files(feed: Feed, raw: Path) -> list[Found]:
    """The feed's files below data/raw by its globs, in natural order of their names."""
    return [look_at(path, raw) for path in sorted(_matching(feed, raw), key=_natural) if path.is_file()]


def odd_files(feed: Feed, raw: Path) -> list[str]:
    """What its globs meet that can't be read as a file, each in one line; to open a named pipe would wait for ever."""
    told = [(path, _oddity(path)) for path in sorted(_matching(feed, raw), key=_natural)]
    return [f"{_name(path, raw)}: {why}" for path, why in told if why]


def strays(feeds: Iterable[Feed], raw: Path) -> list[str]:
    """The files below data/raw that belong to no feed, in natural order; whatever lies there hidden is meant to."""
    ours = {path for feed in feeds for path in _matching(feed, raw)}
    found = [path for path in _lying(raw) if path not in ours and _is_delivery(path, raw) and os.path.isfile(path)]
    return [_name(path, raw) for path in sorted(found, key=_natural)]


def _lying(raw: Path) -> Iterator[Path]:
    """Whatever lies below data/raw in folders that are neither hidden nor ours: of what was kept there may be much."""
    for folder, inside, names in os.walk(raw):
        here = Path(folder)
        inside[:] = [name for name in inside if not name.startswith(".") and not (here == raw and name in _OURS)]
        yield from (here / name for name in names)


def _oddity(path: Path) -> str | None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        # What has gone since it was met is nothing to tell of.
        way_out = "mend the link, or remove it"
        return f"is a link that leads nowhere ({error.strerror}); {way_out}" if path.is_symlink() else None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    what = next((what for is_it, what in _ODD if is_it(mode)), "something else")
    return f"is no file but {what}; deliver a file, or remove it"


def _matching(feed: Feed, raw: Path) -> set[Path]:
    """Whatever its globs meet that is not ours."""
    try:
        return {path for pattern in feed.files for path in raw.glob(pattern) if _is_delivery(path, raw)}
    except (ValueError, NotImplementedError) as error:
        told = " ".join(str(error).split())
        message = f"feed {feed.name!r}: files = {list(feed.files)} must be patterns below {raw} ({told})"
        raise ConfigError(message) from error


def look_at(path: Path, raw: Path) -> Found:
    """One file as it is now; InputError in one line when it is missing or no file."""
    try:
        told = path.stat()
    except OSError as error:
        raise InputError(f"{path}: no such file") from error
    if not path.is_file():
        raise InputError(f"{path}: is not a file; name the files, or add a feed with `timeline feed add`")
    return Found(path, _name(path, raw), told.st_size, told.st_mtime_ns, _sidecar_digest(path))


def _name(path: Path, raw: Path) -> str:
    name = path.relative_to(raw).as_posix() if path.is_relative_to(raw) else path.name
    # Names are bytes to the system; what is not UTF-8 in them could not be written down.
    return os.fsencode(name).decode("utf-8", "replace")


def _sidecar_digest(path: Path) -> str | None:
    beside = [each for each in (sidecar_of(path), json_sidecar_of(path)) if each is not None and each.is_file()]
    try:
        told = b"".join(each.read_bytes() for each in beside)
    except OSError as error:
        raise InputError(f"{beside[0]}: can't be read ({error.strerror})") from error
    return hashlib.sha256(told).hexdigest()[:16] if beside else None


def sidecar_of(path: Path) -> Path:
    """The file beside a delivery that tells about it."""
    return path.with_name(path.name + ".toml")


def json_sidecar_of(path: Path) -> Path | None:
    """The JSON file beside an article that tells about it; other deliveries have none."""
    bare = path.name.lower().removesuffix(".gz")
    return path.with_name(path.name + ".json") if bare.endswith(_ARTICLES) else None


def read_sidecar(path: Path, feed: Feed) -> dict[str, Any]:
    """What the files beside a delivery tell, checked; {} when there are none.

    Of an article `document` is what the JSON beside it tells, with the date of the TOML as it is written there.
    """
    beside = sidecar_of(path)
    table = load_toml(beside) if beside.is_file() else {}
    check_keys(table, SIDECAR_KEYS, str(beside))
    document = _article(path, table) if feed.prose else {}
    if "known_at" in document:
        table.setdefault("known_at", document.pop("known_at"))
    return {**_checked(table, feed, beside), **({"document": document} if document else {})}


def _article(path: Path, table: dict[str, Any]) -> dict[str, Any]:
    """What is told of an article: by the JSON beside it, and before that by the TOML."""
    beside = json_sidecar_of(path)
    told: Any = {}
    if beside is not None and beside.is_file():
        try:
            told = json.loads(beside.read_bytes())
        except (OSError, ValueError, RecursionError) as error:
            raise InputError(f"{beside}: can't be read ({' '.join(str(error).split())[:100]})") from error
    if not isinstance(told, dict):
        raise InputError(f"{beside}: is no table of names and values")
    kept = {name: value[:_LONGEST] for name in _TOLD if isinstance(value := told.get(name), str)}
    day = table.get("published_at")
    written = {"published_at": day.isoformat() if isinstance(day, date) else str(day)} if day else {}
    return {**kept, **written, **{name: table[name] for name in ("title", "publisher", "url") if name in table}}


def _checked(table: dict[str, Any], feed: Feed, beside: Path) -> dict[str, Any]:
    for key in ("known_at", "published_at"):
        if key in table:
            table[key] = _moment(table[key], feed.zone, f"{beside}: {key}").isoformat()
    for key in ("publisher", "title", "url"):
        text(table, key, str(beside))
    if "kinds" in table:
        table["kinds"] = list(texts(table, "kinds", str(beside)))
    if "covers" in table:
        read_covers(table["covers"], str(beside))
        table["covers"] = {key: str(value) for key, value in table["covers"].items()}
    return table


def known_from_name(name: str, zone: str) -> datetime | None:
    """The moment that stands in a file's name, such as 20220927 or 2022-09-27T1830; a bare date is that day's end."""
    found = _STAMP.search(Path(name).name)
    if not found:
        return None
    year, month, day, *clock = (int(part) if part else None for part in found.groups())
    try:
        if clock[0] is None:
            return dates.end_of_day(date(year or 0, month or 0, day or 0), zone)
        local = datetime(year or 0, month or 0, day or 0, clock[0], clock[1] or 0, clock[2] or 0)
    except ValueError:
        return None
    return dates.parse_moment(local.isoformat(), zone)


def _moment(value: Any, zone: str, where: str) -> datetime:
    if isinstance(value, datetime):
        return dates.parse_moment(value.isoformat(), zone)
    if isinstance(value, date):
        return dates.end_of_day(value, zone)
    if isinstance(value, str):
        return dates.parse_moment(value, zone)
    raise ConfigError(f"{where} must be a date or a moment, not {value!r}")


def _is_delivery(path: Path, raw: Path) -> bool:
    inside = path.relative_to(raw).parts
    if path.suffix == ".toml" and path.with_suffix("").is_file():
        return False
    if path.suffix == ".json" and json_sidecar_of(path.with_suffix("")) and path.with_suffix("").is_file():
        return False
    return inside[0] not in _OURS and not path.name.startswith((".", "~$"))


def _natural(path: Path) -> list[tuple[int, int | str]]:
    parts = re.split(r"(\d+)", path.as_posix())
    return [(0, int(part)) if part.isdigit() else (1, part) for part in parts if part]
