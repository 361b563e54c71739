"""How sure it is that a name is meant as a place, and as that one."""

from __future__ import annotations

from typing import Final

from timeline.places.match import Match
from timeline.places.passage import Passage
from timeline.places.setting import Setting
from timeline.places.settle import Settled
from timeline.places.words import given, role

_BASE: Final = {"country": 0.85, "area": 0.8, "post": 0.8, "region": 0.75}
_SIZES: Final = ((1_000_000, 0.75), (200_000, 0.65), (50_000, 0.55), (10_000, 0.45), (0, 0.35))
_KNOWN: Final = 200_000
_SECOND: Final = 100_000
_SMALL: Final = 50_000
# A small town lies in a country that the text names at least so often, against the one that it names most.
_LEADS: Final = 0.25
_METONYM: Final = 0.55
_DEMONYM: Final = 0.4
_ANYONE: Final = 0.4
_MOST: Final = 0.99


def score(passage: Passage, match: Match, settled: Settled, setting: Setting) -> float:
    """From 0 to 0.99; 0.5 and more is fit to print."""
    if match.person and not settled.held:
        return 0.0
    if "d" in settled.reference.sort:
        return _demonym(passage, match)
    value = _town(passage, match, settled, setting) if settled.place.feature == "city" else _BASE[settled.place.feature]
    value += match.gain + 0.35 * settled.held
    if not settled.held:
        value -= _doubt(match, settled, setting, passage.bare[match.first])
    if "m" in settled.reference.sort:
        value = min(value, _METONYM)
    return round(max(0.0, min(_MOST, value)), 2)


def _town(passage: Passage, match: Match, settled: Settled, setting: Setting) -> float:
    place = settled.place
    value = next(base for least, base in _SIZES if place.population >= least)
    if setting.support(place.country) > 0 and (place.population >= _SECOND or setting.lead(place.country) >= _LEADS):
        value += 0.15
    elif place.population < _KNOWN:
        value -= 0.35
    single = " " not in match.key
    unsaid = not (match.placed or match.typed or match.dateline)
    value -= 0.15 * (single and unsaid and place.population < _SMALL)
    value -= 0.2 * (single and unsaid and passage.bare[match.first] and "a" in settled.reference.sort)
    return value - _ANYONE * _stranger(passage, match, settled, setting) - 0.1 * (passage.bare[match.first] and single)


def namesake(passage: Passage, match: Match, settled: Settled, setting: Setting) -> bool:
    """Where all is in capitals: a lesser place called so lies in a country that the text does not speak of.

    "LA LAGUNA" in a report on El Salvador is no town of Spain; the gazetteer only lacks the one that is meant.
    """
    place = settled.place
    if not passage.bare[match.first] or settled.held or settled.capital or place.feature not in ("city", "region"):
        return False
    lesser = place.feature == "region" or place.population < _KNOWN or "a" in settled.reference.sort
    own = place.number in setting.regions and setting.weight.get(place.country or "", 0.0) <= 1.0
    return lesser and (own or setting.lead(place.country) < _LEADS) and setting.main() not in (None, place.country)


def _stranger(passage: Passage, match: Match, settled: Settled, setting: Setting) -> bool:
    """Where all is in capitals: a person or word called like a place of a country that the text is not about."""
    if not passage.bare[match.first] or settled.capital or setting.lead(settled.place.country) >= _LEADS:
        return False
    return "a" in settled.reference.sort or not (match.placed or match.typed or match.dateline)


def _doubt(match: Match, settled: Settled, setting: Setting, bare: bool) -> float:
    """What speaks against the name when nothing behind it says where it lies."""
    country = settled.place.feature == "country"
    value = 0.0
    if match.stop:
        known = settled.place.population >= _SECOND and not bare and (match.sure or match.beside)
        value += 0.3 if known or (match.typed and match.placed) else 0.6
        value -= 0.5 * (match.typed_region and settled.place.feature == "region")
    if match.refused:
        value += 0.15 if country and not match.called and match.key not in given() else 0.6
    value += 0.4 * (match.says and settled.place.feature == "city" and not settled.capital)
    if " " not in match.key and (not country or match.key in given()):
        doubt = 0.2 if settled.place.feature == "region" else 0.4
        value += doubt * (match.key in setting.persons and not match.sure)
        value += 0.3 * (not country and match.key in given() and not match.typed)
    return value


def _demonym(passage: Passage, match: Match) -> float:
    """A demonym is a place when it says whose border, capital or territory it is."""
    at = match.last
    while passage.word(at) in role("between") or passage.word(at) in ("-", "’", "'s"):
        if passage.word(at) in role("ground") and passage.word(at + 1) not in role("ground"):
            break
        at += 1
    if passage.word(at) not in role("ground"):
        return _DEMONYM
    # In "the Russian city of X" it is X that is the place.
    named = passage.word(at + 1) == "of" and at + 2 < len(passage) and passage.capital[at + 2]
    return 0.45 if named else 0.75
