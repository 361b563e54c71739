"""Reported numbers as sentences: every number with its basis, day and speaker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from timeline.counts import words

# So many first letters tell whether two words are of one family; where the vowel changes, as from detain to detention,
# so many first letters and consonants.
_STEM, _ROOT = 5, 3
_VOWELS = str.maketrans("", "", "aeiouy")
_INTO = {"in": "into", "out": "out of"}


def reported_sentences(
    chosen: pl.DataFrame, *, countries: Mapping[str, str] | None = None, labels: Mapping[str, str] | None = None
) -> list[str]:
    """One sentence for each row of CHOSEN, in its order: `Crossings into Finland, eastern border (Russian citizens):
    8,572 on 24 September 2022, according to Finnish Border Guard`; where speakers differ, with the rule and the range.

    `countries` are names by code, for numbers without a place; `labels` those of kinds, for what a number at a moment
    is a property of: `Border queue length at Verkhny Lars, outbound: 25 km`.
    """
    return [_sentence(row, countries or {}, labels or {}) for row in chosen.iter_rows(named=True)]


def measured(row: Mapping[str, Any], label: str) -> tuple[str, str]:
    """What a number is of, where its measure does not say so itself, and the measure: `Border queue`, `length`."""
    measure = (row["measure"] or "number").replace("_", " ")
    said = {stem for word in measure.lower().split() for stem in _stems(word)}
    return ("" if any(said.intersection(_stems(word)) for word in label.lower().split()) else label), measure


def _stems(word: str) -> tuple[tuple[str, str], ...]:
    """What a word shares with those of its family: its beginning, or its beginning and its first consonants."""
    consonants = word.translate(_VOWELS)[:_ROOT]
    return (word[:_STEM], ""), *([(word[:_ROOT], consonants)] if len(consonants) == _ROOT else [])


def _sentence(row: dict[str, Any], countries: Mapping[str, str], labels: Mapping[str, str]) -> str:
    owner, measure = measured(row, labels.get(row["kind"] or "", "") if row["basis"] == "stock" else "")
    place = row["place"] or countries.get(row["country"] or "", row["country"])
    where = f" {_where(row, place)}" if place else ""
    whose = "; ".join(part for part in (row["who"], row["scope"]) if part)
    number = words.bounded(row["number"], row["bound"], row["lowest"], row["highest"])
    unit = "" if row["unit"] in (None, "persons", measure) else f" {row['unit']}"
    said = f", according to {row['speaker']}" if row["speaker"] else ""
    what = f"{words.capital(f'{owner} {measure}'.strip())}{where}{f' ({whose})' if whose else ''}"
    return f"{what}: {number}{unit}{_timing(row)}{said}{_range(row)}"


def _where(row: dict[str, Any], place: str) -> str:
    """What stands at a moment stands on one side; what flows goes in or out."""
    if row["basis"] in ("flow", "since"):
        return f"{_INTO.get(row['direction'], 'in')} {place}"
    side = {"in": ", inbound", "out": ", outbound"}.get(row["direction"], "")
    return f"{'at' if side else 'in'} {place}{side}"


def _timing(row: dict[str, Any]) -> str:
    first, last = row["starts"] or row["ends"], row["ends"] or row["starts"]
    if row["basis"] == "target":
        return f" planned, {words.period(first, last)}"
    if row["basis"] == "stock" or (row["basis"] == "flow" and first == last):
        return f" on {words.day(last)}" if first == last else f" in {words.period(first, last)}"
    if first == last:
        return f" by {words.day(last)}"
    return f" from {words.period(first, last)}"


def _range(row: dict[str, Any]) -> str:
    if not row["changed"]:
        return ""
    low, high = words.number(row["lowest"]), words.number(row["highest"])
    return f" ({row['rule']} of {row['reports']} reports, {low} to {high})"
