"""What was read out of a text, for a person: each claim, its sentence with the words by the part they play, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from textwrap import shorten
from typing import Final

from timeline.extract.assembly import read
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

ROLES: Final = ("trigger", "time", "place", "number", "speaker", "modality")


@dataclass(frozen=True, slots=True)
class Explained:
    """One claim. head: what it says; words: its sentence in pieces, each with one of ROLES or ""; notes: why."""

    head: str
    words: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def explain(text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer) -> Iterator[Explained]:
    """Each claim of a text, in the order of its sentences."""
    document, drafts = read(text, published, taxonomy, gazetteer)
    for draft in drafts:
        yield Explained(_head(draft), tuple(_pieces(document, draft)), tuple(_notes(document, draft)))


def _head(draft: Draft) -> str:
    said = draft.dating
    days = [str(day) if day else "?" for day in ((said.starts, said.ends) if said else (None, None))]
    where = ", ".join(filter(None, (draft.places[0].name if draft.places else None, draft.country)))
    modality = draft.modality.modality if draft.modality else "asserted"
    told = "undated" if days == ["?", "?"] else " to ".join(dict.fromkeys(days))
    return "  ".join(filter(None, (draft.kind, told, where, modality, f"{draft.confidence:.2f}")))


def _pieces(document: Document, draft: Draft) -> Iterator[tuple[str, str]]:
    start, end = document.bounds(draft.sentence)
    at = start
    for first, last, role in sorted(_marked(document, draft)):
        if at <= first < last <= end:
            yield document.text[at:first], ""
            yield document.text[first:last], role
            at = last
    yield document.text[at:end], ""


def _marked(document: Document, draft: Draft) -> Iterator[tuple[int, int, str]]:
    tokens, token = document.tokens, document.units.token
    yield tokens.starts[token[draft.first]], tokens.ends[token[draft.stop - 1]], "trigger"
    if draft.dating and draft.dating.span:
        yield *draft.dating.span, "time"
    if draft.attribution:
        yield *draft.attribution, "speaker"
    if draft.modality and draft.modality.cue:
        yield *draft.modality.cue, "modality"
    for place in draft.places:
        yield place.start, place.end, "place"
    for quantity in draft.quantities:
        yield quantity.start, quantity.end, "number"


def _notes(document: Document, draft: Draft) -> Iterator[str]:
    yield "trigger " + shorten(draft.hits[0].pattern.text, 90, placeholder=" …")
    if draft.dating:
        text = f"{draft.dating.text!r}, " if draft.dating.text else ""
        counted = f", counted from {draft.dating.anchor}" if draft.dating.anchor else ""
        yield f"date {text}{draft.dating.basis}{counted}"
    for each in draft.quantities:
        sense = ", ".join(part for part in (each.measure, each.basis, each.scope) if part)
        yield f"number {each.value:g} {each.unit}: {sense}" if each.value is not None else each.unit
    if draft.speaker or draft.carrier:
        yield f"according to {draft.speaker or 'nobody named'}" + (f", via {draft.carrier}" if draft.carrier else "")
    for sentence in draft.also:
        yield "also: " + " ".join(document.text[slice(*document.bounds(sentence))].split())
    if draft.doubts:
        yield "look at it: " + "; ".join(draft.doubts)
