"""The sheet a chart is drawn on: strokes, rectangles, marks and text at computed places, as layers of one alt.Chart.

x is time (UTC, so that a layer with dates can be put on top), y is pixels from the top of the plot unless a layer
has a scale of its own. Rows outside the plot are the margins: lane titles, axis names, footer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final, TypeVar

import altair as alt
import polars as pl

from timeline.charts import fonts
from timeline.charts.axis import Axis, Span
from timeline.charts.layout import Box, Spot
from timeline.charts.presets import Preset
from timeline.charts.themes import Theme

NAME: Final = "timeline"
_NARROW: Final = 420.0


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; y is the top of its line. Without a colour it is drawn in the theme's ink."""

    x: float
    y: float
    text: str
    size: float
    colour: str = ""
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
    """A plot with its margins, and what is drawn on it so far.

    From below: rectangles, strokes, `layers` in units of the data, plates behind text, points, text.
    """

    preset: Preset
    span: Span
    left: float
    top: float
    height: float
    bottom: float
    layers: list[alt.Chart] = field(default_factory=list)
    _rects: list[Rect] = field(default_factory=list)
    _strokes: list[Stroke] = field(default_factory=list)
    _plates: list[Rect] = field(default_factory=list)
    _points: list[Point] = field(default_factory=list)
    _texts: list[Text] = field(default_factory=list)

    @property
    def theme(self) -> Theme:
        """The colours of the sheet."""
        return self.preset.theme

    def x(self, name: str = "x") -> alt.X:
        """The shared axis of time."""
        domain = [self.span.ms(0), self.span.ms(self.span.width)]
        return alt.X(f"{name}:T", scale=alt.Scale(type="utc", domain=domain, nice=False), axis=None)

    def y(self, name: str = "y") -> alt.Y:
        """Pixels from the top of the plot."""
        return alt.Y(f"{name}:Q", scale=alt.Scale(domain=[self.height, 0], nice=False, zero=False), axis=None)

    def rects(self, rects: Iterable[Rect]) -> None:
        """Draw rectangles."""
        self._rects += rects

    def strokes(self, strokes: Iterable[Stroke]) -> None:
        """Draw lines."""
        self._strokes += strokes

    def points(self, points: Iterable[Point]) -> None:
        """Draw marks."""
        self._points += points

    def texts(self, texts: Iterable[Text]) -> None:
        """Draw text."""
        self._texts += texts

    def plate(self, box: Box, dy: float = 0.0) -> None:
        """Lay an empty plate under a label, so that no gridline runs through it."""
        self._plates.append(Rect(box.x0, box.y0 + dy, box.x1, box.y1 + dy, self.theme.ground))

    def _drawn(self) -> Iterator[alt.Chart]:
        yield from self._rect_layers(self._rects)
        yield from self._stroke_layers()
        yield from self.layers
        yield from self._rect_layers(self._plates)
        yield from self._point_layers()
        yield from self._text_layers()

    def _rect_layers(self, rects: Sequence[Rect]) -> Iterator[alt.Chart]:
        """One layer for each style of outline."""
        for (radius, dash), group in _grouped(rects, lambda rect: (rect.radius, rect.dash)):
            style: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
            chart = alt.Chart(self._frame(group)).mark_rect(cornerRadius=radius, aria=False, **style)
            tip = {"tooltip": alt.Tooltip("tip:N")} if any(rect.tip for rect in group) else {}
            paint = {"fill": _fill(), "stroke": _stroke()}
            yield chart.encode(x=self.x(), y=self.y(), x2="x2:T", y2="y2:Q", **paint, **tip)

    def _stroke_layers(self) -> Iterator[alt.Chart]:
        """One layer for each pattern of dashes."""
        for dash, group in _grouped(self._strokes, lambda stroke: stroke.dash):
            style: dict[str, Any] = {"strokeDash": list(dash)} if dash else {}
            chart = alt.Chart(self._frame(group)).mark_rule(aria=False, **style)
            paint = {"stroke": _stroke(), "strokeWidth": alt.StrokeWidth("width:Q", scale=None, legend=None)}
            yield chart.encode(x=self.x(), y=self.y(), x2="x2:T", y2="y2:Q", **paint)

    def _frame(self, shapes: Sequence[Rect] | Sequence[Stroke]) -> pl.DataFrame:
        """Rectangles or strokes as rows, their x as time."""
        rows = [{**_fields(shape), "x": self.span.ms(shape.x0), "x2": self.span.ms(shape.x1)} for shape in shapes]
        return pl.DataFrame(rows)

    def _point_layers(self) -> Iterator[alt.Chart]:
        if not self._points:
            return
        rows = [{**_fields(p), "x": self.span.ms(p.x), "size": round(_area(p), 3)} for p in self._points]
        chart = alt.Chart(pl.DataFrame(rows)).mark_point(opacity=1, aria=False)
        yield chart.encode(
            x=self.x(),
            y=self.y(),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            size=alt.Size("size:Q", scale=None, legend=None),
            fill=_fill(),
            stroke=_stroke(),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
            tooltip=alt.Tooltip("tip:N"),
        )

    def _text_layers(self) -> Iterator[alt.Chart]:
        """One layer for each style of type."""
        styles = _grouped(self._texts, lambda text: (text.size, text.weight, text.align, fonts.stack(text.text)))
        for (size, weight, align, stack), group in styles:
            mark: dict[str, Any] = {
                "fontWeight": weight,
                "align": align,
                "baseline": "alphabetic",
                "font": stack,
                "fontSize": round(size, 3),
            }
            chart = alt.Chart(pl.DataFrame([self._line(text) for text in group])).mark_text(aria=False, **mark)
            colour = alt.Color("colour:N", scale=None, legend=None)
            yield chart.encode(x=self.x(), y=self.y(), text=alt.Text("text:N"), color=colour)

    def _line(self, text: Text) -> dict[str, Any]:
        """A line of text as a row; y is its base line."""
        y = round(text.y + fonts.ASCENT * text.size, 2)
        colour = text.colour or self.theme.ink
        return {"x": self.span.ms(text.x), "y": y, "text": fonts.directed(text.text), "colour": colour}

    def axis(self, axis: Axis, y: float, text: float | None = None) -> None:
        """Draw the axis of days: a line at `y`, ticks, and two rows of names below."""
        size, leader = text or self.preset.text, self.theme.leader
        self.strokes([Stroke(0, y, self.span.width, y, leader)])
        self.strokes([Stroke(x, y, x, y + size * (0.95 if long else 0.35), leader) for x, long in axis.ticks])
        upper = [Text(m.x, y + size * 0.35, m.text, size, align=m.align) for m in axis.upper]
        lower = [Text(m.x, y + size * 1.6, m.text, size, self.theme.soft, fonts.BOLD, m.align) for m in axis.lower]
        self.texts([*upper, *lower])

    def paste(self, other: Sheet, dx: float, dy: float) -> None:
        """Draw what is on another sheet, moved, on this one; `layers` in units of the data stay behind."""
        move = {"x0": dx, "x1": dx, "y0": dy, "y1": dy}
        self._rects += [_moved(rect, move) for rect in other._rects]
        self._strokes += [_moved(stroke, move) for stroke in other._strokes]
        self._plates += [_moved(plate, move) for plate in other._plates]
        self._points += [_moved(point, {"x": dx, "y": dy}) for point in other._points]
        self._texts += [_moved(text, {"x": dx, "y": dy}) for text in other._texts]

    def uncovered(self, runs: Iterable[tuple[date, date]], y: float) -> None:
        """Hatch the days of these runs in a strip that stands on the axis at `y`."""
        for first, last in runs:
            if last < self.span.first or first > self.span.last:
                continue
            left, right = self.span.left(max(first, self.span.first)), self.span.right(min(last, self.span.last))
            strip = Box(left, y - self.preset.text * 0.5, right, y)
            self.rects([Rect(*strip, self.theme.uncovered)])
            self.strokes(hatching(strip, self.theme.hatch, 4.0))

    def foot(self, lines: Sequence[str], y: float) -> None:
        """Draw the rule and the footer below it, over the whole width of the sheet."""
        size = self.preset.small
        margin = edge(self.preset)
        self.strokes([Stroke(margin - self.left, y, self.preset.width - margin - self.left, y, self.theme.hair)])
        texts = [
            Text(margin - self.left, y + size * 0.5 + i * size * fonts.LINE, line, size, self.theme.soft)
            for i, line in enumerate(lines)
        ]
        self.texts(texts)

    def chart(self, head: Head, meta: Mapping[str, Any]) -> alt.LayerChart:
        """All layers as one chart of the preset's size; `meta` goes along for `write`."""
        # Whole pixels, so that the picture has exactly the preset's size.
        width, height, left, top = round(self.span.width), round(self.height), round(self.left), round(self.top)
        right = round(self.preset.width - left - width, 2)
        bottom = (self.preset.height or 0) - top - height
        bottom = bottom if bottom > self.bottom - 2 else round(self.bottom)
        chart: alt.LayerChart = alt.layer(*self._drawn()).resolve_scale(y="independent")
        chart = chart.properties(
            width=width,
            height=height,
            autosize=alt.AutoSizeParams(type="none"),
            padding={"left": left, "right": right, "top": top, "bottom": bottom},
            background=self.theme.ground,
            description=str(meta["alt"]),
            usermeta={NAME: dict(meta)},
        )
        if head.title:
            chart = chart.properties(title=head.params(self))
        framed: alt.LayerChart = chart.configure_view(stroke=None)
        return framed


def hatching(box: Box, colour: str, step: float = 6.0) -> list[Stroke]:
    """Slanted strokes over a box, cut at its edges."""
    out = []
    at = box.x0 - (box.y1 - box.y0) + step / 2
    while at < box.x1:
        x0, x1 = max(at, box.x0), min(at + box.y1 - box.y0, box.x1)
        if x1 > x0:
            out.append(Stroke(x0, box.y1 - (x0 - at), x1, box.y1 - (x1 - at), colour, 0.7))
        at += step
    return out


Shape = TypeVar("Shape")
Style = TypeVar("Style", bound=Hashable)
Drawn = TypeVar("Drawn", Rect, Stroke, Point, Text)


def _moved(shape: Drawn, by: Mapping[str, float]) -> Drawn:
    return replace(shape, **{name: getattr(shape, name) + way for name, way in by.items()})


def _grouped(shapes: Sequence[Shape], style: Callable[[Shape], Style]) -> Iterable[tuple[Style, list[Shape]]]:
    """The shapes by style, in the order in which the styles come up."""
    groups: dict[Style, list[Shape]] = defaultdict(list)
    for shape in shapes:
        groups[style(shape)].append(shape)
    return groups.items()


def _fields(shape: Rect | Stroke | Point) -> dict[str, Any]:
    """What is drawn of a shape, as a row; the columns have the names of the encodings."""
    if isinstance(shape, Point):
        return {name: getattr(shape, name) for name in ("y", "shape", "fill", "stroke", "width", "tip")}
    row = {"y": round(shape.y0, 2), "y2": round(shape.y1, 2)}
    if isinstance(shape, Stroke):
        return {**row, "stroke": shape.colour, "width": shape.width}
    return {**row, "fill": shape.fill, "stroke": shape.stroke, "tip": shape.tip}


def _area(point: Point) -> float:
    """Vega takes the area of a circle, and for every other shape that of the square around it."""
    return point.size * point.size * (0.7854 if point.shape == "circle" else 1.0)


def _fill() -> alt.Fill:
    return alt.Fill("fill:N", scale=None, legend=None)


def _stroke() -> alt.Stroke:
    return alt.Stroke("stroke:N", scale=None, legend=None)


@dataclass(frozen=True, slots=True)
class Head:
    """Headline and subtitle in lines, and the room they take."""

    title: tuple[str, ...]
    subtitle: tuple[str, ...]
    height: float

    def params(self, sheet: Sheet) -> alt.TitleParams:
        """The chart's title, flush with the left margin of the sheet."""
        preset = sheet.preset
        subtitle: dict[str, Any] = (
            {"subtitle": [fonts.directed(line) for line in self.subtitle]} if self.subtitle else {}
        )
        return alt.TitleParams(
            text=[fonts.directed(line) for line in self.title],
            anchor="start",
            frame="group",
            orient="top",
            dx=edge(preset) - sheet.left,
            offset=round(sheet.top - edge(preset) - self.height + preset.text * 0.6, 2),
            font=fonts.stack("".join(self.title)),
            fontSize=preset.title,
            fontWeight=fonts.BOLD,
            color=preset.theme.ink,
            lineHeight=round(preset.title * 1.16, 2),
            subtitleFont=fonts.stack("".join(self.subtitle)),
            subtitleFontSize=preset.subtitle,
            subtitleColor=preset.theme.soft,
            subtitleLineHeight=round(preset.subtitle * fonts.LINE, 2),
            subtitlePadding=round(preset.subtitle * 0.35, 2),
            **subtitle,
        )


def edge(preset: Preset) -> float:
    """The empty margin around everything."""
    return round(preset.text * (1.6 if preset.height and preset.width > 700 else 0.5), 2)


def head(preset: Preset, title: str, subtitle: str) -> Head:
    """Wrap headline and subtitle to the sheet; nothing for a page that has a title of its own."""
    if not preset.headline:
        return Head((), (), 0.0)
    width = preset.width - 2 * edge(preset)
    titles = fonts.balanced(title, width, preset.title, fonts.BOLD, 3)
    subtitles = fonts.balanced(subtitle, width, preset.subtitle, most=3) if subtitle else ()
    height = len(titles) * preset.title * 1.16 + len(subtitles) * preset.subtitle * fonts.LINE
    return Head(titles, subtitles, height + (preset.subtitle * 0.35 if subtitles else 0.0) + preset.text * 0.6)


def foot_lines(preset: Preset, text: str) -> tuple[str, ...]:
    """The footer in lines, at most six, on a narrow sheet ten."""
    return fonts.wrap(text, preset.width - 2 * edge(preset), preset.small, most=6 if preset.width > _NARROW else 10)


def spot_texts(spot: Spot, size: float, colour: str = "", dy: float = 0.0) -> list[Text]:
    """The lines of a placed label."""
    x = {"left": spot.box.x0, "right": spot.box.x1, "center": (spot.box.x0 + spot.box.x1) / 2}[spot.align]
    return [
        Text(x, spot.box.y0 + dy + i * size * fonts.LINE, line, size, colour, align=spot.align)
        for i, line in enumerate(spot.lines)
    ]
