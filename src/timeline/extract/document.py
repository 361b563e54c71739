"""One document as the parts of the extraction see it: words, time expressions, places, and where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Final, NamedTuple, Protocol, TypeVar

from timeline.dates.prose import Expression, find
from timeline.extract.quantities import Quantity, find_quantities
from timeline.extract.units import COMMA, STOP, Units, units
from timeline.places import Gazetteer, Mention
from timeline.text import Tokens

# "The last day to vote" says nothing of a day.
_NO_DAY: Final = re.compile(r"(?:the )?(?:first|last|final) day", re.IGNORECASE)
_DATELINE: Final = re.compile(r"\s*[A-Z][^\n]{0,90}?(?: --|--| [-—–] |—|\)_)(?:\s*\[[^\]]*\])*")
# A text tells early where it plays.
_LEAD: Final = 400
_EARLY: Final = 3
_DATELINED: Final = 4
# Every text names the United States, so there a name says little; parts of a whole weight.
_WHOLE: Final = 3
_OF_TOWN: Final = 3
_PARTS: Final = {"US": 1}
# A dateline with a day, at the start of a line below headlines and names.
_SENT: Final = re.compile(
    r"^[^\n]{0,60}?[A-Z]{3}[^\n]{0,60}?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.? \d{1,2}\b"
    r"(?=(?:, \d{4})? *(?:\([^)\n]{0,30}\)|/[^/\n]{0,30}/\.?)? *(?:--|[-–—\n.]|$))",
    re.MULTILINE,
)
_HEAD: Final = 600
# Days between what is sent and what is printed.
_IN_PRINT: Final = 3
_HEADING: Final = 25
# What lies outside is no day of publication, and leaves no room to reckon from ("since Monday", "two years ago").
_FIRST_ANCHOR: Final = date(1000, 1, 1)
_LAST_ANCHOR: Final = date(9000, 1, 1)
# Scores of the gazetteer: fit to print, and weak.
_FIT: Final = 0.5
_FAINT: Final = 0.3
_PARTING: Final = frozenset((COMMA, STOP))
_PLAIN_HOW: Final = frozenset(("name", "alias", "garbled"))


class Spanned(Protocol):
    """Anything with code-point bounds."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


_Spanned = TypeVar("_Spanned", bound=Spanned)


class Inside(NamedTuple):
    """What each sentence has."""

    times: list[list[Expression]]
    durations: list[list[Expression]]
    places: list[list[Mention]]
    people: list[list[Mention]]


@dataclass(frozen=True, slots=True)
class Document:
    """A text with what was found in it. times: resolved expressions; home: the country that it names most.
    dateline: the place before the text proper, which is among the places only where the text names it again.
    edges: code points of each sentence, without the blank space around it.
    people: demonyms, which say a country but no place ("the Salvadoran army").
    heading: how many sentences at the start are a heading.
    """

    text: str
    published: date | None
    units: Units
    times: list[Expression]
    durations: list[Expression]
    places: list[Mention]
    home: str | None
    dateline: Mention | None
    people: list[Mention]
    edges: list[tuple[int, int]]
    heading: int
    _inside: Inside
    _counted: dict[int, list[Quantity]] = field(default_factory=dict)

    @property
    def tokens(self) -> Tokens:
        """The tokens of the text."""
        return self.units.tokens

    def token_at(self, offset: int) -> int:
        """The token that holds or follows a code point."""
        behind = bisect_right(self.units.tokens.starts, offset)
        return behind - 1 if behind else 0

    def unit_at(self, offset: int) -> int:
        """The unit that holds or follows a code point."""
        units = self.units  # Asked for more often than anything else.
        behind = bisect_right(units.tokens.starts, offset)
        return units.at[behind - 1 if behind else 0]

    def bounds(self, sentence: int) -> tuple[int, int]:
        """Code points of a sentence, without the blank space around it."""
        return self.edges[sentence]

    def part_at(self, unit: int) -> tuple[int, int]:
        """The first unit, and the one behind the last, of what stands with a unit between two commas or hard stops."""
        words, first, stop = self.units.words, unit, unit
        while first and words[first - 1] not in _PARTING:
            first -= 1
        while stop < len(words) and words[stop] not in _PARTING:
            stop += 1
        return first, stop

    def words_in(self, sentence: int) -> list[str]:
        """The words of a sentence, in lower case."""
        first, stop = self.units.sentences[sentence]
        return self.units.words[self.units.at[first] : self.units.at[stop]]

    def has_number(self, sentence: int) -> bool:
        """Whether a sentence has a number in digits."""
        first, stop = self.units.sentences[sentence]
        return any(word[0].isdigit() for word in self.tokens.words[first:stop])

    def times_in(self, sentence: int) -> list[Expression]:
        """The time expressions of a sentence."""
        return self._inside.times[sentence]

    def durations_in(self, sentence: int) -> list[Expression]:
        """The amounts of time of a sentence."""
        return self._inside.durations[sentence]

    def places_in(self, sentence: int) -> list[Mention]:
        """The places that a sentence names."""
        return self._inside.places[sentence]

    def people_in(self, sentence: int) -> list[Mention]:
        """The demonyms of a sentence."""
        return self._inside.people[sentence]

    def quantities_in(self, sentence: int) -> list[Quantity]:
        """The numbers of a sentence that count something; looked for once."""
        if sentence not in self._counted:
            taken = [(time.start, time.end) for time in self.times_in(sentence)]
            self._counted[sentence] = find_quantities(self.tokens, *self.units.sentences[sentence], taken)
        return self._counted[sentence]

    def paragraph_break(self, sentence: int) -> bool:
        """Whether a paragraph ends with the sentence."""
        return _ends_paragraph(self.units, sentence)


def _by_sentence(found: list[_Spanned], edges: list[tuple[int, int]]) -> list[list[_Spanned]]:
    """What begins in each sentence."""
    starts = [each.start for each in found]
    return [found[bisect_left(starts, start) : bisect_left(starts, end)] for start, end in edges]


def _ends_paragraph(units: Units, sentence: int) -> bool:
    first, stop = units.sentences[sentence]
    return units.tokens.words[stop - 1].count("\n") > 1 if stop > first else False


def _heading(units: Units) -> int:
    """How many sentences at the start are a heading: a short paragraph without a full stop."""
    if len(units.sentences) < 2:
        return 0
    first, stop = units.sentences[0]
    words = [word for word in units.tokens.words[first:stop] if word[0] != "\n"]
    return int(len(words) <= _HEADING and words[-1:] not in (["."], ["?"], ["!"]) and _ends_paragraph(units, 0))


def look_at(text: str, published: date | None, gazetteer: Gazetteer) -> Document:
    """Everything that the rules ask of a text, found once."""
    words = units(text)
    told = _dateline(text)
    published = published if published and _FIRST_ANCHOR <= published <= _LAST_ANCHOR else None
    datelines = [one.span() for one in islice(_SENT.finditer(text[:_HEAD]), 2)]
    published = _sent(text, datelines, published)
    found = find(text, published)
    body = [each for each in found if each.start >= told and not any(a <= each.start < b for a, b in datelines)]
    resolved = [each for each in body if each.starts or each.ends]
    times = [each for each in resolved if not _NO_DAY.fullmatch(each.text)]
    durations = [each for each in found if each.type == "DURATION"]
    named = gazetteer.find(words.tokens, floor=_FAINT)
    places = [place for place in named if place.score >= _FIT]
    people = [place for place in named if place.score < _FIT and place.how == "demonym"]
    own = [place for place in places if place.start >= told]
    dateline = places[0] if places and places[0].start < told else None
    edges = list(_edges(words))
    inside = Inside(
        _by_sentence(times, edges),
        _by_sentence(durations, edges),
        _by_sentence(own, edges),
        _by_sentence(people, edges),
    )
    return Document(
        text,
        published,
        words,
        times,
        durations,
        own,
        _home([*own, *people], told, dateline),
        dateline,
        people,
        edges,
        _heading(words),
        inside,
    )


def _sent(text: str, datelines: list[tuple[int, int]], published: date | None) -> date | None:
    """The day of "DHAHRAN, Feb. 25 --" above the text: it speaks from that day, though it is printed days later."""
    if published is None:
        return None
    for start, end in datelines:
        found = find(text[start:end], published)
        days = {each.starts for each in found if each.precision == "day" and each.starts}
        if len(days) == 1 and 0 <= (published - (day := days.pop())).days <= _IN_PRINT:
            return day
    return published


def _edges(units: Units) -> Iterator[tuple[int, int]]:
    tokens = units.tokens
    for first, last in units.sentences:
        stop = last
        while stop - 1 > first and tokens.words[stop - 1][0] == "\n":
            stop -= 1
        yield tokens.starts[first], tokens.ends[stop - 1]


def _dateline(text: str) -> int:
    """Where a dateline ends that the text begins with, or 0: its day is that of publication."""
    found = _DATELINE.match(text)
    return found.end() if found else 0


def _home(places: list[Mention], told: int, dateline: Mention | None) -> str | None:
    """The country that the text is about: towns tell more of it than names of countries, and those than peoples."""
    weights: Counter[str] = Counter()
    for place in places:
        if place.country and place.start >= told:
            weight = _weight(place)
            early = _EARLY if place.start < told + _LEAD and weight > 1 else 0
            part = _WHOLE if weight == _OF_TOWN else _PARTS.get(place.country, _WHOLE)
            weights[place.country] += part * (weight + early)
    if dateline is not None and dateline.country:
        weights[dateline.country] += _WHOLE * _DATELINED
    return weights.most_common(1)[0][0] if weights else None


def _weight(place: Mention) -> int:
    """From 1 to 3; "the U.S. embassy" and "the White House" are about whom, not where."""
    if place.how not in _PLAIN_HOW or (place.feature == "country" and place.text.isupper() and "." in place.text):
        return 1
    return 2 if place.feature in ("country", "area") else _OF_TOWN
