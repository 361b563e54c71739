"""Who says it (speaker) and who passes it on (carrier)."""

from __future__ import annotations

from dataclasses import dataclass

from timeline.text import Tokens


@dataclass(frozen=True, slots=True)
class Attribution:
    """`start`/`end`: the words that attribute, from the speaker to the verb, in code points.

    `kind`: says, according, quoted, outlet (only an outlet says it: it is the speaker), reported (nobody is named),
    colon.
    """

    speaker: str | None
    carrier: str | None
    start: int
    end: int
    kind: str


def find_attribution(tokens: Tokens, first: int, stop: int, previous_speaker: str | None = None) -> list[Attribution]:
    """The attributions of one sentence, in order; a pronoun stands for the previous speaker where one is given."""
    return []
