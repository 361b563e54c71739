"""Numbers that count something: number, what is said before and behind it, and its noun; years, ages, scores and names
of things are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from timeline.extract import levels, money, numerals, wordlists
from timeline.extract.antecedents import is_part, unit_of, whole_before
from timeline.extract.bare import bare_counts, harm
from timeline.extract.compounds import compound_at
from timeline.extract.modifiers import prefixes, suffixes
from timeline.extract.nouns import Noun, is_people, is_person, is_plural, noun_after
from timeline.extract.numerals import Number
from timeline.extract.uncounted import is_beside, names_something
from timeline.extract.wordlists import Lists
from timeline.text import Tokens

_HYPHENS: Final = frozenset("-–—‑‐")
_SINGLES: Final = frozenset({"another", "no", "nobody", "none"})
_ARTICLES: Final = frozenset(("a", "an"))
# So few things with "the" before them are known ones.
_FEW: Final = 12
# Marks that open words which somebody else uses of those counted, and names in a list before a noun.
_QUOTES: Final = frozenset(('"', "“", "«"))
_LISTED: Final = 4
_LINKS: Final = frozenset(("and", "or", "&"))
_SAYS_WHAT: Final = frozenset(("is", "was", "as", "become", "became", "being"))
_GUESSING: Final = frozenset(
    (",", "and", "or", "likely", "possibly", "perhaps", "even", "if", "not", "maybe", "probably")
)
# "With 99 percent of the vote counted": how far the count has come.
_COUNTED_SO_FAR: Final = frozenset(("counted", "tallied", "reporting", "processed"))
_PROGRESS: Final = 7
# Margins of fewer are of points or seats.
_MARGIN: Final = 100
_AMONG: Final = (["among", "them"], ["among", "whom"])
# How many words may stand about a whole ("of more than 2,300").
_ABOUT: Final = 4
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Counted:
    """A number on tokens `first` to `stop`, with its words from `begin` (modifier) to `end` (noun, what follows it)."""

    begin: int
    first: int
    stop: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    noun: Noun
    unit: str
    cues: tuple[str, ...]


@lru_cache(maxsize=1)
def _lists() -> tuple[Lists, Lists, frozenset[str], frozenset[str]]:
    own, common = wordlists.load("quantities"), wordlists.load("phrases")
    closed = common.union("determiners", "pronouns", "prepositions", "conjunctions", "auxiliaries")
    return own, common, closed, common.words["months"]


def candidates(tokens: Tokens, first: int, stop: int) -> list[Counted]:
    """The counting numbers of one sentence, in order, none inside another."""
    out, at, words, openers = list[Counted](), first, tokens.words, numerals.openers()
    harmed = not harm().isdisjoint(words[first:stop])
    singles = _SINGLES if harmed else _NOTHING
    while at < stop:
        word = words[at]
        digits = word[0].isdigit()
        opens = digits or word in openers
        if not opens and word not in singles:
            at += 1
            continue
        pair = levels.votes(tokens, first, stop, at) if digits else None
        if pair is not None:
            out += [_of_votes(tokens, first, each) for each in pair]
            at = pair[1].stop
            continue
        number = numerals.number_at(tokens, at, stop) if opens else None
        if number is not None:
            one = _read(tokens, first, stop, number, out)
        else:
            one = _single(tokens, first, stop, at) if harmed and (not opens or word in _ARTICLES) else None
        if one is not None and out and _is_guess(tokens, out[-1], one):
            at = max(at + 1, one.end)
        elif one is not None:
            out.append(one)
            at = max(at + 1, one.end)
        else:
            at = number.stop if number is not None else at + 1  # Its parts are no numbers of their own.
    return out


def _is_guess(tokens: Tokens, before: Counted, one: Counted) -> bool:
    """Reads "dozens, if not hundreds": what the number before might be as well."""
    between = tokens.words[before.stop : one.first]
    vague = before.value == before.low and one.value == one.low and before.low is not None is not one.low
    return vague and bool(between) and _GUESSING.issuperset(between) and not {"and", ","}.issuperset(between)


def _of_votes(tokens: Tokens, first: int, number: Number) -> Counted:
    begin, _ = prefixes(tokens, first, number.first)
    noun = Noun(number.stop, number.stop, "votes")
    return Counted(begin, number.first, number.stop, number.stop, number.value, None, None, noun, "votes", ())


def _read(tokens: Tokens, first: int, stop: int, number: Number, before: Sequence[Counted]) -> Counted | None:
    if names_something(tokens, first, stop, number) or is_beside(tokens, first, number):
        return None
    return _measured(tokens, first, stop, number) or _with_noun(tokens, first, stop, number, before)


def _is_size(word: str) -> bool:
    own, _, _, _ = _lists()
    return word in own.words["length"] or word in own.words["currencies"]


def _measured(tokens: Tokens, first: int, stop: int, number: Number) -> Counted | None:
    """Money, shares, lengths and weights: the unit tells what they are."""
    own, _, _, _ = _lists()
    begin, at = number.first, number.stop
    word = tokens.word(at) if at < stop else ""
    sign = money.sign_before(tokens, first, number)
    if sign is not None:
        return _counted(tokens, first, stop, number, Noun(at, at, "$"), sign[1], sign[0], at)
    if word in _HYPHENS and word and at + 1 < stop and _is_size(tokens.word(at + 1)):
        if tokens.words[at + 1] in own.words["length"] and own.words["queues"].isdisjoint(
            tokens.words[at + 2 : at + 6]
        ):
            return None
        return _counted(tokens, first, stop, number, Noun(at + 1, at + 2, tokens.word(at + 1)), "", begin, at + 2)
    if tokens.words[at : at + 2] == ["per", "cent"]:
        return _counted(tokens, first, stop, number, Noun(at, at + 2, "percent"), "percent", begin, at + 2)
    if word == "square" and tokens.word(at + 1) in own.words["length"]:
        return _counted(tokens, first, stop, number, Noun(at, at + 2, "area"), "", begin, at + 2)
    if word in own.words["percent"] and not _COUNTED_SO_FAR.isdisjoint(
        tokens.words[at + 1 : min(stop, at + _PROGRESS)]
    ):
        return None
    if word in own.words["percent"] or word in own.words["length"]:
        return _counted(tokens, first, stop, number, Noun(at, at + 1, word), "", begin, at + 1)
    return None


def _with_noun(tokens: Tokens, first: int, stop: int, number: Number, before: Sequence[Counted]) -> Counted | None:
    if tokens.word(number.stop) in _HYPHENS:
        joined = _joined(tokens, first, stop, number)
        if joined is not None:
            return joined
    number, hedges = _hedged(tokens, number, stop)
    at, cues = number.stop, list[str]()
    if tokens.word(at) == "of" and at + 1 < stop:
        step = _of(tokens, at, stop, number)
        if step is None:
            return None
        at, cues = step
    one = number.value == 1
    if one and tokens.word(at) in ("a", "an"):  # "Three died, one a policewoman".
        at, cues = at + 1, [*cues, "part"]
    noun = noun_after(tokens, _quoted(tokens, _aged(tokens, at, stop), stop), stop, singular_only=one)
    if one and not _one_counts(tokens, number, noun, stop):
        return None
    own, _, _, _ = _lists()
    if noun.head in own.words["time"] or (noun.head in own.words["unused_units"] and noun.stop - noun.first < 2):
        return None
    noun = _further(tokens, noun, stop, one)
    marks = (*cues, *hedges)
    if noun.first == noun.stop:
        elsewhere = None if cues else _of_level(tokens, first, stop, number, marks)
        elsewhere = elsewhere or _of_whole(tokens, first, stop, number, before, at, marks)
        if elsewhere is not None or not bare_counts(tokens, first, number, noun, stop, bool(cues)):
            return elsewhere
    if not _counts(tokens, first, number, noun):
        return None
    return _counted(tokens, first, stop, number, noun, "", number.first, max(noun.stop, at), marks)


def _joined(tokens: Tokens, first: int, stop: int, number: Number) -> Counted | None:
    """A number with its noun behind a hyphen: "a 30-truck convoy", "a 200-strong crowd"."""
    at = number.stop
    compound = compound_at(tokens, at, stop) if (number.value or 0) > 1 else None
    if compound is not None:
        noun = Noun(at + 1, compound.word_end, compound.unit)
        return _counted(tokens, first, stop, number, noun, compound.unit, number.first, compound.end)
    if tokens.word(at + 1) != "strong":
        return None
    noun = noun_after(tokens, at + 2, stop)
    return _counted(tokens, first, stop, number, noun, "people", number.first, max(noun.stop, at + 2))


def _of_level(tokens: Tokens, first: int, stop: int, number: Number, hedges: tuple[str, ...]) -> Counted | None:
    """A number of what "the number of" beside it names: "the number of cases rose to 4,694"."""
    at, begin = number.stop, prefixes(tokens, first, number.first)[0]
    if levels.is_margin(tokens, first, begin) and (number.value or 0) >= _MARGIN:
        return _counted(tokens, first, stop, number, Noun(at, at, "votes"), "votes", number.first, at, hedges)
    level = levels.level_noun(tokens, first, begin, at, stop)
    if not level.head:
        return None
    told = level.first < level.stop
    unit = tokens.text[tokens.starts[level.first] : tokens.ends[level.stop - 1]] if told else level.head
    behind = tokens.word(level.stop)
    head = behind if behind in harm() else level.head
    return _counted(tokens, first, stop, number, Noun(at, at, head), unit, number.first, at, hedges)


def _of_whole(
    tokens: Tokens, first: int, stop: int, number: Number, before: Sequence[Counted], end: int, cues: tuple[str, ...]
) -> Counted | None:
    """A number of what one before it counts: "30 houses in Homs and 12 in Hama", "10 missiles, seven of which"."""
    whole = whole_before(tokens, first, stop, number, before)
    if whole is None:
        return None
    unit, at = unit_of(tokens, whole), number.stop
    head = whole.noun.head if unit else ""
    part = "part" not in cues and is_part(tokens, first, whole, number)
    cues = (*cues, "part") if part else cues
    return _counted(tokens, first, stop, number, Noun(at, at, head), unit, number.first, end, cues)


def _hedged(tokens: Tokens, number: Number, stop: int) -> tuple[Number, list[str]]:
    """The number with the words that stand between it and its noun: "300 or so opponents", "sixty-odd people"."""
    end, said = suffixes(tokens, number.stop, number.stop, stop)
    if end == number.stop or number.value is None:
        return number, []
    (name, words), value = said[0], number.value
    low = value if name == "low" else number.low
    high, low = (value, None) if name == "high" else (number.high, low)
    return replace(number, stop=end, low=low, high=high), [words]


def _further(tokens: Tokens, noun: Noun, stop: int, one: bool) -> Noun:
    """The noun behind a possessive ("two men's homes") or joined adjectives ("two local and foreign reporters").

    one: whether a single one is counted, so that a person is told already ("one German and two Turks").
    """
    if noun.first == noun.stop or noun.stop + 1 >= stop:
        return noun
    following = tokens.words[noun.stop]
    open_ended = (not is_plural(noun.head) or is_people(noun.head)) and not (one and is_person(noun.head))
    if following == "," and open_ended and not one:
        return _behind_list(tokens, noun, stop)
    joined = following in _LINKS and open_ended and tokens.words[noun.stop + 1] not in numerals.openers()
    if following not in ("'s", "’s") and not joined:
        return noun
    other = noun_after(tokens, noun.stop + 1, stop)
    if other.first == other.stop or (joined and not is_plural(other.head)):
        return noun
    return Noun(noun.first, other.stop, other.head)


def _behind_list(tokens: Tokens, noun: Noun, stop: int) -> Noun:
    """The noun that a list of names leads on to: "700 UN, NGO and embassy staff"; the one given without it."""
    own, _, _, _ = _lists()
    if noun.head in own.words["collective"] or noun.head in own.words["currencies"]:
        return noun
    at = noun.stop
    for _ in range(_LISTED):
        last = tokens.word(at) in _LINKS or tokens.word(at + 1) in _LINKS
        at += 1 + (tokens.word(at) == "," and last)
        if at >= stop or tokens.words[at] in numerals.openers():
            return noun
        other = noun_after(tokens, at, stop)
        ends = is_plural(other.head) and not is_people(other.head)
        if last or other.first == other.stop or ends:
            return Noun(noun.first, other.stop, other.head) if last and ends else noun
        at = other.stop
        if tokens.word(at) != "," and tokens.word(at) not in _LINKS:
            return noun
    return noun


def _counts(tokens: Tokens, first: int, number: Number, noun: Noun) -> bool:
    """Whether the noun can be counted: a plural after more than one; "80486 chip" is a name."""
    own, _, _, _ = _lists()
    if (
        noun.first == noun.stop
        or number.value in (0, 1)
        or is_plural(noun.head)
        or (noun.head.endswith("s") and is_person(noun.head))
        or noun.head in own.words["collective"]
        or noun.head in own.words["currencies"]
    ):
        return True
    sized = number.form == "digits" and "," in tokens.words[number.first]
    return (sized or number.form in ("vague", "group")) and not noun.head.endswith("ly")


def _of(tokens: Tokens, at: int, stop: int, number: Number) -> tuple[int, list[str]] | None:
    """Where the noun begins behind "dozens of", "20 of the 50", "three of them"; None for "one of"."""
    _, common, _, _ = _lists()
    following = tokens.word(at + 1)
    if number.value == 1 and following[:1].isdigit():
        return None
    near = at + 2 if number.value == 1 else stop  # "One of only three doctors" is of the three.
    whole = _whole(tokens, at + 1, min(near, stop), stop) if number.form in ("digits", "words") else None
    if whole is not None and whole.form in ("digits", "words"):
        return whole.stop, ["part"]
    if number.value == 1 or (number.form == "digits" and at + 1 >= stop):
        return None
    if following in ("them", "whom", "which", "these", "those") and tokens.word(at + 2) not in ("who",):
        return at + 2, ["part"]
    if following in common.words["determiners"]:
        inner = numerals.number_at(tokens, at + 2, stop) if at + 2 < stop else None
        return (inner.stop if inner else at + 2), ["part"]
    return at + 1, []


def _whole(tokens: Tokens, at: int, near: int, stop: int) -> Number | None:
    """The number that begins at the token or behind words about it: "92 of about 2,300 polling stations"."""
    for first in range(at, min(near, at + _ABOUT)):
        whole = numerals.number_at(tokens, first, stop)
        if whole is not None:
            return whole if first == at or prefixes(tokens, at, first)[0] == at else None
    return None


def _one_counts(tokens: Tokens, number: Number, noun: Noun, stop: int) -> bool:
    if tokens.words[number.stop - 1] != "one":
        return noun.first < noun.stop or number.form == "digits"
    if tokens.word(number.first - 1) in ("no", "this", "the", "any", "every", "each"):
        return False
    harm = _lists()[0].words["harm_adjectives"]
    return (is_person(noun.head) and noun.stop > noun.first) or tokens.word(number.stop) in harm | {"killed"}


def _single(tokens: Tokens, first: int, stop: int, at: int) -> Counted | None:
    """Reads "a soldier" where people come to harm, "another policeman"; "no one was hurt" is zero."""
    own, _, _, _ = _lists()
    word = tokens.words[at]
    if word in ("no", "nobody", "none"):
        size = own.phrases["none"].at(tokens, at, stop)
        if not size or harm().isdisjoint(tokens.words[at : at + size + 5]):
            return None
        return _nobody(tokens, at, at + size)
    follows = tokens.word(at + 2) if tokens.word(at + 1) in own.words["singular_be"] else tokens.word(at + 1)
    if word == "another" and follows in own.words["harm_adjectives"] | {"killed"}:
        return Counted(at, at, at + 1, at + 1, 1.0, None, None, Noun(at + 1, at + 1, ""), "person", ("article",))
    behind = _aged(tokens, at + 1, stop)
    noun = noun_after(tokens, behind, stop, singular_only=True)
    if noun.first == noun.stop and behind > at + 1:
        return Counted(at, at, at + 1, behind, 1.0, None, None, Noun(behind, behind, ""), "person", ("article",))
    many = is_plural(noun.head) and not is_people(noun.head)
    if noun.first == noun.stop or not is_person(noun.head) or many:
        return None
    if at > first and tokens.words[at - 1] in _SAYS_WHAT:  # "Is a suspect" tells what somebody is.
        return None
    marks = ("article", "part") if at > first and tokens.words[at - 1] in own.words["part"] else ("article",)
    return Counted(at, at, at + 1, noun.stop, 1.0, None, None, noun, "", marks)


def _aged(tokens: Tokens, at: int, stop: int) -> int:
    """The token behind "24-year-old", else the one given."""
    age = at + 5 <= stop and tokens.words[at][0].isdigit() and tokens.words[at + 2 : at + 5 : 2] == ["year", "old"]
    return at + 5 if age else at


def _quoted(tokens: Tokens, at: int, stop: int) -> int:
    """The token behind the mark of `26 "armed criminals"`, else the one given."""
    opens = at + 1 < stop and tokens.words[at] in _QUOTES and not tokens.glued(at) and tokens.glued(at + 1)
    return at + 1 if opens else at


def _nobody(tokens: Tokens, first: int, stop: int) -> Counted:
    """Nobody harmed; the word of harm in "no casualties" is the noun."""
    own, _, _, _ = _lists()
    harm = tokens.words[stop - 1] in own.words["killed"] | own.words["wounded"]
    noun = Noun(stop - 1, stop, tokens.words[stop - 1]) if harm else Noun(stop, stop, "")
    return Counted(first, first, stop, stop, 0.0, 0.0, 0.0, noun, "" if harm else "people", ("none",))


def _counted(
    tokens: Tokens,
    first: int,
    stop: int,
    number: Number,
    noun: Noun,
    unit: str,
    begin: int,
    end: int,
    cues: tuple[str, ...] = (),
) -> Counted | None:
    """The number with what its surroundings say about low and high."""
    low, high, value, marks = number.low, number.high, number.value, list(cues)
    begin, said = prefixes(tokens, first, begin)
    end, behind = suffixes(tokens, number.stop, end, stop)
    for name, words in (*said, *behind):
        marks.append(words)
        if name == "definite":
            marks.append("definite")
        if value is not None and name == "low":
            low = value
        if value is not None and name in ("high", "short"):
            high, low = value, None
    own, _, _, _ = _lists()
    people = noun.head or ("" if "part" in cues else "people")  # "The two of them" are known ones too.
    known = not is_person(people) or noun.head in own.words["sides"]
    few = known and value is not None and value <= _FEW
    told = noun.stop - noun.first > 1 and number.form == "words"  # "The three eastern European countries".
    if "definite" in marks and few and not told:
        return None
    of_age = begin - 1 - (tokens.word(begin - 1) in ("between", "from"))
    if tokens.word(of_age) in own.words["before_age"]:
        return None
    among = tokens.words[max(first, begin - 2) : begin] in _AMONG
    if among or (begin > first and tokens.words[begin - 1] in own.words["part"]):
        marks.append("part")
    return Counted(begin, number.first, number.stop, end, value, low, high, noun, unit, tuple(marks))
