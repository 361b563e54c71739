"""The same event told twice, by its verbs alone: "was shot on Oct. 3 ... was shot at 10 p.m."."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match
from timeline.text.sentences import sentence_of

# Words looked at on each side of an expression, within its sentence.
_REACH: Final = 30
# Shorter words that end like a past tense seldom are one.
_SHORTEST_PAST: Final = 5
_ENDS: Final = frozenset((".", "!", "?", "\n"))


def happenings(match: Match) -> frozenset[str]:
    """The verbs that say what happened in the sentence of a match, but none that goes with anything."""
    tokens, lexicon = match.scan.tokens, match.scan.lexicon
    first = max(sentence_of(match.scan.sentences, match.start_token), match.start_token - _REACH)
    last = match.end_token
    while last < min(len(tokens), match.end_token + _REACH) and tokens.words[last] not in _ENDS:
        last += 1
    endings, past, empty = tuple(lexicon.cue("past_endings")), lexicon.cue("past"), lexicon.cue("empty_verbs")
    words = tokens.words[first:last]
    return frozenset(
        word
        for word in words
        if word not in empty and (word in past or (len(word) >= _SHORTEST_PAST and word.endswith(endings)))
    )
