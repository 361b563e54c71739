"""Dates counted from something that happened: "two days after the border was closed", "the day before the vote"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.adjoining import day_behind
from timeline.dates.prose.rules.amounts import AMOUNT, amount
from timeline.dates.prose.rules.offsets import begins_event, length_of
from timeline.dates.prose.rules.parts import LONG_CLAUSE, clause_end, clause_tokens
from timeline.dates.prose.rules.shifts import CALENDAR_UNITS, shifted, unknown

# What `--explain` says of an offset from something whose day is not known.
_UNTOLD: Final = "the event's own day: the text has not said it"


def _in_apposition(match: Match) -> bool:
    """True for "On 27 June 1950, two days after ...": the words say the date before them again."""
    before = match.chunk.pieces[max(match.first - 2, 0) : match.first]
    if len(before) < 2 or not before[1].lexeme.values.keys() & {"COMMA", "HYPHEN", "OPEN"}:
        return False
    return bool(before[0].lexeme.values.keys() & {"YEAR", "DAY", "MONTH", "DAYORD"})


def _event(reading: Reading, match: Match, ctx: Context) -> Reading:
    """The reading over the whole clause; in apposition it is the date before it."""
    if _in_apposition(match) and ctx.latest is not None:
        reading = dated(ctx.latest, anchor=ctx.latest.value)
    return replace(reading, stop=clause_end(match), moves=False)


@rule(
    "after-event",
    f"{AMOUNT} when:OFFSET",
    "unit:UNITS when:OFFSET",
    guard=lambda match: (
        match.among("when", "before_or_after") and begins_event(match) and not match.preceded("lasting")
    ),
    examples=(
        Example("fled [two days] after 33 soldiers were killed", "P2D", type="DURATION"),
        Example(
            "in 1948, 1949, 1951, 1952: On 27 June 1950, [two days after the army invaded], he", "1950-06-27", None
        ),
        Example("came [two days] after Christmas", "P2D", type="DURATION"),
        Example("fled [two days] after the border was closed", "P2D", type="DURATION"),
        Example("he fled [hours] before they came", "PTXH", type="DURATION"),
    ),
)
def resolve_after_event(match: Match, ctx: Context) -> Reading | None:
    """In a narrative so long after something that happened; in news the length of time, and from a date the day."""
    count, designator = amount(match)
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    counted = bool(unit) and count is not None and count == int(count)
    steps = int(count or 0) * size * match.get("when") if counted else 0
    behind = day_behind(match, ctx, "joins_date") if counted else None
    if not ctx.told:
        length = length_of(match)
        return _at(length, behind, unit, steps) if behind else _from_event(length, unit, steps, match, ctx)
    if not counted:
        return _event(vague(""), match, ctx)
    return _event(shifted(behind or ctx.reference, unit, steps, match), match, ctx)


def _from_event(length: Reading, unit: str, steps: int, match: Match, ctx: Context) -> Reading:
    """A length of time from something that happened, with the day that it leads to where the text has said when.

    "On Monday, two days after it was closed": the day is said itself. Else it is known only from where it was counted.
    """
    clause = clause_tokens(match, most=LONG_CLAUSE)
    whole = replace(length, phrase=_phrase(match, clause))
    beside = ctx.day_beside(match)
    if beside is not None:
        return replace(whole, period=beside, precision="day", anchor=beside.value, days=None)
    start = ctx.day_of_event(match, clause)
    if start is not None and steps:
        return _at(whole, start, unit, steps)
    here = start or ctx.here
    if start is None:
        ctx.notes.append(_UNTOLD)
    return replace(whole, anchor=here.value if here is not None else None)


def _phrase(match: Match, clause: range) -> tuple[int, int]:
    """Where the expression and the clause behind it stand in the text."""
    return match.start, match.scan.tokens.ends[clause.stop - 1]


def _at(length: Reading, start: Period, unit: str, steps: int) -> Reading:
    """A length of time from a day that is said, with the day or the period that it leads to."""
    far = start.shift(7 * steps) if unit == "week" else start.to(unit).shift(steps)
    return replace(length, period=far, precision=far.unit, anchor=start.value)


@rule(
    "day-before",
    "THE unit:SPANUNIT when:OFFSET",
    guard=lambda match: match.among("when", "before_or_after"),
    examples=(
        Example("On 3 May 1917 he left. [The day before], he", "1917-05-02", None),
        Example("it was [the day after] Thanksgiving", "1997-11-28"),
        Example("He fled [the day after] the border was closed.", "XXXX-XX-XX"),
    ),
)
def resolve_day_before(match: Match, ctx: Context) -> Reading | None:
    """The day before or the year after a date that follows, or what was said last."""
    behind, unit, steps = day_behind(match, ctx, "joins_date"), match.get("unit"), match.get("when")
    if behind is not None and not ctx.told:
        return shifted(behind, unit, steps, match)
    if not ctx.told and match.after().isalpha() and not match.followed("no_event"):
        return _day_from_event(unit, steps, match, ctx)
    reading = shifted(behind or ctx.said(unit), unit, steps, match)
    return _event(reading, match, ctx) if ctx.told and match.after().isalpha() else reading


def _day_from_event(unit: str, steps: int, match: Match, ctx: Context) -> Reading:
    """The day after something that happened: of the day that the text has said for it, else of the day it is at."""
    clause = clause_tokens(match, most=LONG_CLAUSE)
    phrase, beside = _phrase(match, clause), ctx.day_beside(match)
    if beside is not None:
        return replace(dated(beside.to(unit), anchor=beside.value), phrase=phrase)
    start = ctx.day_of_event(match, clause)
    if start is None:
        ctx.notes.append(_UNTOLD)
        start = None if ctx.reread else ctx.last_day
    if start is not None:
        return replace(shifted(start, unit, steps, match), phrase=phrase)
    return replace(unknown(unit), phrase=phrase, anchor=ctx.here.value if ctx.here is not None else None)
