"""Reported counts: a row for each series, so that no two kinds of number share a line or a scale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

import altair as alt
import polars as pl

from timeline.charts import fonts, palette, shapes, words
from timeline.charts.axis import Span, axis, round_number
from timeline.charts.blank import blank
from timeline.charts.context import ChartContext
from timeline.charts.figures import Figure, Reports, Series, reports
from timeline.charts.keys import draw_key, key_height, key_rows
from timeline.charts.layout import Box, Label, Placement, Spot, place
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.sheet import Point, Sheet, Stroke, Text, edge, foot_lines, head, spot_texts
from timeline.charts.tallies import found

_AXIS_LINES: Final = 2.9
_NARROW: Final = 420.0
_DIM: Final = "#757575"


@dataclass(frozen=True, slots=True)
class Row:
    """A series in its place: pixels from the top of the plot, and the highest number of its scale."""

    series: Series
    title: tuple[str, ...]
    what: tuple[str, ...]
    top: float
    bottom: float
    most: float
    colour: str

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return self.bottom - (self.bottom - self.top) * value / self.most


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
    size = preset(context.preset)
    found_reports = reports(reported, context.since, context.until)
    if not found_reports.series:
        return blank("counts", size, context, "reported counts")
    return _drawn(found_reports, reported, size, context)


def _drawn(given: Reports, reported: pl.DataFrame, size: Preset, context: ChartContext) -> alt.LayerChart:
    margin, narrow = edge(size), size.width < _NARROW
    gutter = 0.0 if narrow else size.width * 0.25
    scale_room = fonts.measure(words.number(max(s.most for s in given.series)), size.small) + size.text
    span = _span(given.series, context, size.width - 2 * margin - gutter - scale_room)
    title = words.clean(context.title) if context.title else _headline(given.series)
    heading = head(size, title, _subtitle(given.series, context))
    key = key_rows(found(given.series), size)
    above = key_height(key, size)
    foot = foot_lines(size, _footer(given, reported, context, len(given.series)))
    bottom = size.text * _AXIS_LINES + (len(foot) + 0.6) * size.small * fonts.LINE + margin
    top = margin + heading.height
    room = (size.height or size.max_height) - top - bottom - above
    rows = _rows(given.series, size, gutter, span, above, room)
    height = rows[-1].bottom
    footer = _footer(given, reported, context, len(rows))
    sheet = Sheet(size, span, margin + gutter + scale_room, top, height, bottom)
    for row in rows:
        _draw_row(sheet, row, narrow)
    draw_key(sheet, key_rows(found([row.series for row in rows]), size))
    sheet.axis(axis(span, size.text), height)
    sheet.foot(foot_lines(size, footer), height + size.text * _AXIS_LINES)
    text = f"Reported counts. {title}. {_description(given.series)} {footer}"
    drawn = {"series": len(given.series), "drawn": len(rows), "claims": sorted(set(_claims(reported)))[:500]}
    return sheet.chart(heading, meta("counts", context, title, text, drawn))


def _claims(reported: pl.DataFrame) -> list[str]:
    return reported["claim_id"].drop_nulls().to_list() if "claim_id" in reported.columns else []


def _span(series: Sequence[Series], context: ChartContext, width: float) -> Span:
    first = context.since or min(f.starts for s in series for f in s.figures)
    last = context.until or max(f.ends for s in series for f in s.figures)
    air = timedelta(days=max(1, (last - first).days // 30))
    return Span(first - air if first - date.min > air else first, last + air if date.max - last > air else last, width)


def _rows(series: Sequence[Series], size: Preset, gutter: float, span: Span, top: float, room: float) -> list[Row]:
    """As many rows as find room, the first series first; on a sheet of fixed height they fill it."""
    limit = gutter - size.label if gutter else span.width
    most: dict[tuple[str, str, str], float] = {}
    for one in series:
        most[one.scale] = max(most.get(one.scale, 0.0), one.most)
    colours = _colours(series)
    rows: list[Row] = []
    y, before = top, ""
    for one in series:
        title = fonts.wrap(one.title, limit, size.label, fonts.BOLD, 1) if one.title != before else ()
        what = fonts.wrap(one.what, limit, size.small, most=3)
        head = size.label * (2.6 if title else 1.3) if gutter else _head_lines(title, what, size)
        body = max(size.small * 4.2, _head_lines(title, what, size) - head * 0.6) if gutter else size.small * 4.2
        if rows and y + head + body - top > room:
            break
        scale = most[one.scale] * 1.12 or 1.0
        rows.append(Row(one, title, what, y + head, y + head + body, scale, colours[one.title]))
        y, before = y + head + body, one.title
    return _stretched(rows, top, room) if size.height else rows


def _head_lines(title: Sequence[str], what: Sequence[str], size: Preset) -> float:
    """The height of a row's title and description."""
    return (len(title) * size.label + len(what) * size.small) * fonts.LINE + size.label * 0.9


def _stretched(rows: list[Row], top: float, room: float) -> list[Row]:
    """The rows with the room that is left over given to their marks."""
    spare = max(0.0, top + room - rows[-1].bottom) / len(rows)
    return [
        replace(row, top=row.top + index * spare, bottom=row.bottom + (index + 1) * spare)
        for index, row in enumerate(rows)
    ]


def _colours(series: Sequence[Series]) -> dict[str, str]:
    """One colour for each place; the row's title repeats what it means."""
    names = list(dict.fromkeys(one.title for one in series))
    return dict(zip(names, palette.dealt([None] * len(names)), strict=True))


def _draw_row(sheet: Sheet, row: Row, narrow: bool) -> None:
    """The row's title, its scale (zero and one round number), its marks and as many labels as find room."""
    size, text = sheet.preset, sheet.preset.label
    start = edge(size) - sheet.left
    y = row.top - text * 1.2 if not narrow else row.top - _head_lines(row.title, row.what, size) + text * 0.7
    if row.title:
        sheet.strokes([Stroke(start, y - text * 0.3, sheet.span.width, y - text * 0.3, palette.HAIR)])
    titles = [Text(start, y, name, text, palette.readable(row.colour), fonts.BOLD) for name in row.title]
    below = y + len(row.title) * text * fonts.LINE
    lines = enumerate(row.what)
    titles += [Text(start, below + i * size.small * fonts.LINE, what, size.small, palette.SOFT) for i, what in lines]
    tick = round_number(row.most / 1.12)
    middle = size.small * (fonts.ASCENT - fonts.CAPITAL / 2)
    for value in (0.0, tick):
        y = row.y(value)
        sheet.strokes([Stroke(0, y, sheet.span.width, y, palette.GRID if value else palette.LEADER)])
        titles.append(Text(-text * 0.4, y - middle, words.number(value), size.small, palette.SOFT, align="right"))
    sheet.texts(titles)
    marks = _placed(row, sheet)
    sheet.strokes([stroke for mark in marks for stroke in _strokes(mark, row, sheet)])
    sheet.points([point for mark in marks for point in _points(mark, row, size.text)])
    labels = _labelled(marks, row, sheet)
    for index, spot in labels.placed.items():
        assert isinstance(index, int)
        colour = _DIM if marks[index].figure.superseded else palette.INK
        sheet.plate(spot.box)
        sheet.texts(spot_texts(spot, size.small, palette.readable(colour)))


def _placed(row: Row, sheet: Sheet) -> list[Drawn]:
    """Each figure at its time; those of one day stand side by side."""
    dot = sheet.preset.text * 0.66
    same = Counter((f.ends, f.starts) for f in row.series.figures)
    done: Counter[tuple[date, date]] = Counter()
    out = []
    for figure in row.series.figures:
        day = (figure.ends, figure.starts)
        shift = (done[day] - (same[day] - 1) / 2) * dot * 1.25 if row.series.basis != "since" else 0.0
        done[day] += 1
        x = sheet.span.centre(figure.ends) if row.series.basis != "since" else sheet.span.right(figure.ends) - 1
        if row.series.basis == "flow" and figure.starts != figure.ends:
            x = (sheet.span.left(figure.starts) + sheet.span.right(figure.ends)) / 2
        x = min(max(x + shift, dot / 2), sheet.span.width - dot / 2)
        y = row.y(figure.value)
        out.append(Drawn(figure, x, y, tuple(_boxes(figure, x, y, dot, row, sheet.span))))
    return out


def _boxes(figure: Figure, x: float, y: float, dot: float, row: Row, span: Span) -> Iterator[Box]:
    """What the mark covers: its point, its bracket, its whisker or arrow."""
    half = dot * (0.75 if figure.superseded else 0.5)
    yield Box(x - half, y - half, x + half, y + half)
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
    colour = _DIM if figure.superseded else row.colour
    out = []
    if row.series.basis == "since" or figure.starts != figure.ends:
        left, right = max(0.0, sheet.span.left(figure.starts)), sheet.span.right(figure.ends)
        drop = sheet.preset.text * 0.45
        out += [Stroke(left, y, right, y, colour, 1.5), Stroke(left, y - drop * 0.5, left, y + drop * 0.5, colour, 1.5)]
        if row.series.basis != "since":
            out.append(Stroke(right, y - drop * 0.5, right, y + drop * 0.5, colour, 1.5))
    if figure.low is not None and figure.high is not None:
        low, high = row.y(figure.low), row.y(figure.high)
        out.append(Stroke(x, high, x, low, colour, 1.2))
        out += [Stroke(x - 3, at, x + 3, at, colour, 1.2) for at in (low, high)]
    if figure.bound != "none":
        dot = sheet.preset.text * 0.66
        out += [Stroke(x, y, x, y + _reach(figure, y, dot, row), colour, 1.5)]
        out += [Stroke(x - dot / 2, y, x + dot / 2, y, colour, 1.5)] if figure.bound == "upto" else []
    return out


def _points(mark: Drawn, row: Row, text: float) -> list[Point]:
    """The point of a figure by its basis, the head of an arrow, the stroke through what is superseded."""
    figure, dot = mark.figure, text * 0.66
    colour = _DIM if figure.superseded else row.colour
    hollow = figure.superseded or row.series.basis == "target"
    shape = {"stock": "square", "target": "diamond"}.get(row.series.basis, "circle")
    fill, width = (palette.GROUND, 1.4) if hollow else (colour, 0.0)
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
    """Number and speaker beside each mark, or the number alone: what stands first, then the latest, the largest."""
    order = sorted(
        range(len(marks)),
        key=lambda i: (marks[i].figure.superseded, -marks[i].figure.ends.toordinal(), -marks[i].figure.value),
    )[:60]
    frame = Box(0.0, row.top - sheet.preset.text * 1.25, sheet.span.width, row.bottom)
    labels = [Label(i, _spots(marks[i], sheet.preset.small)) for i in order]
    return place(labels, [box for mark in marks for box in mark.boxes], frame, 3.0)


def _spots(mark: Drawn, size: float) -> Iterator[Spot]:
    """Right, left, above and below the mark; first with the speaker, then the number alone."""
    figure = mark.figure
    speaker = fonts.wrap(figure.speaker, size * 13, size, most=1)
    number = f"{figure.number}, corrected" if figure.superseded else figure.number
    whole = mark.boxes[0]
    for box in mark.boxes[2 if figure.starts != figure.ends else 1 :]:
        whole = Box(min(whole.x0, box.x0), min(whole.y0, box.y0), max(whole.x1, box.x1), max(whole.y1, box.y1))
    for text in dict.fromkeys((f"{number}, {speaker[0]}" if speaker else number, number, figure.number)):
        width, height = fonts.measure(text, size) * 1.005 + 1, (fonts.ASCENT + fonts.DESCENT) * size
        for dy in (0.0, -0.5, 0.5):
            top = mark.y - height / 2 + dy * height
            yield Spot(Box(whole.x1 + 3.5, top, whole.x1 + 3.5 + width, top + height), (), (text,), "left")
            yield Spot(Box(whole.x0 - 3.5 - width, top, whole.x0 - 3.5, top + height), (), (text,), "right")
        for left, align in ((mark.x - width / 2, "center"), (whole.x0, "left"), (whole.x1 - width, "right")):
            yield Spot(Box(left, whole.y0 - height, left + width, whole.y0), (), (text,), align)
            yield Spot(Box(left, whole.y1, left + width, whole.y1 + height), (), (text,), align)


def _headline(series: Sequence[Series]) -> str:
    """The latest number that still stands (a cumulative one first), with who said it."""
    pool = [(s, f) for s in series for f in s.figures if not f.superseded and not f.denied]
    if not pool:
        return (
            f"{words.capital(words.spelled(sum(len(s.figures) for s in series)))} reported counts, all since corrected"
        )
    one, figure = max(pool, key=lambda p: (p[0].basis == "since", p[1].ends, p[1].value))
    where = {"in": "into ", "out": "out of "}.get(one.direction, "in ") + one.place if one.place else ""
    who = one.who or one.unit
    subject = f"{figure.number} {who}" if one.direction else f"{one.measure or who}: {figure.number}"
    said = f", says {figure.speaker}" if figure.speaker else ""
    full, short = words.period(figure.starts, figure.ends), _by(figure)
    return words.first_short(
        f"{words.capital(subject)} {where}{', ' if period else ''}{period}{by}".replace("  ", " ")
        for period, by in ((full, said), (short, said), (full, ""), (short, ""), ("", ""))
    )


def _by(figure: Figure) -> str:
    return f"by {words.day(figure.ends)}" if figure.starts != figure.ends else words.day(figure.ends)


def _subtitle(series: Sequence[Series], context: ChartContext) -> str:
    if context.subtitle is not None:
        return words.clean(context.subtitle)
    first = min(f.starts for s in series for f in s.figures)
    last = max(f.ends for s in series for f in s.figures)
    subject = words.clean(context.subject or "Numbers as reported")
    return f"{words.capital(subject)}, {words.period(first, last)}. Rows of the same measure share a scale."


def _footer(given: Reports, reported: pl.DataFrame, context: ChartContext, rows: int) -> str:
    known = reported["known_at"].drop_nulls().max() if "known_at" in reported.columns else None
    speakers = [
        name for name, _ in Counter(f.speaker for s in given.series for f in s.figures if f.speaker).most_common()
    ]
    more = len(given.series) - rows
    note = f"{words.several(more, 'more series is', 'more series are')} not drawn" if more > 0 else ""
    return words.footer(context, speakers, known if isinstance(known, datetime) else None, note, *given.notes)


def _description(series: Sequence[Series]) -> str:
    """Each series with its first and last number that stands, and how many were corrected."""
    out = []
    for one in series[:12]:
        standing = [f for f in one.figures if not f.superseded] or list(one.figures)
        first, last = standing[0], standing[-1]
        ends = f"{last.number} ({words.period(last.starts, last.ends)}{', ' + last.speaker if last.speaker else ''})"
        begin = f"from {first.number} ({words.period(first.starts, first.ends)}) to " if len(standing) > 1 else ""
        gone = sum(f.superseded for f in one.figures)
        fixed = f"; {words.several(gone, 'number was', 'numbers were')} corrected" if gone else ""
        out.append(f"{one.title}, {one.what}: {begin}{ends}{fixed}.")
    return " ".join(out)
