"""The record of a briefing, as charts have one: the query, the clock, digests; never a path or a secret."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

import polars as pl

from timeline.report.question import Question
from timeline.report.recording import question_record

if TYPE_CHECKING:
    from timeline.report.database import Database


def record(database: Database, asked: Question, claims: pl.DataFrame, told: Mapping[str, Any]) -> dict[str, Any]:
    """Plain JSON values: what was asked (`told` says how), as of when, and of which claims."""
    base = question_record(database, asked, claims, days=int(told["days"]))
    whole = {**base, **told, "as_of": asked.as_of, "versions": {"timeline": _version()}}
    kept = {key: value for key, value in whole.items() if value is not None}
    plain: dict[str, Any] = json.loads(json.dumps(kept, default=_plain, sort_keys=True))
    return plain


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def _version() -> str:
    try:
        return version("timeline")
    except PackageNotFoundError:
        return "unknown"
