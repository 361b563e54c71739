"""One happening told in several sentences of a document is one claim."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Final

from timeline.extract.drafts import Dating, Draft
from timeline.extract.quantities import Quantity

# What somebody says is his own: two statements are one only when one person makes them.
_SPOKEN: Final = frozenset(("statement", "threat"))
_MAIN: Final = frozenset(("killed", "wounded", "crossings", "vehicles", "detained", "protested", "abducted", "length"))
# Happenings that a report tells in many sentences; of other kinds only neighbours go together.
_TOLD_AT_LENGTH: Final = frozenset(("armed_attack", "office_attack", "disaster", "kidnapping", "robbery", "referendum"))
# A bomb or a murder is told beside the fighting of the day, and is another happening.
_BATTLES: Final = frozenset(("armed_attack.clash", "armed_attack.invasion"))
_DEEDS: Final = frozenset(("armed_attack.bombing", "armed_attack.explosion", "armed_attack.killing"))
# How many claims back the same happening is looked for.
_LOOK_BACK: Final = 150
_NEAR_TOLD: Final = 12
_NEAR: Final = 2
# What the first sentences take up is told further down.
_LEAD: Final = 3


def merge(drafts: list[Draft], holds: Callable[[str, str], bool]) -> list[Draft]:
    """The drafts with those that tell of one happening put together, in order.

    holds: whether two place names can mean one place, or one lies in the other.
    """
    kept: list[Draft] = []
    # A root to the places of the kept ones that another may be one with.
    alike: dict[str, list[int]] = {}
    for draft in drafts:
        before = () if draft.faint else reversed(alike.get(draft.root, ()))
        near = takewhile(lambda at: len(kept) - at <= _LOOK_BACK, before)
        same = next((at for at in near if _same(kept[at], draft, holds)), None)
        if same is not None:
            kept[same] = _united(kept[same], draft)
            continue
        if not draft.faint:
            alike.setdefault(draft.root, []).append(len(kept))
        kept.append(draft)
    return kept


def _same(one: Draft, other: Draft, holds: Callable[[str, str], bool]) -> bool:
    """Whether the later of two drafts tells of the earlier one's happening."""
    if one.faint or not _kinds_agree(one, other) or not _modalities_agree(one, other):
        return False
    if not _numbers_agree(one, other) or (one.root in _SPOKEN and one.speaker != other.speaker):
        return False
    if not _places_agree(one, other, holds) or _counts_apart(one, other):
        return False
    if one.root in _TOLD_AT_LENGTH and (one.taken_up or other.taken_up) and _may_be_one_day(one, other):
        return True
    if not other.nominal and _tells_anew(one, other):
        return False
    if other.referring and not (_dated(other) and other.dating and not other.dating.said):
        return True
    if not _dates_agree(one.dating, other.dating):
        return False
    if other.referring:
        return True
    near = other.sentence - one.sentence <= (_NEAR_TOLD if one.root in _TOLD_AT_LENGTH else _NEAR)
    return near and (one.root in _TOLD_AT_LENGTH or not (_dated(one) and _dated(other)))


def _tells_anew(one: Draft, other: Draft) -> bool:
    """Whether the later one's verb tells another happening: it is another verb, in a sentence of its own."""
    if one.hits[0].pattern.text == other.hits[0].pattern.text:
        return False
    return one.root not in _TOLD_AT_LENGTH or not (other.known or one.sentence == other.sentence)


def _may_be_one_day(one: Draft, other: Draft) -> bool:
    """Whether what is taken up has no day of its own, or only the month or week of the other's day."""
    for taken, told in ((one, other), (other, one)):
        if taken is one and one.sentence > _LEAD and other.sentence - one.sentence > _NEAR:
            continue
        same = taken.spoken_of and _dates_agree(taken.dating, told.dating)
        if taken.taken_up and (same or not _has_own_day(taken) or _narrows(told.dating, taken.dating)):
            return True
    return False


def _has_own_day(draft: Draft) -> bool:
    return _dated(draft) and draft.dating is not None and not draft.dating.said


def _narrows(inner: Dating | None, outer: Dating | None) -> bool:
    """Whether days lie within others, and are fewer."""
    if not (inner and outer and inner.starts and inner.ends and outer.starts and outer.ends):
        return False
    fewer = inner.ends - inner.starts < outer.ends - outer.starts
    return fewer and outer.starts <= inner.starts and inner.ends <= outer.ends


def _dated(draft: Draft) -> bool:
    return draft.dating is not None and draft.dating.basis == "explicit"


def _kinds_agree(one: Draft, other: Draft) -> bool:
    if {one.kind, other.kind} & _BATTLES and {one.kind, other.kind} & _DEEDS:
        return False
    return (
        one.root in ("armed_attack", "protest", "detention")
        or one.kind in (other.kind, other.root)
        or one.root == other.kind
    )


def _modalities_agree(one: Draft, other: Draft) -> bool:
    first, second = (each.modality.modality if each.modality else "asserted" for each in (one, other))
    return first == second


def _dates_agree(one: Dating | None, other: Dating | None) -> bool:
    if one is None or other is None:
        return one is other
    if one.starts is other.starts is one.ends is other.ends is None:
        return one.text == other.text
    return (one.starts, one.ends) == (other.starts, other.ends)


def _places_agree(one: Draft, other: Draft, holds: Callable[[str, str], bool]) -> bool:
    abroad = one.country and other.country and _countries(one).isdisjoint(_countries(other))
    if abroad and one.placed == other.placed == "own":
        return False
    if one.placed != "own" or other.placed != "own":
        return True
    first, second = ({place.name for place in each.places if place.feature != "country"} for each in (one, other))
    if second and not first and one.root not in _TOLD_AT_LENGTH:
        return False
    if not first or not second or first & second:
        return True
    return any(holds(a, b) or holds(b, a) for a in first for b in second)


def _countries(draft: Draft) -> set[str | None]:
    return {draft.country, *(place.country for place in draft.places)} - {None}


def _numbers_agree(one: Draft, other: Draft) -> bool:
    """No figure of the same measure differs, and no number comes new to what was told without one."""
    if one.root not in _TOLD_AT_LENGTH and other.quantities and not one.quantities and not other.referring:
        return False
    for mine in one.quantities:
        for theirs in other.quantities:
            if _series(mine) == _series(theirs) and mine.measure in _MAIN and not _agree(mine, theirs):
                return False
    return True


def _counts_apart(one: Draft, other: Draft) -> bool:
    """Whether one of the two counts what has come together since a day: a tally is no part of one happening."""
    first, second = (any(each.basis == "since" for each in draft.quantities) for draft in (one, other))
    return first != second


def _series(quantity: Quantity) -> tuple[str, str, str | None]:
    return quantity.measure, quantity.basis, quantity.scope


def _agree(one: Quantity, other: Quantity) -> bool:
    return one.value == other.value or one.value is None or other.value is None


def _united(one: Draft, other: Draft) -> Draft:
    """The one that says more, with what the other adds."""
    best, rest = (one, other) if _told(one) >= _told(other) else (other, one)
    best.also = sorted({*best.also, *rest.also, rest.sentence} - {best.sentence})
    best.quantities += [each for each in rest.quantities if not _known(each, best.quantities)]
    if rest.kind.count(".") > best.kind.count("."):
        best.kind = rest.kind
    if best.placed != "own" and rest.placed == "own":
        best.places, best.country, best.placed = rest.places, rest.country, rest.placed
    elif rest.placed == "own" and not any(place.feature != "country" for place in best.places):
        best.places, best.country = rest.places, rest.country
    best.speaker = best.speaker or rest.speaker
    best.carrier = best.carrier or rest.carrier
    best.weak = best.weak and rest.weak
    if _dated(rest) and not (_dated(best) and not _narrows(rest.dating, best.dating)):
        best.dating = rest.dating
    return best


def _known(quantity: Quantity, known: list[Quantity]) -> bool:
    return any(_series(quantity) == _series(other) for other in known)


def _told(draft: Draft) -> tuple[bool, bool, int, bool, bool, int]:
    """How fully a sentence tells of it: an own date, numbers, an own place, a stronger trigger; earlier is better.

    What somebody condemns or mourns is told elsewhere.
    """
    dated = _dated(draft) and draft.dating is not None and (draft.root in _SPOKEN or not draft.dating.said)
    numbers, owned = len(draft.quantities), draft.placed == "own"
    return dated, not draft.spoken_of, numbers, owned, not draft.weak, -draft.sentence


def headline(drafts: list[Draft], stop: int) -> list[Draft]:
    """Without what the heading (the sentences before `stop`) says undated and the body says again."""
    body = {draft.root for draft in drafts if draft.sentence >= stop}
    return [draft for draft in drafts if draft.sentence >= stop or _dated(draft) or draft.root not in body]
