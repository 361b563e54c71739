"""What moved in the ledger between two moments: the frames of both are fetched as far as they are touched."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import polars as pl

from timeline import changes, model
from timeline.errors import WarehouseError
from timeline.report.question import Asked, Question
from timeline.text.countries import country_names
from timeline.warehouse.filters import Filters

if TYPE_CHECKING:
    from typing import Unpack

    from timeline.report.database import Database

_BEGINNING: Final = datetime(1, 1, 2, tzinfo=UTC)
_END: Final = datetime(9999, 12, 30, tzinfo=UTC)


def changed(
    database: Database,
    since: datetime | None,
    until: datetime | None = None,
    asked: Question | None = None,
    /,
    **filters: Unpack[Asked],
) -> pl.DataFrame:
    """What moved from one moment to another in model.CHANGES, of what a question asks for, or filters in words do.

    The moments are given by position (None: before the first delivery; now); `since` and `until` by name are days of
    what happened, as in every question, whose own clocks play no part. A line is kept when one of its claims is asked
    for at either moment.
    """
    asked = asked or (database.question(**filters) if filters else None)
    window = _Window(database, since or _BEGINNING, until or _END)
    if not window.moved():
        return model.empty(model.CHANGES)
    found = changes.changes(
        window.held(window.since),
        window.held(window.until),
        gone=window.gone(),
        decisions=window.decisions(),
        kinds=dict(database.kinds().select("kind", "label").drop_nulls().iter_rows()),
        countries=country_names(),
        zone=database.reader.zone(),
    )
    return _asked_for(database, found, asked, window)


def previous(database: Database) -> datetime | None:
    """The moment before the last run brought something; where there was only one run, before the newest delivery."""
    found = _answer(database, _PREVIOUS)
    before, earlier, newest = found.row(0)
    moment: datetime | None = before if before is not None and before < newest else earlier
    return moment


def late(database: Database, known: datetime, seen: datetime) -> int:
    """How many deliveries were known by one moment but only received after another: nobody who looked then had them."""
    found = database.table("deliveries").filter((pl.col("known_at") <= known) & (pl.col("ingested_at") > seen))
    return found.height


def _asked_for(database: Database, found: pl.DataFrame, asked: Question | None, window: _Window) -> pl.DataFrame:
    if asked is None or asked.filters == Filters() or found.is_empty():
        return found
    moments = (replace(asked, as_of=moment, said_by=None) for moment in (window.since, window.until))
    ids = pl.concat([database.claims_of(one).select("claim_id") for one in moments])["claim_id"].unique()
    numbered = found.with_row_index("row")
    kept = numbered.select("row", "claim_ids").explode("claim_ids").filter(pl.col("claim_ids").is_in(ids.implode()))
    return model.conform(numbered.join(kept, on="row", how="semi"), model.CHANGES)


class _Window:
    """The time between two moments, and what it touched."""

    def __init__(self, database: Database, since: datetime, until: datetime) -> None:
        self._database = database
        self.since, self.until = since, until

    def moved(self) -> bool:
        """Whether anything was touched at all."""
        return bool(self._ask("SELECT EXISTS (FROM moved) AS any")["any"][0])

    def held(self, moment: datetime) -> changes.Held:
        """The claims and events of a moment, of all happenings that were touched, and what may be corrected."""
        claims = self._ask(f"FROM claims_as_of({_literal(moment)}) WHERE {_NEAR}")
        events = self._ask(f"SELECT event_id, title FROM events_as_of({_literal(moment)}) WHERE {_OF_THESE}")
        return changes.Held(claims, events)

    def gone(self) -> pl.DataFrame:
        """The claims that were withdrawn: claim_id, cause, known_at."""
        return self._ask(_GONE)

    def decisions(self) -> pl.DataFrame:
        """The decisions taken in this time."""
        found = self._database.table("decisions")
        return found.filter((pl.col("known_at") > self.since) & (pl.col("known_at") <= self.until))

    def _ask(self, query: str) -> pl.DataFrame:
        moments = {"$since": _literal(self.since), "$until": _literal(self.until)}
        text = f"WITH {_TOUCHED} {query}"
        for name, moment in moments.items():
            text = text.replace(name, moment)
        return _answer(self._database, text)


def _answer(database: Database, query: str) -> pl.DataFrame:
    """The result of a query over the ledger's own tables, of which an older copy may lack one."""
    try:
        return database.sql(query)
    except WarehouseError as error:
        if "does not exist" not in str(error):
            raise
        message = "what is published was made by an older timeline; run `timeline ingest` to publish it anew"
        raise WarehouseError(message) from error


def _literal(moment: datetime) -> str:
    return f"TIMESTAMPTZ '{moment.astimezone(UTC).isoformat()}'"


# The claims of which a version came between the moments, or another membership or word on their event; the events that
# these belong to at either moment; and by whom and for which days the new ones speak.
_TOUCHED: Final = """
moved AS MATERIALIZED (
    SELECT claim FROM base.claim WHERE known_at > $since AND known_at <= $until
    UNION SELECT claim FROM base.claim_past WHERE known_at > $since AND known_at <= $until
    UNION SELECT claim FROM base.membership
    WHERE (known_at > $since AND known_at <= $until) OR (known_to > $since AND known_to <= $until)
    UNION SELECT claim FROM base.decided
    WHERE (known_at > $since AND known_at <= $until) OR (known_to > $since AND known_to <= $until)
), touched AS MATERIALIZED (
    SELECT event FROM claim_rows_as_of($since) WHERE claim IN (FROM moved)
    UNION SELECT event FROM claim_rows_as_of($until) WHERE claim IN (FROM moved)
), spoken AS MATERIALIZED (
    SELECT DISTINCT lower(trim(speaker)) AS voice, starts, ends FROM claim_rows_as_of($until)
    WHERE claim IN (FROM moved) AND speaker IS NOT NULL AND len(quantities) > 0
), these AS MATERIALIZED (
    SELECT 'E' || format('{:016x}', event) AS event_id FROM touched
)"""
_OF_THESE: Final = "event_id IN (FROM these)"
_NEAR: Final = (
    "event_id IN (FROM these) OR (lower(trim(speaker)), starts, ends) IN (SELECT (voice, starts, ends) FROM spoken)"
)
_GONE: Final = """
SELECT 'C' || format('{:016x}', claim) AS claim_id, cause, known_at FROM base.claim
WHERE NOT live AND known_at > $since AND known_at <= $until
UNION ALL
SELECT 'C' || format('{:016x}', claim), cause, known_at FROM base.claim_past
WHERE NOT live AND known_at > $since AND known_at <= $until AND known_to > $until
"""
_PREVIOUS: Final = """
WITH told AS (
    SELECT known_at, run FROM base.delivery WHERE problem IS NULL UNION SELECT known_at, run FROM base.decision
), last AS (
    SELECT arg_max(run, started_at) AS run FROM base.run
)
SELECT (SELECT max(known_at) FROM told WHERE run <> (SELECT run FROM last)) AS before,
       (SELECT DISTINCT known_at FROM told ORDER BY known_at DESC LIMIT 1 OFFSET 1) AS earlier,
       (SELECT max(known_at) FROM told) AS newest
"""
