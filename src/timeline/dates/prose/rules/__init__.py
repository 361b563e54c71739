"""The rules, by family; importing this package registers them all, in order of preference."""

from timeline.dates.prose.rules import (  # noqa: F401
    russian,
    calendar,
    years,
    quarters,
    offsets,
    deictic,
    times,
    references,
    durations,
    sets,
)
