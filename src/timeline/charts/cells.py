"""The cells of small multiples: what a frame is divided into, and how one part is drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import polars as pl

from timeline.charts import dating, fonts, lines, shapes, words
from timeline.charts.axis import round_number
from timeline.charts.context import ChartContext
from timeline.charts.figures import reports
from timeline.charts.items import Happenings, Item, Lane, drawable, happenings, items, ranked
from timeline.charts.keys import Symbol
from timeline.charts.lanes import Column, LanePlan, binned, plan, unit_of
from timeline.charts.layout import Box
from timeline.charts.panels import numbers
from timeline.charts.presets import Preset
from timeline.charts.reports import days_shown, draw_figures
from timeline.charts.rows import HEADROOM, Row, in_order, named
from timeline.charts.series import Series, gaps, peak, stairs, top_of, within
from timeline.charts.sheet import Rect, Sheet, Stroke, Text, hatching, spot_texts
from timeline.charts.spots import Measures
from timeline.charts.standing import happened, uncounted
from timeline.charts.symbols import symbols
from timeline.charts.tallies import found as figure_symbols
from timeline.charts.telling import headline, richest, subtitle
from timeline.errors import unknown_name
from timeline.model import ROLLING_COUNTS, conform

BY: Final = {"kind": "kind", "country": "country", "place": "place"}
_MOST: Final = 60
# Beyond so many cells only those are drawn that count at least a few events; of numbers no more than these.
_ENOUGH: Final = 12
_FEW: Final = 3

Draw = Callable[[Sheet, int, float, bool], None]


@dataclass(frozen=True, slots=True)
class Cells:
    """The parts by name, the most important first, their days, and how to draw one below `top` on its own sheet (with
    the numbers of the scale where it stands first in a row).

    `most`: the highest number on the scale, 0 where there is none. `alike`: all cells have the same scale. `wanted`:
    how many of them are worth drawing. `beyond`: how many there are besides. `beside`: the longest text that a cell
    puts beside its name. `told`: the height of what a cell of that width says below its name.
    """

    names: tuple[str, ...]
    first: date
    last: date
    most: float
    draw: Draw
    headline: str
    subtitle: str
    symbols: Sequence[Symbol] = ()
    sources: Sequence[str] = ()
    known: datetime | None = None
    notes: tuple[str, ...] = ()
    alike: bool = True
    wanted: int = 99
    beyond: int = 0
    beside: str = ""
    told: Callable[[float], float] = lambda width: 0.0


def found(
    frame: pl.DataFrame, kinds: pl.DataFrame | None, by: str, size: Preset, context: ChartContext
) -> Cells | None:
    """The cells of ROLLING_COUNTS, REPORTED or EVENTS; None where there is nothing to draw."""
    if by not in BY:
        raise unknown_name("division", by, BY)
    if "rolling_certain" in frame.columns:
        return _windows(frame, size, context)
    if "basis" in frame.columns:
        return _reported(frame, size, context)
    return _events(frame, kinds, by, size, context)


def _windows(frame: pl.DataFrame, size: Preset, context: ChartContext) -> Cells | None:
    given = conform(frame, ROLLING_COUNTS).drop_nulls("day").with_columns(pl.col("series").fill_null("events"))
    given, outside = within(given.sort("series", "day"), context)
    if given.is_empty():
        return None
    sizes = given.group_by("series").agg(n=pl.col("possible").sum(), top=pl.col("rolling_certain").max())
    order = sizes.filter(pl.col("n") > 0).sort("n", "series", descending=[True, False])["series"].to_list()
    if not order:
        return None
    names = order[:_MOST]
    parts = {name: given.filter(pl.col("series") == name) for name in names}
    series = [Series(name, part, int(part["days"][0] or 1), size.theme.strong) for name, part in parts.items()]
    most = max(max(top_of(one.frame, "rolling_possible"), 1) for one in series)
    key = lines.symbols(series)
    first, last = given["day"].min(), given["day"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    days = series[0].days
    window = f"count of the last {days} calendar days" if days > 1 else "count of each day"
    subject, period = words.capital(words.clean(context.subject or "events")), dating.period(first, last).rstrip(".")

    def draw(sheet: Sheet, index: int, top: float, scaled: bool) -> None:
        _draw_window(sheet, series[index], top, most, scaled)

    return Cells(
        tuple(words.capital(words.human(one.name)) for one in series),
        first,
        last,
        round_number(most),
        draw,
        _highest(series),
        f"{subject}: {window}, {period}",
        key,
        notes=_notes(outside, sizes.height - len(order)),
        wanted=max(_ENOUGH, sizes.filter(pl.col("n") >= _FEW).height),
    )


def _notes(outside: str, empty: int) -> tuple[str, ...]:
    undrawn = f"{words.several(empty, 'series', 'series')} without any event not drawn" if empty else ""
    return tuple(note for note in (outside, undrawn) if note)


def _highest(series: Sequence[Series]) -> str:
    """The series with the highest certain window, and that number."""
    best = max(series, key=lambda one: top_of(one.frame, "rolling_certain"))
    high = peak(best)
    name = words.clean(words.human(best.name))
    if high is None or not high.value:
        return "No events known in any of these"
    days = f"in the {words.spelled(best.days)} days to" if best.days > 1 else "on"
    return f"{name}: at least {words.spelled(high.value)} {days} {dating.day(high.day)}, the most of all"


def _draw_window(sheet: Sheet, one: Series, top: float, most: float, scaled: bool) -> None:
    """Scale, gaps, band and line of one series."""
    size, theme, span = sheet.preset, sheet.theme, sheet.span
    high = top + size.small * fonts.LINE

    def y(value: float) -> float:
        return sheet.height - (sheet.height - high) * value / most

    for gap in gaps(one).iter_rows(named=True):
        box = Box(span.left(gap["first"]), high, span.right(gap["last"]), sheet.height)
        sheet.rects([Rect(*box, theme.uncovered)])
        sheet.strokes(hatching(box, theme.hatch))
    _draw_scale(sheet, y, round_number(most), scaled)
    steps = stairs(one, 600).iter_rows(named=True)
    before: tuple[float, float, int] | None = None
    for step in steps:
        left, right = span.left(step["first"]), span.right(step["last"])
        low, up = y(step["rolling_certain"]), y(step["rolling_possible"])
        if up < low:
            sheet.rects([Rect(left, up, right, low, theme.blend(one.colour, lines.BAND))])
        width = size.text * 0.16
        dash = lines.DASH if step["open"] else ()
        if before and before[2] == step["part"]:
            sheet.strokes([Stroke(left, before[1], left, low, one.colour, width)])
        sheet.strokes([Stroke(left - width / 2, low, right + width / 2, low, one.colour, width, dash)])
        before = (right, low, step["part"])
    _draw_numbers(sheet, one, y)


def _draw_scale(sheet: Sheet, y: Callable[[float], float], tick: float, scaled: bool) -> None:
    size, theme = sheet.preset.small, sheet.theme
    for value in (0.0, tick):
        sheet.strokes(
            [Stroke(0, y(value), sheet.span.width, y(value), theme.grid if value else theme.leader)],
        )
        # In a low cell the number of the tick alone stands at the scale.
        if scaled and (value or y(0.0) - y(tick) >= size * fonts.LINE):
            at = y(value) - size * (fonts.ASCENT - fonts.CAPITAL / 2)
            sheet.texts([Text(-size * 0.4, at, words.number(value), size, theme.soft, align="right")])


def _draw_numbers(sheet: Sheet, one: Series, y: Callable[[float], float]) -> None:
    size, colour = sheet.preset.small, sheet.theme.readable(one.colour)
    for text, box in numbers(sheet.span, one, y, size):
        sheet.texts([Text((box.x0 + box.x1) / 2, box.y0, text, size, colour, fonts.BOLD, "center")])


def _events(
    frame: pl.DataFrame, kinds: pl.DataFrame | None, by: str, size: Preset, context: ChartContext
) -> Cells | None:
    """A lane for each value of the column, with as many labels as find room in it."""
    column = pl.col(BY[by]).fill_null("not given") if BY[by] in frame.columns else pl.lit("not given")
    divided = frame.with_columns(kind_group=column.cast(pl.String))
    shown = happenings(divided, kinds, context, _MOST)
    if shown is None:
        return None
    names = {} if by != "kind" or kinds is None else dict(kinds.select("kind", "plural").drop_nulls().iter_rows())
    every = items(drawable(ranked(shown.frame.filter(pl.col("mark") != "tally"))))
    held = Counter(item.lane for item in every)
    lanes = sorted((lane for lane in shown.lanes if held[lane.key]), key=lambda lane: -held[lane.key])
    if not lanes:
        return None

    def draw(sheet: Sheet, index: int, top: float, scaled: bool) -> None:
        own = [replace(item, colour=lanes[index].colour) for item in every if item.lane == lanes[index].key]
        _draw_lane(sheet, lanes[index], own, top)

    known = shown.frame["known_at"].drop_nulls().max()
    named = [words.capital(words.clean(names.get(lane.key, "") or words.human(lane.key))) for lane in lanes]
    return Cells(
        tuple(named),
        shown.first,
        shown.last,
        0.0,
        draw,
        _share(happened(shown.frame), {lane.key: name for lane, name in zip(lanes, named, strict=True)}, shown),
        f"Reported {words.clean(context.subject or 'events')} by {by}. Each mark is one entry.",
        symbols(every, dense=False),
        known=known if isinstance(known, datetime) else None,
        notes=(uncounted(shown.frame, shown.frame.height - len(every)), *shown.notes),
        beside="+000 more",
    )


def _share(counted: pl.DataFrame, names: Mapping[str, str], shown: Happenings) -> str:
    """The cell with most of what is said to have happened: `Russia: 59 of 102 events, 14 September to ...`."""
    period = dating.period(shown.first, shown.last)
    sizes = dict(counted.group_by("lane").len().iter_rows())
    if not sizes:
        return f"{words.capital(words.several(shown.frame.height, 'entry', 'entries'))}, {period}"
    most = max(names, key=lambda lane: sizes.get(lane, 0))
    return f"{names[most]}: {words.spelled(sizes[most])} of {words.spelled(counted.height)} events, {period}"


def _draw_lane(sheet: Sheet, lane: Lane, own: Sequence[Item], top: float) -> None:
    """The events of a lane below `top`, with as many labels as find room; columns where their marks would be specks."""
    size, theme = sheet.preset, sheet.theme
    measures = Measures(sheet.span, size.small)

    def planned(columns: Sequence[Column], above: float) -> LanePlan:
        room = sheet.height - above - size.label * 0.6
        return plan([lane], own, {lane.key: columns} if columns else {}, measures, len(own), room, {lane.key: 0.0})[0]

    done = planned((), top)
    if done.tight:
        known = [item for item in own if item.mark in ("moment", "bar") and not item.open_left]
        columns = binned(Counter(item.starts for item in known), sheet.span)
        told = f"Events a {unit_of(columns)}, the highest {max((one.count for one in columns), default=0)}"
        vague = len(own) - len(known)
        told += f"; {words.several(vague, 'other has', 'others have')} no exact day" if vague else ""
        lines = fonts.wrap(told, sheet.span.width, size.small, most=2)
        step = size.small * fonts.LINE
        sheet.texts([Text(0.0, top + i * step, line, size.small, theme.soft) for i, line in enumerate(lines)])
        done = planned(columns, top + len(lines) * step)
    dy = sheet.height - size.label * 0.3 - max(done.bottom, 0.0)
    shapes.draw(sheet, done, dy)
    spots = done.labels.placed.values()
    sheet.strokes([shapes.leader(box.moved(0, dy), theme.leader) for spot in spots for box in spot.leader])
    sheet.texts([one for spot in spots for one in spot_texts(spot, size.small, dy=dy)])
    sheet.strokes([Stroke(0, sheet.height, sheet.span.width, sheet.height, theme.leader)])
    more = len(own) - len(done.labels.placed)
    if more:
        text = f"+{words.number(more)} more"
        sheet.texts(
            [
                Text(
                    sheet.span.width,
                    (size.label - size.small) * fonts.ASCENT,
                    text,
                    size.small,
                    theme.soft,
                    align="right",
                )
            ]
        )


def _reported(frame: pl.DataFrame, size: Preset, context: ChartContext) -> Cells | None:
    """A cell for each series of numbers, the most reported first."""
    given = reports(frame, context.since, context.until)
    if not given.series:
        return None
    series, tops = in_order(given.series, _ENOUGH)
    first, last = days_shown(series, context)
    colours = dict(zip(dict.fromkeys(one.home for one in series), size.theme.dealt([None] * 99), strict=False))

    step = size.small * fonts.LINE

    def said(width: float) -> list[tuple[str, ...]]:
        return [fonts.balanced(named(one, series), width, size.small, most=3) for one in series]

    def told(width: float) -> float:
        return step * max(map(len, said(width)))

    def draw(sheet: Sheet, index: int, top: float, scaled: bool) -> None:
        one, wide = series[index], sheet.span.width
        lines_said = enumerate(said(wide)[index])
        sheet.texts([Text(0.0, top + i * step, line, size.small, sheet.theme.soft) for i, line in lines_said])
        # Above the highest number there is room for its label, or for an arrow.
        high = top + told(wide) + max(step * 1.1, size.text * 1.3)
        row = Row(one, (), (), (), 0.0, high, sheet.height, tops[index], colours[one.home])
        _draw_scale(sheet, row.y, round_number(row.most / HEADROOM), True)
        draw_figures(sheet, row)

    return Cells(
        tuple(one.home for one in series),
        first,
        last,
        max(tops) / HEADROOM,
        draw,
        headline(richest(series)),
        f"{subtitle(series, context).rstrip('.')}. One cell a series",
        figure_symbols(series),
        sources=sorted({f.speaker for one in series for f in one.figures if f.speaker}),
        notes=given.notes,
        alike=False,
        beyond=len(given.series) - len(series),
        told=told,
    )
