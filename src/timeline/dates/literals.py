"""Date literals, one at a time: `parse_literal`. For columns there is `columns.parse_column`, which says the same."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from timeline.dates.edtf import edtf
from timeline.dates.forms import EPOCH_UNITS, WRITTEN_FORMS, check_form, read_epoch, read_form, read_serial, read_year
from timeline.dates.points import MONTH_WORD, NOT_A_DATE, Options, read_point
from timeline.dates.spans import NO_DATE, Problem, Span, span_of
from timeline.dates.zones import check_zone
from timeline.errors import unknown_name

ORDERS: Final = ("dmy", "mdy", "ymd")
LONGEST: Final = 120
# A bare year.
_SHORTEST: Final = 4

_BLANKS: Final = re.compile(r"\s+")
_SET: Final = re.compile(r"\[(.*?) ?\.\. ?(.*)\]")
_CIRCA: Final = re.compile(r"(?:circa|ca\.?|c\.|about|around) ", re.IGNORECASE)
_BETWEEN: Final = re.compile(r" ?/ ?| ?[–—→] ?| - | to |--", re.IGNORECASE)
_OPEN: Final = ("", "..")
_TO: Final = r" ?(?:-|–|—|\bto\b) ?"
# 21–26 September 2022, 30 September – 4 October 2022, March–May 2022; September 21–26, 2022.
_SHARED_YEAR: Final = tuple(
    re.compile(shape, re.IGNORECASE | re.ASCII)
    for shape in (
        rf"(?P<d1>[0-9]{{1,2}})?(?: ?(?P<m1>{MONTH_WORD})\.?)?{_TO}"
        rf"(?P<d2>[0-9]{{1,2}})? ?(?P<m2>{MONTH_WORD})\.?,? (?P<y>[0-9]{{4}})",
        rf"(?P<m1>{MONTH_WORD})\.? (?P<d1>[0-9]{{1,2}}){_TO}"
        rf"(?:(?P<m2>{MONTH_WORD})\.? )?(?P<d2>[0-9]{{1,2}}),? (?P<y>[0-9]{{4}})",
    )
)


def parse_literal(
    text: str,
    *,
    form: str | None = None,
    order: str | None = None,
    zone: str | None = None,
    lasting: bool | None = None,
    clock: bool = True,
) -> Span | Problem:
    """The span that a date literal says, or the problem with it; nothing is guessed.

    form: None (any written date), `epoch_s`, `epoch_ms`, `epoch_us`, `year` (a bare number), `date_only` (as None, but
    a time of day is ignored, as Excel and pandas write one), `excel` (as None, but a number of five digits counts days
    as spreadsheets do) or a strptime form (anything with `%`).
    order: `dmy`, `mdy` or `ymd` of dates in three numbers; without it `21/09/2022` is taken (a day over 12 and a year
    of four digits leave one reading), `09/10/2022` and years of two digits are not. With an order, or in `%y`, the
    years 69 to 99 are 19xx and 00 to 68 are 20xx.
    zone: the claim's own zone (IANA name or offset). Clock times without offset are read in it, those with one are
    brought to it; without it the written offset is the zone, and a clock time without offset is a problem.
    lasting: True it went on all of it, False it happened at some moment inside; None: what is written, which is True
    for an interval `a/b` and False for all else.
    clock: False is `date_only` for every form.
    Raises UsageError for an unknown form, order or zone.
    """
    return parse_text(text, form, options_of(form, order, zone, lasting, clock))


def parse_text(text: str, form: str | None, options: Options) -> Span | Problem:
    """`parse_literal` with options that have been checked."""
    trimmed = _tidy(text)
    if isinstance(trimmed, Problem):
        return trimmed
    return _parse(trimmed, form, options)


@lru_cache(maxsize=256)
def options_of(form: str | None, order: str | None, zone: str | None, lasting: bool | None, clock: bool) -> Options:
    """The options of a column, checked: raises UsageError for an unknown form, order or zone."""
    check_form(form)
    if order is not None and order not in ORDERS:
        raise unknown_name("order of dates", order, ORDERS)
    known = None if zone is None else check_zone(zone)
    return Options(order, known, lasting, clock and form != "date_only")


def _tidy(text: str) -> str | Problem:
    trimmed = text.strip()
    if not trimmed:
        return NO_DATE
    if len(trimmed) > LONGEST:
        return Problem("too long to be a date")
    return _BLANKS.sub(" ", trimmed)


def _parse(text: str, form: str | None, options: Options) -> Span | Problem:
    if form in EPOCH_UNITS:
        return read_epoch(text, form, options)
    if form == "year":
        return read_year(text, options)
    if form == "excel" and (serial := read_serial(text, options)) is not None:
        return serial
    if form is not None and form not in WRITTEN_FORMS:
        return read_form(text, form, options)
    said = _single(text, options)
    if said != NOT_A_DATE:
        return said
    if text[0] == "[" and text[-1] == "]":
        found = _SET.fullmatch(text)
        return NOT_A_DATE if found is None else _interval(found[1], found[2], options, lasting=False)
    return _split(text, options)


def _split(text: str, options: Options) -> Span | Problem:
    shared = _shared_year(text)
    if shared is not None:
        return _interval(*shared, options, lasting=True)
    for found in _BETWEEN.finditer(text):
        first, last = text[: found.start()], text[found.end() :]
        if any(side not in _OPEN and len(side) < _SHORTEST for side in (first, last)):
            continue
        said = _interval(first, last, options, lasting=True)
        if said != NOT_A_DATE:
            return said
    return NOT_A_DATE


def _shared_year(text: str) -> tuple[str, str] | None:
    """Both ends of a range in words, with the month and year that the first end leaves to the last."""
    for shape in _SHARED_YEAR:
        found = shape.fullmatch(text)
        if found is None:
            continue
        first_day, last_day = found["d1"], found["d2"]
        if (first_day is None) != (last_day is None) or not (first_day or found["m1"]):
            return None
        first = f"{first_day or ''} {found['m1'] or found['m2']} {found['y']}"
        return first.strip(), f"{last_day or ''} {found['m2'] or found['m1']} {found['y']}".strip()
    return None


def _interval(first: str, last: str, options: Options, *, lasting: bool) -> Span | Problem:
    """Two written points; `..` or nothing is an open end."""
    single = replace(options, lasting=False)
    start = None if first in _OPEN else _single(first, single)
    end = None if last in _OPEN else _single(last, single)
    if isinstance(start, Problem):
        return start
    if isinstance(end, Problem):
        return end
    return span_of(start, end, lasting if options.lasting is None else options.lasting)


def _single(text: str, options: Options) -> Span | Problem:
    """A written point, with EDTF's marks of doubt: those are kept in `value`, since no date column holds them."""
    mark = text[-1:] if text[-1:] in ("?", "~", "%") else ""
    circa = _CIRCA.match(text)
    bare = text[circa.end() if circa else 0 : len(text) - len(mark)]
    said = read_point(bare, options)
    if isinstance(said, Problem) or not (mark or circa):
        return said
    expression = edtf(replace(said, lasting=False))
    if expression is None or expression[0] == "[" or said.at_start is not None:
        return Problem("marks of doubt are for days, months, seasons, years, decades and centuries only")
    # About and uncertain at once is %.
    return replace(said, value=expression + ({"": "~", "?": "%"}.get(mark, mark) if circa else mark))
