"""Which of the days that a claim may have are its own: the likeliest, by what was learned.

What tells it are marks, of claims whose words name no days (`timeline.extract.dayless`) others than of those whose
words name some (`timeline.extract.named`). A logistic regression over them for each, in which the days of one claim
compete, says which are the likeliest (`lexicon/days.gz`, `lexicon/named.gz`); `benchmarks/claims/fit.py` fits them on
articles that were read by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Final

from timeline.extract.dayless import Days, is_open
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.named import NamedDays, is_named
from timeline.extract.tables import table

# What was learned of claims whose words name no days, and of those whose words name some.
DAYLESS: Final = "days"
NAMED: Final = "named"
Weighed = Callable[[Draft], list[tuple[Dating, list[str]]]]


def weighers(document: Document) -> Iterator[tuple[str, Callable[[Draft], bool], Weighed]]:
    """What was learned, of which claims, and what gives for one of them the days that it may have with their marks."""
    days = Days(document)
    yield DAYLESS, is_open, days.weighed
    yield NAMED, is_named, NamedDays(document, days).weighed


def likeliest(document: Document, drafts: Sequence[Draft]) -> list[Dating | None]:
    """For each claim the days that it most likely has; without a day of publication none is guessed."""
    likeliest_of = [draft.dating for draft in drafts]
    if document.published is None:
        return likeliest_of
    for name, concerns, weighed in weighers(document):
        asked = [at for at, draft in enumerate(drafts) if concerns(draft)]
        choices = [weighed(drafts[at]) for at in asked]
        marks = [dict.fromkeys(told) for _, told in chain.from_iterable(choices)]
        odds = iter(table(name).log_odds(marks)[:, 0].tolist())
        for at, some in zip(asked, choices, strict=True):
            _, place = max((next(odds), -place) for place in range(len(some)))
            likeliest_of[at] = some[-place][0]
    return likeliest_of
