"""In which sense a number counts once it is known what claim it belongs to: the claim's kind, mood and days decide
where the words beside the number leave it open.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from timeline.extract import wordlists
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.nearby import sentence_of
from timeline.extract.nouns import is_past
from timeline.extract.quantities import Quantity
from timeline.extract.senses import HARM, OWN_DAY, RATE

_LISTS: Final = wordlists.load("quantities")
_SUDDEN: Final = _LISTS.words["sudden"]
_LASTING: Final = _LISTS.words["lasting"]
_BEING: Final = frozenset(("in", "behind", "be", "is", "are", "was", "were", "remain", "remains", "remained"))
_CUSTODY: Final = frozenset(("custody", "bars", "jail", "prison", "detention", "captivity", "hospital"))
_STUCK: Final = frozenset(("caught", "trapped", "stranded", "stuck", "marooned"))
_HELD: Final = frozenset(("people", "detained", "abducted", "wounded"))
# How far back the cause of a toll is looked for, in tokens.
_CAUSE_REACH: Final = 400
# Beginnings of words by which money is promised or asked for rather than paid.
_PROMISED: Final = (
    *("pledg", "promis", "offer", "ask", "seek", "sought", "request", "appeal", "rais", "will", "would", "plan"),
    *("announc", "assistance", "package"),
)
# Those by which people and goods are promised.
_DECIDED: Final = ("agree", "approv", "pledg", "promis", "offer", "propos", "quota")
_AGREED: Final = {"money": _PROMISED} | dict.fromkeys(
    ("people", "deployed", "displaced", "weapons", "vehicles"), _DECIDED
)
# What happens and is over: what it counts is never a stock.
_HAPPEN: Final = frozenset(
    ("evacuation", "protest", "armed_attack", "office_attack", "disaster", "kidnapping", "robbery", "casualties")
)
# What people are in afterwards: homeless, cut off, in shelters.
_AFTERMATH: Final = frozenset(("disaster", "evacuation", "casualties"))
_STATES: Final = frozenset(("people", "displaced", "missing"))
_STANDING: Final = frozenset(("people", "vehicles", "queue", "count"))
_UNPLANNED: Final = HARM | {"length", "share", "area", "votes", "attacks"}
_FORCES: Final = frozenset(("people", "deployed", "called_up", "vehicles"))
_ORDERED: Final = frozenset(("deployment", "mobilization_order"))
# What comes together over time when it is told in the perfect tense without a day: arrivals, arrests, launches.
_GATHERING: Final = frozenset(
    ("crossings", "displaced", "detained", "called_up", "cases", "released", "weapons", "attacks", "killed", "wounded")
)
_MOVES: Final = frozenset(("border_crossing", "evacuation", "detention"))
# Fewer are told in the perfect tense as news of one happening.
_MANY: Final = 50
_TOLLS: Final = _LISTS.words["tolls"]
_PERFECT: Final = frozenset(("have", "has", "'ve"))
# Auxiliaries and words without one of which nothing is told as perfect, or as counted up to a day.
_BY_NOW: Final = _PERFECT | {"had"}
_UNTIL: Final = frozenset(("as", "by"))
_SAYING: Final = frozenset(("said", "reported", "announced", "confirmed", "put", "counted", "estimated", "claimed"))
_DAYS: Final = wordlists.load("phrases").union("weekdays", "months")
_PARTS_OF_DAY: Final = frozenset(("morning", "noon", "afternoon", "evening", "nightfall", "night", "midnight", "dawn"))
_VERB_REACH: Final = 5
_SECOND: Final = 3
_SUBJECT_REACH: Final = 10
# Words that begin a clause with a verb of its own.
_BREAKS: Final = frozenset((";", ":", "while", "whereas", "although", "though", "because", "who", "which", "whose"))
_JOINERS: Final = frozenset(("and", "but", "or", "bringing", "raising", "taking", "pushing", "leaving", "as", "with"))


def in_sense(document: Document, quantity: Quantity, draft: Draft) -> Quantity:
    """The quantity in the sense that its claim settles."""
    basis = _basis(document, quantity, draft)
    return quantity if basis == quantity.basis else replace(quantity, basis=basis)


def _basis(document: Document, quantity: Quantity, draft: Draft) -> str:
    if not draft.asserted and _is_planned(quantity, draft):
        return "target"
    if draft.root == "diplomacy" and quantity.basis == "flow" and quantity.measure in _AGREED:
        words = document.tokens.words[slice(*document.units.sentences[draft.sentence])]
        said = _AGREED[quantity.measure]
        return "target" if any(word.startswith(said) for word in words) else "flow"
    if not {"article", OWN_DAY, RATE}.isdisjoint(quantity.cues):
        return "flow"
    if draft.asserted and quantity.basis in ("flow", "since"):
        return _come_to(document, quantity, draft)
    done = quantity.basis == "target" and draft.asserted
    over = draft.root in _HAPPEN and not (draft.root in _AFTERMATH and quantity.measure in _STATES)
    over = over and not (draft.root == "protest" and any(cue.endswith("still") for cue in quantity.cues))
    momentary = quantity.basis == "stock" and (over or quantity.measure == "share")
    return "flow" if (done and draft.root in _HAPPEN) or momentary else quantity.basis


def _is_planned(quantity: Quantity, draft: Draft) -> bool:
    """Whether a claim that is no fact yet says how many it is to be."""
    planned = draft.modality is not None and draft.modality.modality in ("planned", "hypothetical")
    return planned and quantity.basis == "flow" and quantity.measure not in _UNPLANNED


def _come_to(document: Document, quantity: Quantity, draft: Draft) -> str:
    """Flow, stock or since, of what has happened."""
    if _is_state(document, quantity, draft):
        return "stock"
    dating = draft.dating
    if dating is not None and dating.since and (dating.span is None or _one_clause(document, quantity, dating.span)):
        return "since"
    if "toll" in quantity.cues or not _TOLLS.isdisjoint(quantity.cues):
        sudden = _by_words(quantity) and _cause(document, quantity) == "sudden"
        return "flow" if sudden and not _is_disaster(document, quantity) else "since"
    if quantity.basis == "since":
        return "stock" if draft.root == "deployment" and "since" not in quantity.cues else "since"
    if draft.root == "border_queue" and quantity.measure in _STANDING:
        return "stock"
    if draft.root in _ORDERED and quantity.measure in _FORCES and quantity.high is not None and quantity.low is None:
        return "target"
    return "since" if _has_gathered(document, quantity, draft) else "flow"


def _is_state(document: Document, quantity: Quantity, draft: Draft) -> bool:
    """Reads "six suspects are in custody": the trigger says what they are, not what befell them."""
    words = document.units.words[draft.first : draft.stop]
    held = words[0] in _BEING and not _CUSTODY.isdisjoint(words)
    stuck = draft.root == "border_restriction" and not _STUCK.isdisjoint(words)
    return quantity.measure in _HELD and (held or stuck)


def _by_words(quantity: Quantity) -> bool:
    """Whether only the word "toll" speaks for a running total, not a day since when."""
    return "since" not in quantity.cues


def _cause(document: Document, quantity: Quantity) -> str:
    """What the dead died of by this sentence, else those before it: "sudden" (a blast), "lasting" (a war) or ""."""
    words = document.tokens.words
    at = document.token_at(quantity.start)
    first, stop = sentence_of(document, quantity)
    near = (*range(first, stop), *range(first - 1, max(-1, at - _CAUSE_REACH), -1))
    word = next((words[each] for each in near if words[each] in _SUDDEN or words[each] in _LASTING), "")
    return "" if not word else "sudden" if word in _SUDDEN else "lasting"


def _is_disaster(document: Document, quantity: Quantity) -> bool:
    """Whether a quake, a storm or a wildfire is named, whose dead are found over days."""
    return not _LISTS.words["disasters"].isdisjoint(document.tokens.words[slice(*sentence_of(document, quantity))])


def _has_gathered(document: Document, quantity: Quantity, draft: Draft) -> bool:
    """Reads "20,000 have crossed into Chad", "the fighting has killed 400": what has come together so far."""
    if _is_done_already(document, quantity):
        return draft.dating is None or draft.dating.basis != "explicit" or draft.dating.said
    if (quantity.value or 0) < _MANY:
        return False
    gathers = (
        quantity.measure in _GATHERING
        or (quantity.measure in _FORCES and _is_by_then(document, quantity))
        or (quantity.measure == "people" and draft.root in _MOVES)
    )
    if not gathers or not _is_perfect(document, quantity) or _is_of_late(draft):
        return False
    if quantity.measure in HARM - {"detained"}:
        return _cause(document, quantity) == "lasting"
    start, end = clause_of(document, quantity)
    told = draft.dating is not None and draft.dating.basis == "explicit" and not draft.dating.said
    if told and not _is_by_then(document, quantity):
        return False
    timed = any(start <= document.token_at(each.start) < end for each in document.durations_in(draft.sentence))
    return not timed


def _is_of_late(draft: Draft) -> bool:
    """Reads "have been killed in the past three months": the number is that of the period."""
    dating = draft.dating
    return dating is not None and not dating.since and (dating.rule or "").startswith("past-")


def _is_done_already(document: Document, quantity: Quantity) -> bool:
    """Reads "has already frozen the assets of 87 people"."""
    words = document.tokens.words
    if "already" not in words[slice(*sentence_of(document, quantity))]:
        return False
    first, _ = clause_of(document, quantity)
    before = words[first : document.token_at(quantity.start)]
    return any(word in _PERFECT and behind == "already" for word, behind in pairwise(before))


def _is_perfect(document: Document, quantity: Quantity) -> bool:
    words = document.tokens.words
    if _BY_NOW.isdisjoint(words[slice(*sentence_of(document, quantity))]):
        return False
    first, stop = clause_of(document, quantity)
    begin, end = document.token_at(quantity.start), document.token_at(quantity.end - 1) + 1
    after, before = range(end, min(stop, end + _SUBJECT_REACH)), range(max(first, begin - _SUBJECT_REACH), begin)
    by_then = _is_by_then(document, quantity)
    return _is_second_verb(words, first, begin) or any(
        (words[at] in _PERFECT or (words[at] == "had" and by_then))
        and (at >= end or "to" not in words[at:begin])
        and any(is_past(word) or word == "been" for word in words[at + 1 : at + _VERB_REACH])
        and _SAYING.isdisjoint(words[at + 1 : at + _VERB_REACH])
        for at in (*after, *before)
    )


def _is_second_verb(words: list[str], first: int, begin: int) -> bool:
    """Reads "has flown tents to the capital and evacuated 5,400": the auxiliary of the first verb holds for it."""
    if begin < first + _SECOND or words[begin - 2] not in ("and", "or") or not is_past(words[begin - 1]):
        return False
    return any(words[at] in _PERFECT and is_past(words[at + 1]) for at in range(first, begin - _SECOND))


def _is_by_then(document: Document, quantity: Quantity) -> bool:
    """Reads "by Sunday evening", "as of noon": up to when it has come together."""
    words, (opening, last) = document.tokens.words, sentence_of(document, quantity)
    if _UNTIL.isdisjoint(words[opening:last]):
        return False
    first, stop = clause_of(document, quantity)
    end = document.token_at(quantity.end - 1) + 1
    return any(
        words[at : at + 2] == ["as", "of"]
        or (words[at] == "by" and (words[at + 1] in _DAYS or words[at + 1][0].isdigit()))
        or (words[at] == "by" and not _PARTS_OF_DAY.isdisjoint(words[at + 1 : at + 3]))
        for at in (opening, first, *range(end, stop - 1))
    )


def clause_of(document: Document, quantity: Quantity) -> tuple[int, int]:
    """The tokens of the clause around a quantity."""
    words = document.tokens.words
    begin, end = document.token_at(quantity.start), document.token_at(quantity.end - 1) + 1
    first, stop = sentence_of(document, quantity)
    start = next((at + 1 for at in range(begin - 1, first - 1, -1) if _breaks(words, at)), first)
    return start, next((at for at in range(end, stop) if _breaks(words, at)), stop)


def _breaks(words: list[str], at: int) -> bool:
    relative = words[at] == "that" and at + 1 < len(words) and is_past(words[at + 1])
    return (
        words[at] in _BREAKS
        or relative
        or (words[at] == "," and words[at + 1 : at + 2] != [] and words[at + 1] in _JOINERS)
    )


def _one_clause(document: Document, quantity: Quantity, span: tuple[int, int]) -> bool:
    """Whether the words of since when stand in the number's clause, or open the sentence before it."""
    start, end = clause_of(document, quantity)
    at = document.token_at(span[0])
    first = sentence_of(document, quantity)[0]
    opening = document.tokens.words[first] == "since" and at < start
    return start <= at < end or opening
