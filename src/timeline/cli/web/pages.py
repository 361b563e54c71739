"""What stands on the page: one item of the queue, its claims beside their articles, and the forms of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from timeline.cli.cells import harmless, moment
from timeline.desk.sheet import CHOICES, FIELDS, WHEN
from timeline.ingest.reviewing import KEYS, answers, question

if TYPE_CHECKING:
    from datetime import datetime

    from timeline.report.passages import Passage

_LONG: Final = ("title", "quote", "note")
_SHOWN: Final = 400


def environment() -> Environment:
    """The templates, in which everything is escaped."""
    made = Environment(
        loader=PackageLoader("timeline.cli.web", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["safe_text"] = _safe_text
    made.filters["day"] = _day
    made.filters["web_link"] = web_link
    made.globals.update(keys=KEYS, answers=answers, question=question)
    return made


def _safe_text(text: str | None) -> str:
    """A text in which nothing turns the direction of what follows; line breaks stay."""
    return "\n".join(harmless(line) for line in (text or "").splitlines())


def _day(at: datetime | None) -> str:
    return f"{moment(at)[:10]}" if at else ""


def web_link(address: str | None) -> str | None:
    """An address that a browser may be sent to; None for any other."""
    told = (address or "").strip()
    return told if told.lower().startswith(("http://", "https://")) else None


def view(items: Sequence[Mapping[str, Any]], at: int, passages: Sequence[Passage], **more: Any) -> dict[str, Any]:
    """What the template is filled with."""
    return {
        "items": items[:_SHOWN],
        "count": len(items),
        "at": at,
        "item": items[at] if items else None,
        "before": items[at - 1]["item"] if items and at > 0 else None,
        "after": items[at + 1]["item"] if at + 1 < len(items) else None,
        "passages": [(passage, edit_fields(passage)) for passage in passages],
        "differing": differing(passages),
        **more,
    }


def differing(passages: Sequence[Passage]) -> set[str]:
    """The headings under which claims that are shown beside each other say something else."""
    if len(passages) < 2:
        return set()
    first, *others = (passage.cells for passage in passages)
    return {name for name in first if any(name in cells and cells[name] != first[name] for cells in others)}


def edit_fields(passage: Passage) -> list[dict[str, Any]]:
    """The fields of the form in which a claim is corrected: name, value, the choices that it has, and if it is long."""
    return [
        {
            "name": name,
            "value": passage.cells.get(name, ""),
            "choices": ["", *CHOICES[name]] if name in CHOICES and name != "status" else CHOICES.get(name, ()),
            "long": name in _LONG,
        }
        for name in (WHEN, *FIELDS)
    ]
