"""Is a text news, dated from its publication, or a narrative, dated from what it tells?"""

from __future__ import annotations

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import Period, year_of

_DEICTIC_RULES = frozenset(("deictic-day", "this-unit", "last-weekday", "last-month-name"))


def is_narrative(matches: list[Match], published: Period) -> bool:
    """True when the dates with a year mostly lie years from publication and little points to the day of publication."""
    far = near = deictic = 0
    for match in matches:
        if match.has("year") and isinstance(match.get("year"), int) and match.get("year") > 100:
            if abs(match.get("year") - year_of(published)) > 1 or match.has("era"):
                far += 1
            else:
                near += 1
        elif match.rule.name in _DEICTIC_RULES or (match.rule.name == "weekday"):
            deictic += 1
    return far >= 10 and far > 2 * (deictic + near)
