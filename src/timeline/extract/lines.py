"""JSON lines in and out: `{"id", "text", "published"}` to `{"id", "claims"}`, with bad lines as messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from timeline.dates.prose.lines import read_published
from timeline.extract.frames import of_text
from timeline.kinds import Taxonomy
from timeline.places import Gazetteer

# What a line of the input may say; anything else in it is left alone.
_SHAPE: Final = 'expected {"id": ..., "text": "...", "published": "YYYY-MM-DD"}'
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
            said = _read(line, published)
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


def _read(line: bytes, published: date | None) -> tuple[Any, str, date | None] | str:
    """The id, text and day of a line, or what is wrong with it."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return f"not JSON ({' '.join(str(problem).split())[:120]}); {_SHAPE}"
    if not isinstance(said, dict):
        return f"a JSON {type(said).__name__}, not an object; {_SHAPE}"
    text = said.get("text")
    if not isinstance(text, str):
        return f"text is {'missing' if text is None else 'a ' + type(text).__name__}; {_SHAPE}"
    day = read_published(said.get("published"))
    return day if isinstance(day, str) else (said.get("id"), text, day or published)
