"""Business periods: "the third quarter of 1984", "fiscal 1989", "the year-earlier period", "a year ago" in results."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period, half, month, quarter, year, year_of
from timeline.dates.prose.reading import Reading, dated, duration, vague
from timeline.dates.prose.rules.calendar import year_of_two_digits, year_said
from timeline.dates.prose.rules.parts import EDGE, mod
from timeline.dates.prose.rules.shifts import shifted
from timeline.dates.prose.tense import tense


def _said_year(match: Match, ctx: Context) -> int | None:
    number = year_of_two_digits(match.get("short"), ctx) if match.has("short") else year_said(match, ctx)
    if number is None and match.has("direction") and ctx.here is not None:
        number = year_of(ctx.here) + match.get("direction")
    return number


def _is_glued(match: Match) -> bool:
    """The two digits of 3Q22, Q3'22 and FY22 are a year; those of "Q3 22 percent" are none."""
    return not match.has("short") or match.scan.tokens.glued(match.kept_token("short"))


def _is_of_game(match: Match) -> bool:
    """The second quarter of the game."""
    return match.followed("of") and match.after(2) in match.scan.lexicon.cue("the") and match.followed("games", 3)


_NUMBERED = f"{EDGE} THE? (fiscal:FISCAL)? HYPHEN? number:ORDWORD FISCAL? QUARTER"
# In "the third-quarter results" the article belongs to the results.
_ATTRIBUTIVE = f"{EDGE} (fiscal:FISCAL)? HYPHEN? number:ORDWORD HYPHEN QUARTER"
# Days after its end in which a quarter's results may still be to come.
_STILL_REPORTED = 120


@rule(
    "quarter",
    f"{_NUMBERED} ((OF|IN|COMMA)? (THE? FISCAL)? year:YEAR)?",
    f"{_NUMBERED} (OF|IN)? (direction:DIRECTION|THIS YEARWORD)",
    f"{_ATTRIBUTIVE} ((OF|IN|COMMA)? (THE? FISCAL)? year:YEAR)?",
    "direction:DIRECTION|THIS YEARWORD POSS FISCAL? number:ORDWORD HYPHEN? QUARTER",
    "THE? FISCAL? year:YEAR POSS? FISCAL? number:ORDWORD HYPHEN? QUARTER",
    "number:QUARTERCODE (= (AND|TO|HYPHEN|DASH) QUARTERCODE (OF|COMMA)? FISCAL? year:YEAR)",
    "number:QUARTERCODE ((OF|COMMA|SLASH|HYPHEN)? FISCAL? year:YEAR)?",
    "number:QUARTERCODE (QUOTE | FISCAL)? short:YY",
    "year:YEAR (HYPHEN|SLASH)? number:QUARTERCODE",
    guard=lambda match: match.get("number") <= 4 and _is_glued(match) and not _is_of_game(match),
    examples=(
        Example("in [the third quarter of 1984], net", "1984-Q3"),
        Example("[third-quarter] profit rose", "1989-Q3", "1989-10-27"),
        Example("in [next year's first quarter]", "1990-Q1", "1989-10-27"),
        Example("sales in [Q1] and Q2 1988 rose", "1988-Q1", "1989-10-27"),
        Example("sales in [3Q22] rose", "2022-Q3", "2022-11-27"),
    ),
)
def resolve_quarter(match: Match, ctx: Context) -> Reading | None:
    """A quarter by its number."""
    number = _said_year(match, ctx)
    if number is not None:
        return dated(quarter(number, match.get("number")), mod=mod(match))
    here = ctx.here
    if here is None:
        return vague(f"XXXX-Q{match.get('number')}")
    found = quarter(year_of(here), match.get("number"))
    begun = found.days()[0] <= here.days()[1]
    ahead = tense(match) == "future" and not match.has("fiscal")
    if ahead and here.days()[0] - found.days()[1] > _STILL_REPORTED:
        found = found.shift(4)
    elif not ahead and not begun:
        found = found.shift(-4)
    return dated(found, mod=mod(match), anchor=here.value)


@rule(
    "final-quarter",
    "THE FINAL QUARTER OF year:YEAR",
    "THE FINAL QUARTER OF (direction:DIRECTION|THIS YEARWORD)",
    examples=(Example("in [the final quarter of 2012] it", "2012-Q4"),),
)
def resolve_final_quarter(match: Match, ctx: Context) -> Reading | None:
    """The fourth quarter of a year by another name."""
    number = _said_year(match, ctx)
    return dated(quarter(number, 4)) if number is not None else None


@rule(
    "half-year",
    f"{EDGE} THE? number:ORDWORD HYPHEN? HALF (OF|IN)? (THE? FISCAL)? year:YEAR",
    f"{EDGE} THE? number:ORDWORD HYPHEN? HALF OF? (direction:DIRECTION|THIS YEARWORD)",
    "number:ORDWORD two:NUM QUARTERS OF year:YEAR",
    "number:HALFCODE (OF|SLASH)? FISCAL? year:YEAR",
    "number:HALFCODE (QUOTE | FISCAL)? short:YY",
    "THE number:LATTER HYPHEN? HALF (OF|IN)? year:YEAR",
    "THE number:ORDWORD HALF OF THE unit:YEARWORD",
    "THE? FISCAL? year:YEAR POSS? number:ORDWORD HYPHEN? HALF",
    "direction:DIRECTION|THIS YEARWORD POSS number:ORDWORD HYPHEN? HALF",
    guard=lambda match: match.get("number") <= 2 and match.get("two", 2) == 2 and _is_glued(match),
    examples=(
        Example("in [the first half of 1990]", "1990-H1"),
        Example("sales in [1H22] rose", "2022-H1", "2022-11-27"),
    ),
)
def resolve_half(match: Match, ctx: Context) -> Reading | None:
    """A half of a year."""
    number = _said_year(match, ctx)
    if match.has("unit") and ctx.here is not None:
        number = year_of(ctx.here)
    return dated(half(number, match.get("number")), mod=mod(match)) if number is not None else None


@rule(
    "half-attributive",
    "number:ORDWORD HYPHEN HALF",
    guard=lambda match: match.get("number") <= 2 and match.followed("results"),
    examples=(Example("its [first-half] profit fell", "1998-H1", "1998-08-06"),),
)
def resolve_half_results(match: Match, ctx: Context) -> Reading | None:
    """The half of a year whose results are told: the last one that has begun."""
    if ctx.here is None:
        return vague(f"XXXX-H{match.get('number')}")
    found = half(year_of(ctx.here), match.get("number"))
    begun = found.days()[0] <= ctx.here.days()[1]
    return dated(found if begun else found.shift(-2), anchor=ctx.here.value)


def reporting_quarter(ctx: Context) -> Period | None:
    """The quarter that a business report talks about: the one named last, else the last that was over."""
    if ctx.quarter is not None:
        return ctx.quarter
    return ctx.published.to("quarter").shift(-1) if ctx.published is not None else None


@rule(
    "quarter-by-months",
    "THE? (MONTH HYPHEN? TO? HYPHEN?)? month:MONTH HYPHEN? QUARTER",
    examples=(Example("in [the July-September quarter] it", "1989-Q3", "1989-10-27"),),
)
@rule(
    "quarter-ended",
    "the:THE LATEST? QUARTER (= COMMA? ENDED IN? month:MONTH DAY? (COMMA? year:YEAR)?)",
    examples=(Example("sales in [the quarter] ended July 31 rose", "1989-Q2", "1989-10-27"),),
)
def resolve_quarter_by_month(match: Match, ctx: Context) -> Reading | None:
    """The quarter that ends with a month; one that the report has numbered keeps the company's own number."""
    if match.has("the") and ctx.quarter is not None:
        return resolve_the_quarter(match, ctx)
    year_number = year_said(match, ctx)
    found = month(year_number, match.get("month")) if year_number is not None else ctx.month(match.get("month"), match)
    return dated(found.shift(-1).to("quarter"), anchor=ctx.here.value if ctx.here else None) if found else None


@rule(
    "the-quarter",
    "THE (latest:LATEST)? QUARTER",
    "THE latest:LATEST PERIOD",
    "this:THIS QUARTER",
    "THAT QUARTER",
    examples=(
        Example("earnings for [the quarter] fell", "1989-Q3", "1989-10-27"),
        Example("it will sell more [this quarter]", "1989-Q4", "1989-10-27"),
        Example("growth quickened in [the current quarter].", "1989-Q4", "1989-10-27"),
    ),
)
def resolve_the_quarter(match: Match, ctx: Context) -> Reading | None:
    """The quarter that is spoken of; the current one goes on, and of this one it may be told what is to come."""
    period = reporting_quarter(ctx)
    ahead = match.has("this") and not match.followed("possessive") and tense(match) == "future"
    if (ahead or match.among("latest", "ongoing")) and ctx.published is not None:
        period = ctx.published.to("quarter")
    if period is None:
        return vague("XXXX-QX")
    return dated(period, anchor=ctx.published.value if ctx.published else None)


@rule(
    "quarter-of-year",
    "THE COMPARABLE? year:YEAR QUARTER|PERIOD",
    "THE COMPARABLE QUARTER|PERIOD OF|IN year:YEAR",
    "THE? direction:DIRECTION YEARWORD POSS COMPARABLE? QUARTER|PERIOD",
    guard=lambda match: match.get("direction", -1) == -1,
    examples=(
        Example("the third quarter against [the 1988 period]", "1988-Q3", "1989-10-27"),
        Example("than in [the same quarter of 1987].", "1987-Q3", "1989-10-27"),
    ),
)
def resolve_quarter_of_year(match: Match, ctx: Context) -> Reading | None:
    """The quarter spoken of, in another year."""
    period, number = reporting_quarter(ctx), _said_year(match, ctx)
    if period is None or number is None:
        return None
    return dated(period.shift(4 * (number - year_of(period))), anchor=period.value, moves=False)


_EARLIER = "YEARWORD HYPHEN? AGO|OFFSET"


@rule(
    "year-earlier-quarter",
    f"(THE COMPARABLE?)? {_EARLIER} HYPHEN? (ORDWORD HYPHEN?)? QUARTER|PERIOD",
    "YEARWORD HYPHEN AGO|OFFSET",
    "THE? COMPARABLE (QUARTER|PERIOD) (OF|IN)? direction:DIRECTION YEARWORD",
    "THE (QUARTER|PERIOD) A YEARWORD AGO|OFFSET",
    examples=(
        Example("against [the year-earlier period] it", "1988-Q3", "1989-10-27"),
        Example("than [the year-ago quarter]", "1988-Q3", "1989-10-27"),
    ),
)
def resolve_year_earlier(match: Match, ctx: Context) -> Reading | None:
    """The quarter spoken of, a year before."""
    period = reporting_quarter(ctx)
    if period is None:
        return None
    if match.end - match.first <= 3 and not ctx.quarterly and ctx.published is not None:
        return dated(ctx.published.to("year").shift(-1), anchor=ctx.published.value, moves=False)
    return dated(period.shift(-4), anchor=period.value, moves=False)


@rule(
    "the-year",
    "THE whole:WHOLE? unit:YEARWORD",
    guard=lambda match: (
        match.preceded("year_contexts") and not match.followed("of") and not match.capital(match.end_token - 1)
    ),
    examples=(
        Example("sales for [the full year] were", "1989", "1989-10-27"),
        Example("for [the year] ended July 2, it", "P1Y", "1989-10-27", "DURATION"),
        Example("sales for [the full year] rose", "1989", "1990-01-27"),
    ),
)
def resolve_the_year(match: Match, ctx: Context) -> Reading | None:
    """The year that is spoken of; with an end of its own it is a length of time."""
    if match.followed("year_ends"):
        return duration(f"P1{match.get('unit')[0].upper()}")
    if ctx.here is None:
        return None
    over = match.has("whole") and ctx.here.days()[0] - ctx.here.to("year").days()[0] < _STILL_REPORTED
    return shifted(ctx.here, match.get("unit"), -1 if over and tense(match) != "future" else 0, match)


@rule(
    "fiscal-year",
    f"{EDGE} THE? FISCAL YEARWORD? year:YEAR",
    "FISCAL short:YY",
    "THE (LATEST|DIRECTION)? FISCAL YEARWORD",
    "direction:DIRECTION|THIS FISCAL YEARWORD",
    guard=_is_glued,
    examples=(
        Example("for [fiscal 1989] were", "1989"),
        Example("in [FY2009] it", "2009"),
        Example("in [the fiscal year] ended", "1989", "1989-10-27"),
    ),
)
def resolve_fiscal(match: Match, ctx: Context) -> Reading | None:
    """A fiscal year, by the calendar year that it is named for."""
    number = _said_year(match, ctx)
    if number is None and ctx.published is not None:
        number = year_of(ctx.published)
    return dated(year(number), mod=mod(match)) if number is not None else None
