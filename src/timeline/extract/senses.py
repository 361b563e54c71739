"""In which sense a number counts: in a period (flow), at a moment (stock), since a day, or as planned (target)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from timeline.extract import wordlists
from timeline.extract.counted import Counted
from timeline.extract.nouns import is_person
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

HARM: Final = frozenset({"killed", "wounded", "missing", "detained", "abducted"})
# The mark of a number with a day of its own behind it.
OWN_DAY: Final = "own day"
# The mark of so many in each day.
RATE: Final = "rate"
_RATE_REACH: Final = 8
# What makes people homeless at once, rather than that they are.
_MADE: Final = frozenset(("left", "leaving", "leave", "made", "making", "rendered"))
# How far before "since" a superlative stands, and words that end like one.
COMPARED: Final = 8
_EST: Final = 5
_SUPERLATIVES: Final = frozenset(("worst", "most", "first", "best"))
_WHOSE: Final = frozenset(("its", "their", "his", "her", "our", "my", "'s", "’s", "s'"))
_JOINED: Final = frozenset(("and", "but", ",", "while"))
_PARTING: Final = frozenset({";", "who", "which", "when", "said", "while", "whose"})
# A total told behind a number is another number.
_NEW_TOTALS: Final = frozenset(("bringing", "raising", "taking", "pushing", "lifting"))
_LASTING: Final = frozenset({"remain", "remaining", "still", "stay"})


def basis_of(
    tokens: Tokens, first: int, stop: int, one: Counted, found: Sequence[Counted], measure: str
) -> tuple[str, str]:
    """The basis of a counted number, and the words that told it."""
    own = wordlists.load("quantities")
    before = max([first, one.begin - 8, *(other.end for other in found if _bounds(tokens, other, one))])
    after = min([stop, one.end + 8, *(other.begin for other in found if other.begin >= one.end)])
    since = _opening(tokens, first, one) or _since(tokens, own, max(first, before - 2), stop, one)
    if (since or "part" in one.cues) and _has_own_day(tokens, one):
        return "flow", OWN_DAY
    if measure != "money" and _is_rate(tokens, stop, one):
        return "flow", RATE
    come = tokens.word(one.end) in ("have", "has", "had")  # It has come about, whatever was planned.
    if since and come:
        return "since", since
    near = min(after, one.end + 4)
    near = next((at for at in range(one.end, near) if tokens.words[at] in _JOINED), near)
    ahead = _cue(tokens, own, "target", one.end, near)
    target = "" if come else _cue(tokens, own, "target", before, one.begin) or ahead
    still = _cue(tokens, own, "stock", one.end, min(after, one.end + 6))
    if target and measure not in HARM | {"length", "share"} and not (target == "will" and still in _LASTING):
        return "target", target
    if since:
        return "since", since
    if measure in ("length", "missing"):
        return "stock", measure
    stock = _cue(tokens, own, "stock", one.end, min(after, one.end + 7)) or _stock_before(
        tokens, own, before, one.begin
    )
    stock = stock or _going_on(tokens, one) or _possessed(tokens, one)
    made = stock == "homeless" and not _MADE.isdisjoint(tokens.words[max(first, one.begin - 2) : one.end + 5])
    if stock and measure not in ("killed", "wounded") and not made:
        return "stock", stock
    return "flow", ""


def _opening(tokens: Tokens, first: int, one: Counted) -> str:
    """The "since" of "Since the order was signed, 200,000 people have been called up": it opens the sentence."""
    opens = tokens.words[first] == "since" and "," in tokens.words[first : one.begin]
    anew = opens and any(word in (";", ":") for word in tokens.words[first : one.begin])
    return "since" if opens and not anew else ""


def _has_own_day(tokens: Tokens, one: Counted) -> bool:
    """Reads "156,000 since Thursday, 77,300 of them on Saturday": the part is of a day of its own."""
    common = wordlists.load("phrases")
    if tokens.word(one.begin - 1) in ("to", "at"):  # "The toll climbed to 124 on Monday".
        return False
    return tokens.word(one.end) == "on" and tokens.word(one.end + 1) in common.union("weekdays", "months")


def _is_rate(tokens: Tokens, stop: int, one: Counted) -> bool:
    """Reads "4,000 people have been crossing every day", "about 300 a day"."""
    time = wordlists.load("quantities").words["time"]
    words = tokens.words[one.end : min(stop, one.end + _RATE_REACH)]
    near = len(words) > 1 and words[0] in ("a", "an", "per") and words[1] in time
    each = any(word in ("every", "each") and behind in time for word, behind in pairwise(words))
    return near or each or "daily" in (*words, tokens.word(one.begin - 1))


def _possessed(tokens: Tokens, one: Counted) -> str:
    """The verb of "Britain has more than 1,000 troops in the city"."""
    word = tokens.word(one.begin - 1)
    return word if word in ("has", "have") and is_person(one.noun.head) else ""


def _going_on(tokens: Tokens, one: Counted) -> str:
    """The verb of "12,000 people are camping in the fields"."""
    going = tokens.word(one.end) in ("are", "were", "is", "was") and tokens.word(one.end + 1).endswith("ing")
    return tokens.word(one.end + 1) if going else ""


def _bounds(tokens: Tokens, other: Counted, one: Counted) -> bool:
    """Whether an earlier number ends the reach of cues: one that is not joined to this in a list."""
    return other.end <= one.begin and tokens.words[other.end : one.begin] not in (["and"], [","], [",", "and"])


def _cue(tokens: Tokens, own: Lists, name: str, first: int, stop: int) -> str:
    """The first word or phrase of a list in a range of tokens, up to a comma."""
    if _openers(name).isdisjoint(tokens.words[first:stop]):  # As nearly always.
        return ""
    listed, words = own.phrases[name], own.words[f"{name}_words"]
    for at in range(first, stop):
        if tokens.words[at] in words and not (tokens.words[at] == "own" and tokens.word(at - 1) in _WHOSE):
            return tokens.words[at]
        size = listed.at(tokens, at, stop)
        if size:
            return " ".join(tokens.words[at : at + size])
    return ""


@lru_cache(maxsize=8)
def _openers(name: str) -> frozenset[str]:
    """The words of a list and those that its phrases begin with."""
    own = wordlists.load("quantities")
    return own.words[f"{name}_words"].union(own.phrases[name].by_first)


def _stock_before(tokens: Tokens, own: Lists, first: int, stop: int) -> str:
    near = _cue(tokens, own, "stock", max(first, stop - 4), stop)
    if near and near != "own":
        return near
    if (
        stop - first >= 2
        and tokens.words[stop - 1] == "of"
        and tokens.words[stop - 2] in ("queue", "line", "backlog", "queues")
    ):
        return tokens.words[stop - 2]
    return ""


def _since(tokens: Tokens, own: Lists, first: int, stop: int, one: Counted) -> str:
    openers = _openers("since")
    for at in range(max(first, one.begin - 10), min(stop, one.end + 16)):
        word = tokens.words[at]
        if at >= one.end and (word in _PARTING or (word == "," and tokens.word(at + 1) in _NEW_TOTALS)):
            break
        told = _since_at(tokens, own, at, stop, one) if word in openers else ""
        if not told or (at < one.begin and _starts_anew(tokens.words[at : one.begin])):
            continue
        if word != "since" or not compares(tokens.words[max(first, at - COMPARED) : at]):
            return told
    return ""


def _since_at(tokens: Tokens, own: Lists, at: int, stop: int, one: Counted) -> str:
    """The phrase or word of since when that begins at the token."""
    size, word = own.phrases["since"].at(tokens, at, stop), tokens.words[at]
    if size and at < one.end + 12:
        return " ".join(tokens.words[at : at + size])
    return word if word in own.words["since_words"] and (at < one.begin or word != "toll") else ""


def compares(words: Sequence[str]) -> bool:
    """Whether the words before a "since" tell since when there was none like it: "the biggest rally since the war"."""
    others = wordlists.load("quantities").words["no_superlatives"]
    return any(
        word in _SUPERLATIVES or (word.endswith("est") and len(word) > _EST and word not in others) for word in words
    )


def _starts_anew(words: Sequence[str]) -> bool:
    """Whether a clause of its own begins there: "in force since Monday, and 800 men have been sent"."""
    return ";" in words or any(
        words[at : at + 2] in ([",", "and"], [",", "but"], [",", "while"]) for at in range(len(words))
    )
