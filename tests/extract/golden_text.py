"""Golden sentences: what is found in them, written as short lines that a person can check."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

from timeline.extract.attribution import Attribution, find_attribution
from timeline.extract.quantities import Quantity, find_quantities
from timeline.text import Tokens, sentence_starts, tokenise

GOLDEN = Path(__file__).parent / "golden"
MARKS = ("article", "definite", "named", "none", "part")


def golden(name: str) -> dict[str, list[str]]:
    """Sentence to the lines that it should give."""
    cases: dict[str, list[str]] = tomllib.loads((GOLDEN / f"{name}.toml").read_text(encoding="utf-8"))["cases"]
    return cases


def sentences(tokens: Tokens) -> list[tuple[int, int]]:
    """The token ranges of the sentences that are not empty."""
    starts = [*sentence_starts(tokens), len(tokens)]
    return [(first, stop) for first, stop in pairwise(starts) if first < stop]


def quantities_of(text: str) -> list[Quantity]:
    """The quantities of all sentences of a text."""
    tokens = tokenise(text)
    return [one for first, stop in sentences(tokens) for one in find_quantities(tokens, first, stop)]


def quantity_line(one: Quantity) -> str:
    """`low..high value | unit | measure basis direction marks`, with dots only where a bound is known."""
    bounds = f"[{_short(one.low)}..{_short(one.high)}] " if one.low is not None or one.high is not None else ""
    marks = [mark for mark in MARKS if mark in one.cues]
    said = [one.measure, one.basis, *([one.direction] if one.direction else []), *marks]
    return f"{bounds}{_short(one.value)} | {one.unit} | {' '.join(said)}"


def _short(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


def attributions_of(text: str, previous: str | None = None) -> list[Attribution]:
    """The attributions of all sentences, each speaker handed on to the next sentence."""
    tokens, found = tokenise(text), list[Attribution]()
    for first, stop in sentences(tokens):
        said = find_attribution(tokens, first, stop, previous)
        previous = next((one.speaker for one in reversed(said) if one.speaker), previous)
        found += said
    return found


def attribution_line(one: Attribution) -> str:
    """`speaker | carrier | kind`"""
    return f"{one.speaker or '-'} | {one.carrier or '-'} | {one.kind}"
