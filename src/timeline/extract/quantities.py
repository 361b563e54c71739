"""Typed numbers in prose: how many of what, in which sense (flow, stock, since, target)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from timeline.text import Tokens


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its noun. `start`/`end` cover modifier, number and noun ("about 3,600 passenger cars").

    `noun_start` equals `noun_end` where the noun is only understood ("8,500 crossed"). `cues`: the words that settled
    value, basis or measure, and the marks `article` ("a soldier"), `part` ("including three children"),
    `definite` ("the two men").
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    noun_start: int
    noun_end: int
    basis: str
    measure: str
    direction: str | None
    who: str | None
    cues: tuple[str, ...]


def find_quantities(tokens: Tokens, first: int, stop: int, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The quantities of one sentence, in order; `taken` are code-point spans to leave alone (time expressions)."""
    return []
