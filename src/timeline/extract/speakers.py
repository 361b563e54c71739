"""The noun phrase that names a speaker or an outlet, and the name in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.wordlists import Phrases
from timeline.text import Tokens

LONGEST: Final = 8
_REACH: Final = 14
_INSIDE: Final = frozenset("-–'’&/‑.")
_INNER_PREPOSITIONS: Final = frozenset({"of", "for", "in", "from", "at"})
_CLOSING: Final = frozenset({".", "!", "?", ":", '"', "“", "‘", "\n"})
_PLACED: Final = frozenset({"in", "from", "at"})


@dataclass(frozen=True, slots=True)
class Name:
    """What a noun phrase on tokens `first` to `stop` names; `outlet` when it is an agency, paper or station."""

    first: int
    stop: int
    text: str
    outlet: bool


@dataclass(frozen=True, slots=True)
class _Words:
    edges: frozenset[str]
    verbs: frozenset[str]
    aux: frozenset[str]
    closed: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    time: frozenset[str]
    titles: frozenset[str]
    heads: frozenset[str]
    agencies: frozenset[str]
    outlet: frozenset[str]
    not_outlet: frozenset[str]
    stations: frozenset[str]
    documents: frozenset[str]
    adjectives: frozenset[str]
    said: frozenset[str]
    carriers: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    common, own = wordlists.load("phrases"), wordlists.load("attribution")
    own_words, common_words = own.words, common.words
    say = own.union("say", "gerunds", "quote") - own.union("outlet", "human_heads", "documents")
    edges = common.union("conjunctions", "pronouns") - {"and", "one"}
    closed = common.union("determiners", "pronouns", "prepositions", "conjunctions", "auxiliaries", "adverbs")
    return _Words(
        edges,
        (common_words["verbs"] | say) - own.union("human_heads", "titles", "outlet"),
        common_words["auxiliaries"] - {"may", "will", "can"},
        closed,
        common_words["determiners"],
        common_words["prepositions"],
        own_words["time_words"] | common_words["adverbs"] | common_words["weekdays"],
        own_words["titles"],
        own_words["human_heads"],
        own_words["agencies"],
        own_words["outlet"],
        own_words["not_outlet"],
        own_words["stations"],
        own_words["documents"],
        common_words["adjectives"],
        frozenset({"said", "says", "say", "told"}),
        own.phrases["carriers"],
    )


def phrase_before(tokens: Tokens, first: int, index: int) -> tuple[int, int]:
    """The noun phrase that ends just before the token, as a token range; empty when none does."""
    at, limit = index, max(first, index - _REACH)
    while at > limit and not _bounds(tokens, first, at - 1):
        at -= 1
    while at < index and tokens.words[at] in _words().prepositions:
        at += 1
    return at, index


def _bounds(tokens: Tokens, first: int, at: int) -> bool:
    """Whether a noun phrase read backwards is over at this token."""
    words, word = _words(), tokens.words[at]
    if word == "and":
        return _clause_before(tokens, first, at)
    if word[0].isalpha() or word == "’s":
        if word in words.prepositions:
            return word not in _INNER_PREPOSITIONS
        return word in words.edges or word in words.aux or _verb(tokens, at)
    if word in ("'s", "[", "]"):
        return False
    return not (word in _INSIDE and _inside_word(tokens, at))


def _inside_word(tokens: Tokens, at: int) -> bool:
    """Whether a sign belongs to a word: the hyphen of a double name, the period of an initial or a title."""
    if tokens.words[at] != ".":
        return tokens.glued(at) and at + 1 < len(tokens) and tokens.glued(at + 1)
    before = tokens.word(at - 1)
    return tokens.glued(at) and (len(before) == 1 or before in _words().titles)


def _verb(tokens: Tokens, at: int) -> bool:
    words, word = _words(), tokens.words[at]
    if word in words.said:
        return True
    if word in words.verbs:
        return not _proper_case(tokens, at)
    ending = word.endswith("ed") and len(word) > 4 and word not in words.adjectives
    return ending and not _proper_case(tokens, at)


def _proper_case(tokens: Tokens, at: int) -> bool:
    """Whether a capital tells that the word is a name: it is not all in capitals, and stands inside a sentence."""
    raw = tokens.raw(at)
    return raw[0].isupper() and not raw.isupper() and at > 0 and tokens.words[at - 1] not in _CLOSING


def _is_edge_sign(tokens: Tokens, at: int) -> bool:
    """Whether the sign at the end of a phrase is no part of it, as the period of an initial is."""
    word = tokens.words[at]
    return not word[0].isalnum() and not (word == "." and len(tokens.word(at - 1)) == 1)


def _clause_before(tokens: Tokens, first: int, at: int) -> bool:
    """Whether the "and" joins clauses, not names: a verb stands before it."""
    words = _words()
    for back in range(at - 1, max(first, at - 6) - 1, -1):
        word = tokens.words[back]
        if word in words.prepositions or word in words.edges or word in words.aux or _verb(tokens, back):
            return True
        if not word[0].isalnum() and word not in _INSIDE and word != "'s":
            return True
    return False


def _capital(tokens: Tokens, at: int) -> bool:
    return tokens.text[tokens.starts[at]].isupper()


def phrase_after(tokens: Tokens, index: int, stop: int) -> tuple[int, int]:
    """The noun phrase that begins at the token, as a token range; empty when none does."""
    at, limit = index, min(stop, index + _REACH)
    while at < limit and tokens.words[at] in ("what", "several", "some"):
        at += 1
    begin = at
    while at < limit and not _ends(tokens, begin, at, stop):
        at += 1
    return begin, at


def _ends(tokens: Tokens, begin: int, at: int, stop: int) -> bool:
    words, word = _words(), tokens.words[at]
    if word == "and":
        return at + 1 >= stop or not _joins_names(tokens, begin, at, stop)
    if not (word[0].isalpha() or word in ("'s", "’s", "[", "]")):
        return not (word in _INSIDE and _inside_word(tokens, at))
    if word in words.prepositions:
        return not _goes_on(tokens, begin, at, stop)
    return word in words.edges or word in words.aux or word in words.time or (at > begin and _verb(tokens, at))


def _joins_names(tokens: Tokens, begin: int, at: int, stop: int) -> bool:
    words, following = _words(), tokens.words[at + 1]
    return (
        at > begin
        and following not in words.closed
        and not _verb(tokens, at + 1)
        and _capital(tokens, at + 1) == _capital(tokens, at - 1)
    )


def _goes_on(tokens: Tokens, begin: int, at: int, stop: int) -> bool:
    """Whether the phrase goes on over the preposition: "head of", "officials in Kherson", not "in a statement"."""
    words, word = _words(), tokens.words[at]
    if at == begin or at + 1 >= stop or word not in _INNER_PREPOSITIONS:
        return False
    following = tokens.words[at + 1]
    if following in words.time or tokens.word(at + 2) in words.documents or following in words.documents:
        return False
    return word not in _PLACED or (tokens.words[at - 1] in words.heads and following not in ("a", "an"))


def name_of(tokens: Tokens, first: int, stop: int) -> Name | None:
    """The name in a noun phrase: articles, titles and time words trimmed, agencies by their own name; None for none."""
    words = _words()
    while first < stop and (
        tokens.words[first] in words.determiners
        or tokens.words[first] in words.time
        or not tokens.words[first][0].isalnum()
    ):
        first += 1
    while stop > first and (
        tokens.words[stop - 1] in words.time
        or tokens.words[stop - 1] in words.prepositions
        or _is_edge_sign(tokens, stop - 1)
    ):
        stop -= 1
    if first >= stop or not any(word[0].isalpha() for word in tokens.words[first:stop]):
        return None
    outlet = _outlet(tokens, first, stop)
    if outlet:
        return outlet
    begin = _behind_title(tokens, first, stop)
    end = _cut(tokens, begin, stop)
    return Name(first, stop, _text(tokens, begin, end), False)


def _outlet(tokens: Tokens, first: int, stop: int) -> Name | None:
    words = _words()
    for at in range(first, stop):
        size = words.carriers.at(tokens, at, stop)
        if size and not (size == 2 and tokens.words[at : at + 2] == ["news", "agency"]):
            return Name(first, stop, _text(tokens, at, at + size), True)
    spoken_for = any(word in words.heads or word in words.not_outlet for word in tokens.words[first:stop])
    for at in range(first, stop):
        if tokens.words[at] in words.agencies and not spoken_for:
            return Name(first, stop, tokens.raw(at), True)
    if tokens.words[first] in words.stations and stop - first > 1 and not spoken_for:
        return Name(first, stop, _text(tokens, first, stop), True)
    if tokens.words[stop - 1] not in words.outlet or spoken_for:
        return None
    if tokens.words[stop - 1] in ("agency", "agencies") and tokens.word(stop - 2) not in ("news", "press"):
        return None
    return Name(first, stop, _text(tokens, first, _cut(tokens, first, stop)), True)


def _behind_title(tokens: Tokens, first: int, stop: int) -> int:
    """Where the name begins behind titles ("Defense Minister", "rights group"); `first` when there are none."""
    words = _words()
    at = stop
    while at > first and _is_name(tokens, at - 1):
        at -= 1
    if at in (stop, first):
        return first
    before = tokens.words[at - 1]
    if before in words.titles or (before == "." and tokens.word(at - 2) in words.titles):
        return at
    described = before[0].isalpha() and before not in words.closed and not _capital(tokens, at - 1)
    return at if described else first


def _is_name(tokens: Tokens, at: int) -> bool:
    words, word = _words(), tokens.words[at]
    if word in words.titles or word in words.heads or word in words.closed or word in ("'s", "’s", "]", "["):
        return False
    if not word[0].isalpha():
        return word in _INSIDE and not (word == "." and tokens.word(at - 1) in words.titles)
    particle = word in ("al", "de", "bin", "van", "von", "el", "da", "del", "der", "abu", "ibn", "dos", "di")
    return _capital(tokens, at) or particle


def _cut(tokens: Tokens, first: int, stop: int) -> int:
    """The end of the phrase after at most LONGEST words, before a preposition where it is longer."""
    count, last = 0, stop
    for at in range(first, stop):
        if tokens.words[at] in _INNER_PREPOSITIONS:
            last = at
        count += tokens.words[at][0].isalnum()
        if count > LONGEST:
            return last if first < last < at else at
    return stop


def _text(tokens: Tokens, first: int, stop: int) -> str:
    while stop > first and tokens.words[stop - 1] in ("'s", "’s", "'", "’"):
        stop -= 1
    said = tokens.text[tokens.starts[first] : tokens.ends[stop - 1]]
    return " ".join(said.replace("[", " ").replace("]", " ").split())
