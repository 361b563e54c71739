"""Text from anywhere made fit to print: one line of visible characters, of a bearable length; numbers and days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

LONGEST: Final = 400
_RAW: Final = 20_000
# Without them Persian and other words are written wrongly.
_JOINERS: Final = frozenset("\u200c\u200d")
_LINK: Final = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+", re.IGNORECASE)


def clean(text: object, longest: int = LONGEST) -> str:
    """One line of visible text: control, formatting and unassigned characters go, runs of space become one; what is
    longer ends in an ellipsis.
    """
    raw = str(text)[:_RAW]
    if not raw.isprintable():
        spaced = (" " if char.isspace() else char for char in raw)
        raw = "".join(c for c in spaced if c in _JOINERS or unicodedata.category(c)[0] != "C")
    line = " ".join(unicodedata.normalize("NFC", raw).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip(' ,;:.')}…"


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    line = capital(text.strip())
    return line if not line or line[-1] in ".!?…”" else f"{line}."


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def link(url: object) -> str | None:
    """The address, if it is one of http or https and nothing else; else None."""
    text = str(url or "").strip()[:2000]
    return text if text.isprintable() and _LINK.fullmatch(text) else None


def ranges(numbers: Sequence[int]) -> str:
    """`1–3, 7`: numbers in order, three and more in a row drawn together."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs]
    return ", ".join(parts)


def listed(names: Iterable[str], most: int = 5) -> str:
    """`TASS, RIA and 3 more`; `TASS and RIA`. Where a name has a comma itself, semicolons stand between them."""
    kept = list(names)
    comma = "; " if any("," in name for name in kept[:most]) else ", "
    if len(kept) > most:
        return f"{comma.join(kept[:most])} and {len(kept) - most} more"
    if len(kept) < 2 or comma == "; ":
        return comma.join(kept)
    return f"{comma.join(kept[:-1])} and {kept[-1]}"


def number(value: float) -> str:
    """`200,000`, `98.4`."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")


def several(count: int, one: str, many: str) -> str:
    """`1 event`, `12 events`."""
    return f"{number(count)} {one if count == 1 else many}"


def when(row: Mapping[str, Any]) -> str:
    """The days of an event or claim (columns of model.SPAN) in words, as exact as they are known."""
    from timeline import dates

    clock = row["precision"] in ("second", "minute", "hour")
    told = dates.format_span(
        row["starts"], row["ends"], "day" if clock else row["precision"], value=row.get("value"), short=True
    )
    unsure = row["starts"] is not None and row["ends"] is not None and row["starts"] != row["ends"]
    return f"{told}, day unknown" if unsure and not row.get("lasting") and row["precision"] == "range" else told


def clock(row: Mapping[str, Any]) -> str:
    """`04:00 Europe/Moscow`, where the time of day is known."""
    if row["precision"] not in ("second", "minute", "hour") or not row["zone"] or row["at_start"] is None:
        return ""
    from timeline.dates.zones import at_zone

    return f"{at_zone(row['at_start'], row['zone']):%H:%M} {row['zone']}"


def days(first: date, last: date) -> str:
    """Days in words: `20 September – 6 October 2022`."""
    from timeline import dates

    return dates.format_span(first, last)
