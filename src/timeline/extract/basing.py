"""In which sense a claim counts its numbers: in a period (flow), at a moment (stock), since a day, or as planned.

What the rules of `senses` and `bases` say is one mark among others: the words about the number and those of its
sentence, what it counts, of what kind the claim is and which days it has. A multinomial logistic regression over them
(`lexicon/bases.gz`), fitted by `benchmarks/claims/fit.py` on articles that were read by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from timeline.extract.bases import clause_of
from timeline.extract.document import Document
from timeline.extract.drafts import Dating, Draft
from timeline.extract.nearby import nearby, sentence_of
from timeline.extract.numbersigns import size_of
from timeline.extract.quantities import Quantity
from timeline.extract.senses import OWN_DAY, RATE
from timeline.extract.stems import stem
from timeline.extract.tables import table

# So many in each day, or on a day of their own, are those of a period, whatever else is said.
_SETTLED: Final = frozenset((OWN_DAY, RATE))

# From so many days on a claim's days are as many as any.
_LONG: Final = 9


def settle(document: Document, drafts: Sequence[Draft]) -> None:
    """Give the numbers of claims the sense in which they most likely count."""
    known = table("bases")
    open_still = [
        (draft, at)
        for draft in drafts
        for at, quantity in enumerate(draft.quantities)
        if _SETTLED.isdisjoint(quantity.cues)
    ]
    found = known.log_odds([marks(document, draft, draft.quantities[at]) for draft, at in open_still])
    for (draft, at), likeliest in zip(open_still, found.argmax(axis=1), strict=True):
        draft.quantities[at] = replace(draft.quantities[at], basis=known.names[likeliest])


def marks(document: Document, draft: Draft, quantity: Quantity) -> Iterable[str]:
    """What may tell in which sense a claim counts a number."""
    first, stop = sentence_of(document, quantity)
    words = document.tokens.words
    return [
        *_of_number(draft, quantity),
        *_of_days(document, draft.dating, draft.root, quantity.basis),
        *nearby(document, quantity),
        *(f"somewhere|{word}" for word in {stem(word) for word in words[first:stop] if not word.isspace()}),
        *_of_durations(document, quantity),
    ]


def _of_durations(document: Document, quantity: Quantity) -> Iterable[str]:
    """The words before an amount of time in its clause: "in two days", "the past three months"."""
    sentence = document.units.sentence[document.unit_at(quantity.start)]
    begin, end = clause_of(document, quantity)
    for each in document.durations_in(sentence):
        at = document.token_at(each.start)
        if begin <= at < end:
            before = document.tokens.word(at - 1)
            yield f"lasts|{stem(before) if before.strip() else ''}"


def _of_number(draft: Draft, quantity: Quantity) -> Iterable[str]:
    """What it counts, how many, for what claim, and what the rules say."""
    rule, root, measure = quantity.basis, draft.root, quantity.measure
    mood = draft.modality.modality if draft.modality else "asserted"
    cues = ["_".join(cue.split()) for cue in quantity.cues]
    return (
        *(f"rule|{rule}", f"kind|{root}", f"measure|{measure}", f"size|{size_of(quantity)}", f"mood|{mood}"),
        *(f"rule|{rule}|{root}", f"rule|{rule}|{measure}", f"rule|{rule}|{mood}", f"kind|{root}|{measure}"),
        *(f"rule|{rule}|{root}|{measure}", f"low|{quantity.low is not None}", f"high|{quantity.high is not None}"),
        *(f"cue|{cue}" for cue in cues),
        *(f"cue|{cue}|{root}" for cue in cues),
    )


def _of_days(document: Document, dating: Dating | None, root: str, rule: str) -> Iterable[str]:
    """What days the claim has, and by what."""
    if dating is None:
        return ("undated",)
    starts, ends, today = dating.starts, dating.ends, document.published
    days = min(_LONG, (ends - starts).days) if starts and ends else "open"
    return (
        *(f"day|{dating.basis}", f"to|{dating.precision}", f"to|{dating.precision}|{root}", f"days|{days}"),
        *(f"since|{dating.since}", f"since|{dating.since}|{rule}", f"lasting|{dating.lasting}"),
        *(f"telling|{dating.said}", f"day_by|{dating.rule}", f"ahead|{bool(starts and today and starts > today)}"),
    )
