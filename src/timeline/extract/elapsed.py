"""Days counted over an amount of time: "a day after the border was closed", "overnight", "in the last two weeks"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from timeline.dates.prose import Expression
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.units import COMMA, STOP

_APART: Final = frozenset(("after-event", "before-event"))
_BEHIND: Final = frozenset(("after", "before"))
_APART_REACH: Final = 9
_AMOUNT: Final = re.compile(r"P(\d{1,3})([DWM])")
_HOURS: Final = re.compile(r"PT(\d{1,3})H")
_PAST: Final = frozenset(("past", "last", "previous", "recent"))
_FIRST: Final = re.compile(r"P([1-9]|1[01])M")
_DAYS: Final = {"D": 1, "W": 7, "M": 30}
_NEXT: Final = frozenset(("next", "coming"))
_WITHIN: Final = frozenset(("within", "in", "for"))
_OVER: Final = frozenset(("in", "over", "during"))
_COMING: Final = frozenset(("come", "comes", "coming"))
_NEAR_AMOUNT: Final = 2
_ENDS: Final = frozenset((COMMA, STOP))


def counted(document: Document, draft: Draft) -> Dating | None:
    """The days that the sentence counts from something, if it names an amount of time at all."""
    if not document.durations_in(draft.sentence):
        return None
    return apart(document, draft) or until_now(document, draft) or opening(document, draft)


def apart(document: Document, draft: Draft) -> Dating | None:
    """The day of "..., a day after the border was closed": said for it, or counted from that of the sentence."""
    words = document.units.words
    for amount in document.durations_in(draft.sentence):
        found = _AMOUNT.fullmatch(amount.value)
        at = document.unit_at(amount.end - 1) + 1
        if found is None or amount.rule not in _APART or at >= draft.first or words[at] not in _BEHIND:
            continue
        if draft.first - at > _APART_REACH or not _ENDS.isdisjoint(words[at : draft.first]):
            continue
        away = timedelta(days=int(found.group(1)) * _DAYS[found.group(2)])
        return _counted(document, draft, amount, away if words[at] == "after" else -away)
    return None


def _counted(document: Document, draft: Draft, amount: Expression, away: timedelta) -> Dating | None:
    """The day of an event that lies so long before something: only a limit where no day of either was said."""
    said = [time for time in document.times_in(draft.sentence) if time.end <= amount.start and time.starts]
    day = _told_day(amount) or (said[-1].starts - away if said and said[-1].starts else None)
    if day is None and document.published is not None and _is_of_today(document, amount):
        day = document.published - away
    limit = document.published - away if document.published is not None and away > timedelta(0) else None
    if day is None and limit is None:
        return None
    return Dating(
        day,
        day or limit,
        "day" if day else "range",
        "explicit" if day else "publication",
        text=amount.phrase.text if amount.phrase else amount.text,
        anchor=amount.anchor,
        rule=amount.rule,
        span=(amount.start, amount.end),
    )


def _is_of_today(document: Document, amount: Expression) -> bool:
    """Whether it is counted from the news of the day: "the crackdown comes two days after ..."."""
    at = document.unit_at(amount.start)
    return not _COMING.isdisjoint(document.units.words[max(0, at - _NEAR_AMOUNT) : at])


def _told_day(amount: Expression) -> date | None:
    """The day that the text has said for the event that an amount is counted from."""
    if amount.phrase is None or amount.starts is None or amount.anchor in (None, str(amount.starts)):
        return None
    return date.fromisoformat(str(amount.anchor))


def overnight(document: Document, draft: Draft) -> Dating | None:
    """The day of publication for what happened "overnight", where the sentence names no day."""
    first, stop = document.units.sentences[draft.sentence]
    day, words = document.published, document.units.words[document.units.at[first] : document.units.at[stop]]
    ahead = not draft.asserted
    if day is None or ahead or "overnight" not in words or document.times_in(draft.sentence):
        return None
    return Dating(day, day, "day", "explicit", text="overnight", anchor=day.isoformat(), rule="overnight")


def until_now(document: Document, draft: Draft) -> Dating | None:
    """The days of "400,000 have crossed in the four days since the camps were shelled"."""
    day, units = document.published, document.units
    begins = units.at[units.sentences[draft.sentence][0]]
    for time in document.durations_in(draft.sentence):
        found, at = _AMOUNT.fullmatch(time.value), document.unit_at(time.start)
        if day is None or found is None or units.words[document.unit_at(time.end - 1) + 1] != "since":
            continue
        if units.words[at - 1] not in _OVER:
            continue
        behind = at >= draft.stop and _ENDS.isdisjoint(units.words[draft.stop : at])
        if behind or at <= begins + 1:
            start = day - timedelta(days=int(found.group(1)) * _DAYS[found.group(2)])
            span = (time.start, time.end)
            told = Dating(start, day, "range", "explicit", lasting=True, text=time.text, rule=time.rule, span=span)
            return told._replace(anchor=day.isoformat(), since=True)
    return None


def opening(document: Document, draft: Draft) -> Dating | None:
    """The days of "in the first nine months of the year"."""
    day, units = document.published, document.units
    for time in document.durations_in(draft.sentence):
        found, behind = _FIRST.fullmatch(time.value), document.unit_at(time.end - 1) + 1
        said = units.words[behind : behind + 3]
        if day is None or found is None or "first" not in time.text.lower().split() or said[:1] != ["of"]:
            continue
        year = int(said[1]) if said[1].isdigit() and len(said[1]) == len("2022") else day.year
        if said[1:] in (["the", "year"], ["this", "year"]) or year != day.year:
            ends = date(year, int(found.group(1)), 1) + timedelta(days=31)
            span = (time.start, time.end)
            told = Dating(date(year, 1, 1), ends.replace(day=1) - timedelta(days=1), "range", "explicit", span=span)
            return told._replace(lasting=True, text=time.text, anchor=day.isoformat(), rule=time.rule)
    return None


def lately(document: Document, draft: Draft) -> Dating | None:
    """The days of "in the last two weeks", counted back from publication, or on: "within two weeks".

    Some hours are those of its day.
    """
    day = document.published
    if day is None:
        return None
    for time in document.durations_in(draft.sentence):
        found = _AMOUNT.fullmatch(time.value)
        if not time.rule.startswith("past-") or not (found or time.value.startswith("PT")):
            continue
        if _is_length(document, time):
            continue
        if not _is_planned(draft) and document.units.words[document.unit_at(time.start) - 1] == "within":
            continue  # How long it took, or is to take.
        away = timedelta(days=int(found.group(1)) * _DAYS[found.group(2)] if found else _whole_days(time.value))
        ahead = _is_ahead(document, draft, time)
        return Dating(
            day if ahead else day - away,
            day + away if ahead else day,
            "range" if away else "day",
            "explicit",
            lasting=bool(away),
            text=time.text,
            anchor=day.isoformat(),
            rule=time.rule,
            span=(time.start, time.end),
        )
    return None


def _whole_days(value: str) -> int:
    """The days in so many hours: one in "the past 24 hours", none in "the past few hours"."""
    hours = _HOURS.fullmatch(value)
    return int(hours.group(1)) // 24 if hours else 0


def _is_length(document: Document, time: Expression) -> bool:
    """True for "three days of mourning", "had lived there for six weeks": how long, not when."""
    words, behind = document.units.words, document.unit_at(time.end - 1) + 1
    past = not _PAST.isdisjoint(time.text.lower().split())
    return not past and (words[behind] == "of" or words[document.unit_at(time.start) - 1] == "for")


def _is_ahead(document: Document, draft: Draft, time: Expression) -> bool:
    """True for "the next six months", and for "within six months" of what is planned."""
    at = document.unit_at(time.start)
    words = document.units.words[max(0, at - 1) : document.unit_at(time.end - 1) + 1]
    return not _NEXT.isdisjoint(words) or (_is_planned(draft) and words[0] in _WITHIN)


def _is_planned(draft: Draft) -> bool:
    return draft.modality is not None and draft.modality.modality in ("planned", "hypothetical")
