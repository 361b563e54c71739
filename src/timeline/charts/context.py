"""What a chart must say about itself and cannot read from its data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ChartContext:
    """Where a chart's words come from; whatever is None is built from the data.

    `subject`: a plural noun phrase that names exactly what is filtered ("attacks on draft offices in Russia").
    `sources`: who the data is from, by name. `as_of`: the moment of the ledger's knowledge (a text stands as it is).
    `rule`: how things were counted. `notes`: whole sentences for the footer. Of a timeline and of reported counts, runs
    of days, first and last: `uncovered`, which are hatched on the axis, and `undeclared`, which the footer names.
    `since`, `until`: the days to show (default: those of the data), both inclusive. `record`: what is needed to draw
    the chart again (query, ledger, ...); it goes into the file. `zone`: IANA zone in which moments are written;
    `language`: that of dates.
    """

    title: str | None = None
    subtitle: str | None = None
    subject: str | None = None
    sources: tuple[str, ...] | None = None
    as_of: datetime | date | str | None = None
    rule: str | None = None
    uncovered: tuple[tuple[date, date], ...] = ()
    undeclared: tuple[tuple[date, date], ...] = ()
    notes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    preset: str = "doc-full"
    theme: str = "light"
    language: str = "en"
    zone: str = "UTC"
    record: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """Another event to read the chart against: a line at one day, a shaded span when `ends` is later than `starts`."""

    starts: date
    label: str
    ends: date | None = None
