"""From when to when a claim lasts by the time that its own words name: "on Monday", "since Monday", "from A to B"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from timeline.dates.prose import Expression
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.units import COMMA, STOP

WEEK: Final = timedelta(days=7)
LASTING: Final = frozenset(("border_queue", "referendum", "election", "border_restriction", "legislation", "protest"))
_AGO: Final = "ago"
# Weeks that are told roughly ("over a week ago", "two or three weeks ago", "a week and a half ago").
_ROUGHLY: Final = frozenset(
    ("over", "than", "or", "to", "half", "nearly", "almost", "some", "about", "around", "-", "–")
)
# What weeks are counted from, if it is a day.
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_SINCE_REACH: Final = 14
# What makes a day that of the noun behind it, over one word at most, as "the deadly August 3 suicide bombing".
_OWNERS: Final = frozenset(("the", "a", "an", "his", "her", "its", "their", "that", "this"))
_POSSESSIVE: Final = frozenset(("'s", "’s"))
_LED: Final = 2
_TO_NOUN: Final = 1
# "Have been killed since the protests began on Tuesday": the dead of all these days.
_HARMED: Final = frozenset(("killed", "died", "dead", "wounded", "injured", "arrested", "detained", "displaced"))
_PERFECT: Final = frozenset(("have", "has", "had"))
_PARTING: Final = _PERFECT | {COMMA, "was", "were"}
_TO: Final = frozenset(("to", "through", "until", "till", "and", "-", "–", "—"))


def dating_of(document: Document, draft: Draft, times: list[Expression], number: int, told: bool) -> Dating:
    """The days that one of the times of a claim's sentence gives it. told: it is that of the words that attribute."""
    time = times[number]
    before = _opening(document, draft, time)
    starts, ends, precision = _days_told(document, draft, time)
    plain = Dating(
        starts,
        ends,
        precision,
        "explicit",
        text=time.phrase.text if time.phrase else time.text,
        anchor=time.anchor,
        rule=time.rule,
        said=told,
        span=(time.start, time.end),
    )
    other = _other_end(document, times, number, before)
    if other is not None:
        return _ranged(document, plain, other)
    if before == "since":
        ends = document.published
        if time.rule == "weekday" and time.starts == ends and time.starts is not None:
            plain = plain._replace(starts=time.starts - WEEK)
        return plain._replace(
            ends=ends if ends and (not starts or ends >= starts) else None,
            precision="range",
            lasting=True,
            since=True,
        )
    if before in ("until", "till") and draft.root in LASTING:
        day = document.published
        starts = day if day and time.ends and day <= time.ends else None
        return plain._replace(starts=starts, precision="range", lasting=True)
    lasting = plain.precision not in (None, "day", "hour", "minute") and draft.root in LASTING
    return plain._replace(lasting=lasting)


def _days_told(document: Document, draft: Draft, time: Expression) -> tuple[date | None, date | None, str | None]:
    """First and last day, and the precision: "a week ago" is told of the day, whatever week it was in.

    What has happened "late in May" when May is not over may be told of its first days.
    """
    starts, today = time.starts, document.published
    if starts is None:
        return starts, time.ends, time.precision
    if _is_counted_to_the_day(document, time):
        day = starts + timedelta(days=date.fromisoformat(str(time.anchor)).weekday())
        return day, day, "day"
    first = starts.replace(day=1)
    if time.precision == "month" and draft.asserted and today is not None and first <= today < starts:
        starts = first
    return starts, time.ends, time.precision


def _is_counted_to_the_day(document: Document, time: Expression) -> bool:
    """Whether whole weeks are counted from a day."""
    if time.rule != _AGO or time.precision != "week" or time.mod or not _DAY.fullmatch(time.anchor or ""):
        return False
    begin, end = document.token_at(time.start), document.token_at(time.end - 1) + 1
    return _ROUGHLY.isdisjoint(document.tokens.words[max(0, begin - _LED) : end])


def _opening(document: Document, draft: Draft, time: Expression) -> str:
    """The word that says what a time is of a claim ("since", "until"), or what else stands before it."""
    before = "since" if _in_since(document, draft, time) else word_before(document, time)
    return "" if before == "since" and _is_of_noun(document, draft, time) else before


def _in_since(document: Document, draft: Draft, time: Expression) -> bool:
    """True for the time of a since-clause that the trigger stands outside of."""
    at = document.unit_at(time.start)
    since = since_before(document, at)
    if since is None:
        return False
    words = document.units.words[max(0, since - _SINCE_REACH) : since]
    gathered = not _HARMED.isdisjoint(words) and not _PERFECT.isdisjoint(words)
    return gathered or not since < draft.first < at


def _is_of_noun(document: Document, draft: Draft, time: Expression) -> bool:
    """True for "since the January 1998 bombing", "since Monday's raid": the noun's own day."""
    at, behind = document.unit_at(time.start), document.unit_at(time.end - 1) + 1
    owned = document.text[time.end : time.end + 2].lower() in _POSSESSIVE
    led = owned or not _OWNERS.isdisjoint(document.units.words[max(0, at - _LED) : at])
    between = document.units.words[behind : draft.first]
    return led and draft.first >= behind and len(between) <= _TO_NOUN and _PARTING.isdisjoint(between)


def since_before(document: Document, at: int) -> int | None:
    """The unit of a "since" that opens the clause that a unit stands in."""
    words = document.units.words
    for index in range(at - 1, max(-1, at - _SINCE_REACH), -1):
        if words[index] == "since":
            return index
        if words[index] in (COMMA, STOP):
            return None
    return None


def _other_end(document: Document, times: list[Expression], number: int, before: str) -> Expression | None:
    """The other end of "from A to B", "between A and B", "A-B", where the expression is one of the two."""
    for first, second in ((number, number + 1), (number - 1, number)):
        if first >= 0 and second < len(times):
            between = document.text[times[first].end : times[second].start].strip().lower()
            opening = word_before(document, times[first])
            fits = (
                between in _TO
                and (between != "and" or opening == "between" or _are_months(times[first], times[second]))
                and (between != "to" or opening == "from")
            )
            if fits and _in_order(times[first], times[second]):
                return times[second] if first == number else times[first]
    return None


def _are_months(first: Expression, second: Expression) -> bool:
    """True for "in December 2008 and January 2009", which name one time together."""
    return first.precision == second.precision == "month"


def _in_order(first: Expression, second: Expression) -> bool:
    return first.starts is not None and second.ends is not None and first.starts < second.ends


def _ranged(document: Document, plain: Dating, other: Expression) -> Dating:
    starts = [day for day in (plain.starts, other.starts) if day]
    ends = [day for day in (plain.ends, other.ends) if day]
    return plain._replace(starts=min(starts), ends=max(ends), precision="range", lasting=True)


def word_before(document: Document, time: Expression) -> str:
    """The last word before an expression, over "the", "late", "early", "about"."""
    token = document.token_at(time.start) - 1
    while token >= 0 and document.tokens.words[token] in ("the", "late", "early", "about", "around", "last"):
        token -= 1
    return document.tokens.word(token)
