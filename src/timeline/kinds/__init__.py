"""The taxonomy: the shipped kinds, and what a project adds to them in a kinds.toml of its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import polars as pl

from timeline.errors import ConfigError, unknown_name
from timeline.model import KINDS

__all__ = ["expand", "load", "names"]

_SHIPPED: Final = "kinds.toml of timeline itself"
_REQUIRED: Final = ("group", "label", "definition")
_TEXTS: Final = (*_REQUIRED, "plural", "colour")
_KEYS: Final = (*_TEXTS, "codes")
_INHERITED: Final = ("group", "colour")
_PLAIN_COLOUR: Final = "#59636e"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


def load(project_file: Path | None = None) -> pl.DataFrame:
    """The shipped kinds and those of a project's own kinds.toml, as KINDS in the order of the files.

    A project overrides single keys of a shipped kind or adds kinds and sub-kinds; a file that does not exist adds
    nothing. Raises ConfigError naming file and key.
    """
    kinds = _read((files(__name__) / "kinds.toml").read_bytes(), _SHIPPED)
    origin = dict.fromkeys(kinds, _SHIPPED)
    if project_file is not None and project_file.exists():
        own = _read(_bytes(project_file), str(project_file))
        origin |= dict.fromkeys(own, str(project_file))
        kinds |= {kind: kinds.get(kind, {}) | entry for kind, entry in own.items()}
    rows = [_row(kind, kinds, origin[kind]) for kind in sorted(kinds, key=_family(list(kinds)))]
    return pl.DataFrame(rows, schema=KINDS)


def names(frame: pl.DataFrame | None = None) -> list[str]:
    """The names of all kinds of the frame (KINDS), default the shipped ones."""
    kinds: list[str] = (load() if frame is None else frame)["kind"].to_list()
    return kinds


def expand(kind: str, frame: pl.DataFrame) -> list[str]:
    """The kind and all its sub-kinds in the frame (KINDS). Raises UsageError with the known kinds."""
    known = names(frame)
    if kind not in known:
        raise unknown_name("kind", kind, known)
    return [name for name in known if name == kind or name.startswith(f"{kind}.")]


def _family(order: list[str]) -> Callable[[str], list[int]]:
    """A sort key that puts each kind right before its sub-kinds and keeps the files' order otherwise."""
    rank = {kind: place for place, kind in enumerate(order)}
    return lambda kind: [rank[prefix] for prefix in _prefixes(kind) if prefix in rank]


def _prefixes(kind: str) -> list[str]:
    parts = kind.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: can't be read: {error.strerror}") from error


def _read(text: bytes, source: str) -> dict[str, dict[str, Any]]:
    try:
        tables = tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{source}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source}: not TOML: {error}") from error
    return dict(_walk(tables, "", source))


def _walk(table: dict[str, Any], above: str, source: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every kind of a table of tables with its own keys: [a.b] is the kind a.b."""
    for name, entry in table.items():
        kind = f"{above}.{name}" if above else name
        if not isinstance(entry, dict):
            if above:
                continue
            raise ConfigError(f"{source}: {name}: outside of any kind; begin with a [kind] line")
        if not _NAME.fullmatch(name):
            raise ConfigError(f"{source}: [{kind}]: a kind is named in small letters, digits and _")
        yield (
            kind,
            {key: _checked(kind, key, value, source) for key, value in entry.items() if not isinstance(value, dict)},
        )
        yield from _walk(entry, kind, source)


def _checked(kind: str, key: str, value: object, source: str) -> object:
    if key not in _KEYS:
        raise ConfigError(f"{source}: [{kind}]: {unknown_name('key', key, _KEYS)}")
    if key in _TEXTS and not (isinstance(value, str) and value.strip()):
        raise ConfigError(f"{source}: [{kind}] {key}: must be a text, not {value!r}")
    if key == "colour" and not _COLOUR.fullmatch(str(value)):
        raise ConfigError(f"{source}: [{kind}] colour: must be like #0068b0, not {value!r}")
    if key == "codes" and not (isinstance(value, list) and all(isinstance(code, str) for code in value)):
        raise ConfigError(f"{source}: [{kind}] codes: must be a list of texts, not {value!r}")
    return value


def _row(kind: str, kinds: dict[str, dict[str, Any]], source: str) -> dict[str, Any]:
    parent = kind.rpartition(".")[0] or None
    entry = dict(kinds[kind])
    for key in _INHERITED:
        entry[key] = next((kinds[above][key] for above in reversed(_prefixes(kind)) if key in kinds[above]), None)
    for key in _REQUIRED:
        if not entry.get(key):
            raise ConfigError(f"{source}: [{kind}]: {key} is missing")
    return {
        "kind": kind,
        "kind_group": entry["group"],
        "parent": parent,
        "label": entry["label"],
        "plural": entry.get("plural", entry["label"].lower()),
        "definition": entry["definition"],
        "colour": (entry["colour"] or _PLAIN_COLOUR).lower(),
        "codes": entry.get("codes", []),
    }
