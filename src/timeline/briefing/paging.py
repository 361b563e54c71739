"""The order in which the sections of a briefing fill its pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from timeline.briefing.content import Picture, Section

# A chart lower than this share of a page stands beside other things.
_LOW: Final = 0.45


def arranged(sections: Sequence[Section], width: float, height: float) -> list[Section]:
    """The sections, a low first chart before a tall one: beside the findings a tall one would leave the first page half
    empty. `width` and `height` of what a page holds, in CSS pixels.
    """
    order = list(sections)
    shares = [_share(section, width, height) for section in order]
    charts = [place for place, share in enumerate(shares) if share]
    low = next((place for place in charts if shares[place] < _LOW), None)
    if low is not None and shares[charts[0]] >= _LOW:
        order.insert(charts[0], order.pop(low))
    return order


def _share(section: Section, width: float, height: float) -> float:
    """How much of a page the picture that a section begins with fills in height; 0 where it begins with none."""
    first = section.blocks[0] if section.blocks else None
    return first.height * min(1.0, width / first.width) / height if isinstance(first, Picture) else 0.0
