"""The sheet in which claims are edited: its columns, what stands in its cells, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from timeline import model
from timeline.model import Schema

ID: Final = "claim_id"
WHEN: Final = "when"
STATUS: Final = "status"
BECAUSE: Final = "because"
WITHDRAWN: Final = "withdrawn"
LONGEST: Final = 32_766
# The hidden sheet with what the cells said when the sheet was made, and in whose first row stands what made it.
HIDDEN_SHEET: Final = "timeline-made-from"
MARK: Final = "timeline desk sheet 1"

# Heading -> field of a claim, or of its first number. `when` is the date as EDTF; status, the modality.
FIELDS: Final = {
    "kind": "kind",
    "form": "form",
    STATUS: "modality",
    "title": "title",
    "label": "label",
    "place": "place",
    "country": "country",
    "target": "target",
    "outcome": "outcome",
    "actors": "actors",
    **{name: f"quantity.{name}" for name in ("value", "low", "high", "measure", "unit", "basis", "direction")},
    **{name: f"quantity.{name}" for name in ("who", "scope")},
    **{name: name for name in ("speaker", "carrier", "publisher", "url", "quote", "note", "importance")},
}
NUMBERS: Final = ("value", "low", "high", "importance")
COLUMNS: Final = (ID, WHEN, *FIELDS, BECAUSE)
CHOICES: Final = {
    "form": model.FORMS,
    STATUS: (*model.MODALITIES, WITHDRAWN),
    "basis": model.BASES,
    "direction": model.DIRECTIONS,
    "importance": ("1", "2", "3"),
}

# One cell of a workbook that is not empty. row: 1 is that of the headings; sort: text, number, date or truth; text: as
# in `texts`.
CELLS: Final[Schema] = {
    "row": pl.UInt32(),
    "column": pl.String(),
    "sort": pl.String(),
    "text": pl.String(),
}

# What was done to a sheet. what: correct (a cell), add (a row; column and now are those of each cell), withdraw (a
# row), conflict (a cell that both the sheet and the ledger have changed; held: what the ledger says). why: in words.
EDITS: Final[Schema] = {
    "what": pl.String(),
    "row": pl.UInt32(),
    "claim_id": pl.String(),
    "column": pl.String(),
    "was": pl.String(),
    "now": pl.String(),
    "held": pl.String(),
    "why": pl.String(),
    "sort": pl.String(),
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """An edited workbook: its rows now and as they were made (CELLS), who saved it last, and when it was made."""

    now: pl.DataFrame
    made: pl.DataFrame
    editor: str | None
    made_at: str | None


def cells(claims: pl.DataFrame) -> pl.DataFrame:
    """Claims as the rows of a sheet: COLUMNS, texts, and floats in NUMBERS."""
    first = pl.col("quantities").list.first().struct
    told: list[pl.Expr] = [pl.col(ID), pl.col("edtf").alias(WHEN)]
    for name, field in FIELDS.items():
        column = first.field(name) if "." in field else pl.col(field)
        told.append(column.cast(pl.Float64 if name in NUMBERS else pl.String).alias(name))
    return claims.select(*told, pl.lit(None, dtype=pl.String).alias(BECAUSE))


def texts(claims: pl.DataFrame) -> pl.DataFrame:
    """The cells of claims that are not empty, one a row: claim_id, column, text (8572 for 8572.0)."""
    rows = cells(claims)
    told = rows.with_columns(_number_text(name) for name in NUMBERS)
    long = told.unpivot(on=list(COLUMNS[1:]), index=ID, variable_name="column", value_name="text")
    return long.filter(pl.col("text").fill_null("") != "")


def text_cells(claims: pl.DataFrame) -> dict[str, dict[str, str]]:
    """As `texts`, by claim and heading."""
    told: dict[str, dict[str, str]] = {}
    for claim, column, text in texts(claims).select(ID, "column", "text").iter_rows():
        told.setdefault(claim, {})[column] = text
    return told


def _number_text(name: str) -> pl.Expr:
    column = pl.col(name)
    whole = column.cast(pl.Int64, strict=False)
    return pl.when(whole == column).then(whole.cast(pl.String)).otherwise(column.cast(pl.String)).alias(name)


def kept(name: str) -> pl.Expr:
    """A text as a workbook keeps it: without control characters and what is too long; a number as such."""
    text = pl.col(name).fill_null("").str.slice(0, LONGEST)
    text = text.str.replace_all(r"_x[0-9A-Fa-f]{4}_|[\x00-\x1f\x7f]", "").str.strip_chars()
    number = text.cast(pl.Float64, strict=False).cast(pl.String)
    return pl.when(pl.col("column").is_in(NUMBERS)).then(pl.coalesce(number, text)).otherwise(text)
