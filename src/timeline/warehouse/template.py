"""An empty ledger with its views, macros and comments, kept in the user's cache: a copy of it begins each ledger."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from timeline.config.cache import cache_folder
from timeline.warehouse.engine import STORAGE_VERSION


def template_file(texts: Sequence[str]) -> Path | None:
    """Where the template made of these texts lies, if there is a cache; another engine has another one."""
    folder = cache_folder()
    told = hashlib.sha256("\n".join((duckdb.__version__, STORAGE_VERSION, *texts)).encode()).hexdigest()
    return None if folder is None else folder / f"empty-{told[:16]}.duckdb"


def begin_with(template: Path | None, target: Path) -> bool:
    """Copy the template; False where there is none that can be read."""
    if template is None:
        return False
    try:
        shutil.copyfile(template, target)
    except OSError:
        target.unlink(missing_ok=True)
        return False
    return True


def keep(made: Path, template: Path | None) -> None:
    """Make a closed, empty ledger the template; a cache that can't be written is done without."""
    if template is None:
        return
    part = template.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        template.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made, part)
        part.replace(template)
    with suppress(OSError):
        part.unlink(missing_ok=True)
