"""[[brief]] in timeline.toml: which briefing is made each morning, of what, with which charts and in which formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from timeline.config.toml import check_keys, text, texts
from timeline.errors import ConfigError

FORMATS: Final = ("html", "pdf", "docx", "pptx", "md", "page")
CHARTS: Final = ("timeline", "rolling", "counts", "grid")
RULES: Final = ("latest", "lowest", "median", "highest")
_FILTERS: Final = {
    "kind": "kinds",
    "place": "places",
    "country": "countries",
    "target": "targets",
    "feed": "feeds",
    "status": "statuses",
}
_CHART_KEYS: Final = ("chart", "title", "subtitle", "preset", "theme", "language", "of", "by", "days", *_FILTERS)
_KEYS: Final = (
    "name", "title", "view", "since", "until", "charts", "formats", "days", "rule", "events", "theme", "language",
    "template", *_FILTERS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class BriefChart:
    """A chart of a briefing: its name, how it is drawn where that differs from the rest, and filters of its own."""

    chart: str
    drawn: Mapping[str, Any]
    filters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Brief:
    """A configured briefing. `filters` are those of a question; `charts` None: the usual ones.

    `events`: how many events are listed. `template`: a .docx or .pptx of the project's own, below its root.
    """

    name: str
    title: str | None = None
    view: str | None = None
    filters: Mapping[str, Any] | None = None
    charts: tuple[BriefChart, ...] | None = None
    formats: tuple[str, ...] = ()
    days: int = 7
    rule: str = "latest"
    events: int = 40
    theme: str = "light"
    language: str = "en"
    template: tuple[str, ...] = ()


def read_briefs(tables: Any, path: Path) -> tuple[Brief, ...]:
    """The briefings of a timeline.toml. Raises ConfigError naming the briefing and the setting."""
    if not isinstance(tables, list):
        raise ConfigError(f"{path}: briefings are written [[brief]], with two brackets")
    briefs = tuple(_brief(table, path) for table in tables)
    names = [brief.name for brief in briefs]
    for name in names:
        if names.count(name) > 1:
            raise ConfigError(f"{path}: two briefings are named {name!r}; give one of them another name")
    return briefs


def _brief(table: Any, path: Path) -> Brief:
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [[brief]] must be a table")
    name = text(table, "name", f"{path}: [[brief]]")
    if not name:
        raise ConfigError(f"{path}: a [[brief]] has no name")
    where = f"{path}: brief {name!r}"
    if not all(char.isalnum() or char in "-_." for char in name) or name.startswith("."):
        raise ConfigError(f"{where}: the name becomes that of the file; use letters, digits, - and _")
    check_keys(table, _KEYS, where)
    charts = table.get("charts")
    return Brief(
        name=name,
        title=text(table, "title", where),
        view=text(table, "view", where),
        filters=_filters(table, where) | _days_asked(table, where),
        charts=None if charts is None else _charts(charts, where),
        formats=_known(texts(table, "formats", where), FORMATS, "formats", where),
        days=_number(table, "days", 7, 3660, where),
        rule=_one(table, "rule", "latest", RULES, where),
        events=_number(table, "events", 40, 2000, where),
        theme=text(table, "theme", where) or "light",
        language=text(table, "language", where) or "en",
        template=texts(table, "template", where),
    )


def _filters(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    found = {name: list(texts(table, key, where)) for key, name in _FILTERS.items()}
    return {name: value for name, value in found.items() if value}


def _days_asked(table: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The first and the last day: a day, or words such as `7 days ago` for the day it is made."""
    found = {}
    for key in ("since", "until"):
        value = table.get(key)
        if value is None:
            continue
        if not isinstance(value, str) and type(value) is not date:
            raise ConfigError(f"{where}: {key} must be a day such as 2022-09-21 or '7 days ago', not {value!r}")
        found[key] = value
    return found


def _charts(value: Any, where: str) -> tuple[BriefChart, ...]:
    if not isinstance(value, list):
        raise ConfigError(f"{where}: charts must be a list of names ({', '.join(CHARTS)}) or of {{ chart = ... }}")
    return tuple(_chart(one, where) for one in value)


def _chart(value: Any, where: str) -> BriefChart:
    table = {"chart": value} if isinstance(value, str) else value
    if not isinstance(table, dict):
        raise ConfigError(f"{where}: a chart is a name or a table such as {{ chart = 'rolling', kind = 'protest' }}")
    check_keys(table, _CHART_KEYS, f"{where}: charts")
    name = _one(table, "chart", "", CHARTS, f"{where}: charts")
    told = {key: text(table, key, where) for key in ("title", "subtitle", "preset", "theme", "language", "of", "by")}
    drawn: dict[str, Any] = {key: one for key, one in told.items() if one is not None}
    if "days" in table:
        drawn["days"] = _number(table, "days", 7, 3660, where)
    return BriefChart(name, drawn, _filters(table, where))


def _number(table: Mapping[str, Any], key: str, default: int, most: int, where: str) -> int:
    value = table.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ConfigError(f"{where}: {key} must be a whole number from 1 to {most}, not {value!r}")
    return value


def _one(table: Mapping[str, Any], key: str, default: str, known: tuple[str, ...], where: str) -> str:
    value = text(table, key, where) or default
    return _known((value,), known, key, where)[0]


def _known(values: tuple[str, ...], known: tuple[str, ...], key: str, where: str) -> tuple[str, ...]:
    for value in values:
        if value not in known:
            raise ConfigError(f"{where}: {key} knows no {value!r}; there are: {', '.join(known)}")
    return values
