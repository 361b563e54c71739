"""Which days a claim has whose words name some: those that the rules make of them, the first or the last of these, the
same weekday a week earlier or later, from then until publication or until another day of its sentence, other days of
that or of the text, that of publication, or none at all ("gave him 24 hours to leave").

Each is a candidate with marks: why it may be the one, the words of the time that names it and of that which the rules
have chosen, where these stand by the trigger, and what the claim is. `timeline.extract.choosing` takes the likeliest.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from timeline.dates.prose import Expression
from timeline.extract.dating import COARSE_UNITS, NO_DAY
from timeline.extract.dayless import Days, bucket
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.extent import WEEK, word_before
from timeline.extract.numbersigns import OVER
from timeline.extract.stems import stems
from timeline.extract.units import COMMA, STOP

# Words before and behind a time that may tell what it is of; the most pairs of words between it and a trigger.
_BESIDE: Final = 2
_FAR: Final = 8
# Units between trigger and words that are a step.
_STEP: Final = 3
# Only a weekday may be that of another week; between the days that have one before and behind them.
_WEEKDAYS: Final = frozenset(("weekday", "last-weekday"))
_FIRST, _LAST = date.min + WEEK, date.max - WEEK
_PARTING: Final = OVER | {COMMA, STOP}
# Why days may be those of a claim, the plainest first; the reasons of `Days` that are taken over.
_ELSEWHERE: Final = ("before", "behind", "usual", "first")
_REASONS: Final = (
    "rules",
    "plain",
    "today",
    "since",
    "none",
    "starts",
    "ends",
    "here",
    "span",
    *_ELSEWHERE,
    "earlier",
    "later",
)


class Named(NamedTuple):
    """Days that a claim may have whose words name some. why: for each reason the time that names them, if any does."""

    dating: Dating
    why: dict[str, Expression | None]


class NamedDays:
    """The days that claims may have whose words name some."""

    def __init__(self, document: Document, days: Days) -> None:
        """days: those that the whole text names."""
        self._document = document
        self._days = days

    def weighed(self, draft: Draft) -> list[tuple[Dating, list[str]]]:
        """The days that a claim may have, those of the rules first, each with its marks."""
        dating = draft.dating
        if dating is None:
            return []
        times = self._document.times_in(draft.sentence)
        own = next((time for time in times if (time.start, time.end) == dating.span), None)
        found: dict[tuple[date | None, date | None], Named] = {}
        for why, days, time in self._reasons(draft, dating, own, times):
            named = found.setdefault((days.starts, days.ends), Named(days, {}))
            named.why.setdefault(why, time)
        told = [*self._of_time(draft, own), *_of_claim(draft, dating, len(times))]
        return [(each.dating, self._marks(draft, own, each, told)) for each in found.values()]

    def _reasons(
        self, draft: Draft, ruled: Dating, own: Expression | None, times: list[Expression]
    ) -> Iterator[tuple[str, Dating, Expression | None]]:
        today = self._document.published
        yield "rules", ruled, own
        yield from ((why, days, own) for why, days in _about(ruled, own, today))
        if own is not None and _may_be(draft, own, today):
            yield "plain", _plain(own), own
        for time in times:
            if time is own or not _may_be(draft, time, today):
                continue
            yield "here", _plain(time), time
            if ruled.starts and time.ends and time.ends > ruled.starts:
                yield "span", ruled._replace(ends=time.ends, precision="range", lasting=True, since=False), time
        if today is not None:
            yield "today", Dating(today, today, "day", "publication", rule="publication", anchor=str(today)), None
        yield "none", _undated(ruled), None
        for choice in self._days.choices(draft):
            yield from ((why, choice.dating, None) for why in choice.reasons if why in _ELSEWHERE)

    def _marks(self, draft: Draft, own: Expression | None, named: Named, told: list[str]) -> list[str]:
        """What may tell whether days are the claim's own."""
        reasons, root, away = sorted(named.why), draft.root, self._days.away(named.dating)
        rule = own.rule if own else "unknown"
        every = "+".join(reasons)
        found = [f"all|{every}", f"all|{every}|{root}", f"away|{away}"]
        plainest = min(reasons, key=_REASONS.index)
        found += [f"{plainest}|rules|{mark}" for mark in told]
        for why in reasons:
            found += (why, f"{why}|{root}", f"{why}|{away}", f"{why}|{rule}", f"{why}|{rule}|{root}")
            time = named.why[why]
            if time is not None and time is not own:
                found += [f"{why}|time|{mark}" for mark in self._of_time(draft, time)]
        return found

    def _of_time(self, draft: Draft, time: Expression | None) -> list[str]:
        """What a time is, its words and those about it, and where it stands by the trigger."""
        if time is None:
            return []
        document, words = self._document, self._document.units.words
        at, behind = document.unit_at(time.start), document.unit_at(time.end - 1) + 1
        side, between = _stand(words, draft, at, behind)
        over = ["stop" if word == STOP else word for word in sorted(_PARTING.intersection(between))]
        return [
            *(f"rule|{time.rule}", f"to|{time.precision}", f"rule|{time.rule}|{time.precision}", f"mod|{time.mod}"),
            *(f"led|{word}" for word in stems(word_before(document, time).split())),
            *(f"word|{word}" for word in stems(words[at:behind])),
            *(f"before|{word}" for word in stems(words[max(0, at - _BESIDE) : at])),
            *(f"behind|{word}" for word in stems(words[behind : behind + _BESIDE])),
            *(f"side|{side}", f"far|{side}|{min(_FAR, len(between) // 2)}"),
            *(f"over|{side}|{word}" for word in over),
        ]


def is_named(draft: Draft) -> bool:
    """Whether a claim's own words name days for it."""
    return draft.dating is not None and draft.dating.basis == "explicit"


def _about(ruled: Dating, own: Expression | None, today: date | None) -> Iterator[tuple[str, Dating]]:
    """Days about those of the rules."""
    starts, ends = ruled.starts, ruled.ends
    if starts is None:
        return
    if today is not None and starts <= today != ends:
        yield "since", ruled._replace(ends=today, precision="range", lasting=True, since=True)
    if ends is None or ends - starts >= WEEK:
        return
    if starts != ends:
        yield "starts", _day(ruled, starts)
        yield "ends", _day(ruled, ends)
    if own is not None and own.rule in _WEEKDAYS and not ruled.since and starts >= _FIRST and ends <= _LAST:
        yield "earlier", ruled._replace(starts=starts - WEEK, ends=ends - WEEK)
        yield "later", ruled._replace(starts=starts + WEEK, ends=ends + WEEK)


def _may_be(draft: Draft, time: Expression, today: date | None) -> bool:
    """Whether a time as it is names days at all, and for what has happened none that are still to come."""
    if time.starts is None or time.rule in NO_DAY or time.precision in COARSE_UNITS:
        return False
    ahead = draft.modality is not None and draft.modality.modality == "planned"
    return ahead or today is None or time.ends is None or not time.starts <= today < time.ends


def _day(ruled: Dating, day: date) -> Dating:
    return ruled._replace(starts=day, ends=day, precision="day", lasting=False, since=False)


def _undated(ruled: Dating) -> Dating:
    """No days; the receipt keeps the words, which tell none of the claim's."""
    return ruled._replace(starts=None, ends=None, precision=None, lasting=False, since=False)


def _plain(time: Expression) -> Dating:
    """The days of a time as they are, whatever the claim is."""
    text = time.phrase.text if time.phrase else time.text
    return Dating(
        time.starts,
        time.ends,
        time.precision,
        "explicit",
        text=text,
        anchor=time.anchor,
        rule=time.rule,
        span=(time.start, time.end),
    )


def _stand(words: list[str], draft: Draft, at: int, behind: int) -> tuple[str, list[str]]:
    """On which side of the trigger a time stands, and the words between."""
    if at >= draft.stop:
        return "behind", words[draft.stop : at]
    if behind <= draft.first:
        return "before", words[behind : draft.first]
    return "within", []


def _of_claim(draft: Draft, ruled: Dating, times: int) -> list[str]:
    """What the claim is, and what the rules say."""
    mood = draft.modality.modality if draft.modality else "asserted"
    senses = "+".join(sorted({each.basis for each in draft.quantities if each.basis})) or "nothing"
    return [
        *(f"said|{ruled.said}", f"units|{bucket(ruled.far // _STEP)}", f"since|{ruled.since}", f"times|{times}"),
        *(f"kind|{draft.root}", f"mood|{mood}", f"counts|{senses}"),
    ]
