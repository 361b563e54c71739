"""Pieces of patterns that several rules share, and what they mean."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import Period, year_of
from timeline.dates.prose.reading import Reading, dated

# "early", "mid-", "the end of", "later in"
EDGE: Final = "((EDGE HYPHEN TO HYPHEN)? edge:EDGE|COMPARATIVE (HYPHEN | IN THE?)? | THE? edgenoun:EDGENOUN OF THE?)?"
CIRCA: Final = "(circa:CIRCA)?"
YEAR: Final = "(COMMA? OF? year:YEAR)"
WEEKDAY: Final = "(THE? weekday:WEEKDAY COMMA?)?"


def mod(match: Match) -> str | None:
    """The TIMEX3 modifier that the match's edge or approximation says."""
    return str(match.get("edge") or match.get("edgenoun") or match.get("circa") or match.get("approx") or "") or None


# Tokens that a clause may have that belongs to an expression.
_CLAUSE: Final = 14


def clause_end(match: Match, ends: str = "clause_ends") -> int:
    """Where the clause that follows the match ends in the text: "two days after [the army crossed the river]".

    A hyphen within a word, as in "semi-secret", does not end it.
    """
    tokens, end = match.scan.tokens, match.end_token
    stops, dashes = match.scan.lexicon.cue(ends), match.scan.lexicon.cue("dashes")
    while end < len(tokens) and end - match.end_token < _CLAUSE:
        within = tokens.words[end] in dashes and tokens.glued(end) and tokens.glued(end + 1)
        if tokens.words[end] in stops and not within:
            break
        end += 1
    return tokens.ends[end - 1]


def names_next(match: Match) -> bool:
    """In "the Spring Offensive" and "the Seven Years' War" the article belongs to the name."""
    following = match.end_token + match.followed("possessive_plural")
    named = match.capital(following) and match.capital(match.end_token - 1)
    return named and match.opens_with("THE")


def decade(first: int, match: Match, ctx: Context) -> Reading:
    """The decade that begins with a year; one of two digits is in the last century that fits the text."""
    if first < 100:
        here = ctx.here
        base = year_of(here) // 100 * 100 if here else 1900
        first += base if here is None or base + first <= year_of(here) + 5 else base - 100
    return dated(Period("decade", first // 10), mod=mod(match))
