"""Whether a word stands as a verb or as a noun, told by its ending and its neighbours."""

from __future__ import annotations

from typing import Final

from timeline.extract.units import COMMA, STOP, Units

_BEFORE_NOUN: Final = frozenset(
    """a an the this that these those his her its their our my your some any no every each another all both
    of in on at by for from with into during after before amid despite since following under against
    first second third last latest recent new fresh several many few two three four five six seven eight nine ten
    mass massive major heavy deadly fatal bloody violent public national general mortal fierce intense sporadic daily
    military armed terrorist guerrilla rebel nuclear air drone missile rocket bomb mortar artillery police street
    alleged suspected possible planned imminent""".split()
)
_BEFORE_VERB: Final = frozenset(
    """to will would shall should can could may might must do does did has have had is are was were be been being
    he she they it we i you who which not also never already immediately reportedly allegedly later then and or
    them him themselves""".split()
)
_ADVERBS: Final = frozenset("also again then just later now still already soon reportedly allegedly".split())
_BEHIND_VERB: Final = frozenset(
    """the a an this that these those his her its their at on upon into against back him them it us me
    two three four five six seven eight nine ten several some many more to""".split()
)


def is_verb(units: Units, index: int) -> bool:
    """True when the word at the index looks like a verb there (a participle before a noun does not)."""
    words = units.words
    word, before, behind = words[index], _before(units, index), words[index + 1]
    if before in _BEFORE_VERB:
        return True
    if word.endswith("ing"):
        return behind in _BEHIND_VERB if before in _BEFORE_NOUN else before in (COMMA, STOP) or behind in _BEHIND_VERB
    if word.endswith("ed") or word in _IRREGULAR_PAST:
        return before not in _BEFORE_NOUN or behind in (COMMA, STOP, "by", "in", "on", "at")
    if before in _BEFORE_NOUN or before == "'s" or units.tokens.word(units.token[index] - 1) in ("'s", "’s"):
        return False
    return behind in _BEHIND_VERB or (before in (STOP, COMMA) and behind not in ("of", "in", "on", "by", STOP, COMMA))


_ARTICLES: Final = frozenset("a an the his her its their this these those of".split())
_IRREGULAR_PAST: Final = frozenset(
    """shot struck hit set fought fell took threw broke cut killed burnt burned stole held drove led went came fled
    left ran rose met struck slain bombed blew began""".split()
)


def _before(units: Units, index: int) -> str:
    index -= 1
    while index >= 0 and units.words[index] in _ADVERBS:
        index -= 1
    return units.words[index] if index >= 0 else STOP
