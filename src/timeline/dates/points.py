"""Reads one point of time - a day, a month, an instant, a season ... - as people and programs write it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, TypeAlias

from timeline.dates.spans import OUT_OF_RANGE, Problem, Span
from timeline.dates.written import MONTH_NUMBERS, WEEKDAY_NUMBERS, Written, build, full_year, micros
from timeline.dates.zones import check_zone, offset_name
from timeline.errors import UsageError


@dataclass(frozen=True, slots=True)
class Options:
    """How a column's dates are to be read; see `parse_literal`."""

    order: str | None = None
    zone: str | None = None
    lasting: bool | None = None
    clock: bool = True

    @property
    def goes_on(self) -> bool:
        """`lasting` of a single unit: a moment inside unless the mapping says otherwise."""
        return self.lasting is True


Match: TypeAlias = "re.Match[str]"
Reader: TypeAlias = Callable[[Match, Options], Written | Span | Problem]

MONTH_WORD: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|sep"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"(?P<month>{MONTH_WORD})\.?"
_WEEKDAY = r"(?:(?P<weekday>mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_ZONE = (
    r"(?: ?(?P<paren>\()?(?P<zone>z|utc?|gmt|(?:utc?|gmt)?[+\-−][0-9]{1,2}(?::?[0-9]{2})?|(?<=[ (])[a-z]{2,5})"
    r"(?(paren)\)))?"
    r"(?:\[(?P<named>[a-z0-9_+\-/]+)\])?"
)
_CLOCK = (
    r"(?:(?:(?P<sep>T)|[ _]|, ?|,? at )(?P<hour>[0-9]{1,2})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,12}))?)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?" + _ZONE + r")?"
)
_BASIC_TIME = r"(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})"
_BASIC_SECOND = r"(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,12}))?"
_BASIC_DAY = r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})"
_SEASON_NAMES: Final = {
    "sp": "spring",
    "su": "summer",
    "fa": "autumn",
    "fall": "autumn",
    "au": "autumn",
    "wi": "winter",
}
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"
_CODES: Final = ("spring", "summer", "autumn", "winter")


def _clock(found: Match, written: Written) -> Written | Problem:
    """The written point with its time of day, where the match has one."""
    parts = found.groupdict()
    if parts.get("hour") is None:
        return written
    hour = int(parts["hour"])
    half = (parts.get("half") or "").lower()
    if half and not 1 <= hour <= 12:
        return Problem(f"there is no hour {hour} a.m. or p.m.")
    if parts["minute"] is None and not half and not parts.get("sep"):
        return Problem("the time of day is not clear: write hours and minutes")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    zone = _zone(parts["zone"], parts["named"])
    if isinstance(zone, Problem):
        return zone
    return replace(
        written,
        hour=hour,
        minute=None if parts["minute"] is None else int(parts["minute"]),
        second=None if parts.get("second") is None else int(parts["second"]),
        microsecond=micros(parts.get("fraction")),
        zone=zone,
    )


def _zone(text: str | None, named: str | None) -> str | Problem | None:
    if named is not None:
        try:
            return check_zone(named)
        except UsageError as error:
            return Problem(str(error))
    if text is None:
        return None
    return offset_name(text.strip()) or Problem(f"the time zone {text.strip()!r} is not clear: write an offset")


def _dated(found: Match, options: Options) -> Written | Problem:
    """Year, month and day under their own names, with or without a time of day."""
    parts = found.groupdict()
    month, weekday, year = parts["month"], parts.get("weekday"), parts["year"]
    if len(year) == 2 and options.order is None:
        return Problem('a year of two digits: say order = "dmy" (or "mdy", "ymd"), or form = "%d-%b-%y"')
    if len(year) == 2 and options.order == "ymd":
        return Problem('the date is not in the order "ymd"')
    written = Written(
        full_year(int(year)) if len(year) == 2 else int(year),
        int(month) if month.isdecimal() else MONTH_NUMBERS[month.lower()],
        int(parts["day"]),
        weekday=WEEKDAY_NUMBERS[weekday[:3].lower()] if weekday else None,
    )
    return _clock(found, written)


def _ordered(found: Match, options: Options) -> Written | Problem:
    """Three numbers of which only the mapping, or a day over 12 beside a year of four digits, tells the order."""
    texts = (found["a"], found["b"], found["c"])
    order = options.order or _only_reading(texts)
    if order is None and len(texts[2]) == 4 and min(int(texts[0]), int(texts[1])) > 12:
        return Problem(f"there is no month {min(int(texts[0]), int(texts[1]))}")
    if order is None:
        return Problem('the date is ambiguous: say order = "dmy", "mdy" or "ymd"')
    year, month, day = (texts[order.index(letter)] for letter in "ymd")
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return Problem(f'the date is not in the order "{order}"')
    return _clock(found, Written(full_year(int(year)) if len(year) == 2 else int(year), int(month), int(day)))


def _only_reading(texts: tuple[str, str, str]) -> str | None:
    first, second = int(texts[0]), int(texts[1])
    if len(texts[2]) != 4 or len(texts[0]) > 2:
        return None
    if first > 12 >= second:
        return "dmy"
    return "mdy" if second > 12 >= first else None


def _month_of_year(found: Match, options: Options) -> Written:
    month = found["month"]
    return Written(int(found["year"]), int(month) if month.isdecimal() else MONTH_NUMBERS[month.lower()])


def _year_and_part(found: Match, options: Options) -> Written | Span | Problem:
    """`2022-09`, and `2022-21` to `2022-24`, `2022-33` to `2022-36`, `2022-40`, `2022-41` of ISO 8601-2."""
    year, part = int(found["year"]), int(found["month"])
    if year == 0 or part <= 12:
        return Written(year, part)
    if 21 <= part <= 24:
        return Span.season(year, _CODES[part - 21], lasting=options.goes_on)
    if 33 <= part <= 36:
        return Span.quarter(year, part - 32, lasting=options.goes_on)
    if part in (40, 41):
        return Span.half(year, part - 39, lasting=options.goes_on)
    return Written(year, part)


def _day_of_year(found: Match, options: Options) -> Written | Problem:
    year, number = int(found["year"]), int(found["number"])
    if year == 0:
        return OUT_OF_RANGE
    first = Span.year(year)
    if first.starts is None or first.ends is None or not 1 <= number <= first.ends.timetuple().tm_yday:
        return Problem(f"there is no day {number} in {year}")
    day = first.starts.fromordinal(first.starts.toordinal() + number - 1)
    return _clock(found, Written(day.year, day.month, day.day))


def _week(found: Match, options: Options) -> Written | Span | Problem:
    year, number, weekday = int(found["year"]), int(found["number"]), found["weekday"]
    try:
        day = date.fromisocalendar(year, number, int(weekday or 1))
    except ValueError:
        return Problem(f"there is no week {number} in {year}")
    return Span.unit(day, "day" if weekday else "week", lasting=options.goes_on)


def _quarter(found: Match, options: Options) -> Span:
    return Span.quarter(int(found["year"]), int(found["number"]), lasting=options.goes_on)


def _half(found: Match, options: Options) -> Span:
    return Span.half(int(found["year"]), int(found["number"]), lasting=options.goes_on)


def _season(found: Match, options: Options) -> Span:
    name = found["season"].lower()
    return Span.season(int(found["year"]), _SEASON_NAMES.get(name, name), lasting=options.goes_on)


def _winter(found: Match, options: Options) -> Span | Problem:
    year, following = int(found["year"]), found["next"]
    if f"{year + 1:04}"[-len(following) :] != following:
        return Problem("a winter goes from one year to the next")
    return Span.season(year, "winter", lasting=options.goes_on)


def _decade(found: Match, options: Options) -> Span | Problem:
    tens = found["tens"]
    if found["mark"].lower() == "0s" and tens.endswith("0"):
        return Problem(f"a decade or a century: write {tens}X or {tens[:2]}XX")
    return Span.decade(int(tens) * 10 or 1, lasting=options.goes_on)


def _century(found: Match, options: Options) -> Span | Problem:
    return Span.century(int(found["hundreds"]) * 100 or 1, lasting=options.goes_on)


def _nth_century(found: Match, options: Options) -> Span | Problem:
    number = int(found["number"])
    if not 1 <= number <= 100:
        return OUT_OF_RANGE
    return Span.century((number - 1) * 100 or 1, lasting=options.goes_on)


def _unspecified(found: Match, options: Options) -> Written:
    return Written(int(found["year"]), None if found["month"].upper() == "XX" else int(found["month"]))


def _signed(found: Match, options: Options) -> Written:
    """ISO years with a sign: those before 1, and expanded ones."""
    year, month, day = int(found["year"]), found["month"], found["day"]
    signed = year if found["sign"] == "+" else -year
    return Written(signed, int(month) if month else None, int(day) if day else None)


def _long_year(found: Match, options: Options) -> Written | Problem:
    year = int(found["year"])
    if abs(year) <= 9999:
        return Problem("the letter Y is for years of more than four digits")
    return Written(year)


def _era(found: Match, options: Options) -> Written | Problem:
    """`44 BC`, `15 March 44 BC`, `AD 602`: the year before 1 is 1 BC, which EDTF writes 0000."""
    year, month, day = int(found["year"]), found["month"], found["day"]
    if year == 0:
        return Problem("there is no year 0 BC or AD")
    before = (found["era"] or found["era2"]).lower().startswith("b")
    return Written(
        1 - year if before else year,
        MONTH_NUMBERS[month.lower()] if month else None,
        int(day) if day else None,
    )


def _refuse(reason: str) -> Reader:
    problem = Problem(reason)

    def refuse(found: Match, options: Options) -> Problem:
        return problem

    return refuse


_SHAPES_TEXT: Final[tuple[tuple[str, Reader], ...]] = (
    (_YEAR + r"(?P<s>[\-/.])(?P<month>[0-9]{1,2})(?P=s)(?P<day>[0-9]{1,2})" + _CLOCK, _dated),
    (_BASIC_DAY + rf"(?:[T ]{_BASIC_TIME}(?:{_BASIC_SECOND})?{_ZONE})?", _dated),
    (_BASIC_DAY + _BASIC_TIME + _BASIC_SECOND + _ZONE, _dated),
    (_YEAR + r"-(?P<month>[0-9]{2})", _year_and_part),
    (_YEAR, lambda found, options: Written(int(found["year"]))),
    (r"(?P<a>[0-9]{1,4})(?P<s>[\-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<c>[0-9]{1,4})" + _CLOCK, _ordered),
    (_WEEKDAY + _DAY + r"[ \-/.]?(?:of )?" + _MONTH + r"[ \-/,]{0,2}(?P<year>[0-9]{4}|[0-9]{2})" + _CLOCK, _dated),
    (_WEEKDAY + _MONTH + r"[ \-/]?" + _DAY + r"(?:, ?|[ \-/])(?P<year>[0-9]{4}|[0-9]{2}(?![:0-9]))" + _CLOCK, _dated),
    (_WEEKDAY + _YEAR + r"[ \-/]?" + _MONTH + r"[ \-/]?" + _DAY + _CLOCK, _dated),
    (_MONTH + r"(?:[ \-/]|, | of )?" + _YEAR, _month_of_year),
    (_YEAR + r"[ \-/]?" + _MONTH, _month_of_year),
    (r"(?P<month>[0-9]{1,2})[/.]" + _YEAR, _month_of_year),
    (_YEAR + r"-(?P<number>[0-9]{3})" + _CLOCK, _day_of_year),
    (_YEAR + r"-?W(?P<number>[0-9]{2})(?:-?(?P<weekday>[1-7]))?", _week),
    (_YEAR + r"[ \-]?Q(?P<number>[1-4])", _quarter),
    (r"Q(?P<number>[1-4])[ \-/]?" + _YEAR, _quarter),
    (r"(?P<number>[1-4])Q[ \-/]?" + _YEAR, _quarter),
    (_YEAR + r"-?M(?P<month>[0-9]{1,2})", _month_of_year),
    (_YEAR + r"[ \-]?[HS](?P<number>[12])", _half),
    (r"H(?P<number>[12])[ \-/]?" + _YEAR, _half),
    (_SEASON + r"(?: of)? " + _YEAR, _season),
    (_YEAR + r" " + _SEASON, _season),
    (_YEAR + r"-(?P<season>sp|su|fa|au|wi)", _season),
    (r"winter(?: of)? " + _YEAR + r"[/\-–](?P<next>[0-9]{4}|[0-9]{2})", _winter),
    (r"(?:the )?(?P<tens>[0-9]{3})(?P<mark>0'?s|X)", _decade),
    (r"(?P<hundreds>[0-9]{2})XX", _century),
    (r"(?:the )?(?P<number>[0-9]{1,3})(?:st|nd|rd|th) century", _nth_century),
    (_YEAR + r"-(?P<month>[0-9]{2}|XX)(?:-XX)", _unspecified),
    (_YEAR + r"-(?P<month>XX)", _unspecified),
    (r"(?P<sign>[\-−])(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?", _signed),
    (r"(?P<sign>\+)(?P<year>[0-9]{4,6})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?", _signed),
    (r"Y(?P<year>[\-−]?[0-9]{1,18})", _long_year),
    (r"(?P<era>AD|CE) (?P<year>[0-9]{1,4})(?P<month>(?!))?(?P<day>(?!))?(?P<era2>(?!))?", _era),
    (rf"(?:(?:{_DAY} )?{_MONTH},? )?(?P<year>[0-9]{{1,6}}) ?(?P<era2>BCE?|AD|CE)(?P<era>(?!))?", _era),
    (_MONTH + r"[ \-/.]?'?[0-9]{1,2}", _refuse("a day or a year: write the year with four digits")),
    (r"[0-9]{1,2}[ \-/.]?" + _MONTH, _refuse("no year")),
    (r"[0-9]{1,2}[\-/.][0-9]{1,2}", _refuse("no year")),
    (r"[0-9]{6}", _refuse('a number of six digits may be a month or a day: say form = "%Y%m" or "%y%m%d"')),
    (r"[0-9]{3}", _refuse('a year of three digits: write it with four, or say form = "year"')),
    (r"[0-9]{1,2}", _refuse("a number of one or two digits is no date")),
    (
        r"[0-9]{5}(?:\.[0-9]+)?",
        _refuse('a bare number: say form = "excel" if it counts days as spreadsheets do'),
    ),
    (r"[\-+]?[0-9]+(?:\.[0-9]+)?", _refuse('a bare number: say form = "epoch_s", "epoch_ms" or "epoch_us"')),
    (
        r"T?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[ap]\.?m\.?)?" + _ZONE,
        _refuse("a time of day without a date"),
    ),
    (
        r"(?:today|tomorrow|yesterday|now|tonight|last|next|this|ago)\b.*",
        _refuse("a relative date: only prose with a publication date may have them"),
    ),
)
_SHAPES: Final = tuple((re.compile(shape, re.IGNORECASE | re.ASCII), read) for shape, read in _SHAPES_TEXT)

NOT_A_DATE: Final = Problem("not a date that can be read")


def read_point(text: str, options: Options) -> Span | Problem:
    """The span of one written point of time; text is trimmed, with single blanks."""
    for shape, read in _SHAPES:
        found = shape.fullmatch(text)
        if found is not None:
            try:
                return _finish(read(found, options), options)
            except (OverflowError, ValueError):
                # What the calendar of datetime, years 1 to 9999, doesn't reach: winter 9999, quarters of year 0.
                return OUT_OF_RANGE
    return NOT_A_DATE


def _finish(said: Written | Span | Problem, options: Options) -> Span | Problem:
    if isinstance(said, Written):
        return build(said, zone=options.zone, lasting=options.goes_on, clock=options.clock)
    return said
