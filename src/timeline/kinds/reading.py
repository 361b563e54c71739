"""kinds.toml read and checked: the shipped one, and what a project adds to it in its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import polars as pl

from timeline.errors import ConfigError, unknown_name
from timeline.model import KINDS

__all__ = ["Tables", "expand", "load", "names", "tables"]

_SHIPPED: Final = "kinds.toml of timeline itself"
_REQUIRED: Final = ("group", "label", "definition")
_TEXTS: Final = (*_REQUIRED, "plural", "colour")
TRIGGERS: Final = ("triggers", "weak", "unless")
_LISTS: Final = ("codes", "counts", "yields", "topics", *TRIGGERS)
_KEYS: Final = (*_TEXTS, "importance", *_LISTS)
# The table of word lists, which is no kind.
WORDS: Final = "words"
_INHERITED: Final = ("group", "colour")
_PLAIN_COLOUR: Final = "#59636e"
_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")
_COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Tables:
    """What the files say: kind to its keys, kind to the file that says it last, and the word lists.

    A project's triggers come on top of the shipped ones of the kind, its words on top of the shipped list.
    """

    kinds: dict[str, dict[str, Any]]
    origin: dict[str, str]
    words: dict[str, list[str]]


def tables(project_file: Path | None = None) -> Tables:
    """The shipped kinds.toml and a project's own, as one. Raises ConfigError naming file and key."""
    shipped, shipped_words = _shipped()
    kinds, words = dict(shipped), dict(shipped_words)
    origin = dict.fromkeys(kinds, _SHIPPED)
    if project_file is not None and project_file.exists():
        own, more = _read(_bytes(project_file), str(project_file))
        origin |= dict.fromkeys(own, str(project_file))
        kinds |= {kind: _over(kinds.get(kind, {}), entry) for kind, entry in own.items()}
        words |= {name: [*words.get(name, ()), *entries] for name, entries in more.items()}
    return Tables(kinds, origin, words)


@cache
def _shipped() -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """The shipped file, read once a process; nobody changes what it gives."""
    return _read((files(__package__) / "kinds.toml").read_bytes(), _SHIPPED)


def _over(entry: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    return entry | own | {key: [*entry.get(key, ()), *own[key]] for key in (*TRIGGERS, "topics") if key in own}


def load(project_file: Path | None = None) -> pl.DataFrame:
    """The shipped kinds and those of a project's own kinds.toml, as KINDS in the order of the files.

    A project overrides single keys of a shipped kind or adds kinds and sub-kinds; a file that does not exist adds
    nothing. Raises ConfigError naming file and key.
    """
    return frame(tables(project_file))


def frame(read: Tables) -> pl.DataFrame:
    """The kinds as KINDS. Raises ConfigError when a required key is missing."""
    rows = [_row(kind, read.kinds, read.origin[kind]) for kind in sorted(read.kinds, key=_family(list(read.kinds)))]
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


def _read(text: bytes, source: str) -> tuple[dict[str, dict[str, Any]], dict[str, list[str]]]:
    """The kinds of a file, and its word lists."""
    try:
        said = tomllib.loads(text.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{source}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{source}: not TOML: {error}") from error
    words = said.pop(WORDS, {})
    if not isinstance(words, dict) or not all(_is_texts(entries) for entries in words.values()):
        raise ConfigError(f"{source}: [{WORDS}]: each name stands for a list of texts")
    return dict(_walk(said, "", source)), words


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) and entry.strip() for entry in value)


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
    if key == "importance" and value not in (1, 2, 3):
        raise ConfigError(f"{source}: [{kind}] importance: must be 1, 2 or 3, not {value!r}")
    if key in _LISTS and not _is_texts(value):
        raise ConfigError(f"{source}: [{kind}] {key}: must be a list of texts, not {value!r}")
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
