"""The rows of the reported counts: which series are drawn, in which order, on which scale, at which height."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from timeline.charts import fonts, words
from timeline.charts.figures import Series
from timeline.charts.presets import Preset
from timeline.charts.themes import Theme

HEADROOM: Final = 1.12
_MOST_ROWS: Final = 24
_FURTHER: Final = 0.45
# A row whose highest number would stand lower than this share of a scale has a scale of its own.
_LEAST_SHARE: Final = 0.34
_DIRECTIONS: Final = {"in": "inbound", "out": "outbound"}
_WHO: Final = {"all": "all people"}
_ORDER: Final = ("day", "since", "period", "stock", "target")


@dataclass(frozen=True, slots=True)
class Row:
    """A series in its place: pixels from the top of the plot, and the highest number of its scale.

    `title`: the country, in the first of its rows. `what`: what differs from the other rows; `said`: who says it.
    """

    series: Series
    title: tuple[str, ...]
    what: tuple[str, ...]
    said: tuple[str, ...]
    head: float
    top: float
    bottom: float
    most: float
    colour: str

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return self.bottom - (self.bottom - self.top) * value / self.most


def laid(
    series: Sequence[Series],
    size: Preset,
    gutter: float,
    width: float,
    top: float,
    room: Callable[[Sequence[Row]], float],
) -> list[Row]:
    """As many rows as find room, the most reported ones.

    `gutter`: room for their names left of the plot, or 0. `room`: how high these rows may be, for what is left out of
    them is told below.
    """
    best = _merits(series)[:_MOST_ROWS]
    rows = _rows(_ordered(best), size, gutter, width, top)
    while len(best) > 1 and rows[-1].bottom - top > room(rows):
        best = best[:-1]
        rows = _rows(_ordered(best), size, gutter, width, top)
    return rows


def in_order(series: Sequence[Series], most: int) -> tuple[list[Series], list[float]]:
    """The most reported series, countries together, each with the highest number of its scale."""
    ordered = _ordered(_merits(series)[:most])
    return ordered, scales(ordered)


def named(one: Series, series: Sequence[Series]) -> str:
    """What tells a series from the others, in words."""
    return _what(one, series)


def _merits(series: Sequence[Series]) -> list[Series]:
    """The most reported first; a course in time is worth more, each further row of a country less."""
    worth = {id(one): _worth(one) for one in series}
    seen: Counter[str] = Counter()
    order = sorted(series, key=lambda one: -worth[id(one)])
    for one in order:
        worth[id(one)] *= _FURTHER ** seen[one.home]
        seen[one.home] += 1
    return sorted(order, key=lambda one: -worth[id(one)])


def _worth(one: Series) -> float:
    """The number of reports; more if they count up from a date or by days, less if there is only one."""
    count = _standing(one)
    if count < 2:
        return 0.6 * count
    return count + (1.5 if one.basis == "since" else 1.25 if one.daily else 0.0)


def _standing(one: Series) -> int:
    return sum(not (figure.superseded or figure.denied) for figure in one.figures)


def _ordered(series: Sequence[Series]) -> list[Series]:
    """Countries together, the most reported first; in them days before sums, and the most reported first."""
    sizes: Counter[str] = Counter()
    for one in series:
        sizes[one.home] += _standing(one)
    return sorted(
        series,
        key=lambda s: (-sizes[s.home], s.home, _ORDER.index(s.length or s.basis), -_standing(s), s.direction),
    )


def scales(series: Sequence[Series]) -> list[float]:
    """The highest number of each row's scale.

    Rows of one measure, unit and length share a scale as long as the smallest of them can still be read on it.
    """
    tops: dict[tuple[str, ...], list[float]] = {}
    out = dict.fromkeys(range(len(series)), 1.0)
    for index in sorted(out, key=lambda i: -series[i].most):
        one = series[index]
        shared = tops.setdefault((one.measure, one.unit, one.basis, one.length), [])
        if not shared or one.most < shared[-1] * _LEAST_SHARE:
            shared.append(one.most)
        out[index] = shared[-1] * HEADROOM or 1.0
    return list(out.values())


def _rows(series: Sequence[Series], size: Preset, gutter: float, width: float, top: float) -> list[Row]:
    """The rows from the top, each as high as its words and its marks need."""
    limit = gutter - size.label * 0.5 if gutter else width
    colours = _colours(series, size.theme)
    line = size.small * fonts.LINE
    rows: list[Row] = []
    y, before = top, ""
    for one, most in zip(series, scales(series), strict=True):
        new = one.home != before
        title = fonts.wrap(_title(one, series), limit, size.label, fonts.BOLD, 1) if new else ()
        what = fonts.balanced(_what(one, series), limit, size.small, most=2)
        said = fonts.wrap(one.speaker, limit, size.small, most=1) if one.speaker else ()
        told = len(title) * size.label * fonts.LINE + (size.label * 0.4 if new else 0) + (len(what) + len(said)) * line
        lead = line * (1.6 if new else 0.9) if gutter else told + line * 1.2
        body = size.small * (4.6 if one.daily else min(4.6, 3.2 + 0.7 * max(0, _standing(one) - 2)))
        body = max(body, told - lead + line * 0.5) if gutter else body
        rows.append(Row(one, title, what, said, y, y + lead, y + lead + body, most, colours[one.home]))
        y, before = y + lead + body + (line * 0.45), one.home
    return rows


def _title(one: Series, series: Sequence[Series]) -> str:
    """The country; with its border or checkpoints where all of its rows are of these."""
    places = {other.place for other in series if other.home == one.home}
    return one.place if len(places) == 1 and one.country and one.place.startswith(one.country) else one.home


def _what(one: Series, series: Sequence[Series]) -> str:
    """What differs from the other rows: measure, direction, who, scope, place and time."""
    place = one.place.removeprefix(one.country).strip(" ,")
    if place and (one.place in (_title(one, series), one.home) or place in one.scope):
        place = ""
    measures = {other.measure for other in series}
    told = [one.measure or "number"] if len(measures) > 1 or not one.direction else []
    parts = [
        " ".join([*told, *([_DIRECTIONS.get(one.direction, one.direction)] if one.direction else [])]),
        _WHO.get(one.who, one.who) if one.who != common(series, "who") else "",
        one.scope,
        place,
        one.unit if one.unit != common(series, "unit") and "/" in one.unit else "",
        one.timing,
    ]
    return words.capital(", ".join(part for part in parts if part))


def common(series: Sequence[Series], name: str) -> str:
    """What most of the rows have in common, by number of reports."""
    sizes: Counter[str] = Counter()
    for one in series:
        sizes[getattr(one, name)] += len(one.figures)
    return min(sizes, key=lambda value: (-sizes[value], value))


def names_width(rows: Sequence[Row], size: Preset) -> float:
    """The room that the names of the rows need left of the plot."""
    bold = [fonts.measure(line, size.label, fonts.BOLD) for row in rows for line in row.title]
    plain = [fonts.measure(line, size.small) for row in rows for line in (*row.what, *row.said)]
    return max([*bold, *plain], default=0.0) + size.label


def stretched(rows: list[Row], top: float, room: float) -> list[Row]:
    """The rows with the room that is left over given to their marks."""
    spare = max(0.0, math.floor(top + room - rows[-1].bottom)) / len(rows)
    return [
        replace(row, head=row.head + i * spare, top=row.top + i * spare, bottom=row.bottom + (i + 1) * spare)
        for i, row in enumerate(rows)
    ]


def _colours(series: Sequence[Series], theme: Theme) -> dict[str, str]:
    """One colour for each country; the row's title repeats what it means."""
    names = list(dict.fromkeys(one.home for one in series))
    return dict(zip(names, theme.dealt([None] * len(names)), strict=True))
