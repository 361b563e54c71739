"""The timeline: happenings in lanes by kind, with as many labels as find room."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

import altair as alt
import polars as pl

from timeline.charts import dating, fonts, shapes, words
from timeline.charts.axis import Span, axis
from timeline.charts.context import ChartContext, Reference
from timeline.charts.coverage import coverage_notes
from timeline.charts.flags import draw_behind, flags_of, shown_in
from timeline.charts.items import MOST, MOST_LANES, Happenings, Item, drawable, happenings, items, ranked
from timeline.charts.keys import draw_key, key_height, key_rows
from timeline.charts.lanes import Column, LanePlan, binned, plan, unit_of
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.sheet import Sheet, Stroke, Text, edge, foot_lines, head, spot_texts
from timeline.charts.spots import Measures
from timeline.charts.standing import happened, uncounted
from timeline.charts.symbols import symbols

_AREA_A_LABEL: Final = 3500.0
_NARROW: Final = 420.0
_MOST_LABELLED: Final = 60
_AXIS_LINES: Final = 2.9
_TIGHTER: Final = 3
# Rows of labels of what a timeline is read against; twice as many where the sheet can grow.
_FLAGS: Final = 2
# Above this number tallies go before an important event goes without its label.
_CROWD: Final = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """The sheet's fixed parts around the lanes."""

    preset: Preset
    gutter: float
    left: float
    width: float
    title_lines: Mapping[str, tuple[str, ...]]


def timeline(
    events: pl.DataFrame,
    *,
    kinds: pl.DataFrame | None = None,
    context: ChartContext | None = None,
    references: Sequence[Reference] = (),
) -> alt.LayerChart:
    """Events (schema EVENTS) in lanes by kind group, named and coloured by `kinds` (schema KINDS).

    A moment is a point, what lasted a bar, an unknown day a hollow point in its faded interval. Above 500 events the
    lanes become columns by day with the most important events labelled. `references` are shaded days and spans behind
    the lanes, labelled above them. Raises UsageError for an unknown preset.
    """
    context = context or ChartContext()
    size = preset(context.preset, context.theme)
    most = max(2, int(_height(size) / (size.label * (2 * fonts.LINE + 1.2))))
    with dating.speaking(context.language):
        shown = happenings(events, kinds, context, min(most, MOST_LANES))
        if shown is None:
            return _nothing(events, size, context)
        if shown.frame.height > MOST:
            return _columned(shown, size, context, references)
        return _drawn(shown, items(drawable(ranked(shown.frame))), {}, size, context, references)


def _columned(
    shown: Happenings, size: Preset, context: ChartContext, references: Sequence[Reference]
) -> alt.LayerChart:
    """The chart of many events: columns by day, and the most important events of known days labelled."""
    known = _known(shown.frame)
    best = ranked(known if not known.is_empty() else shown.frame)
    return _drawn(shown, items(best.head(_MOST_LABELLED)), _density(known, shown), size, context, references)


def _known(frame: pl.DataFrame) -> pl.DataFrame:
    """What is known to the day, or began on a known day."""
    return frame.filter(pl.col("mark").is_in(["moment", "bar"]) & ~pl.col("open_left"))


def _density(frame: pl.DataFrame, shown: Happenings) -> dict[str, list[Column]]:
    """Counts by lane and day."""
    counts = frame.group_by("lane", "starts").len().sort("lane", "starts")
    span = Span(shown.first, shown.last, 560.0)
    return {
        lane.key: binned(dict(counts.filter(pl.col("lane") == lane.key).select("starts", "len").iter_rows()), span)
        for lane in shown.lanes
    }


def _height(size: Preset) -> float:
    """About the height that is left for the lanes."""
    return (size.height or size.max_height) * 0.6


def _frame(shown: Happenings, size: Preset) -> Frame:
    """Lane titles outside, left; on a narrow sheet above each lane."""
    margin, text = edge(size), size.label
    outside = size.width >= _NARROW
    widest = max(
        max(fonts.measure(word, text, fonts.BOLD) for word in lane.title.split() or [""]) for lane in shown.lanes
    )
    whole = max(fonts.measure(lane.title, text, fonts.BOLD) for lane in shown.lanes)
    cramped = len(shown.lanes) * 3.4 * text * fonts.LINE > _height(size)
    # Where a lane has room for one line only, its title has more room beside it.
    least = size.width * 0.24 if cramped else min(size.width * 0.17, text * 11)
    room = min(whole, max(min(widest, size.width * 0.24), least))
    count = fonts.measure("+000 more", text)
    gutter = max(room, count) + text * 0.9 if outside else 0.0
    width = size.width - 2 * margin - gutter
    limit = gutter - text * 0.6 if outside else width * 0.75
    lines = 1 if cramped or not outside else (2 if size.height else 3)
    titles = {lane.key: fonts.wrap(lane.title, limit, text, fonts.BOLD, lines) for lane in shown.lanes}
    return Frame(size, gutter, margin + gutter, width, titles)


def _drawn(
    shown: Happenings,
    drawn: Sequence[Item],
    columns: Mapping[str, Sequence[Column]],
    size: Preset,
    context: ChartContext,
    references: Sequence[Reference],
) -> alt.LayerChart:
    frame = _frame(shown, size)
    span = _span(shown, frame.width, context)
    key = key_rows(symbols(drawn, dense=bool(columns)), size)
    seen = shown_in(references, span.first, span.last)
    flags, lost = flags_of(seen, (), span, size, key_height(key, size), _FLAGS if size.height else 2 * _FLAGS)
    above = max((flag.spot.box.y1 for flag in flags), default=key_height(key, size))
    title = _title(shown, context)
    heading = head(size, title, _subtitle(shown, context, columns, title))
    # The footer says how many are labelled, which is known only after layout: its room is measured with a stand-in.
    told = replace(context, notes=(*context.notes, f"Not shown: {words.listed(lost, 6)}")) if lost else context
    stand_in = _foot(shown, drawn, shown.frame.height - 1, bool(columns), told)
    foot_height = (len(foot_lines(size, stand_in)) + 0.6) * size.small * fonts.LINE
    top = edge(size) + heading.height
    bottom = size.text * _AXIS_LINES + foot_height + edge(size)
    room = (size.height or size.max_height) - top - bottom - above
    lanes, padding = _planned(shown, drawn, columns, Measures(span, size.label), frame, room)
    tight = any(lane.tight for lane in lanes)
    crowded = size.height and len(drawn) > _CROWD and any(lane.missing for lane in lanes)
    if not columns and (tight or crowded):
        fewer = items(drawable(ranked(shown.frame), 0))
        if len(fewer) < len(drawn):
            return _drawn(shown, fewer, {}, size, context, references)
        if tight:
            return _columned(shown, size, context, references)
    height = above + sum(_tall(lane, frame, padding) for lane in lanes)
    sheet = Sheet(size, span, frame.left, top, height, bottom)
    draw_behind(sheet, seen, flags, above, height)
    _draw_lanes(sheet, lanes, frame, padding, above)
    draw_key(sheet, key)
    sheet.uncovered(context.uncovered, height)
    sheet.axis(axis(span, size.text), height)
    labelled = sum(len(lane.labels.placed) for lane in lanes)
    footer = _foot(shown, drawn, labelled, bool(columns), told)
    sheet.foot(foot_lines(size, footer), height + size.text * _AXIS_LINES)
    named = {drawn[key].event_id for lane in lanes for key in lane.labels.placed if isinstance(key, int)}
    record = _recorded(shown.frame, named, labelled)
    return sheet.chart(heading, meta("timeline", context, title, _alt(shown, title, footer, context), record))


def _recorded(frame: pl.DataFrame, named: Collection[str], labelled: int) -> dict[str, Any]:
    """What was drawn, for the record: the events, and those without a label."""
    left = [name for name in frame["event_id"] if name not in named] if frame.height <= MOST else []
    return {"events": frame.height, "labelled": labelled, "unlabelled": left, "ids": _digest(frame)}


def _span(shown: Happenings, width: float, context: ChartContext) -> Span:
    """The days asked or chosen; a little air, about half a day for every twenty, on a side where all is shown."""
    days = (shown.last - shown.first).days + 1
    air = timedelta(days=max(1, round(days / 40))) if days < 40 else timedelta(days=days // 60)
    early = bool(context.since or shown.focused or shown.first - date.min <= air)
    late = bool(context.until or shown.focused or date.max - shown.last <= air)
    first, last = shown.first if early else shown.first - air, shown.last if late else shown.last + air
    return Span(first, last, width)


def _planned(
    shown: Happenings,
    drawn: Sequence[Item],
    columns: Mapping[str, Sequence[Column]],
    sizes: Measures,
    frame: Frame,
    room: float,
) -> tuple[list[LanePlan], float]:
    """The lanes and the padding above and below each; on a sheet of fixed height the spare room becomes padding."""
    padding = sizes.text * (0.25 if frame.preset.height else 0.75)
    taken = len(shown.lanes) * 2 * padding
    if not frame.gutter:
        taken += len(shown.lanes) * sizes.line
    labelled = max(12, int(frame.width * room / _AREA_A_LABEL * (11.3 / sizes.text) ** 2))
    labelled = max(labelled, 40 if len(drawn) <= 40 else 0)
    titles = {key: (len(lines) + 1) * sizes.line if frame.gutter else 0.0 for key, lines in frame.title_lines.items()}
    left = room - taken
    for _ in range(_TIGHTER if frame.preset.height else 1):
        lanes = plan(shown.lanes, drawn, columns, sizes, labelled, left, titles)
        over = sum(_tall(lane, frame, padding) for lane in lanes) - room
        if over <= 0:
            break
        left -= over
    if frame.preset.height:
        padding += max(0.0, -over) / (2 * len(lanes))
    return lanes, padding


def _tall(lane: LanePlan, frame: Frame, padding: float) -> float:
    """Height of a lane with its padding; never less than its title."""
    line = frame.preset.label * fonts.LINE
    titles = len(frame.title_lines[lane.lane.key])
    if not frame.gutter:
        return lane.height + 2 * padding + line
    return max(lane.height, (titles + (1 if _unlabelled(lane) else 0)) * line) + 2 * padding


def _draw_lanes(sheet: Sheet, lanes: Sequence[LanePlan], frame: Frame, padding: float, y: float) -> None:
    text = frame.preset.label
    line = text * fonts.LINE
    for lane in lanes:
        tall = _tall(lane, frame, padding)
        sheet.strokes([Stroke(edge(frame.preset) - frame.left, y, frame.width, y, sheet.theme.hair)])
        _draw_title(sheet, lane, frame, y + padding)
        above = line if not frame.gutter else 0.0
        spare = tall - 2 * padding - above - lane.height
        dy = y + padding + above + spare / 2 - lane.top
        shapes.draw(sheet, lane, dy)
        sheet.rects([rect for mark in lane.marks for rect in shapes.core(mark, sheet, dy)])
        spots = lane.labels.placed.values()
        sheet.strokes(
            [shapes.leader(stroke.moved(0, dy), sheet.theme.leader) for spot in spots for stroke in spot.leader]
        )
        sheet.texts([one for spot in spots for one in spot_texts(spot, text, dy=dy)])
        y += tall


def _draw_title(sheet: Sheet, lane: LanePlan, frame: Frame, y: float) -> None:
    """The lane's title, and below (or beside) it how many of its events have no label."""
    size, x = frame.preset.label, edge(frame.preset) - frame.left
    titles = frame.title_lines[lane.lane.key]
    colour = sheet.theme.readable(lane.lane.colour)
    texts = [Text(x, y + i * size * fonts.LINE, line, size, colour, fonts.BOLD) for i, line in enumerate(titles)]
    more = _unlabelled(lane)
    if more:
        beside = x if frame.gutter else x + fonts.measure(titles[0], size, fonts.BOLD) + size * 0.5
        row = len(titles) if frame.gutter else 0
        texts.append(Text(beside, y + row * size * fonts.LINE, more, size, sheet.theme.soft))
    sheet.texts(texts)


def _unlabelled(lane: LanePlan) -> str:
    held = sum(column.count for column, _ in lane.columns) if lane.columns else lane.lane.size
    count = held - len(lane.labels.placed)
    return f"+{words.number(count)} more" if count > 0 else ""


def _title(shown: Happenings, context: ChartContext) -> str:
    """The given headline, else the day with the most events, if one stands out, else the number of events."""
    if context.title:
        return words.clean(context.title)
    held = happened(shown.frame)
    if held.is_empty():
        counted = words.several(shown.frame.height, "entry", "entries")
    else:
        subject = words.clean(context.subject or ("event" if held.height == 1 else "events"))
        counted = f"{words.capital(words.spelled(held.height))} {subject}"
    options = [f"{counted}, {dating.period(shown.first, shown.last)}", counted]
    days = (shown.last - shown.first).days + 1
    return words.first_short([*_busiest(held, counted, days, context), *options])


def _busiest(held: pl.DataFrame, counted: str, days: int, context: ChartContext) -> list[str]:
    """The day with the most events, if one stands out: as such where no other day can have as many, whatever the days
    of those that are known to an interval only, else by its number alone.
    """
    known = held.filter(pl.col("mark") == "moment").group_by("starts").len()
    known = known.sort("len", "starts", descending=[True, False])
    if known.height < 3 or known["len"][0] <= max(2, known["len"][1]):
        return []
    top, most = known["starts"][0], words.spelled(known["len"][0])
    plain = f"{counted} in {words.spelled(days)} days, {most} of them on {dating.day(top)}"
    if _possible(held, top) >= known["len"][0]:
        return [plain]
    subject, total = words.clean(context.subject or "events"), words.spelled(held.height)
    told = (f"Most reported {subject} on {dating.day(top, year=year)}: {most} of {total}" for year in (True, False))
    return [*told, plain]


def _possible(held: pl.DataFrame, besides: date) -> int:
    """The most events that any other day may have had: those known to that day and those that may have been then."""
    points = held.filter(pl.col("mark").is_in(["moment", "within"])).select("starts", "ends")
    starts = points.select(day="starts").filter(pl.col("day") != besides).unique()
    # As many intervals as ever cover a day cover the first day of one of them, or the day after the one left out.
    days = pl.concat([starts, pl.DataFrame({"day": [besides + timedelta(days=1)]}, schema=starts.schema)])
    covered = days.join_where(points, pl.col("starts") <= pl.col("day"), pl.col("ends") >= pl.col("day"))
    most = covered.group_by("day").len()["len"].max()
    return int(str(most)) if most is not None else 0


def _subtitle(shown: Happenings, context: ChartContext, columns: Mapping[str, Sequence[Column]], title: str) -> str:
    """What is shown, where, and when unless the headline says so."""
    if context.subtitle is not None:
        return words.clean(context.subtitle)
    what = context.subject or "events"
    where = (
        f" in {words.listed(list(places), 3)}"
        if 0 < len(places := _places(shown.frame)) <= 3 and not context.subject
        else ""
    )
    held = [column for lane in columns.values() for column in lane]
    form = "Each mark is one entry" if uncounted(shown.frame) else "Each mark is one event"
    if held:
        highest = words.number(max(column.count for column in held))
        form = f"Columns: events a {unit_of(held)}, the highest {highest}"
    when = dating.period(shown.first, shown.last)
    told = "" if when in title else f", {when.rstrip('.')}"
    return f"Reported {words.clean(what)}{where} by kind{told}. {form}."


def _places(frame: pl.DataFrame) -> list[str]:
    named = frame.drop_nulls("country").group_by("country").len().sort("len", "country", descending=[True, False])
    return [words.clean(name) for name in named["country"]]


def _foot(shown: Happenings, drawn: Sequence[Item], labelled: int, dense: bool, context: ChartContext) -> str:
    known = shown.frame["known_at"].drop_nulls().max()
    feeds = shown.frame["feeds"].explode(empty_as_null=True, keep_nulls=True).drop_nulls().unique().sort().to_list()
    count = shown.frame.height
    part = (
        f"{words.number(labelled)} of {words.several(count, 'entry', 'entries')} labelled, by importance"
        if labelled < count
        else ""
    )
    vague = shown.frame.height - _known(shown.frame).height if dense else 0
    hidden = 0 if dense else count - len(drawn)
    notes = [
        uncounted(shown.frame, hidden),
        f"{words.several(vague, 'entry', 'entries')} without an exact day not in the columns" if vague else "",
    ]
    as_of = known if isinstance(known, datetime) else None
    covered = coverage_notes(context, shown.first, shown.last)
    return words.footer(context, feeds, as_of, part, *notes, *shown.notes, *covered)


def _alt(shown: Happenings, title: str, footer: str, context: ChartContext) -> str:
    """Chart type, period, lanes with their counts, the busiest day, how much has no exact day."""
    sizes = dict(shown.frame.group_by("lane").len().iter_rows())
    lanes = "; ".join(f"{lane.title} {sizes[lane.key]}" for lane in shown.lanes)
    vague = shown.frame.filter(pl.col("mark") == "within").height
    uncertain = f" {words.several(vague, 'event is', 'events are')} known only to an interval." if vague else ""
    first = shown.frame.sort("importance", "starts", nulls_last=True)["title"].drop_nulls().head(3)
    important = f" Most important: {'; '.join(words.clean(name)[:120] for name in first)}." if first.len() else ""
    counted = words.several(shown.frame.height, "entry", "entries")
    said = f"{counted}, {dating.period(shown.first, shown.last)}, in lanes: {lanes}."
    return f"Timeline. {title}. {said}{important}{uncertain} {footer}"


def _digest(frame: pl.DataFrame) -> dict[str, Any]:
    """The drawn events' ids, or their digest when there are many."""
    ids = sorted(frame["event_id"].drop_nulls())
    if len(ids) <= MOST:
        return {"event_ids": ids}
    return {"sha256": hashlib.sha256("\n".join(ids).encode()).hexdigest(), "count": len(ids)}


def _nothing(events: pl.DataFrame, size: Preset, context: ChartContext) -> alt.LayerChart:
    """A chart that says that there is nothing to show."""
    from timeline.charts.blank import blank

    undated = (
        f"{words.several(events.height, 'event has', 'events have')} no date in this range" if events.height else ""
    )
    notes = (*context.notes, undated) if undated else context.notes
    return blank("timeline", size, replace(context, notes=notes), "events")
