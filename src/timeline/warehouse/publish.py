"""Publishing: a consistent, read-only copy of the ledger behind a link that is flipped atomically."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.errors import WarehouseError

if TYPE_CHECKING:
    from timeline.warehouse.layout import Layout

_KEPT = 2


def published_revision(layout: Layout) -> int | None:
    """The revision that the link points to; None when nothing is published, or the copy is not there."""
    try:
        return int(Path(os.readlink(layout.link)).parent.name) if layout.link.exists() else None
    except (OSError, ValueError):
        return None


def publish(layout: Layout, revision: int) -> None:
    """Copy the closed ledger, flip the link to the copy, and keep the last two copies.

    Raises WarehouseError when the ledger is still open or the disk refuses; the link then stays as it was.
    """
    if layout.ledger.with_suffix(".duckdb.wal").exists():
        raise WarehouseError(
            f"{layout.ledger}: could not be closed whole, so nothing was published; "
            "free some space, close what else has it open, and run it again"
        )
    if layout.link.exists() and not layout.link.is_symlink():
        raise WarehouseError(f"{layout.link}: is a file of its own, not a link made by timeline; move it away")
    try:
        _clear_litter(layout)
        _copy(layout, revision)
        _flip(layout, revision)
    except OSError as error:
        _clear_litter(layout)
        raise WarehouseError(f"{layout.link}: can't publish ({error.strerror})") from error
    _drop_old(layout, revision)


def tidy(layout: Layout) -> None:
    """Clear what a run that was killed while it published left behind."""
    revision = published_revision(layout)
    if revision is not None:
        _clear_litter(layout)
        _drop_old(layout, revision)


def _drop_old(layout: Layout, revision: int) -> None:
    """Keep the copy of that revision and the one before it."""
    others = [number for number in layout.published() if number != revision]
    kept = {revision, *others[len(others) - _KEPT + 1 :]}
    for number in others:
        if number not in kept:
            shutil.rmtree(layout.versions / str(number), ignore_errors=True)


def _copy(layout: Layout, revision: int) -> None:
    part = layout.versions / f"{revision}.tmp"
    part.mkdir(parents=True, exist_ok=True)
    target = part / layout.link.name
    shutil.copyfile(layout.ledger, target)
    with open(target, "rb") as copy:
        os.fsync(copy.fileno())
    target.chmod(0o444)
    shutil.rmtree(layout.versions / str(revision), ignore_errors=True)
    part.rename(layout.versions / str(revision))


def _flip(layout: Layout, revision: int) -> None:
    relative = layout.version(revision).relative_to(layout.folder)
    fresh = layout.folder / f".{layout.link.name}.tmp"
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(relative)
    fresh.replace(layout.link)


def _clear_litter(layout: Layout) -> None:
    for part in layout.versions.glob("*.tmp"):
        shutil.rmtree(part, ignore_errors=True)
    with suppress(OSError):
        (layout.folder / f".{layout.link.name}.tmp").unlink()
