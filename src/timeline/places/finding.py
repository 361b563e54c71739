"""Places in a text: names are matched, countries weighed, each name settled, and what is left scored."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import zip_longest
from math import log10
from typing import TYPE_CHECKING, Final

from timeline.places.entries import Mention, Place
from timeline.places.index import Reference
from timeline.places.match import Match, matches, weigh_up
from timeline.places.passage import Passage
from timeline.places.words import given, role
from timeline.text import Tokens

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer

_PRIOR: Final = {"country": 1.0, "area": 0.9, "post": 0.9, "region": 0.62}
_BASE: Final = {"country": 0.85, "area": 0.8, "post": 0.8, "region": 0.75}
_SIZES: Final = ((1_000_000, 0.75), (200_000, 0.65), (50_000, 0.55), (10_000, 0.45), (0, 0.35))
# A town that is so much larger than its namesakes abroad tells of its country.
_LARGE: Final = 200_000
_TIMES: Final = 8
# Most news name the United States as an actor; it says little about where a namesake lies.
_FAINT: Final = {"US": 0.4}


@dataclass(slots=True)
class Setting:
    """What the whole text says about where it plays: weight by country, regions named, persons named."""

    weight: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    regions: set[int] = field(default_factory=set)
    persons: set[str] = field(default_factory=set)

    def support(self, country: str | None) -> float:
        """From 0, never mentioned, to 1."""
        return min(1.0, self.weight.get(country, 0.0) / 2) if country else 0.0


def find(text: str | Tokens, gazetteer: Gazetteer, floor: float) -> list[Mention]:
    """The places that the text names, in its order, with a score of at least `floor`."""
    passage = Passage(text)
    found = list(matches(passage, gazetteer))
    for match, following in zip_longest(found, found[1:]):
        weigh_up(passage, match)
        if following is not None and _holds(passage, match, following):
            match.holder = following
    setting = _setting(found, gazetteer)
    settled = {}
    for match in found:
        settled[id(match)] = _settle(match, gazetteer, setting)
    mentions = (_mention(passage, match, settled, gazetteer, setting) for match in found)
    return [mention for mention in mentions if mention is not None and mention.score >= floor]


def _holds(passage: Passage, match: Match, following: Match) -> bool:
    """In "X, Y" and "X in Y" the second may hold the first."""
    between = [passage.word(i) for i in range(match.last, following.first)]
    if match.typed and between:
        between = between[1:]
    return between in ([","], ["in"], [",", "in"], ["("], ["of"], [",", "the"], ["in", "the"], [",", "in", "the"])


def _setting(found: list[Match], gazetteer: Gazetteer) -> Setting:
    """Weigh countries by the names that can mean one thing only."""
    setting = Setting()
    counts: dict[str, int] = defaultdict(int)
    for match in found:
        if match.person:
            setting.persons.add(match.key.split()[-1])
        if match.refused or match.stop:
            continue
        told = _tells(match, gazetteer)
        if told is None:
            continue
        country, weight, region = told
        counts[country] += 1
        if region is not None:
            setting.regions.add(region)
        setting.weight[country] += (weight if counts[country] < 4 else weight / 4) * _FAINT.get(country, 1.0)
    return setting


def _tells(match: Match, gazetteer: Gazetteer) -> tuple[str, float, int | None] | None:
    """The country that a name gives away, with what weight, and the region."""
    places = [gazetteer.by_number(ref.number) for ref in match.references]
    first, rest = places[0], places[1:]
    if first.country is None:
        return None
    if first.feature != "city":
        rivals = {place.country for place in rest if place.feature != "city" or place.population > _LARGE}
        if rivals - {first.country}:
            return None
        return first.country, 1.0, first.number if first.feature == "region" else None
    others = max((place.population for place in rest if place.country != first.country), default=0)
    if first.population < _LARGE or first.population < others * _TIMES:
        return None
    return first.country, 0.7, first.region if first.region >= 0 else None


def _settle(match: Match, gazetteer: Gazetteer, setting: Setting) -> tuple[Place, Reference, bool]:
    """The place that the name means here, the reference by which, and whether what follows holds it."""
    best: tuple[float, Place, Reference, bool] | None = None
    for reference in match.references:
        place = gazetteer.by_number(reference.number)
        held = match.holder is not None and _within(place, match.holder, gazetteer)
        fitness = _fitness(match, place, reference, gazetteer, setting) + held
        if best is None or fitness > best[0]:
            best = (fitness, place, reference, held)
    assert best is not None
    return best[1:]


def _within(place: Place, holder: Match, gazetteer: Gazetteer) -> bool:
    if place.feature == "country":
        return False
    above = set(gazetteer.ancestors(place.number))
    return any(ref.number in above and "d" not in ref.sort for ref in holder.references)


def _fitness(match: Match, place: Place, reference: Reference, gazetteer: Gazetteer, setting: Setting) -> float:
    if place.feature == "city":
        prior = log10(place.population + 1) / 7
        prior += 0.1 * (place.region in setting.regions)
    else:
        prior = _PRIOR[place.feature] + 0.4 * (place.feature == "region" and match.typed_region)
        if place.feature == "country" and place.country:
            near = gazetteer.neighbours(place.country)
            prior += 0.1 * min(2, sum(setting.support(code) > 0 for code in near))
    prior += 0.4 * (place.number in setting.regions) if place.feature == "region" and not match.stop else 0.0
    return prior + 0.6 * setting.support(place.country) - 0.1 * ("a" in reference.sort)


def _mention(
    passage: Passage,
    match: Match,
    settled: dict[int, tuple[Place, Reference, bool]],
    gazetteer: Gazetteer,
    setting: Setting,
) -> Mention | None:
    place, reference, held = settled[id(match)]
    tokens = passage.tokens
    if match.person and not held:
        return None
    how = (
        "demonym"
        if "d" in reference.sort
        else "metonym"
        if "m" in reference.sort
        else "alias"
        if "a" in reference.sort
        else "name"
    )
    score = _demonym_score(passage, match) if how == "demonym" else _score(passage, match, place, held, setting)
    if how == "metonym":
        score = min(score, 0.55)
    return Mention(
        tokens.starts[match.first],
        tokens.ends[match.last - 1],
        passage.text[tokens.starts[match.first] : tokens.ends[match.last - 1]],
        place.name,
        place.country,
        place.lat,
        place.lon,
        place.feature,
        gazetteer.parents_of(place),
        round(max(0.0, min(0.99, score)), 2),
        how,
        place.number,
    )


def _demonym_score(passage: Passage, match: Match) -> float:
    """A demonym is a place when it says whose border, capital or territory it is."""
    at = match.last
    while passage.word(at) in role("between") or passage.word(at) in ("-", "’", "'s"):
        at += 1
    if passage.word(at) not in role("ground"):
        return 0.4
    named = passage.word(at + 1) == "of" and at + 2 < len(passage) and passage.capital[at + 2]
    return 0.45 if named else 0.75


def _score(passage: Passage, match: Match, place: Place, held: bool, setting: Setting) -> float:
    if place.feature == "city":
        score = next(base for least, base in _SIZES if place.population >= least)
        supported = setting.support(place.country) > 0
        score += 0.15 if supported else -0.2 * (place.population < _LARGE)
        score -= 0.1 * (passage.bare[match.first] and match.last - match.first == 1)
    else:
        score = _BASE[place.feature]
    score += match.gain + 0.35 * held
    alone = len(match.key.split()) == 1
    if match.stop and not held:
        score -= 0.3 if match.typed and match.placed else 0.6
    if match.refused and not held:
        score -= 0.15 if place.feature == "country" and match.key not in given() else 0.6
    if place.feature != "country" and alone and not held:
        score -= 0.25 * (match.key in given() and not match.typed)
        score -= 0.4 * (match.key in setting.persons and not match.sure)
    return score
