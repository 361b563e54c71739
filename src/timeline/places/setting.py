"""What a whole text says about where it plays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from timeline.places.match import Match
from timeline.places.passage import Passage

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer

# A town that is so much larger than its namesakes abroad tells of its country.
_LARGE: Final = 200_000
_TIMES: Final = 8
# News of anywhere name the United States as an actor; it says little about where a namesake lies.
_FAINT: Final = {"US": 0.4}
_OFTEN: Final = 4
_TOWN: Final = 0.7
_HEADING: Final = 1.5


@dataclass(slots=True)
class Setting:
    """Weight by country, the numbers of the regions named, and the surnames of persons."""

    weight: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    regions: set[int] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)

    def support(self, country: str | None) -> float:
        """From 0, never mentioned, to 1."""
        return min(1.0, self.weight.get(country, 0.0) / 2) if country else 0.0


class Hint(NamedTuple):
    """The country that a name gives away, with what weight, and the region."""

    country: str
    weight: float
    region: int | None


def setting_of(passage: Passage, found: list[Match], gazetteer: Gazetteer) -> Setting:
    """Weigh countries by the names that can mean one thing only."""
    setting = Setting()
    counts: dict[str, int] = defaultdict(int)
    for match in found:
        if match.person:
            setting.persons.add(match.key.split()[-1])
        hint = None if match.refused or match.stop else _hint(match, gazetteer)
        if hint is None:
            continue
        counts[hint.country] += 1
        if hint.region is not None:
            setting.regions.add(hint.region)
        weight = hint.weight if counts[hint.country] < _OFTEN else hint.weight / _OFTEN
        weight *= _FAINT.get(hint.country, 1.0)
        setting.weight[hint.country] += weight + _HEADING * match.dateline
    return setting


def _hint(match: Match, gazetteer: Gazetteer) -> Hint | None:
    places = [gazetteer.by_number(reference.number) for reference in match.references]
    first, rest = places[0], places[1:]
    if first.country is None:
        return None
    if first.feature != "city":
        rivals = {place.country for place in rest if place.feature != "city" or place.population > _LARGE}
        if rivals - {first.country}:
            return None
        return Hint(first.country, 1.0, first.number if first.feature == "region" else None)
    others = max((place.population for place in rest if place.country != first.country), default=0)
    if first.population < _LARGE or first.population < others * _TIMES:
        return None
    return Hint(first.country, _TOWN, first.region if first.region >= 0 else None)
