"""Where it happened: the place that the trigger's own clause names, else what the text said before."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.officials import Officials
from timeline.extract.units import COMMA, STOP
from timeline.places import Mention

_LISTS: Final = wordlists.load("assembly")
_STATE: Final = wordlists.load("officials")
_AT: Final = _LISTS.words["at"]
_STRONG_AT: Final = _LISTS.words["strong_at"]
_SPECIFIC: Final = {"post": 3, "city": 3, "region": 2, "area": 2, "country": 0}
_WEAK_HOW: Final = {"metonym": 14, "demonym": 9}
_COST_COMMA: Final = 2
_COST_STOP: Final = 8
_SPECIFIC_GAIN: Final = 2
_AT_GAIN: Final = 6
_NAMED: Final = frozenset(("name", "alias", "garbled"))
_OF_COST: Final = 2
_POSSESSED: Final = 6
_BARE_COUNTRY: Final = 5
_INITIALS: Final = 4
# Kinds that take place where their speaker is at home.
_SPEAKERS: Final = frozenset(("statement", "threat", "diplomacy", "sanction"))
_BELONGINGS: Final = _STATE.words["belongings"]
# Kinds where a country without "in" before it is rather that of those who did or suffered it.
_VIOLENT: Final = frozenset(("armed_attack", "office_attack", "casualties", "kidnapping", "robbery"))
_SAYING: Final = frozenset(("statement", "threat"))
# What a state does at home, and tells itself.
_DECIDED: Final = frozenset(
    (
        "border_restriction",
        "border_queue",
        "border_crossing",
        "mobilization_order",
        "legislation",
        "detention",
        "election",
    )
)
_OWN_BORDER: Final = re.compile(r"\bits\b.{0,20}\b(?:border|frontier)", re.IGNORECASE | re.DOTALL)
_LEAD: Final = 1
_OFFICE: Final = 3
_NEAR_VICTIM: Final = 4
_OFFICES: Final = _STATE.words["holders"]
_FAR: Final = 14
_AWAY: Final = 10
_LENGTHS: Final = _LISTS.words["lengths"]


def own(document: Document, draft: Draft) -> list[Mention]:
    """The places of the sentence that fit the trigger, the best first, then what holds it or stands beside it."""
    named = document.places_in(draft.sentence)
    places = [place for place in named if not (_is_adjective(document, place) or _is_beyond(document, place))]
    if not places:
        return named[:1] if draft.root in _SPEAKERS else []
    costs = [_cost(document, draft, place) for place in places]
    cost = min(costs)
    best = places[costs.index(cost)]
    if best.feature == "country" and cost > _FAR:
        return []
    if best.how == "metonym" and draft.root not in _SPEAKERS:
        return []
    if draft.root in _VIOLENT and best.feature == "country" and _is_actor(document, best):
        return []
    return [best, *_with(document, places, best)]


def _with(document: Document, places: list[Mention], best: Mention) -> list[Mention]:
    """The places joined to the best one: in the same row of names, or holding it."""
    number = places.index(best)
    joined = {best.name: best}
    for step in (1, -1):
        at = number
        while 0 <= at + step < len(places) and _joined(document, *sorted((places[at], places[at + step]), key=_start)):
            at += step
            joined.setdefault(places[at].name, places[at])
    for place in places:
        if place.name in best.parents and place.how not in ("metonym", "demonym"):
            joined.setdefault(place.name, place)
    return sorted(list(joined.values())[1:], key=lambda place: (-_SPECIFIC[place.feature], place.start))


def _start(place: Mention) -> int:
    return place.start


def _joined(document: Document, first: Mention, second: Mention) -> bool:
    between = document.text[first.end : second.start].strip().lower()
    return second.how not in ("demonym", "metonym") and between in (",", "and", ", and", "in", ", in", "", "&", "or")


def _cost(document: Document, draft: Draft, place: Mention) -> int:
    units = document.units
    at, behind = document.unit_at(place.start), document.unit_at(place.end - 1) + 1
    between = units.words[draft.stop : at] if at >= draft.stop else units.words[behind : draft.first]
    cost = len(between) + _COST_COMMA * between.count(COMMA) + _COST_STOP * between.count(STOP)
    cost += _WEAK_HOW.get(place.how, 0) - _SPECIFIC_GAIN * _SPECIFIC[place.feature]
    before = _preposition(document, at)
    if before in _STRONG_AT:
        cost -= _AT_GAIN
    elif before in _AT:
        cost -= _OF_COST
        cost += _AWAY if _is_measured(document, at) else 0
    elif place.feature == "country":
        cost += _BARE_COUNTRY
    if document.tokens.word(document.token_at(place.end - 1) + 1) in ("'s", "’s"):
        cost += _POSSESSED
    return cost


def _is_adjective(document: Document, place: Mention) -> bool:
    """True for "the U.S. embassy": initials before a noun, or with no preposition before them, say whose, not where."""
    if len(place.text) > _INITIALS or place.feature != "country" or not place.text.isupper():
        return False
    following = document.tokens.word(document.token_at(place.end - 1) + 1)
    owner = following in _BELONGINGS or (following == "-")
    return owner or _preposition(document, document.unit_at(place.start)) not in _STRONG_AT


def _is_beyond(document: Document, place: Mention) -> bool:
    """True for the other side of "its border with Russia"."""
    if place.feature != "country":
        return False
    at = document.unit_at(place.start)
    return document.units.words[max(0, at - 2) : at] in (["border", "with"], ["frontier", "with"])


def _is_actor(document: Document, place: Mention) -> bool:
    """True for a country that no preposition of place leads to, other than the one that the text is about."""
    before = _preposition(document, document.unit_at(place.start))
    return place.country != document.home and (before not in _AT or before in ("of", "from"))


def _is_at(document: Document, places: list[Mention]) -> bool:
    """True for "said in Zagreb"."""
    town = bool(places) and places[0].feature == "city"
    return town and _preposition(document, document.unit_at(places[0].start)) in _STRONG_AT


def _is_measured(document: Document, unit: int) -> bool:
    """True for "30 km from Lima"."""
    return not _LENGTHS.isdisjoint(document.units.words[max(0, unit - 5) : unit])


def _preposition(document: Document, unit: int) -> str:
    """The preposition that a name follows, over an article, adjectives and a comma-less title."""
    words = document.units.words
    for index in range(unit - 1, max(-1, unit - 5), -1):
        word = words[index]
        if word in _AT:
            return word
        if word in (COMMA, STOP):
            return ""
    return ""


class Scene:
    """What the text said last of where things happen."""

    def __init__(self, document: Document) -> None:
        """Nothing is said yet."""
        self._document = document
        self._officials = Officials(document)
        self.is_public = self._officials.is_public
        self._last: list[Mention] = []
        self._sentence = -1

    def settle(self, draft: Draft, reach: int) -> None:
        """Give a draft its places and country; reach: how many sentences back a place still counts."""
        found = own(self._document, draft)
        speaker = self._officials.speaking(draft) if draft.root in _SAYING else None
        if speaker is not None and not _is_at(self._document, found) and _country(self._document, found) != speaker:
            draft.places, draft.country, draft.placed = self._whole(speaker), speaker, "speaker"
            return
        if found:
            draft.places, draft.country, draft.placed = found, _country(self._document, found), "own"
            if any(place.feature != "country" for place in found) or not self._last or self._moves_on(found[0]):
                self._last, self._sentence = found, draft.sentence
            return
        near = bool(self._last) and draft.sentence - self._sentence <= reach and self._last[0].how in _NAMED
        if near and not (draft.root in _VIOLENT and draft.nominal):
            draft.places, draft.country, draft.placed = self._last, _country(self._document, self._last), "context"
        else:
            self._by_dateline(draft)
        official = _official(self._document, draft) if draft.root in _VIOLENT else None
        if draft.root in _DECIDED:
            official = self._told_by(draft.sentence)
        if official is not None and (draft.country != official or not draft.places):
            draft.places, draft.country, draft.placed = self._whole(official), official, "people"

    def _moves_on(self, place: Mention) -> bool:
        """Reads "at Russian airports" in a paragraph that names no town: the town of the one before is left."""
        return place.how == "demonym" and "\n\n" in self._document.text[self._last[-1].end : place.start]

    def _whole(self, country: str) -> list[Mention]:
        """The country as a place, where the text names it or its people."""
        named = (*self._document.places, *self._document.people)
        found = next((place for place in named if place.country == country and place.feature == "country"), None)
        return [] if found is None else [replace(found, text=found.shown, how="name")]

    def _told_by(self, sentence: int) -> str | None:
        """The country of the official who tells it, or of whom "its border" in the next sentence speaks."""
        told = self._officials.attributed(sentence)
        if told is None and sentence > 0 and _OWN_BORDER.search(self._document.text, *self._document.bounds(sentence)):
            told = self._officials.attributed(sentence - 1)
        return told

    def _by_dateline(self, draft: Draft) -> None:
        """What the lead tells without a place happened where it was written, if that is the country of the text."""
        dateline, home = self._document.dateline, self._document.home
        lead = draft.sentence <= _LEAD and dateline is not None and dateline.country == home
        lead = lead and not (draft.nominal if draft.root in _VIOLENT else _is_talk(draft))
        draft.places = [dateline] if lead and dateline is not None else []
        draft.country, draft.placed = home, "dateline" if lead else "home"


def _is_talk(draft: Draft) -> bool:
    """Something known without a day, as in "condemned the murder of X": it happened anywhere."""
    return draft.nominal and (draft.dating is None or draft.dating.basis == "publication")


def _official(document: Document, draft: Draft) -> str | None:
    """The country of who holds an office there, as in "the murder of Colombian Justice X"."""
    units = document.units
    for person in document.people_in(draft.sentence):
        at = document.unit_at(person.end - 1) + 1
        near = at > draft.first and at - draft.stop <= _NEAR_VICTIM and COMMA not in units.words[draft.stop : at]
        if near and not _OFFICES.isdisjoint(units.words[at : at + _OFFICE]):
            return person.country
    return None


def _country(document: Document, places: list[Mention]) -> str | None:
    return next((place.country for place in places if place.country), document.home)
