"""Deciding: what is typed becomes a checked, signed record that is kept first, and then takes effect in the ledger."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from timeline import dates, desk, model
from timeline.desk.accepting import fingerprint
from timeline.desk.effects import SEEN, in_force
from timeline.desk.fields import QUANTITY, value_of
from timeline.desk.looks import seen
from timeline.desk.records import ACCEPTED, FEED, HIDDEN, Decision, claim_id, event_id
from timeline.errors import BusyError, UsageError
from timeline.ingest.decisions import Judgement, take_decisions
from timeline.ingest.publishing import publish_if_stale
from timeline.ingest.settings import summary_of
from timeline.ingest.undoing import no_run, runs_like, settle_runs
from timeline.warehouse.ledger import open_ledger
from timeline.warehouse.reader import Reader, open_published

if TYPE_CHECKING:
    from timeline.ingest.settings import Settings

_ID: Final = re.compile(r"[EeCc][0-9a-fA-F]{1,16}")
_WHOLE_CLAIM: Final = re.compile(r"C[0-9a-f]{16}")
_SHOWN: Final = 5
# Decisions that set nothing in the claims that they rest on.
_RESTING: Final = ("merge", "split", "apart", "label", "pin", "hide", "note")
_MOST_SEEN: Final = 50


@dataclass(frozen=True, slots=True)
class Signed:
    """Who decides, where that name stood, and why."""

    who: str
    who_from: str
    because: str


@dataclass(frozen=True, slots=True)
class Done:
    """What was decided, and whether the ledger has it: busy tells why not yet. moved: deliveries, in words."""

    decisions: tuple[Decision, ...]
    busy: str | None = None
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for: ids as they were typed, values by field as in JSON; why, where not as signed."""

    what: str
    ids: tuple[str, ...] = ()
    set: Mapping[str, Any] = field(default_factory=dict)
    because: str | None = None


class Already(UsageError):
    """It is so already."""


def decide(settings: Settings, wish: Wish, signed: Signed) -> Done:
    """Check a wish against what is published and decided, keep it in decisions.jsonl, and bring it into the ledger.

    Raises UsageError in one line for what can't be decided; nothing is kept then.
    """
    return decide_all(settings, [wish], signed)


def decide_all(settings: Settings, wishes: Sequence[Wish], signed: Signed, *, as_run: bool = False) -> Done:
    """As `decide`, for several wishes: all are kept, or none. `as_run`: under one name, which one undo takes back.

    What is so already is passed over in a run. Raises UsageError in one line for the first that can't be decided.
    """
    made: list[Decision] = []
    with desk.opened(settings.store.folder, wait=max(settings.wait, 10.0)) as journal:
        first = journal.moment(dates.now())
        run = run_name(first, signed.who) if as_run else None
        with open_published(settings.layout.link) as reader:
            known = _Known.of(reader, wishes)
            for place, wish in enumerate(wishes):
                before = _Desk(reader, [*journal.decisions, *made], known)
                with suppress(Already) if as_run else nullcontext():
                    made.append(before.made(wish, signed, first + timedelta(microseconds=place), run))
        journal.append(made)
    busy, moved = settle(settings)
    return Done(tuple(made), busy, moved)


def run_name(when: datetime, who: str) -> str:
    """The name of what is decided in one go."""
    return "R" + hashlib.sha256(f"{when.isoformat()}{who}".encode("utf-8", "surrogatepass")).hexdigest()[:10]


def settle(settings: Settings) -> tuple[str | None, tuple[str, ...]]:
    """Bring the ledger to what is decided, and publish; the line that says why some of it has to wait, or None, and
    which deliveries were set aside or brought back.
    """
    try:
        with open_ledger(settings.layout, wait=settings.wait, rules=Judgement(settings.places_file)) as ledger:
            moved, problem = settle_runs(settings, ledger)
            take_decisions(settings.store.folder, ledger)
            publish_if_stale(ledger, summary_of(dates.now()))
    except BusyError as error:
        return str(error), ()
    return problem, tuple(moved)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is published of the claims that many wishes name in full: asked for at once, by number."""

    claims: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    origins: Mapping[int, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader, wishes: Sequence[Wish]) -> _Known:
        """Nothing for a single wish, which asks for itself."""
        numbers = {int(text[1:], 16) for wish in wishes for text in wish.ids if _WHOLE_CLAIM.fullmatch(text)}
        if len(wishes) < 2 or not numbers:
            return cls()
        among = f"claim IN ({', '.join(map(str, sorted(numbers)))})"
        rows = (f"FROM base.claim WHERE {among}", f"FROM base.origin WHERE {among} AND known_to IS NULL")
        return cls(*({row["claim"]: row for row in reader.ask(query).iter_rows(named=True)} for query in rows))


class _Desk:
    """What stands before a person who decides."""

    def __init__(self, reader: Reader, made: Sequence[Decision], known: _Known) -> None:
        self._reader = reader
        self._before = made
        self._known = known

    def made(self, wish: Wish, signed: Signed, when: datetime, run: str | None = None) -> Decision:
        """The checked decision."""
        about = {**_WAYS[wish.what](self, wish), "who_from": signed.who_from, "run": run}
        because = wish.because or signed.because
        if wish.what in _RESTING:
            about["was"] = {**about.get("was", {}), **self._seen(about)}
        made = desk.decided(wish.what, when=when, who=signed.who, because=because, **about)
        subjects = [claim for part in made.claims for claim in part]
        subjects += [] if made.event is None else [made.event]
        desk.check(made, self._before, self._events(subjects))
        return made

    def add(self, wish: Wish) -> dict[str, Any]:
        return {"set": dict(wish.set)}

    def correct(self, wish: Wish) -> dict[str, Any]:
        claim = self._claim(_one(wish))
        now, delivered = self._row("base.claim", claim), self._row("base.origin", claim, "known_to IS NULL")
        if wish.set and now and all(value_of(now, name) == value for name, value in wish.set.items()):
            raise Already(f"{claim_id(claim)} says so already; nothing is corrected")
        told = delivered or now or {}
        return {"claims": ((claim,),), "set": dict(wish.set), "was": {n: value_of(told, n) for n in wish.set}}

    def accept(self, wish: Wish) -> dict[str, Any]:
        claim = self._claim(_one(wish))
        held = self._reader.ask(f"SELECT field FROM base.decided WHERE claim = {claim} AND subject = 'claim'")
        row, told = self._row("base.claim", claim) or {}, self._delivered([claim]).get(claim, {})
        looked = {name: value_of(told, name) for name in sorted(set(held["field"]) - {HIDDEN, ACCEPTED})}
        if self._reader.ask(f"FROM base.decided WHERE claim = {claim} AND subject = 'seen' LIMIT 1").height:
            looked[SEEN] = seen(told)
        return {"claims": ((claim,),), "set": {ACCEPTED: looked}, "was": {ACCEPTED: fingerprint(row)}}

    def merge(self, wish: Wish) -> dict[str, Any]:
        events = list(dict.fromkeys(self._event(text) for text in wish.ids))
        if len(wish.ids) > 1 and len(events) == 1:
            raise UsageError(f"they are one event already: {event_id(events[0])}")
        return {"claims": tuple(self._claims(event) for event in events)}

    def split(self, wish: Wish) -> dict[str, Any]:
        if len(wish.ids) < 2:
            raise UsageError("name the event and the claims that are to leave it: timeline split E12 C31")
        members = self._claims(self._event(wish.ids[0]))
        taken = tuple(dict.fromkeys(self._claim(text) for text in wish.ids[1:]))
        return {"claims": (taken, tuple(claim for claim in members if claim not in taken))}

    def apart(self, wish: Wish) -> dict[str, Any]:
        if len(wish.ids) != 2:
            raise UsageError("name two claims that are not of one happening")
        return {"claims": tuple((self._claim(text),) for text in wish.ids)}

    def mark(self, wish: Wish) -> dict[str, Any]:
        letter, number = self._subject(_one(wish))
        about: dict[str, Any] = {"event": number} if letter == "E" else {"claims": ((number,),)}
        row = {} if letter == "E" else self._row("base.claim", number) or {}
        was = {name: False if name == HIDDEN else value_of(row, name) for name in wish.set}
        return {**about, "set": dict(wish.set), "was": was if row else {}}

    def undo(self, wish: Wish) -> dict[str, Any]:
        return {"undoes": tuple(name for text in wish.ids for name in self._decisions(text))}

    def _seen(self, about: Mapping[str, Any]) -> dict[str, Any]:
        """What the claims that a decision rests on say at their origin, by id; of very many the first ones."""
        claims = [claim for part in about.get("claims", ()) for claim in part]
        if about.get("event") is not None:
            claims = [*self._claims(about["event"])]
        rows = self._delivered(claims[:_MOST_SEEN])
        return {claim_id(claim): seen(row) for claim, row in rows.items() if row["feed"] != FEED}

    def _delivered(self, claims: Sequence[int]) -> dict[int, dict[str, Any]]:
        """Claims as their origin has them: nothing else than as they stand, where no person set anything."""
        if not claims:
            return {}
        among = f"claim IN ({', '.join(map(str, claims))})"
        asked = (f"FROM base.claim WHERE {among}", f"FROM base.origin WHERE {among} AND known_to IS NULL")
        return {row["claim"]: row for query in asked for row in self._reader.ask(query).iter_rows(named=True)}

    def _decisions(self, text: str) -> list[str]:
        """The full id of a decision, the ids of all that were made in one run and still hold, or the name of a run of
        ingest.
        """
        if text[:1] in "rR":
            decided = {one.run for one in self._before if one.run and one.run.lower().startswith(text.lower())}
            found = [*sorted(decided), *runs_like(text, self._reader)]
            if not found:
                raise no_run(text, self._reader)
            run = _only(text, found)
            held = in_force(self._before)
            made = [one.id for one in reversed(self._before) if one.run == run and one.id in held]
            return made if run in decided else [run]
        ids = [one.id for one in self._before if one.id.lower().startswith(text.lower())]
        if not ids:
            raise UsageError(f"no decision begins with {text!r}; `timeline log` lists them")
        return [_only(text, ids)]

    def _subject(self, text: str) -> tuple[str, int]:
        if not _ID.fullmatch(text):
            raise UsageError(f"{text!r} is no id; ids begin with E (event) or C (claim), like E2fa629")
        if _WHOLE_CLAIM.fullmatch(text) and int(text[1:], 16) in self._known.claims:
            return "C", int(text[1:], 16)
        found = self._reader.ids_like(text)
        if not found:
            raise UsageError(f"no {'event' if text[0] in 'eE' else 'claim'} begins with {text!r}")
        only = _only(text, found)
        return only[0], int(only[1:], 16)

    def _claim(self, text: str) -> int:
        letter, number = self._subject(text)
        if letter != "C":
            raise UsageError(f"{text!r} is an event; name a claim (C...): `timeline claims {text}` lists its claims")
        return number

    def _event(self, text: str) -> int:
        letter, number = self._subject(text)
        return number if letter == "E" else self._events([number])[number]

    def _claims(self, event: int) -> tuple[int, ...]:
        query = f"SELECT claim FROM base.claim WHERE event = {event} ORDER BY first_known_at, claim"
        return tuple(self._reader.ask(query)["claim"])

    def _events(self, claims: Sequence[int]) -> dict[int, int]:
        if not claims:
            return {}
        if all(claim in self._known.claims for claim in claims):
            return {claim: self._known.claims[claim]["event"] for claim in claims}
        told = ", ".join(str(claim) for claim in claims)
        found = self._reader.ask(f"SELECT claim, event FROM base.claim WHERE claim IN ({told})")
        return dict(found.iter_rows())

    def _row(self, table: str, claim: int, also: str = "true") -> dict[str, Any] | None:
        if claim in self._known.claims:
            return (self._known.claims if table == "base.claim" else self._known.origins).get(claim)
        found = self._reader.ask(f"FROM {table} WHERE claim = {claim} AND {also}")
        return found.row(0, named=True) if found.height else None


def _one(wish: Wish) -> str:
    if len(wish.ids) != 1:
        raise UsageError(f"{wish.what} takes one id")
    return wish.ids[0]


def _only(text: str, found: Sequence[str]) -> str:
    if len(found) > 1:
        more = ", ..." if len(found) > _SHOWN else ""
        raise UsageError(f"{text} is ambiguous: {', '.join(found[:_SHOWN])}{more}; write more of it")
    return found[0]


_WAYS: Final[Mapping[str, Callable[[_Desk, Wish], dict[str, Any]]]] = {
    "add": _Desk.add,
    "correct": _Desk.correct,
    "accept": _Desk.accept,
    "merge": _Desk.merge,
    "split": _Desk.split,
    "apart": _Desk.apart,
    "label": _Desk.mark,
    "pin": _Desk.mark,
    "hide": _Desk.mark,
    "note": _Desk.mark,
    "undo": _Desk.undo,
}


def dated(text: str, zone: str) -> dict[str, Any]:
    """The fields of a date as it was typed, as in JSON. Raises UsageError for what is no date."""
    found = dates.parse_literal(text, zone=zone)
    if isinstance(found, dates.Problem):
        try:
            day = dates.parse_day(text, zone).isoformat()
        except UsageError as error:
            raise UsageError(f"--date {text!r}: {found.reason}") from error
        return {**dict.fromkeys(model.SPAN), "starts": day, "ends": day, "lasting": False, "precision": "day"}
    told = {name: getattr(found, name) for name in model.SPAN}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in told.items()}


def numbered(told: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a number (value, low, unit, ...) under the names that a decision has for them."""
    return {QUANTITY + name: value for name, value in told.items() if value is not None}


__all__ = ["Done", "Signed", "Wish", "claim_id", "dated", "decide", "decide_all", "event_id", "numbered", "settle"]
