"""The findings of a briefing: our own counts, others' tallies beside them, and reported numbers with their speakers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import counts, dates
from timeline.briefing import plain
from timeline.briefing.composing import Figure, Told
from timeline.report.brief_pictures import REPORTS, narrowed
from timeline.report.database import Counting
from timeline.report.question import Question
from timeline.text.countries import country_names

if TYPE_CHECKING:
    from timeline.report.brief import Held
    from timeline.report.database import Database

MOST_FIGURES: Final = 14
MOST_TOLD: Final = 3
BASES: Final = {
    "flow": "flow in these days",
    "day": "flow of a day",
    "since": "cumulative",
    "stock": "at that moment",
    "target": "plan",
}
_SIDES: Final = {"in": "inbound", "out": "outbound"}


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences for the top; rows of reported numbers and how many series have no row; tallies beside our count."""

    sentences: tuple[Told, ...]
    figures: tuple[Figure, ...]
    left_out: int
    tallies: tuple[Told, ...]


def findings(database: Database, asked: Question, held: Held, days: int, rule: str, today: date) -> Found:
    """What is certain of what is asked, up to the day as of which the briefing speaks.

    Raises UsageError for an unknown rule.
    """
    figures = database.figures_of(asked)
    own = figures.filter(~pl.col("derived"), pl.col("ends") <= (asked.filters.until or date.max))
    chosen = _last(counts.chosen(own, rule), held.claims)
    tallies = _tallies(database, asked)
    shown = chosen.head(MOST_FIGURES)
    told = chosen.filter(pl.col("form_told"), pl.col("speaker").is_not_null()).unique(
        ["kind", "measure"], keep="first", maintain_order=True
    )
    labels = dict(database.kinds().select("kind", "label").drop_nulls().iter_rows())
    reported = _reported(told.head(MOST_TOLD), labels)
    sentences = [*_counted(database, asked, held, days, today), *tallies[:1], *reported]
    rows = shown.sort("kind", "measure", "place", "ends", "direction", nulls_last=True)
    return Found(
        tuple(sentences),
        tuple(_figure(row, labels) for row in rows.iter_rows(named=True)),
        chosen.height - shown.height,
        tuple(tallies),
    )


def _counted(database: Database, asked: Question, held: Held, days: int, today: date) -> list[Told]:
    """The highest window of our own count and how the last one compares, with where its events were read."""
    one = narrowed(database, asked)
    if one.filters.kinds and set(one.filters.kinds) <= set(REPORTS):
        return []
    # Of days that were still to come nothing is said.
    frame = database.rolling_of(days, one, Counting(by="all")).filter(pl.col("day") <= today)
    if frame.is_empty() or held.events.is_empty():
        return []
    filters = one.filters
    told = counts.subject(
        database.kinds(),
        kinds=filters.kinds,
        targets=filters.targets,
        places=filters.places,
        countries=[country_names().get(code, code) for code in filters.countries],
        statuses=filters.statuses,
    )
    best = frame.sort("rolling_certain", "complete", "day", descending=[True, True, False]).row(0, named=True)
    claims = _within(held.claims, filters.kinds, best["window_from"], best["window_to"])
    sentence = counts.headline(frame, told)
    if best["rolling_certain"]:
        sentence = f"{sentence}, by our count of what {_publishers(claims)} published"
    last = counts.trend(frame, told) if frame.height > days and frame["day"].max() != best["day"] else ""
    rows = [Told(sentence, tuple(claims["claim_id"]))]
    if last:
        latest = frame.sort("day").row(-1, named=True)
        shown = _within(held.claims, filters.kinds, latest["window_from"], latest["window_to"])
        rows.append(Told(f"{last}, by the same count", tuple(shown["claim_id"])))
    return rows


def _within(claims: pl.DataFrame, kinds: tuple[str, ...], first: date | None, last: date | None) -> pl.DataFrame:
    """The claims of asserted incidents of these kinds that certainly began in these days."""
    found = claims.filter(pl.col("form").ne_missing("tally"), pl.col("modality") == "asserted")
    if kinds:
        under = [(pl.col("kind") == kind) | pl.col("kind").str.starts_with(f"{kind}.") for kind in kinds]
        found = found.filter(pl.any_horizontal(under))
    if first is not None and last is not None:
        found = found.filter(pl.col("starts") >= first, pl.coalesce("ends", "starts") <= last)
    return found


def _publishers(claims: pl.DataFrame) -> str:
    named = claims.select(name=pl.coalesce("publisher", "speaker", "feed")).drop_nulls()
    ordered = named.group_by("name").len().sort("len", "name", descending=[True, False])["name"].to_list()
    return plain.listed(ordered, 2) if ordered else "our feeds"


def _tallies(database: Database, asked: Question) -> list[Told]:
    """Others' tallies beside our own count, first where all days are covered, then the last days."""
    silent = (pl.col("gaps") + pl.col("undeclared")).fill_null(0)
    begun = pl.col("starts") >= (asked.filters.since or date.min)
    compared = database.beside_of(asked).filter(
        "comparable", begun, pl.col("ends") <= (asked.filters.until or date.max)
    )
    found = compared.sort(silent, "ends", "target", descending=[False, True, False], nulls_last=False)
    taxonomy = database.kinds()
    return [_tally(row, taxonomy) for row in found.unique("told", maintain_order=True).head(4).iter_rows(named=True)]


def _tally(row: dict[str, Any], taxonomy: pl.DataFrame) -> Told:
    names = [country_names().get(row["country"], row["country"])] if row["country"] else []
    told = counts.subject(
        taxonomy,
        kinds=[row["kind"]],
        targets=[row["target"]] if row["target"] else [],
        places=[row["place"]] if row["place"] and row["place"] not in names else [],
        countries=names if row["place"] in (None, *names) else [],
    )
    silent = [
        f"{plain.several(row[key], 'day', 'days')} {words}"
        for key, words in (("gaps", "not covered"), ("undeclared", "of undeclared coverage"))
        if row[key]
    ]
    beside = f" ({', '.join(silent)} on our list)" if silent else ""
    span = plain.days(row["starts"], row["ends"])
    return Told(f"{plain.capital(told.many)}, {span}: {row['told']}{beside}", (row["claim_id"],))


def _last(chosen: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """The last number of each series, those most often reported first, then those of important events.

    form_told: fit for the top; what is counted in units of itself is a tally, which stands beside our own count.
    """
    weights = claims.select(pl.col("claim_id").alias("claim"), pl.col("importance").fill_null(3))
    first = (
        chosen.with_row_index("row")
        .explode("claim_ids")
        .join(weights, left_on="claim_ids", right_on="claim", how="left")
        .group_by("row")
        .agg(weight=pl.col("importance").min().fill_null(3))
    )
    followed = pl.col("reports").sum().over("series")
    ranked = chosen.with_row_index("row").join(first, on="row", how="left").with_columns(followed=followed)
    last = ranked.filter(pl.col("row") == pl.col("row").sort_by("ends", "starts").last().over("series"))
    told = last.with_columns(form_told=pl.col("measure").ne_missing(pl.col("unit")))
    order = ("followed", "weight", "ends", "row")
    return told.sort(order, descending=[True, False, True, False], nulls_last=True)


def _reported(rows: pl.DataFrame, labels: Mapping[str, str]) -> list[Told]:
    told = counts.reported_sentences(rows, countries=country_names(), labels=labels)
    return [
        Told(f"{sentence} ({_basis(row)})", tuple(row["claim_ids"]))
        for sentence, row in zip(told, rows.iter_rows(named=True), strict=True)
    ]


def _basis(row: dict[str, Any]) -> str:
    return BASES["day" if row["basis"] == "flow" and row["length"] == "day" else row["basis"] or "flow"]


def _figure(row: dict[str, Any], labels: Mapping[str, str]) -> Figure:
    owner, measure = counts.measured(row, labels.get(row["kind"], ""))
    who = "all people" if row["who"] == "all" else row["who"]
    about = "; ".join(part for part in (who, row["scope"]) if part)
    what = f"{measure} {_SIDES[row['direction']]}" if row["direction"] in _SIDES else measure
    what = f"{owner}: {what}" if owner else what
    unit = "" if row["unit"] in (None, "persons", measure) else f" {row['unit']}"
    said = row["speaker"] or ("no one speaker" if row["rule"] == "median" else "speaker not named")
    if row["changed"]:
        said += f" ({row['rule']} of {row['reports']}: {plain.number(row['lowest'])}–{plain.number(row['highest'])})"
    bound = {"least": "at least ", "most": "up to "}.get(row["bound"], "")
    ranged = row["bound"] == "range" and row["lowest"] is not None and row["highest"] is not None
    number = (
        f"{plain.number(row['lowest'])}–{plain.number(row['highest'])}"
        if ranged
        else f"{bound}{plain.number(row['number'])}"
    )
    return Figure(
        plain.capital(f"{what}, {about}" if about else what),
        row["place"] or country_names().get(row["country"] or "", row["country"] or ""),
        f"{number}{unit}",
        _basis(row),
        dates.format_span(row["starts"], row["ends"], short=True),
        said,
        tuple(row["claim_ids"]),
    )
