"""Deliveries of prose: documents are read, claims are read out of them, and both go into the spool."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator
from collections.abc import Mapping as Table
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from timeline import extract, kinds, model, places, readers
from timeline.errors import TimelineError
from timeline.worker.spool import Parts
from timeline.worker.tasks import Limits, Outcome, Task, claims_file, documents_file, rejects_file

# Documents carry their texts, so few are held at once.
_HELD_DOCUMENTS = 2_000
_HELD_CLAIMS = 20_000
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True)
class ProseClaims:
    """A batch: the documents (model.DOCUMENTS), what is read out of them (model.CLAIMS), and model.REJECTS."""

    documents: pl.DataFrame
    claims: pl.DataFrame
    rejects: pl.DataFrame


def parse_prose(task: Task, spool: Path, limits: Limits) -> Outcome:
    """Read the delivery into files of claims, rejects and documents; memory stays flat however many there are."""
    claims = Parts(claims_file(spool, task.id), model.CLAIMS, _HELD_CLAIMS)
    rejects = Parts(rejects_file(spool, task.id), model.REJECTS)
    documents = Parts(documents_file(spool, task.id), model.DOCUMENTS, _HELD_DOCUMENTS)
    for batch in stream_prose(task, limits):
        claims.add(batch.claims)
        rejects.add(batch.rejects)
        documents.add(batch.documents)
    # Most deliveries of prose are one article, and the files that they leave are many.
    claims.close(even_empty=False)
    rejects.close(even_empty=False)
    documents.close()
    rows = documents.rows + rejects.rows
    return Outcome(task.id, rows, claims.rows, rejects.rows, documents=documents.rows)


def read_documents(task: Task, spool: Path, limits: Limits) -> dict[str, int]:
    """Only the documents of a delivery, into its files of documents and rejects; how many there are of each."""
    rejects = Parts(rejects_file(spool, task.id), model.REJECTS)
    documents = Parts(documents_file(spool, task.id), model.DOCUMENTS, _HELD_DOCUMENTS)
    for batch in read_batches(task, limits):
        rejects.add(batch.rejects)
        documents.add(batch.documents)
    rejects.close()
    documents.close()
    return {"documents": documents.rows, "rejects": rejects.rows}


def stream_prose(task: Task, limits: Limits) -> Iterator[ProseClaims]:
    """The documents of a task and their claims, batch by batch."""
    for batch in read_batches(task, limits):
        found = extract.claims(batch.documents, *knowledge(task))
        yield ProseClaims(batch.documents, as_claims(found), batch.rejects)


def knowledge(task: Task) -> tuple[kinds.Taxonomy, places.Gazetteer]:
    """The kinds and places that the task's text is read with."""
    told = task.prose or {}
    return _taxonomy(*_file(told, "kinds_file")), _gazetteer(*_file(told, "places_file"))


def load(task: Task) -> None:
    """Load the kinds ahead of the texts; what is wrong with them is told of the texts. The places, whose index may have
    to be made first, are loaded fast.
    """
    with suppress(TimelineError, OSError):
        _taxonomy(*_file(task.prose or {}, "kinds_file"))


def read_batches(task: Task, limits: Limits) -> Iterator[readers.ProseBatch]:
    """The documents of a task and its rejects, batch by batch."""
    settings, told = task.mapping or {}, task.prose or {}
    fetched = told.get("fetched_at")
    return readers.documents(
        task.path,
        task.name,
        format=settings.get("format"),
        sidecar=told.get("sidecar"),
        published=settings.get("published"),
        publisher=settings.get("publisher"),
        zone=task.zone,
        fetched_at=datetime.fromisoformat(fetched) if fetched else None,
        limit=limits.unpacked,
    )


def _file(told: Table[str, Any], name: str) -> tuple[Path | None, int]:
    """A file of the project and when it was written."""
    path = Path(told[name]) if told.get(name) else None
    return path, path.stat().st_mtime_ns if path else 0


@lru_cache(maxsize=1)
def _taxonomy(project_file: Path | None, written: int) -> kinds.Taxonomy:
    del written
    return kinds.taxonomy(project_file)


@lru_cache(maxsize=1)
def _gazetteer(project_file: Path | None, written: int) -> places.Gazetteer:
    del written
    return places.load(project_file)


def as_claims(found: pl.DataFrame) -> pl.DataFrame:
    """What was read out of documents (model.EXTRACTED) as model.CLAIMS.

    row_key: document, kind and hash of the quote, so that a claim stays itself while the text around it changes; equal
    ones are numbered in the order of the text.
    """
    hashes = pl.Series("hash", [quote_hash(quote) for quote in found["quote"]], dtype=pl.String)
    keys = pl.concat_str("document_key", "kind", "hash", separator=_UNIT)
    keyed = found.with_columns(hashes).with_columns(row_key=keys)
    ordinal = pl.int_range(pl.len()).over("row_key").cast(pl.String)
    keyed = keyed.with_columns(row_key=pl.concat_str("row_key", ordinal, separator=_UNIT), single=pl.lit(False))
    return model.conform(keyed, model.CLAIMS)


def quote_hash(quote: str | None) -> str:
    """A short hash of a quote that is the same where only blanks, case and forms of letters differ."""
    words = " ".join(unicodedata.normalize("NFKC", quote or "").casefold().split())
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:12]
