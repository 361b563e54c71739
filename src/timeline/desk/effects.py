"""What decisions come to, taken in their order: as frames, each row with the time in which it held."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import polars as pl

from timeline.desk.records import HIDDEN, Decision, added_claim, claim_id, claim_number, event_id, is_claim, is_run
from timeline.model import INSTANT, Schema

_GROUPING: Final = ("merge", "split", "apart")
_HELD: Final[Schema] = {"decision": pl.String(), "known_at": INSTANT, "known_to": INSTANT}

# The subject of settings that set nothing: a claim on what it says a decision rests. field is that decision's id, value
# what was decided, and made_on what the claim said then, by field.
SEEN: Final = "seen"
# A value that a person gave to a field of a claim, or of the event that has a claim in it (label, pinned, hidden,
# note). value, made_on: JSON; made_on is what stood there when it was decided.
SETTINGS: Final[Schema] = {
    "subject": pl.String(),
    "claim": pl.UInt64(),
    "field": pl.String(),
    "value": pl.String(),
    "made_on": pl.String(),
    **_HELD,
}
# Two claims that a person put together, or apart. one < other.
LINKS: Final[Schema] = {
    "one": pl.UInt64(),
    "other": pl.UInt64(),
    "together": pl.Boolean(),
    "reason": pl.String(),
    **_HELD,
}
# Claims that a person added. content: JSON of what the claim says.
ADDED: Final[Schema] = {"claim": pl.UInt64(), "who": pl.String(), "content": pl.String(), **_HELD}
# Every decision with whether it is in force. about: ids in words; undone_by: the id of the decision that took it back.
DECISIONS: Final[Schema] = {
    "decision": pl.String(),
    "known_at": INSTANT,
    "who": pl.String(),
    "what": pl.String(),
    "about": pl.List(pl.String()),
    "told": pl.String(),
    "because": pl.String(),
    "run": pl.String(),
    "undone_by": pl.String(),
    "undone_at": INSTANT,
}


@dataclass(frozen=True, slots=True)
class Effect:
    """What decisions come to, in SETTINGS, LINKS, ADDED and DECISIONS; known_to is NULL for what still holds."""

    settings: pl.DataFrame
    links: pl.DataFrame
    added: pl.DataFrame
    decisions: pl.DataFrame


def effect(decisions: Sequence[Decision]) -> Effect:
    """What these decisions come to, by the order of their moments."""
    desk = _Desk()
    for one in sorted(decisions, key=lambda one: (one.when, one.id)):
        desk.take(one)
    return Effect(
        _frame(desk.settings.rows, SETTINGS),
        _frame(desk.links.rows, LINKS),
        _frame(desk.added.rows, ADDED),
        _frame(desk.told(), DECISIONS),
    )


def in_force(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decisions that nothing has taken back, by id, in their order."""
    desk = _Desk()
    for one in sorted(decisions, key=lambda one: (one.when, one.id)):
        desk.take(one)
    return {one.id: one for one in desk.all.values() if one.id in desk.active}


def runs_aside(decisions: Iterable[Decision]) -> frozenset[str]:
    """The runs of `timeline ingest` that are taken back: what they delivered counts as if it had not come."""
    return frozenset(name for one in in_force(decisions).values() for name in one.undoes if is_run(name))


def _frame(rows: list[tuple[Any, ...]], schema: Schema) -> pl.DataFrame:
    first = list(schema)
    return (
        pl.DataFrame(rows, schema=schema, orient="row").sort(first, nulls_last=True)
        if rows
        else pl.DataFrame(schema=schema)
    )


@dataclass(slots=True)
class _Spells:
    """Rows that begin to hold and cease to: key -> what is told of it, and since when."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    open: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = field(default_factory=dict)

    def set(self, key: tuple[Any, ...], told: tuple[Any, ...] | None, when: datetime) -> None:
        """From `when` on this is told of the key; None: nothing. `told` ends with the decision's id."""
        held = self.open.get(key)
        if held is not None:
            place, before = held
            if before == told:
                return
            self.rows[place] = (*self.rows[place][:-1], when)
            del self.open[key]
        if told is not None:
            self.open[key] = (len(self.rows), told)
            self.rows.append((*key, *told, when, None))


@dataclass(slots=True)
class _Desk:
    all: dict[str, Decision] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    undone: dict[str, Decision] = field(default_factory=dict)
    stacks: dict[tuple[str, int, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    settings: _Spells = field(default_factory=_Spells)
    links: _Spells = field(default_factory=_Spells)
    added: _Spells = field(default_factory=_Spells)
    parts: _Parts = field(default_factory=lambda: _Parts())

    def take(self, decision: Decision) -> None:
        if decision.id in self.all:
            return
        self.all[decision.id] = decision
        changed = self._switch(decision.id, on=True, by=decision)
        for one in changed:
            for key in _keys(one):
                if one is decision:
                    self.stacks[key].append(one.id)
                self._settle(key, decision.when)
            if one.what == "add":
                told = (one.who, _json(one.set), one.id) if one.id in self.active else None
                self.added.set((added_claim(one.id),), told, decision.when)
        self._regroup(decision, changed)

    def _switch(self, name: str, *, on: bool, by: Decision) -> list[Decision]:
        """Put a decision in force or out of it, and what it takes back the other way; gives all that changed."""
        decision = self.all.get(name)
        if decision is None or (name in self.active) == on:
            return []
        if on:
            self.active.add(name)
            self.undone.pop(name, None)
        else:
            self.active.discard(name)
            self.undone[name] = by
        changed = [decision]
        for other in decision.undoes:
            changed += self._switch(other, on=not on, by=by)
        return changed

    def _settle(self, key: tuple[str, int, str], when: datetime) -> None:
        """The last decision in force about a field is what holds."""
        last = next((self.all[name] for name in reversed(self.stacks[key]) if name in self.active), None)
        if last is None:
            self.settings.set(key, None, when)
            return
        subject, claim, name = key
        told = (last.what, last.was[claim_id(claim)]) if subject == SEEN else (last.set[name], last.was.get(name))
        self.settings.set(key, (*map(_json, told), last.id), when)

    def _regroup(self, decision: Decision, changed: list[Decision]) -> None:
        grouping = [one for one in changed if one.what in _GROUPING]
        if not grouping:
            return
        if grouping == [decision]:
            self.parts.take(decision)
        else:
            self.parts = _Parts()
            for name, one in self.all.items():
                if name in self.active and one.what in _GROUPING:
                    self.parts.take(one)
        edges = self.parts.edges()
        for key in [key for key in self.links.open if key not in edges]:
            self.links.set(key, None, decision.when)
        for key, told in edges.items():
            self.links.set(key, told, decision.when)

    def told(self) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = []
        for one in self.all.values():
            by = self.undone.get(one.id)
            told = (one.id, one.when, one.who, one.what, about(one), _json(dict(one.set)) if one.set else None)
            rows.append((*told, one.because, one.run, by and by.id, by and by.when))
        return rows


@dataclass(slots=True)
class _Parts:
    """What is together and what is apart by a person's word: a claim is in one part, the last word holds."""

    of: dict[int, tuple[set[int], Decision]] = field(default_factory=dict)
    apart: dict[tuple[int, int], Decision] = field(default_factory=dict)

    def take(self, decision: Decision) -> None:
        if decision.what == "merge":
            self._merge({claim for part in decision.claims for claim in part}, decision)
        elif decision.what == "apart":
            (one,), (other,) = decision.claims
            self.apart[(min(one, other), max(one, other))] = decision
        else:
            self._split(set(decision.claims[0]), set(decision.claims[1]), decision)

    def _merge(self, claims: set[int], decision: Decision) -> None:
        whole = set(claims).union(*(self.of[claim][0] for claim in claims if claim in self.of))
        for claim in whole:
            self.of[claim] = (whole, decision)
        if self.apart:
            self.apart = {pair: by for pair, by in self.apart.items() if not (pair[0] in whole and pair[1] in whole)}

    def _split(self, taken: set[int], left: set[int], decision: Decision) -> None:
        for claim in taken:
            part = self.of.pop(claim, None)
            if part is not None:
                part[0].discard(claim)
        if len(taken) > 1:
            for claim in taken:
                self.of[claim] = (taken, decision)
        for one in taken:
            for other in left - taken:
                self.apart[(min(one, other), max(one, other))] = decision

    def edges(self) -> dict[tuple[int, int, bool], tuple[str, str]]:
        """(one, other, together) -> (reason, decision): each part as a star around its smallest number."""
        found: dict[tuple[int, int, bool], tuple[str, str]] = {}
        for claim, (part, decision) in self.of.items():
            middle = min(part)
            if claim != middle:
                found[(middle, claim, True)] = (_reason("put together", decision), decision.id)
        for (one, other), decision in self.apart.items():
            found[(one, other, False)] = (_reason("put apart", decision), decision.id)
        return found


def _reason(what: str, decision: Decision) -> str:
    return f"{what} by {decision.who}: {decision.because}"


def _keys(decision: Decision) -> list[tuple[str, int, str]]:
    """The fields that a decision sets, and the claims that it rests on: (subject, claim, field)."""
    if decision.what in ("add", "undo"):
        return []
    seen = [(SEEN, claim_number(name), decision.id) for name in decision.was if is_claim(name)]
    if decision.what in _GROUPING:
        return seen
    if decision.event is not None:
        return [*(("event", decision.event, name) for name in decision.set), *seen]
    return [*(("claim", decision.claim, name) for name in decision.set), *seen]


def about(decision: Decision) -> list[str]:
    """The ids that a decision is about: events, claims or decisions."""
    if decision.event is not None:
        return [f"E{decision.event:016x}"]
    if decision.what == "add":
        return [claim_id(added_claim(decision.id))]
    if decision.what == "split":
        return [claim_id(claim) for claim in decision.claims[0]]
    if decision.what == "merge":
        return [event_id(part[0]) for part in decision.claims if part]
    return [*(claim_id(claim) for part in decision.claims for claim in part), *decision.undoes]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


__all__ = [
    "ADDED",
    "DECISIONS",
    "HIDDEN",
    "LINKS",
    "SEEN",
    "SETTINGS",
    "Effect",
    "about",
    "effect",
    "in_force",
    "runs_aside",
]
