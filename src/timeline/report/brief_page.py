"""The interactive page of a question: the colours of its kinds and its typeface, for `briefing.explorer`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from timeline import briefing, kinds
from timeline.charts.themes import LIGHT
from timeline.report.brief_pictures import faces_of

if TYPE_CHECKING:
    from timeline.briefing.composing import Material
    from timeline.report.database import Database
    from timeline.report.question import Question

_PRINTED: Final = "".join(map(chr, range(0x20, 0x7F))) + "–—…“”’·"
_TEXTS: Final = ("title", "label", "place", "country", "speaker", "publisher", "quote")


def page(database: Database, asked: Question, material: Material) -> bytes:
    """The page as bytes; it needs nothing else."""
    days = asked.filters.since, asked.filters.until
    return briefing.explorer(material, _groups(database), faces_of(_letters(material)), days)


def _groups(database: Database) -> dict[str, tuple[str, str]]:
    """The groups of kinds in the order of the taxonomy, each with the colour of its marks and of its name."""
    order = {kind: place for place, kind in enumerate(kinds.names())}
    place = pl.col("kind").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    rows = database.kinds().drop_nulls("kind_group").sort(place, maintain_order=True)
    named = rows.group_by("kind_group", maintain_order=True).agg(pl.col("colour").drop_nulls().first())
    colours = LIGHT.dealt(named["colour"])
    return {name: (colour, LIGHT.readable(colour)) for name, colour in zip(named["kind_group"], colours, strict=True)}


def _letters(material: Material) -> str:
    """The characters that the page prints."""
    frames = [material.claims.select(name for name in _TEXTS if name in material.claims.columns)]
    frames.append(material.events.select("title", "label", "place", "country"))
    used = {char for frame in frames for name in frame.columns for text in frame[name].drop_nulls() for char in text}
    head = f"{material.title}{material.subtitle}{material.state}{''.join(note.text for note in material.notes)}"
    return "".join(sorted({*used, *head, *_PRINTED}))
