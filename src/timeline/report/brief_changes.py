"""What changed between a moment and now, as a briefing tells it: a line each with its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

import polars as pl

from timeline.briefing import plain
from timeline.briefing.composing import Changes, Told
from timeline.report.change_report import changed
from timeline.report.question import Question, dates_text
from timeline.warehouse.filters import Filters

if TYPE_CHECKING:
    from timeline.report.database import Database

MOST: Final = 25


@dataclass(frozen=True, slots=True)
class Moved:
    """The section, and the claims that its lines rest on, withdrawn ones too."""

    changes: Changes
    claims: pl.DataFrame


def changes(database: Database, asked: Question, since: datetime | None) -> Moved:
    """What changed since a moment of what is asked; None: there is none to compare with."""
    none = database.claims_of(asked).clear()
    first = database.reader.first_known_at()
    if since is None or first is None or asked.said_by is not None:
        return Moved(Changes("", None), none)
    zone = database.reader.zone()
    when = dates_text(since, zone)
    if since < first:
        told = f"All of it is new: the first delivery was known at {dates_text(first, zone)}"
        return Moved(Changes(when, [Told(told)]), none)
    found = changed(database, since, asked.as_of, asked)
    lines = [Told(row["told"], tuple(row["claim_ids"])) for row in found.head(MOST).iter_rows(named=True)]
    if found.height > MOST:
        more = plain.several(found.height - MOST, "change", "changes")
        lines.append(Told(f"{more} more: timeline changes lists them all"))
    ids = found.select(pl.col("claim_ids").explode())["claim_ids"].drop_nulls().unique()
    return Moved(Changes(when, lines), _claims(database, asked, since, ids))


def _claims(database: Database, asked: Question, since: datetime, ids: pl.Series) -> pl.DataFrame:
    """The claims of the lines, as they stand or stood then; the filters of the question may have left them."""
    if ids.is_empty():
        return database.claims_of(asked).clear()
    wanted = Filters(claims=tuple(ids.sort()))
    moments = [database.claims_of(Question(wanted, moment)) for moment in (asked.as_of, since)]
    return pl.concat(moments, how="diagonal_relaxed").unique("claim_id", keep="first", maintain_order=True)
