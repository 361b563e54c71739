"""The pictures of a briefing: each chart is made into an SVG once, and into a PNG only for formats that need one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import charts
from timeline.briefing.content import Picture
from timeline.charts import packing
from timeline.report.drawing import Options, chart
from timeline.report.question import Question, question

if TYPE_CHECKING:
    import altair as alt

    from timeline.report.database import Database

_SIZE: Final = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
_OWN: Final = ("kinds", "places", "countries", "targets", "feeds", "statuses")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart that is wanted: its name, what differs of how it is drawn, filters that go before the briefing's own."""

    name: str
    how: Mapping[str, Any] = field(default_factory=dict)
    filters: Mapping[str, Any] = field(default_factory=dict)


def pictures(
    database: Database, asked: Question, wanted: Sequence[Drawn], options: Mapping[str, Any], *, record: bool
) -> tuple[Picture, ...]:
    """The charts in order. Raises UsageError for an unknown chart, preset, theme or language."""
    return tuple(_picture(database, asked, one, options, record) for one in wanted)


def with_png(picture: Picture, preset: str) -> Picture:
    """The picture with its PNG, which carries alt text and record as the chart's own would."""
    import vl_convert

    from timeline.charts import fonts

    fonts.register()
    scale = charts.PRESETS[preset].scale
    labels = packing.Labels(picture.title, picture.alt, picture.record)
    drawn = vl_convert.svg_to_png(picture.svg, scale=scale, ppi=72)
    return replace(picture, png=packing.png(drawn, labels, 96 * scale))


def _picture(database: Database, asked: Question, one: Drawn, options: Mapping[str, Any], record: bool) -> Picture:
    told = Options(**{**options, **one.how})
    drawn = chart(one.name, database, _narrowed(database, asked, one), told)
    svg = charts.render(drawn, "svg", record=record).decode()
    meta = _meta(drawn)
    size = _SIZE.search(svg)
    assert size is not None, "a chart without size"
    return Picture(
        one.name,
        str(meta["title"]),
        str(meta["alt"]),
        svg,
        float(size[1]),
        float(size[2]),
        record=meta["record"] if record else {},
    )


def _meta(drawn: alt.TopLevelMixin) -> dict[str, Any]:
    meta: dict[str, Any] = drawn.to_dict(validate=False)["usermeta"]["timeline"]
    return meta


def _narrowed(database: Database, asked: Question, one: Drawn) -> Question:
    """The question with the chart's own filters; rolling counts are of one kind, that with most events."""
    if one.filters:
        own = question(database.reader, dict(one.filters)).filters
        return replace(asked, filters=replace(asked.filters, **{name: getattr(own, name) for name in _given(one)}))
    return narrowed(database, asked) if one.name == "rolling" else asked


def _given(one: Drawn) -> list[str]:
    return [name for name in _OWN if one.filters.get(name)]


def narrowed(database: Database, asked: Question) -> Question:
    """The question about one kind: that of which there are most events, unless kinds are asked for."""
    if asked.filters.kinds:
        return asked
    events = database.events_of(asked).filter(pl.col("form") == "incident", pl.col("status") == "asserted")
    groups = events.group_by(kind=pl.col("kind").str.split(".").list.first()).len()
    if groups.is_empty():
        return asked
    kind = groups.sort("len", "kind", descending=[True, False])["kind"][0]
    return replace(asked, filters=replace(asked.filters, kinds=(kind,)))
