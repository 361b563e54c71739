"""What a briefing says about its data: what failed, as of when, coverage, rejected rows, rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import polars as pl

from timeline import dates
from timeline.briefing import plain
from timeline.briefing.composing import Told
from timeline.report.question import Question

if TYPE_CHECKING:
    from timeline.report.brief import Held
    from timeline.report.database import Database
    from timeline.report.health import State

MOST_DAYS: Final = 3660
MOST_KINDS: Final = 12


def state_line(state: State, zone: str) -> tuple[str, bool]:
    """The first line of a briefing, and whether it is an alarm: failed runs, feeds that are overdue, else that all is
    well.
    """
    failed = [f"Failed since {_moment(one.since, zone)}: {one.problem}" for one in state.failures]
    quiet = [
        f"Feed {feed.feed} is overdue: last delivery {_moment(feed.last_known_at, zone)}"
        for feed in state.quiet
        if feed.last_known_at
    ]
    never = [feed.feed for feed in state.feeds if not feed.deliveries]
    if failed or quiet:
        return ". ".join(plain.clean(told).rstrip(".") for told in (*failed, *quiet)) + ".", True
    known = [feed.last_known_at for feed in state.feeds if feed.last_known_at]
    newest = f" Newest delivery: {_moment(max(known), zone)}." if known else ""
    feeds = plain.several(len(state.feeds) - len(never), "feed has", "feeds have")
    silent = f", nothing yet from {plain.listed(never)}" if never else ""
    return f"No feed failed; {feeds} delivered{silent}.{newest}", False


def known(database: Database, asked: Question) -> str:
    """`Known as of 30 November 2022, 12:00 Europe/Moscow.`"""
    if asked.said_by:
        return f"Only what had been published by {dates.format_day(asked.said_by)}."
    moment = asked.as_of or database.reader.last_known_at()
    if moment is None:
        return "Nothing has been delivered yet."
    return f"Known as of {_moment(moment, database.reader.zone())}."


def _moment(moment: datetime, zone: str) -> str:
    """`30 November 2022, 12:00 Europe/Moscow`."""
    from timeline.dates.zones import at_zone

    local = at_zone(moment, zone)
    return f"{dates.format_day(local.date())}, {local:%H:%M} {zone}"


def notes(database: Database, asked: Question, held: Held, rule: str) -> tuple[Told, ...]:
    """Whole sentences: what was taken, as of when, what was covered, what was rejected, and by which rules."""
    speakers = held.claims["speaker"].drop_nulls().n_unique()
    size = (
        f"{plain.several(held.events.height, 'event', 'events')} from "
        f"{plain.several(held.claims.height, 'claim', 'claims')} by {plain.several(speakers, 'speaker', 'speakers')}"
    )
    told = [
        known(database, asked),
        size,
        "Counted are asserted events, each on the day it began; tallies by others are never counted as events",
        f"Where speakers differ on a number, the {rule} is shown, with the range of all",
        *_coverage(database, asked, held),
        *_rejects(database),
        "An event known only to a week, month or range counts as certain only where it can be on no other day",
    ]
    return tuple(Told(one) for one in told)


def _rejects(database: Database) -> list[str]:
    found = database.sql(
        "SELECT feed, count(*) AS n FROM rejects WHERE closed_by IS NULL GROUP BY feed ORDER BY n DESC, feed"
    )
    if found.is_empty():
        return ["No delivered row had to be rejected"]
    parts = [f"{plain.several(n, 'row', 'rows')} of feed {feed}" for feed, n in found.iter_rows()]
    return [f"Not in this briefing, because they could not be taken: {plain.listed(parts)}"]


def _coverage(database: Database, asked: Question, held: Held) -> list[str]:
    """Per kind the days that are covered and those that are not; the rest is undeclared."""
    first = asked.filters.since or held.claims["starts"].min()
    last = asked.filters.until or held.claims["ends"].max()
    if not isinstance(first, date) or not isinstance(last, date) or (last - first).days > MOST_DAYS:
        return []
    shown = set(asked.filters.kinds) | set(held.claims["kind"].unique())
    declared = database.table("coverage").filter(pl.col("day").is_between(first, last))
    kinds = [one for one in sorted(declared["kind"].unique()) if any(_under(kind, one) for kind in shown)]
    names = dict(database.kinds().select("kind", "plural").iter_rows())
    whole = (last - first).days + 1
    lines = [
        _of_kind(declared.filter(pl.col("kind") == kind), names.get(kind) or kind, whole) for kind in kinds[:MOST_KINDS]
    ]
    bare = sorted({k.split(".")[0] for k in shown if not any(_under(k, one) for one in kinds)})
    if bare:
        told = plain.listed([names.get(kind) or kind for kind in bare], 6)
        lines.append(f"No coverage is declared for {told}: that none is listed on a day does not mean there was none")
    return lines


def _under(kind: str, parent: str) -> bool:
    return kind == parent or kind.startswith(f"{parent}.")


def _of_kind(rows: pl.DataFrame, name: str, whole: int) -> str:
    days = rows.group_by("day").agg(covered=(pl.col("state") == "covered").any()).sort("day")
    covered = _runs(days.filter("covered")["day"].to_list())
    gaps = _runs(days.filter(~pl.col("covered"))["day"].to_list())
    told = [f"covered {covered}"] if covered else []
    told += [f"not covered {gaps}"] if gaps else []
    told += ["other days undeclared"] if days.height < whole else []
    return f"{plain.capital(name)}: {'; '.join(told)}"


def _runs(days: list[date]) -> str:
    """Days in words, those that follow each other drawn together."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return plain.listed([plain.days(*run) for run in runs], 4)
