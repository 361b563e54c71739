"""What rules left out although the wording of its sentence speaks for it: it is judged like the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
