"""Written and spoken numbers as lexemes: what a number can be, seen from its digits and its neighbours."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from timeline.dates.prose.lexemes import Lexeme, Lexicon
from timeline.text.numbers import HUNDRED, spoken_number, spoken_year
from timeline.text.tokens import Tokens

_CURRENCY: Final = frozenset("$£€¥#§№")
_MAX_DIGITS: Final = 12


@lru_cache(maxsize=4096)
def _digits(text: str) -> tuple[tuple[str, ...], int] | None:
    """Classes and value of a run of digits."""
    if len(text) > _MAX_DIGITS:
        return None
    value = int(text)
    if len(text) == 1:
        return (("NUM", "HOUR", "DAY", "MONTHNUM"), value) if value else (("NUM",), 0)
    if len(text) == 2:
        return _two_digits(value)
    if len(text) == 3:
        return (("NUM", "SMALLYEAR"), value) if text[0] != "0" else None
    if len(text) == 4:
        return _four_digits(text, value)
    return (("NUM", "COMPACT") if len(text) == len("20220921") else ("NUM",)), value


def _two_digits(value: int) -> tuple[tuple[str, ...], int]:
    if value == 0:
        return ("YY",), value
    if value <= 12:
        return ("NUM", "HOUR", "DAY", "MONTHNUM", "YY"), value
    if value <= 24:
        return ("NUM", "HOUR", "DAY", "YY"), value
    return (("NUM", "DAY", "YY") if value <= 31 else ("NUM", "YY")), value


def _four_digits(text: str, value: int) -> tuple[tuple[str, ...], int]:
    clock = value // 100 <= 24 and value % 100 < 60
    if text[0] == "0":
        return (("MILITARY",), value) if clock else (("NUM",), value)
    if 1000 <= value <= 2199:
        return (("NUM", "YEAR", "MILITARY") if clock else ("NUM", "YEAR")), value
    return ("NUM",), value


def number_at(tokens: Tokens, index: int, lexicon: Lexicon) -> tuple[int, Lexeme] | None:
    """Read the number that starts with a digit token: the index after it and its lexeme, or None when it is no time."""
    text = tokens.words[index]
    if not text.isascii() or _is_sum(tokens, index, lexicon):
        return None
    following = tokens.word(index + 1)
    if following and tokens.glued(index + 1):
        if following in lexicon.cue("ordinal_ends") and text.isdigit() and len(text) <= 3:
            value = int(text)
            return index + 2, lexicon.number(("DAYORD", "ORD") if 1 <= value <= 31 else ("ORD",), value)
        suffixed = _decade_at(tokens, index, text, lexicon)
        if suffixed is not None:
            return suffixed[0], lexicon.number(("DECADE",), suffixed[1])
        if following[0].isalpha() and following not in lexicon.cue("glued") and not _iso_time(tokens, index + 2):
            return None
    if text.isdigit():
        found = _digits(text)
        return (index + 1, lexicon.number(*found)) if found else None
    return _composite(tokens, index, text, lexicon)


def _iso_time(tokens: Tokens, index: int) -> bool:
    """True for the clock time of 2022-09-21T14:30."""
    return (
        tokens.word(index - 1) == "t" and tokens.glued(index - 1) and tokens.glued(index) and ":" in tokens.word(index)
    )


def _is_sum(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Money, percentages, numbered things and codes like B-52 or F16."""
    before, after = tokens.word(index - 1), tokens.word(index + 1)
    if after in lexicon.cue("measures") or (after == "per" and tokens.word(index + 2) == "cent"):
        return True
    if not before:
        return False
    named = index - 2 if before == "." else index - 1
    if before in _CURRENCY or (tokens.word(named) in lexicon.cue("numero") and tokens.raw(named)[0].isupper()):
        return True
    if _iso_time(tokens, index) or before in lexicon.cue("year_codes"):
        return False
    return tokens.glued(index) and (before[-1].isalpha() or before in "_+=<>*&@\\")


def _decade_at(tokens: Tokens, index: int, text: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """`1980s`, `80s` and "the 1980's": the index after it and the decade's first year."""
    following = tokens.word(index + 1)
    if following not in lexicon.cue("decade_ends") or len(text) not in (2, 3, 4) or text[-1] != "0":
        return None
    led = following[0].isalpha() or (len(text) == 4 and tokens.word(index - 1) in lexicon.cue("decade_leads"))
    if not text.isdigit() or not led:
        return None
    return index + 2, int(text)


def _composite(tokens: Tokens, index: int, text: str, lexicon: Lexicon) -> tuple[int, Lexeme] | None:
    """Numbers with signs inside: `1,200`, `2.5`, `2 1/2`, `19:00`, `11/13/89`, `28.11.2022`."""
    end = index + 1
    if len(text) > _MAX_DIGITS:
        return None
    if ":" in text:
        return end, lexicon.number(("CLOCK",), text)
    if text.count("/") == 1 and text in _FRACTIONS:
        return end, lexicon.number(("NUM", "FRACTION"), _FRACTIONS[text])
    if "/" in text or text.count(".") == 2:
        return end, lexicon.number(("SLASHED",), text)
    plain = text.replace(",", "")
    if text.count(".") == 1 and "," not in text:
        minutes = text.partition(".")[2]
        classes = ("CLOCK", "NUM") if len(minutes) == 2 and int(minutes) < 60 else ("NUM",)
        return end, lexicon.number(classes, float(text) if classes == ("NUM",) else Dotted(text))
    return (end, lexicon.number(("NUM",), int(plain))) if plain.isdigit() and "/" not in text else None


class Dotted(str):
    """A number like 7.30 that is a clock time or a decimal, as its neighbours say."""

    __slots__ = ()


_FRACTIONS: Final = {"1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "1/3": 1 / 3}


def words_at(tokens: Tokens, index: int, lexicon: Lexicon) -> tuple[int, Lexeme] | None:
    """Read a run of number words (`twenty-four`, `nineteen ninety-six`, `twenty-first`), the longest that is one."""
    first = lexicon.words[tokens.word(index)].values["NUMWORD"]
    if first >= HUNDRED and tokens.word(index - 1)[:1].isdigit():
        return None
    values: list[int] = []
    ends: list[int] = []
    position = index
    while len(values) < 8:
        lexeme = lexicon.words.get(tokens.word(position))
        if lexeme is None or "NUMWORD" not in lexeme.values:
            break
        values.append(lexeme.values["NUMWORD"])
        ends.append(position + 1)
        position = _over_joint(tokens, position + 1, lexicon)
    ordinal = _ordinal_end(tokens, values, ends, position, lexicon)
    return ordinal or _longest(values, ends, lexicon)


def _over_joint(tokens: Tokens, position: int, lexicon: Lexicon) -> int:
    """Step over the hyphen of `twenty-four` and the "and" of `a hundred and ten`."""
    joint = tokens.word(position)
    following = lexicon.words.get(tokens.word(position + 1))
    if following is None:
        return position
    is_number = "NUMWORD" in following.values or "ORDWORD" in following.values
    hyphen = joint == "-" and tokens.glued(position + 1) and is_number
    hundreds = lexicon.words.get(tokens.word(position - 1))
    after_hundred = hundreds is not None and hundreds.values.get("NUMWORD", 0) >= HUNDRED
    both = joint in lexicon.cue("number_and") and is_number and after_hundred
    return position + 1 if hyphen or both else position


def _ordinal_end(
    tokens: Tokens, values: list[int], ends: list[int], position: int, lexicon: Lexicon
) -> tuple[int, Lexeme] | None:
    """`twenty-first`: number words that an ordinal closes."""
    last = lexicon.words.get(tokens.word(position)) if values else None
    if last is None or "ORDWORD" not in last.values or values[-1] < 20 or last.values["ORDWORD"] > 9:
        return None
    value = spoken_number([*values, last.values["ORDWORD"]])
    if value is None:
        return None
    return position + 1, lexicon.number(("DAYORD", "ORD") if value <= 31 else ("ORD",), value)


def _longest(values: list[int], ends: list[int], lexicon: Lexicon) -> tuple[int, Lexeme] | None:
    for count in range(len(values), 0, -1):
        year = spoken_year(values[:count])
        if year is not None:
            return ends[count - 1], lexicon.number(("YEAR",), year)
        value = spoken_number(values[:count])
        if value is not None:
            classes = ("NUM", "HOUR", "WORDNUM") if value <= 12 else ("NUM", "WORDNUM")
            return ends[count - 1], lexicon.number(classes, value)
    return None
