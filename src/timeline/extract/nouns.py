"""Noun phrases behind a number, told by word lists and endings (no case, no tagger)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.text import Tokens

LONGEST: Final = 6
# Behind a noun these begin a time or a place.
_WHEN: Final = frozenset(("last", "next"))
# Behind a number these are no verbs: "8,000 reports".
_NOUNS: Final = frozenset(("reports", "claims", "returns", "works"))
# Names in capitals that are spelled like words which end a noun phrase: "50 US marines", "12 WHO doctors".
_CAPITALS: Final = frozenset(("us", "it", "who"))


@dataclass(frozen=True, slots=True)
class Noun:
    """Tokens `first` to `stop`, and the head word in lower case; empty when first equals stop."""

    first: int
    stop: int
    head: str


@dataclass(frozen=True, slots=True)
class _Words:
    closed: frozenset[str]
    verbs: frozenset[str]
    adjectives: frozenset[str]
    more: frozenset[str]
    plural: frozenset[str]
    not_plural: frozenset[str]
    attributive: frozenset[str]
    person: frozenset[str]
    people: frozenset[str]
    ends: frozenset[str]
    casualty: frozenset[str]
    harmed: frozenset[str]
    apart: frozenset[str]
    peoples: frozenset[str]
    person_ends: tuple[str, ...]


@lru_cache(maxsize=1)
def _words() -> _Words:
    common, own = wordlists.load("phrases"), wordlists.load("quantities")
    closed = common.union(
        "determiners", "pronouns", "prepositions", "conjunctions", "auxiliaries", "adverbs", "weekdays"
    )
    casualty = own.union("killed", "wounded", "missing", "detained", "abducted", "displaced") - {"casualties", "deaths"}
    people = own.words["people"]
    ends = own.union("percent", "length", "currencies", "time") | people
    return _Words(
        closed - {"one", "homeless", "people"},
        common.words["verbs"] | own.words["plain_verbs"],
        common.words["adjectives"],
        own.words["more"],
        own.union("plural", "people", "peoples"),
        own.words["not_plural"],
        own.words["attributive"],
        own.words["person"],
        people,
        ends,
        casualty,
        own.words["harm_adjectives"],
        own.words["apart"],
        own.words["peoples"],
        tuple(own.words["person_ends"]),
    )


def is_plural(word: str) -> bool:
    """Whether the word looks like a plural noun.

    >>> [is_plural(word) for word in ("cars", "policemen", "people", "class", "bus")]
    [True, True, True, False, False]
    """
    words = _words()
    if word in words.plural or word.endswith(("men", "people", "women")):
        return True
    return len(word) > 3 and word[-1] == "s" and word[-2] not in "su" and word not in words.not_plural


def is_people(word: str) -> bool:
    """Whether the word names a people and describes what is theirs as well: "12 British", "12 British tourists"."""
    return word in _words().peoples


def is_past(word: str) -> bool:
    """Whether the word looks like a verb in the past tense.

    >>> [is_past(word) for word in ("marched", "fled", "red", "on")]
    [True, True, False, False]
    """
    words = _words()
    return word in words.verbs or (len(word) > 4 and word.endswith("ed") and word not in words.adjectives)


def is_person(head: str) -> bool:
    """Whether a head noun names people, in singular or plural."""
    words, one = _words(), singular(head)
    return head in words.people or one in words.person or head in words.person or one.endswith(words.person_ends)


def singular(word: str) -> str:
    """The singular of a regular plural; others come back as they are.

    >>> [singular(word) for word in ("cars", "policemen", "bodies", "people")]
    ['car', 'policeman', 'body', 'people']
    """
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word


def plural(word: str) -> str:
    """The plural of a noun.

    >>> [plural(word) for word in ("truck", "ferry", "bus", "policeman", "aircraft")]
    ['trucks', 'ferries', 'buses', 'policemen', 'aircraft']
    """
    if is_plural(word):
        return word
    if word.endswith("man"):
        return word[:-2] + "en"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")


def noun_after(tokens: Tokens, index: int, stop: int, singular_only: bool = False) -> Noun:
    """The noun phrase that begins at the token, up to its head; "of" and "more/other/new" before it are left out."""
    words, at = _words(), index
    while at < stop and tokens.words[at] in words.more - {"others"} and _goes_on(tokens, at + 1, stop):
        at += 1
    begin, head = at, at
    while at < stop and at - begin < LONGEST:
        step = _step(tokens, at, stop)
        if not step or _is_verb(tokens, at, stop, begin):
            break
        at += step
        head = at
        if _ends_phrase(tokens, at, stop, singular_only):
            break
    if head + 1 < stop and head > begin and tokens.words[head] == "and" and _pair(tokens, head, stop):
        head += 2
    alone = head == begin + 1 and tokens.words[begin] == "more"  # "Sent 60 more on Monday".
    if head == begin or alone or tokens.words[head - 1].endswith("ly"):
        return Noun(begin, begin, "")
    return Noun(begin, head, tokens.words[head - 1])


def _pair(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether one number counts two plurals of people: "200 soldiers and guerrillas"."""
    one, other = tokens.words[at - 1], tokens.words[at + 1]
    if is_people(other) and _noun_like(tokens, at + 2, stop):  # "French and Dutch tourists".
        return False
    return is_plural(one) and is_plural(other) and is_person(one) and is_person(other) and other not in _words().verbs


def _goes_on(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether a noun can follow here, so that the word before is no noun itself ("others were", "other men")."""
    return at < stop and tokens.words[at][0].isalpha() and not _closes(tokens, at, stop)


def _is_closed(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether no noun phrase has the word; the "US" of "50 US marines" is a name."""
    return tokens.words[at] in _words().closed and not _is_abbreviation(tokens, at, stop)


def _is_abbreviation(tokens: Tokens, at: int, stop: int) -> bool:
    """Reads "US", "IT" and "WHO" before what they describe; in a text all in capitals only people tell "WHO" apart."""
    word = tokens.words[at]
    if word not in _CAPITALS or at + 1 >= stop or not tokens.raw(at).isupper():
        return False
    words, behind = _words(), tokens.words[at + 1]
    if not behind[0].isalpha() or behind in words.closed or behind in words.verbs:
        return False
    people = is_plural(behind) and is_person(behind)
    return word == "us" or people or (is_plural(behind) and not tokens.raw(at + 1).isupper())


def _closes(tokens: Tokens, at: int, stop: int) -> bool:
    words, word = _words(), tokens.words[at]
    return _is_closed(tokens, at, stop) or (
        word in words.verbs and not (word in words.adjectives and _noun_like(tokens, at + 1, stop))
    )


def _noun_like(tokens: Tokens, at: int, stop: int) -> bool:
    words = _words()
    if at >= stop:
        return False
    word = tokens.words[at]
    return (
        word[0].isalpha() and not _is_closed(tokens, at, stop) and word not in words.verbs and not word.endswith("ly")
    )


def _step(tokens: Tokens, at: int, stop: int) -> int:
    """How many tokens the next word of the phrase takes: one, three for "army-held", more for "U.S."; 0 for none."""
    word = tokens.words[at]
    if not word[0].isalpha():
        return 0
    step = 1
    while (
        at + step + 1 < stop
        and tokens.words[at + step] in "-–"
        and tokens.glued(at + step)
        and tokens.glued(at + step + 1)
    ):
        step += 2
    if len(word) == 1:
        while (
            at + step < stop
            and (tokens.words[at + step] == "." or len(tokens.words[at + step]) == 1)
            and tokens.glued(at + step)
        ):
            step += 1
    return step


def _is_verb(tokens: Tokens, at: int, stop: int, begin: int) -> bool:
    """Whether the phrase is over before this word."""
    words, word = _words(), tokens.words[at]
    if at + 1 < stop and tokens.words[at + 1] in "-–" and tokens.glued(at + 1):
        return False
    if _is_closed(tokens, at, stop) and word not in words.person:
        return word != "dead" and (len(word) > 1 or tokens.word(at + 1) != ".")  # "Two A.P. reporters".
    if at > begin and word in _WHEN:  # "Ten men last Friday", "ten women next door".
        return True
    if word in words.apart:
        return not _noun_like(tokens, at + 1, stop)
    if word in words.casualty and word in words.adjectives:
        return not _noun_like(tokens, at + 1, stop) or tokens.words[at + 1].endswith("day")
    if word in words.verbs:
        if (at == begin and word in _NOUNS) or tokens.words[at - 1 : at + 1] == ["red", "cross"]:
            return False
        return not (word in words.adjectives and _noun_like(tokens, at + 1, stop))
    if word.endswith(("ed", "ing")) and len(word) > 4 and word not in words.adjectives and word not in words.people:
        return at > begin or not _noun_like(tokens, at + 1, stop) or not is_plural(tokens.words[at + 1])
    return False


def _describes(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether the word before `at` describes what follows: "a Ukrainian corvette", "another major conflict"."""
    if not _noun_like(tokens, at, stop) or is_past(tokens.words[at]) or tokens.words[at].endswith("ing"):
        return False
    word = tokens.words[at - 1]
    small = tokens.raw(at)[0].islower()
    return small and (word in ("major", "general", "private") or tokens.raw(at - 1)[0].isupper())


def _goes_with(tokens: Tokens, at: int, stop: int) -> bool:
    """Whether a noun follows that the people describes: "Japanese cargo ships", not "Japanese working for a firm"."""
    verbal = at < stop and (is_past(tokens.words[at]) or tokens.words[at].endswith("ing"))
    return _noun_like(tokens, at, stop) and (not verbal or is_plural(tokens.word(at + 1)))


def _ends_phrase(tokens: Tokens, at: int, stop: int, singular_only: bool) -> bool:
    """Whether the word before `at` is the head: a plural that is not itself an adjective, or a unit."""
    words, word = _words(), tokens.words[at - 1]
    if singular_only and word in words.peoples:
        return not _noun_like(tokens, at, stop)
    if singular_only:
        return word in words.person and not (
            at < stop and (tokens.words[at] in words.person or _describes(tokens, at, stop))
        )
    if word in words.peoples:
        return not _goes_with(tokens, at, stop)
    if word in words.harmed and _noun_like(tokens, at, stop):
        whose = at + _is_abbreviation(tokens, at, stop)
        if is_person(tokens.words[whose]):
            return False
    if word in words.ends:
        if at < stop and is_person(word) and tokens.words[at].endswith("ed") and not _noun_like(tokens, at + 1, stop):
            return True  # "Three men accused of plotting".
        modifies = word in words.attributive or (word in words.people and at < stop and is_plural(tokens.words[at]))
        return not (modifies and _noun_like(tokens, at, stop))
    if not is_plural(word):
        return False
    return not (_noun_like(tokens, at, stop) and is_plural(tokens.words[at]))
