"""What every container hands on: batches of text columns with the line each row stands on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import polars as pl

from timeline import model
from timeline.errors import InputError

# The internal column with the row's line; no heading can hold this name, since headings are trimmed.
LINE = "\x1fline"
TEXT_LIMIT = 500
WIDEST = 20_000
# Midnight, as spreadsheets and Parquet writers add it to what was entered as a day.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(?:\.0+)?$"
# The Humanitarian Exchange Language: a hashtag and its attributes.
_TAG = re.compile(r"#[a-z][a-z0-9_]*(?: *\+ *[a-z][a-z0-9_]*)*$", re.IGNORECASE | re.ASCII)
_CLOCK = r"^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}"


@dataclass(frozen=True, slots=True)
class RawBatch:
    """Some rows of a container: text columns and LINE in `frame`, rows that are no rows of the table in `rejects`.

    `delimiter`: what stands between the cells when a row is shown.
    """

    frame: pl.DataFrame
    rejects: pl.DataFrame
    delimiter: str = ","


def batch(columns: Sequence[str], data: Sequence[Sequence[str | None]], lines: Sequence[int]) -> RawBatch:
    """A batch from columns of Python values."""
    series = [pl.Series(name, values, dtype=pl.String) for name, values in zip(columns, data, strict=True)]
    return RawBatch(pl.DataFrame([*series, pl.Series(LINE, lines, dtype=pl.UInt32)]), model.empty(model.REJECTS))


def reject_rows(lines: Sequence[int], reasons: Sequence[str], texts: Sequence[str]) -> pl.DataFrame:
    """Rejects of rows that have no columns yet, in model.REJECTS."""
    frame = pl.DataFrame(
        {"line": lines, "reason": reasons, "text": [text[:TEXT_LIMIT] for text in texts]},
        schema={"line": pl.UInt32, "reason": pl.String, "text": pl.String},
    )
    return model.conform(frame, model.REJECTS)


def day_of(cell: str | None) -> str | None:
    """The heading as it was entered: a cell with a day comes as its midnight."""
    return cell and re.sub(_MIDNIGHT, r"\1", cell)


def headings(cells: Iterable[str | None]) -> list[str]:
    """Column names from a heading row: trimmed, an empty one is named by its place (`c4`), a repeated one
    gets a number (`date`, `date_2`).
    """
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}
    for place, cell in enumerate(cells, start=1):
        base = " ".join((cell or "").strip("\ufeff \t\r\n\x1f").split()) or f"c{place}"
        name = base
        while name in names:
            numbers[base] = numbers.get(base, 1) + 1
            name = f"{base}_{numbers[base]}"
        names[name] = None
    return list(names)


def below_tags(batches: Iterable[RawBatch]) -> Iterator[RawBatch]:
    """The batches without a first row of HXL hashtags (`#date+start`): like the headings above it, it is no data."""
    begun = False
    for each in batches:
        tags = not begun and each.frame.height > 0 and _are_tags(each.frame.drop(LINE).row(0))
        begun = begun or each.frame.height > 0
        yield replace(each, frame=each.frame.slice(1)) if tags else each


def _are_tags(cells: Iterable[str | None]) -> bool:
    filled = [cell.strip() for cell in cells if cell and cell.strip()]
    return bool(filled) and all(_TAG.match(cell) for cell in filled)


def check_width(name: str, columns: int) -> None:
    """InputError for a table wider than any real one."""
    if columns > WIDEST:
        raise broken(name, f"has {columns} columns, more than {WIDEST}; is the delimiter or the container right?")


def without_midnights(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns in which every clock time is midnight, as days: spreadsheets and Parquet have days as midnights."""
    text = frame.select(pl.col(pl.String))
    clocks = text.select(pl.all().str.contains(_CLOCK).any())
    midnights = text.select((~pl.all().str.contains(_CLOCK) | pl.all().str.contains(_MIDNIGHT)).all())
    days = [name for name in text.columns if clocks[name][0] and midnights[name][0]]
    return frame.with_columns(pl.col(days).str.replace(_MIDNIGHT, "$1")) if days else frame


def broken(name: str, what: str) -> InputError:
    """The file can't be read: one line of file and reason, whatever bytes stand in them."""
    line = " ".join(f"{name}: {what}".split())
    return InputError("".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in line))
