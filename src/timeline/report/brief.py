"""Briefings of what a question asks for: everything that one needs is collected here, and composed in `briefing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import briefing, dates
from timeline.briefing.composing import Ahead, Material
from timeline.briefing.content import Picture
from timeline.briefing.plain import days as days_told
from timeline.report import brief_findings, brief_notes
from timeline.report.brief_changes import changes
from timeline.report.brief_pictures import Drawn, most_frequent, pictures
from timeline.report.brief_record import record
from timeline.report.drawing import subject
from timeline.report.question import Question
from timeline.text.countries import country_names

if TYPE_CHECKING:
    from timeline.briefing import Briefing
    from timeline.report.database import Database
    from timeline.report.health import State

USUAL: Final = (Drawn("timeline"), Drawn("rolling"), Drawn("counts"), Drawn("grid"))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a briefing is made of: the charts, days of a window, the rule where speakers differ, how many events.

    `since`: the moment from which changes are told; None: there is none to compare with. `issued_at`: when the briefing
    that spoke as of then was issued.
    """

    name: str = "briefing"
    title: str = "Briefing"
    charts: tuple[Drawn, ...] = USUAL
    days: int = 7
    rule: str = "latest"
    events: int = 40
    theme: str = "light"
    language: str = "en"
    since: datetime | None = None
    issued_at: datetime | None = None
    record: bool = True


def brief(database: Database, asked: Question, plan: Plan, state: State, *, preset: str = "doc-full") -> Briefing:
    """The briefing of what is asked, its charts drawn in the preset; `state` is what its first line tells.

    Raises UsageError for an unknown chart, preset, theme, language or rule.
    """
    told = material(database, asked, plan, state)
    return briefing.compose(illustrated(told, drawn(database, asked, plan, preset)))


def material(database: Database, asked: Question, plan: Plan, state: State) -> Material:
    """All that the briefing is composed of but its pictures."""
    named = country_names()
    held = _held(database, asked)
    today = _today(database, asked)
    found = brief_findings.findings(database, asked, held, plan.days, plan.rule, today)
    planned, their_claims = _ahead(database, asked)
    moved = changes(database, asked, plan.since, plan.issued_at)
    known = [held.claims, *(with_documents(database, one) for one in (their_claims, moved.claims))]
    first, alarm = brief_notes.state_line(state, database.reader.zone())
    return Material(
        title=plan.title,
        subtitle=_subtitle(database, asked, held),
        state=first,
        alarm=alarm,
        events=held.events.with_columns(pl.col("country").replace(named)),
        claims=pl.concat(known, how="diagonal_relaxed").unique("claim_id", keep="first", maintain_order=True),
        ahead=Ahead(today, planned.with_columns(pl.col("country").replace(named))),
        changes=moved.changes,
        findings=found.sentences,
        figures=found.figures,
        left_out=found.left_out,
        tallies=found.tallies,
        known=brief_notes.known(database, asked),
        notes=brief_notes.notes(database, asked, held, plan.rule),
        most_events=plan.events,
        record=_record(database, asked, plan, held) if plan.record else {},
    )


def drawn(database: Database, asked: Question, plan: Plan, preset: str) -> tuple[Picture, ...]:
    """The charts of the briefing, each drawn once."""
    charts = _worth_drawing(database, asked) if plan.charts is USUAL else plan.charts
    options = {"preset": preset, "days": plan.days, "theme": plan.theme, "language": plan.language}
    return pictures(database, asked, charts, options, record=plan.record)


def _worth_drawing(database: Database, asked: Question) -> tuple[Drawn, ...]:
    """The usual charts without those that would show nothing, or the same again."""
    numbers = not database.reported_of(asked).is_empty()
    several = len(most_frequent(database, asked)) > 1
    wanted = {"timeline": True, "rolling": True, "counts": numbers, "grid": several}
    return tuple(one for one in USUAL if wanted[one.name])


def illustrated(told: Material, pictures: Sequence[Picture]) -> Material:
    """The material with its pictures, whose records stand in its own."""
    charts = {"charts": [one.record for one in pictures]} if told.record else {}
    return replace(told, pictures=pictures, record={**told.record, **charts})


@dataclass(frozen=True, slots=True)
class Held:
    """The events (incidents) and claims that are asked for."""

    events: pl.DataFrame
    claims: pl.DataFrame


def _held(database: Database, asked: Question) -> Held:
    events = database.events_of(asked).filter(pl.col("form").ne_missing("tally"))
    return Held(events, with_documents(database, database.claims_of(asked)))


def with_documents(database: Database, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims with the title of their document, and the day of publication in the project's zone."""
    # The title of a table is ours; that of an article is its publisher's.
    titles = database.sql(
        "SELECT document_id, any_value(title) AS document_title FROM documents WHERE text IS NOT NULL GROUP BY ALL"
    )
    local = pl.col("published_at").dt.convert_time_zone(database.reader.zone()).dt.date()
    return claims.join(titles, on="document_id", how="left", maintain_order="left").with_columns(published_on=local)


def _ahead(database: Database, asked: Question) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What is planned, whatever its days, among the kinds and places that are asked for."""
    filters = replace(asked.filters, since=None, until=None, statuses=("planned",))
    planned = replace(asked, filters=filters)
    events = database.events_of(planned)
    ids = events["event_id"].implode()
    claims = database.claims_of(replace(planned, filters=replace(filters, statuses=())))
    return events, claims.filter(pl.col("event_id").is_in(ids))


def _today(database: Database, asked: Question) -> date:
    """The day as of which the briefing speaks: never that of the machine's clock."""
    if asked.said_by:
        return asked.said_by
    moment = asked.as_of or database.reader.last_known_at()
    if moment is None:
        return dates.today(database.reader.zone())
    return local_day(moment, database.reader.zone())


def local_day(moment: datetime, zone: str) -> date:
    """The civil day of an instant in a zone."""
    from timeline.dates.zones import at_zone

    return at_zone(moment, zone).date()


def _subtitle(database: Database, asked: Question, held: Held) -> str:
    """What is filtered and which days: `Attacks on offices in Russia, 20 September – 6 October 2022`."""
    told = subject(asked, database.kinds()) or "all kinds of events"
    filters = asked.filters
    first = filters.since or held.events["starts"].min()
    last = filters.until or held.events["ends"].max()
    span = f", {days_told(first, last)}" if isinstance(first, date) and isinstance(last, date) else ""
    return f"{told[:1].upper()}{told[1:]}{span}. {brief_notes.known(database, asked)}"


def _record(database: Database, asked: Question, plan: Plan, held: Held) -> dict[str, Any]:
    """What is needed to make the briefing again and to see whether it would be the same."""
    told = {"brief": plan.name, "days": plan.days, "rule": plan.rule, "since": plan.since, "events": plan.events}
    return record(database, asked, held.claims, told)
