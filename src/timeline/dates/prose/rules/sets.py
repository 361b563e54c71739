"""What comes again: "every day", "each July", "weekly", "Tuesday nights"."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.reading import Reading, recurring
from timeline.dates.prose.rules.amounts import designated, is_rate
from timeline.dates.prose.rules.shifts import CALENDAR_UNITS, unknown

# Parts of a week and of a day: every one of them has a place in the calendar rather than a length.
_OF_EACH: Final = {"1WE": "XXXX-WXX-WE", "1NI": "XXXX-XX-XXTNI"}


def _any(designator: str) -> str:
    """Any day, any week: how histories are wont to be annotated where news counts the days between."""
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    return unknown(unit).value if size == 1 else designated(1, designator)


@rule(
    "every-unit",
    "EVERY (number:NUM|OTHER|ORDWORD|FEW)? unit:UNIT|UNITS",
    "PER unit:UNIT",
    examples=(
        Example("works [every day] in", "P1D", type="SET"),
        Example("votes [every four years]", "P4Y", type="SET"),
        Example("votes [every few years]", "PXY", type="SET"),
        Example("sails [every weekend]", "XXXX-WXX-WE", type="SET"),
        Example("1789, 1790, 1791, 1792, 1793: they met [every day] and", "XXXX-XX-XX", None, "SET"),
    ),
)
def resolve_every(match: Match, ctx: Context) -> Reading | None:
    """Every so many units."""
    number, of_each = match.get("number", 1), _OF_EACH.get(match.get("unit"))
    if of_each and match.opens_with("EVERY") and match.end - match.first == 2:
        return recurring(of_each)
    if ctx.told and match.opens_with("EVERY") and not match.has("number"):
        return recurring(_any(match.get("unit")))
    if match.opens_with("EVERY") and "FEW" in match.chunk.pieces[match.first + 1].lexeme.values:
        return recurring(designated(None, match.get("unit")))
    return recurring(designated(number if isinstance(number, int | float) else 2, match.get("unit")))


@rule(
    "weekends",
    "unit:SPANUNITS",
    guard=lambda match: match.get("unit") == "weekend" and match.preceded("on_weekends"),
    examples=(Example("sails on [weekends] only", "XXXX-WXX-WE", type="SET"),),
)
def resolve_weekends(match: Match, ctx: Context) -> Reading | None:
    """The weekends of any week."""
    return recurring(_OF_EACH["1WE"])


@rule(
    "every-weekday",
    "EVERY (OTHER | ORDWORD | NUM)? weekday:WEEKDAY (part:PART)?",
    "weekday:WEEKDAYS",
    "weekday:WEEKDAY part:PARTS",
    examples=(
        Example("meets [each Thursday]", "XXXX-WXX-4", type="SET"),
        Example("meets [every second Friday] in", "XXXX-WXX-5", type="SET"),
        Example("on [Tuesday nights] he", "XXXX-WXX-2TNI", type="SET"),
    ),
)
def resolve_every_weekday(match: Match, ctx: Context) -> Reading | None:
    """A weekday of every week."""
    part = f"T{match.get('part')}" if match.has("part") else ""
    return recurring(f"XXXX-WXX-{match.get('weekday')}{part}")


@rule(
    "every-month-name",
    "EVERY (month:MONTH | season:SEASON)",
    examples=(Example("in [each July] a", "XXXX-07", type="SET"),),
)
def resolve_every_month(match: Match, ctx: Context) -> Reading | None:
    """A month or season of every year."""
    return recurring(f"XXXX-{match.get('month'):02d}" if match.has("month") else f"XXXX-{match.get('season')}")


@rule(
    "every-part",
    "EVERY part:PART",
    examples=(Example("and [every morning] a", "XXXX-XX-XXTMO", type="SET"),),
)
def resolve_every_part(match: Match, ctx: Context) -> Reading | None:
    """A part of every day."""
    return recurring(f"XXXX-XX-XXT{match.get('part')}")


def _is_frequency(match: Match) -> bool:
    """A daily that has a name is a newspaper; a quarterly dividend or an everyday matter says nothing of when."""
    if match.capital(match.end_token) and not match.followed("first_person"):
        return False
    return not match.among("frequency", "adjectives_of_frequency") or not match.after()[:1].isalpha()


@rule(
    "frequency",
    "frequency:FREQUENCY",
    guard=_is_frequency,
    examples=(Example("by 20% [annually], while", "P1Y", type="SET"),),
)
def resolve_frequency(match: Match, ctx: Context) -> Reading | None:
    """Daily, weekly, annually."""
    return recurring(_any(match.get("frequency")[1:]) if ctx.told else match.get("frequency"))


@rule(
    "rate",
    "A unit:UNIT",
    guard=lambda match: is_rate(match) and not match.among("unit", "second") and not match.followed("dashes"),
    examples=(Example("1789, 1790, 1791, 1792, 1793: it lost 900 [a week] and", "P1W", None, "SET"),),
)
def resolve_rate(match: Match, ctx: Context) -> Reading | None:
    """So much or so many a year; in news it says how dear something is rather than when."""
    return recurring(designated(1, match.get("unit"))) if ctx.told else None


@rule(
    "times-a-unit",
    "(TIMES | NUM|FEW RATE) A|PER|EVERY unit:UNIT",
    examples=(
        Example("meet [twice a week] in", "P1W", type="SET"),
        Example("meet [several times a week] in", "P1W", type="SET"),
    ),
)
def resolve_times(match: Match, ctx: Context) -> Reading | None:
    """So many times a unit."""
    return recurring(designated(1, match.get("unit")))
