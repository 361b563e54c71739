"""What a weekday takes from its neighbour: "Monday and Tuesday nights", "every Monday and Thursday"."""

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
    "every-weekday-and",
    "(<EVERY WEEKDAY AND|OR) weekday:WEEKDAY",
    examples=(Example("meets every Monday and [Thursday] in", "XXXX-WXX-4", type="SET"),),
)
def resolve_every_weekday_and(match: Match, ctx: Context) -> Reading | None:
    """The second of two weekdays of every week."""
    return recurring(f"XXXX-WXX-{match.get('weekday')}")
