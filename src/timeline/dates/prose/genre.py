"""Is a text news, dated from its publication, or a narrative, dated from what it tells?"""

from __future__ import annotations

from datetime import date
from typing import Final

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import day_number

# Rules that count from the day of publication.
_DEICTIC: Final = frozenset(
    (
        "deictic-day",
        "this-unit",
        "last-weekday",
        "last-month-name",
        "last-season",
        "month-last-year",
        "weekday",
        "weekday-of-week",
        "day-part",
        "this-part",
    )
)
# News of any length seldom says more years than this.
_FEW_YEARS: Final = 5
# So few do where all are as many years past, in four digits.
_SOME_YEARS: Final = 3
_LONG_PAST: Final = 5
_SHORT_YEAR: Final = 99
# A text that also points to its own day needs many more to be a narrative.
_MANY_YEARS: Final = 20
_YEARS_PER_DEICTIC: Final = 5
# News says in its first sentences when it happened.
_LEAD: Final = 400
# A day as near as this to publication is the news itself.
_FRESH_DAYS: Final = 7


def is_narrative(matches: list[Match], published: date | None) -> bool:
    """True when a text says many years, and far more often than it points to the day on which it was written.

    A few do if all of them are long past, and nothing but a "today" points to that day.
    """
    said = [match.get("year") for match in matches if isinstance(match.get("year"), int) and match.get("year") > 31]
    deictic = [match for match in matches if _is_deictic(match)]
    lead = [match for match in matches if match.start < _LEAD]
    leads = any(map(_is_deictic, lead)) or any(_is_dateline(match, published) for match in lead)
    enough = _MANY_YEARS if deictic else _FEW_YEARS
    if len(said) >= enough and len(said) > _YEARS_PER_DEICTIC * len(deictic) and not leads:
        return True
    pointing = [match for match in deictic if match.get("day") != 0]
    past = published is not None and all(_SHORT_YEAR < number <= published.year - _LONG_PAST for number in said)
    return past and len(said) >= _SOME_YEARS and not pointing


def _is_deictic(match: Match) -> bool:
    """Last March counts from the day of publication; "that March" and "the night of 21 May" from what was told."""
    if match.rule.name not in _DEICTIC or (match.has("month") and match.has("part")):
        return False
    said = match.has("direction") or match.has("that")
    return not said or (match.among("direction", "from_now") and not match.opens_with("THE"))


def _is_dateline(match: Match, published: date | None) -> bool:
    """A day with its year that is the day of publication, or one close to it."""
    year, month, day = (match.get(part) for part in ("year", "month", "day"))
    if published is None or not all(isinstance(part, int) for part in (year, month, day)):
        return False
    year += published.year // 100 * 100 if year < 100 else 0
    return abs(day_number(year, month, day) - published.toordinal()) <= _FRESH_DAYS
