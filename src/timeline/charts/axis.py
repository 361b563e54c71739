"""The axis of days: where a day lies in pixels, and which days, months or years are named below it.

A day is a cell; its name stands centred below the cell, and the next larger unit is named once, where it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

from timeline.charts import dating, fonts

_EPOCH: Final = date(1970, 1, 1)
_DAY_MS: Final = 86_400_000


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a chart, both inclusive, laid out over `width` pixels."""

    first: date
    last: date
    width: float

    @property
    def days(self) -> int:
        """How many days the chart shows."""
        return (self.last - self.first).days + 1

    @property
    def cell(self) -> float:
        """Width of one day."""
        return self.width / self.days

    def left(self, day: date) -> float:
        """Left edge of a day's cell."""
        return (day - self.first).days * self.cell

    def right(self, day: date) -> float:
        """Right edge of a day's cell."""
        return self.left(day) + self.cell

    def centre(self, day: date) -> float:
        """Middle of a day's cell."""
        return self.left(day) + self.cell / 2

    def ms(self, x: float) -> int:
        """The instant at a pixel, in milliseconds since 1970, where a day begins at midnight UTC."""
        return round(((self.first - _EPOCH).days + x / self.cell) * _DAY_MS)


class Mark(NamedTuple):
    """One name on the axis: where it stands, and how it is aligned there."""

    x: float
    text: str
    align: str


class Axis(NamedTuple):
    """Ticks (x, and whether a larger unit begins there), and the two rows of names."""

    ticks: tuple[tuple[float, bool], ...]
    upper: tuple[Mark, ...]
    lower: tuple[Mark, ...]


def axis(span: Span, size: float) -> Axis:
    """Name the days if they fit, else Mondays, else months, else quarters, else years in natural steps."""
    if span.cell >= fonts.measure("Wed 28", size) + size * 0.9:
        return _daily(span, size, weekday=True)
    if span.cell >= fonts.measure("28", size) + size * 0.55:
        return _daily(span, size, weekday=False)
    if span.cell * 7 >= fonts.measure("28", size) + size * 1.5 and span.days <= 200:
        return _mondays(span, size)
    for step, abbreviated in ((1, False), (1, True), (3, True)):
        if span.cell * 28 * step >= fonts.measure("Sep" if abbreviated else "September", size) + size * 0.7:
            return _monthly(span, size, step, abbreviated)
    return _yearly(span, size)


def _every(span: Span) -> Iterator[date]:
    return (span.first + timedelta(days=i) for i in range(span.days))


def _daily(span: Span, size: float, *, weekday: bool) -> Axis:
    days = list(_every(span))
    names = tuple(
        Mark(span.centre(day), f"{dating.weekday(day)} {day.day}" if weekday else str(day.day), "center")
        for day in days
    )
    ticks = tuple((span.left(day), day.day == 1) for day in days[1:])
    return Axis(ticks, names, _months_below(span, size))


def _mondays(span: Span, size: float) -> Axis:
    days = [day for day in _every(span) if day.weekday() == 0]
    names = [Mark(max(span.centre(day), 0.0), str(day.day), "center") for day in days]
    below = _months_below(span, size, dating.mondays())
    # A long tick would cross the name of a Monday beside it.
    clear = [
        (
            first,
            _named(below, span.left(first))
            and all(abs(name.x - span.left(first)) > fonts.measure(name.text, size) / 2 + 1 for name in names),
        )
        for first in _firsts(span, 1)
    ]
    ticks = {span.left(day): False for day in days} | {span.left(day): long for day, long in clear}
    ticks.pop(0.0, None)
    return Axis(tuple(sorted(ticks.items())), tuple(_within(names, span, size)), below)


def _monthly(span: Span, size: float, step: int, abbreviated: bool) -> Axis:
    starts = _firsts(span, step)
    names = _month_names(starts, span, size, step, short=abbreviated)
    if not abbreviated:
        # A part of a month at an end of the axis may have room for the short name only: then all are short.
        short = _month_names(starts, span, size, step, short=True)
        names = short if len(short) > len(names) else names
    below = _years_below(span, size)
    begun = [day for day in starts if day > span.first]
    ticks = tuple((span.left(day), day.month == 1 and _named(below, span.left(day))) for day in begun)
    return Axis(ticks, tuple(_within(names, span, size)), below)


def _month_names(starts: list[date], span: Span, size: float, step: int, *, short: bool) -> list[Mark]:
    """A name for each month that has room for it; a quarter that began before the axis is not named there."""
    named = [(start, after, dating.month(start.month, short=short)) for start, after in _pairs(starts, span)]
    if step > 1:
        return [Mark(span.left(start), text, "left") for start, _, text in named if start.day == 1]
    return [
        Mark((span.left(start) + after) / 2, text, "center")
        for start, after, text in named
        if after - span.left(start) >= fonts.measure(text, size)
    ]


def _named(below: Iterable[Mark], x: float) -> bool:
    """Whether the larger unit that begins at `x` has a name: a long tick without one would point at nothing."""
    return any(abs(name.x - x) < 0.01 for name in below)


def _yearly(span: Span, size: float) -> Axis:
    room = fonts.measure("2022", size) + size
    step = next(
        step
        for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000)
        if span.cell * 365.25 * step >= room or step == 10_000
    )
    years = [year for year in range(span.first.year, span.last.year + 1) if year % step == 0]
    starts = [max(date(max(year, 1), 1, 1), span.first) for year in years]
    if step > 1:
        names = [Mark(span.left(day), str(day.year), "left") for day in starts]
    else:
        pairs = [(day, after) for day, after in _pairs(starts, span) if after - span.left(day) >= room - size]
        names = [Mark((span.left(day) + after) / 2, str(day.year), "center") for day, after in pairs]
    ticks = tuple((span.left(day), True) for day in starts if day > span.first)
    return Axis(ticks, tuple(_within(names, span, size)), ())


def _firsts(span: Span, step: int) -> list[date]:
    """The firsts of every `step` months in the span, and the span's own first day when it begins between two."""
    year, month = span.first.year, span.first.month
    out: list[date] = []
    while (year, month) <= (span.last.year, span.last.month):
        if (month - 1) % step == 0:
            out.append(max(date(year, month, 1), span.first))
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return out


def _pairs(starts: list[date], span: Span) -> Iterator[tuple[date, float]]:
    """Each start with the pixel where its unit ends."""
    edges = [span.left(day) for day in starts[1:]] + [span.width]
    return zip(starts, edges, strict=True) if starts else iter(())


def _within(names: Iterable[Mark], span: Span, size: float) -> Iterator[Mark]:
    """The names that neither leave the axis nor touch the one before."""
    end = -size
    for name in names:
        width = fonts.measure(name.text, size)
        left = name.x - (width / 2 if name.align == "center" else 0)
        if left >= max(end + size * 0.3, -size * 0.3) and left + width <= span.width + size * 0.3:
            yield name
            end = left + width


def _months_below(span: Span, size: float, before: str = "") -> tuple[Mark, ...]:
    """Month names where each begins; the year stands with the first month and with every January."""
    names = []
    for start, after in _pairs(_firsts(span, 1), span):
        dated = start == span.first or start.month == 1
        options = [_month(start, dated=dated), _month(start, dated=dated, short=True)]
        if dated and start == span.first:
            options = [before + option for option in options] + options
        room = after - span.left(start) - size * 0.4
        text = next((option for option in options if fonts.measure(option, size, fonts.BOLD) <= room), None)
        if text:
            names.append(Mark(span.left(start), text, "left"))
    return _with_year(tuple(names), span, size)


def _month(start: date, *, dated: bool, short: bool = False) -> str:
    return dating.month_of(start, short=short) if dated else dating.month(start.month, short=short)


def _with_year(names: tuple[Mark, ...], span: Span, size: float) -> tuple[Mark, ...]:
    """If the first month was too narrow for its year, the next one says it."""
    year = str(span.last.year)
    if any(year in name.text for name in names) or not names:
        return names or (Mark(0.0, year, "left"),)
    index = 0 if span.last.year == span.first.year else len(names) - 1
    texts = (f"{names[index].text} {year}", f"{names[index].text[:3]} {year}")
    end = names[index + 1].x if index + 1 < len(names) else span.width
    fitting = (text for text in texts if fonts.measure(text, size, fonts.BOLD) <= end - names[index].x)
    name = names[index]._replace(text=next(fitting, texts[1]))
    return (*names[:index], name, *names[index + 1 :])


def _years_below(span: Span, size: float) -> tuple[Mark, ...]:
    """Every year where it begins, but for the rest of a year that is too short for its name."""
    starts = [max(date(year, 1, 1), span.first) for year in range(span.first.year, span.last.year + 1)]
    room = fonts.measure("2022", size, fonts.BOLD) + size * 0.4
    pairs = list(_pairs(starts, span))
    kept = [day for day, after in pairs if after - span.left(day) >= room] or starts[-1:]
    return tuple(_within((Mark(span.left(day), str(day.year), "left") for day in kept), span, size))


def round_number(most: float) -> float:
    """The highest number of one digit (1, 2 or 5) that is not above `most`."""
    if most <= 0:
        return 1.0
    power = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    return max((m * power for m in (1, 2, 5) if m * power <= most), default=most)
