"""Lengths of time: "two years", "a few days", "the past three months", "2 1/2 years", "a 10-year note"."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.reading import Reading, duration
from timeline.dates.prose.rules.parts import mod

# How much of what: "almost two and a half years", "a couple of weeks", "several days".
_COUNT: Final = "(number:NUM (more:NUM)? | A number:NUM | A? few:FEW | A few:FEWNOUN OF | A)"
AMOUNT: Final = (
    "(approx:APPROX)? (THE? AT)? "
    "(number:NUM fraction:NUM? | A? few:FEW | A? FEWNOUN OF | one:A|ANOTHER) MORE? unit:UNIT|UNITS"
)


def amount(match: Match) -> tuple[float | None, str]:
    """Count (None: some) and TIMEX3 designator of an amount."""
    if match.has("number"):
        count = match.get("number")
        count = float(count) if isinstance(count, str) else count
        return count + (match.get("fraction") or 0), match.get("unit")
    return (1 if match.has("one") else None), match.get("unit")


def designated(count: float | None, designator: str) -> str:
    """The TIMEX3 value of a duration.

    >>> designated(2.5, "1Y"), designated(None, "T1M"), designated(2, "10Y"), designated(24, "T1H"), designated(2, "1Q")
    ('P2Y6M', 'PTXM', 'P20Y', 'PT24H', 'P6M')
    """
    clock, rest = ("T", designator[1:]) if designator[0] == "T" else ("", designator)
    size = int("".join(sign for sign in rest if sign.isdigit()))
    unit = rest.lstrip("0123456789")
    if unit == "Q":
        size, unit = 3 * size, "M"
    if count is None:
        return f"P{clock}X{_VAGUE.get(rest, unit)}"
    if count % 1 == 0.5 and unit in _HALVES and size == 1:
        below, parts = _HALVES[unit]
        return f"P{clock}{f'{int(count)}{unit}' if count >= 1 else ''}{parts}{below}"
    total = count * size
    return f"P{clock}{int(total) if total == int(total) else round(total, 2)}{unit}"


_HALVES: Final = {"Y": ("M", 6), "H": ("M", 30), "M": ("S", 30)}
_VAGUE: Final = {"10Y": "DE", "100Y": "CE", "1000Y": "MI"}


def _is_duration(match: Match) -> bool:
    """Ages are no lengths of time, "a second" and "three quarters" seldom; "$5 a year" is a rate."""
    if match.get("unit") == "T1S" and match.word("unit") == "second":
        return False
    if match.get("unit") == "1Q" and not match.has("few"):
        return False
    if match.has("one") and not match.has("approx") and match.chunk.pieces[match.first].lexeme.values.get("A"):
        before = match.before()
        if not before or before[-1].isdigit() or before in _RATED or (before.endswith("s") and before not in _NO_PLURALS):
            return False
    return not (match.after() == "old" or match.after(2) == "old" or (match.after() == "of" and match.after(2) == "age"))


_RATED: Final = frozenset(("million", "billion", "percent", "cents", "%", "times", "once", "twice", "points", "people"))
_NO_PLURALS: Final = frozenset(("as", "is", "was", "has", "lasts", "takes", "this", "plus", "comes", "spends", "versus"))


def _is_span(match: Match) -> bool:
    """ "The next day" is a date; "the past day" and "the last year" are spans."""
    return _is_duration(match) and not (match.has("one") and match.word("direction") not in ("last", "past", "coming"))


@rule(
    "duration",
    AMOUNT,
    "(approx:APPROX)? number:NUM HYPHEN? unit:UNIT",
    "(approx:APPROX)? few:FEW HYPHEN unit:UNIT",
    guard=_is_duration,
    examples=(
        Example("for [2 1/2 years] the", "P2Y6M", type="DURATION"),
        Example("in [a few days] it", "PXD", type="DURATION"),
        Example("a [three-year] plan", "P3Y", type="DURATION"),
        Example("for [more than four hours]", "PT4H", type="DURATION"),
    ),
)
@rule(
    "past-amount",
    "(approx:APPROX)? THE? direction:DIRECTION (number:NUM fraction:NUM? | few:FEW | FEWNOUN OF)? unit:UNITS (OR SO)?",
    "THE direction:DIRECTION one:UNIT (OR SO)?",
    "THE ORDWORD number:NUM unit:UNITS",
    "THE? LATEST? number:NUM unit:UNITS",
    guard=_is_span,
    examples=(
        Example("in [the past three months] it", "P3M", type="DURATION"),
        Example("over [the next few days] it", "PXD", type="DURATION"),
    ),
)
def resolve_duration(match: Match, ctx: Context) -> Reading | None:
    """A length of time."""
    if match.has("one") and not match.has("unit"):
        return duration(designated(1, match.get("one")))
    return duration(designated(*amount(match)), mod(match))


@rule(
    "half-unit",
    "(approx:APPROX)? HALF A unit:UNIT",
    "(approx:APPROX)? (A HALF HYPHEN? | HALF HYPHEN) unit:UNIT",
    examples=(Example("for [half an hour] it", "PT30M", type="DURATION"),),
)
def resolve_half_unit(match: Match, ctx: Context) -> Reading | None:
    """Half of a unit."""
    return duration(designated(0.5, match.get("unit")), mod(match))


@rule(
    "unit-and-a-half",
    "(approx:APPROX)? (number:NUM|A AND A HALF unit:UNITS)",
    "(approx:APPROX)? (number:NUM|A unit:UNIT|UNITS AND A HALF)",
    examples=(Example("for [a year and a half] he", "P1Y6M", type="DURATION"),),
)
def resolve_and_a_half(match: Match, ctx: Context) -> Reading | None:
    """A number and a half of a unit."""
    count = match.get("number")
    return duration(designated((count if isinstance(count, int) else 1) + 0.5, match.get("unit")), mod(match))


@rule(
    "from-to-units",
    "(approx:APPROX)? THE DIRECTION (NUM (TO|OR|HYPHEN) NUM) unit:UNITS",
    "THE? DIRECTION? UNITS OR unit:UNITS",
    examples=(Example("in [the next 12 to 18 months] the", "PXM", type="DURATION"),),
)
def resolve_from_to(match: Match, ctx: Context) -> Reading | None:
    """Two lengths between which the true one lies."""
    unit = match.get("unit")
    return duration(designated(None, unit)) if isinstance(unit, str) else None


@rule(
    "units",
    "unit:UNITS HYPHEN",
    "unit:UNITS",
    guard=lambda match: match.before() in ("for", "in", "within", "after", "took", "spent", "lasted", "over", "of")
    and match.word("unit") not in ("seconds", "minutes", "nights", "weekends"),
    examples=(Example("lasted [weeks]", "PXW", type="DURATION"),),
)
def resolve_units(match: Match, ctx: Context) -> Reading | None:
    """Some weeks, years, centuries."""
    return duration(designated(None, match.get("unit")))
