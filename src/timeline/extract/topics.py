"""Sentences of which no trigger tells, by the words that they are about: faint claims of the kind most often named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.matcher import Hit
from timeline.extract.roles import is_past
from timeline.kinds.notation import Pattern

_SHORTEST: Final = 6


def by_topic(
    document: Document, drafts: list[Draft], topics: Mapping[str, tuple[str, ...]], barred: list[Hit]
) -> list[Draft]:
    """The drafts with faint ones for sentences that have none but a weak one, in the order of the text.

    topics: a word (lower case) to the kinds that it is a sign of. barred: where a kind's words mean something else.
    """
    told = {draft.sentence for draft in drafts if not draft.weak}
    other = {(index, hit.kind.partition(".")[0]) for hit in barred for index in range(hit.first, hit.stop)}
    faint = _faint(document, told, topics, other)
    return sorted([*drafts, *faint], key=lambda draft: (draft.sentence, draft.first))


def _faint(
    document: Document, told: set[int], topics: Mapping[str, tuple[str, ...]], other: set[tuple[int, str]]
) -> Iterator[Draft]:
    units = document.units
    for sentence, (first, stop) in enumerate(units.sentences):
        words = range(units.at[first], units.at[stop])
        if sentence in told or sentence < document.heading or len(words) < _SHORTEST or not document.times_in(sentence):
            continue
        signs = ((index, kind) for index in words for kind in topics.get(units.words[index], ()))
        found = [sign for sign in signs if sign not in other]
        if not found or not any(is_past(units, index) for index in words):
            continue
        counts = Counter(kind for _, kind in dict.fromkeys((units.words[index], kind) for index, kind in found))
        kind = counts.most_common(1)[0][0]
        at = next(index for index, each in found if each == kind)
        hit = Hit(kind, at, at + 1, Pattern(kind, (), True, False, "topics"))
        yield Draft(kind, sentence, at, at + 1, [hit], weak=True, nominal=True, faint=True)


def without_told(drafts: list[Draft]) -> list[Draft]:
    """Without the faint ones that have no day of their own, or whose sentence tells something more plainly."""
    told = {draft.sentence for draft in drafts if not draft.faint}
    return [draft for draft in drafts if not draft.faint or (_is_dated(draft) and draft.sentence not in told)]


def _is_dated(draft: Draft) -> bool:
    return draft.dating is not None and draft.dating.basis == "explicit" and draft.dating.starts is not None
