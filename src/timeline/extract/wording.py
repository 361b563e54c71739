"""How much the words of a sentence speak for a kind, whatever its triggers: `lexicon/wording.toml` has their odds.

The odds of a word are how much oftener it stands in sentences that tell of the kind (Monroe, Colaresi and Quinn 2008,
"Fightin' Words", without their prior); `benchmarks/claims/fit.py` counts them in articles that were read by hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeAlias

from timeline.extract import wordlists

# A word to the kinds that it speaks for, each with how much.
Odds: TypeAlias = Mapping[str, Mapping[str, float]]


@lru_cache(maxsize=1)
def odds() -> Odds:
    """The odds that come with the program."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, words in wordlists.load("wording").values.items():
        for word, much in words.items():
            found[word][kind] = much
    return dict(found)


@lru_cache(maxsize=1)
def read_kinds() -> frozenset[str]:
    """The kinds that were read by hand often enough."""
    return frozenset(wordlists.load("wording").values)


def spoken_for(words: Iterable[str], known: Odds) -> dict[str, float]:
    """By kind: what the words, each counted once, say for it together."""
    found: dict[str, float] = defaultdict(float)
    for word in {*words}:
        for kind, much in known.get(word, {}).items():
            found[kind] += much
    return found
