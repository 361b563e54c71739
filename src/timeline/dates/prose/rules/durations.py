"""Lengths of time: "two years", "a few days", "the past three months", "2 1/2 years", "a 10-year note"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import month
from timeline.dates.prose.reading import Reading, duration
from timeline.dates.prose.rules.amounts import AMOUNT, APPROX, amount, designated, is_rate
from timeline.dates.prose.rules.calendar import year_said
from timeline.dates.prose.rules.parts import clause_end, mod, names_next

_MANY: Final = "number:NUM (AND? fraction:FRACTION)? | few:FEW | noun:FEWNOUN OF"
# Units of which the first or the last is a length of time; a first day is a date, a first quarter that of a year.
_PARTS_OF_EVENTS: Final = frozenset(("T1M", "T1H", "1W", "1M", "1Y"))
_QUARTER_CENTURY: Final = 25
# Where the words after "to six days" are, counted from its near end.
_BEHIND_RANGE: Final = 4


def _is_name(match: Match) -> bool:
    """The Seven Years' War, the Hundred Days: number and unit with capitals behind an article."""
    article = match.opens_with("THE")
    led = (article or match.preceded("the")) and not match.has("direction")
    return led and match.capital(match.start_token + article) and match.capital(match.end_token - 1)


def _is_duration(match: Match) -> bool:
    """Ages are no lengths of time, nor is "a second" or "three quarters of it"; "$5 a year" is a rate."""
    if names_next(match) or _is_name(match) or match.preceded("age_leads"):
        return False
    if match.has("approx") and match.preceded("about_what"):
        return False
    if match.followed("old") or match.followed("old", 2) or (match.followed("of") and match.followed("age", 2)):
        return False
    if match.get("unit") == "T1S" and match.among("unit", "second"):
        return False
    if match.get("unit") == "1Q" and not match.has("direction") and (match.has("one") or match.followed("of")):
        return False
    return not (match.has("one") and (match.followed("dashes") or is_rate(match)))


def _is_span(match: Match) -> bool:
    """The past day and the last year are spans; the next day is a date, and the last day of something is no length."""
    if match.scan.tokens.word(match.start_token) in match.scan.lexicon.cue("lasts") and match.preceded("before_verbs"):
        return False
    if match.has("one") and not match.among("direction", "back_span"):
        return False
    return _is_duration(match) and not (match.get("one") == "1D" and match.followed("of_or_to"))


def _is_near_end(match: Match) -> bool:
    """The two of "two to six days"; with "and" only behind "between", and not of ages or years ago."""
    if match.followed("number_and") and not match.preceded("between"):
        return False
    age = match.followed("old", _BEHIND_RANGE) or match.followed("age", _BEHIND_RANGE + 1)
    return not (age or match.followed("offsets", _BEHIND_RANGE))


@rule(
    "duration",
    AMOUNT,
    f"{APPROX} number:NUM HYPHEN? unit:UNIT",
    f"{APPROX} few:FEW HYPHEN unit:UNIT",
    "(A | THE SAME?) number:NUM HYPHEN unit:UNIT PERIOD",
    "OVER one:A unit:UNIT",
    "long:UNIT HYPHEN LONG",
    "long:LONGWORD",
    f"{APPROX} A number:WORDNUM unit:UNITS",
    "number:NUM HYPHEN? unit:UNIT HYPHEN? LONG",
    "ANOTHER number:NUM unit:UNITS",
    "THE number:NUM DIRECTION unit:UNITS",
    guard=_is_duration,
    examples=(
        Example("for [2 1/2 years] the", "P2Y6M", type="DURATION"),
        Example("in [a few days] it", "PXD", type="DURATION"),
        Example("a [three-year] plan", "P3Y", type="DURATION"),
        Example("for [more than four hours]", "PT4H", type="DURATION"),
    ),
)
@rule(
    "range-of-amounts",
    f"{APPROX} number:NUM (= TO|OR|AND NUM unit:UNITS)",
    guard=_is_near_end,
    examples=(
        Example("within [two] to six days", "P2D", type="DURATION"),
        Example("between [three] and four months", "P3M", type="DURATION"),
    ),
)
@rule(
    "past-amount",
    f"{APPROX} THE? direction:DIRECTION (({_MANY}) MORE?)? unit:UNITS (OR SO)?",
    "THE direction:DIRECTION one:UNIT (OR SO)?",
    "THE ORDWORD number:NUM unit:UNITS",
    "THE? LATEST? number:NUM unit:UNITS",
    guard=_is_span,
    examples=(
        Example("in [the past three months] it", "P3M", type="DURATION"),
        Example("over [the next few days] it", "PXD", type="DURATION"),
        Example("in [the last eight trading days] it", "P8D", type="DURATION"),
    ),
)
@rule(
    "unit-of-event",
    "THE ORDWORD|FINAL one:UNIT (= OF)",
    guard=lambda match: match.get("one") in _PARTS_OF_EVENTS,
    examples=(
        Example("in [the last year] of his life he", "P1Y", type="DURATION"),
        Example("in [the first hour] of the raid", "PT1H", type="DURATION"),
    ),
)
def resolve_duration(match: Match, ctx: Context) -> Reading | None:
    """A length of time."""
    if match.has("long"):
        return duration(designated(1, match.get("long")))
    if match.has("one") and not match.has("unit"):
        found = duration(designated(1, match.get("one")))
    else:
        found = duration(designated(*amount(match)), mod(match))
    if ctx.told and match.followed("of"):
        return replace(found, stop=clause_end(match, "complement_ends"))
    return found


@rule(
    "part-of-month",
    "THE which:DIRECTION|ORD|ORDWORD (number:NUM)? unit:SPANUNIT|SPANUNITS OF month:MONTH (COMMA? year:YEAR)?",
    guard=lambda match: match.get("unit") in ("day", "week"),
    examples=(Example("in [the last two weeks of February 1951] it", "P2W", type="DURATION"),),
)
def resolve_part_of_month(match: Match, ctx: Context) -> Reading | None:
    """The first or last weeks or days of a month: a length that has its days."""
    year, count = year_said(match, ctx), match.get("number", 1)
    found = month(year, match.get("month")) if year is not None else ctx.month(match.get("month"), match)
    value = designated(count, "1D" if match.get("unit") == "day" else "1W")
    if found is None or not isinstance(count, int):
        return duration(value)
    length, (first, last) = count * (1 if match.get("unit") == "day" else 7), found.days()
    which = match.get("which")
    start = last - length + 1 if which < 0 else first + (which - 1) * length
    if which == 0 or not first <= start <= last:
        return duration(value)
    days = (start, min(start + length - 1, last))
    return Reading("DURATION", value, found, "range", anchor=found.value, days=days)


@rule(
    "half-unit",
    f"{APPROX} HALF A unit:UNIT",
    f"{APPROX} (A|THE HALF HYPHEN? | HALF HYPHEN) unit:UNIT",
    examples=(Example("for [half an hour] it", "PT30M", type="DURATION"),),
)
def resolve_half_unit(match: Match, ctx: Context) -> Reading | None:
    """Half of a unit."""
    return duration(designated(0.5, match.get("unit")), mod(match))


@rule(
    "quarter-of-unit",
    f"{APPROX} A QUARTER (HYPHEN | OF A) unit:UNIT",
    guard=lambda match: match.get("unit") == "100Y",
    examples=(
        Example("for [a quarter-century] he", "P25Y", type="DURATION"),
        Example("for [nearly a quarter of a century] he", "P25Y", type="DURATION"),
    ),
)
def resolve_quarter_of_unit(match: Match, ctx: Context) -> Reading | None:
    """A quarter of a century."""
    return duration(designated(_QUARTER_CENTURY, "1Y"), mod(match))


@rule(
    "unit-and-a-half",
    f"{APPROX} (number:NUM|A HYPHEN? AND HYPHEN? A HYPHEN? HALF HYPHEN? unit:UNIT|UNITS)",
    f"{APPROX} (number:NUM|A unit:UNIT|UNITS AND A HALF)",
    examples=(Example("for [a year and a half] he", "P1Y6M", type="DURATION"),),
)
def resolve_and_a_half(match: Match, ctx: Context) -> Reading | None:
    """A number and a half of a unit."""
    count = match.get("number")
    return duration(designated((count if isinstance(count, int) else 1) + 0.5, match.get("unit")), mod(match))


@rule(
    "unit-ended",
    "THE unit:UNIT (= COMMA? ENDED)",
    guard=lambda match: match.get("unit") in ("1W", "1M"),
    examples=(Example("fell in [the week] ended March 16", "P1W", type="DURATION"),),
)
def resolve_unit_ended(match: Match, ctx: Context) -> Reading | None:
    """A week or a month with an end of its own."""
    return duration(designated(1, match.get("unit")))


@rule(
    "from-to-units",
    f"{APPROX} THE DIRECTION (NUM (TO|OR|HYPHEN) NUM) unit:UNITS",
    "THE? DIRECTION? UNITS OR unit:UNITS",
    f"{APPROX} NUM HYPHEN NUM unit:UNITS",
    "A unit:UNIT OR NUM",
    examples=(
        Example("within [7-10 days] of", "PXD", type="DURATION"),
        Example("in [the next 12 to 18 months] the", "PXM", type="DURATION"),
    ),
)
def resolve_from_to(match: Match, ctx: Context) -> Reading | None:
    """Two lengths between which the true one lies."""
    unit = match.get("unit")
    return duration(designated(None, unit)) if isinstance(unit, str) else None


def _are_units(match: Match) -> bool:
    """Weeks behind "for" are a length of time, "the weeks" only with "over" before them or "ahead" after."""
    if match.has("the"):
        return match.preceded("over")
    if not match.has("bare"):
        return True
    return match.preceded("lasting") and match.among("bare", "lasting_units")


@rule(
    "units",
    "THE unit:UNITS AHEAD",
    "THE ORDWORD unit:UNITS",
    "the:THE (EDGE)? unit:UNITS",
    "unit:UNITS HYPHEN LONG",
    "bare:UNITS",
    guard=_are_units,
    examples=(Example("lasted [weeks]", "PXW", type="DURATION"),),
)
def resolve_units(match: Match, ctx: Context) -> Reading | None:
    """Some weeks, years, centuries."""
    return duration(designated(None, match.get("unit") or match.get("bare")))


@rule(
    "while",
    "A WHILE",
    "few:FEW moment:TIMEWORD",
    guard=lambda match: not match.has("few") or (match.among("few", "some") and match.among("moment", "time")),
    examples=(Example("without it for [a while].", "PXX", type="DURATION"),),
)
def resolve_while(match: Match, ctx: Context) -> Reading | None:
    """A length of which nothing is said."""
    return duration("PXX")
