"""Documents in, claims out, as frames."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import polars as pl

from timeline.extract.assembly import LEAST, read
from timeline.extract.counting import is_tally
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.quantities import Quantity
from timeline.kinds import Taxonomy
from timeline.model import EXTRACTED
from timeline.places import Gazetteer

_AND: Final = " […] "
_FURTHER: Final = 7


def claims(documents: pl.DataFrame, taxonomy: Taxonomy, gazetteer: Gazetteer) -> pl.DataFrame:
    """The claims of documents (DOCUMENTS), as EXTRACTED in the order of the documents and of their sentences."""
    rows: list[dict[str, Any]] = []
    wanted = documents.select("document_key", "text", "published_on", "publisher", "url", "published_at")
    for document in wanted.iter_rows(named=True):
        text = document.pop("text")
        published = document.pop("published_on")
        rows += (document | row for row in of_text(text or "", published, taxonomy, gazetteer))
    return pl.DataFrame(rows, schema=EXTRACTED)


def of_text(
    text: str, published: date | None, taxonomy: Taxonomy, gazetteer: Gazetteer, *, least: float = LEAST
) -> list[dict[str, Any]]:
    """The claims of one text as rows of EXTRACTED, but for what only its document knows; `least`: confidence."""
    document, drafts = read(text, published, taxonomy, gazetteer, least=least)
    return list(rows_of(document, drafts, taxonomy))


def rows_of(document: Document, drafts: list[Draft], taxonomy: Taxonomy) -> Iterator[dict[str, Any]]:
    """Each draft as a row of EXTRACTED."""
    for draft in drafts:
        start, end = document.bounds(draft.sentence)
        quotes = [document.text[slice(*document.bounds(each))] for each in (draft.sentence, *draft.also[:_FURTHER])]
        yield {
            "start": start,
            "end": end,
            "quote": _AND.join(quotes),
            "trigger": _trigger(document, draft),
            "kind": draft.kind,
            "rule": draft.hits[0].pattern.text,
            "form": "tally" if is_tally(draft) else "incident",
            "modality": draft.modality.modality if draft.modality else "asserted",
            "importance": _importance(draft, taxonomy),
            "speaker": draft.speaker,
            "carrier": draft.carrier,
            # A single victim told by name is no number that the text gives.
            "quantities": [_quantity(each) for each in draft.quantities if "named" not in each.cues],
            "confidence": draft.confidence,
            "doubt": "; ".join(draft.doubts) or None,
            **_when(document, draft),
            **_where(draft),
        }


def _when(document: Document, draft: Draft) -> dict[str, Any]:
    said = draft.dating
    if said is None:
        return {}
    return {
        "starts": said.starts,
        "ends": said.ends,
        "precision": said.precision,
        "lasting": said.lasting,
        "date_basis": said.basis,
        "date_text": said.text,
        "date_anchor": document.published,
        "date_rule": said.rule,
    }


def _where(draft: Draft) -> dict[str, Any]:
    first = draft.places[0] if draft.places else None
    return {
        "places": [" ".join(place.text.split()) for place in draft.places],
        "place": first.shown if first else None,
        "country": draft.country,
        "lat": first.lat if first else None,
        "lon": first.lon if first else None,
    }


def _trigger(document: Document, draft: Draft) -> str:
    token = document.units.token
    return document.text[document.tokens.starts[token[draft.first]] : document.tokens.ends[token[draft.stop - 1]]]


def _importance(draft: Draft, taxonomy: Taxonomy) -> int:
    return 3 if draft.weak else taxonomy.importance.get(draft.kind, 2)


def _quantity(quantity: Quantity) -> dict[str, Any]:
    return {
        "measure": quantity.measure,
        "basis": quantity.basis,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "direction": quantity.direction,
        "who": quantity.who,
        "scope": quantity.scope,
    }
