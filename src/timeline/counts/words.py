"""English for findings: days, periods, numbers up to ten as words."""

from __future__ import annotations

from datetime import date
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_SMALL: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def day(when: date, *, year: bool = True) -> str:
    """`26 September 2022`, or without its year."""
    name = f"{when.day} {MONTHS[when.month - 1]}"
    return f"{name} {when.year}" if year else name


def period(first: date, last: date, *, year: bool = True) -> str:
    """`20 September to 6 October 2022`: nothing said twice."""
    if first == last:
        return day(first, year=year)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{day(first, year=False)} to {day(last, year=year)}"
    return f"{first.day} to {day(last, year=year)}"


def number(value: float) -> str:
    """`200,000`, `98.4`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def spelled(count: float) -> str:
    """Whole numbers up to ten as words."""
    return _SMALL[int(count)] if count in range(len(_SMALL)) else number(count)


def bounded(value: float, bound: str, low: float | None = None, high: float | None = None) -> str:
    """A reported number with its bound: `at least 20`, `up to 44,000`, `300 to 400`."""
    if bound == "range" and low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    return {"least": "at least ", "most": "up to "}.get(bound, "") + number(value)


def capital(text: str) -> str:
    """The text with a capital letter."""
    return text[:1].upper() + text[1:]


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
