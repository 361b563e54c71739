"""What a rule makes of a match, and what the caller gets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from timeline.dates.prose.periods import Period, as_date

# Precision words of the ledger for units that it calls otherwise.
_PRECISION: Final = {"weekend": "range"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A resolved match. `period` None: a vague, recurring or unresolved expression.

    moves: whether what follows may refer to it. days: its first and last day number where they are not the period's.
    stop: where the expression ends in the text, if not where the match does. phrase: code points of the expression
    together with the event that it is counted from.
    """

    type: str
    value: str
    period: Period | None = None
    precision: str | None = None
    mod: str | None = None
    anchor: str | None = None
    alternatives: tuple[str, ...] = ()
    moves: bool = True
    days: tuple[int, int] | None = None
    stop: int | None = None
    phrase: tuple[int, int] | None = None

    def dates(self) -> tuple[date | None, date | None]:
        """First and last civil day, or None for each."""
        if self.period is None:
            return None, None
        return (as_date(self.days[0]), as_date(self.days[1])) if self.days else self.period.dates()


class Phrase(NamedTuple):
    """Words of the text with their code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: code-point offsets, TIMEX3 type and value, and for a resolved DATE or TIME its days.

    starts, ends: first and last civil day, None where unresolved or beyond what Python's dates reach. rule: the rule
    that found it; mod: TIMEX3 modifier (START, MID, END, APPROX, ...); anchor: the date it was counted from;
    alternatives: readings turned down, each with why (with `explain`); phrase: the expression together with the event
    that it is counted from, as in "two days after the border was closed".
    """

    start: int
    end: int
    text: str
    type: str
    value: str
    starts: date | None = None
    ends: date | None = None
    precision: str | None = None
    rule: str = ""
    mod: str | None = None
    anchor: str | None = None
    alternatives: tuple[str, ...] = ()
    phrase: Phrase | None = None


def dated(period: Period, *, mod: str | None = None, anchor: str | None = None, **more: object) -> Reading:
    """A DATE that is a period."""
    return Reading("DATE", period.value, period, period.unit, mod, anchor, **more)  # type: ignore[arg-type]


def vague(value: str, kind: str = "DATE") -> Reading:
    """A DATE or TIME without days of its own."""
    return Reading(kind, value, moves=False)


def duration(value: str, mod: str | None = None) -> Reading:
    """A DURATION."""
    return Reading("DURATION", value, mod=mod, moves=False)


def recurring(value: str) -> Reading:
    """A SET."""
    return Reading("SET", value, moves=False)


def timed(day: Period | None, clock: str, precision: str, anchor: str | None = None) -> Reading:
    """A TIME: a day (or an unknown one) with a clock time or a part of day after the T."""
    value = f"{day.value if day else 'XXXX-XX-XX'}T{clock}"
    return Reading("TIME", value, day, precision if day else None, anchor=anchor)
