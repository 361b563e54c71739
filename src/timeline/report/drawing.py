"""Charts of what a question asks for: the frames, and the words and the record that go with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import charts, counts, kinds, model
from timeline.charts.context import ChartContext, Reference
from timeline.charts.dating import day, speaking
from timeline.charts.words import capital, listed
from timeline.errors import UsageError, unknown_name
from timeline.report.database import Counting
from timeline.report.question import Question
from timeline.report.recording import question_record
from timeline.text.countries import country_names

if TYPE_CHECKING:
    import altair as alt

    from timeline.report.database import Database

MOST_DAYS: Final = 3660
MOST_CELLS: Final = 12
MOST_REFERENCES: Final = 5
NONE: Final = "none"
_EVENT_ID: Final = re.compile(r"[Ee][0-9a-fA-F]{4,16}")
_READ_AGAINST: Final = ("mobilization_order", "annexation", "referendum")


@dataclass(frozen=True, slots=True)
class Options:
    """How a chart is drawn: its words where they are given, preset, theme, language of dates, days of a window; of a
    grid which chart is drawn in its cells, and what each stands for; `marks`: events (ids) or kinds to read a timeline
    or rolling counts against, or `none`.
    """

    title: str | None = None
    subtitle: str | None = None
    preset: str = "doc-full"
    days: int = 7
    theme: str = "light"
    language: str = "en"
    of: str = "rolling"
    by: str = "kind"
    marks: tuple[str, ...] = ()


def chart(name: str, database: Database, asked: Question, options: Options | None = None) -> alt.TopLevelMixin:
    """The chart of that name (timeline, rolling, counts or grid) of what is asked.

    Raises UsageError for an unknown chart or preset, or a window that is none.
    """
    if name not in CHARTS:
        raise unknown_name("chart", name, CHARTS)
    options = options or Options()
    if not 1 <= options.days <= MOST_DAYS:
        raise UsageError(f"a window of {options.days} days can't be counted; give 1 to {MOST_DAYS}")
    with speaking(options.language):
        return CHARTS[name](database, asked, options)


def frame(name: str, database: Database, asked: Question, options: Options | None = None) -> pl.DataFrame:
    """What the chart of that name draws, before it is laid out. Raises UsageError for an unknown chart."""
    if name not in _FRAMES:
        raise unknown_name("chart", name, _FRAMES)
    return _FRAMES[name](database, asked, options or Options())


def _timeline(database: Database, asked: Question, options: Options) -> alt.TopLevelMixin:
    events = _events(database, asked, options)
    context = _context("timeline", database, asked, options)
    marks = _marked(database, asked, options.marks)
    return charts.timeline(events, kinds=_in_order(database.kinds()), context=context, references=marks)


def _events(database: Database, asked: Question, options: Options) -> pl.DataFrame:
    del options
    return database.events_of(asked).with_columns(pl.col("country").replace(country_names()))


def _in_order(taxonomy: pl.DataFrame) -> pl.DataFrame:
    """The kinds in the order of the taxonomy, for the lanes; a project's own kinds come last."""
    order = {kind: place for place, kind in enumerate(kinds.names())}
    place = pl.col("kind").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    return taxonomy.sort(place, maintain_order=True)


def _rolling(database: Database, asked: Question, options: Options) -> alt.TopLevelMixin:
    frame = _windows(database, asked, options)
    context = _context("rolling", database, asked, options)
    return charts.rolling(frame, context=context, references=_references(database, asked, options, frame))


def _windows(database: Database, asked: Question, options: Options) -> pl.DataFrame:
    """The series that were asked for by name; else all of them together."""
    if not asked.filters.kinds:
        return database.rolling_of(options.days, asked, Counting("all"))
    return _named_kinds(database, database.rolling_of(options.days, asked))


def _named_kinds(database: Database, frame: pl.DataFrame) -> pl.DataFrame:
    names = database.kinds().select("kind", "plural").drop_nulls()
    return frame.with_columns(pl.col("series").replace(dict(names.iter_rows())))


def _counts(database: Database, asked: Question, options: Options) -> alt.TopLevelMixin:
    reported = _numbers(database, asked, options)
    # The chart names those who said what is drawn, which is less than what is asked.
    context = replace(_context("counts", database, asked, options, reported), sources=None)
    return charts.counts(reported, context=context)


def _numbers(database: Database, asked: Question, options: Options) -> pl.DataFrame:
    del options
    return _stated(database.reported_of(asked)).with_columns(pl.col("country").replace(country_names()))


def _grid(database: Database, asked: Question, options: Options) -> alt.TopLevelMixin:
    """Small multiples: rolling counts by kind or country, the timeline by kind, country or place, reported counts."""
    frame = _cells(database, asked, options)
    context = _context("grid", database, asked, options)
    if options.of == "counts":
        return charts.grid(frame, context=replace(context, sources=None))
    if options.of == "timeline":
        return charts.grid(frame, kinds=_in_order(database.kinds()), by=options.by, context=context)
    return charts.grid(frame, by=options.by, context=replace(context, rule=_rule("rolling", asked)))


def _cells(database: Database, asked: Question, options: Options) -> pl.DataFrame:
    if options.of not in CELLS:
        raise unknown_name("chart of a grid", options.of, CELLS)
    if options.of == "counts":
        return _numbers(database, asked, options)
    if options.of == "timeline":
        return _events(database, asked, options)
    return _divided(database, asked, options)


def _divided(database: Database, asked: Question, options: Options) -> pl.DataFrame:
    """Rolling counts by kind (by its group's name), or by country or place, those with most events."""
    if options.by not in BY:
        raise unknown_name("division", options.by, BY)
    frame = database.rolling_of(options.days, asked, Counting(options.by))
    if options.by == "kind":
        return _named_kinds(database, frame)
    sizes = frame.group_by("series").agg(n=pl.col("certain").sum()).sort("n", "series", descending=[True, False])
    largest = sizes.drop_nulls("series").filter(pl.col("series") != "")["series"].head(MOST_CELLS).to_list()
    return frame.filter(pl.col("series").is_in(largest)).with_columns(pl.col("series").replace(country_names()))


def _stated(reported: pl.DataFrame) -> pl.DataFrame:
    """The numbers without mere repetitions; superseded are also those that their speaker has corrected elsewhere."""
    usable = counts.figures(reported, countries=country_names())
    corrected = pl.col("superseded").fill_null(False) | (pl.col("state") == "corrected")
    kept = usable.filter(pl.col("state") != "repeated").with_columns(superseded=corrected)
    return model.conform(kept, model.REPORTED)


CHARTS: Final[dict[str, Callable[[Database, Question, Options], alt.TopLevelMixin]]] = {
    "timeline": _timeline,
    "rolling": _rolling,
    "counts": _counts,
    "grid": _grid,
}
CELLS: Final = ("rolling", "timeline", "counts")
BY: Final = ("kind", "country", "place")
_FRAMES: Final[dict[str, Callable[[Database, Question, Options], pl.DataFrame]]] = {
    "timeline": _events,
    "rolling": _windows,
    "counts": _numbers,
    "grid": _cells,
}


def _context(
    name: str, database: Database, asked: Question, options: Options, reported: pl.DataFrame | None = None
) -> ChartContext:
    """What the chart of what is asked must say; of reported numbers only their own days are spoken of."""
    claims = database.claims_of(asked)
    spoken = claims if reported is None else claims.filter(pl.col("claim_id").is_in(reported["claim_id"].implode()))
    covered = _Covered() if name in ("rolling", "grid") else _coverage(name, database, asked, spoken)
    return ChartContext(
        title=options.title,
        subtitle=options.subtitle,
        subject=subject(asked, database.kinds()),
        sources=_sources(claims),
        as_of=asked.as_of or database.reader.last_known_at(),
        rule=_rule(name, asked),
        uncovered=covered.gaps,
        undeclared=covered.undeclared,
        notes=_said(asked),
        since=asked.filters.since,
        until=asked.filters.until,
        preset=options.preset,
        theme=options.theme,
        language=options.language,
        zone=database.reader.zone(),
        record=question_record(database, asked, claims, days=options.days, marks=options.marks),
    )


def subject(asked: Question, taxonomy: pl.DataFrame) -> str | None:
    """What is filtered, as a plural noun phrase: `attacks on offices in Russia`; None where nothing is named."""
    filters = asked.filters
    countries = [country_names().get(code, code) for code in filters.countries]
    named = (filters.kinds, filters.targets, filters.places, countries, filters.statuses, filters.feeds)
    if not any(named):
        return None
    told = counts.subject(
        taxonomy,
        kinds=filters.kinds,
        targets=filters.targets,
        places=filters.places,
        countries=countries,
        statuses=filters.statuses,
    )
    return f"{told.many} ({listed(list(filters.feeds))})" if filters.feeds else told.many


def _sources(claims: pl.DataFrame) -> tuple[str, ...]:
    """Who says it, else where it was read, else the feed; the most frequent first."""
    said = claims.select(name=pl.coalesce("speaker", "publisher", "feed")).drop_nulls()
    counted = said.group_by("name").len().sort("len", "name", descending=[True, False])
    return tuple(counted["name"].to_list())


def _said(asked: Question) -> tuple[str, ...]:
    return (f"Only what had been published by {day(asked.said_by)}",) if asked.said_by else ()


def _rule(name: str, asked: Question) -> str | None:
    statuses = asked.filters.statuses
    if name == "rolling":
        told = f"{listed(list(statuses))} events" if statuses else "asserted events"
        return f"Counted: {told}, each on the day it began; tallies by others are not events"
    return f"Shown: {listed(list(statuses))} events only" if statuses and name == "timeline" else None


@dataclass(frozen=True, slots=True)
class _Covered:
    """Runs of days that were not covered, and of those of which nothing is declared."""

    gaps: tuple[tuple[date, date], ...] = ()
    undeclared: tuple[tuple[date, date], ...] = ()


def _coverage(name: str, database: Database, asked: Question, claims: pl.DataFrame) -> _Covered:
    """What is declared about the days asked for, of the kinds asked for or shown."""
    if claims.is_empty():
        return _Covered()
    declared = _declared(database, asked, claims)
    # A number belongs to its last day.
    first = asked.filters.since or claims["ends" if name == "counts" else "starts"].min()
    last = asked.filters.until or claims["ends"].max()
    if not isinstance(first, date) or not isinstance(last, date) or (last - first).days > MOST_DAYS:
        return _Covered()
    days = declared.filter(pl.col("day").is_between(first, last)).group_by("day").agg(pl.col("state"))
    gaps = _runs(sorted(days.filter(~pl.col("state").list.contains("covered"))["day"]))
    every = (first + timedelta(days=i) for i in range((last - first).days + 1))
    known = set(days["day"])
    missing = _runs([one for one in every if one not in known])
    return _Covered(tuple(gaps), tuple(missing))


def _declared(database: Database, asked: Question, claims: pl.DataFrame) -> pl.DataFrame:
    """The coverage of the kinds that are asked for or shown."""
    wanted = set(asked.filters.kinds) or set(claims["kind"].unique().to_list())
    coverage = database.table("coverage")
    kinds = [k for k in coverage["kind"].unique() if any(w == k or w.startswith(f"{k}.") for w in wanted)]
    return coverage.filter(pl.col("kind").is_in(kinds))


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Days that follow each other, as first and last."""
    out: list[tuple[date, date]] = []
    for one in days:
        if out and one - out[-1][1] == timedelta(days=1):
            out[-1] = (out[-1][0], one)
        else:
            out.append((one, one))
    return out


def _references(database: Database, asked: Question, options: Options, frame: pl.DataFrame) -> list[Reference]:
    """The events to read the counts against: those that were named, else the most important orders, annexations and
    referendums of the period, unless they are what is counted.
    """
    if options.marks:
        return _marked(database, asked, options.marks)
    if frame.is_empty() or any(kind.split(".")[0] in _READ_AGAINST for kind in asked.filters.kinds):
        return []
    days = {"since": frame["day"].min(), "until": frame["day"].max()}
    found = _known(database, asked, kinds=_READ_AGAINST, statuses=["asserted"], **days)
    weighty = found.filter((pl.col("importance") == 1) | pl.col("pinned").fill_null(False))
    return _as_references(database, weighty.sort(-pl.col("claims"), "starts", "event_id"), MOST_REFERENCES)


def _marked(database: Database, asked: Question, marks: Sequence[str]) -> list[Reference]:
    """The references of `NONE`, events by their ids, or kinds. Raises UsageError for a mark that is none of these."""
    named = [mark for mark in marks if mark != NONE]
    kinds = [mark for mark in named if not _EVENT_ID.fullmatch(mark)]
    ids = [mark for mark in named if _EVENT_ID.fullmatch(mark)]
    days = {"since": asked.filters.since, "until": asked.filters.until}
    found = [_known(database, asked, ids=ids)] if ids else []
    found += [_known(database, asked, kinds=kinds, statuses=["asserted"], **days)] if kinds else []
    if not found:
        return []
    every = pl.concat(found).unique("event_id").sort("importance", -pl.col("claims"), "starts", "event_id")
    return _as_references(database, every, len(every), named=ids)


def _known(database: Database, asked: Question, **wanted: Any) -> pl.DataFrame:
    return database.events(as_of=asked.as_of, said_by=asked.said_by, **wanted)


def _as_references(database: Database, events: pl.DataFrame, most: int, named: Sequence[str] = ()) -> list[Reference]:
    """Events of known days as lines and spans, those of the same days and kind as one; no day within a span of its
    kind, unless it was named.
    """
    known = events.filter(pl.col("starts").is_not_null() & (pl.col("form") == "incident"))
    dated = known.filter(pl.col("lasting") | (pl.col("starts") == pl.col("ends")))
    plurals = dated.join(database.kinds().select("kind", "plural"), on="kind", how="left", maintain_order="left")
    label = pl.when(pl.len() > 1).then(pl.first("plural")).otherwise(pl.coalesce("label", "title").first())
    asked = pl.col("event_id").str.to_lowercase().str.starts_with
    spans = plurals.group_by("starts", "ends", "kind", maintain_order=True).agg(
        label=label,
        lasting=pl.first("lasting"),
        named=pl.any_horizontal(pl.lit(False), *(asked(one.lower()) for one in named)).any(),
    )
    wide = spans.filter(pl.col("lasting") & (pl.col("ends") > pl.col("starts"))).rows(named=True)
    kept = [row for row in spans.iter_rows(named=True) if row["named"] or not any(_within(row, one) for one in wide)]
    return [
        Reference(row["starts"], capital(row["label"]), row["ends"] if row["lasting"] else None) for row in kept[:most]
    ]


def _within(row: dict[str, Any], span: dict[str, Any]) -> bool:
    same = row["kind"] == span["kind"] and (row["starts"], row["ends"]) != (span["starts"], span["ends"])
    return bool(same and span["starts"] <= row["starts"] and row["ends"] <= span["ends"])
