"""Which of its namesakes a name means."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING, Final, NamedTuple

from timeline.places.entries import Place
from timeline.places.index import Reference
from timeline.places.match import Match

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer
    from timeline.places.setting import Setting

_PRIOR: Final = {"country": 1.0, "area": 0.9, "post": 0.9, "region": 0.62}
# A region whose full name this is, not the name of its chief town.
_OWN_NAME: Final = 0.33
_TYPED_REGION: Final = 2.0
_DIGITS: Final = 7  # a town of ten million weighs more than a country


# What a name gains where the text plays; every text names the United States, so there it says little.
_AT_HOME: Final = 0.3
_EVERYWHERE: Final = frozenset(("US",))
_SORTS: Final = {"a": -0.3, "m": 0.5}


class Settled(NamedTuple):
    """The place, and the reference by which it is known here.

    `held`: a name beside it says so, one behind that holds it or one before that lies in it.
    """

    place: Place
    reference: Reference
    held: bool
    capital: bool = False


def settle(match: Match, gazetteer: Gazetteer, setting: Setting) -> Settled:
    """The place that the name means here."""
    best, most = None, -1.0
    for reference in match.references:
        place = gazetteer.by_number(reference.number)
        held = match.holder is not None and _within(place, match.holder, gazetteer)
        held = held or _holds(match, place, gazetteer) or _is_theirs(match, place, gazetteer)
        fitness = (
            _fitness(match, place, not reference.sort, gazetteer, setting) + held + _SORTS.get(reference.sort[:1], 0.0)
        )
        if best is None or fitness > most:
            best, most = Settled(place, reference, held, gazetteer.is_capital(place)), fitness
    if best is None:
        raise ValueError(f"a match without references: {match.key}")
    return best


def _within(place: Place, holder: Match, gazetteer: Gazetteer) -> bool:
    if place.feature == "country":
        return False
    above = gazetteer.ancestors(place.number)
    return any(reference.number in above and "d" not in reference.sort for reference in holder.references)


def _is_theirs(match: Match, place: Place, gazetteer: Gazetteer) -> bool:
    """The name follows "the Russian town of"."""
    if match.people is None or place.feature == "country":
        return False
    demonyms = (reference for reference in match.people.references if "d" in reference.sort)
    return any(gazetteer.by_number(reference.number).country == place.country for reference in demonyms)


def _called_like_a_country(match: Match, gazetteer: Gazetteer) -> bool:
    first = match.references[0]
    return "d" not in first.sort and gazetteer.by_number(first.number).feature == "country"


def _holds(match: Match, place: Place, gazetteer: Gazetteer) -> bool:
    """The name before is that of a place inside this one."""
    inner = match.within.settled if match.within is not None else None
    return inner is not None and inner.held and place.number in gazetteer.ancestors(inner.place.number)


def _fitness(match: Match, place: Place, own_name: bool, gazetteer: Gazetteer, setting: Setting) -> float:
    support = setting.support(place.country)
    fitness = 0.5 * support
    if support == 1.0 and setting.lead(place.country) == 1.0 and place.country not in _EVERYWHERE:
        fitness += _AT_HOME
    if place.feature == "city":
        size = (log10(place.population + 1) / _DIGITS) ** 2
        fitness += 1.4 * size + 0.15 * (place.region in setting.regions) + 0.25 * gazetteer.is_capital(place)
        return fitness - 0.6 * _called_like_a_country(match, gazetteer)
    fitness += _PRIOR[place.feature] + 0.6 * (place.country is None)
    if place.feature == "region":
        fitness += _OWN_NAME * (own_name and not _called_like_a_country(match, gazetteer))
        fitness += _TYPED_REGION * match.typed_region
        # A region that was named by its type or stands alone among its namesakes is meant again.
        fitness += 0.1 * (place.number in setting.regions)
    elif place.feature == "country" and place.country and len(match.references) > 1:
        fitness += 0.1 * min(2, sum(setting.support(code) > 0 for code in gazetteer.neighbours(place.country)))
    return fitness
