"""Days and months by name: "Friday, Oct. 13, 1989", "the 13th", "early May", "Monday"."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period, day, month, month_of, weekday_of, year_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.parts import CIRCA, EDGE, WEEKDAY, YEAR, dated_in_part, mod


def year_said(match: Match, ctx: Context) -> int | None:
    """The year in the match, era and apostrophe understood; None when it has none."""
    year = match.get("year")
    if year is None:
        return None
    if match.has("era"):
        return int(1 - year if match.get("era") < 0 else year)
    return year_of_two_digits(year, ctx) if year < 100 else int(year)


def year_of_two_digits(digits: int, ctx: Context) -> int:
    """The last year that ends with two digits and is not far ahead of the text."""
    here = ctx.published or ctx.here
    century = year_of(here) // 100 * 100 if here else 1900
    latest = year_of(here) + 10 if here else 2030
    return digits + century - (100 if digits + century > latest else 0)


def month_day(match: Match, ctx: Context, month_number: int, day_number: int) -> Reading | None:
    """A day of a month, its year said or filled in."""
    year = year_said(match, ctx)
    if year is not None:
        period = day(year, month_number, day_number)
        return dated(period, mod=mod(match)) if period else None
    period = ctx.day(month_number, day_number, match)
    if period is not None:
        return dated(period, mod=mod(match), anchor=ctx.here.value if ctx.here else None)
    return vague(f"XXXX-{month_number:02d}-{day_number:02d}") if ctx.here is None else None


_SEPTEMBER_11: Final = (2001, 9, 11)


@rule(
    "september-11",
    "month:MONTH day:DAY",
    guard=lambda match: (match.get("month"), match.get("day")) == (9, 11) and match.followed("attacks"),
    examples=(Example("the [Sept. 11] attacks", "2001-09-11", "2012-11-20"),),
)
def resolve_september_11(match: Match, ctx: Context) -> Reading | None:
    """The day whose attacks are called by it, in a text that is not older."""
    if ctx.here is None or year_of(ctx.here) < _SEPTEMBER_11[0]:
        return month_day(match, ctx, match.get("month"), match.get("day"))
    found = day(*_SEPTEMBER_11)
    return dated(found, moves=False) if found else None


@rule(
    "month-day-to",
    f"{WEEKDAY} month:MONTH day:DAY (= (HYPHEN|TO|AND|DASH) MONTH DAY COMMA? year:YEAR)",
    f"{WEEKDAY} month:MONTH day:DAY|DAYORD (= (HYPHEN|TO|AND|DASH) DAY|DAYORD COMMA? year:YEAR)",
    f"{WEEKDAY} THE? day:DAY|DAYORD OF? month:MONTH"
    " (= (HYPHEN|TO|AND|DASH) THE? DAY|DAYORD OF? MONTH COMMA? year:YEAR)",
    examples=(Example("[July 29] to August 2, 1952", "1952-07-29"), Example("[May 5]-10, 1940", "1940-05-05")),
)
def resolve_range_start(match: Match, ctx: Context) -> Reading | None:
    """The near end of a range whose year comes with the far end."""
    return month_day(match, ctx, match.get("month"), match.get("day"))


@rule(
    "dateline",
    "day:DAY month:MONTH year:YY",
    guard=lambda match: not match.after().isalpha() and match.get("year") > 31,
    examples=(Example("SAN SALVADOR, [3 JAN 90] -- the", "1990-01-03", "1990-01-04"),),
)
@rule(
    "month-day",
    f"{CIRCA} {WEEKDAY} {EDGE} month:MONTH THE? day:DAY|DAYORD|ORDWORD ({YEAR} (era:ERA)?)?",
    examples=(
        Example("on [Friday, Oct. 13, 1989] it", "1989-10-13"),
        Example("payable [Dec. 7]", "1989-12-07", "1989-10-27"),
        Example("[March eighth] of no year", "XXXX-03-08", None),
    ),
)
@rule(
    "day-month",
    f"{CIRCA} {WEEKDAY} {EDGE} THE? day:DAY|DAYORD OF? month:MONTH ({YEAR} (era:ERA)?)?",
    f"{CIRCA} {WEEKDAY} THE day:ORDWORD OF month:MONTH {YEAR}?",
    "day:DAY HYPHEN month:MONTH HYPHEN year:YEAR|YY",
    "THE? day:DAY|DAYORD (= (HYPHEN|TO|AND|COMMA|OR|SLASH|DASH) THE? DAY|DAYORD OF? month:MONTH (COMMA? year:YEAR)?)",
    examples=(
        Example("[25 June 1950] was", "1950-06-25"),
        Example("from [12]-14 July 1950", "1950-07-12"),
        Example("[the 19th of October] 1950, was".replace("] 1950", " 1950]"), "1950-10-19"),
    ),
)
def resolve_month_day(match: Match, ctx: Context) -> Reading | None:
    """A month and a day, in either order; a range takes month and year from its far end."""
    return month_day(match, ctx, match.get("month"), match.get("day"))


def _ends_range(match: Match) -> bool:
    """A number that counts what follows it is no day."""
    return not match.after().isalpha() or match.followed("goes_on") or match.preceded("dashes")


@rule(
    "month-day-onwards",
    "(<month:MONTH DAY|DAYORD HYPHEN|TO|AND|DASH) day:DAY|DAYORD (COMMA? year:YEAR)?",
    guard=_ends_range,
    examples=(Example("from July 29 to [31]", "1998-07-31", "1998-08-04"),),
)
def resolve_range_end(match: Match, ctx: Context) -> Reading | None:
    """The far end of a range within one month."""
    if match.has("year"):
        return month_day(match, ctx, match.get("month"), match.get("day"))
    if ctx.latest is None or ctx.latest.unit != "day":
        return None
    period = day(year_of(ctx.latest), match.get("month"), match.get("day"))
    return dated(period, anchor=ctx.latest.value) if period else None


@rule(
    "month-year",
    f"{CIRCA} {EDGE} month:MONTH {YEAR} (era:ERA)?",
    f"{EDGE} month:MONTH (= (HYPHEN|TO|AND|DASH|OR|SLASH) THE? (EDGE HYPHEN?)? MONTH COMMA? year:YEAR)",
    examples=(
        Example("[early September 1950]", "1950-09"),
        Example("in [August]-September 1950", "1950-08"),
    ),
)
@rule(
    "month-small-year",
    f"{CIRCA} {EDGE} month:MONTH OF? year:SMALLYEAR|YY|DAY era:ERA",
    examples=(Example("[August 480 BC]", "BC0480-08"),),
)
def resolve_month_year(match: Match, ctx: Context) -> Reading | None:
    """A month with its year, or with the year of the month it ranges to."""
    year = year_said(match, ctx)
    return dated_in_part(month(year, match.get("month")), match) if year is not None else None


def _has_title(match: Match) -> bool:
    """Ms. June and Mr. Friday are people."""
    return match.preceded("titles") or (match.before() == "." and match.preceded("titles", 2))


def _has_name(match: Match) -> bool:
    """Bloody Sunday was one day, and Black September no month at all."""
    return match.preceded("named_for") and match.capital(match.start_token - 1)


def _is_given_name(match: Match) -> bool:
    """June Smith, at the start of a sentence or behind a word that goes with no month."""
    if match.end_token - match.start_token > 1 or not match.among("month", "given_names"):
        return False
    led = match.preceded("month_leads") or match.preceded("determiners")
    surname = (
        match.capital(match.end_token) and match.after().isalpha() and match.after() not in match.scan.lexicon.words
    )
    return surname and not led


def _is_month(match: Match) -> bool:
    """May and March are names and verbs too: alone they need a word before them that goes with a month."""
    if _has_title(match) or _has_name(match) or _is_given_name(match):
        return False
    if match.word("month") in match.scan.lexicon.dotted and match.scan.tokens.word(match.end_token - 1) != ".":
        return False
    if match.among("month", "month_names_too") and match.end_token - match.start_token == 1:
        return match.preceded("month_leads") or (match.preceded("determiners") and _before_noun(match))
    return True


def _before_noun(match: Match) -> bool:
    """True for "the March elections" and "its May report", not for "the March on Rome"."""
    after = match.after()
    return after.isalpha() and not match.capital(match.end_token) and not match.followed("month_ends")


@rule(
    "month",
    f"{CIRCA} {EDGE} month:MONTH",
    guard=_is_month,
    examples=(
        Example("to be released in [mid-November]", "1989-11", "1989-10-27"),
        Example("in [May] or", "XXXX-05", None),
    ),
)
def resolve_month(match: Match, ctx: Context) -> Reading | None:
    """A bare month: the nearest that the tense allows, or the one the narrative is at or comes to."""
    period = ctx.month(match.get("month"), match)
    if period is None:
        return vague(f"XXXX-{match.get('month'):02d}")
    return dated_in_part(period, match, ctx.here.value if ctx.here else None)


def _is_weekday(match: Match) -> bool:
    """Sun and Sat alone are something else; the Sunday Times is a paper."""
    if _has_title(match) or _has_name(match) or (match.followed("papers") and match.capital(match.end_token)):
        return False
    if match.followed("night") and match.followed("shows", 2) and match.capital(match.end_token + 1):
        return False
    abbreviated = match.word("weekday") in match.scan.lexicon.dotted
    return not abbreviated or match.scan.tokens.word(match.end_token - 1) == "."


@rule(
    "weekday",
    f"{EDGE} weekday:WEEKDAY",
    guard=_is_weekday,
    examples=(Example("said [Tuesday]", "1998-03-03"), Example("will meet [Friday]", "1998-03-06")),
)
def resolve_weekday(match: Match, ctx: Context) -> Reading | None:
    """A bare weekday."""
    period = ctx.weekday(match.get("weekday"), match)
    if period is None:
        return vague(f"XXXX-WXX-{match.get('weekday')}")
    return dated(period, mod=mod(match), anchor=ctx.here.value if ctx.here else None)


# Months in which "Friday the 13th" is looked for.
_NEAR_MONTHS: Final = (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5, -6, 6)


@rule(
    "ordinal-day",
    "(weekday:WEEKDAY COMMA?)? THE day:DAYORD",
    guard=lambda match: (
        (match.has("weekday") or match.preceded("ordinal_leads"))
        and (not match.after().isalpha() or match.followed("goes_on"))
    ),
    examples=(
        Example("left on [the 13th], it", "1998-02-13", "1998-02-20"),
        Example("left on [Friday the 13th], it", "1998-02-13", "1998-02-20"),
    ),
)
def resolve_ordinal_day(match: Match, ctx: Context) -> Reading | None:
    """A day of the month that the text is at."""
    here = ctx.reference or ctx.published
    if here is None:
        return None
    for step in (0,) if not match.has("weekday") else _NEAR_MONTHS:
        inside = here.to("month").shift(step)
        period = day(year_of(inside), month_of(inside), match.get("day"))
        if period is not None and match.get("weekday") in (None, weekday_of(period)):
            return dated(period, anchor=here.value)
    return None


@rule(
    "iso-day",
    "year:YEAR HYPHEN month:MONTHNUM|YY HYPHEN day:DAY|YY",
    "month:MONTHNUM|YY HYPHEN day:DAY|YY HYPHEN year:YEAR",
    "slashed:SLASHED",
    examples=(
        Example("on [2022-09-21] the", "2022-09-21"),
        Example("dated [11/13/89]", "1989-11-13"),
        Example("dated [09-21-2022] and", "2022-09-21"),
        Example("in the [2011/12] season", "2011"),
    ),
)
def resolve_numeric(match: Match, ctx: Context) -> Reading | None:
    """All-numeric dates; of two readings of 5/6/98 the American one, unless the parts or dots forbid it."""
    if match.has("slashed"):
        both = _two_years(match.get("slashed"))
        if both is not None:
            return both
        period = _slashed(match.get("slashed"), ctx)
    else:
        period = day(match.get("year"), match.get("month"), match.get("day"))
    return dated(period) if period else None


# Eight digits are taken for a day in these years alone.
_COMPACT_YEARS: Final = range(1900, 2100)


def _compact(digits: int) -> Period | None:
    year, rest = divmod(digits, 10_000)
    return day(year, *divmod(rest, 100)) if year in _COMPACT_YEARS else None


@rule(
    "compact-day",
    "digits:COMPACT",
    guard=lambda match: (
        _compact(match.get("digits")) is not None and not (match.followed("counted") or match.preceded("numbered"))
    ),
    examples=(Example("the log of [20220921] says", "2022-09-21"),),
)
def resolve_compact(match: Match, ctx: Context) -> Reading | None:
    """Eight digits in a row that the calendar has as a day."""
    found = _compact(match.get("digits"))
    return dated(found) if found else None


def _two_years(text: str) -> Reading | None:
    """2011/12: a year that begins in one and ends in the next, called by the first."""
    first, _, second = text.partition("/")
    if len(first) != 4 or len(second) not in (2, 4) or not (first + second).isdigit():
        return None
    if int(first) + 1 != int(first[: 4 - len(second)] + second):
        return None
    period = Period("year", int(first))
    return Reading("DATE", period.value, period, "range", days=(period.days()[0], period.shift(1).days()[1]))


def _slashed(text: str, ctx: Context) -> Period | None:
    sign = "/" if "/" in text else "."
    parts = text.split(sign)
    if len(parts) != 3 or not all(part.isdigit() and len(part) <= 4 for part in parts):
        return None
    first, second, third = map(int, parts)
    if len(parts[0]) == 4:
        return day(first, second, third)
    if len(parts[2]) not in (2, 4):
        return None
    year = third if len(parts[2]) == 4 else third + (2000 if third < 50 else 1900)
    american = sign == "/" and first <= 12
    return day(year, first, second) if american else day(year, second, first)


@rule(
    "week-of",
    "THE unit:SPANUNIT OF month:MONTH day:DAY|DAYORD",
    guard=lambda match: match.get("unit") in ("week", "weekend"),
    examples=(
        Example("on [the weekend of March 4] it", "2000-W09-WE", "2000-03-20"),
        Example("in [the week of March 6] it", "2000-W10", "2000-03-20"),
    ),
)
def resolve_week_of(match: Match, ctx: Context) -> Reading | None:
    """The week, or the weekend of the week, that holds a day."""
    found = ctx.day(match.get("month"), match.get("day"), match)
    return dated(found.to(match.get("unit")), anchor=ctx.here.value if ctx.here else None) if found else None
