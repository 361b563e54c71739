"""Pieces of patterns that several rules share, and what they mean."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import Period, year_of
from timeline.dates.prose.reading import Reading, dated
from timeline.text.sentences import sentence_of

# "early", "mid-", "the end of", "later in"
EDGE: Final = "((EDGE HYPHEN TO HYPHEN)? edge:EDGE|COMPARATIVE (HYPHEN | IN THE?)? | THE? edgenoun:EDGENOUN OF THE?)?"
CIRCA: Final = "(circa:CIRCA)?"
YEAR: Final = "(COMMA? OF? year:YEAR)"
WEEKDAY: Final = "(THE? weekday:WEEKDAY COMMA?)?"


def mod(match: Match) -> str | None:
    """The TIMEX3 modifier that the match's edge or approximation says."""
    return str(match.get("edge") or match.get("edgenoun") or match.get("circa") or match.get("approx") or "") or None


# The days of a month that are early and those that are in the middle of it; the rest is late.
_THIRDS: Final = {"START": (0, 9), "MID": (10, 19)}


def dated_in_part(period: Period, match: Match, anchor: str | None = None) -> Reading:
    """A period of which the match may say the part; "early May" has its first ten days, "late May" those from the 21st.

    TIMEX3 keeps the month as the value and the part as its modifier.
    """
    days = None
    if period.unit == "month" and match.among("edge", "thirds"):
        first, last = period.days()
        begin, end = _THIRDS.get(match.get("edge"), (20, last - first))
        days = first + begin, first + end
    return dated(period, mod=mod(match), anchor=anchor, days=days)


# Tokens that a clause may have that belongs to an expression, and one that is told beside it.
_CLAUSE: Final = 14
LONG_CLAUSE: Final = 30


def clause_tokens(match: Match, ends: str = "clause_ends", most: int = _CLAUSE) -> range:
    """The tokens of the clause that follows the match: "two days after [the army crossed the river]".

    A hyphen within a word, as in "semi-secret", does not end it, nor does the period of "Dr.".
    """
    tokens, end, stops = match.scan.tokens, match.end_token, match.scan.lexicon.cue(ends)
    while end < len(tokens) and end - match.end_token < most:
        if tokens.words[end] in stops and not _is_within(match, end):
            break
        end += 1
    return range(match.end_token, end)


def _is_within(match: Match, index: int) -> bool:
    """True for the hyphen of a word and the period of an abbreviation."""
    tokens = match.scan.tokens
    if tokens.words[index] == ".":
        following = tokens.word(index + 1)
        return following[:1].isalnum() and sentence_of(match.scan.sentences, index + 1) != index + 1
    dash = tokens.words[index] in match.scan.lexicon.cue("dashes")
    return dash and tokens.glued(index) and tokens.glued(index + 1)


def clause_end(match: Match, ends: str = "clause_ends") -> int:
    """Where that clause ends in the text."""
    return match.scan.tokens.ends[clause_tokens(match, ends).stop - 1]


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
