"""The same event told twice: "was shot on Oct. 3 ... was shot at 10 p.m.", "a week after he was shot"."""

from __future__ import annotations

from typing import Final, NamedTuple

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.periods import Period
from timeline.text.sentences import sentence_of

# Words looked at on each side of an expression, within its sentence.
_REACH: Final = 30
# Shorter words that end like a past tense seldom are one.
_SHORTEST_PAST: Final = 5
_ENDS: Final = frozenset((".", "!", "?", "\n"))
# Days said that are looked at.
_DAYS: Final = 20
# Words that are the same so far are one word in another form: mobilised, mobilization.
_STEM: Final = 5
_SHORTEST_WORD: Final = 4
# So many words in common tell of one event.
_COMMON: Final = 2
# A noun that stands as close to a day is on it: "the explosion on Monday".
_BESIDE: Final = 3


def _sentence(match: Match) -> range:
    """The tokens around a match, within its sentence."""
    tokens = match.scan.tokens
    first = max(sentence_of(match.scan.sentences, match.start_token), match.start_token - _REACH)
    last = match.end_token
    while last < min(len(tokens), match.end_token + _REACH) and tokens.words[last] not in _ENDS:
        last += 1
    return range(first, last)


def happenings(match: Match) -> frozenset[str]:
    """The verbs that say what happened in the sentence of a match, but none that goes with anything."""
    words = match.scan.tokens.words
    return frozenset(words[index] for index in _sentence(match) if _is_happening(words[index], match))


def _is_happening(word: str, match: Match) -> bool:
    cue = match.scan.lexicon.cue
    if word in cue("empty_verbs"):
        return False
    return word in cue("past") or (len(word) >= _SHORTEST_PAST and word.endswith(tuple(cue("past_endings"))))


class Telling(NamedTuple):
    """A sentence that says a day, and the words in it that tell of something."""

    tokens: range
    words: dict[str, bool]


def day_of_event(
    match: Match, clause: range, days: list[tuple[Period, Match]], read: dict[int, Telling]
) -> Period | None:
    """The day on which the text has said before that the event of a clause was; None when it has said none.

    clause: the tokens that tell the event. days: the days said so far, each with where. read: what their sentences
    tell, by token; what is missing is put in, so that no sentence is read twice.
    """
    told = _telling(match, clause)
    if not told:
        return None
    best: tuple[int, Period | None] = (0, None)
    for period, said in reversed(days[-_DAYS:]):
        if said.start_token not in read:
            sentence = _sentence(said)
            read[said.start_token] = Telling(sentence, _telling(said, sentence))
        common = _common(told, match, clause, said, read[said.start_token])
        if common > best[0]:
            best = common, period
    return best[1]


def _telling(match: Match, tokens: range) -> dict[str, bool]:
    """The words of a clause by their beginnings, and whether each says what happened: no name, no verb of anything."""
    cue, words = match.scan.lexicon.cue, match.scan.tokens.words
    return {
        words[index][:_STEM]: words[index] not in cue("empty_verbs") and not match.capital(index)
        for index in tokens
        if len(words[index]) >= _SHORTEST_WORD and words[index].isalpha() and words[index] not in cue("empty_words")
    }


def _common(told: dict[str, bool], match: Match, clause: range, said: Match, telling: Telling) -> int:
    """How many words a clause has in common with what is told of a day, or 0 where they don't say the same event."""
    if match.start_token in telling.tokens:
        return 0
    common = [stem for stem in told if stem in telling.words]
    if not any(told[stem] for stem in common):
        return 0
    if len(common) >= _COMMON or (len(told) == 1 and _beside(said, common[0])):
        return len(common)
    words = match.scan.tokens.words
    of_someone = words[clause.start] in match.scan.lexicon.cue("pronouns")
    verbs = (words[index] for index in clause if _is_happening(words[index], match))
    return 1 if of_someone and any(verb[:_STEM] == common[0] for verb in verbs) else 0


def _beside(said: Match, stem: str) -> bool:
    words = said.scan.tokens.words
    near = [*words[max(0, said.start_token - _BESIDE) : said.start_token]]
    near += words[said.end_token : said.end_token + _BESIDE]
    return any(word[:_STEM] == stem for word in near)
