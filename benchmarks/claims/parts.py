"""What is learned from all articles, and what from all but a part of `signs`.

Signs are weighed on articles that words and network have not seen, as they have not seen a new text. So each part of
`signs` is judged by what was learned from `words` and the other parts; what the program comes with was learned from
all. After Wolpert, "Stacked generalization" (1992).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy
from corpus import PARTS, Article
from learning import LEXICON
from sentences import Sentences, together

from timeline.extract.network import Network, of_arrays

_HERE: Final = Path(__file__).parent
# The network as `teach.py` leaves it: it has seen no reading of `signs`.
TAUGHT: Final = _HERE / "taught.npz"
# What no part is kept from, and the parts.
LEFT_OUT: Final = (None, *range(PARTS))


def path_of(part: int | None) -> Path:
    """Where the network lies that has not seen this part of `signs`; None: that of the program."""
    return LEXICON / "network.npz" if part is None else _HERE / "parts" / f"network{part}.npz"


def network_at(path: Path) -> Network:
    """What lies there."""
    with numpy.load(path) as told:
        return of_arrays({name: told[name] for name in told.files})


def without(part: int | None, articles: Sequence[Article], sentences: Sequence[Sentences]) -> Sentences:
    """The sentences of the articles, given for each, that are not of that part; None: of all."""
    both = zip(articles, sentences, strict=True)
    return together([each for article, each in both if part is None or article.part != part])
