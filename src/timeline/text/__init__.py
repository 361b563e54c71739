"""Prose as tokens, sentences and number words; no calendar and no taxonomy here."""
