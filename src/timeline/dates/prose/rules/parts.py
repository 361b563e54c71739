"""Pieces of patterns that several rules share, and what they mean."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match

# "early", "mid-", "the end of", "later in"
EDGE: Final = "((EDGE HYPHEN TO HYPHEN)? edge:EDGE|COMPARATIVE (HYPHEN | IN THE?)? | THE? edgenoun:EDGENOUN OF THE?)?"
CIRCA: Final = "(circa:CIRCA)?"
YEAR: Final = "(COMMA? OF? year:YEAR)"
WEEKDAY: Final = "(THE? weekday:WEEKDAY COMMA?)?"


def mod(match: Match) -> str | None:
    """The TIMEX3 modifier that the match's edge or approximation says."""
    return str(match.get("edge") or match.get("edgenoun") or match.get("circa") or match.get("approx") or "") or None
