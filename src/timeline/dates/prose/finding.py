"""From text to expressions: scan, match, choose the reference time, resolve from left to right."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from timeline.dates.prose.context import Context
from timeline.dates.prose.discourse import follow, search
from timeline.dates.prose.genre import is_narrative
from timeline.dates.prose.grammar import Match, grammar
from timeline.dates.prose.lexemes import load
from timeline.dates.prose.periods import from_date
from timeline.dates.prose.reading import Expression, Phrase, Reading
from timeline.dates.prose.scan import scan

_PRECISION = {"weekend": "range", None: None}
_CYRILLIC: Final = re.compile("[Ѐ-ӿ]")


def find(
    text: str, published: date | datetime | None, *, language: str | None = None, explain: bool = False
) -> list[Expression]:
    """Every time expression of a text, in order, with TIMEX3 type and value and, where it can be resolved, its days.

    published: the day of publication; without it relative expressions stay unresolved. language: `en` or `ru`; None
    tells them apart by the letters. explain: fill `alternatives`.
    """
    lexicon = load(language or guess_language(text))
    scanned = scan(text, lexicon)
    matches = grammar(lexicon.language).matches(scanned)
    day = from_date(published) if published is not None else None
    told = is_narrative(matches, published)
    context = Context(scanned, day, told or day is None, told, explain)
    resolved = search(matches, context) if context.narrative else follow(matches, context)
    limits = [found[0].start for found in resolved[1:]] + [len(text)]
    return [_expression(*found, limit, explain) for found, limit in zip(resolved, limits, strict=False)]


def guess_language(text: str) -> str:
    """`ru` when Cyrillic letters prevail at the start of the text, else `en`."""
    head = text[:2000]
    cyrillic = 0 if head.isascii() else len(_CYRILLIC.findall(head))
    if not cyrillic:
        return "en"
    return "ru" if cyrillic * 2 > sum(sign.isalpha() for sign in head) else "en"


def _expression(match: Match, reading: Reading, notes: tuple[str, ...], limit: int, explain: bool) -> Expression:
    starts, ends = reading.dates()
    stop = reading.stop if reading.stop is not None and reading.stop <= limit else match.stop
    return Expression(
        match.start,
        stop,
        match.scan.tokens.text[match.start : stop],
        reading.type,
        reading.value,
        starts,
        ends,
        _PRECISION.get(reading.precision, reading.precision),
        match.rule.name,
        reading.mod,
        reading.anchor,
        (*reading.alternatives, *notes) if explain else (),
        Phrase(*reading.phrase, match.scan.tokens.text[slice(*reading.phrase)]) if reading.phrase else None,
    )
