"""Numbers in prose: digits, number words, scales ("2.5 million"), vague plurals ("dozens") and ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from timeline.extract import wordlists
from timeline.extract.nouns import is_plural
from timeline.text import Tokens, spoken_number

# The second form is that of India: "2,50,000".
_DIGITS = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}|\d+)(?:\.\d+)?")
_HYPHENS: Final = frozenset("-–—‑‐")
_ARTICLES: Final = frozenset({"a", "an"})
_NO_NUMBER: Final = frozenset({"", ","})
_FRACTIONS: Final = {"quarter": 0.25, "quarters": 0.25, "third": 1 / 3, "thirds": 1 / 3, "tenth": 0.1, "half": 0.5}
LONGEST: Final = 18
_CHANGE_REACH: Final = 6


@dataclass(frozen=True, slots=True)
class Number:
    """A number on tokens `first` to `stop`; `low`/`high` as the words say ("dozens": 12 or more).

    `form`: digits, words, vague or group ("a dozen"); a range has no value.
    """

    first: int
    stop: int
    value: float | None
    low: float | None = None
    high: float | None = None
    form: str = "digits"


@dataclass(frozen=True, slots=True)
class _Words:
    number: dict[str, int]
    scale: dict[str, int]
    glued: dict[str, int]
    multiples: dict[str, int]
    group: dict[str, int]
    fuzzy: frozenset[str]
    openers: frozenset[str]
    behind_article: frozenset[str]
    change: frozenset[str]
    currencies: frozenset[str]
    before_money: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    lists = wordlists.load("quantities")
    number, scale, glued, multiples, group = (
        dict(lists.values[name]) for name in ("number", "scale", "glued_scale", "multiples", "group")
    )
    fuzzy = lists.words["fuzzy"]
    openers = frozenset({*number, *scale, *multiples, *group, *fuzzy, *_ARTICLES, "half"})
    currencies, before_money = lists.words["currencies"], lists.union("signs", "codes", "glued_codes")
    behind_article = frozenset({*scale, *group, *fuzzy, *_ARTICLES, "half", *_FRACTIONS, *_HYPHENS})
    change = lists.words["change"]
    return _Words(
        number, scale, glued, multiples, group, fuzzy, openers, behind_article, change, currencies, before_money
    )


def openers() -> frozenset[str]:
    """The words that a number can begin with; digits begin one too."""
    return _words().openers


def number_at(tokens: Tokens, index: int, stop: int) -> Number | None:
    """The number that begins at the token, a range ("10 to 12", "10-12") included; None without one."""
    single = single_at(tokens, index, stop)
    if single is None or single.value is None or single.form in ("vague", "group"):
        return single
    return _range(tokens, single, stop)


def single_at(tokens: Tokens, index: int, stop: int) -> Number | None:
    """The number that begins at the token, without the range that it may begin."""
    word = tokens.words[index]
    if word[0].isdigit():
        return _digits(tokens, index, stop)
    words = _words()
    if word not in words.openers:
        return None
    if word in _ARTICLES and tokens.word(index + 1) not in words.behind_article:
        return None
    if word in words.multiples:
        return _vague(tokens, index, stop)
    if word in _FRACTIONS or tokens.word(index + 1) in _FRACTIONS or tokens.word(index + 2) in _FRACTIONS:
        part = _part(tokens, index, stop)
        if part is not None:
            return part
    if word in _ARTICLES or word in words.fuzzy or word == "half" or word in words.group:
        return _introduced(tokens, index, stop)
    return _spoken(tokens, index, stop)


def _part(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Reads "a quarter of a million", "three-quarters of a million"; None for a part of anything else."""
    words, at, times = _words(), index, 1.0
    if tokens.words[at] in words.number:
        times, at = float(words.number[tokens.words[at]]), at + 1
    elif tokens.words[at] in _ARTICLES:
        at += 1
    at += tokens.word(at) in _HYPHENS
    size = _FRACTIONS.get(tokens.word(at))
    scale = words.scale.get(tokens.word(at + 3))
    if size is None or at + 4 > stop or scale is None or tokens.words[at + 1 : at + 3] != ["of", "a"]:
        return None
    return Number(index, at + 4, times * size * scale, form="group")


def digits_value(word: str) -> float | None:
    """The value of a token of digits (`3,600`, `2.5`); None when it is written like no number."""
    if len(word) > LONGEST or not word.isascii() or not _DIGITS.fullmatch(word):
        return None
    return float(word.replace(",", ""))


def _digits(tokens: Tokens, index: int, stop: int) -> Number | None:
    value, end = digits_value(tokens.words[index]), index + 1
    if value is None:
        return None
    while end < stop and _thousands(tokens, index, end):
        value, end = value * 1000 + int(tokens.words[end]), end + 1
    words = _words()
    if end < stop and tokens.glued(end):
        factor = words.glued.get(tokens.words[end]) or _short_million(tokens, index, end, stop)
        if factor:
            return Number(index, end + 1, value * factor)
    while value < 1e15:
        at = end + _joins_scale(tokens, end)
        if at >= stop or tokens.words[at] not in words.scale:
            break
        value, end = value * words.scale[tokens.words[at]], at + 1
    return _dozens(tokens, Number(index, end, value), stop)


def _joins_scale(tokens: Tokens, at: int) -> bool:
    """Whether the token is the hyphen of "1.9-million-ruble"."""
    return tokens.word(at) in _HYPHENS and tokens.glued(at) and tokens.glued(at + 1)


def _dozens(tokens: Tokens, number: Number, stop: int) -> Number:
    """Reads "two dozen", which counts twelves."""
    if number.stop < stop and tokens.words[number.stop] == "dozen" and number.value:
        return replace(number, stop=number.stop + 1, value=number.value * _words().group["dozen"])
    return number


def _short_million(tokens: Tokens, index: int, end: int, stop: int) -> int | None:
    """The "m" of "$2m", "20m Kenyan shillings" and "1.2m refugees"; elsewhere it is metres."""
    if tokens.words[end] != "m":
        return None
    words, behind = _words(), tokens.words[end + 1 : min(stop, end + 3)]
    counted = bool(behind) and (is_plural(behind[0]) or not words.currencies.isdisjoint(behind))
    return 1_000_000 if counted or tokens.word(index - 1) in words.before_money else None


def _thousands(tokens: Tokens, index: int, end: int) -> bool:
    """Whether the token is a group of three digits behind a space, as in `300 000`."""
    group = tokens.words[end]
    return (
        len(group) == 3
        and group.isascii()
        and group.isdigit()
        and len(tokens.words[index]) <= 3
        and tokens.words[index].isdigit()
        and tokens.starts[end] == tokens.ends[end - 1] + 1
        and tokens.text[tokens.ends[end - 1]] != "\n"
        and end - index < 4
    )


def _spoken(tokens: Tokens, index: int, stop: int) -> Number | None:
    words, values, end = _words(), list[int](), index
    while end < stop and len(values) < LONGEST:
        word = tokens.words[end]
        value = words.number.get(word) or words.scale.get(word)
        if value is None and word != "zero":
            step = _joined(tokens, values, end, stop)
            if not step:
                break
            end += step
            continue
        if values and spoken_number([*values, value or 0]) is None:
            break
        values.append(value or 0)
        end += 1
    said = spoken_number(values)
    if said is None:
        return None
    if end + 3 <= stop and tokens.words[end : end + 3] == ["and", "a", "half"]:
        return _and_a_half(tokens, index, end, stop, said)
    return _dozens(tokens, Number(index, end, float(said), form="words"), stop)


def _joined(tokens: Tokens, values: list[int], end: int, stop: int) -> int:
    """Tokens to step over between two number words: the "and" of "two hundred and four", the hyphen of "twenty-one"."""
    if end + 1 >= stop or not values:
        return 0
    following = _words().number.get(tokens.words[end + 1])
    if tokens.words[end] == "and":
        return int(bool(following) and values[-1] >= 100)
    tens = 20 <= values[-1] <= 90 and bool(following) and (following or 10) < 10
    scale = tokens.words[end + 1] in _words().scale
    return int(tokens.words[end] in _HYPHENS and tokens.glued(end) and tokens.glued(end + 1) and (tens or scale))


def _and_a_half(tokens: Tokens, index: int, end: int, stop: int, said: int) -> Number:
    scale = _words().scale.get(tokens.words[end + 3]) if end + 3 < stop else None
    if scale:
        return Number(index, end + 4, (said + 0.5) * scale, form="words")
    return Number(index, end + 3, said + 0.5, form="words")


def _introduced(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Reads "a dozen", "a hundred", "half a million", "several hundred", "a few dozen", "dozen"."""
    words, at = _words(), index
    vague = half = False
    while at < stop and at - index < 4:
        word = tokens.words[at]
        if word in words.fuzzy:
            vague = True
        elif word == "half":
            half = True
        elif word not in _ARTICLES:
            break
        at += 1
    if at >= stop:
        return None
    scale = words.group.get(tokens.words[at]) or (words.scale.get(tokens.words[at]) if at > index else None)
    if scale is None or (tokens.words[at] in ("couple", "pair", "trio", "quartet") and (vague or half or at == index)):
        return None
    end = at + 1
    if not vague and not half and tokens.words[at] in words.scale:
        return _hundred(tokens, index, at, stop)
    if tokens.words[at] == "couple" and tokens.words[end : end + 1] == ["of"]:
        return _couple(tokens, index, end + 1, stop)
    while end < stop and end < at + 4 and tokens.words[end] in words.scale:
        scale, end = scale * words.scale[tokens.words[end]], end + 1
    value = scale / 2 if half else float(scale)
    if vague:  # "Several hundred" are a hundred or more, as "hundreds" are.
        return Number(index, end, value, low=value, form="vague")
    return Number(index, end, value, form="group")


def _couple(tokens: Tokens, index: int, at: int, stop: int) -> Number:
    """Reads "a couple of hundred", "a couple of dozen"; "a couple of men" are two."""
    words = _words()
    size = words.group.get(tokens.words[at]) or words.scale.get(tokens.words[at]) if at < stop else None
    if size is None:
        return Number(index, at - 1, 2.0, form="group")
    return Number(index, at + 1, 2.0 * size, form="group")


def _hundred(tokens: Tokens, index: int, at: int, stop: int) -> Number | None:
    """Reads "a hundred and twenty": the article counts as one."""
    said = _spoken(tokens, at, stop)
    return replace(said, first=index) if said else None


def _vague(tokens: Tokens, index: int, stop: int) -> Number | None:
    """Reads "dozens", "tens of thousands", "hundreds of thousands": that many or more."""
    words, end = _words(), index + 1
    value = words.multiples[tokens.words[index]]
    while end + 1 < stop and end < index + 4 and tokens.words[end] == "of" and tokens.words[end + 1] in words.multiples:
        value, end = value * words.multiples[tokens.words[end + 1]], end + 2
    if end == index + 1 and tokens.words[index] == "tens":
        return None
    return Number(index, end, float(value), low=float(value), form="vague")


def _range(tokens: Tokens, low: Number, stop: int) -> Number:
    """The number, or the range that it begins."""
    at = low.stop
    if at + 1 >= stop or not _joins_range(tokens, low, at):
        return low
    high = single_at(tokens, at + 1, stop)
    if high is None or high.value is None or low.value is None or high.form in ("vague", "group"):
        return low
    lower, upper = _same_scale(low.value, high.value, tokens.words[high.stop - 1])
    if lower >= upper or (upper > 20 * lower > 0) or lower == 0:
        return low
    return Number(low.first, high.stop, None, lower, upper, low.form)


def _joins_range(tokens: Tokens, low: Number, at: int) -> bool:
    word = tokens.words[at]
    if word in _HYPHENS:
        return low.form == "digits" or tokens.glued(at)
    before = tokens.word(low.first - 1)
    if before in _months():  # "Since the protests began on March 12 to 82".
        return False
    return (
        (word == "to" and not begins_change(tokens, low.first))
        or (word == "or" and low.form != "vague")
        or (word == "and" and before == "between")
    )


@lru_cache(maxsize=1)
def _months() -> frozenset[str]:
    return wordlists.load("phrases").words["months"]


def begins_change(tokens: Tokens, index: int) -> bool:
    """Whether a change began at the number: the 12 of "rose from 12 to 15"."""
    before = tokens.words[max(0, index - _CHANGE_REACH) : index]
    return before[-1:] == ["from"] and not _words().change.isdisjoint(before)


def _same_scale(lower: float, upper: float, last: str) -> tuple[float, float]:
    """Reads "2 to 3 million": the scale belongs to both."""
    scale = _words().scale.get(last)
    if scale and lower * scale < upper and lower < scale:
        return lower * scale, upper
    return lower, upper
