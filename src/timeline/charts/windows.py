"""Rolling counts: the last N calendar days above, the single days below, one pair of panels for each series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

import altair as alt
import polars as pl

from timeline.charts import dating, fonts, words
from timeline.charts.axis import Span, axis
from timeline.charts.blank import blank
from timeline.charts.context import ChartContext, Reference
from timeline.charts.flags import FLAG_ROWS, draw_references, flags_of, shown_in
from timeline.charts.panels import draw_days, draw_gaps, draw_rolling, highest, number_boxes, panels_of
from timeline.charts.presets import Preset, preset
from timeline.charts.record import meta
from timeline.charts.series import Peak, Series, gap_words, gaps, peak, runs, shown, within
from timeline.charts.sheet import Sheet, edge, foot_lines, head
from timeline.model import ROLLING_COUNTS, conform

MOST_SERIES: Final = 6
_AXIS_LINES: Final = 2.9
# The least height of a series' two panels, in sizes of type.
_LEAST: Final = 7.5


def rolling(
    frame: pl.DataFrame, *, context: ChartContext | None = None, references: Sequence[Reference] = ()
) -> alt.LayerChart:
    """Rolling counts (schema ROLLING_COUNTS): line = certain, band = up to possible, grey columns = single days.

    Windows that touch a gap are dashed, gaps are hatched and have no line, the first days are drawn only if the data
    reaches back. `references` are labelled lines and spans. Raises UsageError for an unknown preset.
    """
    context = context or ChartContext()
    size = preset(context.preset, context.theme)
    given, outside = within(conform(frame, ROLLING_COUNTS).drop_nulls("day").sort("series", "day"), context)
    with dating.speaking(context.language):
        if given.is_empty():
            return blank("rolling", size, context, "counts")
        series, more = _series(given, size)
        undrawn = f"{words.several(more, 'smaller series is', 'smaller series are')} not drawn" if more else ""
        notes = tuple(note for note in (outside, undrawn) if note)
        first, last = _ends(given)
        return _drawn(series, size, context, shown_in(references, first, last), notes)


def _ends(frame: pl.DataFrame) -> tuple[date, date]:
    first, last = frame["day"].min(), frame["day"].max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    return first, last


def _series(frame: pl.DataFrame, size: Preset) -> tuple[list[Series], int]:
    """The series with the most events first, at most six, and how many are left out."""
    named = frame.with_columns(pl.col("series").fill_null(""), pl.col("days").fill_null(1))
    sizes = named.group_by("series").agg(n=pl.col("possible").sum()).sort("n", "series", descending=[True, False])
    names = sizes["series"].to_list()
    colours = size.theme.dealt([None] * len(names[:MOST_SERIES]))
    # A single series takes the palette's warmest colour, the one that stands out most from the grey days.
    colours = [size.theme.strong] if len(names) == 1 else colours
    parts = [named.filter(pl.col("series") == name) for name in names[:MOST_SERIES]]
    return [
        Series(name, part, int(part["days"][0]), colour)
        for name, part, colour in zip(names, parts, colours, strict=False)
    ], max(0, len(names) - MOST_SERIES)


def _drawn(
    series: Sequence[Series], size: Preset, context: ChartContext, references: Sequence[Reference], notes: Sequence[str]
) -> alt.LayerChart:
    first, last = _ends(pl.concat([one.frame.select("day") for one in series]))
    best = peak(series[0])
    title = words.clean(context.title) if context.title else _headline(series, best, context)
    heading = head(size, title, _subtitle(series, first, last, context))
    margin = edge(size)
    gutter = fonts.measure(words.number(highest(series, size.width) * 1.6), size.text) + size.text * 0.6
    span = Span(first, last, size.width - 2 * margin - gutter)
    rows = 2 if size.height and len(series) > 1 else FLAG_ROWS
    flags, lost = flags_of(references, series, span, size, size.text * fonts.LINE * 1.2, rows)
    unnamed = f"Not labelled: {words.listed(lost)}" if lost else ""
    footer = words.footer(context, (), None, *_rules(series), *notes, unnamed)
    foot = foot_lines(size, footer)
    bottom = size.text * _AXIS_LINES + (len(foot) + 0.6) * size.small * fonts.LINE + margin
    top = margin + heading.height
    ground = max((flag.spot.box.y1 for flag in flags), default=0.0)
    height = (size.height - top - bottom) if size.height else ground + size.text * (20 + 13 * (len(series) - 1))
    sheet = Sheet(size, span, margin + gutter, top, height, bottom)
    fits = max(1, int((height - ground) / (size.text * _LEAST))) if size.height else len(series)
    if fits < len(series):
        names = words.listed([words.human(one.name).lower() for one in series[fits:]])
        kept = words.listed([words.human(one.name).lower() for one in series[:fits]])
        return _drawn(
            series[:fits],
            size,
            replace(context, subject=kept),
            references,
            (*notes, f"No room on this sheet for {names}"),
        )
    panels = panels_of(series, ground, height, size)
    draw_gaps(sheet, series, panels)
    boxes = [box for one, (above, _) in zip(series, panels, strict=True) for box in number_boxes(sheet, one, above)]
    draw_references(sheet, references, flags, panels, boxes)
    for one, (above, below) in zip(series, panels, strict=True):
        draw_rolling(sheet, one, above, named=len(series) > 1, first=one is series[0])
        draw_days(sheet, one, below)
    sheet.axis(axis(span, size.text), height)
    sheet.foot(foot, height + size.text * _AXIS_LINES)
    text = f"Rolling counts. {title}. {_description(series)} {footer}"
    return sheet.chart(heading, meta("rolling", context, title, text, _recorded(series)))


def _recorded(series: Sequence[Series]) -> dict[str, Any]:
    """What was drawn, for the record."""
    rows = sum(one.frame.height for one in series)
    return {"series": [one.name for one in series], "days": series[0].days, "rows": rows}


def _headline(series: Sequence[Series], best: Peak | None, context: ChartContext) -> str:
    """The highest window as what is certain: `At least 12 attacks in the seven days to 26 September 2022`."""
    one = series[0]
    named = words.human(one.name).lower() if len(series) > 1 else words.clean(context.subject or "")
    subject = named or words.human(one.name).lower() or "events"
    if best is None or best.value == 0:
        first, last = one.frame["day"][0], one.frame["day"][-1]
        if (one.frame["coverage"] == "gap").all():
            return f"{dating.period(first, last)}: not covered"
        undeclared = one.frame["coverage"].ne_missing("covered").any()
        return f"No {subject} {'known' if undeclared else 'reported'}, {dating.period(first, last)}"
    window = f"the {words.spelled(one.days)} days to {dating.day(best.day)}" if one.days > 1 else dating.day(best.day)
    if best.value == 1:
        # The subject is known in the plural only.
        lead = "At least one event" if subject == "events" else f"{words.capital(subject)}: at least one"
        return f"{lead} {'in' if one.days > 1 else 'on'} {window}"
    count = words.capital(words.spelled(best.value))
    least = f"At least {words.spelled(best.value)}"
    link = "in" if one.days > 1 else "on"
    short = window.removesuffix(dating.day(best.day)) + dating.day(best.day, year=False)
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
    return f"{words.capital(subject)}: {window}, and each day, {dating.period(first, last)}"


def _rules(series: Sequence[Series]) -> list[str]:
    """Sentences about gaps, undeclared days and events without an exact day that the data itself calls for."""
    frame = pl.concat([one.frame for one in series])
    out = []
    if (frame["possible"] > frame["certain"]).any():
        out.append("Events without an exact day are in the band, not in the columns")
    if (frame["coverage"] == "gap").any():
        named = [gap_words(gap["first"], gap["last"]) for gap in gaps(series[0]).iter_rows(named=True)]
        out.append(
            f"Hatched: {words.listed(named, 4)}, not zero"
            if named
            else "Hatched days were not covered, they are not zero"
        )
    undeclared = frame.filter(pl.col("coverage") == "undeclared").select("day", "coverage").unique().sort("day")
    if undeclared.height:
        named = [dating.brief(run["first"], run["last"]) for run in runs(undeclared, "coverage").iter_rows(named=True)]
        out.append(f"No coverage is declared for {words.listed(named, 4)}")
    return out


def _description(series: Sequence[Series]) -> str:
    """Each series' first, highest and last window, and its uncertainty."""
    out = []
    for one in series:
        drawn, best = shown(one.frame), peak(one)
        if drawn.is_empty() or best is None:
            continue
        first, last = drawn.row(0, named=True), drawn.row(-1, named=True)
        name = f"{words.human(one.name)}: " if one.name else ""
        begin = f"from {first['rolling_certain']} on {dating.day(first['day'])}"
        ends = f"{begin} to {last['rolling_certain']} on {dating.day(last['day'])}"
        band = int(str((drawn["rolling_possible"] - drawn["rolling_certain"]).max() or 0))
        unsure = f"; up to {band} more are possible" if band else ""
        out.append(
            f"{name}certain count of {one.days} days, {ends}, highest {best.value} on {dating.day(best.day)}{unsure}."
        )
    return " ".join(out)
