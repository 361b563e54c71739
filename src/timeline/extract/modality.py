"""Whether a trigger is asserted, planned, denied or hypothetical where it stands, by cue words that govern it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from timeline.extract import wordlists
from timeline.extract.wordlists import Lists, Phrases
from timeline.text import Tokens

_REACH: Final = 18
_WINDOW: Final = 60
_SHORTEST_PAST: Final = 4
_JOINTS: Final = frozenset({",", "—", "--", "–", "and"})
_LEFT: Final = ("denied", "planned", "hypothetical", "soft")


class Modality(NamedTuple):
    """`cue`: the code-point span of the words that settle it, None for a plain assertion; `alleged`: "allegedly"."""

    modality: str
    cue: tuple[int, int] | None
    alleged: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    """Tokens `first` to `stop`; name: denied, planned, hypothetical or soft."""

    name: str
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Words:
    lists: Lists
    left: tuple[tuple[str, Phrases], ...]
    right: tuple[tuple[str, Phrases], ...]
    subordinators: frozenset[str]
    breaks: frozenset[str]
    months: frozenset[str]
    verbs: frozenset[str]
    aux: frozenset[str]
    adverbs: frozenset[str]
    say: frozenset[str]
    pronouns: frozenset[str]
    determiners: frozenset[str]
    gate: frozenset[str]
    # Of every cue on the left its last word, of the phrases on the right their first.
    ends_left: frozenset[str]
    opens_right: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    own, common = wordlists.load("modality"), wordlists.load("phrases")
    left = tuple((name, own.phrases[name]) for name in _LEFT)
    right = tuple((name, own.phrases[f"after_{name}"]) for name in ("denied", "planned", "hypothetical"))
    singles = own.union("negations", "no", "plans", "supposes", "conditions", "asserted_softly")
    ends_left = singles.union(*(group.by_last for _, group in left))
    gate = ends_left.union(*(group.by_last for _, group in right), {"?"})
    pronouns = frozenset(["he", "she", "it", "they", "we", "i", "you"])
    return _Words(
        own,
        left,
        right,
        own.words["subordinators"],
        own.words["breaks"],
        common.words["months"],
        common.words["verbs"],
        common.words["auxiliaries"],
        common.words["adverbs"] - {"not", "never"},
        own.words["say"],
        pronouns,
        common.words["determiners"],
        gate,
        ends_left,
        frozenset().union(*(group.by_first for _, group in right)),
    )


def modality_of(tokens: Tokens, first: int, stop: int, trigger: tuple[int, int]) -> Modality:
    """The modality of the trigger (a token range) inside its sentence (first, stop)."""
    first, stop = max(first, trigger[0] - _WINDOW), min(stop, trigger[1] + _WINDOW)
    if _words().gate.isdisjoint(tokens.words[first:stop]):
        return Modality("asserted", None)
    if _question(tokens, first, stop):
        cue: _Cue | None = _Cue("hypothetical", stop - 1, stop)
    else:
        cue = _inside(tokens, trigger) or _left(tokens, first, trigger) or _right(tokens, stop, trigger)
    if cue is None:
        return Modality("asserted", None)
    span = (tokens.starts[cue.first], tokens.ends[cue.stop - 1])
    if cue.name == "soft":
        return Modality("asserted", span, alleged=True)
    return Modality(cue.name, span)


def _question(tokens: Tokens, first: int, stop: int) -> bool:
    at = stop - 1
    while at > first and tokens.words[at] in "\"'”’)":
        at -= 1
    return tokens.words[at] == "?"


def _inside(tokens: Tokens, trigger: tuple[int, int]) -> _Cue | None:
    """A cue among the trigger's own words."""
    own, within = _words().lists.words, _words().lists.phrases["planned_within"]
    for at in range(*trigger):
        word = tokens.words[at]
        if word in own["negations"] or word in own["no"]:
            return _Cue("denied", at, at + 1)
        if word in own["plans"]:
            return _Cue("planned", at, at + 1)
        if word in own["supposes"] and not _other_sense(tokens, at):
            return _Cue("hypothetical", at, at + 1)
        size = within.at(tokens, at, trigger[1])
        if size:
            return _Cue("planned", at, at + size)
    return None


def _left(tokens: Tokens, first: int, trigger: tuple[int, int]) -> _Cue | None:
    """The cue before the trigger that governs it: no clause begins between; what denies or supposes a plan wins."""
    at, limit = trigger[0], max(first, trigger[0] - _REACH)
    if _words().ends_left.isdisjoint(tokens.words[max(first, limit - 1) : at]):
        return None
    group = _verb_group(tokens, first, trigger[0])
    best: _Cue | None = None
    while at > limit:
        cue = _cue_before(tokens, first, at, trigger)
        if cue is not None and not (at < group and _of_other_verb(tokens, cue)):
            if cue.name in ("denied", "hypothetical"):
                return cue
            best = cue if best is None or best.name == "soft" else best
            at = cue.first
            continue
        step = _over_clause(tokens, first, at, trigger, group)
        if not step:
            return best or _softened(tokens, first, at)
        at -= step
    return best


def _verb_group(tokens: Tokens, first: int, trigger: int) -> int:
    """Where the auxiliaries of the trigger begin ("were" of "were later arrested"); the sentence's start without."""
    words, at = _words(), trigger
    while at > first and (tokens.words[at - 1] in words.aux or tokens.words[at - 1] in words.adverbs):
        at -= 1
    grouped = any(word in words.aux for word in tokens.words[at:trigger])
    return at if grouped and tokens.word(at - 1) != "to" else first


def _of_other_verb(tokens: Tokens, cue: _Cue) -> bool:
    """Whether the cue is an auxiliary or its negation, which belongs to the verb it stands at."""
    lists, word = _words().lists.words, tokens.words[cue.stop - 1]
    return cue.stop - cue.first == 1 and (
        word in lists["negations"] or word in lists["plans"] or word in lists["supposes"]
    )


def _softened(tokens: Tokens, first: int, at: int) -> _Cue | None:
    """An adverb before the comma where scope ends: "Allegedly, the guards beat ..."."""
    soft = (
        at - 2 >= first
        and tokens.words[at - 1] == ","
        and tokens.words[at - 2] in _words().lists.words["asserted_softly"]
    )
    return _Cue("soft", at - 2, at - 1) if soft else None


def _over_clause(tokens: Tokens, first: int, at: int, trigger: tuple[int, int], group: int) -> int:
    """How many tokens to step back, inserted clauses at once ("the army, which ..., had shot"); 0 where scope ends."""
    if tokens.words[at - 1] == "," and at in (trigger[0], group):
        other = next(
            (back for back in range(at - 2, max(first, at - _REACH) - 1, -1) if tokens.words[back] == ","), None
        )
        return at - other if other is not None else 0
    if _clause_begins(tokens, first, at - 1, trigger) or _stands_apart(tokens, first, at, trigger):
        return 0
    return 1


def _stands_apart(tokens: Tokens, first: int, at: int, trigger: tuple[int, int]) -> bool:
    """Whether the trigger is a noun that a cue further left says nothing about: "will respond to the attack"."""
    if trigger[0] - at > 3:
        return False
    lists, behind = _words().lists.words, tokens.words[at : trigger[0]]
    if "to" in behind or not _words().aux.isdisjoint(behind):
        return False
    word = tokens.words[at - 1]
    if word in lists["outer_prepositions"]:
        return True
    if behind[-1:] == ["and"]:  # "will rig the vote and annex the land"
        return False
    given = bool(behind) and behind[0] in lists["definite"]
    return given and word not in lists["light"] and (word == "to" or word[0].isalpha()) and word != "of"


def _cue_before(tokens: Tokens, first: int, at: int, trigger: tuple[int, int]) -> _Cue | None:
    """The cue that ends just before the token."""
    words, own = _words(), _words().lists.words
    word = tokens.words[at - 1]
    if word not in words.ends_left:
        return None
    size, name = max([(group.before(tokens, first, at), name) for name, group in words.left])
    if size > 1 or (size and word not in own["conditions"]):
        return _phrase_cue(tokens, first, at, size, name)
    if word in own["negations"] or word in own["no"]:
        return _negation(tokens, first, at, trigger)
    if word in own["plans"]:
        return _Cue("planned", at - 1, at)
    if word in own["supposes"] and not _other_sense(tokens, at - 1):
        return _supposed(tokens, first, at)
    if word in own["conditions"]:
        return _condition(tokens, first, at)
    if word in own["asserted_softly"]:
        return _Cue("soft", at - 1, at)
    return None


def _phrase_cue(tokens: Tokens, first: int, at: int, size: int, name: str) -> _Cue | None:
    begin = at - size
    before = tokens.word(begin - 1) if begin > first else ""
    negated = before in _words().lists.words["negations"]
    if negated and name == "denied":
        return None
    return _Cue("denied" if negated else name, begin - negated, at)


def _negation(tokens: Tokens, first: int, at: int, trigger: tuple[int, int]) -> _Cue | None:
    """A negation, unless what it negates is saying or knowing ("did not say who attacked"), or it is "not only"."""
    following = tokens.word(at)
    if (
        following in ("only", "just", "least", "less", "more", "fewer", "longer", "long", "far", "to")
        and following != "to"
    ):
        return None
    if any(word in _words().say for word in tokens.words[at : min(trigger[0], at + 3)]):
        return None
    return _Cue("denied", at - 1, at)


def _supposed(tokens: Tokens, first: int, at: int) -> _Cue:
    """Reads "would" behind a verb of announcing is a plan ("said it would close the border"), else a supposition."""
    words = _words()
    if tokens.words[at - 1] == "would":
        window = tokens.words[max(first, at - 10) : at - 1]
        if (
            any(word in words.lists.phrases["said_would"].by_last for word in window)
            and "if" not in tokens.words[first:at]
        ):
            return _Cue("planned", at - 1, at)
    negated = tokens.word(at) in ("not", "never")
    return _Cue("denied" if negated and tokens.words[at - 1] != "may" else "hypothetical", at - 1, at)


def _condition(tokens: Tokens, first: int, at: int) -> _Cue:
    """Reads "whether to close the airport", denied when no decision had been made on it"""
    window = tokens.words[max(first, at - 10) : at - 1]
    if (
        tokens.words[at - 1] == "whether"
        and ("decision" in window or "decided" in window)
        and {"no", "not", "yet"} & set(window)
    ):
        return _Cue("denied", at - 1, at)
    return _Cue("hypothetical", at - 1, at)


def _other_sense(tokens: Tokens, at: int) -> bool:
    """Whether "may" is the month, or "would" that of a would-be robber."""
    if tokens.words[at] == "would":
        return tokens.word(at + 1) == "-" and tokens.glued(at + 1)
    if tokens.words[at] != "may":
        return False
    before, after = tokens.word(at - 1), tokens.word(at + 1)
    return (
        before[:1].isdigit()
        or after[:1].isdigit()
        or before
        in ("in", "of", "since", "last", "next", "by", "early", "late", "until", "mid", "this", "on", "before", "after")
    )


def _clause_begins(tokens: Tokens, first: int, at: int, trigger: tuple[int, int]) -> bool:
    """Whether a cue further left no longer governs: another clause begins at this token."""
    words, word = _words(), tokens.words[at]
    if word in words.breaks or word in words.subordinators:
        return True
    if word == "that":
        return not _opens_content(tokens, first, at)
    if word in _JOINTS:
        return _own_subject(tokens, at + 1, trigger[0]) or _new_clause(tokens, at + 1, trigger[0])
    return word in words.say and at < trigger[0] - 1 and word not in ("known", "clear")


def _opens_content(tokens: Tokens, first: int, at: int) -> bool:
    """Whether "that" opens what somebody denies, fears or plans, so that the cue before it reaches over it."""
    return any(group.before(tokens, first, at) for _, group in _words().left)


def _own_subject(tokens: Tokens, first: int, stop: int) -> bool:
    """Whether the words up to the trigger hold a finite verb or a subject of their own."""
    words = _words()
    if any(word in words.aux or word in words.verbs or word in words.pronouns for word in tokens.words[first:stop]):
        return True
    return any(_takes_object(tokens, at) for at in range(first + 1, stop - 1))


def _takes_object(tokens: Tokens, at: int) -> bool:
    """Whether a form in -ed is a finite verb: "the department lifted a warning"."""
    words, word = _words(), tokens.words[at]
    regular = word.endswith("ed") and len(word) > _SHORTEST_PAST and tokens.word(at - 1) not in words.determiners
    return regular and tokens.word(at + 1) in words.determiners


def _new_clause(tokens: Tokens, first: int, trigger: int) -> bool:
    """Whether subject and finite verb follow a comma or "and": "..., police stormed the hall"."""
    words, word = _words(), tokens.words[trigger]
    finite = word.endswith("ed") or word in words.verbs
    before = tokens.words[first:trigger]
    return finite and any(one[0].isalpha() and one not in words.adverbs and not one.endswith("ly") for one in before)


def _right(tokens: Tokens, stop: int, trigger: tuple[int, int]) -> _Cue | None:
    """The verb of a trigger that is a noun: "the referendum will be held", "the march was called off"."""
    words, limit = _words(), min(stop, trigger[1] + 9)
    for at in range(trigger[1], limit):
        word = tokens.words[at]
        for name, group in words.right if word in words.opens_right else ():
            size = group.at(tokens, at, stop)
            if size and not _other_sense(tokens, at):
                return _negated_right(tokens, at, size, name)
        if word in words.aux:
            negated = tokens.word(at + 1) in ("not", "never") or word in words.lists.words["negations"]
            return _Cue("denied", at, at + 2) if negated and _noun_before(tokens, trigger) and at + 2 <= stop else None
        if (
            word in words.breaks
            or word in words.subordinators
            or word in words.verbs
            or word in (",", "and", "that", "--", "to")
        ):
            return None
    return None


def _negated_right(tokens: Tokens, at: int, size: int, name: str) -> _Cue:
    negated = tokens.word(at + size) in ("not", "never")
    return _Cue("denied" if negated else name, at, at + size + negated)


def _noun_before(tokens: Tokens, trigger: tuple[int, int]) -> bool:
    """Whether the trigger is no finite verb: it ends in no -ed, or an article stands before it."""
    return not tokens.words[trigger[1] - 1].endswith("ed") or tokens.word(trigger[0] - 1) in _words().determiners
