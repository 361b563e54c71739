"""What a chart carries besides its picture: alt text and the record that says what it was drawn from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from timeline.charts.context import ChartContext


def meta(chart: str, context: ChartContext, title: str, alt_text: str, drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a chart's `usermeta` that `write` embeds; plain JSON values."""
    record = {
        "chart": chart,
        "preset": context.preset,
        "theme": context.theme,
        "language": context.language,
        "as_of": context.as_of,
        "since": context.since,
        "until": context.until,
        "zone": context.zone,
        "versions": {name: _version(name) for name in ("timeline", "altair", "vl-convert-python")},
        "drawn": dict(drawn),
        **context.record,
    }
    plain: dict[str, Any] = json.loads(json.dumps({k: v for k, v in record.items() if v is not None}, default=_plain))
    return {"alt": alt_text, "title": title, "preset": context.preset, "record": plain}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
