"""What changed between a moment and now, as a briefing tells it: a line each with its claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import dates
from timeline.briefing import plain
from timeline.briefing.composing import Changes, Told
from timeline.dates.zones import at_zone
from timeline.report.change_report import changed, late
from timeline.report.question import Question
from timeline.warehouse.filters import Filters

if TYPE_CHECKING:
    from timeline.report.database import Database

MOST: Final = 25
_WORDS: Final = {
    "new": "New",
    "revised": "Revised",
    "redated": "Re-dated",
    "withdrawn": "Withdrawn",
    "merged": "Put together",
    "split": "Taken apart",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """The section, and the claims that its lines rest on, withdrawn ones too."""

    changes: Changes
    claims: pl.DataFrame


def changes(database: Database, asked: Question, since: datetime | None, issued_at: datetime | None = None) -> Moved:
    """What changed since a moment of what is asked; None: there is none to compare with.

    `issued_at`: when the briefing that spoke as of that moment was issued; deliveries that came later with an older
    date are told of.
    """
    none = database.claims_of(asked).clear()
    first = database.reader.first_known_at()
    if since is None or first is None or asked.said_by is not None:
        return Moved(Changes("", None), none)
    zone = database.reader.zone()
    when = moment_told(since, zone)
    if since < first:
        told = f"All of it is new: the first delivery was known at {moment_told(first, zone)}"
        return Moved(Changes(when, [Told(told)]), none)
    found = changed(database, since, asked.as_of, asked)
    lines = [_line(row) for row in found.head(MOST).iter_rows(named=True)]
    if found.height > MOST:
        more = plain.several(found.height - MOST, "change", "changes")
        lines.append(Told(f"{more} more: timeline changes lists them all"))
    if issued_at is not None and (older := late(database, since, issued_at)):
        came = plain.several(older, "older delivery was", "older deliveries were")
        lines.append(
            Told(f"{came} received after the last briefing was issued; what came with them is not listed here")
        )
    ids = found.select(pl.col("claim_ids").explode())["claim_ids"].drop_nulls().unique()
    return Moved(Changes(when, lines), _claims(database, asked, since, ids))


def _line(row: dict[str, Any]) -> Told:
    return Told(f"{_WORDS.get(row['change'], row['change'])}. {row['line']}", tuple(row["claim_ids"]))


def moment_told(moment: datetime, zone: str) -> str:
    """`28 September 2022, 23:59 Europe/Moscow`."""
    local = at_zone(moment, zone)
    return f"{dates.format_day(local.date())}, {local:%H:%M} {zone}"


def _claims(database: Database, asked: Question, since: datetime, ids: pl.Series) -> pl.DataFrame:
    """The claims of the lines, as they stand or stood then; the filters of the question may have left them."""
    if ids.is_empty():
        return database.claims_of(asked).clear()
    wanted = Filters(claims=tuple(ids.sort()))
    moments = [database.claims_of(Question(wanted, moment)) for moment in (asked.as_of, since)]
    return pl.concat(moments, how="diagonal_relaxed").unique("claim_id", keep="first", maintain_order=True)
