"""Forms that a mapping names: strptime forms, epoch numbers, bare years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from timeline.dates.points import Options
from timeline.dates.spans import Problem, Span
from timeline.dates.written import MONTH_NUMBERS, WEEKDAY_NUMBERS, Written, build, from_epoch, full_year, micros
from timeline.dates.zones import offset_name
from timeline.errors import UsageError, unknown_name

EPOCH_UNITS: Final = {"epoch_s": 1_000_000, "epoch_ms": 1_000, "epoch_us": 1}
NAMED_FORMS: Final = (*EPOCH_UNITS, "date_only", "excel", "year")
# Any written date is read, whatever else they say.
WRITTEN_FORMS: Final = (None, "date_only", "excel")

MONTH_NAMES: Final = f"(?i:{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})"
_DAY_NAMES: Final = f"(?i:{'|'.join(sorted(WEEKDAY_NUMBERS, key=len, reverse=True))})"
_TWO: Final = "[0-9]{1,2}"
# Directive -> (name of the number, pattern). Patterns mean the same to Python's engine and to that of polars.
_DIRECTIVES: Final = {
    "Y": ("year", "[0-9]{4}"),
    "y": ("year2", "[0-9]{2}"),
    "m": ("month", _TWO),
    "d": ("day", _TWO),
    "e": ("day", " ?[0-9]{1,2}"),
    "b": ("month_name", MONTH_NAMES),
    "h": ("month_name", MONTH_NAMES),
    "B": ("month_name", MONTH_NAMES),
    "a": ("weekday", _DAY_NAMES),
    "A": ("weekday", _DAY_NAMES),
    "H": ("hour", _TWO),
    "I": ("hour12", _TWO),
    "M": ("minute", _TWO),
    "S": ("second", _TWO),
    "f": ("fraction", "[0-9]{1,9}"),
    "p": ("half", "[AaPp]\\.?[Mm]\\.?"),
    "z": ("zone", "[Zz]|[+-][0-9]{2}:?[0-9]{2}"),
    "Z": ("zone", "[Zz]|[Uu][Tt][Cc]?|[Gg][Mm][Tt]"),
}
_SHORTHANDS: Final = {"T": "%H:%M:%S", "R": "%H:%M", "F": "%Y-%m-%d", "D": "%m/%d/%y"}
_TOKEN: Final = re.compile(r"%-?(.)|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled strptime form: an anchored pattern with one group for each name, in order."""

    pattern: str
    names: tuple[str, ...]
    compiled: re.Pattern[str]


def check_form(form: str | None) -> str | None:
    """The form, if it is a known name or a strptime form. Raises UsageError otherwise."""
    if form is None or form in NAMED_FORMS:
        return form
    if "%" in form:
        strptime_form(form)
        return form
    raise unknown_name("date form", form, [*NAMED_FORMS, 'strptime forms such as "%d/%m/%Y"'])


@lru_cache(maxsize=128)
def strptime_form(form: str) -> Form:
    """Compiles a strptime form. Raises UsageError for an unknown directive, one given twice, or no year.

    Directives: %Y %y %m %d %e %b %B %h %a %A %H %I %M %S %f %p %z %Z %T %R %F %D %%; `%-d` is `%d`. Numbers may lack
    their leading zero unless another number follows at once. A blank stands for one or more blanks.
    """
    expanded = re.sub("%([TRFD])", lambda found: _SHORTHANDS[found[1]], form)
    tokens = [found.group() for found in _TOKEN.finditer(expanded)]
    names: list[str] = []
    pattern = "".join(_token_pattern(form, tokens, at, names) for at in range(len(tokens)))
    _check_names(form, names)
    anchored = f"^(?:{pattern})$"
    return Form(anchored, tuple(names), re.compile(anchored[:-1] + r"\Z", re.ASCII))


def _token_pattern(form: str, tokens: list[str], at: int, names: list[str]) -> str:
    token = tokens[at]
    if token.isspace():
        return "[ \\t]+"
    if len(token) == 1 or token == "%%":
        if token == "%":
            raise UsageError(f"the date form {form[:60]!r} ends in a lone %")
        return re.escape(token[-1])
    if token[-1] not in _DIRECTIVES:
        known = " ".join(f"%{letter}" for letter in _DIRECTIVES)
        raise UsageError(f"the date form {form[:60]!r} has an unknown directive {token}; there are: {known}")
    name, directive = _DIRECTIVES[token[-1]]
    if name in names:
        raise UsageError(f"the date form {form[:60]!r} gives the {name} twice")
    names.append(name)
    follower = tokens[at + 1] if at + 1 < len(tokens) else ""
    touching = directive == _TWO and follower[:1] == "%" and follower != "%%"
    return f"({'[0-9]{2}' if touching else directive})"


def _check_names(form: str, names: list[str]) -> None:
    have = set(names)
    if not have & {"year", "year2"}:
        raise UsageError(f"the date form {form[:60]!r} has no year (%Y or %y)")
    for pair in ({"year", "year2"}, {"month", "month_name"}, {"hour", "hour12"}):
        if pair <= have:
            raise UsageError(f"the date form {form[:60]!r} gives the {min(pair)} twice")
    if "day" in have and not have & {"month", "month_name"}:
        raise UsageError(f"the date form {form[:60]!r} has a day without a month (%m or %b)")
    if ("hour12" in have) != ("half" in have):
        raise UsageError(f"the date form {form[:60]!r} needs %I and %p together")
    if have & {"hour", "hour12"} and "day" not in have:
        raise UsageError(f"the date form {form[:60]!r} has a time of day without a day (%d)")
    if have & {"minute", "second"} and not have & {"hour", "hour12"}:
        raise UsageError(f"the date form {form[:60]!r} has minutes without hours (%H)")


def read_form(text: str, form: str, options: Options) -> Span | Problem:
    """The span of a text written in a strptime form."""
    compiled = strptime_form(form)
    found = compiled.compiled.match(text)
    if found is None:
        return Problem(f'the date is not in the form "{form}"')
    written = _written(dict(zip(compiled.names, found.groups(), strict=True)))
    if isinstance(written, Problem):
        return written
    return build(written, zone=options.zone, lasting=options.goes_on, clock=options.clock)


def _written(parts: dict[str, str]) -> Written | Problem:
    hour = parts.get("hour")
    if "hour12" in parts:
        twelve = int(parts["hour12"])
        if not 1 <= twelve <= 12:
            return Problem(f"there is no hour {twelve} a.m. or p.m.")
        hour = str(twelve % 12 + (12 if parts["half"][0] in "pP" else 0))
    zone = offset_name(parts["zone"]) if "zone" in parts else None
    if "zone" in parts and zone is None:
        return Problem("the offset from UTC is out of range")
    month = MONTH_NUMBERS[parts["month_name"].lower()] if "month_name" in parts else _number(parts.get("month"))
    return Written(
        int(parts["year"]) if "year" in parts else full_year(int(parts["year2"])),
        month,
        _number(parts.get("day")),
        _number(hour),
        _number(parts.get("minute")),
        _number(parts.get("second")),
        micros(parts.get("fraction")),
        zone,
        WEEKDAY_NUMBERS[parts["weekday"].lower()] if "weekday" in parts else None,
    )


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


_EPOCH: Final = re.compile(r"([+-]?)([0-9]{1,18})(?:\.([0-9]{1,9}))?")
_YEAR: Final = re.compile(r"([+-]?)([0-9]{1,9})(?:\.0+)?")


def read_epoch(text: str, form: str, options: Options) -> Span | Problem:
    """The span of a count of seconds, ms or us since 1970-01-01 UTC; what is finer than a microsecond is cut off."""
    found = _EPOCH.fullmatch(text)
    if found is None:
        return Problem(f"not a number of the form {form}")
    unit = EPOCH_UNITS[form]
    count = int(found[2]) * unit + int((found[3] or "").ljust(9, "0")) * unit // 1_000_000_000
    signed = -count if found[1] == "-" else count
    return from_epoch(signed, zone=options.zone, lasting=options.goes_on, clock=options.clock, precision="second")


def read_year(text: str, options: Options) -> Span | Problem:
    """The span of a year of any number of digits; 0 is 1 BC and -43 is 44 BC, as in ISO 8601."""
    found = _YEAR.fullmatch(text)
    if found is None:
        return Problem("not a year")
    year = int(found[2])
    return build(
        Written(-year if found[1] == "-" else year), zone=options.zone, lasting=options.goes_on, clock=options.clock
    )


_SERIAL: Final = re.compile(r"([0-9]{5})(\.[0-9]+)?")
_FOUR_DIGITS: Final = re.compile(r"[0-9]{4}")
# Day 0 of spreadsheets, which count a 29 February 1900 that never was: right from 1 March 1900 on.
_DAY_0: Final = datetime(1899, 12, 30)


def read_serial(text: str, options: Options) -> Span | Problem | None:
    """The span of a count of days as spreadsheets keep dates; None for what is none.

    Its fraction is the time of day. Only five digits (1927 to 2173) are sure: four may be a year.
    """
    if _FOUR_DIGITS.fullmatch(text):
        return Problem("a year, or a count of days as spreadsheets have it: write the day in full")
    found = _SERIAL.fullmatch(text)
    if found is None:
        return None
    at = _DAY_0 + timedelta(days=int(found[1]), seconds=round(float(found[2] or 0) * 86_400))
    clock = (at.hour, at.minute, at.second or None) if found[2] else ()
    return build(
        Written(at.year, at.month, at.day, *clock), zone=options.zone, lasting=options.goes_on, clock=options.clock
    )
