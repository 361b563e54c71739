"""What a counted number measures, in which sense, and which way it goes: told by the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.counted import Counted
from timeline.extract.nouns import is_past, is_person, is_plural
from timeline.extract.senses import HARM, OWN_DAY, basis_of
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

_REACH: Final = 16
_TOLL_REACH: Final = 24
_ASIDE: Final = 8
_OF_UNITS: Final = frozenset(("money", "share", "length", "area", "weight"))
_PUT: Final = frozenset(("put", "estimated", "numbered"))
# "The five members" are known ones, and none whom anything befell.
_KNOWN: Final = frozenset(("people", "called_up", "count"))
_FEW: Final = 12
_PERFECT: Final = frozenset(("have", "had", "were", "are"))
_BALLOT: Final = frozenset(("voting", "voted", "abstaining", "abstained"))
_TAKEN: Final = frozenset(("seized", "capture", "captured", "capturing", "captures"))
_MANY: Final = 50
_LEFT: Final = frozenset(("left", "leaves", "leaving", "leave"))
_VERBAL: Final = (
    "killed",
    "wounded",
    "missing",
    "detained",
    "abducted",
    "displaced",
    "released",
    "called_up",
    "crossings",
    "deployed",
    "queue",
)
_NOUNS: Final = ("vehicles", "attacks", "weapons", "votes", "seats", "cases", "places", "buildings")


@dataclass(frozen=True, slots=True)
class Typing:
    """Measure, basis, direction and the words that told."""

    measure: str
    basis: str
    direction: str | None
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    verbal: dict[str, str]
    nominal: dict[str, str]
    breaks: frozenset[str]
    finite: frozenset[str]
    be: frozenset[str]
    aux: frozenset[str]
    opens_object: frozenset[str]
    blocking: frozenset[str]
    lists: Lists


@lru_cache(maxsize=1)
def _words() -> _Words:
    own, common = wordlists.load("quantities"), wordlists.load("phrases")
    verbal = {word: name for name in reversed(_VERBAL) for word in own.words[name]}
    nominal = {word: name for name in reversed(_NOUNS) for word in own.words[name]}
    breaks = frozenset([";", ":", "?", "!"]) | {
        "while",
        "after",
        "when",
        "because",
        "but",
        "before",
        "although",
        "though",
        "whereas",
    }
    opens = common.words["determiners"] | {"him", "her", "them", "us"}
    return _Words(
        verbal,
        nominal,
        breaks,
        common.words["verbs"],
        own.words["be"],
        common.words["auxiliaries"],
        opens,
        own.words["blocking"],
        own,
    )


def typing_of(tokens: Tokens, first: int, stop: int, one: Counted, found: Sequence[Counted]) -> Typing | None:
    """The typing of a counted number; None when the number counts only as harm to people and no harm is said."""
    words = _words()
    if "named" in one.cues:
        return Typing("killed", "flow", None, ())
    if _of_them(tokens, one) and is_plural(one.noun.head) and tokens.word(one.end) not in words.be:
        return _like_before(tokens, first, stop, one, found)
    if _among_them(tokens, one) and any(other.end <= one.begin for other in found):
        return _like_before(tokens, first, stop, one, found)
    measure, cue = _measure(tokens, first, stop, one, found)
    if measure is None:
        if "article" in one.cues or "none" in one.cues:
            return None
        if one.noun.first == one.noun.stop and not one.unit:
            return _like_before(tokens, first, stop, one, found)
        measure = words.nominal.get(one.noun.head) or _fallback(one)
        if "part" in one.cues and measure == "people":
            return _like_before(tokens, first, stop, one, found)
    elif ("article" in one.cues or "none" in one.cues) and measure not in HARM:
        return None
    if "definite" in one.cues and measure in _KNOWN and (one.value or 0) <= _FEW:
        return None
    basis, basis_cue = basis_of(tokens, first, stop, one, found, measure)
    if cue in words.lists.words["tolls"] and basis == "flow":
        basis = "since"
    direction = _direction(tokens, first, stop, one) if measure in ("crossings", "vehicles", "people") else None
    return Typing(measure, basis, direction, tuple(cue for cue in (cue, basis_cue) if cue))


def _of_them(tokens: Tokens, one: Counted) -> bool:
    """Reads "eight of them Americans": a part of those counted just before."""
    return (
        tokens.words[one.stop : one.stop + 2] in (["of", "them"], ["of", "whom"]) and tokens.word(one.begin - 1) == ","
    )


def _among_them(tokens: Tokens, one: Counted) -> bool:
    """Reads "46 dead, among them 15 civilians, and 400 wounded"; none of "among them a nurse"."""
    among = tokens.words[max(0, one.begin - 2) : one.begin] in (["among", "them"], ["among", "whom"])
    return among and is_person(one.noun.head) and "article" not in one.cues


def _like_before(tokens: Tokens, first: int, stop: int, one: Counted, found: Sequence[Counted]) -> Typing:
    """A bare number measures what the one before it does: "8,500 crossed on Sunday and 10,000 on Monday"."""
    before = [other for other in reversed(found) if other.end <= one.begin and "article" not in other.cues]
    people = (other for other in before if other.noun.first == other.noun.stop or is_person(other.noun.head))
    bare = one.noun.first == one.noun.stop  # Of people then: what befell other people is more like it.
    earlier = (next(people, None) if bare else None) or next(iter(() if _is_total(tokens, one) else before), None)
    if earlier is not None and (_has_own_verb(tokens, one) or _is_put_at(tokens, one)):
        earlier = None
    measure, cue = _measure(tokens, first, stop, earlier, found) if earlier else (None, "")
    if earlier is None or measure is None or (measure in _OF_UNITS and not one.noun.head):
        measure = _words().nominal.get(one.noun.head) or _fallback(one)
        return Typing(measure, basis_of(tokens, first, stop, one, found, measure)[0], None, ())
    basis, basis_cue = basis_of(tokens, first, stop, one, found, measure)
    cues = (cue, basis_cue) if basis_cue == OWN_DAY else (cue,)
    return Typing(measure, basis, _direction(tokens, first, stop, earlier), cues)


def _has_own_verb(tokens: Tokens, one: Counted) -> bool:
    """Reads "300 remained", "185,000 had been told": what befell others says nothing of these."""
    words, verb = _words(), tokens.word(one.end + (tokens.word(one.end) == "who"))
    return is_past(verb) or ("part" not in one.cues and (verb in words.finite or verb in words.aux))


def _is_put_at(tokens: Tokens, one: Counted) -> bool:
    """Reads "whose population was put at 120,000": a size, whatever happened to others."""
    return tokens.word(one.begin - 1) == "at" and tokens.word(one.begin - 2) in _PUT


def _is_total(tokens: Tokens, one: Counted) -> bool:
    """Reads "1,400 were held in 45 cities, taking the total to 5,500"."""
    return tokens.words[one.begin - 2 : one.begin] == ["total", "to"]


def _fallback(one: Counted) -> str:
    return "people" if is_person(one.noun.head) or one.unit == "people" or not one.noun.head else "count"


def _measure(tokens: Tokens, first: int, stop: int, one: Counted, found: Sequence[Counted]) -> tuple[str | None, str]:
    told = _by_noun(tokens, stop, one)
    if told is not None:
        return told
    own, head = _words().lists, one.noun.head
    if tokens.words[one.end : one.end + 3] == ["from", "their", "homes"]:
        return "displaced", "homes"
    measure, cue = (
        _of_harm(tokens, first, one)
        or _left(tokens, stop, one)
        or _object(tokens, first, one)
        or _toll(tokens, first, one, found)
        or _ahead(tokens, stop, one, found)
        or _back(tokens, first, one, found)
        or (None, "")
    )
    goods = head in own.words["vehicles"] and measure in HARM | {"called_up"}
    taken = cue in _TAKEN and head and not is_person(head)  # "Seized ten million ballot papers".
    if measure == "queue" or goods or taken:
        return None, ""
    if measure is None and head in own.words["detained_nouns"]:
        return _words().verbal.get(head, "detained"), head
    return measure, cue


def _by_noun(tokens: Tokens, stop: int, one: Counted) -> tuple[str, str] | None:
    """What the noun alone says that is measured, or a ballot right behind it."""
    own, head = _words().lists, one.noun.head
    unit = of_unit(head)
    if unit:
        return unit, ""
    if head in own.words["called_up"] and is_plural(head):
        return "called_up", head
    named = _words().nominal.get(head)
    if head == "crossings" and (one.value or 0) >= _MANY:  # So many are those who cross, not gates.
        return "crossings", head
    if named is not None and named != "vehicles":
        return named, head
    ballot = next((word for word in tokens.words[one.end : min(stop, one.end + 2)] if word in _BALLOT), "")
    if ballot and (is_person(head) or one.noun.first == one.noun.stop):
        return "votes", ballot
    if head in _words().verbal and head not in own.words["detained_nouns"]:
        return _words().verbal[head], head
    return None


def of_unit(head: str) -> str:
    """What a unit measures; "" for the noun of things that are counted."""
    own = _words().lists
    if head in own.words["percent"]:
        return "share"
    if head == "$" or head in own.words["currencies"]:
        return "money"
    if head in own.words["length"]:
        return "length"
    if head in ("area", "acres", "hectares"):
        return "area"
    return "weight" if head in own.words["other_units"] else ""


def _of_harm(tokens: Tokens, first: int, one: Counted) -> tuple[str, str] | None:
    """Reads "the death of four students": the noun of harm before the number counts before any verb behind it."""
    if one.begin - 2 < first or tokens.words[one.begin - 1] != "of":
        return None
    word = tokens.words[one.begin - 2]
    if word.endswith("day") or word == "tonight":
        word = tokens.word(one.begin - 3)
    measure = "killed" if word == "death" else _words().verbal.get(word)
    return (measure, word) if measure in HARM else None


def _left(tokens: Tokens, stop: int, one: Counted) -> tuple[str, str] | None:
    """Reads "left 12 people dead"."""
    word = tokens.word(one.end) if one.end < stop else ""
    measure = "killed" if word == "dead" else _words().verbal.get(word)
    return (measure, word) if measure in HARM and tokens.word(one.begin - 1) in _LEFT else None


def _object(tokens: Tokens, first: int, one: Counted) -> tuple[str, str] | None:
    """Reads "killed 12 people and left ...": the active verb just before the number comes before any behind it."""
    words = _words()
    word = tokens.words[one.begin - 1] if one.begin > first else ""
    measure = words.verbal.get(word)
    if measure not in HARM or tokens.word(one.end) in words.aux or tokens.word(one.begin - 2) in words.be:
        return None
    return measure, word


def _spans(found: Sequence[Counted]) -> dict[int, int]:
    return {other.begin: other.end for other in found}


def _ahead(tokens: Tokens, stop: int, one: Counted, found: Sequence[Counted]) -> tuple[str, str] | None:
    """The first verb behind the noun, over a list of nouns and prepositional phrases."""
    words, skip = _words(), _spans(found)
    parts = {other.begin: other.end for other in found if "part" in other.cues}
    at = one.end
    described = tokens.word(at) == "who" and (
        tokens.word(one.begin - 1) in words.blocking or _is_joined(tokens, one, found)
    )
    limit = min(stop, at + _REACH)
    while at < limit:
        word = tokens.words[at]
        if at in skip and at > one.end - 1 and skip[at] > at and not _starts_clause(tokens, one, at):
            limit, at = min(stop, limit + skip[at] - at), skip[at]
            continue
        if at in parts and _past_part(tokens, stop, parts[at]) > parts[at]:
            at = _past_part(tokens, stop, parts[at])
            continue
        if at in skip and tokens.word(at - 1) == "with":
            return None
        if word in words.breaks or (word == "and" and _has_second_verb(tokens, one, at)):
            return None
        if word == "claimed":  # Attacks claim lives; what people claim is something else.
            return None
        if word in words.verbal and not (word == "left" and tokens.words[at - 1].endswith(("the", "ary", "ist"))):
            told = _main_verb(tokens, stop, one, at) or _verb_ahead(tokens, stop, one, at)
            return None if described and told and told[0] not in ("killed", "wounded") else told
        if word == "death" and tokens.words[at - 1] == "to":
            return "killed", word
        if word in words.finite and word not in words.lists.words["leading"]:
            return None
        at += 1
    return None


def _past_part(tokens: Tokens, stop: int, at: int) -> int:
    """The comma that ends "including 18 with burns, were flown home"; the token given where none is close."""
    words = tokens.words[at : min(stop, at + _ASIDE)]
    return at + words.index(",") if "," in words and words[:1] == ["with"] else at


def _is_joined(tokens: Tokens, one: Counted, found: Sequence[Counted]) -> bool:
    """Reads "freed 46 Turks and three Iraqis who had been held": counted as those before it are."""
    return tokens.word(one.begin - 1) == "and" and any(other.end == one.begin - 1 for other in found)


def _has_second_verb(tokens: Tokens, one: Counted, at: int) -> bool:
    """Reads "ordered 900 troops into the gorge and declared a mobilisation": an object of the first verb only."""
    behind = tokens.word(at + 1)
    return is_past(tokens.word(one.begin - 1)) and is_past(behind) and behind not in _words().verbal


def _starts_clause(tokens: Tokens, one: Counted, at: int) -> bool:
    """Whether the next number is an object rather than the next of a list: "killed 12 in 3 attacks"."""
    return tokens.word(at - 1) not in (",", "and", "or", "plus", "&") and at > one.end


def _main_verb(tokens: Tokens, stop: int, one: Counted, at: int) -> tuple[str, str] | None:
    """Reads "61,000 people evacuated from the city have crossed": the participle only says which people."""
    words = _words()
    if at != one.end or tokens.words[at + 1 : at + 2] == [] or tokens.words[at + 1] not in words.blocking:
        return None
    for aux in range(at + 2, min(stop, at + _REACH)):
        word = tokens.words[aux]
        if word in words.breaks or word in words.verbal or word[0] == ",":
            return None
        if word in _PERFECT:
            found = next((verb for verb in tokens.words[aux + 1 : min(stop, aux + 4)] if verb in words.verbal), "")
            return (words.verbal[found], found) if found else None
    return None


def _verb_ahead(tokens: Tokens, stop: int, one: Counted, at: int) -> tuple[str, str] | None:
    words, word = _words(), tokens.words[at]
    measure = words.verbal[word]
    before, after = tokens.word(at - 1), tokens.word(at + 1) if at + 1 < stop else ""
    if word in ("left", "leave", "leaving") and before in words.be:
        following = next((w for w in tokens.words[at + 1 : at + 4] if w in words.verbal), "")
        return (words.verbal[following], following) if following else None
    if measure not in ("crossings", "missing") and before not in words.be:
        takes_object = after in words.opens_object or (after[:1].isdigit() or after in _numbers()) or is_plural(after)
        if (takes_object and not after.endswith("s'")) or word.endswith("ing"):
            return None
    return measure, word


@lru_cache(maxsize=1)
def _numbers() -> frozenset[str]:
    lists = _words().lists
    return frozenset().union(lists.values["number"], lists.values["multiples"], {"at", "about", "more", "up"})


def _back(tokens: Tokens, first: int, one: Counted, found: Sequence[Counted]) -> tuple[str, str] | None:
    """The verb or noun before, whose object the number is, over the rest of a list."""
    words = _words()
    ends = {other.end: other.begin for other in found}
    at, listed, limit = one.begin, False, max(first, one.begin - _REACH)
    if tokens.word(one.end) in words.aux:
        return None
    while at > limit:
        if at in ends and ends[at] < at:
            at = ends[at]
            listed = True
            continue
        word = tokens.words[at - 1]
        if word in words.verbal and word not in ("left", "leave", "leaves", "leaving"):
            return words.verbal[word], word
        if word == "as" and "well" not in (tokens.word(at - 2), tokens.word(at)):
            return None
        if word == "of" or word in ("and", ",", "including", "as", "well"):
            listed = listed or word in ("and", ",", "including")
        elif word == "with" and tokens.word(at - 2) in ("along", "together"):
            listed, at = True, at - 2
            continue
        elif word == "to":
            return _toll(tokens, first, one, found)
        elif (
            word in words.blocking
            or word in words.breaks
            or word in words.finite
            or not word[0].isalpha()
            or (
                not listed
                and not word.endswith("ly")
                and word not in ("the", "some", "another", "a", "an", "least", "number", "total", "up")
            )
        ):
            return None
        at -= 1
    return _toll(tokens, first, one, found)


def _toll(tokens: Tokens, first: int, one: Counted, found: Sequence[Counted]) -> tuple[str, str] | None:
    """Reads "the death toll rose to 120", "the number of wounded reached 30"."""
    words = _words()
    if one.noun.first < one.noun.stop and not is_person(one.noun.head):
        return None
    begin = max([first, one.begin - _TOLL_REACH, *(other.end for other in found if other.end <= one.begin)])
    window = tokens.words[begin : one.begin]
    if not words.lists.words["tolls"].isdisjoint(window):
        return "killed", "toll"
    if "number" in window:
        for word in reversed(window):
            if word in words.verbal and words.verbal[word] in HARM:
                return words.verbal[word], word
    return None


def _direction(tokens: Tokens, first: int, stop: int, one: Counted) -> str | None:
    own, far, near = _words().lists, min(stop, one.end + 10), max(first, one.begin - 8)
    if _ways().isdisjoint(tokens.words[one.end : far]) and _ways().isdisjoint(tokens.words[near : one.begin]):
        return None
    for at in (*range(one.end, far), *range(one.begin - 1, near - 1, -1)):
        if own.phrases["into"].at(tokens, at, stop):
            return "in"
        if own.phrases["out"].at(tokens, at, stop):
            return "out"
        if tokens.words[at] in own.words["into"]:
            return "in"
        if tokens.words[at] in own.words["out"]:
            return "out"
    return None


@lru_cache(maxsize=1)
def _ways() -> frozenset[str]:
    """The words without which nothing goes in or out."""
    own = _words().lists
    return own.union("into", "out").union(own.phrases["into"].by_first, own.phrases["out"].by_first)
