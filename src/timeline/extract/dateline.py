"""The agency in a dateline: `KYIV, Sept 27 (Reuters) -`, `SAN SALVADOR, 8 JAN 90 (EFE) --`."""

from __future__ import annotations

from typing import Final

from timeline.extract.attribution import Attribution
from timeline.extract.speakers import name_of
from timeline.text import Tokens

_REACH: Final = 60
_LONGEST: Final = 8
_DASHES: Final = frozenset({"-", "--", "–", "—"})


def find_dateline(tokens: Tokens) -> Attribution | None:
    """The carrier that the dateline of a document names, of kind `dateline`; None without one.

    Brackets and a dash behind them make a dateline; what they hold is taken for a carrier when it is a known agency or
    a kind of outlet ("RADIO VENCEREMOS").
    """
    stop = min(len(tokens), _REACH)
    for at in range(stop):
        if tokens.words[at] != "(":
            continue
        end = next((near for near in range(at + 1, min(stop, at + _LONGEST)) if tokens.words[near] == ")"), None)
        if end is None or tokens.word(end + 1) not in _DASHES:
            continue
        name = name_of(tokens, at + 1, end)
        if name is not None and (name.outlet or tokens.words[at + 1] in ("radio", "television", "tv")):
            inner = tokens.text[tokens.starts[name.first] : tokens.ends[name.stop - 1]]
            text = name.text if name.outlet else " ".join(inner.split())
            return Attribution(None, text, tokens.starts[at], tokens.ends[end], "dateline")
    return None
