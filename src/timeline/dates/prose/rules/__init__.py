"""The rules, by family; importing this package registers them all."""

from __future__ import annotations

from importlib import import_module
from typing import Final

# In order of preference: of two matches of the same length the one of the earlier family is taken.
FAMILIES: Final = (
    "pairs",
    "calendar",
    "feasts",
    "counted",
    "russian",
    "times",
    "years",
    "quarters",
    "offsets",
    "event_offsets",
    "deictic",
    "directed",
    "references",
    "durations",
    "sets",
)

for family in FAMILIES:
    import_module(f"{__name__}.{family}")
