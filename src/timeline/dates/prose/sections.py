"""The years that a section's heading says: in "1942-43" a bare "In March" is a March of those years."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from timeline.dates.prose.context import Context
from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import RANK

# First and last day number of the years a heading says; None under a heading that says none.
Frame: TypeAlias = tuple[int, int] | None

# A paragraph of one short line that does not end like a sentence.
_HEADING: Final = re.compile(r"(?:^|\n\n)([^\n]{1,119}[^\n.!?,;:\"'])(?=\n\n)")


def frames(matches: list[Match], context: Context) -> list[Frame]:
    """For each match of a narrative the frame of the section it stands in."""
    found: list[Frame] = []
    frame, position = None, 0
    text = matches[0].scan.tokens.text if matches else ""
    for heading in _HEADING.finditer(text):
        while position < len(matches) and matches[position].start < heading.start(1):
            found.append(frame)
            position += 1
        inside = position
        while inside < len(matches) and matches[inside].start < heading.end(1):
            inside += 1
        found.extend([frame] * (inside - position))
        frame = _years(matches, position, inside, context)
        position = inside
    return found + [frame] * (len(matches) - position)


def _years(matches: list[Match], first: int, end: int, context: Context) -> Frame:
    """The years from the first to the last that are said between two positions."""
    days: list[int] = []
    for context.position in range(first, end):
        match = matches[context.position]
        reading = match.rule.resolve(match, context) if match.has("year") else None
        if reading is not None and reading.period is not None and RANK[reading.period.unit] <= RANK["year"]:
            days.extend(reading.period.to("year").days())
    return (min(days), max(days)) if days else None
