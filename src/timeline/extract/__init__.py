"""Prose to claims: text, publication date, kinds and places in; a frame out."""
