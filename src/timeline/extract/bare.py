"""Numbers without a noun that still count people: "8,500 crossed", "the toll rose to 120", "some 16,000 have left"."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from timeline.extract import numerals, wordlists
from timeline.extract.modifiers import prefixes
from timeline.extract.nouns import Noun, is_past
from timeline.extract.numerals import Number
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

# Words that begin an aside about those who are counted, and how many words it may have.
_ASIDES: Final = frozenset(("including", "among", "most", "mostly", "many", "some", "all"))
_ASIDE: Final = 12
_WHERE: Final = frozenset(("in", "on", "at", "near", "outside"))
_LIST_REACH: Final = 16
_SUBJECT: Final = 4
_TOTAL: Final = 18
# What a subject of several may stand behind, and its auxiliaries.
_OPENING: Final = frozenset((",", ";", "and", "but", "that", "while", "of", "whom", "which"))
_SAYING: Final = frozenset(
    ("said", "says", "say", "reported", "added", "believes", "estimates", "estimated", "claimed")
)
_PLURAL_AUX: Final = frozenset(("have", "are", "were", "had"))
_STAYING: Final = frozenset(("remain", "remained", "stay", "stayed", "await", "awaited", "live", "lived"))
# So many million are of barrels or votes, not of people that somebody takes in.
_MOST: Final = 1_000_000
# "The number 12", "was number 1,142 in the line".
_NAMING: Final = frozenset(("the", "a", "this", "of", "was", "is", "were", "at"))
# Only what can be counted is so told: "as many as 270,000".
_AS_MANY: Final = frozenset(("as many as", "no fewer than", "not fewer than", "fewer than", "as few as"))
_SAID: Final = frozenset((",", ".", ";", "-", "–", "—", "--", ")", ""))
_THERE: Final = frozenset(("are", "were", "be", "been", "remain", "remained"))
_LEAST: Final = 100
# "Had brought out more than 300", "picked up 311".
_PARTICLES: Final = frozenset(("out", "up", "in", "home", "back"))
_CARRYING: Final = frozenset(
    ("brought", "picked", "flown", "flew", "airlifted", "lifted", "ferried", "bused", "pulled")
)
_DRAWING: Final = frozenset(("drew", "draw", "draws", "attracted"))
# "All 11 were charged" tells how many there are, "the two were charged" speaks of known ones.
_ALL: Final = frozenset(("all", "the other", "all the"))
_IN_ALL: Final = (["in", "all"], ["in", "total"], ["all", "told"])
_EACH: Final = frozenset(("a", "an", "per", "each", "every"))
_WORTH_REACH: Final = 10
_LEVEL_REACH: Final = 5
_SIZED: Final = frozenset(("number", "numbered", "numbering", "totaled", "totalled", "totaling", "totalling"))


def _own() -> Lists:
    return wordlists.load("quantities")


@lru_cache(maxsize=1)
def harm() -> frozenset[str]:
    """Words of harm to people."""
    return _own().union("killed", "wounded", "missing", "detained", "abducted")


@lru_cache(maxsize=1)
def _happenings() -> frozenset[str]:
    own = _own()
    harm = own.union("killed", "wounded", "missing", "detained", "abducted", "displaced", "released")
    return harm | own.union("crossings", "called_up", "protested", "queue")


def bare_counts(tokens: Tokens, first: int, number: Number, noun: Noun, stop: int, part: bool) -> bool:
    """Whether a number without a noun still counts people: a verb of happening follows ("8,500 crossed")."""
    own, common = _own(), wordlists.load("phrases")
    verbs = _happenings()
    behind = _past_rate(tokens, _past_aside(tokens, noun.stop, stop), stop)
    after = tokens.word(behind) if behind < stop else ""
    if after == "who":
        return True
    if after in common.words["auxiliaries"] or after in ("more", "others", "other"):
        after = next((w for w in tokens.words[behind : min(stop, behind + 4)] if w in verbs), "")
    if part or after in verbs or _count_before(tokens, number) or _is_somewhere(tokens, number, stop):
        return True
    listed = tokens.word(number.first - 1) in ("and", ",", "while")
    if "," in tokens.words[number.first] and after in own.words["in_places"] and listed:
        return True
    if after in _WHERE and tokens.word(number.first - 1) in ("and", ",") and _harm_before(tokens, first, number):
        return True
    if _is_subject(tokens, first, number, behind) or _is_object(tokens, first, number):
        return True
    if _is_there(tokens, first, number) or _is_group(tokens, first, number) or _tells_people(tokens, number, behind):
        return True
    as_many = any(words in _AS_MANY for _, words in prefixes(tokens, first, number.first)[1])
    return as_many or (number.form == "vague" and not _sum_before(tokens, number))


def _harm_before(tokens: Tokens, first: int, number: Number) -> bool:
    """Whether the number goes on with a list of the harmed by place.

    Reads "killed 247 people in Kenya and 10 in Tanzania", "72 were killed in Bihar and 25 in Tibet".
    """
    begin = max(first, number.first - _LIST_REACH)
    at = next((at for at in range(number.first - 1, begin - 1, -1) if tokens.words[at] in harm()), -1)
    opening = max(begin, at - _SUBJECT)
    return at >= 0 and any(numerals.number_at(tokens, near, number.first) for near in range(opening, number.first - 1))


def _past_aside(tokens: Tokens, at: int, stop: int) -> int:
    """The token behind "74, including eight Americans, ..."; the one given where no aside follows."""
    if tokens.words[at : at + 1] != [","] or tokens.word(at + 1) not in _ASIDES:
        return at
    words = tokens.words[at + 1 : min(stop, at + _ASIDE)]
    return at + 2 + words.index(",") if "," in words else at


def _past_rate(tokens: Tokens, at: int, stop: int) -> int:
    """The token behind the "a day" of "400 a day have been arriving"; the one given without it."""
    rate = at + 1 < stop and tokens.words[at] in _EACH and tokens.words[at + 1] in _own().words["time"]
    return at + 2 if rate else at


def _is_somewhere(tokens: Tokens, number: Number, stop: int) -> bool:
    """Reads "600 are in hospital", "3,000 more remain without shelter"."""
    own, common = _own(), wordlists.load("phrases")
    at = number.stop + (tokens.word(number.stop) in own.words["more"])
    if at + 1 >= stop:
        return False
    if tokens.words[at] not in common.words["auxiliaries"] and tokens.words[at] not in ("remain", "remained"):
        return False
    return any(own.phrases["stock"].at(tokens, near, stop) for near in (at, at + 1, at + 2))


def _sum_before(tokens: Tokens, number: Number) -> bool:
    own = _own()
    before = tokens.words[max(0, number.first - 3) : number.first]
    return not own.words["sums"].isdisjoint(before)


def _count_before(tokens: Tokens, number: Number) -> bool:
    """Reads "the death toll rose to 120", "killing 12", "killed at least 12"."""
    own = _own()
    verbs = harm()
    begin, _ = prefixes(tokens, max(0, number.first - 4), number.first)
    if (tokens.word(begin - 1) in ("to", "at") or tokens.word(begin - 1) in own.words["passes"]) and _is_level(
        tokens, begin, number
    ):
        return True
    window = tokens.words[max(0, number.first - 4) : number.first]
    if not own.words["tolls"].isdisjoint(tokens.words[max(0, number.first - 16) : number.first]):
        return tokens.word(number.first - 1) not in ("in", "on", ",")
    return any(word in verbs for word in window) and not {",", "in", "on"} & set(window[-1:])


def _is_level(tokens: Tokens, begin: int, number: Number) -> bool:
    """Reads "bringing the total to 5,400", "the figure stood at 174"; none of money, none of the clock."""
    own, known = _own(), frozenset(tokens.words[max(0, number.first - _TOTAL) : number.first])
    if not own.words["worths"].isdisjoint(known):
        return False
    if "total" in known:
        return True
    whole = number.value is None or number.value == int(number.value)
    near = frozenset(tokens.words[max(0, begin - _LEVEL_REACH) : begin])
    come = "," in tokens.words[number.first] or not near.isdisjoint(own.words["change"] | own.words["levels"])
    return whole and come and not own.words["sizes"].isdisjoint(known)


@lru_cache(maxsize=1)
def _moves() -> frozenset[str]:
    return frozenset(
        word for word in _own().union("displaced", "released", "called_up", "deployed") if not word.endswith("s")
    )


def _is_subject(tokens: Tokens, first: int, number: Number, behind: int) -> bool:
    """Reads "Some 16,000 have already received their papers", "said about 300 remained": a clause begins with it.

    behind: the token of its verb.
    """
    begin, said = prefixes(tokens, first, number.first)
    before = tokens.words[begin - 1] if begin > first else ","
    known = any(name == "definite" and words not in _ALL for name, words in said)
    if known or _follows_number(tokens, first, begin) or tokens.words[max(first, begin - 2) : begin] == ["out", "of"]:
        return False
    verb = tokens.word(behind + (tokens.word(behind) == "more"))
    opens = before in _OPENING | _SAYING
    large = bool(said) or "," in tokens.words[number.first]
    many = large and (number.value or number.low or 0) >= _LEAST
    verbs = wordlists.load("phrases").words["verbs"] | _own().words["plain_verbs"]
    finite = verb in verbs or (is_past(verb) and verb != "old")
    if before == "of":
        return many and verb in _PLURAL_AUX
    if verb in _PLURAL_AUX:
        return opens or (many and before not in wordlists.load("phrases").words["prepositions"])
    return opens and finite and (many or verb in _STAYING)


def _follows_number(tokens: Tokens, first: int, begin: int) -> bool:
    """Whether it goes on with numbers that count nothing: "rooms 3 and 4 were", "July 4, 12 were"."""
    return begin - 2 >= first and tokens.words[begin - 2][0].isdigit()


def _is_there(tokens: Tokens, first: int, number: Number) -> bool:
    """Reads "there were 100,000 in the square", "there had been 37"."""
    begin, _ = prefixes(tokens, first, number.first)
    words = tokens.words[max(first, begin - 3) : begin]
    return bool(words) and words[-1] in _THERE and "there" in words


def _is_group(tokens: Tokens, first: int, number: Number) -> bool:
    """Reads "a crew of 24", "a crowd of about a thousand"; "the group of seven" are known ones or a club."""
    own, (begin, _) = _own(), prefixes(tokens, first, number.first)
    for at in range(max(first + 1, begin - 1), number.first):
        if tokens.words[at] == "of" and tokens.words[at - 1] in own.words["bodies"]:
            return tokens.words[at - 2 : at] != ["the", "group"]
    return False


def _tells_people(tokens: Tokens, number: Number, behind: int) -> bool:
    """Reads "with 1,674 on board", "has driven six million from their homes", "perhaps 70,000 in all"."""
    words = tokens.words[behind : behind + 3]
    if words[:2] == ["on", "board"] or words[:1] == ["aboard"] or words == ["from", "their", "homes"]:
        return True
    whole = number.value is not None and number.value == int(number.value)
    in_all = words[:2] in _IN_ALL and words[2:] != ["of"]
    return whole and (in_all or tokens.word(behind) == "altogether")


def _is_object(tokens: Tokens, first: int, number: Number) -> bool:
    """Reads "has evacuated 311 in three flights", "they now number about 160,000"."""
    begin, _ = prefixes(tokens, first, number.first)
    word = tokens.words[begin - 1] if begin > first else ""
    if word in _PARTICLES and begin - 2 > first:
        word = tokens.words[begin - 2] if tokens.words[begin - 2] in _CARRYING else word
    own, many = _own(), _LEAST <= (number.value or number.low or 0) <= _MOST
    moved = word in _moves() or word in _CARRYING or (many and word in _DRAWING)
    counted = word in own.words["counting"] | own.words["court"] or (many and word in own.words["holding"])
    phrases = own.phrases
    told = phrases["moves"].before(tokens, first, begin) or (many and phrases["speaks"].before(tokens, first, begin))
    told = told or phrases["doings"].before(tokens, first, begin) or (many and _is_said(tokens, word, number))
    return (
        moved
        or counted
        or bool(told)
        or _is_put_at(tokens, first, begin)
        or (word in _SIZED and begin - 1 > first and tokens.words[begin - 2] not in _NAMING)
    )


def _is_said(tokens: Tokens, word: str, number: Number) -> bool:
    """Reads "Police say 120,000, which looks generous"."""
    return word in _SAYING and "," in tokens.words[number.first] and tokens.word(number.stop) in _SAID


def _is_put_at(tokens: Tokens, first: int, begin: int) -> bool:
    """Reads "estimated at 16,000", "was put at 120,000", but no worth: "damage was put at 30 million"."""
    put = begin - 1 > first and tokens.words[begin - 2 : begin] in (
        ["estimated", "at"],
        ["numbered", "at"],
        ["put", "at"],
    )
    return put and _own().words["worths"].isdisjoint(tokens.words[max(first, begin - _WORTH_REACH) : begin])
