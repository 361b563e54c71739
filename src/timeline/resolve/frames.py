"""The frames of this room and the two scores at which something happens."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline import model
from timeline.model import CLAIM_CONTENT, INSTANT, Schema

# Scores go from 0 to 1. From MERGE on two claims are put together by themselves, from PROPOSE on a person is asked.
MERGE: Final = 0.75
PROPOSE: Final = 0.5

_SAID: Final = (
    *("kind", "form", "modality", "starts", "ends", "place", "country", "lat", "lon", "target", "outcome"),
    *("quantities", "speaker", "carrier", "publisher", "title", "quote"),
)

# One version of a claim. single: its feed says that it is a happening of its own. scored: its likeness to others is
# looked at, and not only whether kind, dates and place are equal; NULL means it is. known_at, known_to: when the
# version held (NULL: from the beginning, to this day).
REPORTS: Final[Schema] = {
    "claim": pl.UInt64(),
    "feed": pl.String(),
    "document": pl.String(),
    "single": pl.Boolean(),
    "scored": pl.Boolean(),
    **{name: CLAIM_CONTENT[name] for name in _SAID},
    "known_at": INSTANT,
    "known_to": INSTANT,
}

# What is known of places. place: a spelling; country: where it was named so ("": in none, NULL: anywhere); name: what
# it means; parents: names of the places it lies in; large: a country, region or the like, within which several
# happenings of a day are usual.
PLACES: Final[Schema] = {
    "place": pl.String(),
    "country": pl.String(),
    "name": pl.String(),
    "parents": pl.List(pl.String()),
    "lat": pl.Float64(),
    "lon": pl.Float64(),
    "large": pl.Boolean(),
}

# Two claims that may report one happening (one < other). loose: the place of one only lies in the other's, which may
# fit several happenings. known_at, known_to: when both versions held.
PAIRS: Final[Schema] = {
    "one": pl.UInt64(),
    "other": pl.UInt64(),
    "score": pl.Float64(),
    "loose": pl.Boolean(),
    "coarse": pl.UInt64(),
    "reason": pl.String(),
    "known_at": INSTANT,
    "known_to": INSTANT,
}

# What a person decided about two claims: together, or else apart.
LINKS: Final[Schema] = {"one": pl.UInt64(), "other": pl.UInt64(), "together": pl.Boolean(), "reason": pl.String()}


def reports(claims: pl.DataFrame) -> pl.DataFrame:
    """The claims in REPORTS; columns that are missing are NULL."""
    return model.conform(claims, REPORTS)
