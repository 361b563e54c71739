"""Readers of prose: pages, texts, feeds and archives of them become model.DOCUMENTS."""

from __future__ import annotations

from timeline.readers.prose.documents import documents, holds_prose
from timeline.readers.prose.draft import ProseBatch
from timeline.readers.prose.formats import FORMATS, named_format, prose_format
from timeline.readers.prose.front import told_in
from timeline.readers.prose.note import plain_text

__all__ = ["FORMATS", "ProseBatch", "documents", "holds_prose", "named_format", "plain_text", "prose_format", "told_in"]
