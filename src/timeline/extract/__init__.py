"""Prose to claims: text, publication date, kinds and places in, EXTRACTED out. No file is read and no clock asked."""

from timeline.extract.frames import claims, of_text

__all__ = ["claims", "of_text"]
