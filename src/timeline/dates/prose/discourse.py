"""Reading a text from left to right while keeping the date that it is at.

News is dated from its publication, so one pass does. A narrative is dated from what it told last, and one wrong turn (a
comparison year, a citation) would take everything after it along: so a few readings of the whole are kept side by side,
each with its cost, and the cheapest at the end wins. Going on in time is cheap, going back is dear, and a date may be
taken as an aside that leaves the story where it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import log2
from typing import Final, TypeAlias

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import RANK, Period, year_of
from timeline.dates.prose.reading import Reading
from timeline.dates.prose.sections import Frame, frames
from timeline.text.sentences import sentence_of

# Readings kept side by side.
WIDTH: Final = 4
# Candidates tried for a date whose year is not said.
CHOICES: Final = 3
# A step forward costs the logarithm of its months or years; one back this much more.
BACK: Final = 1.3
BACK_START: Final = 0.7
# What it costs to take a date as an aside: by its precision, and less for a year in brackets.
ASIDE: Final = {"day": 6.0, "month": 4.0, "year": 2.0}
ASIDE_BRACKETED: Final = 1.0
ASIDE_UNSAID: Final = 3.0
ASIDE_STEP: Final = 0.5
# A month without its year is the next one: what it costs to pass over a whole year.
SKIP: Final = 5.0
_DAYS_A_YEAR: Final = 366
# What it costs to take a month or a day out of the years that the heading of its section says.
OUTSIDE: Final = 2.0
# Nor does it belong to what was told before an aside that stands close to it.
PAST_ASIDE: Final = 3.0
# Nor to the year before within a paragraph: "in March, and in December".
YEAR_BEFORE: Final = 1.0
_MONTH_BEFORE: Final = -31
# Section headings say where the story goes on.
HEADING: Final = 0.3
_HEADING_LENGTH: Final = 120
_DAYS_A_MONTH: Final = 30.0
_DAYS_IN_YEAR: Final = 365.0
# Rules whose expressions are no finer than a season; where most are, the story steps by years.
_COARSE: Final = frozenset(("year", "season", "season-year", "winter-of-two-years", "decade", "century"))
_FINE: Final = frozenset(("month", "month-year", "month-day", "day-month", "month-day-to", "month-day-onwards"))
# A report that has gone on to such a period no longer compares quarters.
_LONGER_THAN_QUARTER: Final = frozenset(("P6M", "P9M", "P12M", "P1Y"))

Resolved: TypeAlias = tuple[Match, Reading, tuple[str, ...]]
_Trail: TypeAlias = "tuple[_Trail | None, Resolved]"


@dataclass(frozen=True, slots=True)
class _State:
    cost: float
    reference: Period | None
    latest: Period | None
    trail: _Trail | None


@dataclass(frozen=True, slots=True)
class _Place:
    heading: bool
    brackets: bool
    frame: Frame
    runs_on: bool
    same_sentence: bool
    pace: float


def follow(matches: list[Match], context: Context) -> list[Resolved]:
    """Resolve news: everything in order, once."""
    resolved: list[Resolved] = []
    untold: list[tuple[int, int]] = []
    context.matches = matches
    for context.position, match in enumerate(matches):
        context.notes.clear()
        reading = match.rule.resolve(match, context)
        if reading is not None:
            if reading.phrase is not None and reading.period is None:
                untold.append((context.position, len(resolved)))
            resolved.append((match, reading, tuple(context.notes)))
            if reading.value in _LONGER_THAN_QUARTER:
                context.quarterly = False
            if reading.moves and reading.period is not None:
                context.recall(reading.period, match)
    _read_again(untold, resolved, context)
    return resolved


def _read_again(untold: list[tuple[int, int]], resolved: list[Resolved], context: Context) -> None:
    """Resolve what counts from an event whose day the text says only later.

    untold: positions of such expressions, among all and among the resolved.
    """
    context.reread = True
    for context.position, place in untold:
        match = resolved[place][0]
        context.notes.clear()
        again = match.rule.resolve(match, context)
        if again is not None and again.period is not None:
            resolved[place] = match, again, tuple(context.notes)


def search(matches: list[Match], context: Context) -> list[Resolved]:
    """Resolve a narrative: the cheapest of the readings kept."""
    states = [_State(0.0, _first_said(matches, context), None, None)]
    context.matches = matches
    framed, steps = frames(matches, context), pace(matches)
    for context.position, match in enumerate(matches):
        following: dict[Period | None, _State] = {}
        place = _place(match, context, framed[context.position], steps)
        for state in states:
            for found in _continued(state, match, place, context):
                best = following.get(found.reference)
                if best is None or found.cost < best.cost:
                    following[found.reference] = found
        states = sorted(following.values(), key=lambda found: found.cost)[:WIDTH]
    return _unwound(states[0].trail)


def _first_said(matches: list[Match], context: Context) -> Period | None:
    """The first date of a text that says its year: what stands before it is counted from there."""
    for match in matches:
        if match.has("year"):
            reading = match.rule.resolve(match, context)
            if reading is not None and reading.period is not None:
                return reading.period
    return None


def _unwound(trail: _Trail | None) -> list[Resolved]:
    resolved: list[Resolved] = []
    while trail is not None:
        resolved.append(trail[1])
        trail = trail[0]
    return resolved[::-1]


def _continued(state: _State, match: Match, place: _Place, context: Context) -> Iterator[_State]:
    """The ways a reading of the text can go on at a match."""
    unsaid = False
    for choice in range(CHOICES):
        context.reference, context.latest, context.choice, context.offered = state.reference, state.latest, choice, 0
        context.notes.clear()
        reading = match.rule.resolve(match, context)
        unsaid = context.offered > 1
        if reading is None:
            yield state
            return
        trail = (state.trail, (match, reading, tuple(context.notes)))
        last = choice + 1 >= context.offered
        if not last and match.preceded("since") and _ahead(state.reference, reading.period):
            continue
        if reading.period is None or not reading.moves:
            yield _State(state.cost, state.reference, state.latest, trail)
        else:
            yield from _moved(state, place, reading.period, unsaid, trail)
        if last:
            return


def _moved(state: _State, place: _Place, period: Period, unsaid: bool, trail: _Trail) -> Iterator[_State]:
    cost, step = state.cost, step_cost(state.reference, period, place.pace if period.unit == "year" else _DAYS_A_MONTH)
    if place.heading:
        yield _State(cost + HEADING * step, period, period, trail)
        return
    if unsaid:
        cost += _against(state, place, period)
    if RANK[period.unit] <= RANK["year"]:
        yield _State(cost + step, period, period, trail)
    aside = ASIDE_UNSAID + ASIDE_STEP * step if unsaid else _aside_cost(place, period)
    yield _State(cost + aside, state.reference, period, trail)


def _against(state: _State, place: _Place, period: Period) -> float:
    """What speaks against a date whose year is filled in."""
    (first, last), latest, cost = period.days(), state.latest, 0.0
    if state.reference is not None:
        cost += SKIP if first - state.reference.days()[1] > _DAYS_A_YEAR else 0.0
        cost += YEAR_BEFORE if place.runs_on and year_of(period) < year_of(state.reference) else 0.0
    if place.frame is not None and (last < place.frame[0] or first > place.frame[1]):
        cost += OUTSIDE
    if latest is not None and latest != state.reference:
        cost += PAST_ASIDE if _passes_over(latest, period, place) else 0.0
    return cost


def _passes_over(latest: Period, period: Period, place: _Place) -> bool:
    """True when a date leaves an aside right before it: a day or a month of the paragraph, a year of the sentence."""
    first, last = period.days()
    if latest.unit in ("day", "month"):
        return place.runs_on and not _MONTH_BEFORE <= first - latest.days()[1] <= _DAYS_A_YEAR
    return latest.unit == "year" and place.same_sentence and (first > latest.days()[1] or last < latest.days()[0])


def _ahead(reference: Period | None, period: Period | None) -> bool:
    """Nothing has been going on since a day that is yet to come."""
    return reference is not None and period is not None and period.days()[0] > reference.days()[1]


def _aside_cost(place: _Place, period: Period) -> float:
    if period.unit == "year" and place.brackets:
        return ASIDE_BRACKETED
    if period.unit == "year" and place.pace > _DAYS_A_MONTH:
        return ASIDE["month"]
    return ASIDE.get(period.unit, ASIDE["month"] if RANK[period.unit] < RANK["year"] else ASIDE["year"])


def pace(matches: list[Match]) -> float:
    """The days of one step from a year to another: those of a month, or of a year where most dates are no finer."""
    coarse = sum(match.rule.name in _COARSE for match in matches)
    return _DAYS_IN_YEAR if coarse > sum(match.rule.name in _FINE for match in matches) else _DAYS_A_MONTH


def step_cost(reference: Period | None, period: Period, days: float = _DAYS_A_MONTH) -> float:
    """What it costs to go from a date to another, in steps of so many days."""
    if reference is None:
        return 0.0
    (start, end), (first, last) = reference.days(), period.days()
    if first > end:
        return log2(1 + (first - end) / days)
    if last < start:
        return BACK_START + BACK * log2(1 + (start - last) / days)
    return 0.0


def _place(match: Match, context: Context, frame: Frame, steps: float) -> _Place:
    """Where a match stands, and whether the date before it stands in its paragraph and its sentence."""
    heading, brackets = in_heading(match), in_brackets(match)
    if not context.position:
        return _Place(heading, brackets, frame, False, False, steps)
    before = context.matches[context.position - 1]
    runs_on = "\n" not in match.scan.tokens.text[before.stop : match.start]
    same = before.start_token >= sentence_of(match.scan.sentences, match.start_token)
    return _Place(heading, brackets, frame, runs_on, same, steps)


def in_brackets(match: Match) -> bool:
    """True when an open bracket stands shortly before the match."""
    for distance in range(1, 8):
        word = match.before(distance)
        if word == "(":
            return True
        if word in (")", ""):
            return False
    return False


def in_heading(match: Match) -> bool:
    """True when the match stands in a paragraph of one short line that does not end like a sentence."""
    text, first, last = match.scan.tokens.text, match.start - _HEADING_LENGTH, match.stop + _HEADING_LENGTH
    start = text.rfind("\n", max(first, 0), match.start) + 1
    end = text.find("\n", match.stop, last)
    if (start == 0 and first > 0) or (end < 0 and last < len(text)):
        return False
    end = end if end >= 0 else len(text)
    if text[max(start - 2, 0) : start].strip("\n") or text[end : end + 2].strip("\n"):
        return False
    line = text[start:end].strip()
    return len(line) < _HEADING_LENGTH and line[-1] not in ".!?,;:\"'"
