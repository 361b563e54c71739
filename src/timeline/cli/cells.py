"""Values as text: for a table, for CSV, for JSON. No imports that cost start-up time."""

from __future__ import annotations

import json
import math
import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

# C0, DEL and C1 would be acted on by a terminal; the directional marks would let a text pose as another.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_C1: Final = re.compile("[\x7f-\x9f]")
_FORMULA: Final = re.compile(r"[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?[0-9][0-9., ]*%?|[+-]")
LONGEST: Final = 200


def harmless(text: str) -> str:
    """The text with line breaks and tabs as spaces and every other control character as a visible escape."""
    return _CONTROL.sub(_visible, text)


def _visible(found: re.Match[str]) -> str:
    code = ord(found[0])
    return " " if found[0] in "\t\n\r" else f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"


def one_line(message: str) -> str:
    """A message as one harmless line."""
    return harmless(" ".join(message.split()))


def guarded(text: str) -> str:
    """A text for CSV: one that a spreadsheet would take for a formula gets an apostrophe in front."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def plain(value: Any) -> Any:
    """A value as JSON has it: days and moments in ISO form, numbers that JSON lacks as null, bytes as hex."""
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date | time):
        return moment(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict):
        return {str(plain(key)): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(entry) for entry in value]
    return str(value)


def moment(value: datetime | date | time) -> str:
    """ISO; an instant in UTC with Z."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat()


def text_of(value: Any) -> str:
    """A value as a CSV cell, without guarding; NULL is empty, nested values are JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float | timedelta):
        return "NaN" if value != value else str(value)
    if isinstance(value, dict | list | tuple):
        return json_text(value)
    return str(plain(value))


def csv_cell(value: Any) -> str:
    """A value as a CSV cell; texts are guarded against being run as formulas."""
    return guarded(value) if isinstance(value, str) else text_of(value)


def json_text(value: Any) -> str:
    """One value as JSON on one line, safe to look at in a terminal."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False)
    return _C1.sub(lambda found: f"\\u{ord(found[0]):04x}", text.encode("utf-8", "replace").decode())


def shown(value: Any) -> str:
    """A value as a cell of a table: short, one harmless line."""
    text = text_of(value)
    if isinstance(value, float) and math.isfinite(value) and abs(value) < 1e15:
        text = f"{value:.10g}"
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return harmless(cut)
