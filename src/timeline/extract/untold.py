"""Kinds of which no trigger tells in a sentence, by its wording: faint claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.matcher import Hit
from timeline.extract.roles import is_past
from timeline.extract.spoken import WORTH, Spoken
from timeline.kinds.notation import Pattern

_SHORTEST: Final = 5
# The rule that such a claim is given for.
_BY_WORDING: Final = "wording"


def with_untold(
    document: Document, drafts: list[Draft], spoken: Spoken, topics: Mapping[str, tuple[str, ...]], barred: list[Hit]
) -> list[Draft]:
    """The drafts with faint ones of the kinds that a sentence speaks of without a trigger, in the order of the text.

    topics: a word (lower case) to the kinds that it is a sign of; they serve kinds whose wording nobody has learned.
    barred: where a kind's words mean something else.
    """
    told = {(draft.sentence, draft.root) for draft in drafts if not draft.weak}
    plain = {draft.sentence for draft in drafts if not draft.weak}
    other = {(index, hit.kind.partition(".")[0]) for hit in barred for index in range(hit.first, hit.stop)}
    said_otherwise = {(document.units.sentence[hit.first], hit.kind.partition(".")[0]) for hit in barred}
    faint = [*_by_wording(document, spoken, told, said_otherwise), *_by_topic(document, spoken, plain, topics, other)]
    return sorted([*drafts, *faint], key=lambda draft: (draft.sentence, draft.first))


def _by_wording(
    document: Document, spoken: Spoken, told: set[tuple[int, str]], otherwise: set[tuple[int, str]]
) -> Iterator[Draft]:
    for sentence in range(len(document.units.sentences)):
        odds = spoken.all_of(sentence)
        if max(odds, default=WORTH) < WORTH or len(document.words_in(sentence)) < _SHORTEST:
            continue
        begin = document.units.at[document.units.sentences[sentence][0]]
        for kind, much in zip(spoken.known.kinds, odds, strict=True):
            if much >= WORTH and (sentence, kind) not in told:
                draft = _faint(kind, sentence, begin + spoken.telling(sentence, kind), _BY_WORDING)
                draft.fell = (sentence, kind) in otherwise
                yield draft


def _by_topic(
    document: Document,
    spoken: Spoken,
    told: set[int],
    topics: Mapping[str, tuple[str, ...]],
    other: set[tuple[int, str]],
) -> Iterator[Draft]:
    units, learned = document.units, frozenset(spoken.known.kinds)
    own = {word: kinds for word, kinds in topics.items() if not learned.issuperset(kinds)}
    for sentence, (first, stop) in enumerate(units.sentences) if own else ():
        words = range(units.at[first], units.at[stop])
        if sentence in told or sentence < document.heading or len(words) < _SHORTEST or not document.times_in(sentence):
            continue
        signs = ((index, kind) for index in words for kind in own.get(units.words[index], ()) if kind not in learned)
        found = [sign for sign in signs if sign not in other]
        if not found or not any(is_past(units, index) for index in words):
            continue
        counts = Counter(kind for _, kind in dict.fromkeys((units.words[index], kind) for index, kind in found))
        kind = counts.most_common(1)[0][0]
        yield _faint(kind, sentence, next(index for index, each in found if each == kind), "topics")


def _faint(kind: str, sentence: int, at: int, rule: str) -> Draft:
    hit = Hit(kind, at, at + 1, Pattern(kind, (), True, False, rule))
    return Draft(kind, sentence, at, at + 1, [hit], weak=True, nominal=True, faint=True)


def without_told(drafts: list[Draft], learned: frozenset[str]) -> list[Draft]:
    """Without the faint ones of kinds that nobody has learned, if they have no day or their sentence tells anything."""
    told = {draft.sentence for draft in drafts if not draft.faint}
    return [
        draft
        for draft in drafts
        if not draft.faint or draft.root in learned or (_is_dated(draft) and draft.sentence not in told)
    ]


def without_doubles(drafts: list[Draft]) -> list[Draft]:
    """Without the faint ones of what a trigger tells of in the same sentence: they stand in for weak ones that fell."""
    told = {(draft.sentence, draft.root) for draft in drafts if not draft.faint}
    return [draft for draft in drafts if not draft.faint or (draft.sentence, draft.root) not in told]


def without_idle_words(drafts: list[Draft]) -> list[Draft]:
    """None, if only the wording of the text speaks of anything: news tells something outright."""
    return [] if all(draft.faint and draft.hits[0].pattern.text == _BY_WORDING for draft in drafts) else drafts


def _is_dated(draft: Draft) -> bool:
    return draft.dating is not None and draft.dating.basis == "explicit" and draft.dating.starts is not None
