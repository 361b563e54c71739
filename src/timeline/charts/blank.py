"""The chart of nothing: it says so, and still carries its sources and its as-of."""

from __future__ import annotations

from datetime import date

import altair as alt

from timeline.charts import dating, fonts, words
from timeline.charts.axis import Span
from timeline.charts.context import ChartContext
from timeline.charts.coverage import coverage_notes
from timeline.charts.presets import Preset
from timeline.charts.record import meta
from timeline.charts.sheet import Sheet, Text, edge, foot_lines, head


def blank(chart: str, size: Preset, context: ChartContext, what: str) -> alt.LayerChart:
    """A sheet of the preset's width that says that no `what` are there for the days asked."""
    subject = words.clean(context.subject or what)
    days = dating.period(context.since, context.until) if context.since and context.until else ""
    title = words.clean(context.title) if context.title else f"No {subject} in this range"
    sentence = f"No {subject} known{', ' + days if days else ''}, which does not mean that there were none."
    heading = head(size, title, words.clean(context.subtitle) if context.subtitle else days)
    margin = edge(size)
    footer = foot_lines(size, words.footer(context, (), None, *_coverage(context)))
    bottom = (len(footer) + 0.6) * size.small * fonts.LINE + margin
    top = margin + heading.height
    height = (size.height - top - bottom) if size.height else size.text * 9
    first = context.since or date(1970, 1, 1)
    sheet = Sheet(
        size, Span(first, max(first, context.until or first), size.width - 2 * margin), margin, top, height, bottom
    )
    lines = fonts.wrap(sentence, sheet.span.width, size.text, most=3)
    y = height / 2 - len(lines) * size.text * fonts.LINE / 2
    sheet.texts(
        [
            Text(
                sheet.span.width / 2, y + i * size.text * fonts.LINE, line, size.text, sheet.theme.soft, align="center"
            )
            for i, line in enumerate(lines)
        ]
    )
    sheet.foot(footer, height)
    return sheet.chart(heading, meta(chart, context, title, f"{title}. {sentence}", {"events": 0}))


def _coverage(context: ChartContext) -> list[str]:
    return coverage_notes(context, context.since or date.min, context.until or date.max)
