"""Days and months in words, in the language that a chart is drawn in; English unless another one is spoken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Final

from timeline.errors import UsageError

if TYPE_CHECKING:
    from babel import Locale

ENGLISH: Final = "en"
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Dates in that language (a code such as `ru` or `pt-BR`) while it lasts; raises UsageError for an unknown one."""
    if not _english(language):
        _locale(language)
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


def _english(language: str) -> bool:
    return language.replace("_", "-").split("-")[0].lower() == ENGLISH


@cache
def _locale(language: str) -> Locale:
    """The locale whose rules dates are written by."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language.strip().replace("-", "_"))
    except (ValueError, UnknownLocaleError, TypeError) as cause:
        raise UsageError(f"no language known as {language[:40]!r}; give a code such as en, ru, uk or pt-BR") from cause


def _other() -> Locale | None:
    language = _SPOKEN.get()
    return None if _english(language) else _locale(language)


def month(number: int, *, short: bool = False) -> str:
    """The name of a month as it stands alone, 1 to 12."""
    locale = _other()
    if locale is None:
        return _MONTHS[number - 1][: 3 if short else None]
    name = str(locale.months["stand-alone"]["abbreviated" if short else "wide"][number])
    return name[:1].upper() + name[1:]


def month_of(when: date, *, short: bool = False) -> str:
    """`September 2022`."""
    locale = _other()
    if locale is None:
        return f"{month(when.month, short=short)} {when.year}"
    from babel.dates import format_skeleton

    name = _plain(format_skeleton("yMMM" if short else "yMMMM", when, locale=locale))
    return name[:1].upper() + name[1:]


def mondays() -> str:
    """What stands before the month of an axis that names Mondays only."""
    return "Mondays, " if _other() is None else f"{weekday(date(2024, 1, 1))}, "


def weekday(when: date) -> str:
    """`Wed`: the short name of the day of the week."""
    locale = _other()
    return _DAYS[when.weekday()] if locale is None else str(locale.days["stand-alone"]["abbreviated"][when.weekday()])


def day(when: date, *, year: bool = True) -> str:
    """`26 September 2022`, or without its year."""
    locale = _other()
    if locale is None:
        name = f"{when.day} {_MONTHS[when.month - 1]}"
        return f"{name} {when.year}" if year else name
    from babel.dates import format_date, format_skeleton

    return _plain(format_date(when, "long", locale) if year else format_skeleton("MMMMd", when, locale=locale))


def period(first: date, last: date) -> str:
    """`20 September to 6 October 2022`: two days in words, nothing said twice."""
    if first == last:
        return day(first)
    if _other() is not None:
        return f"{day(first, year=first.year != last.year)} – {day(last)}"
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    if first.month != last.month:
        return f"{day(first, year=False)} to {day(last)}"
    return f"{first.day} to {day(last)}"


def brief(first: date, last: date) -> str:
    """`11–12 Oct`: days in as few letters as they can be told by, without a year where they are of one."""
    if _other() is not None:
        return _interval(first, last, "MMMd" if first.year == last.year else "yMMMd")
    if first.year != last.year:
        return f"{brief(first, first)} {first.year}–{brief(last, last)} {last.year}"
    if first == last:
        return f"{first.day} {month(first.month, short=True)}"
    begin = f"{first.day}" if first.month == last.month and first.year == last.year else brief(first, first)
    return f"{begin}–{brief(last, last)}"


def _interval(first: date, last: date, skeleton: str) -> str:
    from babel.dates import format_interval, format_skeleton

    locale = _other()
    if first == last:
        return _plain(format_skeleton(skeleton, first, locale=locale))
    return _plain(format_interval(first, last, skeleton, locale=locale))


def _plain(text: str) -> str:
    """Without the narrow and thin spaces that few faces have."""
    return text.replace("\u202f", "\u00a0").replace("\u2009", " ")
