"""The pictures of a briefing: each chart is made into an SVG once, and into a PNG only for formats that need one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from timeline import charts
from timeline.briefing.content import Briefing, Picture, texts
from timeline.briefing.files import Dress
from timeline.charts import files, fonts, packing
from timeline.report.drawing import Options, chart
from timeline.report.question import Question, question

if TYPE_CHECKING:
    from timeline.report.database import Database

_SIZE: Final = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"')
CELLS: Final = 6
# Reports of numbers: that there were many of them is no finding.
REPORTS: Final = ("border_crossing",)
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

    scale = charts.PRESETS[preset].scale
    drawn = vl_convert.svg_to_png(picture.svg, scale=scale, ppi=72)
    return replace(picture, png=packing.png(drawn, _labels(picture), 96 * scale))


def with_faces(picture: Picture) -> Picture:
    """The picture with its SVG as a file of its own: typeface, alt text and record in it."""
    return replace(picture, svg=packing.svg(picture.svg, _labels(picture)))


def dressed(pictures: Sequence[Picture], form: str, preset: str, narrow: Sequence[Picture] = ()) -> tuple[Picture, ...]:
    """The pictures as a format takes them: a PNG for Office, a file of its own for HTML and Markdown.

    `narrow` are the same charts drawn for a narrow screen, each in its place, where the format shows one or the other.
    """
    if narrow:
        less = (with_faces(replace(one, record={})).svg for one in narrow)
        pictures = [replace(one, narrow=svg) for one, svg in zip(pictures, less, strict=True)]
    if form in ("docx", "pptx", "slide"):
        return tuple(with_png(one, preset) for one in pictures)
    return tuple(map(with_faces, pictures)) if form in ("html", "md") else tuple(pictures)


def dress(form: str, told: Briefing, template: Path | None = None) -> Dress:
    """What a format needs beside the briefing: the typeface, whole or the letters that the page uses."""
    if form == "html":
        return Dress(faces=faces_of(texts(told)))
    return Dress(fonts=tuple(map(str, fonts.folders())), template=template)


def faces_of(used: str) -> str:
    """CSS rules with the letters of a text, in both weights."""
    arabic = "".join(char for char in used if "\u0600" <= char <= "\u06ff")
    wanted = {(fonts.FAMILY, weight): used for weight in (fonts.REGULAR, fonts.BOLD)}
    return fonts.faces(wanted | {(fonts.ARABIC, fonts.REGULAR): arabic} if arabic else wanted)


def _labels(picture: Picture) -> packing.Labels:
    return packing.Labels(picture.title, picture.alt, picture.record)


def _picture(database: Database, asked: Question, one: Drawn, options: Mapping[str, Any], record: bool) -> Picture:
    told = Options(**{**options, **one.how})
    drawn = files.picture(chart(one.name, database, _narrowed(database, asked, one), told), record)
    size = _SIZE.search(drawn.svg)
    assert size is not None, "a chart without size"
    labels = drawn.labels
    edges = float(size[1]), float(size[2])
    return Picture(one.name, labels.title, labels.alt, drawn.svg, *edges, record=labels.record)


def _narrowed(database: Database, asked: Question, one: Drawn) -> Question:
    """The question with the chart's own filters; rolling counts are of one kind, that with most events."""
    if one.filters:
        own = question(database.reader, dict(one.filters)).filters
        return replace(asked, filters=replace(asked.filters, **{name: getattr(own, name) for name in _given(one)}))
    if one.name == "grid" and not asked.filters.kinds:
        return replace(asked, filters=replace(asked.filters, kinds=most_frequent(database, asked)[:CELLS]))
    return narrowed(database, asked) if one.name == "rolling" else asked


def _given(one: Drawn) -> list[str]:
    return [name for name in _OWN if one.filters.get(name)]


def narrowed(database: Database, asked: Question) -> Question:
    """The question about the kinds that are asked for, without those that only report numbers; where none is, about
    the one of which there are most events.
    """
    named = asked.filters.kinds
    kinds = tuple(kind for kind in named if kind not in REPORTS) if named else most_frequent(database, asked)[:1]
    return replace(asked, filters=replace(asked.filters, kinds=kinds)) if kinds else asked


def most_frequent(database: Database, asked: Question) -> tuple[str, ...]:
    """The kinds, each with its sub-kinds, by how many events there are of them."""
    events = database.events_of(asked).filter(pl.col("form") == "incident", pl.col("status") == "asserted")
    bare = events.filter(~pl.col("kind").is_in(REPORTS))
    groups = (bare if bare.height else events).group_by(kind=pl.col("kind").str.split(".").list.first()).len()
    return tuple(groups.sort("len", "kind", descending=[True, False])["kind"])
