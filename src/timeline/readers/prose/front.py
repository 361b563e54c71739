"""What stands before a text or beside it: front matter (YAML-like, TOML or JSON) and sidecars, as flat tables."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from timeline.readers.prose.draft import Draft, address, language
from timeline.readers.prose.published import FRONT_MATTER, SIDECAR, Clue, clue

_DATES = ("published_at", "published", "published_on", "publication_date", "datepublished", "pubdate", "date")
_PUBLISHERS = ("publisher", "site", "site_name", "source", "outlet")
_ADDRESSES = ("url", "canonical_url", "canonical", "link", "permalink")
_LANGUAGES = ("language", "lang", "locale")
_FENCES = {"---": ("---", "..."), "+++": ("+++",)}
_PAIR = re.compile(r"([A-Za-z_][\w .-]{0,60}?)\s*:(?:\s+(.*))?$")
_LINES = 200


def split_front(text: str) -> tuple[dict[str, Any], str]:
    """The table before the text and the text behind it; ({}, all of it) where there is none or it can't be read."""
    lines = text.lstrip("\n").split("\n", _LINES)
    ends = _FENCES.get(lines[0].rstrip())
    if ends is None:
        return _json_front(text)
    end = next((at for at, line in enumerate(lines[1:_LINES], 1) if line.rstrip() in ends), None)
    if end is None:
        return {}, text
    inner = lines[1:end]
    table = _toml("\n".join(inner)) if ends == ("+++",) else _pairs(inner)
    return ({}, text) if table is None else (table, "\n".join(lines[end + 1 :]))


def _json_front(text: str) -> tuple[dict[str, Any], str]:
    if not text.lstrip().startswith("{\n"):
        return {}, text
    try:
        table, end = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
    except (ValueError, RecursionError):
        return {}, text
    return (table, text.lstrip()[end:]) if isinstance(table, dict) else ({}, text)


def _toml(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return None


def _pairs(lines: list[str]) -> dict[str, Any] | None:
    """Lines of `key: value`; what is nested or a list is passed over, and None is given for lines of anything else."""
    table: dict[str, Any] = {}
    for line in lines:
        if not line.strip() or line[0] in " \t#-":
            continue
        found = _PAIR.match(line)
        if found is None:
            return None
        table[found[1]] = _scalar(found[2] or "")
    return table


def _scalar(text: str) -> str:
    text = text.strip()
    if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1:
        return text[1:-1]
    return re.sub(r"\s+#.*$", "", text)


def told_in(data: bytes, name: str) -> dict[str, Any] | str:
    """The table of a sidecar (.json or .toml), or in one line why it can't be read."""
    try:
        found = tomllib.loads(data.decode("utf-8-sig")) if name.endswith(".toml") else json.loads(data)
    except (ValueError, RecursionError) as error:
        return f"can't be read ({' '.join(str(error).split())[:200]})"
    return found if isinstance(found, dict) else "is no table of names and values"


def with_sidecar(draft: Draft, table: Mapping[str, Any] | None) -> Draft:
    """The document with what its sidecar tells, which goes before what it says itself."""
    return _laid_over(draft, table or {}, SIDECAR)


def with_front(draft: Draft, table: Mapping[str, Any]) -> Draft:
    """The document with what its front matter tells."""
    return _laid_over(draft, table, FRONT_MATTER)


def _laid_over(draft: Draft, table: Mapping[str, Any], origin: str) -> Draft:
    flat = {str(key).strip().lower().replace("-", "_").replace(" ", "_"): value for key, value in table.items()}
    return replace(
        draft,
        title=_text(flat, ("title", "headline")) or draft.title,
        publisher=_text(flat, _PUBLISHERS) or draft.publisher,
        url=address(_text(flat, _ADDRESSES)) or draft.url,
        language=language(_text(flat, _LANGUAGES)) or draft.language,
        clues=(*_clues(flat, origin), *draft.clues),
    )


def _clues(table: Mapping[str, Any], origin: str) -> tuple[Clue, ...]:
    found = (table.get(name) for name in _DATES)
    return next((clue(origin, value) for value in found if value and _is_date(value)), ())


def _is_date(value: Any) -> bool:
    return isinstance(value, str | date | datetime) and not isinstance(value, time)


def _text(table: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((value.strip() for name in names if isinstance(value := table.get(name), str) and value.strip()), None)
