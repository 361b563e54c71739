"""Dates counted from what a text said last: "two days later", "the following year", "that day"."""

from __future__ import annotations

from calendar import month_abbr, month_name
from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import RANK, Period, civil, day, weekday_of
from timeline.dates.prose.reading import Reading, dated, duration, vague
from timeline.dates.prose.rules.adjoining import day_in_apposition
from timeline.dates.prose.rules.amounts import AMOUNT, APPROX, amount, designated
from timeline.dates.prose.rules.parts import EDGE, clause_end, mod
from timeline.dates.prose.rules.shifts import CALENDAR_UNITS, apart, shifted, unknown

_MONTHS: Final = frozenset(name.lower() for names in (month_name, month_abbr) for name in names if name)


@rule(
    "the-next-unit",
    f"{EDGE} THE direction:DIRECTION unit:SPANUNIT (OR SO)?",
    guard=lambda match: not match.among("direction", "deictic") or match.among("direction", "next_too"),
    examples=(Example("On 3 May 1917 ... and [the next day] it", "1917-05-04", None),),
)
def resolve_next_unit(match: Match, ctx: Context) -> Reading | None:
    """The next, following or previous day, month, year, counted from what was said last."""
    beside = day_in_apposition(match, ctx)
    if beside is not None:
        return dated(beside.to(match.get("unit")), anchor=beside.value)
    return shifted(ctx.said_of(match.get("unit"), match), match.get("unit"), match.get("direction"), match)


@rule(
    "same-unit",
    f"{EDGE} (THAT SAME? | THE SAME) unit:SPANUNIT",
    examples=(Example("On 3 May 1917 he left. [Later that year] he", "1917", None),),
)
def resolve_same_unit(match: Match, ctx: Context) -> Reading | None:
    """That day, the same year: the period that holds what was said last."""
    here = ctx.latest if ctx.told else None
    reading = shifted(here or ctx.reference or ctx.published, match.get("unit"), 0, match)
    return replace(reading, moves=False)


@rule(
    "counted-day",
    "THE which:ORDWORD|ORD|FINAL (DAYWORD | part:PART)",
    guard=lambda match: not match.among("which", "lasts") or match.followed("of"),
    examples=(
        Example("today is [the third day] of the strike", "1998-03-04"),
        Example("on [the final day] of the trial", "XXXX-XX-XX"),
        Example(
            "1860, 1861, 1862, 1863. On 4 July 1864 they came. On [the third evening] it", "1864-07-XXTEV", None, "TIME"
        ),
    ),
)
def resolve_counted_day(match: Match, ctx: Context) -> Reading | None:
    """A day of something that goes on: today where it "is" that day; when it began is not said."""
    here, part = None, f"T{match.get('part')}" if match.has("part") else ""
    if ctx.told:
        here = ctx.reference
    elif match.preceded("to_be") or match.preceded("possessive"):
        here = ctx.day_at(match)
    if here is None or RANK[here.unit] > RANK["month"]:
        return vague(f"XXXX-XX-XX{part}", "TIME" if part else "DATE")
    later = ctx.told and match.get("which") != 1
    period = here.to("month") if later or here.unit != "day" else here
    value = period.value if period.unit == "day" else f"{period.value}-XX"
    found = Reading("TIME" if part else "DATE", value + part, period, period.unit, anchor=here.value, moves=False)
    return replace(found, stop=clause_end(match, "complement_ends")) if ctx.told and match.followed("of") else found


def begins_event(match: Match) -> bool:
    """Words follow, or a number of those to whom it happened: "a day after 33 soldiers were killed"."""
    word, behind = match.after(), match.after(2)
    counted = word[:1].isdigit() and (len(word) < len("1950") or "," in word) and behind.isalpha()
    return word.isalpha() or (counted and behind not in _MONTHS)


@rule(
    "same-unit-last-year",
    "THE SAME unit:SPANUNIT (OF|IN)? direction:DIRECTION YEARWORD",
    "THE SAME unit:SPANUNIT A YEARWORD when:AGO|OFFSET",
    guard=lambda match: (
        match.get("direction", -1) == match.get("when", -1) == -1 and match.get("unit") in ("day", "week", "month")
    ),
    examples=(
        Example("up from [the same day last year].", "1997-03-04"),
        Example("It fell in February from [the same month a year earlier].", "1997-02"),
    ),
)
def resolve_same_unit_last_year(match: Match, ctx: Context) -> Reading | None:
    """A day, week or month of the year before: that of what is spoken of, else that of publication."""
    unit, said = match.get("unit"), ctx.reference
    here = said if said is not None and said.unit == unit else ctx.here
    if here is None or RANK[here.unit] > RANK[unit]:
        return unknown(unit)
    here = here.to(unit)
    return dated(_year_before(here), anchor=here.value, moves=False)


def _year_before(period: Period) -> Period:
    """The same day or month of the year before, or the week 52 weeks before."""
    if period.unit != "day":
        return period.shift(-12 if period.unit == "month" else -52)
    number, month, day_of_month = civil(period.number)
    return day(number - 1, month, day_of_month) or period.shift(-366)


def _is_offset(match: Match) -> bool:
    """After and before count on from something; only at the end of a clause is that what was said last.

    "For two days following" is how long it went on.
    """
    if match.preceded("for_length") and match.get("when") > 0:
        return False
    return not match.among("when", "after") or not begins_event(match)


@rule(
    "ago",
    f"{AMOUNT} (OR SO)? when:AGO",
    f"{AMOUNT} (OR SO)? when:OFFSET",
    f"{APPROX} A number:WORDNUM unit:UNITS when:AGO|OFFSET",
    f"{APPROX} one:A unit:UNIT AND A half:HALF when:AGO|OFFSET",
    f"{APPROX} NUM HYPHEN NUM unit:UNITS when:AGO|OFFSET",
    "OVER one:A unit:UNIT when:AGO|OFFSET",
    "unit:UNITS when:AGO",
    "unit:UNITS when:OFFSET",
    f"{AMOUNT} when:AGO (from:DEICTIC|WEEKDAY)",
    guard=_is_offset,
    examples=(
        Example("it was [six weeks ago] that", "1998-W04"),
        Example("killed [nearly four years ago]", "1994"),
        Example("born [several years ago]", "PAST_REF"),
        Example("On 25 June 1950 it began. [Two days later], he", "1950-06-27", None),
        Example("closed [two and a half years ago] in", "1995-09"),
        Example("died [an hour] later", "PT1H", type="DURATION"),
        Example("met on May 6. [Two days later], on May 12, they", "1998-05-12", "1998-06-04"),
    ),
)
def resolve_ago(match: Match, ctx: Context) -> Reading | None:
    """So long before or after the day of publication (ago) or what was said last (later, earlier)."""
    count, designator = amount(match)
    ago = match.among("when", "from_publication")
    here = ctx.now if ago else ctx.said_of("day" if designator == "1D" else "", match)
    if designator[0] == "T":
        return _hours_from(here) if ago or ctx.told else length_of(match)
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    if not unit or count is None or match.has("noun"):
        return vague("PAST_REF" if match.get("when") < 0 else "FUTURE_REF")
    beside = None if ago else day_in_apposition(match, ctx)
    if beside is not None:
        return dated(beside.to(unit), anchor=beside.value)
    if match.has("from") and count == int(count):
        return _exactly(here, unit, int(count) * size * match.get("when"), match)
    if designator == "1Y" and count == 1 and match.get("when") < 0 and ctx.quarter is not None and ctx.quarterly:
        return dated(ctx.quarter.shift(-4), anchor=ctx.quarter.value, moves=False)
    found = apart(here, unit, count * size * match.get("when"), match)
    return replace(found, moves=False) if ago and not ctx.told and match.preceded("compares") else found


@rule(
    "from-day",
    f"{AMOUNT} FROM from:DEICTIC|WEEKDAY",
    examples=(
        Example("it begins [two weeks from today] in", "1998-03-18"),
        Example("the vote is [a week from Sunday].", "1998-03-15"),
    ),
)
def resolve_from_day(match: Match, ctx: Context) -> Reading | None:
    """So many weeks from today, or from the weekday that comes next."""
    count, designator = amount(match)
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    here = ctx.now.to("day") if ctx.now is not None else None
    if here is None or not unit or count is None or count != int(count):
        return vague("FUTURE_REF")
    if match.among("from", "days_by_name"):
        start = here.shift(match.get("from"))
    else:
        start = here.shift((match.get("from") - weekday_of(here) - 1) % 7 + 1)
    steps = int(count) * size
    found = start.shift(7 * steps) if unit == "week" else start.to(unit).shift(steps)
    return dated(found, anchor=here.value)


@rule(
    "in-time",
    f"{AMOUNT} POSS moment:TIMEWORD",
    guard=lambda match: match.preceded("in_only") and match.among("moment", "time"),
    examples=(
        Example("will vote in [three weeks' time].", "1998-W13"),
        Example("will be over in [a year's time]", "1999"),
    ),
)
def resolve_in_time(match: Match, ctx: Context) -> Reading | None:
    """In two weeks' time: so long from the day of publication; in a narrative how long it took."""
    count, designator = amount(match)
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    if ctx.told or not unit or count is None:
        return duration(designated(count, designator), mod(match))
    return apart(ctx.now, unit, count * size, match)


def _hours_from(here: Period | None) -> Reading:
    """Hours or minutes from a day: some time of it."""
    if here is None:
        return vague("XXXX-XX-XXTXX", "TIME")
    return Reading("TIME", f"{here.value}TXX", here, anchor=here.value)


def length_of(match: Match) -> Reading:
    """The length of time alone: in news "an hour later" tells how long it took, as no clock has been read."""
    found = duration(designated(*amount(match)), mod(match))
    return replace(found, stop=match.scan.tokens.ends[match.end_token - 2])


def _exactly(here: Period | None, unit: str, count: int, match: Match) -> Reading | None:
    """To the day: "a year ago Monday", "two weeks ago today"."""
    if here is None:
        return vague("XXXX-XX-XX")
    today = here.to("day")
    far = today.to(unit).shift(count).days()[0] + today.number - today.to(unit).days()[0]
    said = match.get("from")
    if match.among("from", "days_by_name"):
        return dated(Period("day", far + said), anchor=here.value)
    off = (said - weekday_of(Period("day", far)) + 3) % 7 - 3
    return dated(Period("day", far + off), anchor=here.value)


@rule(
    "that-time",
    "(this:THIS SAME? | THAT SAME? | THE SAME) moment:TIMEWORD",
    guard=lambda match: not match.among("moment", "point"),
    examples=(
        Example(
            "1789 began, 1790 went, 1791, 1792, 1793. In May 1794 it ended; by [this time] he", "PRESENT_REF", None
        ),
    ),
)
def resolve_that_time(match: Match, ctx: Context) -> Reading | None:
    """The time that a narrative is at, with an empty value where it may be of any length; in news it says nothing."""
    if not ctx.told:
        return vague("PRESENT_REF") if match.among("moment", "moment") and match.has("this") else None
    return vague("PRESENT_REF" if match.has("this") and match.among("moment", "moments") else "")


@rule(
    "the-time",
    "THE moment:TIMEWORD",
    guard=lambda match: match.among("moment", "time") and match.preceded("time_leads"),
    examples=(
        Example("1789, 1790, 1791, 1792, 1793: by [the time the army reached Riga], it", "", None),
        Example("1789, 1790, 1791, 1792, 1793: the king, at [the time] in Varennes, was", "", None),
    ),
)
def resolve_the_time(match: Match, ctx: Context) -> Reading | None:
    """In a narrative the time of something that is said, or that it is at; its value is left empty."""
    if not ctx.told:
        return None
    plain = not match.after().isalpha() or match.followed("no_event")
    return vague("") if plain else replace(vague(""), stop=clause_end(match, "complement_ends"))
