"""JSON lines in and out: `{"id", "text", "published"}` to `{"id", "expressions"}`, with bad lines as messages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from timeline.dates.prose.finding import find
from timeline.dates.prose.reading import Expression

# What a line of the input may say; anything else in it is left alone.
_SHAPE: Final = 'expected {"id": ..., "text": "...", "published": "YYYY-MM-DD"}'


def answer(
    lines: Iterable[bytes], *, published: date | None = None, language: str | None = None, explain: bool = False
) -> Iterator[tuple[str, str]]:
    """For each line that is not blank its answer as JSON, or a message: (answer, "") or ("", message).

    published: for lines that have none of their own. A message is one line and begins with the line's number.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            read = read_line(line, published)
            if isinstance(read, str):
                yield "", f"line {number}: {read}"
            else:
                key, text, day = read
                found = find(text, day, language=language, explain=explain)
                yield json.dumps({"id": key, "expressions": [record(each, explain) for each in found]}), ""


def record(expression: Expression, explain: bool = False) -> dict[str, Any]:
    """An expression as the JSON object that is printed; with `explain` its anchor and what was turned down too.

    An expression that counts from an event has `phrase` with either: the whole of its words.
    """
    fields: dict[str, Any] = {
        "start": expression.start,
        "end": expression.end,
        "text": expression.text,
        "type": expression.type,
        "value": expression.value,
        "starts": expression.starts and expression.starts.isoformat(),
        "ends": expression.ends and expression.ends.isoformat(),
        "precision": expression.precision,
        "rule": expression.rule,
    }
    if expression.phrase is not None:
        fields["phrase"] = expression.phrase._asdict()
    if explain:
        fields |= {
            "mod": expression.mod,
            "anchor": expression.anchor,
            "alternatives": list(expression.alternatives),
        }
    return fields


def read_line(line: bytes, published: date | None) -> tuple[Any, str, date | None] | str:
    """The id, text and day of a line, or what is wrong with it."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return f"not JSON ({_one_line(problem)}); {_SHAPE}"
    if not isinstance(said, dict):
        return f"a JSON {type(said).__name__}, not an object; {_SHAPE}"
    text = said.get("text")
    if not isinstance(text, str):
        return f"text is {'missing' if text is None else 'a ' + type(text).__name__}; {_SHAPE}"
    day = read_published(said.get("published"))
    return day if isinstance(day, str) else (said.get("id"), text, day or published)


def read_published(said: object) -> date | str | None:
    """A publication date or timestamp as its civil day; None when there is none; a message when it can't be read."""
    if said is None or said == "":
        return None
    if not isinstance(said, str):
        return f"published is a {type(said).__name__}; write it as a string like 2022-09-27"
    try:
        return datetime.fromisoformat(said.strip()).date()
    except ValueError:
        return f"published {said[:40]!r} is no date; write it like 2022-09-27"


def _one_line(problem: Exception) -> str:
    return " ".join(str(problem).split())[:120]
