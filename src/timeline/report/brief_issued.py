"""Which briefings were sent, kept beside the receipts in a file that only grows: drafts leave no trace in it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from timeline.errors import TimelineError

FILE: Final = "briefings.jsonl"


@dataclass(frozen=True, slots=True)
class Issued:
    """A briefing that was sent: its name, when, and as of which moment of the ledger it spoke."""

    brief: str
    issued_at: datetime
    as_of: datetime


def last_issued(folder: Path, brief: str) -> Issued | None:
    """The last one of that name in the record of a folder. Raises TimelineError for a damaged line."""
    path = folder / FILE
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return None
    except OSError as cause:
        raise TimelineError(f"{path}: can't be read ({(cause.strerror or str(cause)).lower()})") from cause
    found = None
    for number, line in enumerate(lines, 1):
        told = _read(line, path, number)
        found = told if told is not None and told.brief == brief else found
    return found


def issue(folder: Path, brief: str, issued_at: datetime, as_of: datetime, record: Mapping[str, Any]) -> None:
    """Write down that a briefing was sent. Raises TimelineError when that can't be written."""
    told = {
        "brief": brief,
        "issued_at": issued_at.isoformat(),
        "as_of": as_of.isoformat(),
        "ledger": record.get("ledger"),
        "claims_digest": record.get("claims_digest"),
        "query": record.get("query"),
    }
    line = json.dumps(told, ensure_ascii=False, sort_keys=True) + "\n"
    path = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(path, "ab") as log:
            log.write(line.encode())
            log.flush()
            os.fsync(log.fileno())
    except OSError as cause:
        why = (cause.strerror or str(cause)).lower()
        raise TimelineError(f"{path}: the briefing is made, but can't be marked as issued ({why})") from cause


def _read(line: bytes, path: Path, number: int) -> Issued | None:
    if not line.strip():
        return None
    try:
        told = json.loads(line)
        times = (datetime.fromisoformat(told[key]) for key in ("issued_at", "as_of"))
        return Issued(str(told["brief"]), *times)
    except (ValueError, KeyError, TypeError) as cause:
        raise TimelineError(f"{path}, line {number}: is no issued briefing; take the line out") from cause
