"""The filters that every question takes, as SQL conditions with values bound, never pasted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events or claims are meant. Kinds include their sub-kinds; days are inclusive and touch what overlaps."""

    since: date | None = None
    until: date | None = None
    kinds: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def where(self, columns: frozenset[str]) -> tuple[str, list[object]]:
        """(condition, values) over a relation with these columns; filters it has no column for are left out."""
        parts: list[str] = []
        values: list[object] = []
        for condition, value, needs in self._conditions("feeds" in columns):
            if value and needs <= columns:
                parts.append(condition)
                values.append(list(value) if isinstance(value, tuple) else value)
        return " AND ".join(parts) or "true", values

    def _conditions(self, several_feeds: bool) -> list[tuple[str, object, set[str]]]:
        feed = "list_has_any(feeds, ?)" if several_feeds else "list_contains(?, feed)"
        return [
            ("coalesce(ends, starts) >= ?", self.since, {"starts"}),
            ("coalesce(starts, ends) <= ?", self.until, {"starts"}),
            ("kind_matches(kind, ?)", self.kinds, {"kind"}),
            ("list_contains(list_transform(?, lambda p: lower(p)), lower(place))", self.places, {"place"}),
            ("list_contains(list_transform(?, lambda p: upper(p)), upper(country))", self.countries, {"country"}),
            (feed, self.feeds, {"feeds"} if several_feeds else {"feed"}),
            ("list_contains(?, status)", self.statuses, {"status"}),
            ("list_contains(?, target)", self.targets, {"target"}),
            ("list_contains(?, event_id)", self.events, {"event_id"}),
            ("list_contains(?, claim_id)", self.claims, {"claim_id"}),
        ]
