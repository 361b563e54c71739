"""What stands in a briefing, and in which order; the numbers of the sources follow from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import polars as pl

from timeline.briefing import plain
from timeline.briefing.citing import Citations
from timeline.briefing.content import (
    Block,
    Briefing,
    Entries,
    Line,
    Paragraph,
    Picture,
    Points,
    Section,
    Sources,
    Table,
)
from timeline.briefing.entries import chosen_events, entries, title, where

HEADINGS: Final = {
    "timeline": "Timeline",
    "rolling": "Rolling counts",
    "counts": "Reported numbers",
    "grid": "Side by side",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the claims that it rests on."""

    text: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A reported number: what is counted, where, the number in words, its basis, its days, who says it, its claims."""

    what: str
    where: str
    number: str
    basis: str
    when: str
    speaker: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Events that are planned, in model.EVENTS, as seen from a day: those that end before it are overdue."""

    day: date
    planned: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Changes:
    """What moved since when: `since` in words, and a line for each change. `told` None: there is nothing to compare."""

    since: str
    told: Sequence[Told] | None


@dataclass(frozen=True, slots=True)
class Material:
    """All that a briefing is composed of.

    `state`: the first line, what failed; `alarm`: something did. `events` (model.EVENTS, countries by name) are listed
    up to `most_events`, the most important ones; `claims` are those of all events and numbers, as citing takes them.
    `known`: as of when, as a sentence. `notes`: whole sentences on coverage, rejects and rules.
    """

    title: str
    subtitle: str
    state: str
    alarm: bool
    events: pl.DataFrame
    claims: pl.DataFrame
    ahead: Ahead
    changes: Changes
    findings: Sequence[Told] = ()
    pictures: Sequence[Picture] = ()
    figures: Sequence[Figure] = ()
    left_out: int = 0
    tallies: Sequence[Told] = ()
    notes: Sequence[Told] = ()
    known: str = ""
    most_events: int = 40
    record: Mapping[str, Any] = field(default_factory=dict)


def compose(material: Material) -> Briefing:
    """The briefing: findings, charts, reported numbers, what changed, events, sources, notes, what lies ahead."""
    citations = Citations(material.claims)
    body = [_findings(material, citations), *_charts(material, citations), _changes(material, citations)]
    body += [_events(material, citations)]
    notes, ahead = _notes(material, citations), _ahead(material, citations)
    sources = Section("sources", "Sources", (Sources(citations.sources),)) if citations.sources else None
    kept = [section for section in (*body, sources, notes, ahead) if section is not None]
    return Briefing(
        plain.clean(material.title, 160),
        plain.clean(material.subtitle, 300),
        plain.clean(material.state, 600),
        material.alarm,
        tuple(kept),
        material.record,
    )


def _findings(material: Material, citations: Citations) -> Section:
    lines = _lines(material.findings, citations)
    nothing = Paragraph(Line("Nothing is known of what this briefing asks for."))
    return Section("findings", "In brief", (Points(lines) if lines else nothing,))


def _charts(material: Material, citations: Citations) -> list[Section]:
    """A section for each kind of chart; the reported numbers stand with theirs."""
    blocks: dict[str, list[Block]] = {}
    for picture in material.pictures:
        blocks.setdefault(picture.name, []).append(picture)
    if material.figures or material.tallies:
        blocks.setdefault("counts", []).extend(_reported(material, citations))
    return [Section(name, HEADINGS.get(name, plain.capital(name)), tuple(found)) for name, found in blocks.items()]


def _reported(material: Material, citations: Citations) -> list[Block]:
    blocks: list[Block] = []
    if material.figures:
        blocks.append(_figures(material.figures, citations))
    if material.left_out:
        more = plain.several(material.left_out, "more series is", "more series are")
        blocks.append(Paragraph(Line(f"{more} not listed."), note=True))
    if material.tallies:
        blocks.append(Points(_lines(material.tallies, citations)))
    return blocks


def _figures(figures: Sequence[Figure], citations: Citations) -> Table:
    rows = tuple(
        (
            Line(plain.clean(one.what, 120)),
            Line(plain.clean(one.where, 80)),
            Line(one.number),
            Line(one.basis),
            Line(one.when),
            citations.line(plain.clean(one.speaker, 80), one.claims),
        )
        for one in figures
    )
    header = ("What", "Where", "Number", "Basis", "When", "According to")
    return Table(header, rows, (0.21, 0.17, 0.14, 0.12, 0.16, 0.2), (2,))


def _changes(material: Material, citations: Citations) -> Section:
    changes = material.changes
    heading = f"What changed since {changes.since}" if changes.since else "What changed"
    if changes.told is None:
        first = "No briefing of this name has been issued yet, so there is nothing to compare with."
        return Section("changes", heading, (Paragraph(Line(first), note=True),))
    lines = _lines(changes.told, citations)
    nothing = Paragraph(Line(f"Nothing of this has changed since {changes.since}."))
    return Section("changes", heading, (Points(lines) if lines else nothing,))


def _events(material: Material, citations: Citations) -> Section:
    listed = chosen_events(material.events, material.most_events)
    if listed.is_empty():
        return Section("events", "Events", (Paragraph(Line("No events are known in these days.")),))
    blocks: list[Block] = [Entries(entries(listed, material.claims, citations))]
    left = material.events.height - listed.height
    if left:
        told = f"The {plain.number(listed.height)} most important of {plain.number(material.events.height)} events."
        blocks.insert(0, Paragraph(Line(told), note=True))
    return Section("events", "Events", tuple(blocks))


def _notes(material: Material, citations: Citations) -> Section | None:
    lines = _lines(material.notes, citations)
    return Section("notes", "About the data", (Points(lines),)) if lines else None


def _ahead(material: Material, citations: Citations) -> Section:
    """What is planned from the day on, and what should have been by then."""
    day, planned = material.ahead.day, material.ahead.planned
    late = pl.coalesce("ends", "starts") < day
    parts = (("Planned", planned.filter(~late.fill_null(False))), ("Overdue", planned.filter(late)))
    lines = [_plan(word, row, material.claims, citations) for word, rows in parts for row in rows.iter_rows(named=True)]
    nothing = Paragraph(Line(f"Nothing is known to be planned from {plain.days(day, day)} on, or overdue by then."))
    return Section("ahead", "What lies ahead", (Points(tuple(lines)) if lines else nothing,))


def _plan(word: str, event: dict[str, Any], claims: pl.DataFrame, citations: Citations) -> Line:
    mine = claims.filter(pl.col("event_id") == event["event_id"])
    speakers = list(dict.fromkeys(plain.clean(name, 80) for name in mine["speaker"].drop_nulls()))
    place = where(event)
    when = plain.when(event) if event["starts"] or event["ends"] or event["value"] else "no date given"
    told = title({**event, "status": None})
    late = "; no report that it happened" if word == "Overdue" else ""
    said = f", according to {plain.listed(speakers, 3)}" if speakers else ""
    inside = f" ({place})" if place and place not in told else ""
    return citations.line(f"{word}, {when}: {told}{inside}{said}{late}.", mine["claim_id"])


def _lines(told: Iterable[Told], citations: Citations) -> tuple[Line, ...]:
    return tuple(citations.line(plain.sentence(plain.clean(one.text)), one.claims) for one in told)
