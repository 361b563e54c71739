"""A new project on disk, and feeds added to its timeline.toml without touching what stands there."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

from timeline.config.mapping import shipped
from timeline.config.project import FILE_NAME, Feed, Project, load_project
from timeline.errors import ConfigError, UsageError

_FOLDERS = ("data/raw", "data/warehouse", "mappings", "reports")
_IGNORED = "/data/warehouse/\n/data/raw/kept/\n/data/raw/receipts.jsonl\n/data/raw/briefings.jsonl\n*.tmp\n"
_SETTINGS = """\
[project]
name = {name}
zone = {zone}
# by = "Your Name"  # signs what you decide at the desk; --by and TIMELINE_BY go first

# A feed is where deliveries come from: its files below data/raw, and the mapping that says which columns mean what.
# `timeline feed add NAME --files 'NAME/*.csv' --mapping mappings/NAME.toml` writes one here.

# A view is a filter with a name, for `timeline events --view NAME`:
#
# [[view]]
# name = "offices"
# kind = ["office_attack"]
# since = 2022-09-21
"""


def create(folder: Path, *, like: Path | None = None, zone: str | None = None, name: str | None = None) -> Project:
    """Make a project in a folder, or one with another's settings, mappings and kinds but none of its data.

    Raises UsageError where a project is already, ConfigError for settings that can't be read.
    """
    root = folder.resolve()
    if (root / FILE_NAME).exists():
        raise UsageError(f"{root / FILE_NAME}: a project is here already; `timeline feed add` adds to it")
    if like is not None and (zone or name):
        raise UsageError("--like takes name and zone of the other project; edit timeline.toml afterwards")
    settings = _new_settings(root, zone, name) if like is None else _settings_of(like)
    try:
        _make(root, settings, like)
    except OSError as error:
        raise ConfigError(f"{error.filename or root}: can't write ({(error.strerror or '').lower()})") from error
    try:
        return load_project(root, shipped())
    except ConfigError:
        if like is None:
            (root / FILE_NAME).unlink()
        raise


def _new_settings(root: Path, zone: str | None, name: str | None) -> str:
    return _SETTINGS.format(name=toml_value(name or root.name), zone=toml_value(zone or "UTC"))


def _settings_of(other: Path) -> str:
    load_project(other, shipped())
    return (other / FILE_NAME).read_text(encoding="utf-8")


def _make(root: Path, settings: str, like: Path | None) -> None:
    for folder in _FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
    if like is not None:
        shutil.copytree(like / "mappings", root / "mappings", dirs_exist_ok=True) if (
            like / "mappings"
        ).is_dir() else None
        if (like / "kinds.toml").is_file():
            shutil.copyfile(like / "kinds.toml", root / "kinds.toml")
    if not (root / ".gitignore").exists():
        (root / ".gitignore").write_text(_IGNORED, encoding="utf-8")
    _write(root / FILE_NAME, settings)


def add_feed(root: Path, settings: dict[str, Any]) -> Feed:
    """Append a [[feed]] to timeline.toml; what stands there, comments included, stays. Raises ConfigError, and then
    the file is as it was.
    """
    path = root / FILE_NAME
    before = path.read_text(encoding="utf-8")
    lines = [f"{key} = {toml_value(value)}" for key, value in settings.items() if value not in (None, (), [])]
    entry = "\n".join(["[[feed]]", *lines])
    try:
        _write(path, f"{before.rstrip()}\n\n{entry}\n")
        return load_project(root, shipped()).feed(settings["name"])
    except ConfigError:
        _write(path, before)
        raise
    except OSError as error:
        raise ConfigError(f"{path}: can't write ({(error.strerror or '').lower()})") from error


def toml_value(value: Any) -> str:
    """A TOML value; JSON's escapes are TOML's, but for DEL."""
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
