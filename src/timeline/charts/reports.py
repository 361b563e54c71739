"""Reported counts: a row for each series, so that no two kinds of number share a line or a scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import altair as alt
import polars as pl

from timeline.charts import dating, fonts, shapes, words
from timeline.charts.axis import Span, axis, round_number
from timeline.charts.blank import blank
from timeline.charts.context import ChartContext
from timeline.charts.figures import Figure, Reports, Series, reports
from timeline.charts.keys import draw_key, key_height, key_rows
from timeline.charts.layout import Box, Label, Placement, Spot, place
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.rows import HEADROOM, Row, laid, names_width, stretched
from timeline.charts.sheet import Point, Rect, Sheet, Stroke, Text, edge, foot_lines, head, spot_texts
from timeline.charts.tallies import found
from timeline.charts.telling import description, footer, headline, richest, subtitle
from timeline.charts.themes import Theme

_AXIS_LINES: Final = 2.9
_NARROW: Final = 420.0
# A label is at least so much nearer to its own mark than to another one, and so far from other labels, in pixels.
_NEARER: Final = 1.5
_APART: Final = 1.5
# Room for a speaker beside a number, in sizes of type; where it is too much, half of it.
_SPEAKER: Final = 32
_ABOVE: Final = ((0.0, 0.0), (-0.2, 0.0), (0.2, 0.0), (0.0, 0.5), (0.0, 1.0))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure in its place: where it stands, what it covers, what it is drawn with."""

    figure: Figure
    x: float
    y: float
    boxes: tuple[Box, ...]


def counts(reported: pl.DataFrame, *, context: ChartContext | None = None) -> alt.LayerChart:
    """Reported numbers (schema REPORTED) in small multiples, one row a series, equal scales for equal measures.

    Dot = in a day, bracket = since its beginning, square = at a moment, diamond = planned, arrow = a bound, struck
    through = superseded; whisker = low to high. Raises UsageError for an unknown preset.
    """
    context = context or ChartContext()
    size = preset(context.preset, context.theme)
    with dating.speaking(context.language):
        found_reports = reports(reported, context.since, context.until)
        if not found_reports.series:
            return blank("counts", size, context, "reported counts")
        return _drawn(found_reports, reported, size, context)


def _drawn(given: Reports, reported: pl.DataFrame, size: Preset, context: ChartContext) -> alt.LayerChart:
    margin = edge(size)
    gutter = size.width * 0.24 if size.width >= _NARROW else 0.0
    left = margin + gutter + fonts.measure(words.number(max(s.most for s in given.series)), size.small) + size.text
    title = words.clean(context.title) if context.title else headline(richest(given.series))
    heading = head(size, title, subtitle(given.series, context))
    top, above = margin + heading.height, key_height(key_rows(found(given.series), size), size)
    full = (size.height or size.max_height) - top - above
    rows = _fitted(given, reported, size, context, (gutter, size.width - margin - left, above, full))
    left -= gutter - min(gutter, names_width(rows, size))
    shown = [row.series for row in rows]
    told = footer(given, reported, context, shown, [row.most for row in rows])
    # The line that names only what is drawn may be shorter than that which was reckoned with.
    heading = head(size, title, subtitle(shown, context))
    top = min(top, margin + heading.height)
    heading = replace(heading, height=top - margin)
    bottom, height = _below(told, size), rows[-1].bottom
    sheet = Sheet(size, Span(*days_shown(shown, context), size.width - margin - left), left, top, height, bottom)
    for row in rows:
        _draw_row(sheet, row, narrow=not gutter)
    draw_key(sheet, key_rows(found(shown), size))
    sheet.uncovered(context.uncovered, height)
    sheet.axis(axis(sheet.span, size.text), height)
    sheet.foot(foot_lines(size, told), height + size.text * _AXIS_LINES)
    text = f"Reported counts. {title}. {description(shown)} {told}"
    drawn = {"series": len(given.series), "drawn": len(rows), "claims": sorted(set(_claims(reported)))[:500]}
    return sheet.chart(heading, meta("counts", context, title, text, drawn))


def _fitted(
    given: Reports,
    reported: pl.DataFrame,
    size: Preset,
    context: ChartContext,
    rooms: tuple[float, float, float, float],
) -> list[Row]:
    """The rows that find room above a footer which says what is left out; on a sheet of fixed height they fill it.

    `rooms`: width of the names and of the plot, where the rows begin, and the height of rows and footer.
    """
    gutter, width, above, full = rooms

    def room(rows: Sequence[Row]) -> float:
        shown, tops = [row.series for row in rows], [row.most for row in rows]
        return full - _below(footer(given, reported, context, shown, tops), size)

    rows = laid(given.series, size, gutter, width, above, room)
    return stretched(rows, above, room(rows)) if size.height else rows


def _below(told: str, size: Preset) -> float:
    """The room of axis and footer."""
    return size.text * _AXIS_LINES + (len(foot_lines(size, told)) + 0.6) * size.small * fonts.LINE + edge(size)


def _claims(reported: pl.DataFrame) -> list[str]:
    return reported["claim_id"].drop_nulls().to_list() if "claim_id" in reported.columns else []


def days_shown(series: Sequence[Series], context: ChartContext) -> tuple[date, date]:
    """The asked days; where none are asked, those of the reports, without brackets that begin long before, with a
    little air.
    """
    figures = [f for s in series for f in s.figures]
    low, high = min(f.ends for f in figures), max(f.ends for f in figures)
    # A few brackets that begin long before all else would press everything else into a corner: they are cut.
    reach = max((high - low).days, 14)
    near = [f.starts for f in figures if (low - f.starts).days <= reach]
    starts = near if 2 * len(near) >= len(figures) else [f.starts for f in figures]
    first, last = context.since or min(low, *starts), context.until or high
    air = timedelta(days=max(1, (last - first).days // 30))
    first = first if context.since or first - date.min <= air else first - air
    return first, last if context.until or date.max - last <= air else last + air


def _draw_row(sheet: Sheet, row: Row, *, narrow: bool) -> None:
    """The row's title, its scale (zero and one round number), its marks and as many labels as find room."""
    size = sheet.preset
    _draw_title(sheet, row, narrow=narrow)
    middle = size.small * (fonts.ASCENT - fonts.CAPITAL / 2)
    for value in (0.0, round_number(row.most / HEADROOM)):
        y = row.y(value)
        sheet.strokes([Stroke(0, y, sheet.span.width, y, sheet.theme.grid if value else sheet.theme.leader)])
        number = words.number(value)
        sheet.texts([Text(-size.label * 0.4, y - middle, number, size.small, sheet.theme.soft, align="right")])
    draw_figures(sheet, row)


def draw_figures(sheet: Sheet, row: Row) -> None:
    """The marks of a row, and the labels that find room."""
    size = sheet.preset
    marks = _placed(row, sheet)
    if row.series.daily:
        sheet.rects([_column(mark, row, sheet) for mark in marks if not (mark.figure.superseded or mark.figure.denied)])
    sheet.strokes([stroke for mark in marks for stroke in _strokes(mark, row, sheet)])
    sheet.points([point for mark in marks for point in _points(mark, row, _dot(sheet), size.theme)])
    for index, spot in _labelled(marks, row, sheet).placed.items():
        assert isinstance(index, int)
        colour = sheet.theme.dim if marks[index].figure.superseded else ""
        sheet.plate(spot.box)
        sheet.texts(spot_texts(spot, size.small, colour))


def _draw_title(sheet: Sheet, row: Row, *, narrow: bool) -> None:
    """The country under a rule where a new one begins, then what the row counts."""
    size, text = sheet.preset, sheet.preset.label
    start = edge(size) - sheet.left
    y = row.head if narrow or row.title else row.top - size.small * 0.6
    if row.title:
        sheet.strokes([Stroke(start, row.head, sheet.span.width, row.head, sheet.theme.hair)])
        y += text * 0.4
    sheet.texts([Text(start, y, name, text, sheet.theme.readable(row.colour), fonts.BOLD) for name in row.title])
    y += len(row.title) * text * fonts.LINE
    step = size.small * fonts.LINE
    sheet.texts([Text(start, y + i * step, line, size.small) for i, line in enumerate(row.what)])
    y += len(row.what) * step
    sheet.texts([Text(start, y + i * step, line, size.small, sheet.theme.soft) for i, line in enumerate(row.said)])


def _column(mark: Drawn, row: Row, sheet: Sheet) -> Rect:
    """A pale column below the number of a day, so that its height is seen from afar."""
    half = _column_half(sheet.span, _dot(sheet))
    y = min(mark.y, row.bottom - 0.5)
    return Rect(mark.x - half, y, mark.x + half, row.bottom, sheet.theme.blend(row.colour, 0.26))


def _dot(sheet: Sheet) -> float:
    """The width of a mark: less where days are so narrow that those of neighbours would hide each other."""
    text = sheet.preset.text
    return min(text * 0.66, max(sheet.span.cell, text * 0.42))


def _column_half(span: Span, dot: float) -> float:
    """Half the width of a day's column: a good half of the day's cell, at most a little wider than the dot."""
    return min(max(span.cell * 0.3, 0.75), dot)


def _placed(row: Row, sheet: Sheet) -> list[Drawn]:
    """Each figure at its time; those of one day stand side by side."""
    dot = _dot(sheet)
    aside = _aside(row.series.figures) if row.series.basis != "since" else {}
    out = []
    for index, figure in enumerate(row.series.figures):
        shift = aside.get(index, 0.0) * dot * 1.25
        x = sheet.span.centre(figure.ends) if row.series.basis != "since" else sheet.span.right(figure.ends) - 1
        if row.series.basis == "flow" and figure.starts != figure.ends:
            x = (sheet.span.left(figure.starts) + sheet.span.right(figure.ends)) / 2
        x = min(max(x + shift, dot / 2), sheet.span.width - dot / 2)
        y = row.y(figure.value)
        out.append(Drawn(figure, x, y, tuple(_boxes(figure, x, y, dot, row, sheet.span))))
    return out


def _aside(figures: Sequence[Figure]) -> dict[int, float]:
    """How far each figure stands beside its day, in marks: what stands is centred, what was corrected is put on the
    side where the next day with a figure is further away.
    """
    held: dict[tuple[date, date], list[int]] = {}
    for index, figure in enumerate(figures):
        held.setdefault((figure.starts, figure.ends), []).append(index)
    ends = sorted({figure.ends for figure in figures})
    out: dict[int, float] = {}
    for (_, last), own in held.items():
        valid = [index for index in own if not figures[index].superseded]
        gone = [index for index in own if figures[index].superseded]
        out |= {index: place - (len(valid) - 1) / 2 for place, index in enumerate(valid)}
        at = ends.index(last)
        before = last - ends[at - 1] if at else timedelta.max
        after = ends[at + 1] - last if at + 1 < len(ends) else timedelta.max
        side, start = 1 if after >= before else -1, (len(valid) + 1) / 2 if valid else -(len(gone) - 1) / 2
        out |= {index: side * (start + place) for place, index in enumerate(gone)}
    return out


def _boxes(figure: Figure, x: float, y: float, dot: float, row: Row, span: Span) -> Iterator[Box]:
    """What the mark covers: its point, its bracket, its whisker or arrow."""
    half = dot * (0.75 if figure.superseded else 0.5)
    yield Box(x - half, y - half, x + half, y + half)
    if row.series.daily and not (figure.superseded or figure.denied):
        wide = _column_half(span, dot)
        yield Box(x - wide, min(y, row.bottom - 0.5), x + wide, row.bottom)
    if row.series.basis == "since" or figure.starts != figure.ends:
        yield Box(max(0.0, span.left(figure.starts)), y - 1, span.right(figure.ends), y + 1)
    if figure.low is not None and figure.high is not None:
        yield Box(x - 3, row.y(figure.high), x + 3, row.y(figure.low))
    if figure.bound != "none":
        reach = _reach(figure, y, dot, row)
        yield Box(x - dot / 2, min(y, y + reach * 1.25), x + dot / 2, max(y, y + reach * 1.25))


def _reach(figure: Figure, y: float, dot: float, row: Row) -> float:
    """How far an arrow goes from its mark: up for "more than", down, at most to zero, for "up to"."""
    return -dot * 1.5 if figure.bound == "more" else min(dot * 1.5, max(row.bottom - y - dot * 0.4, 0.0))


def _strokes(mark: Drawn, row: Row, sheet: Sheet) -> list[Stroke]:
    """Brackets, whiskers and the shafts of arrows."""
    figure, x, y = mark.figure, mark.x, mark.y
    colour = sheet.theme.dim if figure.superseded else row.colour
    out = []
    if row.series.basis == "since" or figure.starts != figure.ends:
        left, right = max(0.0, sheet.span.left(figure.starts)), sheet.span.right(figure.ends)
        drop = sheet.preset.text * 0.45
        out.append(Stroke(left, y, right, y, colour, 1.5))
        # A bracket that begins before the first day of the chart has no cap there.
        if figure.starts >= sheet.span.first:
            out.append(Stroke(left, y - drop * 0.5, left, y + drop * 0.5, colour, 1.5))
        if row.series.basis != "since":
            out.append(Stroke(right, y - drop * 0.5, right, y + drop * 0.5, colour, 1.5))
    if figure.low is not None and figure.high is not None:
        low, high = row.y(figure.low), row.y(figure.high)
        out.append(Stroke(x, high, x, low, colour, 1.2))
        out += [Stroke(x - 3, at, x + 3, at, colour, 1.2) for at in (low, high)]
    if figure.bound != "none":
        dot = _dot(sheet)
        out += [Stroke(x, y, x, y + _reach(figure, y, dot, row), colour, 1.5)]
        out += [Stroke(x - dot / 2, y, x + dot / 2, y, colour, 1.5)] if figure.bound == "upto" else []
    return out


def _points(mark: Drawn, row: Row, dot: float, theme: Theme) -> list[Point]:
    """The point of a figure by its basis, the head of an arrow, the stroke through what is superseded."""
    figure = mark.figure
    colour = theme.dim if figure.superseded else row.colour
    hollow = figure.superseded or row.series.basis == "target"
    shape = {"stock": "square", "target": "diamond"}.get(row.series.basis, "circle")
    fill, width = (theme.ground, 1.4) if hollow else (colour, 0.0)
    out = [Point(mark.x, mark.y, shape, dot * (0.86 if hollow else 1), fill, colour, width, figure.tip)]
    if figure.denied:
        out = [Point(mark.x, mark.y, shapes.CROSS, dot, "transparent", colour, 1.8, figure.tip)]
    if figure.bound != "none":
        head = "triangle-up" if figure.bound == "more" else "triangle-down"
        reach = _reach(figure, mark.y, dot, row)
        # Close to zero there is no room for a dot and an arrow: the head alone stands below its limit.
        out = out if abs(reach) > dot else []
        out.append(Point(mark.x, mark.y + reach, head, dot * 0.8, colour, colour, 0.0, figure.tip))
    if figure.superseded:
        out.append(Point(mark.x, mark.y, shapes.SLASH, dot, "transparent", colour, 1.4, figure.tip))
    return out


def _labelled(marks: Sequence[Drawn], row: Row, sheet: Sheet) -> Placement:
    """Number and speaker beside each mark, or the number alone: of what stands first the highest and the last, then
    the largest, the latest.
    """
    figures = [mark.figure for mark in marks]
    standing = [i for i, figure in enumerate(figures) if not figure.superseded]
    told = {max(standing, key=lambda i: (figures[i].ends, figures[i].value))} if standing else set()
    told |= {max(standing, key=lambda i: figures[i].value)} if standing else set()
    order = sorted(
        range(len(marks)),
        key=lambda i: (figures[i].superseded, i not in told, -figures[i].value, -figures[i].ends.toordinal()),
    )[:60]
    frame = Box(0.0, row.top - sheet.preset.small * 1.5, sheet.span.width, row.bottom)
    size, daily, said = sheet.preset.small, row.series.daily, row.series.speaker

    def spots(index: int) -> Iterator[Spot]:
        mark = marks[index]
        found = _spots(mark, size, alone=mark.figure.speaker == said, daily=daily)
        others = [box for other in marks if other is not mark for box in _heads(other)]
        return (spot for spot in found if _belongs(spot.box, mark.boxes, others))

    labels = [Label(index, spots(index)) for index in order]
    return place(labels, [box for mark in marks for box in mark.boxes], frame, _APART)


def _heads(mark: Drawn) -> tuple[Box, ...]:
    """The point of a figure and its arrow, which a number beside them is read with."""
    return (mark.boxes[0], mark.boxes[-1]) if mark.figure.bound != "none" else mark.boxes[:1]


def _belongs(label: Box, own: Sequence[Box], others: Sequence[Box]) -> bool:
    """Whether a label is so much nearer to its own mark than to any other that it can't be read with that one; what
    stands centred right above its own mark is read with it anyhow.
    """
    nearest = min(label.distance(box) for box in own)
    if nearest < 1 and label.y1 <= own[0].y0 + 1 and abs(label.x0 + label.x1 - own[0].x0 - own[0].x1) < 2:
        return True
    return all(label.distance(box) > nearest + _NEARER for box in others)


def _spots(mark: Drawn, size: float, *, alone: bool, daily: bool) -> Iterator[Spot]:
    """Above, right, left and below the mark; first with the speaker unless the row has it, then the number alone."""
    figure = mark.figure
    speakers = [] if alone else [*fonts.wrap(figure.speaker, size * _SPEAKER, size, most=1)]
    speakers += [] if alone else [*fonts.wrap(figure.speaker, size * _SPEAKER / 2, size, most=1)]
    number = f"{figure.number}, corrected" if figure.superseded else figure.number
    whole = mark.boxes[0]
    for box in mark.boxes[2 if figure.starts != figure.ends else 1 :]:
        whole = Box(min(whole.x0, box.x0), min(whole.y0, box.y0), max(whole.x1, box.x1), max(whole.y1, box.y1))
    for text in dict.fromkeys((*(f"{number}, {speaker}" for speaker in speakers), number, figure.number)):
        width, height = fonts.measure(text, size) * 1.005 + 1, (fonts.ASCENT + fonts.DESCENT) * size
        centred = Box(mark.x - width / 2, whole.y0 - height, mark.x + width / 2, whole.y0)
        if daily and not figure.superseded:
            yield from (Spot(centred.moved(dx * width, -dy * height), (), (text,), "center") for dx, dy in _ABOVE)
        for dy in (0.0, -0.5, 0.5):
            top = mark.y - height / 2 + dy * height
            yield Spot(Box(whole.x1 + 3.5, top, whole.x1 + 3.5 + width, top + height), (), (text,), "left")
            yield Spot(Box(whole.x0 - 3.5 - width, top, whole.x0 - 3.5, top + height), (), (text,), "right")
        for left, align in ((centred.x0, "center"), (whole.x0, "left"), (whole.x1 - width, "right")):
            yield Spot(Box(left, whole.y0 - height, left + width, whole.y0), (), (text,), align)
            yield Spot(Box(left, whole.y1, left + width, whole.y1 + height), (), (text,), align)
