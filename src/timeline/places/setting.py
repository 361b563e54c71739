"""What a whole text says about where it plays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from timeline.places.entries import Place
from timeline.places.match import Match
from timeline.places.settle import settle

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer

# A town that is so much larger than its namesakes abroad tells of its country.
_LARGE: Final = 200_000
_TIMES: Final = 8
# News of anywhere name the United States as an actor; it says little about where a namesake lies.
_FAINT: Final = {"US": 0.5}
_OFTEN: Final = 4
_STANDS_OUT: Final = 1.5
_PLENTY: Final = 1.5
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
        return min(1.0, self.weight.get(country, 0.0) / _PLENTY) if country else 0.0

    def lead(self, country: str | None) -> float:
        """How much of the text's weight the country has, against the one that has most: from 0 to 1."""
        most = max(self.weight.values(), default=0.0)
        return self.weight.get(country, 0.0) / most if country and most else 0.0

    def main(self) -> str | None:
        """The country that the text is about, where one stands out."""
        ranked = sorted(self.weight.items(), key=lambda item: -item[1])[:2]
        if not ranked or (len(ranked) == 2 and ranked[0][1] < _STANDS_OUT * ranked[1][1]):
            return None
        return ranked[0][0]


class Hint(NamedTuple):
    """The country that a name gives away, with what weight, and the region."""

    country: str
    weight: float
    region: int | None
    by_name: bool = False


def setting_of(found: list[Match], gazetteer: Gazetteer) -> Setting:
    """Weigh countries by the names that can mean one thing only."""
    setting = Setting()
    counts: dict[str, int] = defaultdict(int)
    faint: dict[str, float] = defaultdict(float)
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
        if hint.by_name:
            weight = min(weight, _FAINT.get(hint.country, 9.0) - faint[hint.country])
            faint[hint.country] += weight
        setting.weight[hint.country] += weight + _HEADING * match.dateline
    _namesakes(found, setting, gazetteer)
    return setting


def _region_meant(match: Match, region: Place, others: list[Place]) -> bool:
    """A region that is called like its chief town is meant where it is called a province."""
    return match.typed_region or all(other.country != region.country for other in others)


def _namesakes(found: list[Match], setting: Setting, gazetteer: Gazetteer) -> None:
    """Countries that share their name (Georgia) count too, once it is clear that the country is meant."""
    seen: set[str] = set()
    for match in found:
        if match.refused or len(match.references) == 1 or match.key in seen:
            continue
        seen.add(match.key)
        if gazetteer.by_number(match.references[0].number).feature == "country":
            place = settle(match, gazetteer, setting).place
            if place.country and not setting.weight.get(place.country):
                setting.weight[place.country] += 1.0


def _hint(match: Match, gazetteer: Gazetteer) -> Hint | None:
    places = [gazetteer.by_number(reference.number) for reference in match.references]
    first, rest = places[0], places[1:]
    if first.country is None:
        return None
    if first.feature != "city":
        rivals = {place.country for place in rest if place.feature != "city" or place.population > _LARGE}
        if rivals - {first.country}:
            return None
        region = first.number if first.feature == "region" and _region_meant(match, first, rest) else None
        return Hint(first.country, 1.0, region, first.feature == "country")
    others = max((place.population for place in rest if place.country != first.country), default=0)
    if first.population < _LARGE or first.population < others * _TIMES:
        return None
    return Hint(first.country, _TOWN, first.region if first.region >= 0 else None)
