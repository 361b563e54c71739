"""The sheet a chart is drawn on: strokes, rectangles, marks and text at computed places, as layers of one alt.Chart.

x is time (UTC, so that a layer with dates can be put on top), y is pixels from the top of the plot unless a layer
has a scale of its own. Rows outside the plot are the margins: lane titles, axis names, footer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import altair as alt
import polars as pl

from timeline.charts import fonts, palette
from timeline.charts.axis import Axis, Span
from timeline.charts.layout import Spot
from timeline.charts.presets import Preset

NAME: Final = "timeline"


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; y is the top of its line."""

    x: float
    y: float
    text: str
    size: float
    colour: str = palette.INK
    weight: int = fonts.REGULAR
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x0: float
    y0: float
    x1: float
    y1: float
    colour: str
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; `fill` or `stroke` may be "transparent"."""

    x0: float
    y0: float
    x1: float
    y1: float
    fill: str
    stroke: str = "transparent"
    radius: float = 0.0
    dash: tuple[float, ...] = ()
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A mark: a Vega shape name or an SVG path in the square from -1 to 1; `size` is its width."""

    x: float
    y: float
    shape: str
    size: float
    fill: str
    stroke: str
    width: float = 1.5
    tip: str = ""


@dataclass(slots=True)
class Sheet:
    """A plot with its margins, and the layers drawn on it so far."""

    preset: Preset
    span: Span
    left: float
    top: float
    height: float
    bottom: float
    layers: list[alt.Chart] = field(default_factory=list)

    @property
    def right(self) -> float:
        """The right margin."""
        return self.preset.width - self.left - self.span.width

    def x(self, name: str = "x") -> alt.X:
        """The shared axis of time."""
        domain = [self.span.ms(0), self.span.ms(self.span.width)]
        return alt.X(f"{name}:T", scale=alt.Scale(type="utc", domain=domain, nice=False), axis=None)

    def y(self, name: str = "y") -> alt.Y:
        """Pixels from the top of the plot."""
        return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False), axis=None)

    def texts(self, texts: Sequence[Text]) -> None:
        """Draw text, one layer for each style."""
        styles: dict[tuple[float, int, str], list[Text]] = defaultdict(list)
        for text in texts:
            styles[(text.size, text.weight, text.align)].append(text)
        for (size, weight, align), group in styles.items():
            mark = {"align": align, "baseline": "alphabetic", "font": fonts.STACK, "fontSize": size}
            rows = [
                {"x": self.span.ms(t.x), "y": round(t.y + fonts.ASCENT * size, 2), "text": t.text, "colour": t.colour}
                for t in group
            ]
            colour = alt.Color("colour:N", scale=None, legend=None)
            chart = alt.Chart(pl.DataFrame(rows)).mark_text(fontWeight=weight, aria=False, **mark)
            self.layers.append(chart.encode(x=self.x(), y=self.y(), text=alt.Text("text:N"), color=colour))

    def strokes(self, strokes: Sequence[Stroke]) -> None:
        """Draw lines, one layer for each style."""
        styles: dict[tuple[float, tuple[float, ...]], list[Stroke]] = defaultdict(list)
        for stroke in strokes:
            styles[(stroke.width, stroke.dash)].append(stroke)
        for (width, dash), group in styles.items():
            rows = [
                {"x": self.span.ms(s.x0), "y": s.y0, "x2": self.span.ms(s.x1), "y2": s.y1, "colour": s.colour}
                for s in group
            ]
            style: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
            chart = alt.Chart(pl.DataFrame(rows)).mark_rule(strokeWidth=width, aria=False, **style)
            colour = alt.Color("colour:N", scale=None, legend=None)
            self.layers.append(chart.encode(x=self.x(), y=self.y(), x2="x2:T", y2="y2:Q", color=colour))

    def rects(self, rects: Sequence[Rect]) -> None:
        """Draw rectangles, one layer for each style."""
        styles: dict[tuple[float, tuple[float, ...]], list[Rect]] = defaultdict(list)
        for rect in rects:
            styles[(rect.radius, rect.dash)].append(rect)
        for (radius, dash), group in styles.items():
            rows = [self._rect_row(rect) for rect in group]
            style: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
            chart = alt.Chart(pl.DataFrame(rows)).mark_rect(cornerRadius=radius, aria=False, **style)
            paint = {
                "fill": alt.Fill("fill:N", scale=None, legend=None),
                "stroke": alt.Stroke("stroke:N", scale=None, legend=None),
            }
            tip = {"tooltip": alt.Tooltip("tip:N")} if any(r.tip for r in group) else {}
            self.layers.append(chart.encode(x=self.x(), y=self.y(), x2="x2:T", y2="y2:Q", **paint, **tip))

    def _rect_row(self, rect: Rect) -> dict[str, Any]:
        return {
            "x": self.span.ms(rect.x0),
            "y": rect.y0,
            "x2": self.span.ms(rect.x1),
            "y2": rect.y1,
            "fill": rect.fill,
            "stroke": rect.stroke,
            "tip": rect.tip,
        }

    def points(self, points: Sequence[Point]) -> None:
        """Draw marks in their order."""
        if not points:
            return
        chart = alt.Chart(pl.DataFrame([self._point_row(p) for p in points])).mark_point(opacity=1, aria=False)
        layer = chart.encode(
            x=self.x(),
            y=self.y(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            size=alt.Size("size:Q", scale=None, legend=None),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("stroke:N", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
            tooltip=alt.Tooltip("tip:N"),
        )
        self.layers.append(layer)

    def _point_row(self, p: Point) -> dict[str, Any]:
        # Vega takes a circle's area, and a square's; a path is scaled as if it were a square.
        area = p.size * p.size * (0.7854 if p.shape == "circle" else 1.0)
        return {
            "x": self.span.ms(p.x),
            "y": p.y,
            "shape": p.shape,
            "size": round(area, 3),
            "fill": p.fill,
            "stroke": p.stroke,
            "width": p.width,
            "tip": p.tip,
        }

    def axis(self, axis: Axis, y: float, colour: str = palette.SOFT) -> None:
        """Draw the axis of days: a line at `y`, ticks, and two rows of names below."""
        size = self.preset.text
        self.strokes([Stroke(0, y, self.span.width, y, palette.LEADER)])
        self.strokes([Stroke(x, y, x, y + size * (0.95 if long else 0.35), palette.LEADER) for x, long in axis.ticks])
        upper = [Text(m.x, y + size * 0.35, m.text, size, palette.INK, align=m.align) for m in axis.upper]
        lower = [Text(m.x, y + size * 1.6, m.text, size, colour, fonts.BOLD, m.align) for m in axis.lower]
        self.texts([*upper, *lower])

    def foot(self, lines: Sequence[str], y: float) -> None:
        """Draw the rule and the footer below it, over the whole width of the sheet."""
        size = self.preset.small
        margin = edge(self.preset)
        self.strokes([Stroke(margin - self.left, y, self.preset.width - margin - self.left, y, palette.HAIR)])
        texts = [
            Text(margin - self.left, y + size * 0.5 + i * size * fonts.LINE, line, size, palette.SOFT)
            for i, line in enumerate(lines)
        ]
        self.texts(texts)

    def chart(self, head: Head, meta: Mapping[str, Any]) -> alt.LayerChart:
        """All layers as one chart of the preset's size; `meta` goes along for `write`."""
        return (
            alt.layer(*self.layers)
            .resolve_scale(y="independent")
            .properties(
                width=round(self.span.width, 2),
                height=round(self.height, 2),
                autosize=alt.AutoSizeParams(type="none"),
                padding={"left": self.left, "right": self.right, "top": self.top, "bottom": self.bottom},
                background=palette.GROUND,
                description=str(meta["alt"]),
                usermeta={NAME: dict(meta)},
                **({"title": head.params(self)} if head.title else {}),
            )
            .configure_view(stroke=None)
        )


@dataclass(frozen=True, slots=True)
class Head:
    """Headline and subtitle in lines, and the room they take."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    height: float

    def params(self, sheet: Sheet) -> alt.TitleParams:
        """The chart's title, flush with the left margin of the sheet."""
        preset = sheet.preset
        return alt.TitleParams(
            text=list(self.title),
            subtitle=list(self.subtitle),
            anchor="start",
            frame="group",
            orient="top",
            dx=edge(preset) - sheet.left,
            offset=round(sheet.top - edge(preset) - self.height + preset.text * 0.6, 2),
            font=fonts.STACK,
            fontSize=preset.title,
            fontWeight=fonts.BOLD,
            color=palette.INK,
            lineHeight=round(preset.title * 1.16, 2),
            subtitleFont=fonts.STACK,
            subtitleFontSize=preset.subtitle,
            subtitleColor=palette.SOFT,
            subtitleLineHeight=round(preset.subtitle * fonts.LINE, 2),
            subtitlePadding=round(preset.subtitle * 0.35, 2),
        )


def edge(preset: Preset) -> float:
    """The empty margin around everything."""
    return round(preset.text * (1.6 if preset.height and preset.width > 700 else 0.5), 2)


def head(preset: Preset, title: str, subtitle: str) -> Head:
    """Wrap headline and subtitle to the sheet; nothing for a page that has a title of its own."""
    if not preset.headline:
        return Head((), (), 0.0)
    width = preset.width - 2 * edge(preset)
    titles = fonts.wrap(title, width, preset.title, fonts.BOLD, 3)
    subtitles = fonts.wrap(subtitle, width, preset.subtitle, most=3)
    height = len(titles) * preset.title * 1.16 + len(subtitles) * preset.subtitle * fonts.LINE
    return Head(titles, subtitles, height + preset.subtitle * 0.35 + preset.text * 0.6)


def foot_lines(preset: Preset, text: str) -> tuple[str, ...]:
    """The footer in lines, at most six."""
    return fonts.wrap(text, preset.width - 2 * edge(preset), preset.small, most=6)


def spot_texts(spot: Spot, size: float, colour: str = palette.INK, dy: float = 0.0) -> list[Text]:
    """The lines of a placed label."""
    x = {"left": spot.box.x0, "right": spot.box.x1, "center": (spot.box.x0 + spot.box.x1) / 2}[spot.align]
    return [
        Text(x, spot.box.y0 + dy + i * size * fonts.LINE, line, size, colour, align=spot.align)
        for i, line in enumerate(spot.lines)
    ]
