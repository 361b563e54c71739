"""Which numbers of a sentence belong to which of its claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Final

from timeline.extract import wordlists
from timeline.extract.bases import in_sense
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.nouns import is_past
from timeline.extract.quantities import Quantity
from timeline.extract.senses import HARM, OWN_DAY
from timeline.extract.units import COMMA, STOP

# Measures that say so little that only a trigger close by makes them its own.
_REACH: Final = {
    **dict.fromkeys(("people", "count", "vehicles", "weapons", "money", "area", "weight"), 12),
    **dict.fromkeys(("places", "buildings"), 4),
}
_ANYWHERE: Final = 1000
# Measures that may count anything that a trigger's own words name.
_TIED: Final = 6
CAUSES: Final = frozenset(("armed_attack", "office_attack", "disaster", "protest"))
# How far people may stand from the one claim of their sentence.
_REACH_ALONE: Final = 24
_COST_VERB: Final = 8
# Kinds whose victims are told apart from those who did it: people before the trigger are the latter.
_BY_AGENTS: Final = frozenset(("robbery", "armed_attack", "office_attack", "kidnapping"))
_BY_VEHICLES: Final = frozenset(("armed_attack", "evacuation"))
_BEFALLS: Final = frozenset(
    ("was", "were", "exploded", "explode", "blew", "burned", "crashed", "sank", "collided", "came", "capsized", "left")
)
_NOT_TIED: Final = frozenset(("time", "length", "share", "weight", "area", "killed", "wounded"))
_HARMED: Final = frozenset(("killed", "wounded", "missing"))
_NO_COUNT: Final = frozenset(("time", "length", "share", "weight", "area"))
_SETTING: Final = frozenset(
    ("in", "on", "at", "of", "across", "from", "over", "to", "for", "with", "within", "between")
)
_UPON: Final = frozenset(("on", "against"))
_WORDS_ONLY: Final = frozenset(("statement", "threat", "casualties"))
_PARTS: Final = ("among them", "of them", "including", "of whom", "among the dead", "among the victims")
_RELATIVES: Final = frozenset(("who", "whose", "which", "where", "home"))
_ASIDE: Final = 14
_APPOSED: Final = frozenset((",", "-", "–", "—", "(", ";"))
# "..., bringing the number of troops to 15,000": of whatever the sentence has told, however long it took.
_TOTALS: Final = ("bring", "brought", "taking", "raising")
_SPREADING: Final = frozenset(("protest", "detention", "evacuation", "election", "referendum"))
# Who is held, taken away or killed are people, whatever else the verb may have for an object ("seized papers").
_OF_PEOPLE: Final = frozenset(("detention", "kidnapping", "evacuation", "mobilization_order"))
_JOINS: Final = frozenset(("while", "when", "after", "before", "where", "who", "which", "as"))
_TIMES: Final = wordlists.load("quantities").words["time"]
_COST_COMMA: Final = 2
_COST_STOP: Final = 8
_HAPPENINGS: Final = frozenset(("attacks", "buildings"))
# What a toll has come to is its own number, however near the words of the blast stand.
_TOLL: Final = "casualties.toll"


def share(document: Document, drafts: list[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
    """Give each quantity of one sentence to the claim that it counts, if any. counts: kind to its measures."""
    found = document.quantities_in(drafts[0].sentence)
    given = list[tuple[Quantity, Draft]]()
    for quantity in found:
        if quantity.measure == "time" or "none" in quantity.cues:
            continue
        whole = _whole(quantity, found)
        if whole and ("part" in quantity.cues or _is_among(document, quantity)):
            told = "article" not in quantity.cues  # "Among them a baby" is no count.
            given += [(_part_of(quantity, one), draft) for one, draft in given if one.start == whole.start and told]
            continue
        nearest = _nearest(document, drafts, quantity, counts)
        for draft in () if nearest is None else (nearest, *_others(document, drafts, nearest, quantity, counts)):
            given.append((in_sense(document, quantity, draft), draft))
    for quantity, draft in given:
        draft.quantities.append(_beside_toll(document, quantity, [one for one, other in given if other is draft]))


def go_on(document: Document, drafts: list[Draft], counts: Mapping[str, tuple[str, ...]]) -> None:
    """Give the harmed whom a sentence without a claim counts to the attack or disaster of the sentence before it."""
    told = {draft.sentence for draft in drafts}
    for draft in drafts:
        behind = draft.sentence + 1
        if draft.root not in CAUSES or behind in told or behind >= len(document.units.sentences):
            continue
        told.add(behind)
        found = document.quantities_in(behind)
        harmed = [
            one for one in found if one.measure in _HARMED and not {"none", "named", "article", "part"} & {*one.cues}
        ]
        known = {one.measure for one in draft.quantities}
        new = [one for one in harmed if one.measure in counts.get(draft.kind, ()) and one.measure not in known]
        draft.quantities += [in_sense(document, one, draft) for one in new]
        draft.also += [behind] if new else []


def _beside_toll(document: Document, quantity: Quantity, given: Sequence[Quantity]) -> Quantity:
    """The injured of "the toll has reached 352, with 1,684 wounded": they have come together as the dead have."""
    if quantity.measure not in _HARMED or quantity.basis != "flow" or OWN_DAY in quantity.cues:
        return quantity
    tolls = [one for one in given if one.measure in _HARMED and one.basis == "since" and one.end < quantity.start]
    joined = bool(tolls) and _JOINS.isdisjoint(document.text[tolls[-1].end : quantity.start].lower().split())
    return replace(quantity, basis="since") if joined else quantity


def _part_of(quantity: Quantity, whole: Quantity) -> Quantity:
    """Those among a whole, counted as it is unless they are of another day."""
    basis = quantity.basis if OWN_DAY in quantity.cues else whole.basis
    return replace(quantity, measure=whole.measure, basis=basis, direction=whole.direction, scope="of them")


def _others(
    document: Document, drafts: list[Draft], nearest: Draft, quantity: Quantity, counts: Mapping[str, tuple[str, ...]]
) -> list[Draft]:
    """Claims that share a number with the nearest: other readings of the same words, and what a toll is the toll of."""
    at = document.unit_at(quantity.start)
    able = [each for each in drafts if each is not nearest and quantity.measure in counts.get(each.kind, ())]
    others = [
        each
        for each in drafts
        if each is not nearest
        and each.first < nearest.stop
        and nearest.first < each.stop
        and (each in able or each.first <= at < each.stop)
    ]
    if nearest.kind == _TOLL and quantity.measure in HARM:
        others += [each for each in able if each.root in CAUSES and each not in others][:1]
    return others


def objections(document: Document, draft: Draft, quantity: Quantity) -> Iterator[str]:
    """What speaks against a number's belonging to a claim of its sentence, by its name."""
    for name, holds in _OBJECTIONS:
        if holds(document, draft, quantity):
            yield name
    if _is_among(document, quantity):
        yield "among"


def _nearest(
    document: Document, drafts: list[Draft], quantity: Quantity, counts: Mapping[str, tuple[str, ...]]
) -> Draft | None:
    """The claim that the number costs least to tie to, if any may have it."""
    costs = [(_cost(document, drafts, draft, quantity, counts.get(draft.kind, ())), draft) for draft in drafts]
    fitting = [(cost, draft) for cost, draft in costs if cost is not None]
    if quantity.basis == "since":
        fitting = [(cost, draft) for cost, draft in fitting if draft.kind == _TOLL] or fitting
    return min(fitting, key=itemgetter(0), default=(0, None))[1]


def _cost(
    document: Document, drafts: list[Draft], draft: Draft, quantity: Quantity, counted: tuple[str, ...]
) -> tuple[bool, int] | None:
    """What speaks against a number's belonging to a claim: another's measure, words between, a verb of its own.

    None where it cannot belong to it. counted: the measures of the claim's kind.
    """
    if (
        _is_aside(document, draft, quantity)
        or _is_apart(document, draft, quantity)
        or (quantity.measure in ("people", "vehicles") and _is_agent(document, draft, quantity))
    ):
        return None
    away = _distance(document, draft, quantity)
    inside = draft.first <= document.unit_at(quantity.start) < draft.stop and not _is_setting(document, draft, quantity)
    if inside and quantity.measure not in _NO_COUNT and draft.root not in _WORDS_ONLY:
        return False, -1
    away += _COST_VERB * _hangs_before(document, draft, quantity)
    astray = quantity.measure in _REACH and _has_own_verb(document, draft, quantity)
    away += _COST_VERB * astray
    promised = quantity.measure == "money" and any("reward" in cue for cue in quantity.cues)
    spread = quantity.measure in ("places", "vehicles") and _is_spread(document, draft, quantity)
    if quantity.measure in counted or spread or (promised and draft.root == "statement"):
        total = any(cue.startswith(_TOTALS) for cue in quantity.cues)
        reach = _ANYWHERE if total or spread else _REACH.get(quantity.measure, _ANYWHERE)
        alone = len(drafts) == 1 and quantity.measure == "people" and not astray
        alone = alone and not _is_setting(document, draft, quantity)
        return (False, away) if away <= (_REACH_ALONE if alone else reach) else None
    if (
        (draft.root in _OF_PEOPLE and quantity.measure == "count")
        or quantity.measure in _NOT_TIED
        or _is_setting(document, draft, quantity)
        or not _is_done(draft)
        or away > _TIED
    ):
        return None
    return True, away


def _is_aside(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "the plant, which employs 11,000 people, was hit": a clause set in before the trigger has the number."""
    words = document.units.words
    if COMMA not in words[document.unit_at(quantity.end - 1) + 1 : draft.stop]:
        return False
    at = document.unit_at(quantity.start)
    opening = next((index for index in range(at - 1, max(0, at - _ASIDE), -1) if words[index] in (COMMA, STOP)), at)
    return words[opening] == COMMA and words[opening + 1] in _RELATIVES


def _is_apart(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "a blast killed three, a day after seven had died": those behind the amount of time are another's."""
    words, at = document.units.words, document.unit_at(quantity.start)
    if at - 1 <= draft.stop:
        return False
    return any(words[i] in _TIMES and words[i + 1] in ("after", "before") for i in range(draft.stop, at - 1))


def _is_agent(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "four men held up a van", "rescued by two fishermen": those before the trigger, or behind "by", did it."""
    if document.tokens.word(document.token_at(quantity.start) - 1) == "by":
        return True
    at, behind = document.unit_at(quantity.start), document.unit_at(quantity.end - 1) + 1
    # "Two jets dropped bombs", "three bombers attacked", but "two lorries blew up".
    doing = at < draft.first <= behind < draft.stop and document.units.words[behind] not in _BEFALLS
    if quantity.measure == "vehicles":
        return doing and draft.root in _BY_VEHICLES
    return (doing or behind == draft.first) and draft.root in _BY_AGENTS


def _has_own_verb(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "held, accused of smuggling 35 people": the number is the object of a verb that is none of the claim's."""
    at = document.unit_at(quantity.start) - 1
    if at < 1 or draft.first <= at < draft.stop:
        return False
    word = document.units.words[at]
    if at < draft.first and word in ("has", "have"):  # "Has 550 soldiers there, and police arrested three".
        return True
    if draft.root == "diplomacy" and document.units.words[at - 1] == "to":  # What is agreed is to be done.
        return False
    return at > draft.stop and (word.endswith("ing") or is_past(word) or document.units.words[at - 1] == "to")


def _hangs_before(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "freezes on 21 people at a meeting": what stands behind a preposition goes with the words before it."""
    at = document.token_at(quantity.start)
    return draft.first > document.unit_at(quantity.start) and document.tokens.word(at - 1) in _SETTING


def _is_done(draft: Draft) -> bool:
    """Whether a claim is of something done or planned, which any number in its own words may count."""
    supposed = draft.modality is not None and draft.modality.modality == "hypothetical"
    return draft.root not in _WORDS_ONLY and not supposed


def _is_setting(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """True for "in 19 towns", "on three flights": how many places or means there were, not how many it befell.

    Sanctions are imposed on somebody.
    """
    before = document.tokens.word(document.token_at(quantity.start) - 1)
    return before in _SETTING and not (draft.root == "sanction" and before in _UPON)


def _is_spread(document: Document, draft: Draft, quantity: Quantity) -> bool:
    """Reads "rallied in 260 towns", "evacuated on five flights": over how many places or means it was spread."""
    before = document.tokens.word(document.token_at(quantity.start) - 1)
    behind = document.unit_at(quantity.start) >= draft.stop
    return draft.root in _SPREADING and before in ("in", "across", "on", "at") and behind


def _is_among(document: Document, quantity: Quantity) -> bool:
    """True for "six children" in "23 people, among them six children", or in "..., six of them children"."""
    before = document.text[max(0, quantity.start - 20) : quantity.start].rstrip().lower()
    own = " ".join(document.text[quantity.start : quantity.end + 12].lower().split())
    return before.endswith(_PARTS) or (before[-1:] in _APPOSED and any(part in own for part in _PARTS))


def _whole(quantity: Quantity, found: Sequence[Quantity]) -> Quantity | None:
    """The nearest larger count of the same before it: the six priests of "six priests (five Spaniards ...)"."""
    larger = [each for each in found if each.measure == quantity.measure and (each.value or 0) > (quantity.value or 0)]
    return next((each for each in reversed(larger) if each.start < quantity.start), None)


def _distance(document: Document, draft: Draft, quantity: Quantity) -> int:
    at, behind = document.unit_at(quantity.start), document.unit_at(quantity.end - 1) + 1
    gap = range(draft.stop, at) if at >= draft.stop else range(behind, draft.first)
    words = document.units.words
    return len(gap) + sum(_COST_COMMA if words[i] == COMMA else _COST_STOP if words[i] == STOP else 0 for i in gap)


_OBJECTIONS: Final = (
    ("aside", _is_aside),
    ("apart", _is_apart),
    ("agent", _is_agent),
    ("own verb", _has_own_verb),
    ("hangs before", _hangs_before),
    ("setting", _is_setting),
)


def is_tally(draft: Draft) -> bool:
    """True for somebody's count of happenings over a time, rather than one happening."""
    counted = [each for each in draft.quantities if each.measure in _HAPPENINGS and (each.value or 0) > 1]
    return any(each.basis == "since" for each in counted) or (
        bool(counted) and draft.dating is not None and draft.dating.lasting
    )
