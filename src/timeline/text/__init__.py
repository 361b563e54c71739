"""Prose as tokens, sentences and number words, and names of countries; no calendar and no taxonomy here."""

from timeline.text.numbers import spoken_number, spoken_year
from timeline.text.sentences import sentence_of, sentence_starts
from timeline.text.tokens import Tokens, tokenise

__all__ = ["Tokens", "sentence_of", "sentence_starts", "spoken_number", "spoken_year", "tokenise"]
