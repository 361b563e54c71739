"""The only place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from timeline.errors import UsageError

VARIABLE = "TIMELINE_NOW"


def now() -> datetime:
    """The present moment in UTC, or the one that TIMELINE_NOW gives in ISO form (without offset: UTC).

    Raises UsageError when TIMELINE_NOW holds something else.
    """
    fixed = os.environ.get(VARIABLE, "").strip()
    if not fixed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageError(
            f"{VARIABLE} is {fixed[:40]!r}, which is no ISO date and time such as 2022-09-26T18:00Z"
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def today(zone: str) -> date:
    """The present civil day in a zone (IANA name or offset). Raises UsageError for an unknown zone."""
    from timeline.dates.zones import at_zone

    return at_zone(now(), zone).date()
