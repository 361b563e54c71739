"""The forms in which an English word can stand in a text, made from its dictionary form."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Final

_VOWELS: Final = frozenset("aeiou")
_HISSING: Final = ("s", "x", "z", "ch", "sh")
_NEVER_DOUBLED: Final = frozenset("wxyh")


@lru_cache(maxsize=1)
def irregular() -> dict[str, tuple[str, ...]]:
    """Dictionary form to its irregular forms, from irregular.txt."""
    lines = (files(__package__) / "irregular.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split() for line in lines if line and not line.startswith("#"))
    return {lemma: tuple(forms) for lemma, *forms in entries}


@lru_cache(maxsize=1)
def _closed() -> frozenset[str]:
    """Words that only ever stand as they are, from closed.txt."""
    return frozenset((files(__package__) / "closed.txt").read_text(encoding="utf-8").split())


@lru_cache(maxsize=8192)
def inflected(word: str) -> frozenset[str]:
    """The word and its forms in -s, -ed and -ing, irregular ones, and -ise for -ize.

    Forms that do not exist ("officed") are among them: they do no harm, as no text has them.

    >>> sorted(inflected("shoot")), "rallied" in inflected("rally"), "stopped" in inflected("stop")
    (['shoot', 'shooted', 'shooting', 'shootings', 'shoots', 'shot'], True, True)
    """
    if word in _closed() or len(word) < 2 or not word.isalpha():
        return frozenset((word,))
    found = {word, *irregular().get(word, ())}
    if word.endswith("e"):
        found.add(word + "d")
    for stem in _stems(word):
        found |= {stem + "ed", stem + "ing", stem + "ings"}
    found.add(_with_s(word))
    if "iz" in word[2:]:
        head, _, tail = word.rpartition("iz")
        found |= inflected(f"{head}is{tail}")
    return frozenset(found)


def _stems(word: str) -> tuple[str, ...]:
    """What -ed and -ing are put to; for -y the -ied form is covered by two stems."""
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return (word[:-1],)
    if word.endswith("y") and word[-2] not in _VOWELS:
        return (word[:-1] + "i", word)
    last, before = word[-1], word[-2]
    if last not in _VOWELS and last not in _NEVER_DOUBLED and before in _VOWELS:
        return (word, word + last)
    return (word,)


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(_HISSING) else "s")
