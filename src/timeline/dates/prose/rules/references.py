"""Vague references: "now", "recently", "the future"."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.reading import Reading, vague
from timeline.dates.prose.tense import tense

_VAGUE = {"recent": "PAST_REF", "coming": "FUTURE_REF", "upcoming": "FUTURE_REF", "future": "FUTURE_REF"}


def _refers(match: Match) -> bool:
    if match.among("reference", "soon"):
        return not (match.preceded("not_soon_before") or match.followed("not_soon_after"))
    return not (match.among("reference", "adjectives_of_now") and match.preceded("articles"))


@rule(
    "reference",
    "reference:REFERENCE",
    "the:THE reference:PASTFUTURE",
    guard=_refers,
    examples=(Example("is [now] in", "PRESENT_REF"), Example("was [recently] sold", "PAST_REF")),
)
def resolve_reference(match: Match, ctx: Context) -> Reading | None:
    """The past, the present or the future; "soon" only of what lies ahead, future plans only in narratives."""
    if match.among("reference", "future_noun") and not (ctx.told or match.has("the") or match.preceded("in_future")):
        return None
    if match.among("reference", "soon") and (ctx.told or tense(match) != "future"):
        return None
    return vague(match.get("reference"))


@rule(
    "one-day",
    "number:NUM unit:DAYWORD",
    guard=lambda match: match.get("number") == 1 and match.preceded("modals"),
    examples=(Example("it will [one day] be", "FUTURE_REF"),),
)
def resolve_one_day(match: Match, ctx: Context) -> Reading | None:
    """A day of which only that it will come is known."""
    return vague("FUTURE_REF")


@rule(
    "recent-units",
    "recent:VAGUE unit:UNITS ((AND|OR) UNITS)?",
    guard=lambda match: match.word("recent") in _VAGUE,
    examples=(Example("in [recent months] it", "PAST_REF"),),
)
def resolve_recent(match: Match, ctx: Context) -> Reading | None:
    """Recent weeks, months, years."""
    return vague(_VAGUE[match.word("recent")])


@rule(
    "former",
    "former:FORMERLY",
    examples=(Example("1789, 1790, 1791, 1792, 1793: the [former] king", "PAST_REF", None),),
)
def resolve_former(match: Match, ctx: Context) -> Reading | None:
    """Narratives tell what was before by it; in news it is part of somebody's title."""
    return vague(match.get("former")) if ctx.told else None
