"""What rules left out although the wording of its sentence speaks for it: it is judged like the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.spoken import WORTH, Spoken


def with_fallen(kept: Sequence[Draft], found: Iterable[Draft], spoken: Spoken) -> list[Draft]:
    """The claims that were kept, with what was found in sentences that tell nothing of its kind now.

    One claim of a kind for each sentence: what another sentence is held to tell more fully, or what is no news by a
    rule. It is faint, and its `fell` says so. The dead whom their own sentence gives to an attack are not told again.
    """
    told = {(draft.sentence, draft.root) for draft in kept}
    risen = list(kept)
    for draft in found:
        place = draft.sentence, draft.root
        if draft.carried or place in told or spoken.of(*place) < WORTH:
            continue
        told.add(place)
        draft.faint = draft.fell = True
        risen.append(draft)
    return risen


def tell_apart(document: Document, shown: Sequence[Draft]) -> None:
    """Take from each claim the sentences, and their numbers, that one which fell now tells by itself."""
    told = {(draft.sentence, draft.root) for draft in shown if draft.fell}
    sentence_of = document.units.sentence
    for draft in shown:
        gone = {sentence for sentence in draft.also if (sentence, draft.root) in told}
        if gone:
            draft.also = [sentence for sentence in draft.also if sentence not in gone]
            draft.quantities = [
                each for each in draft.quantities if sentence_of[document.unit_at(each.start)] not in gone
            ]
