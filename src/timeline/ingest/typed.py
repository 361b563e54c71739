"""What a person types into a cell or a field, as the values of a decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from timeline import kinds
from timeline.desk.fields import typed
from timeline.desk.sheet import CHOICES, FIELDS, NUMBERS, STATUS, WHEN
from timeline.errors import UsageError, unknown_name
from timeline.ingest.deciding import dated

if TYPE_CHECKING:
    from timeline.ingest.settings import Settings


class Typed:
    """Understands texts under the headings of a sheet, in a project's zone and taxonomy. kinds: their names."""

    def __init__(self, settings: Settings) -> None:
        """The project's settings."""
        self._zone = settings.zone
        self.kinds = frozenset(kinds.names(kinds.load(settings.kinds_file)))

    def fields(self, heading: str, text: str | None) -> dict[str, Any]:
        """The fields that a text sets; None empties the field. Raises UsageError for what can't stand there."""
        text = text if text and text.strip() else None
        if heading == WHEN:
            return dated(_needed(text, heading).strip(), self._zone)
        if heading not in FIELDS:
            raise unknown_name("field", heading, (WHEN, *FIELDS))
        value = self._value(heading, text)
        typed(FIELDS[heading], value)
        return {FIELDS[heading]: value}

    def _value(self, heading: str, text: str | None) -> Any:
        if heading == "kind" and _needed(text, heading) not in self.kinds:
            raise UsageError(f"no kind {text!r}; `timeline kinds` lists them")
        if heading in CHOICES and text is not None and text not in CHOICES[heading]:
            raise UsageError(f"{text!r} is none of {', '.join(CHOICES[heading])}")
        if heading in ("form", STATUS):
            _needed(text, heading)
        if text is None or heading not in NUMBERS:
            return text
        return int(text) if heading == "importance" else _number(text)


def correction(told: dict[str, Any]) -> dict[str, Any]:
    """The fields of a correction: where something was on the map no longer holds when its place is another."""
    return {**told, "lat": None, "lon": None} if "place" in told else told


def _needed(text: str | None, heading: str) -> str:
    if text is None:
        raise UsageError(f"a claim needs a {heading}")
    return text


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is no number such as 8572 or 0.5") from error
