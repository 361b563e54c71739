"""Who says it (speaker) and who passes it on (carrier)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.speakers import Name, name_of, phrase_after, phrase_before
from timeline.extract.wordlists import Phrases
from timeline.text import Tokens

_REACH: Final = 60
_CLOSERS: Final = frozenset("\"”’'»")
_OPENERS: Final = frozenset("\"“‘'«")
_DASHES: Final = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """`start`/`end`: the words that attribute, from the speaker to the verb, in code points.

    `kind`: says, according, quoted, colon; outlet (only an outlet says it: it is the speaker); reported (nobody is
    named).
    """

    speaker: str | None
    carrier: str | None
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class _Words:
    say: frozenset[str]
    weak: frozenset[str]
    gerunds: frozenset[str]
    quote: frozenset[str]
    pronouns: frozenset[str]
    skip: frozenset[str]
    aux: frozenset[str]
    be: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    verbs: frozenset[str]
    heads: frozenset[str]
    documents: frozenset[str]
    relative: frozenset[str]
    gate: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    according: Phrases
    anonymous: Phrases


@lru_cache(maxsize=1)
def _words() -> _Words:
    common, own = wordlists.load("phrases"), wordlists.load("attribution")
    say, gerunds, quote = own.words["say"], own.words["gerunds"], own.words["quote"]
    gate = say | gerunds | quote | {"according", "per", ":", "reportedly", "words", "view", "opinion", *_DASHES}
    return _Words(
        say,
        own.words["weak"],
        gerunds,
        quote,
        own.words["pronouns"],
        common.words["adverbs"] | common.words["weekdays"] | {"has", "had", "have", "on", "yesterday"},
        common.words["auxiliaries"],
        frozenset({"is", "are", "was", "were", "be", "been", "being"}),
        common.words["determiners"],
        common.words["prepositions"],
        common.words["verbs"],
        own.union("human_heads", "titles"),
        own.words["documents"],
        frozenset({"who", "which", "whose", "whom", "where", "when"}),
        gate,
        own.words,
        own.phrases["according"],
        own.phrases["anonymous"],
    )


def find_attribution(tokens: Tokens, first: int, stop: int, previous_speaker: str | None = None) -> list[Attribution]:
    """The attributions of one sentence, in order; a pronoun stands for the previous speaker where one is given."""
    if _words().gate.isdisjoint(tokens.words[first:stop]):
        return []
    found, speaker = list[Attribution](), previous_speaker
    for one in _raw(tokens, first, stop):
        settled = _resolve(one, speaker)
        if settled is not None:
            found.append(settled)
            speaker = settled.speaker or speaker
    return _merged(found)


def _raw(tokens: Tokens, first: int, stop: int) -> Iterator[Attribution]:
    words = _words()
    for at in range(first, stop):
        word = tokens.words[at]
        if word not in words.gate:
            continue
        for reader in _READERS:
            one = reader(tokens, first, stop, at)
            if one is not None:
                yield one
                break


def _resolve(one: Attribution, previous: str | None) -> Attribution | None:
    """The attribution with pronouns and back references ("the ministry", a surname) resolved."""
    if one.speaker is None:
        return one
    if one.speaker.lower() in _words().pronouns:
        return replace(one, speaker=previous) if previous else None
    if previous and " " not in one.speaker and previous.lower().endswith(" " + one.speaker.lower()):
        return replace(one, speaker=previous)
    return one


def _merged(found: list[Attribution]) -> list[Attribution]:
    """An outlet beside another speaker passes on; alone it speaks; nameless reports count only alone."""
    named = [one for one in found if one.speaker]
    outlets = [one for one in found if not one.speaker and one.carrier]
    if named:
        carrier = outlets[0].carrier if outlets else None
        return _distinct([replace(one, carrier=one.carrier or carrier) for one in named])
    if outlets:
        return _distinct([replace(one, speaker=one.carrier, carrier=None, kind="outlet") for one in outlets])
    return found[:1]


def _distinct(found: list[Attribution]) -> list[Attribution]:
    seen, out = set[str](), list[Attribution]()
    for one in found:
        if (one.speaker or "").lower() not in seen:
            seen.add((one.speaker or "").lower())
            out.append(one)
    return out


def _made(tokens: Tokens, name: Name, first: int, stop: int, kind: str) -> Attribution:
    start, end = tokens.starts[min(first, name.first)], tokens.ends[max(stop, name.stop) - 1]
    if name.outlet:
        return Attribution(None, name.text, start, end, kind)
    return Attribution(name.text, None, start, end, kind)


def _according(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "according to X", "per X"."""
    size = _words().according.at(tokens, at, stop) or _words().according.at(tokens, at - 1, stop) * (at > first)
    if not size:
        return None
    begin = at if _words().according.at(tokens, at, stop) else at - 1
    name = _named_after(tokens, begin + size, stop)
    if name is None or (tokens.words[at] == "per" and not name.outlet):
        return None
    return _made(tokens, name, begin, name.stop, "according")


def _named_after(tokens: Tokens, index: int, stop: int) -> Name | None:
    """The name behind a word, in the apposition too: "the foreign minister, Sergei Lavrov"."""
    begin, end = phrase_after(tokens, index, stop)
    name = name_of(tokens, begin, end) if end > begin else None
    if name is None or name.outlet or not _described(tokens, begin, end) or tokens.word(end) != ",":
        return name
    inner = phrase_after(tokens, end + 1, stop)
    other = name_of(tokens, *inner) if inner[1] > inner[0] else None
    return other if other and _proper(tokens, *inner) else name


def _described(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether the phrase only describes: it begins with an article or ends with a title."""
    return tokens.words[first] in _words().determiners or tokens.words[stop - 1] in _words().heads


def _proper(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether the phrase can be a person's name: two to four words, all capitalised, none a title."""
    words = [at for at in range(first, stop) if tokens.words[at][0].isalpha()]
    return (
        1 < len(words) <= 6
        and all(tokens.text[tokens.starts[at]].isupper() for at in words[-2:])
        and (tokens.words[words[0]] not in _words().determiners and tokens.words[words[-1]] not in _words().heads)
    )


def _quoted(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "TASS quoted officials as saying", "X was quoted by AFP", "citing X"."""
    words = _words()
    if tokens.words[at] not in words.quote:
        return None
    following = tokens.word(at + 1)
    if tokens.word(at - 1) in words.be or following == "by":
        return _quoted_by(tokens, first, stop, at)
    speaker = _named_after(tokens, at + 1, stop)
    outlet = _subject(tokens, first, stop, at)
    if speaker is None:
        return None
    made = _made(tokens, speaker, at, speaker.stop, "quoted")
    if outlet is None or not outlet.outlet or speaker.outlet:
        return made
    return replace(made, carrier=outlet.text, start=min(made.start, tokens.starts[outlet.first]))


def _quoted_by(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    by = next((back for back in range(at + 1, min(stop, at + 5)) if tokens.words[back] == "by"), None)
    outlet = _named_after(tokens, by + 1, stop) if by is not None else None
    begin = at
    while begin > first and (tokens.words[begin - 1] in _words().aux or tokens.words[begin - 1] in _words().skip):
        begin -= 1
    speaker = _subject(tokens, first, stop, begin) if begin < at else None
    if speaker is None:
        return _made(tokens, outlet, at, outlet.stop, "quoted") if outlet and outlet.outlet else None
    made = _made(tokens, speaker, speaker.first, at + 1, "quoted")
    return replace(made, carrier=outlet.text) if outlet and outlet.outlet else made


def _says(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "X said", "said X", "X told Reuters"."""
    words, word = _words(), tokens.words[at]
    if word not in words.say or _no_saying(tokens, first, stop, at):
        return None
    name = _inverted(tokens, first, stop, at) or _subject(tokens, first, stop, at)
    if name is None or tokens.word(name.first - 1).isdigit():  # "On 10 March alleged rebels" names a day.
        return None
    made = _made(tokens, name, name.first, at + 1, "says")
    carrier = _told(tokens, stop, at)
    return replace(made, carrier=carrier) if carrier and made.speaker else made


def _no_saying(tokens: Tokens, first: int, stop: int, at: int) -> bool:
    """Whether the word attributes nothing here: a noun, a passive, an infinitive, denied, or a weak verb alone."""
    words, word = _words(), tokens.words[at]
    before, following = tokens.word(at - 1) if at > first else "", tokens.word(at + 1) if at + 1 < stop else ""
    if (
        before in words.lists["no_say_after"]
        or before.endswith(("n't", "n’t"))
        or following in words.lists["no_say_before"]
    ):
        return True
    if word in words.lists["sums"] and following[:1].isdigit():
        return True
    if word in words.lists["also_nouns"] and _noun(tokens, first, stop, at):
        return True
    return word in words.weak and not _has_content(tokens, first, stop, at)


def _noun(tokens: Tokens, first: int, stop: int, at: int) -> bool:
    """Whether "report", "claims" and the like are nouns here."""
    words, word = _words(), tokens.words[at]
    following = tokens.word(at + 1) if at + 1 < stop else ""
    if following in words.lists["noun_before"] or following in words.say or following in words.verbs or at == first:
        return True
    capital = tokens.raw(at)
    if capital[0].isupper() and not capital.isupper():
        return True
    before = tokens.words[at - 1]
    return not word.endswith("s") and not (before.endswith("s") or before in words.heads or before in words.pronouns)


def _has_content(tokens: Tokens, first: int, stop: int, at: int) -> bool:
    """Whether a weak verb brings what is said with it: "that", a colon, a quotation; or accuses somebody of it."""
    near = tokens.words[at + 1 : min(stop, at + 4)]
    if (
        "that" in near
        or ":" in near
        or not _OPENERS.isdisjoint(near)
        or not _CLOSERS.isdisjoint(tokens.words[max(first, at - _REACH) : at])
    ):
        return True
    return tokens.words[at].startswith("accuse") and "of" in tokens.words[at : min(stop, at + 12)]


def _inverted(tokens: Tokens, first: int, stop: int, at: int) -> Name | None:
    """Reads "...," said X: the name behind the verb, when what follows it is no clause."""
    words = _words()
    before = tokens.word(at - 1) if at > first else ""
    quoted = before in _CLOSERS or (before == "," and at - 2 >= first and tokens.words[at - 2] in _CLOSERS)
    if not quoted and (before != "," or tokens.words[at] not in words.lists["inverting"]):
        return None
    if at + 1 >= stop or tokens.words[at + 1] in words.lists["clause_openers"] or tokens.words[at] in ("told", "tells"):
        return None
    name = _named_after(tokens, at + 1, stop)
    if name is None:
        return None
    following = tokens.word(name.stop) if name.stop < stop else "."
    clause = following in words.aux or following in words.verbs or following.endswith("ed")
    return None if clause and not quoted else name


def _subject(tokens: Tokens, first: int, stop: int, at: int) -> Name | None:
    """The subject of the verb at the token: the phrase before it, or what an apposition stands to."""
    words = _words()
    while at > first and tokens.words[at - 1] in words.skip:
        at -= 1
    if at == first:
        return None
    if tokens.words[at - 1] in words.pronouns:
        return Name(at - 1, at, tokens.words[at - 1], False)
    if tokens.words[at - 1] in (",", "--", "—", "–", ")"):
        return _apposed(tokens, first, at - 1)
    if tokens.words[at - 1] in words.relative:
        return None
    begin, end = phrase_before(tokens, first, at)
    return name_of(tokens, begin, end) if end > begin else None


def _apposed(tokens: Tokens, first: int, comma: int) -> Name | None:
    """Reads "Sergei Lavrov, the foreign minister, said" and "the foreign minister, Sergei Lavrov, said"."""
    words, sign = _words(), tokens.words[comma]
    opening = "(" if sign == ")" else sign
    other = next(
        (back for back in range(comma - 1, max(first, comma - 20) - 1, -1) if tokens.words[back] == opening), None
    )
    if other is None or other == first:
        return None
    outer = phrase_before(tokens, first, other)
    inner = (other + 1, comma)
    if outer[0] == outer[1]:
        return name_of(tokens, *phrase_before(tokens, first, comma))
    if _proper(tokens, *inner) and (
        _described(tokens, *outer) or tokens.words[inner[1] - 2] in words.heads or _titled(tokens, *inner)
    ):
        return name_of(tokens, *inner)
    return name_of(tokens, *outer)


def _titled(tokens: Tokens, first: int, stop: int) -> bool:
    return any(word in _words().heads for word in tokens.words[first:stop])


def _told(tokens: Tokens, stop: int, at: int) -> str | None:
    """The outlet that somebody told it: "told Reuters", "in an interview with the BBC"."""
    if tokens.words[at] in ("told", "tells"):
        name = _named_after(tokens, at + 1, stop)
        if name and name.outlet:
            return name.text
    for near in range(at + 1, min(stop, at + 8)):
        if tokens.words[near] in _words().documents and tokens.word(near + 1) in ("with", "to", "on", "for", "by"):
            name = _named_after(tokens, near + 2, stop)
            return name.text if name and name.outlet else None
    return None


def _saying(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "The ministry sought to calm them, saying ...": the subject of the sentence says it."""
    words = _words()
    if tokens.words[at] not in words.gerunds or tokens.word(at - 1) in (
        "as",
        "of",
        "by",
        "in",
        "for",
        "not",
        "before",
        "after",
    ):
        return None
    if tokens.word(at - 1) in words.be | words.determiners:
        return None
    for verb in range(max(first, at - _REACH) + 1, at):
        word = tokens.words[verb]
        if word in words.verbs or word in words.aux or word in words.say or (word.endswith("ed") and len(word) > 4):
            name = _subject(tokens, first, stop, verb)
            return _made(tokens, name, at, at + 1, "says") if name else None
    return None


def _nameless(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "it was reported that", "reportedly"."""
    anonymous, word = _words().anonymous, tokens.words[at]
    if word == "reportedly":
        return Attribution(None, None, tokens.starts[at], tokens.ends[at], "reported")
    for back in range(max(first, at - 3), at + 1):
        size = anonymous.at(tokens, back, stop)
        if size and back + size > at:
            return Attribution(None, None, tokens.starts[back], tokens.ends[back + size - 1], "reported")
    return None


def _headed(tokens: Tokens, first: int, stop: int, at: int) -> Attribution | None:
    """Reads "Peskov: ..." before a quotation, and "three dead in Kherson - governor" at the end of a heading."""
    words, word = _words(), tokens.words[at]
    if word == ":" and first < at <= first + 8 and tokens.word(at + 1) in _OPENERS:
        name = name_of(tokens, *phrase_before(tokens, first, at))
        return _made(tokens, name, name.first, at, "colon") if name else None
    if word in _DASHES and at + 1 < stop <= at + 8 and not (tokens.glued(at) and tokens.glued(at + 1)):
        begin, end = phrase_after(tokens, at + 1, stop)
        behind = all(not rest[0].isalnum() for rest in tokens.words[end:stop])
        name = name_of(tokens, begin, end) if end > begin and behind else None
        if name and (name.outlet or any(part in words.heads for part in tokens.words[begin:end])):
            return _made(tokens, name, at, end, "colon")
    return None


_Reader = Callable[[Tokens, int, int, int], Attribution | None]
_READERS: Final[tuple[_Reader, ...]] = (_according, _quoted, _says, _saying, _nameless, _headed)
