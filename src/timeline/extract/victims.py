"""People killed whom the text only names: "the murder of Jose Lopez", "the mayor was assassinated" count as one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.counted import Counted
from timeline.extract.nouns import Noun, is_person, is_plural, noun_after
from timeline.text import Tokens

_REACH: Final = 8


@lru_cache(maxsize=1)
def _lists() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    own, common, speakers = wordlists.load("quantities"), wordlists.load("phrases"), wordlists.load("attribution")
    things = own.union("vehicles", "buildings", "attacks", "weapons", "places") | {"it", "which", "that", "what"}
    titles = speakers.words["titles"] | own.words["person"]
    return (
        own.words["named_kill"],
        own.words["kill_nouns"],
        own.words["singular_be"],
        things,
        titles | common.words["months"],
    )


def named_victims(tokens: Tokens, first: int, stop: int, found: Sequence[Counted]) -> list[Counted]:
    """At most one for a sentence, and none where the sentence counts those killed anyway."""
    verbs, nouns, _, _, _ = _lists()
    said = tokens.words[first:stop]
    if verbs.isdisjoint(said) and nouns.isdisjoint(said):
        return []
    begins = [one.begin for one in found]
    for at in range(first, stop):
        word = tokens.words[at]
        if word in ("dead", "death") and tokens.word(at - 1) not in ("found", "shot", "to"):
            continue
        if (word in verbs and _passive(tokens, first, at, _near(begins, found, at))) or (
            word in nouns and _murder_of(tokens, at, stop, found)
        ):
            return [Counted(at, at, at + 1, at + 1, 1.0, None, None, Noun(at + 1, at + 1, ""), "person", ("named",))]
    return []


def _near(begins: list[int], found: Sequence[Counted], at: int) -> Sequence[Counted]:
    place = bisect_right(begins, at)
    return found[max(0, place - 2) : place + 2]


def _passive(tokens: Tokens, first: int, at: int, found: Sequence[Counted]) -> bool:
    """Reads "X was killed": a singular subject that is no thing and is not counted."""
    _, _, singular, things, _ = _lists()
    back = at - 1
    while back > first and (
        tokens.words[back].endswith("ly") or tokens.words[back] in ("found", "shot", "stabbed", "beaten", "also", "to")
    ):
        back -= 1
    if back <= first or tokens.words[back] not in singular or tokens.words[back] == "has":
        return False
    while back > first and tokens.words[back - 1] in ("has", "had", "been", "also", "who", ","):
        back -= 1
    if (
        back <= first
        or tokens.words[back - 1] in ("have", "having", "be")
        or any(first <= one.begin < at and at - one.end < _REACH for one in found)
    ):
        return False
    subject = tokens.words[back - 1]
    return (
        subject[0].isalpha()
        and subject not in things
        and subject not in ("one", "nobody", "none")
        and not _many(subject)
    )


def _many(word: str) -> bool:
    return is_plural(word) and not word.endswith("os") and is_person(word)


def _murder_of(tokens: Tokens, at: int, stop: int, found: Sequence[Counted]) -> bool:
    """Reads "the murder of X", X being a person's title or name and not a number of people."""
    _, _, _, things, titles = _lists()
    if at + 2 >= stop or tokens.words[at + 1] != "of":
        return False
    begin = at + 2
    if tokens.words[begin] in ("the", "a", "an", "his", "her", "their", "its"):
        begin += 1
    if begin >= stop or any(at < one.begin <= begin for one in found):
        return False
    noun = noun_after(tokens, begin, stop)
    if noun.first == noun.stop or noun.head in things or (is_person(noun.head) and is_plural(noun.head)):
        return False
    name = tokens.text[tokens.starts[begin]].isupper() and not is_plural(noun.head)
    return name or any(word in titles for word in tokens.words[noun.first : noun.stop])
