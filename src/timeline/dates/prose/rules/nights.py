"""Nights told in pairs or from the end: "Monday and Tuesday nights", "the night before last"."""

from __future__ import annotations

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Example, Match, rule
from timeline.dates.prose.reading import Reading, recurring, timed
from timeline.dates.prose.tense import tense


@rule(
    "weekday-nights",
    "weekday:WEEKDAY (= AND|OR WEEKDAY part:PARTS)",
    "(<WEEKDAY AND|OR) weekday:WEEKDAY part:PARTS",
    examples=(
        Example("shelled it on [Monday] and Tuesday nights", "1998-03-02TNI", type="TIME"),
        Example("shelled it on Monday and [Tuesday nights]", "1998-03-03TNI", type="TIME"),
        Example("they sing on [Monday] and Tuesday nights", "XXXX-WXX-1TNI", type="SET"),
    ),
)
def resolve_weekday_nights(match: Match, ctx: Context) -> Reading | None:
    """Monday and Tuesday nights: those two where it is told what happened in them, else those of every week."""
    if ctx.told or tense(match) == "past":
        return timed(ctx.weekday(match.get("weekday"), match), match.get("part"), "day")
    return recurring(f"XXXX-WXX-{match.get('weekday')}T{match.get('part')}")


@rule(
    "night-before-last",
    "THE part:PART when:OFFSET last:DIRECTION",
    guard=lambda match: match.among("when", "before_or_after") and match.get("when") == match.get("last"),
    examples=(Example("heard it [the night before last].", "1998-03-02TNI", type="TIME"),),
)
def resolve_night_before_last(match: Match, ctx: Context) -> Reading | None:
    """The night before last: that of two days ago."""
    here = ctx.now
    if here is None or here.unit != "day":
        return timed(None, match.get("part"), "day")
    return timed(here.shift(2 * match.get("last")), match.get("part"), "day", here.value)
