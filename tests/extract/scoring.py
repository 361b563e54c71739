"""Claims held against a careful reading: which are found, and with the same days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from timeline.text import sentence_starts, tokenise

ARTICLES = Path(__file__).parent / "articles"


class Score(NamedTuple):
    """Counts over documents: claims that were wanted, given, found, and found with equal days."""

    wanted: int
    given: int
    found: int
    dated: int

    def f1(self, hits: int) -> float:
        return 200 * hits / max(1, self.wanted + self.given)


def article(name: str) -> tuple[str, str, list[dict[str, Any]]]:
    """Text, day of publication and reading of an article of ours.

    A line of NAME.gold: kind | words of the text that carry it | start | end (`=` as start) | country | importance |
    numbers | `optional`, `also` with other days that are right.
    """
    head, text = (ARTICLES / f"{name}.txt").read_text(encoding="utf-8").split("\n\n", 1)
    lines = (ARTICLES / f"{name}.gold").read_text(encoding="utf-8").splitlines()
    return text, head.removeprefix("published: ").strip(), [_claim(text, line) for line in lines]


def names() -> list[str]:
    """The articles of ours."""
    return sorted(path.stem for path in ARTICLES.glob("*.gold"))


def _claim(text: str, line: str) -> dict[str, Any]:
    kind, trigger, start, end, country, importance, *rest = [*(part.strip() for part in line.split("|")), "", ""]
    notes = rest[1] if len(rest) > 1 else ""
    days = [(start, start if end == "=" else end)]
    days += [tuple(pair.split()) for pair in notes.partition("also")[2].split(";") if len(pair.split()) == 2]
    return {
        "sentence": _sentence(text, trigger),
        "kind": kind,
        "days": [tuple(None if day in ("null", "-") else day for day in pair) for pair in days],
        "importance": int(importance),
        "optional": "optional" in notes,
        "country": country,
    }


def _sentence(text: str, trigger: str) -> tuple[int, int]:
    at = text.index(trigger)
    tokens = tokenise(text)
    bounds = [*(start for start in sentence_starts(tokens) if start < len(tokens)), len(tokens)]
    first, stop = max(pair for pair in pairwise(bounds) if tokens.starts[pair[0]] <= at)
    return tokens.starts[first], tokens.ends[stop - 1]


def score(reading: Iterable[Mapping[str, Any]], claims: list[Mapping[str, Any]], importance: int = 3) -> Score:
    """Match one to one, equal days and larger overlap first; what is optional is neither wanted nor held against us."""
    gold = list(reading)
    free = {n for n, each in enumerate(gold) if each["optional"] or each["importance"] > importance}
    pairs = sorted(
        (not _same_days(each, claim), i in free, -shared, i, j)
        for i, each in enumerate(gold)
        for j, claim in enumerate(claims)
        if (shared := _overlap(each["sentence"], claim)) > 0 and _root(each["kind"]) == _root(claim["kind"])
    )
    ours: set[int] = set()
    theirs: set[int] = set()
    found = dated = spared = 0
    for otherwise, _, _, i, j in pairs:
        if i not in theirs and j not in ours:
            theirs.add(i)
            ours.add(j)
            found, dated, spared = (
                found + (i not in free),
                dated + (i not in free and not otherwise),
                spared + (i in free),
            )
    return Score(len(gold) - len(free), len(claims) - spared, found, dated)


def _overlap(sentence: tuple[int, int], claim: Mapping[str, Any]) -> int:
    return int(min(sentence[1], claim["end"]) - max(sentence[0], claim["start"]))


def _root(kind: str) -> str:
    return kind.split(".")[0]


def _same_days(each: Mapping[str, Any], claim: Mapping[str, Any]) -> bool:
    days = tuple(str(day) if day else None for day in (claim["starts"], claim["ends"]))
    return days in each["days"]


def total(scores: Iterable[Score]) -> Score:
    """The counts of several documents together."""
    return Score(*(sum(column) for column in zip(*scores, strict=True)))
