"""Places in a text: names are matched, countries weighed, each name settled, and what is left scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from timeline.places import garbled
from timeline.places.entries import Mention, Place
from timeline.places.match import Match, matches, weigh_up
from timeline.places.passage import Passage
from timeline.places.scoring import namesake, score
from timeline.places.setting import Setting, setting_of
from timeline.places.settle import Settled, settle
from timeline.places.shown import plain, shown
from timeline.places.words import role
from timeline.places.written import is_seat, quarters, seats, written
from timeline.text import Tokens

if TYPE_CHECKING:
    from timeline.places.gazetteer import Gazetteer

_SPOKEN_FOR: Final = 0.3
_GARBLED: Final = 0.55
_HOW: Final = (("d", "demonym"), ("m", "metonym"), ("a", "alias"))
_HELD: Final = ([","], ["in"], [",", "in"], ["("], ["of"], [",", "the"], ["in", "the"], [",", "in", "the"])
_LISTED: Final = ([","], ["and"], [",", "and"], ["or"])


def find(text: str | Tokens, gazetteer: Gazetteer, floor: float) -> list[Mention]:
    """The places that the text names, in its order, with a score of at least `floor`."""
    passage = Passage(text)
    found = list(matches(passage, gazetteer))
    for match in found:
        weigh_up(passage, match)
    _join(passage, found)
    setting = setting_of(found, gazetteer)
    taken: set[int] = set()
    mentions, accepted = [], []
    for match in found:
        settled = match.settled = settle(match, gazetteer, setting)
        value = score(passage, match, settled, setting)
        if value >= _SPOKEN_FOR:
            taken.update(range(match.first, match.last))
            accepted.append(match)
        if value >= floor:
            mention = _mention(passage, match, settled, value, gazetteer)
            mentions.append(
                _local(mention, setting, gazetteer) if namesake(passage, match, settled, setting) else mention
            )
    if floor > _GARBLED:
        return mentions
    # Each of these takes only tokens that the ones before have left.
    mentions += _written(passage, accepted, taken, gazetteer)
    mentions += _garbled(passage, taken, setting, gazetteer)
    mentions += _quarters(passage, taken, setting, gazetteer)
    mentions += _seats(passage, taken, setting, gazetteer)
    return sorted(mentions, key=lambda mention: mention.start)


def _join(passage: Passage, found: list[Match]) -> None:
    """In "X, Y" the second may hold the first; in "X, Y and Z provinces" all are provinces."""
    for match, following in pairwise(found):
        between = passage.words[match.last : following.first]
        if match.typed and between and between[0] in role("place"):
            between = between[1:]
        if between in _HELD:
            match.holder, following.within = following, match
        if between and between[-1] == "of" and any("d" in reference.sort for reference in match.references):
            words = between[:-1]
            if words and all(word in role("place") or word in role("between") for word in words):
                following.people = match
        match.listed = between in _LISTED
        if match.listed and match.placed and not following.placed:
            following.placed, following.gain = True, following.gain + 0.1
        if match.listed:
            match.beside = match.beside or not following.stop
            following.beside = following.beside or not match.stop
    for match, following in reversed(list(pairwise(found))):
        if match.listed and following.typed_regions:
            match.typed_region = match.typed_regions = match.typed = True


def _mention(passage: Passage, match: Match, settled: Settled, value: float, gazetteer: Gazetteer) -> Mention:
    how = next((how for letter, how in _HOW if letter in settled.reference.sort), "name")
    seat = gazetteer.capital_of(settled.place.country) if how == "demonym" and _is_seat(passage, match) else None
    if seat is not None:
        return _named(_placed(passage, match.first, match.last + 1, seat, "alias", value, gazetteer))
    return _placed(passage, match.first, match.last, settled.place, how, value, gazetteer)


def _is_seat(passage: Passage, match: Match) -> bool:
    """Reads "the Peruvian capital", not "Peruvian capital markets"."""
    return passage.word(match.first - 1) == "the" and is_seat(passage, match.last)


def _garbled(passage: Passage, taken: set[int], setting: Setting, gazetteer: Gazetteer) -> Iterator[Mention]:
    for guess in garbled.guesses(passage, taken, set(setting.weight), gazetteer):
        taken.update(range(guess.first, guess.last))
        yield _placed(passage, guess.first, guess.last, guess.place, "garbled", _GARBLED, gazetteer)


def _written(passage: Passage, accepted: list[Match], taken: set[int], gazetteer: Gazetteer) -> Iterator[Mention]:
    """Unknown places, with the coordinates of what holds them."""
    for found in written(passage, accepted, taken):
        if found.holder.settled is None:
            continue
        holder = found.holder.settled.place
        mention = _placed(passage, found.first, found.last, holder, "written", _GARBLED, gazetteer)
        yield replace(
            mention,
            name=(name := _title(mention.text)),
            shown=name,
            feature="city",
            parents=(holder.name, *mention.parents),
            number=-1,
        )
        taken.update(range(found.first, found.last))


def _quarters(passage: Passage, taken: set[int], setting: Setting, gazetteer: Gazetteer) -> Iterator[Mention]:
    """Unknown places in the country that the text is about, without coordinates."""
    number = gazetteer.country_number(setting.main())
    if number is None:
        return
    country = gazetteer.by_number(number)
    for first, last in quarters(passage, taken):
        taken.update(range(first, last))
        yield _unmapped(_placed(passage, first, last, country, "written", _GARBLED, gazetteer))


def _unmapped(mention: Mention) -> Mention:
    """A place by its written name inside the country that the mention is of, its coordinates being unknown."""
    name = _title(mention.text)
    parents = (mention.name, *mention.parents)
    return replace(mention, name=name, shown=name, lat=None, lon=None, feature="city", parents=parents, number=-1)


def _local(mention: Mention, setting: Setting, gazetteer: Gazetteer) -> Mention:
    """The namesake in the country that the text is about of a town abroad."""
    number = gazetteer.country_number(setting.main())
    if number is None:
        return mention
    country = gazetteer.by_number(number)
    return _unmapped(replace(mention, name=country.name, country=country.country, parents=(), how="written"))


def _seats(passage: Passage, taken: set[int], setting: Setting, gazetteer: Gazetteer) -> Iterator[Mention]:
    """The capital of the country that the text is about, by its name."""
    capital = gazetteer.capital_of(setting.main())
    if capital is None:
        return
    for at in seats(passage):
        if at not in taken:
            yield _named(_placed(passage, at, at + 1, capital, "alias", _GARBLED, gazetteer))


def _named(mention: Mention) -> Mention:
    """A capital by its name, where the text only calls it so."""
    return replace(mention, text=plain(mention.name), shown=plain(mention.name))


def _title(text: str) -> str:
    name = " ".join(text.split())
    return name.title() if name.isupper() else name


def _placed(
    passage: Passage, first: int, last: int, place: Place, how: str, value: float, gazetteer: Gazetteer
) -> Mention:
    start, end = passage.tokens.starts[first], passage.tokens.ends[last - 1]
    return Mention(
        start,
        end,
        passage.text[start:end],
        place.name,
        place.country,
        place.lat,
        place.lon,
        place.feature,
        gazetteer.parents_of(place),
        value,
        how,
        place.number,
        shown(passage, first, last, place, how),
    )
