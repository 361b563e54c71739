"""A span as an expression in EDTF (ISO 8601-2, level 1, and `[a..b]`), derived from the date columns, never entered.

The first line that fits is the rule; `..` stands for a side that is NULL:

| # | columns | expression |
|---|---|---|
| 1 | `value` is not NULL | `value` |
| 2 | `precision` second, minute or hour, and `at_start` or `at_end` not NULL; A and B are these instants in UTC, as `YYYY-MM-DDTHH:MM:SSZ` for second (fractions cut off) and `YYYY-MM-DDTHH:MMZ` for minute and hour | |
| 2a | `lasting` | `A/B` |
| 2b | not `lasting`, `at_start` = `at_end` | `A` |
| 2c | not `lasting`, otherwise | `[A..B]`, `[A..]`, `[..B]` |
| 3 | `starts` and `ends` are NULL | NULL |
| 4 | `lasting`; A = unit(`starts`, `starts_by` or else `starts`) or, where that is NULL, the day `starts`; B = unit(`ends_from` or else `ends`, `ends`) or else the day `ends` | `A/B` |
| 5 | not `lasting`, `starts` = `ends` | the day |
| 6 | not `lasting`, `precision` month, season, year, decade or century, and unit(`starts`, `ends`) of that very precision | the unit |
| 7 | otherwise | `[starts..ends]`, `[starts..]`, `[..ends]` |

unit(first, last) is the expression of exactly these days, NULL if there is none:

| days | precision | expression |
|---|---|---|
| first = last | day | `2022-09-21` |
| 1st to last day of one month | month | `2022-09` |
| 1 March to 31 May, 1 June to 31 August, 1 September to 30 November, 1 December to the end of February | season | `2022-21`, `2022-22`, `2022-23`, `2022-24` (the year it begins in) |
| 1 January to 31 December of one year | year | `2022` |
| ... of ten years, the first ending in 0 | decade | `202X` |
| ... of a hundred years, the first ending in 00 | century | `20XX` |

Reading it back with the span's zone gives the same span, but for what level 1 has no words for: weeks, quarters,
halves and whole lasting units come back as ranges of the same days, hours as minutes; fractions of seconds are gone,
and so are the seconds of one end where the other is known to the minute only.
"""  # noqa: E501 - a table

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import polars as pl

    from timeline.dates.spans import Span

_CLOCK: Final = ("second", "minute", "hour")
_UNITS: Final = ("month", "season", "year", "decade", "century")


def edtf(span: Span) -> str | None:
    """The expression of a span by the table above; NULL (None) where nothing is known."""
    if span.value is not None:
        return span.value
    if span.precision in _CLOCK and (span.at_start or span.at_end):
        first, last = (_instant(at, span.precision) for at in (span.at_start, span.at_end))
        return _joined(first, last, lasting=span.lasting)
    if span.starts is None and span.ends is None:
        return None
    if span.lasting:
        first, last = _side(span.starts, span.starts, span.starts_by), _side(span.ends, span.ends_from, span.ends)
        return _joined(first, last, lasting=True)
    if span.starts is not None and span.ends is not None and span.precision in _UNITS:
        precision, text = _unit(span.starts, span.ends)
        if precision == span.precision:
            return text
    return _joined(_day(span.starts), _day(span.ends), lasting=False)


def _joined(first: str, last: str, *, lasting: bool) -> str:
    if lasting:
        return f"{first or '..'}/{last or '..'}"
    return first if first == last else f"[{first}..{last}]"


def _instant(at: datetime | None, precision: str) -> str:
    if at is None:
        return ""
    return at.replace(tzinfo=None).isoformat(timespec="seconds" if precision == "second" else "minutes") + "Z"


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _side(exact: date | None, first: date | None, last: date | None) -> str:
    if exact is None:
        return ""
    return _unit(first or exact, last or exact)[1] or exact.isoformat()


def _unit(first: date, last: date) -> tuple[str, str]:
    """Precision and expression of exactly these days; two empty texts if there is none."""
    if first == last:
        return "day", first.isoformat()
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return "", ""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    year = f"{first.year:04}"
    if months == 1:
        return "month", first.isoformat()[:7]
    if months == 3 and first.month % 3 == 0:
        return "season", f"{year}-{20 + first.month // 3}"
    if first.month != 1:
        return "", ""
    if months == 12:
        return "year", year
    if months == 120 and first.year % 10 == 0:
        return "decade", f"{year[:3]}X"
    if months == 1200 and first.year % 100 == 0:
        return "century", f"{year[:2]}XX"
    return "", ""


def edtf_expr() -> pl.Expr:
    """The same over the columns of `model.SPAN` of a frame, as a polars expression named `edtf`."""
    from timeline.dates.vector_edtf import expression

    return expression()
