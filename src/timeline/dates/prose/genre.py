"""Is a text news, dated from its publication, or a narrative, dated from what it tells?"""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match

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
# A text that also points to its own day needs many more to be a narrative.
_MANY_YEARS: Final = 20
_YEARS_PER_DEICTIC: Final = 5
# News says in its first sentences when it happened.
_LEAD: Final = 400


def is_narrative(matches: list[Match]) -> bool:
    """True when a text says many years, and far more often than it points to the day on which it was written."""
    years = sum(isinstance(match.get("year"), int) and match.get("year") > 31 for match in matches)
    deictic = sum(match.rule.name in _DEICTIC for match in matches)
    leads = any(match.rule.name in _DEICTIC for match in matches if match.start < _LEAD)
    return bool(
        years >= (_MANY_YEARS if deictic else _FEW_YEARS) and years > _YEARS_PER_DEICTIC * deictic and not leads
    )
