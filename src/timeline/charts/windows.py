"""Rolling counts: the last N calendar days above, the single days below, one pair of panels for each series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import altair as alt
import polars as pl

from timeline.charts import fonts, palette, words
from timeline.charts.axis import Axis, Span, axis
from timeline.charts.blank import blank
from timeline.charts.context import ChartContext, Reference
from timeline.charts.layout import Box, Label, Spot, settle
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.sheet import Rect, Sheet, Stroke, Text, edge, foot_lines, head, spot_texts
from timeline.model import ROLLING_COUNTS, conform

MOST_SERIES: Final = 6
_AXIS_LINES: Final = 2.9
_FLAG_ROWS: Final = 5
_BAND: Final = 0.24


@dataclass(frozen=True, slots=True)
class Series:
    """One series, a row a day, and the colour it is drawn in."""

    name: str
    frame: pl.DataFrame
    days: int
    colour: str


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of the plot: its place in pixels from the top, its scale from 0 to `most`, and its ticks."""

    top: float
    bottom: float
    most: float
    ticks: tuple[int, ...]

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return self.bottom - (self.bottom - self.top) * value / self.most

    def scale(self, sheet: Sheet, name: str) -> alt.Y:
        """The panel's own axis of counts, for layers that are drawn in units of the data."""
        # Vega-Lite counts pixels of a range from the top of the plot.
        scale = alt.Scale(domain=[0, self.most], range=[round(self.bottom, 2), round(self.top, 2)], nice=False)
        return alt.Y(f"{name}:Q", scale=scale, axis=None)


def rolling(
    frame: pl.DataFrame, *, context: ChartContext | None = None, references: Sequence[Reference] = ()
) -> alt.LayerChart:
    """Rolling counts (schema ROLLING_COUNTS): line = certain, band = up to possible, grey columns = single days.

    Windows that touch a gap are dashed, gaps are hatched and have no line, the first days are drawn only if the data
    reaches back. `references` are labelled lines and spans. Raises UsageError for an unknown preset.
    """
    context = context or ChartContext()
    size = preset(context.preset)
    given = _within(conform(frame, ROLLING_COUNTS).drop_nulls("day"), context).sort("series", "day")
    if given.is_empty():
        return blank("rolling", size, context, "counts")
    series, more = _series(given)
    notes = (f"{words.several(more, 'smaller series is', 'smaller series are')} not drawn",) if more else ()
    return _drawn(series, size, context, [ref for ref in references if _seen(ref, given)], notes)


def _within(frame: pl.DataFrame, context: ChartContext) -> pl.DataFrame:
    if context.since:
        frame = frame.filter(pl.col("day") >= context.since)
    return frame.filter(pl.col("day") <= context.until) if context.until else frame


def _seen(reference: Reference, frame: pl.DataFrame) -> bool:
    first, last = frame["day"].min(), frame["day"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return reference.starts <= last and (reference.ends or reference.starts) >= first


def _series(frame: pl.DataFrame) -> tuple[list[Series], int]:
    """The series with the most events first, at most six, and how many are left out."""
    named = frame.with_columns(pl.col("series").fill_null(""), pl.col("days").fill_null(1))
    sizes = named.group_by("series").agg(n=pl.col("possible").sum()).sort("n", "series", descending=[True, False])
    names = sizes["series"].to_list()
    colours = palette.dealt([None] * len(names[:MOST_SERIES]))
    # A single series takes the palette's warmest colour, the one that stands out most from the grey days.
    colours = [palette.SERIES[2]] if len(names) == 1 else colours
    parts = [named.filter(pl.col("series") == name) for name in names[:MOST_SERIES]]
    return [
        Series(name, part, int(part["days"][0]), colour)
        for name, part, colour in zip(names, parts, colours, strict=False)
    ], max(0, len(names) - MOST_SERIES)


def _ticks(most: int, room: float) -> tuple[int, ...]:
    """Whole numbers in steps of 1, 2 or 5, at most as many as find room, the last one not below `most`."""
    wanted = max(1, min(5, int(room)))
    step = 1
    while most > step * wanted:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return tuple(range(0, max(most, 1) + step, step)) if most % step else tuple(range(0, max(most, 1) + 1, step))


def _drawn(
    series: Sequence[Series], size: Preset, context: ChartContext, references: Sequence[Reference], notes: Sequence[str]
) -> alt.LayerChart:
    days = pl.concat([one.frame["day"] for one in series])
    first, last = days.min(), days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    best = _peak(series[0])
    title = words.clean(context.title) if context.title else _headline(series, best, context)
    heading = head(size, title, _subtitle(series, first, last, context))
    margin = edge(size)
    most = max(max(_top(one.frame, "rolling_possible"), _top(one.frame, "possible")) for one in series)
    gutter = fonts.measure(words.number(most * 2), size.text) + size.text * 0.6
    span = Span(first, last, size.width - 2 * margin - gutter)
    flags, lost = _flags(references, series, span, size)
    unnamed = f"Not labelled: {words.listed(lost)}" if lost else ""
    footer = words.footer(context, (), None, *_rules(series, context), *notes, unnamed)
    foot = foot_lines(size, footer)
    bottom = size.text * _AXIS_LINES + (len(foot) + 0.6) * size.small * fonts.LINE + margin
    top = margin + heading.height
    ground = max((flag.spot.box.y1 for flag in flags), default=0.0)
    height = (size.height - top - bottom) if size.height else ground + size.text * (20 + 13 * (len(series) - 1))
    sheet = Sheet(size, span, margin + gutter, top, height, bottom)
    panels = _panels(series, ground, height, size)
    _draw_gaps(sheet, series, panels)
    _draw_references(sheet, references, flags, panels)
    for one, (above, below) in zip(series, panels, strict=True):
        _draw_rolling(sheet, one, above, named=len(series) > 1, first=one is series[0])
        _draw_days(sheet, one, below)
    names: Axis = axis(span, size.text)
    sheet.axis(names, height)
    sheet.foot(foot, height + size.text * _AXIS_LINES)
    drawn = {
        "series": [one.name for one in series],
        "days": series[0].days,
        "rows": sum(s.frame.height for s in series),
    }
    text = f"Rolling counts. {title}. {_description(series)} {footer}"
    return sheet.chart(heading, meta("rolling", context, title, text, drawn))


def _top(frame: pl.DataFrame, column: str) -> int:
    value = frame[column].max()
    return int(str(value)) if value is not None else 0


def _panels(series: Sequence[Series], top: float, height: float, size: Preset) -> list[tuple[Panel, Panel]]:
    """For each series the panel of the window and that of the days below it; all share their two scales."""
    line = size.text * fonts.LINE
    caption = line * 1.2
    flags = max(top - caption, 0.0) + line * 0.2
    each = (height - flags) / len(series)
    above = max(max(_top(one.frame, "rolling_certain"), _top(one.frame, "rolling_possible")) for one in series)
    below = max(
        _bins(one, Span(one.frame["day"][0], one.frame["day"][-1], size.width)).frame["n"].max() or 0 for one in series
    )
    panels = []
    for index in range(len(series)):
        start = flags + index * each + caption + (line * 0.5 if index else 0.0)
        low = flags + (index + 1) * each
        split = start + (low - start - line * 1.6) * 0.68
        # The highest line has room for its number, so that it stays clear of the labels above.
        headroom = 1 + line / max(split - start - line, line)
        ticks = _ticks(max(above, 1), (split - start) / (line * 1.6))
        days = _ticks(int(str(below)), (low - split) / (line * 2.6))
        panels.append(
            (
                Panel(start, split, max(float(ticks[-1]), above * headroom), ticks),
                Panel(split + line * 1.6, low, float(max(days[-1], 1)), (0, days[-1])),
            )
        )
    return panels


def _draw_grid(sheet: Sheet, panel: Panel) -> None:
    """Light horizontal lines with their numbers, the base line darker."""
    size = sheet.preset.text
    lines = [
        Stroke(0, panel.y(t), sheet.span.width, panel.y(t), palette.LEADER if t == 0 else palette.GRID)
        for t in panel.ticks
    ]
    sheet.strokes(lines)
    middle = size * (fonts.ASCENT - fonts.CAPITAL / 2)
    sheet.texts(
        [
            Text(-size * 0.5, panel.y(t) - middle, words.number(t), size, palette.SOFT, align="right")
            for t in panel.ticks
        ]
    )


def _runs(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """Runs of neighbouring days with equal values: the values, `first` and `last` day."""
    changed = pl.any_horizontal([pl.col(c).ne_missing(pl.col(c).shift()) for c in columns])
    jump = (pl.col("day") - pl.col("day").shift()).dt.total_days() != 1
    return (
        frame.with_columns(run=(changed | jump).fill_null(True).cum_sum())
        .group_by("run", maintain_order=True)
        .agg(*[pl.col(c).first() for c in columns], first=pl.col("day").first(), last=pl.col("day").last())
    )


def shown(frame: pl.DataFrame) -> pl.DataFrame:
    """The days that have a line: no gaps, and not the first days, whose windows reach back before the data.

    If no window is complete at all, every day is kept. `open`: the window is incomplete, so the count is a least one.
    """
    complete = pl.col("complete").fill_null(False)
    reached = complete.cum_max() | (pl.col("coverage") == "gap").fill_null(False).cum_max()
    kept = frame.filter(reached) if frame["complete"].fill_null(False).any() else frame
    return kept.filter(pl.col("coverage").ne_missing("gap")).with_columns(open=~complete)


def _draw_rolling(sheet: Sheet, one: Series, panel: Panel, *, named: bool, first: bool) -> None:
    """Band, line and the highest value of one series."""
    size = sheet.preset.text
    _draw_grid(sheet, panel)
    runs = _runs(shown(one.frame), "rolling_certain", "rolling_possible", "open")
    name = f"{words.capital(words.human(one.name))}: " if named and one.name else ""
    window = f"last {one.days} days" if one.days > 1 else "each day"
    band = bool((runs["rolling_possible"] > runs["rolling_certain"]).any())
    caption = words.capital(f"{name}{window}")
    y = 0.0 if first else panel.top - size * 1.55
    parts = [Text(0, y, caption, size, palette.readable(one.colour), fonts.BOLD)]
    told = fonts.measure(parts[0].text, size, fonts.BOLD) + size * 0.5
    details = ["band: possible" if band else "", "dashed: at least" if runs["open"].any() else ""]
    detail = "; ".join(part for part in ("line: certain" if band else "", *details) if part)
    if detail:
        parts.append(Text(told, y, detail, size, palette.SOFT))
    sheet.texts(parts)
    _draw_band(sheet, one, panel, runs)
    _draw_line(sheet, one, panel, runs)
    _draw_peak(sheet, one, panel)


def _draw_peak(sheet: Sheet, one: Series, panel: Panel) -> None:
    """The highest certain count, as a number above its line."""
    best = _peak(one)
    if best is None or not best.value:
        return
    size, text = sheet.preset.text, words.number(best.value)
    wide = fonts.measure(text, size, fonts.BOLD)
    possible = one.frame.filter(pl.col("day") == best.day)["rolling_possible"][0]
    y = panel.y(max(float(possible), float(best.value))) - size * (fonts.ASCENT + fonts.DESCENT) - size * 0.1
    x = min(max(sheet.span.centre(best.day), wide / 2), sheet.span.width - wide / 2)
    sheet.plate(Box(x - wide / 2 - 1, y + size * 0.2, x + wide / 2 + 1, y + size * 1.1))
    sheet.texts([Text(x, y, text, size, palette.readable(one.colour), fonts.BOLD, "center")])


def _draw_band(sheet: Sheet, one: Series, panel: Panel, runs: pl.DataFrame) -> None:
    wide = runs.filter(pl.col("rolling_possible") > pl.col("rolling_certain"))
    if wide.is_empty():
        return
    rows = wide.with_columns(x=_ms(sheet, "first"), x2=_ms(sheet, "last", 1)).drop("run")
    base = alt.Chart(rows)
    edges = panel.scale(sheet, "rolling_certain")
    fill = base.mark_rect(color=palette.blend(one.colour, _BAND), aria=False)
    sheet.layers.append(fill.encode(x=sheet.x(), x2="x2:T", y=edges, y2="rolling_possible:Q"))
    upper = base.mark_rule(color=palette.readable(palette.blend(one.colour, 0.62), 3.0), strokeWidth=0.8, aria=False)
    sheet.layers.append(upper.encode(x=sheet.x(), x2="x2:T", y=panel.scale(sheet, "rolling_possible")))


def _draw_line(sheet: Sheet, one: Series, panel: Panel, runs: pl.DataFrame) -> None:
    """A stair of the certain count: solid where the window is complete, dashed where it is not."""
    if runs.is_empty():
        return
    part = pl.col("open").ne_missing(pl.col("open").shift()) | (
        (pl.col("first") - pl.col("last").shift()).dt.total_days() > 1
    )
    cut = runs.with_columns(part=part.fill_null(True).cum_sum())
    ends = pl.concat(
        [
            cut.select("part", "open", "rolling_certain", day="first", x=_ms(sheet, "first")),
            cut.select("part", "open", "rolling_certain", day="last", x=_ms(sheet, "last", 1)),
        ]
    ).sort("part", "x", "day", maintain_order=True)
    for is_open, dash in ((False, []), (True, [4, 3])):
        rows = ends.filter(pl.col("open") == is_open)
        if rows.is_empty():
            continue
        style: dict[str, Any] = {"strokeDash": dash} if dash else {}
        line = alt.Chart(rows).mark_line(
            color=one.colour,
            strokeWidth=sheet.preset.text * 0.2,
            strokeJoin="miter",
            strokeCap="butt",
            aria=False,
            **style,
        )
        tip = [alt.Tooltip("day:T"), alt.Tooltip("rolling_certain:Q", title="certain")]
        encoding = line.encode(x=sheet.x(), y=panel.scale(sheet, "rolling_certain"), detail="part:N", tooltip=tip)
        sheet.layers.append(encoding)


def _ms(sheet: Sheet, column: str, add: int = 0) -> pl.Expr:
    """Midnight UTC of a day (or of a day after) in milliseconds."""
    return (pl.col(column).cast(pl.Int64) + add) * 86_400_000


@dataclass(frozen=True, slots=True)
class Bins:
    """Counts in columns wide enough to see, and what one column covers."""

    frame: pl.DataFrame
    unit: str


def _bins(one: Series, span: Span) -> Bins:
    """Certain counts by day, or by week, month or year where a day is narrower than a pixel and a half."""
    units = (("1d", "day", 1), ("1w", "week", 7), ("1mo", "month", 30), ("1y", "year", 365))
    every, unit, _ = next((u for u in units if span.cell * u[2] >= 1.5), units[-1])
    covered = one.frame.filter(pl.col("coverage").ne_missing("gap"))
    counts = (
        covered.group_by(start=pl.col("day").dt.truncate(every))
        .agg(n=pl.col("certain").sum(), first=pl.col("day").min(), last=pl.col("day").max())
        .filter(pl.col("n") > 0)
        .sort("start")
    )
    return Bins(counts, unit)


def _draw_days(sheet: Sheet, one: Series, panel: Panel) -> None:
    """Grey columns of the certain counts of single days."""
    size = sheet.preset.text
    _draw_grid(sheet, panel)
    bins = _bins(one, sheet.span)
    sheet.texts([Text(0, panel.top - size * 1.55, f"Each {bins.unit}", size, palette.SOFT, fonts.BOLD)])
    if bins.frame.is_empty():
        return
    inset = 0.12 * 86_400_000 if sheet.span.cell > 6 else 0
    rows = bins.frame.with_columns(
        x=_ms(sheet, "first") + inset, x2=_ms(sheet, "last", 1) - inset, zero=pl.lit(0)
    ).drop("start")
    bars = alt.Chart(rows).mark_rect(color=palette.BAR, aria=False)
    tip = [alt.Tooltip("first:T", title="from"), alt.Tooltip("n:Q", title="certain")]
    sheet.layers.append(bars.encode(x=sheet.x(), x2="x2:T", y=panel.scale(sheet, "zero"), y2="n:Q", tooltip=tip))


def _gaps(one: Series) -> pl.DataFrame:
    """Runs of days that were not covered."""
    return _runs(one.frame.filter(pl.col("coverage") == "gap"), "coverage")


def _draw_gaps(sheet: Sheet, series: Sequence[Series], panels: Sequence[tuple[Panel, Panel]]) -> None:
    """Hatching over the days that were not covered: slanted strokes, cut at the edges."""
    rects, strokes = [], []
    for one, (above, below) in zip(series, panels, strict=True):
        for gap in _gaps(one).iter_rows(named=True):
            left, right = sheet.span.left(gap["first"]), sheet.span.right(gap["last"])
            for panel in (above, below):
                rects.append(Rect(left, panel.top, right, panel.bottom, "#f4f4f4"))
                strokes += _hatching(Box(left, panel.top, right, panel.bottom))
    sheet.rects(rects)
    sheet.strokes(strokes)


def _hatching(box: Box, step: float = 6.0) -> list[Stroke]:
    out = []
    at = box.x0 - (box.y1 - box.y0) + step / 2
    while at < box.x1:
        x0, x1 = max(at, box.x0), min(at + box.y1 - box.y0, box.x1)
        if x1 > x0:
            out.append(Stroke(x0, box.y1 - (x0 - at), x1, box.y1 - (x1 - at), palette.HATCH, 0.7))
        at += step
    return out


@dataclass(frozen=True, slots=True)
class Flag:
    """The label of a reference or gap above the panels; `through`: its line runs through them."""

    spot: Spot
    x: float
    through: bool


def _flags(
    references: Sequence[Reference], series: Sequence[Series], span: Span, size: Preset
) -> tuple[list[Flag], list[str]]:
    """The labels of references and gaps in rows above the first panel, and those that found no room there."""
    wanted: list[tuple[float, str, bool]] = []
    for one in references:
        first, lasts = max(one.starts, span.first), bool(one.ends and one.ends > one.starts)
        wanted.append((span.left(first) if lasts else span.centre(first), words.clean(one.label), not lasts))
    gaps = _gaps(series[0]).iter_rows(named=True)
    wanted += [(span.left(gap["first"]), _gap_words(gap["first"], gap["last"]), False) for gap in gaps]
    top = size.text * fonts.LINE * 1.2
    frame = Box(0.0, top, span.width, top + size.text * fonts.LINE * _FLAG_ROWS)
    order = sorted(range(len(wanted)), key=lambda index: -wanted[index][0])
    labels = [Label(index, _flag_spots(wanted[index][0], wanted[index][1], size, frame)) for index in order]
    placed = settle(labels, (), frame, 4.0).placed
    flags = [Flag(placed[index], x, through) for index, (x, _, through) in enumerate(wanted) if index in placed]
    # Rows are filled from below; what is not needed at the top is given back to the panels.
    spare = min((flag.spot.box.y0 for flag in flags), default=frame.y0) - frame.y0
    lost = [text for index, (_, text, _) in enumerate(wanted) if index not in placed]
    return [replace(flag, spot=flag.spot._replace(box=flag.spot.box.moved(0, -spare))) for flag in flags], lost


def _gap_words(first: date, last: date) -> str:
    days = f"{first.day} {_MONTHS[first.month]}" if first == last else f"{first.day}–{last.day} {_MONTHS[last.month]}"
    if first.month != last.month:
        days = f"{first.day} {_MONTHS[first.month]}–{last.day} {_MONTHS[last.month]}"
    return f"{days} not covered"


_MONTHS: Final = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _flag_spots(x: float, text: str, size: Preset, frame: Box) -> list[Spot]:
    """Right or left of the line, in the lowest row that is free; the line runs down to the panel."""
    lines = fonts.wrap(text, min(frame.x1 * 0.45, size.text * 26), size.text)
    width = max((fonts.measure(line, size.text) for line in lines), default=0.0) * 1.005 + 1
    high = size.text * fonts.LINE * len(lines)
    spots = []
    for row in range(_FLAG_ROWS):
        top = frame.y1 - high - row * size.text * fonts.LINE
        pole = Box(x - 0.5, top + size.text * 0.25, x + 0.5, frame.y1)
        if pole.x0 < frame.x0 or pole.x1 > frame.x1:
            pole = pole.moved(frame.x0 - pole.x0 if pole.x0 < frame.x0 else frame.x1 - pole.x1, 0.0)
        for left, align in ((x + 4.5, "left"), (x - 4.5 - width, "right")):
            spots.append(Spot(Box(left, top, left + width, top + high), (pole,), lines, align))
    return spots


def _draw_references(
    sheet: Sheet, references: Sequence[Reference], flags: Sequence[Flag], panels: Sequence[tuple[Panel, Panel]]
) -> None:
    """Shaded spans and dashed lines through the panels, with their labels above the first one."""
    size, span = sheet.preset.text, sheet.span
    every = [panel for pair in panels for panel in pair]
    for one in references:
        if one.ends and one.ends > one.starts:
            left, right = span.left(max(one.starts, span.first)), span.right(min(one.ends, span.last))
            sheet.rects([Rect(left, panel.top, right, panel.bottom, "#eeebe4") for panel in every])
    start = panels[0][0].top
    for flag in flags:
        head = flag.spot.box.y0 + size * 0.25
        if flag.through:
            sheet.strokes([Stroke(flag.x, head, flag.x, panels[0][0].bottom, palette.SOFT, 0.9, (3.0, 2.5))])
            sheet.strokes([Stroke(flag.x, p.top, flag.x, p.bottom, palette.SOFT, 0.9, (3.0, 2.5)) for p in every[1:]])
        else:
            sheet.strokes([Stroke(flag.x, head, flag.x, start, palette.LEADER)])
        sheet.texts(spot_texts(flag.spot, size))


@dataclass(frozen=True, slots=True)
class Peak:
    """The highest certain count of a window, the first day on which it was reached, and whether it holds only at least."""

    value: int
    day: date
    least: bool


def _peak(one: Series) -> Peak | None:
    """The highest certain count among the windows that are drawn; complete windows only, if there are any."""
    drawn = shown(one.frame)
    whole = drawn.filter(~pl.col("open"))
    pool = whole if not whole.is_empty() else drawn
    if pool.is_empty():
        return None
    row = pool.sort("rolling_certain", "day", descending=[True, False]).row(0, named=True)
    return Peak(
        int(row["rolling_certain"]), row["day"], row["rolling_possible"] > row["rolling_certain"] or row["open"]
    )


def _headline(series: Sequence[Series], best: Peak | None, context: ChartContext) -> str:
    """The highest window, as the least that is certain: `At least 12 attacks in the seven days to 26 September 2022`."""
    one = series[0]
    subject = words.clean(context.subject or "") or (
        f"events: {words.human(one.name).lower()}" if one.name else "events"
    )
    if best is None or best.value == 0:
        first, last = one.frame["day"][0], one.frame["day"][-1]
        undeclared = one.frame["coverage"].ne_missing("covered").any()
        return f"No {subject} {'known' if undeclared else 'reported'}, {words.period(first, last)}"
    window = f"the {words.spelled(one.days)} days to {words.day(best.day)}" if one.days > 1 else words.day(best.day)
    count = words.capital(words.spelled(best.value))
    least = f"At least {words.spelled(best.value)}"
    link = "in" if one.days > 1 else "on"
    short = window.removesuffix(f" {best.day.year}")
    return words.first_short(
        [
            f"{least} {subject} {link} {window}",
            f"{least} {subject} {link} {short}",
            f"{least} {subject} {link} {short.removeprefix('the ')}",
            f"{least} events {link} {window}",
            f"{count} events",
        ]
    )


def _subtitle(series: Sequence[Series], first: date, last: date, context: ChartContext) -> str:
    if context.subtitle is not None:
        return words.clean(context.subtitle)
    subject = words.clean(context.subject or "events")
    window = f"count of the last {series[0].days} calendar days" if series[0].days > 1 else "count by day"
    return f"{words.capital(subject)}: {window}, and each day, {words.period(first, last)}"


def _rules(series: Sequence[Series], context: ChartContext) -> list[str]:
    """Sentences about gaps, undeclared days and events without an exact day that the data itself calls for."""
    frame = pl.concat([one.frame for one in series])
    out = []
    if (frame["possible"] > frame["certain"]).any():
        out.append("Events without an exact day are in the band, not in the columns")
    if (frame["coverage"] == "gap").any() and not context.gaps:
        gaps = [_gap_words(gap["first"], gap["last"]) for gap in _gaps(series[0]).iter_rows(named=True)]
        out.append(
            f"Hatched: {words.listed(gaps, 4)}, not zero"
            if gaps
            else "Hatched days were not covered, they are not zero"
        )
    undeclared = frame.filter(pl.col("coverage") == "undeclared")["day"].n_unique()
    if undeclared and not context.undeclared:
        out.append(f"No coverage is declared for {words.several(undeclared, 'day', 'days')} of the period")
    return out


def _description(series: Sequence[Series]) -> str:
    """Each series' first, highest and last window, and its uncertainty."""
    out = []
    for one in series:
        drawn, best = shown(one.frame), _peak(one)
        if drawn.is_empty() or best is None:
            continue
        first, last = drawn.row(0, named=True), drawn.row(-1, named=True)
        name = f"{words.human(one.name)}: " if one.name else ""
        ends = f"from {first['rolling_certain']} on {words.day(first['day'])} to {last['rolling_certain']} on {words.day(last['day'])}"
        band = int(str((drawn["rolling_possible"] - drawn["rolling_certain"]).max() or 0))
        unsure = f"; up to {band} more are possible" if band else ""
        out.append(
            f"{name}certain count of {one.days} days, {ends}, highest {best.value} on {words.day(best.day)}{unsure}."
        )
    return " ".join(out)
