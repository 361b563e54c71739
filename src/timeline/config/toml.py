"""Reading a TOML table strictly: each key and type is checked, and an error names the file and the key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from timeline.errors import ConfigError


def load_toml(path: Path) -> dict[str, Any]:
    """The parsed file; ConfigError in one line when it is missing, not UTF-8 or not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file") from error
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {' '.join(str(error).split())}") from error


def check_keys(table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
    """ConfigError naming the first unknown key and the known ones."""
    names = sorted(known)
    for key in table:
        if key not in names:
            raise ConfigError(f"{where}: no setting named {key!r}; there are: {', '.join(names)}")


def text(table: Mapping[str, Any], key: str, where: str) -> str | None:
    """A text setting or None."""
    value = table.get(key)
    if value is not None and not isinstance(value, str):
        raise ConfigError(f"{where}: {key} must be text, not {value!r}")
    return value


def flag(table: Mapping[str, Any], key: str, where: str) -> bool | None:
    """A true/false setting or None."""
    value = table.get(key)
    if value is not None and not isinstance(value, bool):
        raise ConfigError(f"{where}: {key} must be true or false, not {value!r}")
    return value


def texts(table: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    """A list of texts (a single text counts as a list of one); empty when absent."""
    value = table.get(key, [])
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise ConfigError(f"{where}: {key} must be a list of texts, not {value!r}")
    return tuple(items)


def day(table: Mapping[str, Any], key: str, where: str) -> date | None:
    """A day setting (a TOML date or ISO text) or None."""
    value = table.get(key)
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            value = table[key]
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise ConfigError(f"{where}: {key} must be a date like 2022-09-21, not {value!r}")
