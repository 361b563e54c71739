"""Amounts of time, "two and a half years", as patterns and as TIMEX3 values."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match

# "about", "almost", "more than" before an amount.
APPROX: Final = "(approx:APPROX)?"
# How much of what: "almost two and a half years", "a couple of weeks", "several days".
_COUNT: Final = (
    "number:NUM (AND? fraction:FRACTION | AND A? half:HALF)? | A? few:FEW | A? noun:FEWNOUN OF | one:A|ANOTHER"
)
AMOUNT: Final = f"{APPROX} (THE? AT)? ({_COUNT}) MORE? unit:UNIT|UNITS"


def amount(match: Match) -> tuple[float | None, str]:
    """Count (None: some) and TIMEX3 designator of an amount."""
    if match.has("number"):
        count = match.get("number")
        count = float(count) if isinstance(count, str) else count
        return count + (match.get("fraction") or 0) + _half(match), match.get("unit")
    if match.among("noun", "pairs"):
        return 2, match.get("unit")
    return (1 + _half(match) if match.has("one") else None), match.get("unit")


def _half(match: Match) -> float:
    return 0.5 if match.has("half") else 0


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
    if count % 1 == 0.5 and clock + unit in _HALVES and size == 1:
        below, parts = _HALVES[clock + unit]
        return f"P{clock}{f'{int(count)}{unit}' if count >= 1 else ''}{parts}{below}"
    total = count * size
    return f"P{clock}{int(total) if total == int(total) else round(total, 2)}{unit}"


def is_rate(match: Match) -> bool:
    """So much or so many a year: a number or a plural stands before the article."""
    before = match.before()
    if match.has("approx") or not match.opens_with("A"):
        return False
    plural = before.endswith("s") and not match.preceded("no_plurals")
    return not before or before[-1].isdigit() or plural or match.preceded("rated")


_HALVES: Final = {"Y": ("M", 6), "TH": ("M", 30), "TM": ("S", 30)}
_VAGUE: Final = {"10Y": "DE", "100Y": "CE", "1000Y": "MI"}
