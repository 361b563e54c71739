"""Vague references: "now", "recently", "the future"."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.reading import Reading, vague


def _refers(match: Match) -> bool:
    word, after = match.before(), match.after()
    if match.get("reference") == "PRESENT_REF" and after == "that":
        return False
    return not (word == "too" and match.get("reference") == "FUTURE_REF")


@rule(
    "reference",
    "reference:REFERENCE",
    guard=_refers,
    examples=(Example("is [now] in", "PRESENT_REF"), Example("was [recently] sold", "PAST_REF")),
)
def resolve_reference(match: Match, ctx: Context) -> Reading | None:
    """The past, the present or the future."""
    return vague(match.get("reference"))


@rule(
    "recent-units",
    "THESE? recent:FEW unit:UNITS",
    guard=lambda match: match.word("recent") == "recent",
    examples=(Example("in [recent months] it", "PAST_REF"),),
)
def resolve_recent(match: Match, ctx: Context) -> Reading | None:
    """Recent weeks, months, years."""
    return vague("PAST_REF")
