"""What wants a person's eye, ordered by the harm that an error would do: importance times doubt."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import resolve
from timeline.desk.accepting import fingerprint
from timeline.errors import UsageError
from timeline.model import Schema
from timeline.report.decided import look_words, second_looks
from timeline.report.health import FeedState, feed_states
from timeline.report.listing import figure
from timeline.warehouse.filters import Filters

if TYPE_CHECKING:
    from typing import Unpack

    from timeline.report.database import Database
    from timeline.report.question import Asked

SORTS: Final = ("merge", "second look", "outlier", "no anchor", "future", "doubt", "unsure", "quiet")

# How much is in doubt, from 0 to 1, where the claim itself tells no confidence.
_DOUBT: Final = {"second look": 0.9, "no anchor": 0.85, "future": 0.8, "outlier": 0.95, "doubt": 0.6}
_ODD: Final = SORTS[1:-1]
# By which words the reader's doubts are of a sort.
_MARKS: Final = {"outlier": "implausible", "no anchor": "no anchor", "future": "past tense", "unsure": "low confidence"}
# Below even odds a claim is one that a careful reader would rather leave out.
_SURE: Final = 0.5
_SLIP: Final = 300.0
_UNRATED: Final = 2.0
_QUIET: Final = 1.0

# One thing to decide a row. item: what names it, as long as it is there: the ids joined with +, or the feed. sort: the
# gravest of SORTS; ids: the two events (merge), the claim, or none (quiet: a feed whose delivery is overdue). harm: up
# to 3; why: all that is odd about it, in words; score: how alike two events are, or how sure the claim is. The rest is
# what the claim says (of a merge: the one that is like the other). command: what would settle it.
QUEUE: Final[Schema] = {
    "item": pl.String(),
    "sort": pl.String(),
    "harm": pl.Float64(),
    "ids": pl.List(pl.String()),
    "title": pl.String(),
    "why": pl.String(),
    "score": pl.Float64(),
    "kind": pl.String(),
    "edtf": pl.String(),
    "place": pl.String(),
    "figure": pl.String(),
    "speaker": pl.String(),
    "publisher": pl.String(),
    "quote": pl.String(),
    "feed": pl.String(),
    "claims": pl.List(pl.String()),
    "decisions": pl.List(pl.String()),
    "command": pl.String(),
}


def queue(
    database: Database,
    *,
    now: datetime | None = None,
    cadences: Mapping[str, int | None] | None = None,
    limit: int | None = None,
    **asked: Unpack[Asked],
) -> pl.DataFrame:
    """All that is to be looked at, in QUEUE, the most harmful first; at most `limit` rows.

    What a person has accepted stays away until its claim says something else. `now` and `cadences` (days between the
    deliveries of each feed) tell which feeds are overdue. Filters: those of `Asked` but its clocks.
    """
    question = database.question(**asked)
    if question.as_of or question.said_by:
        raise UsageError("the review is of what is held now; leave out --as-of and --said-by")
    filters = question.filters
    looks = second_looks(database)
    rows = database.reader.suspects(filters, sure=_SURE, slip=_SLIP, also=looks["claim"].unique().to_list())
    if filters.statuses:
        rows = rows.filter(pl.col("modality").is_in(filters.statuses))
    parts = [_doubted(rows, looks), _merges(database, filters)]
    if now is not None and filters in (Filters(), Filters(feeds=filters.feeds)):
        parts.append(_quiet(feed_states(database, now, cadences or {}), filters.feeds))
    found = pl.concat(parts).sort("harm", "sort", "item", descending=[True, False, False])
    return found if limit is None else found.head(limit)


def _doubted(rows: pl.DataFrame, looks: pl.DataFrame) -> pl.DataFrame:
    """Claims with all that is odd about them; of what is accepted as it stands only that its origin has changed."""
    told = rows.join(_origins(looks), on="claim", how="left").with_columns(quieted=_accepted(rows))
    told = told.with_columns(words.alias(f"odd {name}") for name, words in _oddities().items())
    odd = {name: pl.col(f"odd {name}") for name in _ODD}
    first = pl.coalesce(pl.when(words.is_not_null()).then(pl.lit(name)) for name, words in odd.items())
    described = told.with_columns(
        item=pl.col("claim_id"),
        sort=first,
        harm=(_weight("importance") * _in_doubt(odd)).round(2),
        ids=pl.concat_list("claim_id"),
        why=pl.concat_str(list(odd.values()), separator="; ", ignore_nulls=True),
        score=pl.col("confidence").cast(pl.Float64).round(2),
        figure=figure(),
        claims=pl.concat_list("claim_id"),
        command=pl.format("timeline accept {} --because ...", "claim_id"),
    )
    return _conformed(described.filter(pl.col("sort").is_not_null()))


def _in_doubt(odd: dict[str, pl.Expr]) -> pl.Expr:
    """The chance that at least one of the oddities is an error, each by itself."""
    sound = pl.lit(1.0)
    for name, words in odd.items():
        doubt = 1 - pl.col("confidence").cast(pl.Float64) if name == "unsure" else pl.lit(_DOUBT[name])
        sound = sound * pl.when(words.is_not_null()).then(1 - doubt).otherwise(1.0)
    return 1 - sound


def _oddities() -> dict[str, pl.Expr]:
    """What is odd about a claim by sort, the gravest first, in words; NULL where it is not."""
    times = pl.max_horizontal(pl.col("slipped") / pl.col("usual"), pl.col("usual") / pl.col("slipped"))
    numbers = [number.round(0).cast(pl.Int64, strict=False) for number in (pl.col("slipped"), times, pl.col("usual"))]
    confidence = pl.col("confidence").cast(pl.Float64)
    words = {
        "outlier": (pl.col("usual") > 0, pl.format("{} is about {} times off its series, where {} is usual", *numbers)),
        "no anchor": (pl.col("anchorless"), pl.lit("no anchor: nothing tells the day that its date is counted from")),
        "future": (pl.col("early"), pl.format("told as done, but dated {}, after it was told", "starts")),
        "unsure": (confidence < _SURE, pl.format("confidence {}", confidence.round(2))),
    }
    # What a person has corrected is no longer as the machine read it.
    read = ~pl.col("corrected")
    words["unsure"] = (words["unsure"][0] & read, words["unsure"][1])
    told = {
        name: pl.coalesce(pl.when(read).then(_doubts_of(name)), pl.when(holds).then(text))
        for name, (holds, text) in words.items()
    }
    odd = {**told, "doubt": pl.when(read).then(_doubts_of("doubt"))}
    asks = ~pl.col("quieted") & pl.col("live")
    return {name: pl.col("changed") if name == "second look" else pl.when(asks).then(odd[name]) for name in _ODD}


def _doubts_of(sort: str) -> pl.Expr:
    """Those of the reader's own doubts that are of a sort; `doubt`: of no other."""
    others = "|".join(_MARKS.values())
    mine = pl.element().str.contains(_MARKS[sort]) if sort in _MARKS else ~pl.element().str.contains(others)
    told = pl.col("doubt").str.split("; ").list.eval(pl.element().filter(mine)).list.join("; ")
    return pl.when(told != "").then(told)


def _origins(looks: pl.DataFrame) -> pl.DataFrame:
    """claim, changed (what its origin says now of what was decided, in words), decisions."""
    return looks.group_by("claim").agg(
        changed=look_words().str.join("; "), decisions=pl.col("decision").unique().sort()
    )


def _accepted(rows: pl.DataFrame) -> pl.Series:
    """Whether a person has accepted the claim as it stands."""
    looked = rows.filter(pl.col("looked")).iter_rows(named=True)
    settled = [row["claim"] for row in looked if _as_it_was(row)]
    return rows["claim"].is_in(settled)


def _as_it_was(row: dict[str, Any]) -> bool:
    told = json.loads(row["accepted_on"] or "null")
    return told is None or told == fingerprint(row)


def _weight(importance: str) -> pl.Expr:
    """3 for what a briefing must have, 1 for what is minor."""
    return 4.0 - pl.col(importance).cast(pl.Float64).fill_null(4.0 - _UNRATED)


def _conformed(frame: pl.DataFrame) -> pl.DataFrame:
    have = frame.columns
    return frame.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(dtype).alias(name) for name, dtype in QUEUE.items()
    )


def _merges(database: Database, filters: Filters) -> pl.DataFrame:
    """Pairs of events that may be one: the likelier, the worse it is that they are two."""
    asked = _proposed(database)
    numbers = [*asked["one"], *asked["other"]]
    sides = database.reader.suspects(sure=-1.0, slip=1e300, also=numbers).with_columns(figure=figure())
    kept = database.reader.suspects(filters, sure=-1.0, slip=1e300, also=numbers)["claim"]
    asked = asked.filter(pl.col("one").is_in(kept.implode()) | pl.col("other").is_in(kept.implode()))
    if filters.statuses:
        sides = sides.filter(pl.col("modality").is_in(filters.statuses))
    both = asked.join(sides, left_on="one", right_on="claim").join(
        sides, left_on="other", right_on="claim", suffix="_b"
    )
    ids = [pl.format("E{}", pl.col(f"event_id{side}").str.slice(1)) for side in ("", "_b")]
    weight = pl.max_horizontal(_weight("importance"), _weight("importance_b"))
    described = both.with_columns(
        item=pl.concat_str(ids, separator="+"),
        sort=pl.lit("merge"),
        harm=(weight * pl.col("score")).round(2),
        ids=pl.concat_list(ids),
        title=pl.format("{} / {}", "title", "title_b"),
        why="reason",
        claims=pl.concat_list("claim_id", "claim_id_b"),
        decisions=pl.lit(None),
        quote=pl.concat_str("quote", "quote_b", separator=" […] ", ignore_nulls=True),
        command=pl.format("timeline merge {} {} --because ...", *ids),
    )
    return _conformed(described)


def _proposed(database: Database) -> pl.DataFrame:
    events = database.sql(
        "SELECT claim, event FROM base.claim WHERE live AND claim IN (SELECT unnest([one, other]) FROM base.pair)"
    )
    apart = database.sql("SELECT one, other FROM base.link WHERE NOT together AND known_to IS NULL")
    return resolve.proposals(database.sql("FROM base.pair"), events, apart)


def _quiet(feeds: tuple[FeedState, ...], names: tuple[str, ...]) -> pl.DataFrame:
    """Feeds whose next delivery is overdue, the latest first."""
    rows = [_of_feed(feed) for feed in feeds if feed.days_late and (not names or feed.feed in names)]
    return _conformed(pl.DataFrame(rows)) if rows else pl.DataFrame(schema=QUEUE)


def _of_feed(feed: FeedState) -> dict[str, Any]:
    late, cadence = feed.days_late or 0, feed.cadence_days or 1
    day = f"{feed.last_known_at:%Y-%m-%d}" if feed.last_known_at else "never"
    return {
        "item": feed.feed,
        "sort": "quiet",
        "harm": round(_QUIET * late / (late + cadence), 2),
        "title": feed.feed,
        "why": f"gone quiet: {late} days late, last delivery {day}, one is due every {cadence} days",
        "feed": feed.feed,
        "command": f"timeline ingest --feed {feed.feed}",
    }


def queue_table(found: pl.DataFrame) -> pl.DataFrame:
    """The queue as a table shows it."""
    ids = pl.col("ids").list.eval(pl.element().str.slice(0, 10)).list.join(" ").fill_null("")
    return found.select("harm", "sort", ids.alias("ids"), "title", "why")
