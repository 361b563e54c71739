"""Fetching a feed's URL: the bytes are kept below data/raw before anything looks at them.

What the server said of its version stands in `.fetch.json` beside the files, so that an unchanged feed costs one short
answer. A fetch that fails is a value, not an error: the next run tries again.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit
from urllib.request import getproxies

from timeline.config.project import Feed
from timeline.config.scaffold import toml_value
from timeline.errors import WarehouseError

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse, PoolManager

STATE = ".fetch.json"
_REDIRECTS = 5
_ACCEPT = "application/rss+xml, application/atom+xml, application/feed+json, text/html, */*;q=0.5"
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_SECRET = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_TYPES = {
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/rdf+xml": ".rdf",
    "application/feed+json": ".json",
    "application/json": ".json",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/zip": ".zip",
    "application/gzip": ".gz",
}
_SUFFIX = re.compile(r"(?:\.[a-z]{2,8}[0-9]?)?\.(?:gz|[a-z]{2,8}[0-9]?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Manners:
    """How a fetch behaves. connect, read, whole, pause: seconds; size: bytes, unpacked; tries: at most so many."""

    connect: float = 10.0
    read: float = 30.0
    whole: float = 300.0
    size: int = 512 << 20
    tries: int = 3
    pause: float = 1.0
    longest_pause: float = 30.0


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch brought: the file it was kept in, or nothing new, or in one line why it failed."""

    path: Path | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What the last answer said of its version."""

    url: str = ""
    etag: str | None = None
    modified: str | None = None
    sha256: str | None = None
    name: str | None = None


class _Failure(Exception):
    """A fetch did not work; `again`: trying once more may help, after `wait` seconds where the server says so."""

    def __init__(self, why: str, *, again: bool = False, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.again, self.wait = why, again, wait


def fetch(feed: Feed, raw: Path, now: datetime, manners: Manners | None = None) -> Fetched:
    """Fetch the feed's URL into `<raw>/<feed>/`, named by the moment; the sidecar beside it says when it was known.

    Never raises for what a server or a network does. Raises WarehouseError when the disk refuses.
    """
    manners = manners or Manners()
    folder = raw / folder_name(feed.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Fetched(_fetch(feed, folder, now, manners))
    except _Failure as failure:
        later = " (the next run tries again)" if failure.again else ""
        return Fetched(problem=f"feed {feed.name!r}: {feed.url} can't be fetched: {failure.why}{later}")
    except OSError as error:
        raise WarehouseError(f"{folder}: can't keep what was fetched ({error.strerror})") from error


def folder_name(feed: str) -> str:
    """The folder of a fetched feed below data/raw: its name, without what a path could be made of."""
    return re.sub(r"[^\w.-]+", "-", feed).lstrip(".") or "feed"


def _fetch(feed: Feed, folder: Path, now: datetime, manners: Manners) -> Path | None:
    known = _load(folder / STATE)
    address = _with_secrets(feed.url or "")
    if known.url != feed.url or not (folder / (known.name or "-")).is_file():
        known = _Known()
    part = folder / f".{os.getpid()}.tmp"
    try:
        said = _persistent(address, known, part, manners)
        if said is None:
            return None
        told = replace(said, url=feed.url or "")
        if told.sha256 == known.sha256:
            _save(folder / STATE, replace(told, name=known.name))
            return None
        name = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ") + (told.name or "")
        target = _unused(folder, name)
        _write_sidecar(target, feed, now)
        part.replace(target)
        _save(folder / STATE, replace(told, name=target.name))
        return target
    finally:
        part.unlink(missing_ok=True)


def _unused(folder: Path, name: str) -> Path:
    stem, dot, rest = name.partition(".")
    names = (f"{stem}{f'-{number}' if number else ''}{dot}{rest}" for number in range(1000))
    return next(folder / each for each in names if not (folder / each).exists())


def _write_sidecar(target: Path, feed: Feed, now: datetime) -> None:
    """When it was fetched, and for a page from where: what came from a URL is that document, whatever it says."""
    lines = [f"known_at = {now.astimezone(UTC).isoformat(timespec='seconds')}", f"url = {toml_value(feed.url)}"]
    target.with_name(target.name + ".toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _with_secrets(url: str) -> str:
    def secret(found: re.Match[str]) -> str:
        if found[1] not in os.environ:
            raise _Failure(f"the variable {found[1]} that its URL names is not set")
        return os.environ[found[1]]

    return _SECRET.sub(secret, url)


def _persistent(url: str, known: _Known, part: Path, manners: Manners) -> _Known | None:
    """Try a few times, with longer and longer pauses."""
    pool = _pool(url, manners)
    for number in range(1, manners.tries + 1):
        try:
            return _ask(pool, url, known, part, manners)
        except _Failure as failure:
            if not failure.again or number == manners.tries:
                raise
            pause = manners.pause * 2 ** (number - 1) if failure.wait is None else failure.wait
            if pause > manners.longest_pause:
                raise
            time.sleep(pause)
    raise AssertionError("a fetch is tried at least once")


def _pool(url: str, manners: Manners) -> PoolManager:
    import urllib3

    agent = f"timeline/{version('timeline')} (feed reader)"
    timeout = urllib3.Timeout(connect=manners.connect, read=manners.read)
    headers = {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"}
    proxy = None if _is_local(url) else getproxies().get(urlsplit(url).scheme)
    if proxy:
        return urllib3.ProxyManager(proxy, headers=headers, timeout=timeout, retries=False)
    return urllib3.PoolManager(headers=headers, timeout=timeout, retries=False)


def _is_local(url: str) -> bool:
    return urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def _ask(pool: PoolManager, url: str, known: _Known, part: Path, manners: Manners) -> _Known | None:
    """One request, with its redirects; None where nothing has changed since."""
    import urllib3

    deadline = time.monotonic() + manners.whole
    try:
        with _answer(pool, url, known) as response:
            _check(response)
            if response.status == 304:
                return None
            digest = _keep(response, part, deadline, manners)
            headers = response.headers
            return _Known("", headers.get("ETag"), headers.get("Last-Modified"), digest, _suffix(url, headers))
    except urllib3.exceptions.HTTPError as error:
        # The message of the error could hold the URL with its secrets.
        raise _Failure(_in_words(error), again=not isinstance(error, urllib3.exceptions.LocationParseError)) from None


def _answer(pool: PoolManager, url: str, known: _Known) -> BaseHTTPResponse:
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.modified}
    headers = {**pool.headers, **{name: value for name, value in asked.items() if value}}
    for _ in range(_REDIRECTS + 1):
        response = pool.request("GET", url, headers=headers, redirect=False, preload_content=False)
        target = response.get_redirect_location()
        if not target:
            return response
        response.release_conn()
        url = _next(url, target)
    raise _Failure(f"more than {_REDIRECTS} redirects")


def _next(url: str, target: str) -> str:
    there = urljoin(url, target)
    if urlsplit(there).scheme not in ("http", "https"):
        raise _Failure("it redirects to something that is not the web")
    if urlsplit(url).scheme == "https" and urlsplit(there).scheme == "http":
        raise _Failure("it redirects from https to http")
    return there


def _check(response: BaseHTTPResponse) -> None:
    if response.status in (200, 304):
        return
    reason = f"the server answers {response.status}"
    raise _Failure(reason, again=response.status in _AGAIN, wait=_wait(response.headers.get("Retry-After")))


def _wait(told: str | None) -> float | None:
    """Seconds of a Retry-After, which is a number of them or a moment."""
    if not told:
        return None
    if told.strip().isdigit():
        return float(told)
    with suppress(ValueError, TypeError):
        return max(0.0, parsedate_to_datetime(told).timestamp() - time.time())
    return None


def _keep(response: BaseHTTPResponse, part: Path, deadline: float, manners: Manners) -> str:
    """Write the body as it comes; gives its sha256."""
    digest, size = sha256(), 0
    with open(part, "wb") as file:
        for piece in _pieces(response):
            size += len(piece)
            if size > manners.size:
                raise _Failure(f"it is larger than {manners.size >> 20} MiB")
            if time.monotonic() > deadline:
                raise _Failure(f"it takes longer than {manners.whole:.0f} seconds")
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise _Failure("the answer is empty", again=True)
    return digest.hexdigest()


def _pieces(response: BaseHTTPResponse) -> Iterator[bytes]:
    yield from response.stream(1 << 16, decode_content=True)


def _suffix(url: str, headers: object) -> str:
    """The end of the file's name, which tells the container: by the URL where it says, else by the type."""
    get: Callable[[str], str | None] = headers.get  # type: ignore[attr-defined]
    kind = (get("Content-Type") or "").partition(";")[0].strip().lower()
    name = PurePosixPath(urlsplit(url).path).name.lower()
    found = _SUFFIX.search(name) if "." in name else None
    ends = found[0] if found and name.endswith(found[0]) else ""
    known = ends.removesuffix(".gz") in (*_TYPES.values(), ".tsv", ".jsonl", ".parquet", ".xlsx", ".htm", ".markdown")
    return ends if ends and known else _TYPES.get(kind, "")


def _in_words(error: Exception) -> str:
    import urllib3

    exceptions = urllib3.exceptions
    words = (
        (exceptions.SSLError, "its certificate is not accepted"),
        (exceptions.NameResolutionError, "its host is not known"),
        (exceptions.NewConnectionError, "no connection"),
        (exceptions.TimeoutError, "no answer in time"),
        (exceptions.ProxyError, "the proxy does not answer"),
        (exceptions.ProtocolError, "the answer breaks off"),
        (exceptions.DecodeError, "the answer is packed wrongly"),
        (exceptions.LocationParseError, "that is no address"),
    )
    return next((told for kind, told in words if isinstance(error, kind)), type(error).__name__)


def _load(path: Path) -> _Known:
    try:
        return _Known(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return _Known()


def _save(path: Path, known: _Known) -> None:
    part = path.with_suffix(".tmp")
    part.write_text(json.dumps(asdict(known)), encoding="utf-8")
    part.replace(path)
