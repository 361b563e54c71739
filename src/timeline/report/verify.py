"""Whether the ledger still gives what a chart or briefing shows, by the record in its file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline.errors import InputError
from timeline.report.change_report import changed
from timeline.report.question import Question
from timeline.report.recording import claims_digest
from timeline.report.records import read_record
from timeline.warehouse.filters import Filters

if TYPE_CHECKING:
    from timeline.report.database import Database

_DAYS: Final = ("since", "until")
_NAMES: Final = tuple(name for name in Filters.__dataclass_fields__ if name not in _DAYS)
_MOST: Final = 10_000
_WORDS: Final = ("label", "pin", "note")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a picture. `drawn`: what it was drawn as; `known`: as of when; `claims` it rests on, and how many
    it would now; `same`: the ledger gives the same; `past`: asked as of back then, it still gives the same;
    `changes`: what moved since (model.CHANGES); `decided`: words and pins that people gave its events since.
    """

    drawn: str
    known: datetime
    claims: int
    claims_now: int
    same: bool
    past: bool
    changes: pl.DataFrame
    decided: tuple[str, ...] = ()


def verify(database: Database, path: Path) -> Verdict:
    """Ask the ledger again what the record in a file says was asked.

    Raises InputError for a file without a record that can be understood.
    """
    record = read_record(path)
    asked, known = _asked(record, path)
    drawn = _text(record.get("chart")) or ("briefing" if "brief" in record else "picture")
    digest = _text(record.get("claims_digest"))
    now = database.claims_of(asked)
    then = now if asked.said_by else database.claims_of(replace(asked, as_of=known))
    moved = changed(database, known, None, asked)
    decided = _decided(database, known, now)
    claims = record.get("claims")
    return Verdict(
        drawn=drawn,
        known=known,
        claims=claims if isinstance(claims, int) else then.height,
        claims_now=now.height,
        same=claims_digest(now) == digest and (moved.is_empty() or asked.said_by is not None) and not decided,
        past=claims_digest(then) == digest,
        changes=moved,
        decided=decided,
    )


def _decided(database: Database, known: datetime, claims: pl.DataFrame) -> tuple[str, ...]:
    """The words and pins that people gave since to the events shown: `label by anna`."""
    found = database.table("decisions").filter((pl.col("known_at") > known) & pl.col("what").is_in(_WORDS))
    if found.is_empty():
        return ()
    ids = pl.concat([claims["event_id"], claims["claim_id"]]).implode()
    told = found.filter(pl.col("undone_by").is_null()).explode("subject").filter(pl.col("subject").is_in(ids))
    rows = told.unique("decision_id", maintain_order=True).iter_rows(named=True)
    return tuple(f"{row['what']} by {row['who'] or 'unknown'}: {row['subject']}" for row in rows)


def _asked(record: dict[str, Any], path: Path) -> tuple[Question, datetime]:
    """The question and the moment of a record. Raises InputError for what no chart of ours says."""
    query, known = record.get("query"), _moment(record.get("known_as_of"))
    if not isinstance(query, dict) or known is None or not _text(record.get("claims_digest")):
        raise InputError(
            f"{path}: its record does not say what was asked of a ledger, and when; only what `timeline chart` and "
            "`timeline brief` made can be compared"
        )
    filters: dict[str, Any] = {}
    for name, value in query.items():
        filters[name] = _day(value) if name in _DAYS else _names(value) if name in _NAMES else None
        if filters[name] is None:
            raise InputError(f"{path}: its record asks for {name[:40]!r} in a way that this timeline does not know")
    said_by = record.get("said_by")
    if said_by is not None and _day(said_by) is None:
        raise InputError(f"{path}: its record is damaged: said_by is no day")
    return Question(Filters(**filters), None, _day(said_by)), known


def _text(value: object) -> str:
    return value[:80] if isinstance(value, str) else ""


def _names(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list) or len(value) > _MOST or not all(isinstance(one, str) for one in value):
        return None
    return tuple(value)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _moment(value: object) -> datetime | None:
    try:
        told = datetime.fromisoformat(value) if isinstance(value, str) else None
        return told.astimezone(UTC) if told is not None and told.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
