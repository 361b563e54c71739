"""Whose officials speak: "Kazakhstan's President X", "the Russian Defense Ministry", and later in the text "Mr. X"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.places import Mention

_LISTS: Final = wordlists.load("officials")
_OFFICES: Final = _LISTS.words["offices"]
_SAYS: Final = _LISTS.words["says"]
_MINISTRIES: Final = _LISTS.words["ministries"]
_DEPARTMENTS: Final = _LISTS.words["departments"]
_SHARED: Final = _LISTS.words["shared"]
_LEADERS: Final = {name: country for country, names in _LISTS.words.items() if len(country) == 2 for name in names}
_PUBLIC: Final = _LISTS.words["public"]
# How far from an office the name of its holder stands: "Vuk Draskovic, deputy prime minister".
_BESIDE: Final = 6
_QUOTES: Final = frozenset(('"', "“", "”", "``", "''"))
_POSSESSIVE: Final = frozenset(("'s", "’s"))
_TITLE: Final = 4
_NAME: Final = 4
_SAID_NEAR: Final = 4


class Officials:
    """Countries of the persons and offices that a text names."""

    def __init__(self, document: Document) -> None:
        """Learn the names that follow a country and an office."""
        self._document = document
        self._heads = sorted(self._found(), key=lambda head: head[0])
        self._names = dict(_LEADERS)
        self._titled: frozenset[str] | None = None
        for _, stop, country in self._heads:
            name = self._name(stop)
            if name is not None:
                self._names[name] = country

    def speaking(self, draft: Draft) -> str | None:
        """The country of who speaks in the draft's sentence: the nearest before its words, else right behind."""
        units = self._document.units
        first, stop = units.sentences[draft.sentence]
        begin, end = units.token[draft.first], units.token[draft.stop - 1]
        known = list(self._known(first, stop))
        before = [(at, country) for at, country in known if at <= begin]
        behind = [(at, country) for at, country in known if end < at <= end + _SAID_NEAR]
        return before[-1][1] if before else behind[0][1] if behind else None

    def is_public(self, speaker: str) -> bool:
        """Whether it names an office, a country or its people, or somebody whom the text has given an office."""
        said = {word.strip(".,") for word in speaker.lower().replace("'s", "").split()} | set(speaker.lower().split())
        if not said.isdisjoint(_PUBLIC):
            return True
        if self._titled is None:
            self._titled = frozenset(self._holders())
        return not said.isdisjoint(self._titled)

    def _holders(self) -> Iterator[str]:
        """Names that stand beside an office, and those of places and peoples, in lower case."""
        words = self._document.tokens.words
        yield from self._names
        for place in (*self._document.places, *self._document.people):
            yield from place.text.lower().split()
        for first, stop in self._document.units.sentences:
            for at in () if _PUBLIC.isdisjoint(words[first:stop]) else range(first, stop):
                if words[at] in _PUBLIC:
                    yield from self._beside(range(at - 1, max(first, at - _BESIDE) - 1, -1))
                    yield from self._beside(range(at + 1, min(stop, at + _BESIDE + 1)))

    def _beside(self, tokens: range) -> Iterator[str]:
        """Words in capitals up to where somebody speaks."""
        for at in tokens:
            word = self._document.tokens.words[at]
            if word in _SAYS or word in _QUOTES:
                return
            if self._begins_upper(at):
                yield word

    def attributed(self, sentence: int) -> str | None:
        """The country of the one in the sentence who stands beside a word of saying."""
        first, stop = self._document.units.sentences[sentence]
        words = self._document.tokens.words
        for at, country in self._known(first, stop):
            if not _SAYS.isdisjoint(words[max(first, at - 2) : min(stop, at + _SAID_NEAR)]):
                return country
        return self._document.home if self._is_national(first, stop) else None

    def _is_national(self, first: int, stop: int) -> bool:
        """Reads "the Defense Ministry said": that of the country that the text is about."""
        words = self._document.tokens.words
        for at in range(first + 1, stop):
            ministry = words[at] in _MINISTRIES and words[at - 1] in _DEPARTMENTS
            if ministry and not _SAYS.isdisjoint(words[max(first, at - 3) : min(stop, at + _SAID_NEAR)]):
                return True
        return False

    def _known(self, first: int, stop: int) -> Iterator[tuple[int, str]]:
        words, text, starts = self._document.tokens.words, self._document.text, self._document.tokens.starts
        heads = {at - 1: country for _, at, country in self._heads if first < at <= stop}
        for at in range(first, stop):
            if at in heads:
                yield at, heads[at]
            elif words[at] in self._names and text[starts[at]].isupper():
                yield at, self._names[words[at]]

    def _found(self) -> Iterator[tuple[int, int, str]]:
        """Tokens from a country to behind its office, and the country."""
        document = self._document
        words = document.tokens.words
        for place in (*document.places, *document.people):
            at = document.token_at(place.end - 1) + 1
            if (
                place.country
                and place.feature == "country"
                and place.how != "demonym"
                and document.tokens.word(at) in _SAYS
            ):
                yield at, at, place.country
            if place.country is None or not _is_owner(document, place):
                continue
            if document.tokens.word(at) in _POSSESSIVE:
                at += 1
            offices = [i for i in range(at, min(at + _TITLE, len(words))) if words[i] in _OFFICES]
            if offices and all(words[i][0].isalpha() or words[i] == "-" for i in range(at, offices[-1])):
                yield at, offices[-1] + 1, place.country

    def _name(self, at: int) -> str | None:
        """The last word of a name in capitals at the token, where the text tells names by capitals."""
        document, words = self._document, self._document.tokens.words
        stop = at
        while stop < len(words) and stop - at < _NAME and (self._begins_upper(stop) or words[stop] == "-"):
            stop += 1
        if stop - at < 2 or document.tokens.raw(stop - 1).isupper() or words[stop - 1] in _SHARED:
            return None
        return words[stop - 1]

    def _begins_upper(self, token: int) -> bool:
        return self._document.text[self._document.tokens.starts[token]].isupper()


def _is_owner(document: Document, place: Mention) -> bool:
    """A country by name with a possessive, a demonym, or the seat of its government."""
    if place.how in ("demonym", "metonym"):
        return True
    following = document.tokens.word(document.token_at(place.end - 1) + 1)
    initials = place.text.isupper() and "." in place.text
    return place.feature == "country" and (following in _POSSESSIVE or initials)
