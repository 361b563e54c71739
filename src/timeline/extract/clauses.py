"""In what clause of its sentence a word stands: the main one, or one that speaks of what is known or wanted."""

from __future__ import annotations

from enum import Enum
from typing import Final

from timeline.extract.units import COMMA, STOP, Units

_RELATIVES: Final = frozenset(("who", "which", "whose", "whom", "where"))
# What stands behind these has happened by the time of the main clause.
_TIMES: Final = frozenset(("after", "before", "since", "following", "until"))
_GROUNDS: Final = frozenset(("because", "although", "though", "despite", "amid", "as", "while", "when", "once"))
_DOUBTS: Final = frozenset(("if", "whether", "unless"))


class Clause(Enum):
    """The clauses that are told apart."""

    MAIN = "main"
    CONTENT = "content"
    RELATIVE = "relative"
    TIME = "time"
    GROUND = "ground"
    DOUBT = "doubt"
    AIM = "aim"


_OPENERS: Final = {
    **dict.fromkeys(_RELATIVES, Clause.RELATIVE),
    **dict.fromkeys(_TIMES, Clause.TIME),
    **dict.fromkeys(_GROUNDS, Clause.GROUND),
    **dict.fromkeys(_DOUBTS, Clause.DOUBT),
    "that": Clause.CONTENT,
}


def clause_of(units: Units, index: int) -> Clause:
    """The clause that a unit stands in, told by the nearest word before it that opens one; a comma closes it."""
    words = units.words
    begins = units.at[units.sentences[units.sentence[index]][0]]
    if index > begins and words[index - 1] == "to":
        return Clause.AIM
    for at in range(index - 1, begins - 1, -1):
        if words[at] in (COMMA, STOP):
            return Clause.MAIN
        opened = _OPENERS.get(words[at])
        if opened is not None:
            return opened
    return Clause.MAIN
