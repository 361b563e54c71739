"""What a person answers to an item of the review, as decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from timeline.desk.records import HIDDEN
from timeline.errors import UsageError
from timeline.ingest.deciding import Wish
from timeline.ingest.typed import Typed, correction

Item = Mapping[str, Any]

# What can be answered: key and what it does, the same in the terminal and on the page.
KEYS: Final = {
    "accept": (
        "a",
        "it is right: merge what is proposed, keep the claim or the decision; asked again only when it changes",
    ),
    "edit": ("e", "correct what the claim says"),
    "reject": ("r", "it is wrong: two happenings, no such claim, the origin is right"),
    "merge": ("m", "put its event together with another one"),
    "skip": ("s", "leave it for another time"),
    "back": ("b", "go back to the one before"),
    "undo": ("u", "take back what was decided last"),
    "quit": ("q", "stop here; what was decided stays decided"),
    "help": ("?", "show the keys"),
}


# What an item of each sort asks, and what accept and reject mean for it.
_ASKS: Final = {
    "merge": ("Are these one event?", "yes, one event", "no, two events"),
    "second look": ("Does this decision still hold?", "yes, keep it", "no, go with the origin"),
    "outlier": ("Is this number right?", "yes, it is right", "no, hide the claim"),
    "no anchor": ("Is this date right?", "yes, it is right", "no, hide the claim"),
    "future": ("Is this date right?", "yes, it is right", "no, hide the claim"),
    "quiet": ("A feed has gone quiet.", "", ""),
}
_READ: Final = ("Is this what the text says?", "yes, it is right", "no, hide the claim")


def question(item: Item) -> str:
    """What a person is asked about an item."""
    return _ASKS.get(item["sort"], _READ)[0]


def answers(item: Item) -> dict[str, str]:
    """The verbs of KEYS that decide something about an item, each with what it means there."""
    if item["sort"] == "quiet":
        return {}
    _, yes, no = _ASKS.get(item["sort"], _READ)
    other = {} if item["sort"] == "merge" else {"merge": "merge with another event"}
    return {"accept": yes, "reject": no, "edit": "edit one of them" if not other else "edit it", **other}


def wish(
    item: Item, verb: str, because: str, *, other: str | None = None, told: Mapping[str, Any] | None = None
) -> Wish:
    """The decision that answers an item of the queue with a verb of KEYS; `told`: the fields to correct.

    `other`: the event to merge with, or which of the item's claims to correct. Raises UsageError for what can't be
    answered so.
    """
    if item["sort"] == "quiet":
        raise UsageError(f"{item['item']} is a feed; there is nothing to decide: {item['command']}, or skip it")
    if verb not in _ANSWERS:
        raise UsageError(f"{verb!r} is no answer; there are: {', '.join(_ANSWERS)}")
    what, ids, fields = _ANSWERS[verb](item, other, dict(told or {}))
    return Wish(what, ids, fields, because)


_Answer = tuple[str, tuple[str, ...], dict[str, Any]]


def _accept(item: Item, _: str | None, __: dict[str, Any]) -> _Answer:
    return ("merge", tuple(item["ids"]), {}) if item["sort"] == "merge" else ("accept", (item["claims"][0],), {})


def _reject(item: Item, _: str | None, __: dict[str, Any]) -> _Answer:
    if item["sort"] == "merge":
        return "apart", tuple(item["claims"]), {}
    if item["sort"] == "second look":
        return "undo", tuple(item["decisions"]), {}
    return "hide", (item["claims"][0],), {HIDDEN: True}


def _merge(item: Item, other: str | None, _: dict[str, Any]) -> _Answer:
    if item["sort"] == "merge" and not other:
        return "merge", tuple(item["ids"]), {}
    if not other or not other.strip():
        raise UsageError("name the event to merge with, such as E2fa629")
    return "merge", (_event(item), other.strip()), {}


def _event(item: Item) -> str:
    """An event's id leads to where its first claim belongs now."""
    return f"E{item['claims'][0][1:]}"


def _edit(item: Item, claim: str | None, told: dict[str, Any]) -> _Answer:
    mine: list[str] = [one for one in item["claims"] if one == claim] or item["claims"][:1]
    return "correct", tuple(mine), told


_ANSWERS: Final[Mapping[str, Callable[[Item, str | None, dict[str, Any]], _Answer]]] = {
    "accept": _accept,
    "edit": _edit,
    "reject": _reject,
    "merge": _merge,
}


def changed(typed: Typed, was: Mapping[str, str], now: Mapping[str, str]) -> dict[str, Any]:
    """The fields of the headings under which something else was typed. Raises UsageError naming the first bad one."""
    told: dict[str, Any] = {}
    for heading, text in now.items():
        if text.strip() != was.get(heading, "").strip():
            try:
                told |= typed.fields(heading, text)
            except UsageError as error:
                raise UsageError(f"{heading}: {error}") from error
    if not told:
        raise UsageError("nothing was changed")
    return correction(told)
