"""Whether a decision can be made after those before it: one line that says why not, and nothing taken halfway."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from timeline.desk.effects import Effect, effect, in_force
from timeline.desk.fields import typed
from timeline.desk.records import HIDDEN, WHATS, Decision, claim_id, event_id, is_run
from timeline.errors import UsageError, unknown_name

_LONGEST: Final = 2000


def check(decision: Decision, before: Sequence[Decision], events: Mapping[int, int]) -> None:
    """Raise UsageError in one line where the decision can't be made.

    `before`: all decisions made so far. `events`: the event of every claim that the decision is about.
    """
    if decision.what not in WHATS:
        raise unknown_name("decision", decision.what, WHATS)
    for name, told in (("who decides", decision.who), ("why (--because)", decision.because)):
        if not told.strip():
            raise UsageError(f"say {name}: it is kept with the decision")
        if len(told) > _LONGEST:
            raise UsageError(f"{name} is too long: {len(told):,} characters, the most is {_LONGEST:,}")
    _CHECKS[decision.what](decision, before, events)


def _add(decision: Decision, _: Sequence[Decision], __: Mapping[int, int]) -> None:
    for name, value in decision.set.items():
        typed(name, value)
    for name, way in (("kind", "--kind"), ("starts", "--date")):
        if not decision.set.get(name):
            raise UsageError(f"a claim needs a {'date' if name == 'starts' else name}; give {way}")


def _correct(decision: Decision, _: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)
    if not decision.set:
        raise UsageError("say what is to be corrected, such as --value 8572; see `timeline correct --help`")
    for name, value in decision.set.items():
        typed(name, value)


def _accept(decision: Decision, _: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)


def _merge(decision: Decision, before: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)
    if len(decision.claims) < 2 or not all(decision.claims):
        raise UsageError("name two events or more to put together")
    claims = {claim for part in decision.claims for claim in part}
    found = {events[claim] for claim in claims}
    if len(found) == 1:
        raise UsageError(f"they are one event already: {event_id(found.pop())}")
    for one, other, by in _apart(effect(before)):
        if one in claims and other in claims:
            raise UsageError(
                f"{claim_id(one)} and {claim_id(other)} were put apart by {by}; undo that first: timeline undo {by}"
            )


def _split(decision: Decision, before: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)
    taken, left = decision.claims
    if not taken:
        raise UsageError("name the claims that are to leave the event")
    if not left:
        raise UsageError("that is the whole event; leave at least one claim in it")
    away = next((claim for claim in taken if events[claim] != events[left[0]]), None)
    if away is not None:
        raise UsageError(f"{claim_id(away)} is not of that event, but of {event_id(events[away])}")


def _put_apart(decision: Decision, before: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)
    (one,), (other,) = decision.claims
    if events[one] == events[other]:
        raise UsageError(f"they are one event, {event_id(events[one])}; to take one out of it, use timeline split")
    for first, second, by in _apart(effect(before)):
        if {first, second} == {one, other}:
            raise UsageError(f"they were put apart already by {by}")


def _of_event(decision: Decision, before: Sequence[Decision], events: Mapping[int, int]) -> None:
    _known(decision, events)
    if decision.event is None and decision.what in ("label", "pin"):
        raise UsageError(f"{decision.what} is for events: give an id that begins with E")
    of = "claim" if decision.event is None else "event"
    subject = decision.claim if decision.event is None else decision.event
    held = effect([one for one in before if one.what == "undo" or _alike(one, decision)]).settings
    for name, value in decision.set.items():
        if name != HIDDEN and isinstance(value, str) and not value.strip():
            raise UsageError(f"give a {name}; to take one back, use timeline undo")
        same = held.filter(
            (held["subject"] == of) & (held["claim"] == subject) & (held["field"] == name) & held["known_to"].is_null()
        )
        if same.height and same["value"][0] == _json(value):
            raise UsageError(f"that was decided already by {same['decision'][0]}")


def _alike(one: Decision, other: Decision) -> bool:
    """Both say something of the same claim, or of the same event."""
    return (one.event, one.claims) == (other.event, other.claims)


def _undo(decision: Decision, before: Sequence[Decision], _: Mapping[int, int]) -> None:
    known = {one.id for one in before}
    active = in_force(before)
    for name in decision.undoes:
        if is_run(name):
            by = next((one.id for one in active.values() if name in one.undoes), None)
            if by is not None:
                raise UsageError(f"{name} is taken back already by {by}; `timeline undo {by}` brings it back")
            continue
        if name not in known:
            raise UsageError(f"no decision {name}; `timeline log` lists them")
        if name not in active:
            raise UsageError(f"{name} is taken back already")
    if not decision.undoes:
        raise UsageError("there is nothing to undo")


def _known(decision: Decision, events: Mapping[int, int]) -> None:
    subjects = [claim for part in decision.claims for claim in part]
    subjects += [] if decision.event is None else [decision.event]
    unknown = next((claim for claim in subjects if claim not in events), None)
    if unknown is not None:
        raise UsageError(f"no claim {claim_id(unknown)}; `timeline claims` lists them")


def _apart(held: Effect) -> list[tuple[int, int, str]]:
    links = held.links
    now = links.filter(~links["together"] & links["known_to"].is_null())
    return list(now.select("one", "other", "decision").iter_rows())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


_CHECKS: Final[Mapping[str, Callable[[Decision, Sequence[Decision], Mapping[int, int]], None]]] = {
    "add": _add,
    "correct": _correct,
    "accept": _accept,
    "merge": _merge,
    "split": _split,
    "apart": _put_apart,
    "label": _of_event,
    "pin": _of_event,
    "hide": _of_event,
    "note": _of_event,
    "undo": _undo,
}
