"""Which days a claim has that names none: those that the rules take over, those that its sentence or one before or
behind it names for something else, those that the text names first or most often, or that of publication.

Each is a candidate with marks: what days they are, how far they lie, what the claim is and what words stand in its
sentence. `timeline.extract.choosing` takes the likeliest.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from timeline.dates.prose import Expression
from timeline.extract.dating import is_beyond
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.numbersigns import OVER
from timeline.extract.stems import stems
from timeline.extract.units import COMMA, STOP

_TO_THE_DAY: Final = frozenset(("day", "hour", "minute"))
# Why days may be those of a claim.
_RULES: Final = "rules"
_TODAY: Final = "today"
_HERE: Final = "here"
# What the claim and its words say is said of days that only the rules give, of that of publication, or of others.
_OTHERS: Final = "other"
_PARTS: Final = (_RULES, _TODAY, _OTHERS)
# How many words open a sentence ("A day earlier, ..."), and how many stand before a trigger ("have since been freed").
_OPENING: Final = 3
_BEFORE: Final = 3
_OTHERS_HERE: Final = 2
# Days up to which a count tells each, and those that are a week; how many words of its own sentence are a step away.
_FEW_DAYS: Final = 3
_WEEK: Final = 7
_STEP: Final = 3
# Steps, times and places in a text from which on they are few, and many.
_FEW: Final = 3
_MANY: Final = 6


class Choice(NamedTuple):
    """Days that a claim may have: why, each with how many sentences lie between (of its own sentence, words)."""

    dating: Dating
    reasons: dict[str, int]


class Days:
    """The days that a document names."""

    def __init__(self, document: Document) -> None:
        """Only days up to that of publication count, for what has happened."""
        self._document = document
        today = document.published
        self._named = [
            (sentence, time)
            for sentence in range(len(document.units.sentences))
            for time in document.times_in(sentence)
            if time.precision in _TO_THE_DAY and time.starts == time.ends and _is_over(time.starts, today)
        ]
        self._at = [sentence for sentence, _ in self._named]
        self._count = Counter(time.starts for _, time in self._named)
        self._usual = sorted((time for _, time in self._named), key=lambda time: -self._count[time.starts])

    def choices(self, draft: Draft) -> list[Choice]:
        """The days that a claim may have, those of the rules first."""
        found: dict[tuple[date | None, date | None], Choice] = {}
        for reason, away, dating in self._reasons(draft):
            choice = found.setdefault((dating.starts, dating.ends), Choice(dating, {}))
            choice.reasons.setdefault(reason, away)
        return list(found.values())

    def weighed(self, draft: Draft) -> list[tuple[Dating, list[str]]]:
        """The days that a claim may have, those of the rules first, each with its marks."""
        choices = self.choices(draft)
        return [(one.dating, marks) for one, marks in zip(choices, self._marks(draft, choices), strict=True)]

    def _marks(self, draft: Draft, choices: Sequence[Choice]) -> Iterator[list[str]]:
        told = self._of_claim(draft)
        by_part = {part: [f"{part}|{mark}" for mark in told] for part in _PARTS}
        for choice in choices:
            yield [*self._of_choice(draft, choice), *by_part[_part(choice)]]

    def _of_choice(self, draft: Draft, choice: Choice) -> list[str]:
        """What days they are, and why they may be the claim's."""
        own, reasons, away = draft.root, sorted(choice.reasons), self.away(choice.dating)
        found = [f"all|{'+'.join(reasons)}", f"away|{away}", f"one|{choice.dating.starts == choice.dating.ends}|{own}"]
        for reason in reasons:
            far = bucket(choice.reasons[reason])
            found += (f"for|{reason}", f"for|{reason}|{own}", f"for|{reason}|{away}", f"far|{reason}|{far}")
        if _HERE in reasons and choice.dating.span is not None:
            found += self._of_stand(draft, choice.dating.span[0])
        return found

    def _reasons(self, draft: Draft) -> Iterator[tuple[str, int, Dating]]:
        today, at = self._document.published, draft.sentence
        if draft.dating is not None:
            yield _RULES, 0, draft.dating
        if today is not None:
            yield _TODAY, 0, Dating(today, today, "day", "publication")
        start, stop = bisect_left(self._at, at), bisect_right(self._at, at)
        inside = [time for _, time in self._named[start:stop]]
        apart = [time for time in inside if is_beyond(self._document, draft, time, ())]  # Days of clauses set in.
        here = [time for time in inside if time not in apart][:_OTHERS_HERE]
        before, behind = self._named[max(0, start - 1) : start], self._named[stop : stop + 1]
        first = next((time for _, time in self._named if time not in apart), None)
        usual = next((time for time in self._usual if time not in apart), None)
        for sentence, time in before:
            yield "before", at - sentence, _by_context(time)
        for sentence, time in behind:
            yield "behind", sentence - at, _by_context(time)
        for time in here:
            away = abs(self._document.unit_at(time.start) - draft.first) // _STEP
            yield _HERE, away, _by_context(time)._replace(basis="explicit", span=(time.start, time.end))
        if first is not None and usual is not None:
            yield "first", 0, _by_context(first)
            yield "usual", 0, _by_context(usual)
        if today is not None:
            opening = [first] if first is not None else []
            yield from (("since", 0, _until(time, today)) for time in (*here, *(one for _, one in before), *opening))

    def _of_stand(self, draft: Draft, start: int) -> list[str]:
        """On which side of the trigger a day of its sentence is named, and over what words."""
        words, at = self._document.units.words, self._document.unit_at(start)
        side, between = ("before", words[at : draft.first]) if at < draft.first else ("behind", words[draft.stop : at])
        over = OVER.intersection(between) | {mark for mark in (COMMA, STOP) if mark in between}
        return [f"here|{side}", *(f"here|{side}|{'stop' if word == STOP else word}" for word in over)]

    def _of_claim(self, draft: Draft) -> list[str]:
        """What the claim is, what the rules say, and the words of its sentence, those of its trigger and before it."""
        document, dating = self._document, draft.dating
        words, (first, stop) = document.units.words, document.units.sentences[draft.sentence]
        begin, end = document.units.at[first], document.units.at[stop]
        told = stems(words[begin:end])
        ruled = f"{dating.basis}|{dating.precision}|{dating.since}" if dating else "none"
        sense = "since" if any(each.basis == "since" for each in draft.quantities) else bool(draft.quantities)
        mood = draft.modality.modality if draft.modality else "asserted"
        place = "heading" if draft.sentence < document.heading else bucket(draft.sentence - document.heading)
        return [
            *(f"kind|{draft.root}", f"clause|{draft.clause.value}", f"ruled|{ruled}", f"numbers|{sense}"),
            *(f"mood|{mood}", f"said|{bool(dating and dating.said)}", f"nominal|{draft.nominal}|{draft.referring}"),
            *(f"speaker|{draft.speaker is not None}", f"faint|{draft.faint}", f"place|{place}"),
            *(f"taken_up|{draft.taken_up}", f"spoken_of|{draft.spoken_of}", f"known|{draft.known}"),
            *(f"today|{bucket(self._count[document.published])}", f"days|{bool(self._named)}"),
            *(f"opens|{word}" for word in told[:_OPENING]),
            *(f"leads|{word}" for word in stems(words[max(begin, draft.first - _BEFORE) : draft.first])),
            *(f"trigger|{word}" for word in stems(words[draft.first : draft.stop])),
            *(f"word|{word}" for word in dict.fromkeys(told)),
        ]

    def away(self, dating: Dating) -> str:
        """How many days before that of publication."""
        today, ends = self._document.published, dating.ends
        if today is None or ends is None:
            return "unknown"
        days = (today - ends).days
        if days < 0:
            return "ahead"
        return str(days) if days <= _FEW_DAYS else "week" if days <= _WEEK else "long"


def is_open(draft: Draft) -> bool:
    """Whether a claim's own words name no days for it; "since the order" does where the text has dated the order."""
    dating = draft.dating
    return dating is not None and dating.basis != "explicit" and not (dating.since and dating.starts is not None)


def _part(choice: Choice) -> str:
    if _TODAY in choice.reasons:
        return _TODAY
    return _RULES if set(choice.reasons) == {_RULES} else _OTHERS


def _by_context(time: Expression) -> Dating:
    return Dating(time.starts, time.ends, "day", "context", text=time.text, rule=time.rule)


def _until(time: Expression, today: date) -> Dating:
    """From a day that the text names until it was published."""
    return _by_context(time)._replace(ends=today, precision="range", lasting=True, since=True)


def _is_over(day: date | None, today: date | None) -> bool:
    return day is not None and (today is None or day <= today)


def bucket(count: int) -> str:
    """A count as a mark has it."""
    return str(count) if count < _FEW else "few" if count < _MANY else "many"
