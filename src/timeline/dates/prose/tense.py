"""Does the sentence around a date look ahead or back? Told by the verbs nearest to it, without parsing."""

from __future__ import annotations

from typing import Final

from timeline.dates.prose.grammar import Match
from timeline.dates.prose.lexemes import Lexicon
from timeline.text.sentences import sentence_of
from timeline.text.tokens import Tokens

# Words looked at on each side of an expression.
_REACH: Final = 40
# A word of reporting ("said") that is farther away reports something else than the date.
_NEXT_TO: Final = 3
# "Is in Brussels on": so many words at most before a day on which somebody will be somewhere.
_IN_PLACE: Final = 5
# The lists of words that say something of the tense; but for them only forms in the past do.
_TELLING: Final = (
    *("breaks", "compares_numbers", "reporting", "calls", "to_be", "appears", "future", "plain_ahead", "infinitive"),
    *("set", "progressive", "scheduled", "perfect", "past", "present"),
)
_CLAUSE_ENDS: Final = frozenset((".", ";", "\n", "?", "!"))
# Shorter words that end like a past tense seldom are one.
_SHORTEST_PAST: Final = 5


def tense(match: Match) -> str | None:
    """`past` or `future` by the nearest cue before the expression in its sentence, else after it; or None.

    A verb in the present or an infinitive ends the search without saying either. "The year to March" is over.
    """
    tokens, lexicon = match.scan.tokens, match.scan.lexicon
    if points_ahead(match):
        return "future"
    found = _before(match, tokens, lexicon) or _after(match, tokens, lexicon)
    if found in (None, "present", "open"):
        if match.preceded("range_joints") and match.preceded("spans_to", 2):
            return "past"
        return "future" if match.preceded("onwards") else None
    return None if found == "future" and _is_counted_from(match) else found


def is_open(match: Match) -> bool:
    """True behind "was expected to" and "was to": it may have come or be still to come."""
    return _before(match, match.scan.tokens, match.scan.lexicon) == "open"


def _is_counted_from(match: Match) -> bool:
    """True in "two months after the Jan. 22 vote": the verbs tell of a later day, and the vote may be over."""
    back = 1 + match.preceded("the")
    return match.preceded("counts_after", back) and match.preceded("lasting_units", back + 1)


def points_ahead(match: Match) -> bool:
    """True behind "until", "ahead of", "as soon as", "called for" and "is on": whatever the verbs say, it is ahead."""
    soon = match.before() == "as" and match.preceded("as_soon", 2)
    ahead = match.preceded("of") and match.preceded("ahead", 2)
    fixed = match.preceded("for_length") and match.preceded("called", 2)
    moved = match.preceded("infinitive") and match.preceded("put_off", 2)
    return (
        soon
        or ahead
        or fixed
        or moved
        or (match.preceded("towards") and not _lasted(match))
        or match.preceded("to_be", 1 + match.preceded("on"))
    )


def _lasted(match: Match) -> bool:
    """True in "the looting went on until Tuesday", of what only lasts so long."""
    return any(match.preceded("lasted", 1 + back) for back in range(1, _NEXT_TO))


def _before(match: Match, tokens: Tokens, lexicon: Lexicon) -> str | None:
    first = max(sentence_of(match.scan.sentences, match.start_token), match.start_token - _REACH)
    for index in range(match.start_token - 1, first - 1, -1):
        word, distance = tokens.words[index], match.start_token - index
        if _is_idle(word, lexicon):
            continue
        if word in lexicon.cue("breaks"):
            break
        if word in lexicon.cue("compares_numbers") and _is_number(tokens, index + 1, lexicon):
            return "past"
        if word in lexicon.cue("reporting") and distance > _NEXT_TO:
            return "present"
        if word in lexicon.cue("calls") and _calls(tokens, index, match.start_token, lexicon):
            return "future"
        stands = word in lexicon.cue("to_be") or word in lexicon.cue("appears")
        if stands and tokens.word(index + 1) in lexicon.cue("places") and distance <= _IN_PLACE:
            return "future"
        found = _cue(tokens, index, lexicon)
        if found:
            return found
    return None


def _calls(tokens: Tokens, index: int, end: int, lexicon: Lexicon) -> bool:
    """Invited them to talks, called for a strike: what it is for is still to come, but "called for calm" is over."""
    if tokens.word(index - 1) in lexicon.cue("past_auxiliary"):
        return False
    return any(word in lexicon.cue("gatherings") for word in tokens.words[index + 1 : end])


def _is_number(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Up from 165, from $3 million, from about 40 percent."""
    index += tokens.word(index) in lexicon.cue("about")
    word = tokens.word(index) if tokens.word(index)[:1].isalnum() else tokens.word(index + 1)
    return word[:1].isdecimal()


def _after(match: Match, tokens: Tokens, lexicon: Lexicon) -> str | None:
    for index in range(match.end_token, min(match.end_token + _REACH, len(tokens))):
        if tokens.words[index] in _CLAUSE_ENDS:
            break
        found = None if _is_idle(tokens.words[index], lexicon) else _cue(tokens, index, lexicon)
        if found:
            return found
    return None


def _is_idle(word: str, lexicon: Lexicon) -> bool:
    """True for most words, which say nothing of the tense."""
    return word not in lexicon.cues_of(_TELLING) and not _looks_past(word, lexicon)


def _looks_past(word: str, lexicon: Lexicon) -> bool:
    return len(word) >= _SHORTEST_PAST and _ends(word, "past_endings", lexicon)


def _cue(tokens: Tokens, index: int, lexicon: Lexicon) -> str | None:
    """What a word says of the tense: past, present, future or nothing."""
    word, before, after = tokens.words[index], tokens.word(index - 1), tokens.word(index + 1)
    if word in lexicon.cue("future"):
        return None if _is_noun(tokens, index, lexicon) else "future"
    if word in lexicon.cue("plain_ahead"):
        return None if any(before in lexicon.cue(name) for name in ("infinitive", "no_verb", "did")) else "future"
    if word in lexicon.cue("infinitive"):
        return _infinitive(tokens, index, lexicon)
    if word in lexicon.cue("set") and after not in lexicon.cue("set_ahead"):
        return "past"
    if word in lexicon.cue("progressive"):
        return "future" if before in lexicon.cue("to_be") else None
    if word in lexicon.cue("scheduled"):
        return None if _is_reason(tokens, index, lexicon) else _scheduled(before, tokens.word(index - 2), lexicon)
    if word in lexicon.cue("perfect") and before in lexicon.cue("infinitive"):
        return "past" if _is_participle(after, lexicon) else None
    if word in lexicon.cue("past") or _looks_past(word, lexicon):
        led = any(before in lexicon.cue(name) for name in ("infinitive", "future", "to_be", "no_past"))
        return None if led else "past"
    plain = word in lexicon.cue("present") and before not in lexicon.cue("infinitive")
    return "present" if plain else None


def _ends(word: str, cue: str, lexicon: Lexicon) -> bool:
    return word.endswith(tuple(lexicon.cue(cue)))


def _is_participle(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.cue("past") or _ends(word, "participle_endings", lexicon)


def _is_noun(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """The month of May is no verb, and its own plan looks nowhere."""
    word, after = tokens.words[index], tokens.word(index + 1)
    if word in lexicon.cue("month_names_too"):
        return tokens.raw(index)[0].isupper()
    verb = after in lexicon.cue("infinitive") or after in lexicon.cue("no_verb")
    return word in lexicon.cue("ahead_or_noun") and not verb


def _infinitive(tokens: Tokens, index: int, lexicon: Lexicon) -> str | None:
    """To meet: ahead behind "is" and "plans", as its verb behind "scheduled", open behind "was" and another verb.

    Something to be held is to come; something that needs to be held may not be.
    """
    before = tokens.word(index - 1)
    if any(before in lexicon.cue(name) for name in ("to_be", "future", "to_ahead")):
        return "future"
    if before in lexicon.cue("past_auxiliary"):
        return "open"
    if _is_reason(tokens, index - 1, lexicon):
        return None
    if before in lexicon.cue("scheduled"):
        return _scheduled(tokens.word(index - 2), tokens.word(index - 3), lexicon)
    following = tokens.raw(index + 1) if index + 1 < len(tokens) else ""
    if following in lexicon.cue("been") and _is_participle(tokens.word(index + 2), lexicon):
        return None if _is_participle(before, lexicon) or before in lexicon.cue("leads_passive") else "future"
    no_verb = any(following in lexicon.cue(name) for name in ("no_verb", "no_infinitive"))
    return "present" if following.isalpha() and following.islower() and not no_verb else None


def _is_reason(tokens: Tokens, index: int, lexicon: Lexicon) -> bool:
    """Flights are due to leave, or cancelled due to snow."""
    if tokens.word(index) not in lexicon.cue("because") or tokens.word(index + 1) not in lexicon.cue("infinitive"):
        return False
    before = tokens.word(index - 1)
    return before != "," and not any(before in lexicon.cue(name) for name in ("to_be", "past_auxiliary", "been"))


def _scheduled(before: str, earlier: str, lexicon: Lexicon) -> str:
    """Scheduled, planned, expected: ahead; "was planned" leaves it open, and "had been planned" more so."""
    if before in lexicon.cue("past_perfect") or earlier in lexicon.cue("past_perfect"):
        return "present"
    undecided = before in lexicon.cue("past_auxiliary") or before in lexicon.cue("once_planned")
    return "open" if undecided else "future"
