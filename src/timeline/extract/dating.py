"""Which time expression belongs to a trigger, and what it makes of the claim's days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from timeline.dates.prose import Expression
from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.extent import LASTING, WEEK, dating_of, since_before, word_before
from timeline.extract.senses import COMPARED, compares
from timeline.extract.units import COMMA, STOP

_LISTS: Final = wordlists.load("assembly")
_CLAUSE_WORDS: Final = _LISTS.words["clause_words"]
_REACTING: Final = _LISTS.words["reacting"]
_COST_COMMA: Final = 3
_COST_CLAUSE: Final = 4
_COST_STOP: Final = 8
_COST_SAID: Final = 9
_COARSE: Final = {"year": 8, "decade": 20, "century": 30, "half": 6, "quarter": 6, "season": 6, "month": 2}
# A year far from the trigger dates something else.
COARSE_UNITS: Final = frozenset(("year", "decade", "century"))
_COARSE_REACH: Final = 18
_COST_ELSEWHERE: Final = 12
# The trigger of another claim stands between; the day of the verb that plans.
_COST_RIVAL: Final = 4
_COST_EARLIER: Final = 6
_ENDS: Final = frozenset((COMMA, STOP))
_RELATIVES: Final = frozenset(("who", "whose", "which", "where"))
_INSERTED: Final = 14
_SEVERAL: Final = 2
# A clock time or part of a day names no day: that is the one the text speaks of.
NO_DAY: Final = frozenset(("clock", "part"))
_ORIGIN: Final = frozenset(("dating", "dates", "dated"))
_SINCE_YEAR: Final = 8
# What is said is said by the day of publication, whatever it is about.
_UTTERED: Final = frozenset(("statement", "threat"))
_CALLS: Final = ("urg", "call", "demand", "appeal", "ask", "request", "invit", "propos")
# "Condemned today the attack": the day is that of the verb unless it stands right at the noun.
_REFERRED: Final = 4
# "The murder of Senator and Presidential Candidate X on 18 August": a numbered day is that of the noun.
_LONG_NAME: Final = 30
# "The withdrawal of the troops from the island was completed on Monday": the verb of the noun itself.
_SHORT_CLAUSE: Final = 8
_PARTED: Final = _REACTING | _CLAUSE_WORDS | {COMMA, STOP, "and", "but", "said"}
_TURNS: Final = frozenset((COMMA, "up", "down"))
# Words between a trigger and the relative clause that is not about it.
_ANTECEDENT: Final = 2
_HAPPENED: Final = frozenset(("took", "occurred", "happened", "was", "were", "began", "started", "came"))
_DAYS_SAID: Final = frozenset(("day", "hour", "minute"))
_ENDS_NOUN: Final = _CLAUSE_WORDS | frozenset(
    (STOP, "said", "condemned", "was", "were", "is", "are", "has", "had", "will")
)
_PERIODS: Final = frozenset(("week", "month", "year"))
_AHEAD_REACH: Final = 10
_AHEAD: Final = frozenset(("invited", "invite", "invites", "scheduled", "planned", "called", "face", "faces", "facing"))
# "Voters go to the polls on Sunday" is said before they do.
_POLLS: Final = frozenset(("election", "referendum"))
_GO: Final = frozenset(("go", "goes", "vote", "votes", "head", "heads"))


def explicit(
    document: Document, draft: Draft, said: list[tuple[int, int]], rivals: Sequence[Draft] = ()
) -> Dating | None:
    """The dating by the sentence's own words, or None.

    said: code points of the words that attribute. rivals: the drafts of the sentence, whose days are not its own.
    """
    times = [
        time
        for time in document.times_in(draft.sentence)
        if not (_is_limit(document, draft, time) or time.rule in NO_DAY or _is_origin(document, time))
        and not _is_compared(document, time)
        and not _is_counted_from(document, draft, time)
        and not is_beyond(document, draft, time, rivals)
    ]
    if not times:
        return None
    if len(times) < _SEVERAL:
        rivals = ()
    costs = [
        (_dearer(document, draft, times, number, rivals, _cost(document, draft, time, said)), number)
        for number, time in enumerate(times)
    ]
    if draft.referring:
        costs = [each for each in costs if each[0][0] <= _REFERRED or _follows(document, draft, times[each[1]])]
        if not costs:
            return None
    (cost, _), number = min(costs)
    if times[number].precision in COARSE_UNITS and cost > _COARSE_REACH:
        return None
    if (
        times[number].precision == "year"
        and cost > _SINCE_YEAR
        and since_before(document, _at(document, times[number]))
    ):
        return None
    number = _in_apposition(document, times, number)
    told = _is_said(document, times[number], said)
    return dating_of(document, draft, times, number, told)._replace(far=cost)


def is_beyond(document: Document, draft: Draft, time: Expression, rivals: Sequence[Draft]) -> bool:
    """True for a day in a clause set in between, or behind a semicolon where something else is told."""
    words, at = document.units.words, _at(document, time)
    if COMMA in words[at : draft.first] and _is_inserted(words, at):
        return True
    if _is_beside(words[draft.stop : at]) or _is_of_relative(words, draft.stop, at):
        return True
    first, last = min(draft.first, at), max(draft.first, at)
    stops = [index for index in range(first, last) if words[index] == STOP]
    if not stops:
        return False
    return any((rival.first > stops[0]) == (at > stops[0]) for rival in rivals if rival is not draft)


def _in_apposition(document: Document, times: list[Expression], number: int) -> int:
    """The day that tells more exactly what stands before it: "two weeks ago, on September 11th"."""
    if times[number].precision in _DAYS_SAID or number + 1 >= len(times):
        return number
    following = times[number + 1]
    beside = document.text[times[number].end : following.start].strip() == ", on"
    return number + 1 if beside and following.precision == "day" else number


def _is_of_relative(words: list[str], stop: int, at: int) -> bool:
    """True for "camped in the square, where seven had died on 17 February": the day is that of the relative clause.

    Not where the clause is about what the trigger itself names ("the raid, which began on Monday").
    """
    opens = [index for index in range(stop, at - 1) if words[index] == COMMA and words[index + 1] in _RELATIVES]
    return bool(opens) and opens[-1] - stop >= _ANTECEDENT and COMMA not in words[opens[-1] + 1 : at]


def _is_beside(words: list[str]) -> bool:
    """True behind "won 148 seats, against 183" and "compared with": the time is that of the other number."""
    for index, word in enumerate(words):
        number = index + 1 < len(words) and words[index + 1][0].isdigit()
        if word == "compared" or (word in ("against", "from") and number and words[index - 1] in _TURNS):
            return True
    return False


def _follows(document: Document, draft: Draft, time: Expression) -> bool:
    """True for a day that closes what the noun begins: "the murder of Senator X on 18 August"."""
    words = document.units.words
    between = words[draft.stop : document.unit_at(time.start)]
    if time.precision not in _DAYS_SAID or between[-1:] == [STOP]:
        return False
    if words[draft.stop] in _HAPPENED or not _HAPPENED.isdisjoint(words[draft.first : draft.stop]):
        return STOP not in between
    if not _HAPPENED.isdisjoint(between) and len(between) <= _SHORT_CLAUSE and _PARTED.isdisjoint(between):
        return True
    numbered = any(sign.isdigit() for sign in time.text)
    return numbered and between[-1:] == ["on"] and len(between) <= _LONG_NAME and _ENDS_NOUN.isdisjoint(between)


def _is_counted_from(document: Document, draft: Draft, time: Expression) -> bool:
    """True for the closing of "two days after the border was closed", which was not on the day that this leads to.

    Behind a day that is said, the words only say it again.
    """
    if time.phrase is None:
        return False
    inside = document.unit_at(time.end - 1) < draft.first <= document.unit_at(time.phrase.end - 1)
    return inside or time.anchor == str(time.starts)


def _is_origin(document: Document, time: Expression) -> bool:
    """True for "a treaty dating from 1960": the time of a noun."""
    at = document.unit_at(time.start)
    words = document.units.words[max(0, at - 3) : at]
    return not _ORIGIN.isdisjoint(words) and ("from" in words or "to" in words)


def _is_compared(document: Document, time: Expression) -> bool:
    """True for "the toughest since 1991": there was none like it before."""
    at = document.unit_at(time.start)
    words = document.units.words[max(0, at - COMPARED) : at]
    opening = max((index + 1 for index, word in enumerate(words) if word == STOP), default=0)
    return words[-1:] == ["since"] and compares(words[opening:])


def _is_limit(document: Document, draft: Draft, time: Expression) -> bool:
    """True for the day that something goes on until, or by when what is agreed now is to be done."""
    before = word_before(document, time)
    if before == "by" and document.published is not None and time.starts is not None:
        return draft.asserted and time.starts > document.published
    return draft.root not in LASTING and before in ("until", "till")


def _cost(document: Document, draft: Draft, time: Expression, said: list[tuple[int, int]]) -> tuple[int, int]:
    at, behind = document.unit_at(time.start), document.unit_at(time.end - 1) + 1
    if at >= draft.stop:
        gap = range(draft.stop, at)
    elif behind <= draft.first:
        gap = range(behind, draft.first)
    else:
        gap = range(0)
    words = document.units.words
    cost = (
        len(gap)
        + _COARSE.get(time.precision or "", 0)
        + (_COST_SAID if draft.root != "statement" and _is_said(document, time, said) else 0)
        + (_COST_ELSEWHERE if _is_of_another(document, draft, time) else 0)
    )
    if draft.nominal and at < draft.first and not _REACTING.isdisjoint(words[behind : draft.first]):
        cost += _COST_SAID
    for index in gap:
        word = words[index]
        cost += _COST_COMMA if word == COMMA else _COST_STOP if word == STOP else 0
        cost += _COST_CLAUSE if word in _CLAUSE_WORDS else 0
    return cost, 0 if at >= draft.stop else 1


def _is_inserted(words: list[str], at: int) -> bool:
    """True for the time of "Egypt, whose king fled eight days ago, sent troops"."""
    for index in range(at - 1, max(0, at - _INSERTED), -1):
        if words[index] in _ENDS:
            return words[index + 1] in _RELATIVES
    return False


def _dearer(
    document: Document,
    draft: Draft,
    times: list[Expression],
    number: int,
    rivals: Sequence[Draft],
    cost: tuple[int, int],
) -> tuple[int, int]:
    """The cost of a time with what speaks for another claim: that its trigger stands between, or that it came before.

    "Met on Saturday and decided to send a mission on Tuesday": what is planned has the later day.
    """
    at = document.unit_at(times[number].start)
    between = range(draft.stop, at) if at >= draft.stop else range(at, draft.first)
    extra = _COST_RIVAL if any(rival.first in between and rival.root != draft.root for rival in rivals) else 0
    if at < draft.first and draft.modality is not None and draft.modality.modality == "planned":
        later = any(document.unit_at(time.start) >= draft.stop for time in times[number + 1 :])
        extra += _COST_EARLIER if later else 0
    return cost[0] + extra, cost[1]


def _at(document: Document, time: Expression) -> int:
    return document.unit_at(time.start)


def _is_of_another(document: Document, draft: Draft, time: Expression) -> bool:
    """True for "the weekend's peak": a time that is said of a noun which the trigger does not begin with."""
    mark = document.text[time.end : time.end + 2].lower()
    noun = document.unit_at(time.end + 2)
    own = noun <= draft.first <= noun + 2 or draft.first <= noun < draft.stop
    return mark in ("'s", "’s") and not own


def _is_said(document: Document, time: Expression, said: list[tuple[int, int]]) -> bool:
    """The words of time stand in or right beside the words that attribute, or "that" follows: "reported today that"."""
    if document.units.words[document.unit_at(time.end - 1) + 1] == "that":
        return True
    if word_before(document, time) == "since":
        return False
    return any(start - 2 <= time.start <= end + 5 or start <= time.end <= end for start, end in said)


def settled(document: Document, draft: Draft, said: Dating) -> Dating:
    """The days as the tense allows them: what has happened ends with publication, what is to come lies ahead.

    What is known to the year only has no days: the precision and the words keep the year.
    """
    day, starts, ends = document.published, said.starts, said.ends
    if day is None or starts is None or ends is None:
        return said
    ahead = draft.modality is not None and draft.modality.modality == "planned"
    if starts <= day < ends and not ahead and said.precision in _PERIODS:
        return said._replace(ends=day, since=said.precision == "year", precision="range")
    due = (ahead or _looks_ahead(document, draft)) and not said.said and draft.root != "statement"
    if due and said.rule == "weekday" and ends < day and not _told_before(document, draft, said):
        return said._replace(starts=starts + WEEK, ends=ends + WEEK)
    if said.precision in COARSE_UNITS and not said.since:
        return said._replace(starts=None, ends=None)
    return said


def _told_before(document: Document, draft: Draft, said: Dating) -> bool:
    """True for "declared an emergency on Wednesday and said it would move troops": another verb has the day."""
    if said.span is None:
        return False
    behind = document.unit_at(said.span[1] - 1) + 1
    return "and" in document.units.words[behind : draft.first]


def _looks_ahead(document: Document, draft: Draft) -> bool:
    """True for "invited them on Sunday", "called for a strike on Thursday"."""
    begins = document.units.at[document.units.sentences[draft.sentence][0]]
    words = document.units.words[max(begins, draft.first - _AHEAD_REACH) : draft.stop]
    polls = draft.root in _POLLS and not _GO.isdisjoint(words)
    return polls or not _AHEAD.isdisjoint(words)


def published(document: Document, draft: Draft) -> Dating:
    """The dating by the day of publication: of what is planned or feared, only that it is not before."""
    day: date | None = document.published
    ahead = draft.modality is not None and draft.modality.modality in ("planned", "hypothetical")
    ahead = ahead and draft.root not in _UTTERED
    if day is None:
        return Dating(None, None, None, "publication")
    if ahead and not _is_called_for(document, draft):
        return Dating(day, None, "range", "publication", rule="publication", anchor=day.isoformat())
    return Dating(day, day, "day", "publication", rule="publication", anchor=day.isoformat())


def _is_called_for(document: Document, draft: Draft) -> bool:
    """True for "urged all states to sign": whatever comes of it, it was said by the day of publication."""
    if draft.modality is None or draft.modality.cue is None or draft.root != "diplomacy":
        return False
    start, end = draft.modality.cue
    return document.text[start:end].lower().startswith(_CALLS)
