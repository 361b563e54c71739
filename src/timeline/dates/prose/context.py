"""Reference time: what a text has said so far, and from where its relative dates are counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from timeline.dates.prose.events import Telling, day_of_event, happenings
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import RANK, Period, day, month, month_of, weekday_of, year_of
from timeline.dates.prose.scan import Scan
from timeline.dates.prose.tense import is_open, points_ahead, tense
from timeline.text.sentences import sentence_of

# How much dearer a day that the tense speaks against is; for a month the tense is nearly all there is to go by.
_AGAINST_DAY: Final = 10.0
_AGAINST: Final = {"month": 400.0}
# How much dearer than going on it is for a narrative to go back.
_BACK: Final = 1.8
# Years to the nearest leap year at most, but for century years.
_LEAP_REACH: Final = 4
# Expressions looked at for the year with which a sentence opens.
_SENTENCE: Final = 8
# News tells of a day that is farther from publication in one paragraph and goes on.
_FRESH_DAYS: Final = 7
# "Two days later" counts from a date that is as close, even where that was an aside.
_NEAR: Final = 250
# A paragraph is not longer than so many letters.
_PARAGRAPH: Final = 2000
# Days said looked at for the same event.
_EVENTS: Final = 20
_SHORT_YEAR: Final = 99
_TOWARDS: Final = {"past": -1, "future": 1}


@dataclass(slots=True)
class Context:
    """The state of one text while it is read from left to right.

    published: the day of publication. narrative: years are filled in from what the text said last, not from that day.
    told: it is a story, so that "last year" too is counted from there (else, without publication, from nowhere).
    reference: the date that the text is at. latest: the last date that was resolved, wherever; last_day: the last day,
    and where in the text it was said. days: all days said, with their places, and told_at and tellings what the
    sentences there tell: the verbs, and all words.
    quarter: the reporting period that it talks about, and quarterly whether it still does. choice: which candidate
    `nearest` shall take, of how many offered. matches: all of the text, and the position of the one being read.
    notes: what was turned down. reread: the whole text has been read once, so that days said later are known.
    """

    scan: Scan
    published: Period | None
    narrative: bool
    told: bool = False
    explain: bool = False
    reference: Period | None = None
    quarter: Period | None = None
    quarterly: bool = False
    latest: Period | None = None
    last_day: Period | None = None
    last_day_end: int = 0
    days: list[tuple[Period, Match]] = field(default_factory=list)
    told_at: dict[int, frozenset[str]] = field(default_factory=dict)
    tellings: dict[int, Telling] = field(default_factory=dict)
    choice: int = 0
    offered: int = 0
    matches: list[Match] = field(default_factory=list)
    position: int = 0
    notes: list[str] = field(default_factory=list)
    reread: bool = False

    @property
    def here(self) -> Period | None:
        """The date from which "later", "the next day" and elided years are counted."""
        return self.reference if self.narrative else self.published

    @property
    def now(self) -> Period | None:
        """The date from which "last week" and a bare Monday are counted."""
        return self.reference if self.told else self.published

    def said(self, unit: str) -> Period | None:
        """What "the next" or "a unit later" counts from: the last date said, for days in news the last day.

        In a story the date that it is at, or one that was said just before.
        """
        if self.told and self.latest is not None and self._follows():
            return self.latest
        coarse = self.reference is not None and RANK[self.reference.unit] > RANK["day"]
        if unit == "day" and coarse and not self.narrative and self.last_day is not None:
            return self.last_day
        return self.reference or self.published

    def said_of(self, unit: str, match: Match) -> Period | None:
        """What "the next" counts from in news that tells of the past: nothing that is still to come."""
        here = self.said(unit)
        if here is None or self.published is None or self.told or here.days()[0] <= self.published.number:
            return here
        if tense(match) != "past":
            return here
        today = self.published.number
        return next((day_said for day_said, _ in reversed(self.days) if day_said.number <= today), self.published)

    def _follows(self) -> bool:
        """True when the date said before stands close to the present one, in its paragraph."""
        if not self.position:
            return False
        before, match = self.matches[self.position - 1], self.matches[self.position]
        return match.start - before.stop < _NEAR and "\n" not in match.scan.tokens.text[before.stop : match.start]

    def day_at(self, match: Match) -> Period | None:
        """The day to which a clock time belongs that says none.

        In news the last one said in its paragraph, else that of the event it tells of again, else the last one said
        unless the text has left it behind. What is to come is not on a day that is over, nor the other way about.
        """
        if self.narrative:
            return self.reference if self.reference is not None and self.reference.unit == "day" else None
        if self.last_day is None or self.published is None:
            return self.last_day or self.published
        if self._opens_paragraph(match) or self._is_passed_over(self.last_day, match):
            return self.published
        near = match.start - self.last_day_end < _PARAGRAPH
        if near and "\n" not in match.scan.tokens.text[self.last_day_end : match.start]:
            return self._of_paragraph(match)
        return self._of_event(match) or (self.last_day if self._is_fresh(self.last_day) else self.published)

    def _is_passed_over(self, day_said: Period, match: Match) -> bool:
        """True of a day that is over for what is to come, and of one to come for what is over."""
        apart = day_said.number - self.published.number if self.published is not None else 0
        return apart != 0 and tense(match) == ("past" if apart > 0 else "future")

    @staticmethod
    def _opens_paragraph(match: Match) -> bool:
        """True of the time stamp of an entry in a running report."""
        return not match.before() or "\n" in match.before()

    def _of_paragraph(self, match: Match) -> Period | None:
        """The last day said, but the news itself where its paragraph has only looked back in a sentence of its own."""
        if self.last_day is None or self._is_fresh(self.last_day):
            return self.last_day
        begins = match.scan.tokens.text.rfind("\n", max(match.start - _PARAGRAPH, 0), match.start)
        fresh = [day for day, said in self.days[-_EVENTS:] if said.start > begins and self._is_fresh(day)]
        alone = self.days[-1][1].start_token < sentence_of(match.scan.sentences, match.start_token)
        if not fresh or not alone:
            return self.last_day
        return self.published if self.published in fresh else fresh[-1]

    def _is_fresh(self, day_said: Period) -> bool:
        return self.published is None or abs(day_said.number - self.published.number) <= _FRESH_DAYS

    def day_of_event(self, match: Match, clause: range) -> Period | None:
        """The day that the text has said for what the tokens behind a match tell."""
        return day_of_event(match, clause, self.days, self.tellings)

    def day_beside(self, match: Match) -> Period | None:
        """The day of which a match says more: "on Monday, two days after ..."; one said before in its sentence."""
        if not self.days or not match.preceded("appositions"):
            return None
        period, said = self.days[-1]
        if self.reread:
            return None
        return period if said.start_token >= sentence_of(match.scan.sentences, match.start_token) else None

    def _of_event(self, match: Match) -> Period | None:
        """The last day of which the text has told the same event."""
        told = self._told(match)
        same = (day_said for day_said, earlier in reversed(self.days[-_EVENTS:]) if told & self._told(earlier))
        return next(same, None) if told else None

    def _told(self, match: Match) -> frozenset[str]:
        """What the sentence of a match tells, found out once."""
        if match.start_token not in self.told_at:
            self.told_at[match.start_token] = happenings(match)
        return self.told_at[match.start_token]

    def recall(self, period: Period, match: Match) -> None:
        """Take a resolved date as what the text has said last; a quarter that is over is the one reported on.

        In news "the worst since 1933" only compares: nothing is counted from there.
        """
        self.latest = period
        if not self.told and match.preceded("since"):
            return
        if period.unit == "day":
            self.last_day, self.last_day_end = period, match.stop
            self.days.append((period, match))
        if period.unit != "quarter":
            self.reference = period
            return
        over = self.published is None or period.days()[1] <= self.published.number or match.followed("ended")
        if over or tense(match) != "future":
            self.quarter, self.quarterly = period, True
        self.reference = period

    # ---- filling in what is not said

    def month(self, number: int, match: Match) -> Period | None:
        """The month that a bare month name means."""
        here = self.here
        if here is None:
            return None
        framed = self._sentence_year(match, number)
        if framed is not None:
            return month(framed, number)
        ranged = None if self.narrative else self._month_of_range(number, here, match)
        if ranged is not None:
            return ranged
        return self.nearest([month(year_of(here) + step, number) for step in (-1, 0, 1)], here, match)

    def _sentence_year(self, match: Match, number: int) -> int | None:
        """The year that a month has from the only year its sentence has said before; None when that tells nothing.

        "In 1917 it fell, and on 6 December ..."; "joined in April 1915 and declared war on 23 May".
        """
        first, said = sentence_of(match.scan.sentences, match.start_token), None
        for index in range(self.position - 1, max(self.position - _SENTENCE, 0) - 1, -1):
            earlier = self.matches[index]
            if earlier.start_token < first:
                break
            if earlier.start_token < match.start_token and earlier.has("year"):
                if said is not None:
                    return None
                said = earlier
        if said is None or said.has("era") or not isinstance(said.get("year"), int) or said.get("year") <= _SHORT_YEAR:
            return None
        if said.rule.name == "year" and said.start_token - first <= 1 and said.preceded("year_leads"):
            return int(said.get("year"))
        if said is not self.matches[self.position - 1] or not isinstance(said.get("month"), int):
            return None
        if not self.told and (tense(match) != "past" or not _runs_on(said, match)):
            return None
        return int(said.get("year")) + (number < said.get("month") and match.before() != "(")

    def _month_of_range(self, number: int, here: Period, match: Match) -> Period | None:
        """The near end of a range that is over by its far end, and the far end from the near one."""
        if _ends_range(match, "MONTH") and self.latest is not None and self.latest.unit == "month":
            return self.latest.shift((number - month_of(self.latest)) % 12 or 12)
        far = _class_value(match, match.after(2), "MONTH") if match.followed("range_joints") else None
        if far is None or tense(match) == "future":
            return None
        end = here.to("month").shift(-((month_of(here) - far) % 12))
        return end.shift(-((far - number) % 12))

    def day(self, month_number: int, day_number: int, match: Match) -> Period | None:
        """The day that a month and a day without a year mean."""
        here = self.here
        if here is None:
            return None
        framed = self._sentence_year(match, month_number)
        exact = day(framed, month_number, day_number) if framed is not None else None
        if exact is not None:
            return exact
        reach = _LEAP_REACH if (month_number, day_number) == (2, 29) else 1
        found = (day(year_of(here) + step, month_number, day_number) for step in range(-reach, reach + 1))
        known = [period for period in found if period is not None]
        agreeing = [period for period in known if weekday_of(period) == match.get("weekday")]
        return self.nearest(agreeing or known, here, match) if known else None

    def nearest(self, candidates: list[Period], here: Period, match: Match) -> Period:
        """The candidate that costs least: distance, dearer against the tense (news) or backwards (narratives)."""
        looks = None if self.narrative else tense(match)
        costs = sorted((self._cost(candidate, here, looks), candidate.value, candidate) for candidate in candidates)
        self.offered = len(costs)
        chosen = costs[min(self.choice, len(costs) - 1)][2]
        if self.explain:
            others = [other for _, _, other in costs if other != chosen]
            self.notes.extend(f"{other.value}: {_turned_down(other, here, looks)}" for other in others)
        return chosen

    def _cost(self, candidate: Period, here: Period, looks: str | None) -> float:
        distance = _distance(candidate, here)
        if self.narrative:
            return distance if distance >= 0 else -_BACK * distance
        against = looks is not None and distance * _TOWARDS[looks] < 0
        return abs(distance) * (_AGAINST.get(candidate.unit, _AGAINST_DAY) if against else 1.0)

    def weekday(self, number: int, match: Match) -> Period | None:
        """The day that a bare weekday means: the last one, publication included, or the next when it lies ahead."""
        here = self.now
        if here is None or RANK[here.unit] > RANK["week"]:
            return None
        if _ends_range(match, "WEEKDAY") and self.latest is not None and self.latest.unit == "day":
            return self.latest.shift((number - weekday_of(self.latest)) % 7 or 7)
        back = (weekday_of(here) - number) % 7
        named = match.followed("possessive") and not points_ahead(match)
        ahead = back > 0 and not self.told and not named and self._lies_ahead(back, match)
        if self.explain and back and not self.told:
            other = here.shift(-back if ahead else 7 - back)
            self.notes.append(f"{other.value}: the sentence {'looks ahead' if ahead else 'does not look ahead'}")
        if self.told:
            return here.to("day").shift((number - weekday_of(here)) % 7)
        return here.shift(7 - back if ahead else -back)

    @staticmethod
    def _lies_ahead(back: int, match: Match) -> bool:
        """True for the weekday of what is to come, and for the nearer one where it may have come or be to come."""
        return tense(match) == "future" or (7 - back < back and is_open(match))


def _distance(candidate: Period, here: Period) -> int:
    """Days between two periods, negative when the candidate lies before."""
    (first, last), (start, end) = candidate.days(), here.days()
    return first - end if first > end else last - start if last < start else 0


def _turned_down(candidate: Period, here: Period, looks: str | None) -> str:
    against = looks is not None and _distance(candidate, here) * _TOWARDS[looks] < 0
    return f"the sentence looks to the {looks}" if against else f"farther from {here.value}"


def _runs_on(earlier: Match, match: Match) -> bool:
    """True when an "and", and nothing that parts clauses, stands between two matches."""
    between = match.scan.tokens.words[earlier.end_token : match.start_token]
    cue = match.scan.lexicon.cue
    return any(word in cue("number_and") for word in between) and not any(
        word in cue("clause_parts") for word in between
    )


def _ends_range(match: Match, kind: str) -> bool:
    """True for the Friday of "Monday to Friday", and for the March of "October to March"."""
    near = match.before(3) if match.before(2) == "." else match.before(2)
    return match.preceded("range_joints") and _class_value(match, near, kind) is not None


def _class_value(match: Match, word: str, kind: str) -> int | None:
    found = match.scan.lexicon.words.get(word)
    return found.values.get(kind) if found is not None else None
