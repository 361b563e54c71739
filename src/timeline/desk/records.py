"""One decision: who decided what, when, about what and why; and how it stands in its line of the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final

FEED: Final = "decisions"
WHATS: Final = ("add", "correct", "accept", "merge", "split", "apart", "label", "pin", "hide", "note", "undo")
OF_EVENTS: Final = ("label", "pin", "hide", "note")
HIDDEN: Final = "hidden"
# Set by accept: a person has looked at the claim; the value holds, by field, what its origin said then.
ACCEPTED: Final = "accepted"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided.

    claims: what it is about, by what: correct, accept, hide and note of a claim ((claim,),); merge ((claims of one
    event), (of the other), ...); split ((taken out), (left)); apart ((one,), (other,)), of two happenings. event: the
    claim whose number the event has that label, pin, hide and note are about. set: new values by field; was: the values
    that stood there when it was decided, and by id what the claims said on which it rests, so that a later change is
    seen. undoes: ids of decisions, or names of runs of `timeline ingest`. run: shared by what was taken in one go.
    """

    id: str
    when: datetime
    who: str
    what: str
    because: str
    claims: tuple[tuple[int, ...], ...] = ()
    event: int | None = None
    set: Mapping[str, Any] = field(default_factory=dict)
    was: Mapping[str, Any] = field(default_factory=dict)
    undoes: tuple[str, ...] = ()
    run: str | None = None
    who_from: str | None = None

    @property
    def claim(self) -> int:
        """The one claim that a decision about a claim is about."""
        return self.claims[0][0]


def decided(what: str, *, when: datetime, who: str, because: str, **about: Any) -> Decision:
    """A decision with its id, which is made of all that it says."""
    bare = Decision("", when.astimezone(UTC), who, what, because, **about)
    told = json.dumps(_table(bare), sort_keys=True, ensure_ascii=False)
    return replace(bare, id="J" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:10])


def added_claim(decision: str) -> int:
    """The number of the claim that a decision adds: as the ledger numbers the rows of a feed by their key."""
    return int.from_bytes(hashlib.md5(f"{FEED}\x1f{decision}".encode()).digest()[:8], "little")


def claim_id(claim: int) -> str:
    """A claim's number as people see it."""
    return f"C{claim:016x}"


def claim_number(told: str) -> int:
    """The number of a claim's full id. Raises ValueError for any other text."""
    return _number(told, "C")


def is_claim(name: str) -> bool:
    """A name in `was` is the full id of a claim, and no field."""
    return name.startswith("C")


def event_id(claim: int) -> str:
    """The id of the event that has a claim's number."""
    return f"E{claim:016x}"


def is_run(name: str) -> bool:
    """What is undone is a run, and no decision."""
    return name.startswith("R")


def to_line(decision: Decision) -> bytes:
    """The decision as one line of JSON."""
    return json.dumps(_table(decision), ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


def _table(decision: Decision) -> dict[str, Any]:
    table: dict[str, Any] = {
        "id": decision.id,
        "when": decision.when.isoformat(),
        "who": decision.who,
        "who_from": decision.who_from,
        "what": decision.what,
        "because": decision.because,
        "event": None if decision.event is None else event_id(decision.event),
        "claims": [[claim_id(claim) for claim in part] for part in decision.claims],
        "set": dict(decision.set),
        "was": dict(decision.was),
        "undoes": list(decision.undoes),
        "run": decision.run,
    }
    return {name: value for name, value in table.items() if value not in (None, [], {})}


def from_line(line: bytes) -> Decision:
    """The decision that a line holds. Raises ValueError for one that holds none."""
    table = json.loads(line)
    if not isinstance(table, dict) or table.get("what") not in WHATS:
        raise ValueError("is no decision")
    try:
        event, was = table.get("event"), dict(table.get("was", {}))
        for name in filter(is_claim, was):
            claim_number(name)
        return Decision(
            id=str(table["id"]),
            when=datetime.fromisoformat(table["when"]).astimezone(UTC),
            who=str(table["who"]),
            what=table["what"],
            because=str(table["because"]),
            claims=tuple(tuple(_number(claim, "C") for claim in part) for part in table.get("claims", [])),
            event=None if event is None else _number(event, "E"),
            set=dict(table.get("set", {})),
            was=was,
            undoes=tuple(str(one) for one in table.get("undoes", [])),
            run=table.get("run"),
            who_from=table.get("who_from"),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"is no decision ({error})") from error


def _number(told: str, letter: str) -> int:
    if not told.startswith(letter) or len(told) != 17:
        raise ValueError(f"is no decision ({told!r} is no id)")
    return int(told[1:], 16)
