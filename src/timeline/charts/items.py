"""Events as things to draw: which mark, in which lane, over which days, in which order of importance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from timeline.charts import dating, words
from timeline.charts.context import ChartContext
from timeline.charts.focus import focus, not_shown
from timeline.charts.themes import Theme, theme
from timeline.model import EVENTS, KINDS, conform, empty

# Above this number of events a timeline becomes a density by day with the most important events labelled.
MOST: Final = 500
MOST_LANES: Final = 12
MOST_TALLIES: Final = 6
FEW_TALLIES: Final = 3
_EXACT: Final = ("second", "minute", "hour", "day")
_VAGUE_DAYS: Final = 62
# No label is ever longer than this.
_LONG: Final = 1000
OTHER: Final = "other"


@dataclass(frozen=True, slots=True)
class Item:
    """One event to draw.

    `key`: its rank, 0 the most important. `mark`: moment (a known day), bar (it lasted), within (some day of an
    interval) or tally (somebody's count).
    `core`: the days on which a bar with vague ends was certainly under way. `open_left`, `open_right`: no known end.
    """

    key: int
    event_id: str
    lane: str
    mark: str
    status: str
    spoken: bool
    starts: date
    ends: date
    core: tuple[date, date] | None
    open_left: bool
    open_right: bool
    text: str
    importance: int
    weight: int
    colour: str
    tip: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its key, its title, its colour, and how many entries belong to it."""

    key: str
    title: str
    colour: str
    size: int


@dataclass(frozen=True, slots=True)
class Happenings:
    """What a timeline shows: lanes in order, the days, the drawable events, and the sentences about what is missing.

    `frame`: columns of EVENTS and `lane`, `mark`, `open_left`, `open_right`, `colour`, with both dates filled.
    `focused`: where no days were asked, those in which most of it lies are shown, and `left_out` entries are not.
    """

    lanes: tuple[Lane, ...]
    first: date
    last: date
    frame: pl.DataFrame
    notes: tuple[str, ...]
    focused: bool
    left_out: int


def happenings(
    events: pl.DataFrame, kinds: pl.DataFrame | None, context: ChartContext, most_lanes: int = MOST_LANES
) -> Happenings | None:
    """The drawable part of EVENTS within the context's days, in at most so many lanes; None when nothing is left."""
    given = conform(events, EVENTS)
    taxonomy = conform(kinds, KINDS) if kinds is not None else empty(KINDS)
    dated = given.filter(pl.col("starts").is_not_null() | pl.col("ends").is_not_null())
    dated = dated.filter((pl.col("ends") >= pl.col("starts")).fill_null(True))
    if dated.is_empty():
        return None
    focused = _focus(dated) if context.since is None and context.until is None else None
    first, last = focused or _days(dated, context)
    before, after = pl.col("ends") < first, pl.col("starts") > last
    shown = dated.filter(~(before | after).fill_null(False))
    if shown.is_empty():
        return None
    lanes, coloured = _lanes(_marked(shown, first, last), taxonomy, most_lanes, theme(context.theme))
    missing = given.height - dated.height
    note = (
        f"{words.several(missing, 'event has', 'events have')} no date and {'is' if missing == 1 else 'are'} not drawn"
    )
    outside = [dated.filter(side) for side in (before, after)] if focused else []
    days = [(part.height, pl.concat([part["starts"], part["ends"]]).drop_nulls()) for part in outside]
    told = tuple(one for one in (not_shown(days, "entry", "entries"), note if missing else "") if one)
    return Happenings(lanes, first, last, coloured, told, focused is not None, dated.height - shown.height)


def _focus(dated: pl.DataFrame) -> tuple[date, date] | None:
    """The days in which most of it lies, and whatever a person has pinned; without empty days at their ends."""
    known = dated.select("pinned", day=pl.coalesce("starts", "ends"))
    found = focus(known.group_by("day").agg(n=pl.len()))
    if found is None:
        return None
    near = known.filter(pl.col("day").is_between(*found) | pl.col("pinned").fill_null(False))["day"].sort()
    return near[0], near[-1]


def _days(dated: pl.DataFrame, context: ChartContext) -> tuple[date, date]:
    """The days to show: as asked, else those of the events known to two months or better, else of all."""
    near = dated.filter((pl.col("ends") - pl.col("starts")).dt.total_days() <= _VAGUE_DAYS)
    base = near if not near.is_empty() else dated
    ends = pl.concat([base["starts"], base["ends"]]).drop_nulls()
    lasting = dated.filter(pl.col("lasting").fill_null(False))
    ends = pl.concat([ends, lasting["starts"].drop_nulls(), lasting["ends"].drop_nulls()])
    low, high = ends.min(), ends.max()
    assert isinstance(low, date)
    assert isinstance(high, date)
    first, last = context.since or low, context.until or high
    return min(first, last), max(first, last)


def _marked(shown: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    exact = (pl.col("starts") == pl.col("ends")) | pl.col("precision").is_in(_EXACT)
    mark = (
        pl.when(pl.col("form") == "tally")
        .then(pl.lit("tally"))
        .when(pl.col("lasting").fill_null(False))
        .then(pl.lit("bar"))
        .when(exact.fill_null(False))
        .then(pl.lit("moment"))
        .otherwise(pl.lit("within"))
    )
    return shown.with_columns(
        mark=mark,
        open_left=(pl.col("starts").is_null() | (pl.col("starts") < first)),
        open_right=(pl.col("ends").is_null() | (pl.col("ends") > last)),
        starts=pl.col("starts").fill_null(first).clip(first, last),
        ends=pl.col("ends").fill_null(last).clip(first, last),
        status=pl.col("status").fill_null("asserted"),
        # What a person has pinned is never left out before what is only important.
        importance=pl.when(pl.col("pinned").fill_null(False))
        .then(1)
        .otherwise(pl.col("importance").fill_null(3).clip(1, 3)),
        kind=pl.col("kind").fill_null("event"),
        kind_group=pl.coalesce("kind_group", pl.col("kind").str.split(".").list.first(), pl.lit("event")),
    )


def _lanes(marked: pl.DataFrame, kinds: pl.DataFrame, most: int, look: Theme) -> tuple[tuple[Lane, ...], pl.DataFrame]:
    """Lanes in the taxonomy's order (then by first day); the smallest beyond `most` become one."""
    order = {name: i for i, name in enumerate(kinds["kind_group"].drop_nulls().unique(maintain_order=True))}
    sizes = (
        marked.group_by("kind_group")
        .agg(n=pl.len(), since=pl.col("starts").min())
        .with_columns(rank=pl.col("kind_group").replace_strict(order, default=len(order), return_dtype=pl.Int64))
        .sort("rank", "since", "kind_group")
    )
    largest = sizes.sort("n", descending=True, maintain_order=True)["kind_group"].to_list()
    whole = len(largest) <= most
    kept = set(largest if whole else largest[: most - 1])
    names = [name for name in sizes["kind_group"] if name in kept] + ([] if whole else [OTHER])
    lane = pl.when(pl.col("kind_group").is_in(list(kept))).then(pl.col("kind_group")).otherwise(pl.lit(OTHER))
    framed = marked.with_columns(lane=lane)
    colours = _colours(framed, kinds, names, look)
    held = dict(framed.group_by("lane").len().iter_rows())
    lanes = tuple(Lane(name, _lane_title(name, framed, kinds), colours[name], held[name]) for name in names)
    by_lane = pl.col("lane").replace_strict(colours, return_dtype=pl.String())
    return lanes, framed.with_columns(colour=by_lane)


def _colours(framed: pl.DataFrame, kinds: pl.DataFrame, names: Sequence[str], look: Theme) -> dict[str, str]:
    """The colour of each lane: that of its most frequent kind, else of its group in the taxonomy, else a free one."""
    of_kind = dict(kinds.select("kind", "colour").iter_rows())
    of_group = dict(kinds.drop_nulls("colour").reverse().select("kind_group", "colour").iter_rows())
    common = framed.group_by("lane", "kind").len().sort("len", "kind", descending=[True, False])
    of_lane: dict[str, str | None] = {}
    for lane, kind, _ in common.iter_rows():
        of_lane.setdefault(lane, of_kind.get(kind))
    own = [name for name in names if name != OTHER]
    dealt = look.dealt([of_lane.get(name) or of_group.get(name) for name in own])
    # What is put together has no colour of its own: that of one of its kinds would speak for the others.
    return dict(zip(own, dealt, strict=True)) | {OTHER: look.soft}


def _lane_title(name: str, framed: pl.DataFrame, kinds: pl.DataFrame) -> str:
    """The plural of the one kind that a lane holds, else the group's name in words."""
    held = framed.filter(pl.col("lane") == name)["kind"].unique()
    if held.len() == 1:
        plural = kinds.filter(pl.col("kind") == held[0])["plural"].drop_nulls()
        if plural.len():
            return words.capital(words.clean(plural[0]))
    return words.human(name)


def drawable(frame: pl.DataFrame, most: int = MOST_TALLIES) -> pl.DataFrame:
    """What is drawn of a ranked frame: of many tallies in a lane only the first ones of importance 1 and 2."""
    tally = pl.col("mark") == "tally"
    place = tally.cum_sum().over("lane")
    few = tally.sum().over("lane") <= min(FEW_TALLIES, most)
    return frame.filter(~tally | few | ((pl.col("importance") < 3) & (place <= most)))


def ranked(frame: pl.DataFrame) -> pl.DataFrame:
    """The most important first: by importance, by number of claims, then by day."""
    order = ["importance", "claims", "starts", "event_id"]
    return frame.sort(order, descending=[False, True, False, False], nulls_last=True, maintain_order=True)


def items(frame: pl.DataFrame) -> list[Item]:
    """The rows as items, in their order."""
    return [_item(row, number) for number, row in enumerate(frame.iter_rows(named=True))]


def _item(row: dict[str, object], number: int) -> Item:
    starts, ends = row["starts"], row["ends"]
    assert isinstance(starts, date)
    assert isinstance(ends, date)
    by, since = row["starts_by"], row["ends_from"]
    core = (by, since) if isinstance(by, date) and isinstance(since, date) and by <= since else None
    title, place, label = (words.clean(str(row[name] or "")[:_LONG]) for name in ("title", "place", "label"))
    text = label or title or words.human(str(row["kind"]))
    return Item(
        key=number,
        event_id=str(row["event_id"] or ""),
        lane=str(row["lane"]),
        mark=str(row["mark"]),
        status=str(row["status"]),
        spoken=str(row["kind"]).split(".")[0] == "statement",
        starts=starts,
        ends=ends,
        core=core,
        open_left=bool(row["open_left"]),
        open_right=bool(row["open_right"]),
        text=text,
        importance=int(str(row["importance"])),
        weight=int(str(row["claims"] or 0)),
        colour=str(row["colour"]),
        tip=" · ".join(part for part in ((title or text)[:300], dating.period(starts, ends), place[:80]) if part),
    )
