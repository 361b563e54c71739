"""What Russian says in an order of its own; the rest it shares, through the classes of its lexicon."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period, half, month, quarter, season, weekday_of, year, year_of
from timeline.dates.prose.reading import Reading, dated, timed, vague
from timeline.dates.prose.rules.amounts import amount
from timeline.dates.prose.rules.calendar import month_day, year_said
from timeline.dates.prose.rules.parts import decade, mod
from timeline.dates.prose.rules.shifts import CALENDAR_UNITS, apart, shifted
from timeline.dates.prose.rules.times import day_said
from timeline.dates.prose.tense import tense

# Larger numbers before the word count centuries.
_LATEST_CENTURY: Final = 30
_HALF_DAY: Final = 12
_FRIDAY: Final = 5


@rule(
    "ru-day-month",
    "(weekday:WEEKDAY COMMA?)? day:DAY (HYPHEN SUFFIX)? month:MONTH year:YEAR YEARWORD",
    "(weekday:WEEKDAY COMMA?)? day:DAY HYPHEN SUFFIX month:MONTH",
    language="ru",
    examples=(
        Example("вышел [12-го сентября], но", "2022-09-12", "2022-09-27", language="ru"),
        Example("указ от [21 сентября 2022 года] о", "2022-09-21", language="ru"),
    ),
)
def resolve_day_month(match: Match, ctx: Context) -> Reading | None:
    """A day with its month and the word for year behind it."""
    return month_day(match, ctx, match.get("month"), match.get("day"))


@rule(
    "ru-month-year",
    "(edge:EDGE)? month:MONTH year:YEAR YEARWORD",
    language="ru",
    examples=(Example("в [сентябре 2022 года] было", "2022-09", language="ru"),),
)
def resolve_month_year(match: Match, ctx: Context) -> Reading | None:
    """A month with its year."""
    return dated(month(match.get("year"), match.get("month")), mod=mod(match))


@rule(
    "ru-year",
    "(edge:EDGE)? year:YEAR YEARWORD (era:ERA)?",
    "(edge:EDGE)? year:NUM|SMALLYEAR YEARWORD era:ERA",
    "(edge:EDGE)? season:SEASON year:YEAR YEARWORD",
    "(edge:EDGE)? (season:SEASON)? year:YEAR HYPHEN YEARSUFFIX YEARWORD?",
    language="ru",
    examples=(
        Example("летом, в [2021-м], он", "2021", language="ru"),
        Example("в [2014 году] он", "2014", language="ru"),
        Example("[весной 2022 года] там", "2022-SP", language="ru"),
    ),
)
def resolve_year(match: Match, ctx: Context) -> Reading | None:
    """A year or its season, with the word for year behind it."""
    number = year_said(match, ctx)
    if number is None:
        return None
    return dated(season(number, match.get("season")) if match.has("season") else year(number), mod=mod(match))


@rule(
    "ru-years",
    "(edge:EDGE)? year:YEAR (= DASH YEAR (YEARSWORD|YEARWORD))",
    "(<YEAR DASH) year:YEAR YEARSWORD",
    language="ru",
    examples=(
        Example("в 1941–[1945 гг.] шла война", "1945", language="ru"),
        Example("в [начале 1941]–1945 годов шла война", "1941", language="ru"),
    ),
)
def resolve_years(match: Match, ctx: Context) -> Reading | None:
    """The ends of a range of years that share the word for years."""
    return dated(year(match.get("year")), mod=mod(match))


@rule(
    "ru-decade",
    "(edge:EDGE)? first:YEAR (HYPHEN SUFFIX) YEARSWORD?",
    "(edge:EDGE)? first:YY|NUM HYPHEN SUFFIX YEARSWORD",
    "(edge:EDGE)? first:YY|NUM (= DASH YY|NUM HYPHEN SUFFIX YEARSWORD)",
    "(edge:EDGE)? first:YY|NUM HYPHEN SUFFIX (= (AND|DASH|COMMA) (EDGE)? YY|NUM HYPHEN SUFFIX YEARSWORD)",
    "(edge:EDGE)? first:DECADEWORD YEARSWORD?",
    language="ru",
    guard=lambda match: match.get("first") % 10 == 0,
    examples=(
        Example("в [1990-х годах] он", "199", language="ru"),
        Example("в [начале 1980-х] он", "198", language="ru"),
        Example("в [90-е годы] он", "199", language="ru"),
        Example("в [60]-70-х годах он", "196", language="ru"),
        Example("в [семидесятых годах] он", "197", language="ru"),
    ),
)
def resolve_decade(match: Match, ctx: Context) -> Reading | None:
    """A decade by its first year, of two or four digits."""
    return decade(match.get("first"), match, ctx)


@rule(
    "ru-century",
    "(edge:EDGE)? number:ROMAN|ORDWORD unit:SPANUNIT (era:ERA)?",
    "(edge:EDGE)? number:NUM (HYPHEN SUFFIX)? unit:SPANUNIT (era:ERA)?",
    "(edge:EDGE)? number:ROMAN|ORDWORD (= (DASH|AND) (EDGE)? ROMAN|ORDWORD SPANUNIT|SPANUNITS)",
    "(edge:EDGE)? number:ROMAN|ORDWORD unit:SPANUNITS (era:ERA)?",
    language="ru",
    guard=lambda match: match.get("unit", "century") == "century" and match.get("number") <= _LATEST_CENTURY,
    examples=(
        Example("в [XIX веке] было", "18", language="ru"),
        Example("в [начале XX века] было", "19", language="ru"),
        Example("в [XIX]–XX веках было", "18", language="ru"),
        Example("в [V веке до н. э.] было", "BC04", language="ru"),
    ),
)
def resolve_century(match: Match, ctx: Context) -> Reading | None:
    """A century by its number."""
    number = match.get("number")
    if match.get("era", 1) < 0:
        return vague(f"BC{number - 1:02d}")
    return dated(Period("century", number - 1), mod=mod(match))


@rule(
    "ru-part-of-day",
    "part:PART day:DAY month:MONTH (year:YEAR YEARWORD?)?",
    "NIGHTINTO day:DAY month:MONTH (year:YEAR YEARWORD?)?",
    "NIGHTINTO weekday:WEEKDAY",
    language="ru",
    examples=(
        Example("[утром 24 сентября] он", "2022-09-24TMO", "2022-09-27", "TIME", "ru"),
        Example("в [ночь на субботу] он", "2022-09-24TNI", "2022-09-27", "TIME", "ru"),
    ),
)
def resolve_part_of_day(match: Match, ctx: Context) -> Reading | None:
    """A part of a day before the day."""
    return timed(day_said(match, ctx), match.get("part", "NI"), "day")


@rule(
    "ru-hour",
    "hour:HOUR HOURWORD? part:PART",
    "hour:HOUR HOURWORD part:DAYHOURS",
    language="ru",
    examples=(
        Example("вышел в [9 утра] и", "2022-09-27T09:00", "2022-09-27", "TIME", "ru"),
        Example("вышел в [три часа дня] и", "2022-09-27T15:00", "2022-09-27", "TIME", "ru"),
    ),
)
def resolve_hour(match: Match, ctx: Context) -> Reading | None:
    """An hour of the morning, the day, the evening or the night."""
    hours = match.get("hour")
    if not 1 <= hours <= _HALF_DAY:
        return None
    late = match.get("part") in ("AF", "EV")
    return timed(day_said(match, ctx), f"{hours % _HALF_DAY + (_HALF_DAY if late else 0):02d}:00", "hour")


@rule(
    "ru-weekend",
    "unit:SPANUNIT",
    guard=lambda match: match.get("unit") == "weekend",
    language="ru",
    examples=(Example("в [выходные] он вышел", "2022-W38-WE", "2022-09-27", language="ru"),),
)
def resolve_weekend(match: Match, ctx: Context) -> Reading | None:
    """The weekend: the last one, or the coming one when the tense looks ahead."""
    ahead = tense(match) == "future" or (ctx.now is not None and weekday_of(ctx.now) > _FRIDAY)
    return shifted(ctx.now, "weekend", 0 if ahead else -1, match)


@rule(
    "ru-edge-of-unit",
    "edge:EDGE unit:SPANUNIT",
    guard=lambda match: match.get("unit") in ("week", "month", "quarter", "year"),
    language="ru",
    examples=(Example("в [конце года] цены вырастут", "2022", "2022-09-27", language="ru"),),
)
def resolve_edge_of_unit(match: Match, ctx: Context) -> Reading | None:
    """The edge of the week, month or year that the text is in."""
    return shifted(ctx.here, match.get("unit"), 0, match)


@rule(
    "ru-part-of-year",
    "number:ORDWORD (QUARTER | half:HALFWORD) (year:YEAR YEARWORD)?",
    guard=lambda match: match.get("number") <= (2 if match.has("half") else 4),
    language="ru",
    examples=(
        Example("в [первом квартале 2022 года] рост", "2022-Q1", language="ru"),
        Example("во [второй половине 2021 года] рост", "2021-H2", language="ru"),
        Example("в [первой половине] рост", "2022-H1", "2022-09-27", language="ru"),
    ),
)
def resolve_part_of_year(match: Match, ctx: Context) -> Reading | None:
    """A quarter or a half of a year that is said, else of the present one."""
    number = year_said(match, ctx) or (year_of(ctx.here) if ctx.here is not None else None)
    if number is None:
        return vague("XXXX")
    return dated((half if match.has("half") else quarter)(number, match.get("number")))


@rule(
    "ru-a-unit-ago",
    "unit:UNIT when:AGO|OFFSET",
    language="ru",
    examples=(
        Example("[год назад] он", "2021", "2022-09-27", language="ru"),
        Example("Он вышел 21 августа. [Месяц спустя] он", "2022-09", "2022-09-27", language="ru"),
    ),
)
def resolve_a_unit_ago(match: Match, ctx: Context) -> Reading | None:
    """A week, a month, a year ago, or later."""
    unit, size = CALENDAR_UNITS.get(match.get("unit"), ("", 0))
    if not unit:
        return vague("PAST_REF" if match.get("when") < 0 else "FUTURE_REF")
    return apart(ctx.now if match.get("when") < 0 else ctx.said(unit), unit, match.get("when") * size, match)


@rule(
    "ru-in-so-long",
    "HENCE (number:NUM)? unit:UNIT|UNITS",
    language="ru",
    examples=(Example("начнется [через два дня].", "2022-09-29", "2022-09-27", language="ru"),),
)
def resolve_in_so_long(match: Match, ctx: Context) -> Reading | None:
    """So long after the day of publication, or after what a narrative is at."""
    count, designator = amount(match)
    unit, size = CALENDAR_UNITS.get(designator, ("", 0))
    if not unit:
        return vague("FUTURE_REF")
    return apart(ctx.here, unit, (count or 1) * size, match)
