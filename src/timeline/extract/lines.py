"""JSON lines in and out: `{"id", "text", "published"}` to `{"id", "claims"}`, with bad lines as messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from timeline.dates.prose.lines import read_line
from timeline.extract.frames import of_text
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

FIELDS: Final = (
    *("start", "end", "quote", "trigger", "kind", "form", "starts", "ends", "precision", "lasting", "date_basis"),
    *("date_text", "places", "country", "lat", "lon", "quantities", "speaker", "carrier", "modality", "importance"),
    *("confidence", "doubt", "rule"),
)


def answer(
    lines: Iterable[bytes], taxonomy: Taxonomy, gazetteer: Gazetteer, *, published: date | None = None
) -> Iterator[tuple[str, str]]:
    """For each line that is not blank its claims as JSON, or a message: (answer, "") or ("", message).

    published: for lines that have none of their own. A message is one line and begins with the line's number.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            said = read_line(line, published)
            if isinstance(said, str):
                yield "", f"line {number}: {said}"
            else:
                key, text, day = said
                yield record(key, of_text(text, day, taxonomy, gazetteer)), ""


def record(key: object, rows: Iterable[dict[str, Any]]) -> str:
    """The claims of one document as the line of JSON that is printed."""
    return json.dumps({"id": key, "claims": [{name: _plain(row.get(name)) for name in FIELDS} for row in rows]})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
