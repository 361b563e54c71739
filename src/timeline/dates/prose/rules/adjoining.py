"""A date that stands right behind an expression and says from where, or on which day, it is meant."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import Period
from timeline.text.sentences import sentence_of

# Rules whose expressions are days.
_DAYS: Final = frozenset(
    ("month-day", "day-month", "weekday", "last-weekday", "deictic-day", "holiday", "iso-day", "named-day", "day-part")
)
_CLOCKS: Final = frozenset(("clock",))
# "10:35 a.m. (0735 GMT) Friday": clock times between a clock time and its day, and words between two of them.
_OTHERS: Final = 3
_JOINTS: Final = 4


def day_behind(match: Match, ctx: Context, joints: str) -> Period | None:
    """The day said right behind a match, over words of a cue and over other clock times; None without one."""
    end = match.end_token
    for other in ctx.matches[ctx.position + 1 : ctx.position + 1 + _OTHERS]:
        if not _joined(match, end, other.start_token, joints):
            return None
        if other.rule.name in _DAYS:
            reading = other.rule.resolve(other, ctx)
            found = reading.period if reading is not None else None
            return found if found is not None and found.unit == "day" else None
        if other.rule.name not in _CLOCKS:
            return None
        end = other.end_token
    return None


def day_in_apposition(match: Match, ctx: Context) -> Period | None:
    """The day that says an expression again: "two days later, on 12 May"."""
    if not match.followed("appositions"):
        return None
    found = day_behind(match, ctx, "joins_apposition")
    # What was turned down is told once, with the day itself.
    ctx.notes.clear()
    return found


def _joined(match: Match, end: int, start: int, joints: str) -> bool:
    """True when nothing but words of a cue stands between two tokens of one sentence."""
    words, cue = match.scan.tokens.words, match.scan.lexicon.cue(joints)
    if sentence_of(match.scan.sentences, start) > match.start_token:
        return False
    return start - end <= _JOINTS and all(
        words[index] in cue or words[index + 1] in match.scan.lexicon.cue("time") for index in range(end, start)
    )
