"""Readers: one module per container, and what a mapping makes of its rows: claims, rejects and deletions."""

from __future__ import annotations

from timeline.readers.reading import Reading, read, stream

__all__ = ["Reading", "read", "stream"]
