"""Years and what is made of them: "490 BC", "the early 1970s", "the 20th century", "the summer of 1863"."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.periods import Period, season, year, year_of
from timeline.dates.prose.reading import Reading, dated, vague
from timeline.dates.prose.rules.calendar import year_said
from timeline.dates.prose.rules.parts import CIRCA, EDGE, decade, mod, names_next
from timeline.text.sentences import sentence_of

# Years that a narrative may look ahead with two digits.
_NOT_YET: Final = 20
# Shorter words behind "a fall" are no nouns that it goes with.
_SHORT_WORD: Final = 4
# "Temperatures will climb into the 50s": words between what is measured and how high it is.
_WEATHER: Final = 7
# "An operation called Spring Shield" is of no season.
_NAMING: Final = frozenset(("called", "named", "dubbed", "codenamed", "operation"))
# "The 1800s" are a century, "the 2000s" a decade.
_LAST_CENTURY: Final = 19


def _ends_code(match: Match) -> bool:
    """555-1945 is a telephone number."""
    tokens, here = match.scan.tokens, match.start_token
    glued = match.preceded("dashes") and tokens.glued(here) and tokens.glued(here - 1)
    return glued and match.before(2).isdigit() and len(match.before(2)) != len("1945")


def _may_stand_alone(match: Match) -> bool:
    """True in a language that says a year without a word for it; else only in brackets and beside another year."""
    cue = match.scan.lexicon.cue("year_brackets")
    if not cue or match.before() in cue or match.after() in cue:
        return True
    ranged = (match.preceded("dashes") and match.before(2), match.followed("dashes") and match.after(2))
    return any(other and other.isdigit() and len(other) in (2, 4) for other in ranged)


def _is_year(match: Match) -> bool:
    """A four-digit number alone is a year unless it counts something or stands in a list of numbers."""
    if match.preceded("dashes") and match.opens_with("YEARWORD"):
        return False
    if "," in match.word("year"):  # "In the first months of the year 30,100 people came".
        return False
    if match.end - match.first == 1 and not _may_stand_alone(match):
        return False
    if match.end - match.first > 1 or match.has("era"):
        return True
    value, after = match.get("year"), match.after()
    if match.followed("counted") or match.preceded("numbered") or _ends_code(match):
        return False
    if value % 100 == 0 and after.endswith("s") and not match.preceded("year_leads"):
        return False
    if after == "-" and match.scan.tokens.glued(match.end_token) and match.after(2)[:1].isalpha():
        return False
    return bool(1400 <= value <= 2100)


@rule(
    "year",
    f"{CIRCA} {EDGE} (THE? YEARWORD)? year:YEAR (era:ERA)?",
    f"{CIRCA} {EDGE} (THE? YEARWORD)? year:NUM|YEAR|SMALLYEAR era:ERA",
    f"{CIRCA} {EDGE} year:SMALLYEAR|YY|DAY (= (HYPHEN|TO|AND|OR|DASH) NUM era:ERA)",
    "THE YEARWORD year:NUM|YEAR",
    "era:ERA year:NUM|YEAR|SMALLYEAR",
    "year:YEAR AND BEYOND",
    guard=_is_year,
    examples=(
        Example("in [early 1951] the", "1951"),
        Example("in [490 BC] at", "BC0490"),
        Example("from [499] to 449 BC", "BC0499"),
        Example("[the year two thousand]", "2000"),
    ),
)
def resolve_year(match: Match, ctx: Context) -> Reading | None:
    """A year, of either era."""
    number = year_said(match, ctx)
    return dated(year(number), mod=mod(match)) if number is not None else None


@rule(
    "apostrophe-year",
    "QUOTE year:YY",
    guard=lambda match: (
        match.scan.tokens.glued(match.start_token + 1) and not match.scan.tokens.glued(match.start_token)
    ),
    examples=(Example("the class of ['89] was", "1989"),),
)
def resolve_short_year(match: Match, ctx: Context) -> Reading | None:
    """A year of two digits behind an apostrophe, in the last century that fits the text."""
    if ctx.told and ctx.reference is not None:
        number = year_of(ctx.reference) // 100 * 100 + match.get("year")
        return dated(year(number - (100 if number > year_of(ctx.reference) + _NOT_YET else 0)))
    return resolve_year(match, ctx)


@rule(
    "year-onwards",
    "(<from:YEAR HYPHEN|SLASH|DASH) year:YY|DAY|NUM",
    guard=lambda match: (
        len(match.word("year")) == 2
        and match.get("from") % 100 < match.get("year")
        and match.scan.tokens.glued(match.start_token)
    ),
    examples=(Example("in 1957-[58] it", "1958"), Example("in 2007-[08] it", "2008")),
)
def resolve_year_end(match: Match, ctx: Context) -> Reading | None:
    """The far end of a range of years, its century taken from the near end."""
    return dated(year(match.get("from") // 100 * 100 + match.get("year")))


def _is_age(match: Match) -> bool:
    """In her 30s, in his mid-40s."""
    back = 1 + match.preceded("dashes")
    edge = match.scan.lexicon.words.get(match.before(back))
    return match.preceded("possessives", back + (edge is not None and "EDGE" in edge.values))


def _are_degrees(match: Match) -> bool:
    """Highs in the 50s."""
    return any(match.preceded("degrees", back) for back in range(1, _WEATHER))


@rule(
    "decade",
    f"{EDGE} THE? QUOTE? decade:DECADE|DECADEWORD",
    "THE edge:EDGE HYPHEN? QUOTE? decade:DECADE|DECADEWORD",
    f"{EDGE} THE? decade:DECADE era:ERA",
    guard=lambda match: match.get("decade") >= 1000 or not (_is_age(match) or _are_degrees(match)),
    examples=(
        Example("in [the late 1970s]", "197"),
        Example("in [the nineties]", "199"),
        Example("in [the 1800s]", "18"),
    ),
)
def resolve_decade(match: Match, ctx: Context) -> Reading | None:
    """A decade by its first year, of two or four digits."""
    first = match.get("decade")
    if match.has("era"):
        return vague(f"BC{first // 10:03d}", "DATE") if match.get("era") < 0 else dated(Period("decade", first // 10))
    if first % 100 == 0 and first // 100 <= _LAST_CENTURY and first >= 100:
        return dated(Period("century", first // 100), mod=mod(match))
    return decade(first, match, ctx)


@rule(
    "century",
    f"{EDGE} THE? number:ORD|ORDWORD|DAYORD HYPHEN? unit:SPANUNIT (era:ERA)?",
    "THE edge:EDGE HYPHEN? number:ORD|ORDWORD|DAYORD HYPHEN? unit:SPANUNIT",
    f"{EDGE} THE? number:ORD|ORDWORD|DAYORD"
    " (= (AND|TO|HYPHEN|OR) (EDGE HYPHEN?)? ORD|ORDWORD|DAYORD HYPHEN? unit:SPANUNITS|SPANUNIT)",
    f"{EDGE} THE? number:ORD|ORDWORD|DAYORD unit:SPANUNITS",
    guard=lambda match: match.get("unit") == "century",
    examples=(Example("in [the 20th century]", "19"), Example("[eighteenth-century] art", "17")),
)
def resolve_century(match: Match, ctx: Context) -> Reading | None:
    """A century by its number."""
    number = match.get("number")
    if match.get("era", 1) < 0:
        return vague(f"BC{number - 1:02d}")
    return dated(Period("century", number - 1), mod=mod(match))


def _names_season(match: Match) -> bool:
    """The Prague Spring, the Winter Olympics, the Spring of Life; but a Spring Offensive is one of that season."""
    end = match.end_token
    if not match.capital(end - 1):
        return False
    if match.before() in _NAMING or match.followed("season_names") or (match.followed("of") and match.capital(end + 1)):
        return True
    first = sentence_of(match.scan.sentences, match.start_token)
    named = match.capital(match.start_token - 1) and match.before().isalpha() and match.start_token - 1 > first
    return named and not match.capital(end)


def _before_noun(match: Match) -> bool:
    """True for "a spring offensive", not for "a fall in prices" or "its fall was"."""
    after = match.after()
    return len(after) > _SHORT_WORD and after.isalpha() and not match.followed("no_nouns")


def _begins_clause(match: Match) -> bool:
    """The fall came, behind nothing that goes with a season."""
    return match.opens_with("THE") and match.end - match.first == 2 and not match.preceded("season_leads")


def _is_season(match: Match) -> bool:
    """Fall and spring are verbs and things too: alone they need an article, a preposition or an edge before them."""
    if match.among("season", "fall") and (match.followed("of") or _begins_clause(match)):
        return False
    if _names_season(match):
        return False
    if match.opens_with("THE") and _before_noun(match) and not match.preceded("season_leads"):
        return False
    if match.end - match.first > 1 or not match.among("season", "season_verbs"):
        return not names_next(match)
    capital = match.capital(match.start_token) and not match.among("season", "fall")
    return capital or match.preceded("season_leads") or (match.preceded("determiners") and _before_noun(match))


@rule(
    "season-year",
    f"{CIRCA} {EDGE} THE? season:SEASON (COMMA? OF? year:YEAR|SMALLYEAR (era:ERA)?)",
    "THE edge:EDGE season:SEASON (OF? year:YEAR)",
    "THE? season:SEASON OF? QUOTE year:YY",
    f"{EDGE} THE? season:SEASON (= (AND|OR|TO|HYPHEN) THE? SEASON OF? year:YEAR)",
    examples=(Example("in [the summer of 1863]", "1863-SU"), Example("[Spring 2007] was", "2007-SP")),
)
@rule(
    "season",
    f"{EDGE} season:SEASON",
    "THE (edge:EDGE)? season:SEASON",
    guard=_is_season,
    examples=(Example("in [the summer] of", "1998-SU"), Example("fell in [late autumn]", "1997-FA")),
)
def resolve_season(match: Match, ctx: Context) -> Reading | None:
    """A season, its year said or the nearest."""
    number = year_said(match, ctx)
    if number is not None:
        return _said_season(season(number, match.get("season")), match)
    here = ctx.here
    if here is None:
        return vague(f"XXXX-{match.get('season')}")
    candidates = [season(year_of(here) + step, match.get("season")) for step in (-1, 0, 1)]
    return dated(ctx.nearest(candidates, here, match), mod=mod(match), anchor=here.value)


@rule(
    "winter-of-two-years",
    "(edge:EDGE)? THE? season:SEASON OF? year:YEAR HYPHEN|DASH|SLASH then:YY|YEAR",
    "(edge:EDGE)? THE? season:SEASON OF? slashed:SLASHED",
    guard=lambda match: _two_years(match) is not None,
    examples=(
        Example("in [the winter of 2009-10] it", "2009-WI"),
        Example("in [winter 1939/40] it", "1939-WI"),
    ),
)
def resolve_winter(match: Match, ctx: Context) -> Reading | None:
    """The winter that begins in one year and ends in the next, called by the first."""
    number = _two_years(match)
    if number is None:
        return None
    return replace(dated(season(number + 1, "WI"), mod=mod(match)), value=f"{number:04d}-WI")


def _two_years(match: Match) -> int | None:
    """The first of two years that follow each other, for a winter; else None."""
    first, _, then = match.get("slashed", "").partition("/")
    if not match.has("slashed"):
        first, then = str(match.get("year")), f"{match.get('then'):02d}"
    if match.get("season") != "WI" or len(first) != 4 or not (first + then).isdigit():
        return None
    return int(first) if str(int(first) + 1).endswith(then) and len(then) >= 2 else None


def _said_season(period: Period, match: Match) -> Reading:
    """The winter of a year that is said may begin in it as well as end in it: its days are those of both."""
    if match.get("season") != "WI":
        return dated(period, mod=mod(match))
    days = (period.days()[0], period.shift(4).days()[1])
    return Reading("DATE", period.value, period, "season", mod(match), days=days)
