"""The panels of a rolling chart: scales and grid, line, band, columns, hatching."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

import altair as alt
import polars as pl

from timeline.charts import fonts, words
from timeline.charts.axis import Span, round_number
from timeline.charts.layout import Box
from timeline.charts.presets import Preset
from timeline.charts.series import Series, bins, gaps, peak, shown, stairs, top_of
from timeline.charts.sheet import Rect, Sheet, Stroke, Text, hatching

_BAND: Final = 0.24
# Numbers may stand on a shaded span, where text needs more contrast than the ground alone would ask for.
_ON_SHADE: Final = 5.6


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


def _ticks(most: int, room: float) -> tuple[int, ...]:
    """Whole numbers in steps of 1, 2 or 5, at most as many as find room, the last one not below `most`."""
    wanted = max(1, min(5, int(room)))
    step = 1
    while most > step * wanted:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return tuple(range(0, max(most, 1) + step, step)) if most % step else tuple(range(0, max(most, 1) + 1, step))


def panels_of(series: Sequence[Series], top: float, height: float, size: Preset) -> list[tuple[Panel, Panel]]:
    """For each series the panel of the window and that of the days below it; all share their two scales."""
    line = size.text * fonts.LINE
    caption = line * 1.2
    flags = max(top - caption, 0.0) + line * 0.2
    each = (height - flags) / len(series)
    above, below = _windows(series), _days(series, size.width)
    panels = []
    for index in range(len(series)):
        start = flags + index * each + caption + (line * 0.5 if index else 0.0)
        low = flags + (index + 1) * each
        split = start + (low - start - line * 1.6) * 0.68
        # The highest line has room for its number, so that it stays clear of the labels above.
        headroom = 1 + line / max(split - start - line, line)
        ticks = _ticks(max(above, 1), (split - start) / (line * 1.6))
        panels.append(
            (
                Panel(start, split, max(float(ticks[-1]), above * headroom), ticks),
                Panel(split + line * 1.6, low, max(below, 1) * 1.02, (0, int(round_number(below)))),
            )
        )
    return panels


def highest(series: Sequence[Series], width: float) -> int:
    """The highest number that stands on any scale of the chart."""
    return max(_windows(series), _days(series, width))


def _windows(series: Sequence[Series]) -> int:
    return max(max(top_of(one.frame, "rolling_certain"), top_of(one.frame, "rolling_possible")) for one in series)


def _days(series: Sequence[Series], width: float) -> int:
    spans = [Span(one.frame["day"][0], one.frame["day"][-1], width) for one in series]
    return max(top_of(bins(one, span).frame, "n") for one, span in zip(series, spans, strict=True))


def _draw_grid(sheet: Sheet, panel: Panel) -> None:
    """Light horizontal lines with their numbers, the base line darker."""
    size = sheet.preset.text
    lines = [
        Stroke(0, panel.y(t), sheet.span.width, panel.y(t), sheet.theme.leader if t == 0 else sheet.theme.grid)
        for t in panel.ticks
    ]
    sheet.strokes(lines)
    middle = size * (fonts.ASCENT - fonts.CAPITAL / 2)
    sheet.texts(
        [
            Text(-size * 0.5, panel.y(t) - middle, words.number(t), size, sheet.theme.soft, align="right")
            for t in panel.ticks
        ]
    )


def draw_rolling(sheet: Sheet, one: Series, panel: Panel, *, named: bool, first: bool) -> None:
    """Band, line and the highest value of one series."""
    size = sheet.preset.text
    _draw_grid(sheet, panel)
    steps = stairs(one)
    name = f"{words.capital(words.human(one.name))}: " if named and one.name else ""
    window = f"last {one.days} days" if one.days > 1 else "each day"
    band = bool((steps["rolling_possible"] > steps["rolling_certain"]).any())
    caption = words.capital(f"{name}{window}")
    y = 0.0 if first else panel.top - size * 1.55
    parts = [Text(0, y, caption, size, sheet.theme.readable(one.colour), fonts.BOLD)]
    told = fonts.measure(parts[0].text, size, fonts.BOLD) + size * 0.5
    details = ["band: possible" if band else "", "dashed: at least" if steps["open"].any() else ""]
    detail = "; ".join(part for part in ("line: certain" if band else "", *details) if part)
    # On a narrow sheet what goes without saying is left out first.
    detail = next((d for d in (detail, detail.removeprefix("line: certain; ")) if _fits(d, told, sheet)), "")
    if detail:
        parts.append(Text(told, y, detail, size, sheet.theme.soft))
    sheet.texts(parts)
    _draw_band(sheet, one, panel, steps)
    _draw_line(sheet, one, panel, steps)
    _draw_numbers(sheet, one, panel)


def _fits(detail: str, left: float, sheet: Sheet) -> bool:
    return left + fonts.measure(detail, sheet.preset.text) <= sheet.span.width


def _draw_numbers(sheet: Sheet, one: Series, panel: Panel) -> None:
    """The highest certain count and the last one, as numbers above their line."""
    size, colour = sheet.preset.text, sheet.theme.readable(one.colour, _ON_SHADE)
    for text, box in numbers(sheet.span, one, panel.y, size):
        sheet.texts([Text((box.x0 + box.x1) / 2, box.y0, text, size, colour, fonts.BOLD, "center")])


def number_boxes(sheet: Sheet, one: Series, panel: Panel) -> list[Box]:
    """Where the numbers of a series stand."""
    return [box for _, box in numbers(sheet.span, one, panel.y, sheet.preset.text)]


def numbers(span: Span, one: Series, y: Callable[[float], float], size: float) -> list[tuple[str, Box]]:
    """The numbers that are printed above a line of windows, with their places: the highest certain count, and the last
    one where its window is complete, not empty, and there is room.
    """
    best, drawn = peak(one), shown(one.frame)
    if best is None:
        return []
    out = [(words.number(best.value), _above(span, one, y, size, best.day, best.value))] if best.value else []
    last = drawn.row(-1, named=True)
    value = int(last["rolling_certain"])
    if value and not last["open"] and last["day"] != best.day:
        box = _above(span, one, y, size, last["day"], value)
        holes = [_hole(span, gap) for gap in gaps(one).iter_rows(named=True)]
        clear = all(box.x1 <= left or right <= box.x0 for left, right in holes)
        if clear and not any(box.grown(size * 0.5).hits(other) for _, other in out):
            out.append((words.number(value), box))
    return out


def _above(span: Span, one: Series, y: Callable[[float], float], size: float, day: date, value: int) -> Box:
    """The box of a number above its day, above all that is drawn there, beside the days that were not covered."""
    wide = fonts.measure(words.number(value), size, fonts.BOLD)
    high = size * (fonts.ASCENT + fonts.DESCENT)
    middle = span.centre(day)
    for gap in gaps(one).iter_rows(named=True):
        left, right = _hole(span, gap)
        if middle - wide / 2 < right and left < middle + wide / 2:
            middle = left - 2 - wide / 2 if middle <= (left + right) / 2 else right + 2 + wide / 2
    middle = min(max(middle, wide / 2), span.width - wide / 2)
    reach = timedelta(days=int(wide / 2 / span.cell) + 1)
    near = one.frame.filter(pl.col("day").is_between(day - reach, day + reach))
    foot = y(float(max(value, top_of(near, "rolling_possible"), top_of(near, "rolling_certain")))) - size * 0.1
    return Box(middle - wide / 2, foot - high, middle + wide / 2, foot)


def _hole(span: Span, gap: Mapping[str, Any]) -> tuple[float, float]:
    return span.left(gap["first"]), span.right(gap["last"])


def _draw_band(sheet: Sheet, one: Series, panel: Panel, steps: pl.DataFrame) -> None:
    wide = steps.filter(pl.col("rolling_possible") > pl.col("rolling_certain"))
    if wide.is_empty():
        return
    rows = wide.with_columns(x=_ms(sheet, "first"), x2=_ms(sheet, "last", 1)).drop("part")
    base = alt.Chart(rows)
    edges = panel.scale(sheet, "rolling_certain")
    fill = base.mark_rect(color=sheet.theme.blend(one.colour, _BAND), aria=False)
    sheet.layers.append(fill.encode(x=sheet.x(), x2="x2:T", y=edges, y2="rolling_possible:Q"))
    upper = base.mark_rule(
        color=sheet.theme.readable(sheet.theme.blend(one.colour, 0.62), 3.0), strokeWidth=0.8, aria=False
    )
    sheet.layers.append(upper.encode(x=sheet.x(), x2="x2:T", y=panel.scale(sheet, "rolling_possible")))


def _draw_line(sheet: Sheet, one: Series, panel: Panel, steps: pl.DataFrame) -> None:
    """A stair of the certain count: solid where the window is complete, dashed where it is not."""
    if steps.is_empty():
        return
    _draw_risers(sheet, one, panel, steps)
    ends = pl.concat(
        [
            steps.select("part", "open", "rolling_certain", day="first", x=_ms(sheet, "first")),
            steps.select("part", "open", "rolling_certain", day="last", x=_ms(sheet, "last", 1)),
        ]
    ).sort("part", "x", "day", maintain_order=True)
    for is_open, dash in ((False, []), (True, [4, 3])):
        rows = ends.filter(pl.col("open") == is_open)
        if rows.is_empty():
            continue
        style: dict[str, Any] = {"strokeDash": dash} if dash else {}
        line = alt.Chart(rows).mark_line(
            color=one.colour,
            strokeWidth=_heavy(sheet),
            strokeJoin="miter",
            strokeCap="butt",
            aria=False,
            **style,
        )
        tip = [alt.Tooltip("day:T"), alt.Tooltip("rolling_certain:Q", title="certain")]
        encoding = line.encode(x=sheet.x(), y=panel.scale(sheet, "rolling_certain"), detail="part:N", tooltip=tip)
        sheet.layers.append(encoding)


def _heavy(sheet: Sheet) -> float:
    """The line's width: thinner where days are so narrow that its steps would run into one another."""
    return round(min(sheet.preset.text * 0.2, max(sheet.span.cell * 0.6, sheet.preset.text * 0.12)), 2)


def _draw_risers(sheet: Sheet, one: Series, panel: Panel, steps: pl.DataFrame) -> None:
    """The step between a complete window and the incomplete one of the next day, or the other way round."""
    before = pl.col("last").shift() + pl.duration(days=1)
    turns = steps.with_columns(was=pl.col("rolling_certain").shift()).filter(
        (pl.col("part") != pl.col("part").shift()) & (pl.col("first") == before)
    )
    wide = _heavy(sheet)
    for first, was, value in turns.select("first", "was", "rolling_certain").iter_rows():
        x, low, high = sheet.span.left(first), panel.y(min(was, value)), panel.y(max(was, value))
        sheet.strokes([Stroke(x, high - wide / 2, x, low + wide / 2, one.colour, wide)])


def _ms(sheet: Sheet, column: str, add: int = 0) -> pl.Expr:
    """Midnight UTC of a day (or of a day after) in milliseconds."""
    return (pl.col(column).cast(pl.Int64) + add) * 86_400_000


def draw_days(sheet: Sheet, one: Series, panel: Panel) -> None:
    """Grey columns of the certain counts of single days."""
    size = sheet.preset.text
    _draw_grid(sheet, panel)
    held = bins(one, sheet.span)
    sheet.texts([Text(0, panel.top - size * 1.55, f"Each {held.unit}", size, sheet.theme.soft, fonts.BOLD)])
    if held.frame.is_empty():
        return
    inset = 0.12 * 86_400_000 if sheet.span.cell > 6 else 0
    rows = held.frame.with_columns(
        x=_ms(sheet, "first") + inset, x2=_ms(sheet, "last", 1) - inset, zero=pl.lit(0)
    ).drop("start")
    bars = alt.Chart(rows).mark_rect(color=sheet.theme.bar, aria=False)
    tip = [alt.Tooltip("first:T", title="from"), alt.Tooltip("n:Q", title="certain")]
    sheet.layers.append(bars.encode(x=sheet.x(), x2="x2:T", y=panel.scale(sheet, "zero"), y2="n:Q", tooltip=tip))


def draw_gaps(sheet: Sheet, series: Sequence[Series], panels: Sequence[tuple[Panel, Panel]]) -> None:
    """Hatching over the days that were not covered: slanted strokes, cut at the edges."""
    rects, strokes = [], []
    for one, (above, below) in zip(series, panels, strict=True):
        for gap in gaps(one).iter_rows(named=True):
            left, right = sheet.span.left(gap["first"]), sheet.span.right(gap["last"])
            for panel in (above, below):
                rects.append(Rect(left, panel.top, right, panel.bottom, sheet.theme.uncovered))
                strokes += hatching(Box(left, panel.top, right, panel.bottom), sheet.theme.hatch)
    sheet.rects(rects)
    sheet.strokes(strokes)
