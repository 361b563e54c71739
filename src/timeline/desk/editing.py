"""What was done to a sheet: cells that were edited, rows that were added or taken out, and what contradicts them."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.desk.sheet import BECAUSE, COLUMNS, EDITS, ID, LONGEST, STATUS, WHEN, WITHDRAWN, Sheet, kept
from timeline.errors import InputError

_AN_ID: Final = "^C[0-9a-f]{16}$"
_YEARS: Final = "^[12][0-9]{3}$"


def edits(sheet: Sheet, name: str) -> pl.DataFrame:
    """What was edited since the sheet was made, in EDITS, in the order of its rows; `name` is the file's, for messages.

    Raises InputError for the first thing that can't be understood: a foreign column, two rows of one id, an id that is
    not the sheet's, a date that the spreadsheet turned around.
    """
    made, now = _by_claim(sheet.made), _by_claim(sheet.now)
    _check(sheet, made, now, name)
    why = now.filter(pl.col("column") == BECAUSE).select("row", why="text")
    content = pl.col("column").is_in([ID, BECAUSE]).not_()
    told = now.filter(content, pl.col(ID).is_not_null())
    before = made.filter(content).select(ID, "column", was="text")
    both = told.select(ID, "column", "row", "sort", now="text").join(
        before, on=[ID, "column"], how="full", coalesce=True
    )
    there = now.filter(pl.col("column") == ID).select(ID, at="row")
    both = both.join(there, on=ID).with_columns(row=pl.col("at"))
    changed = both.filter(kept("now") != kept("was"))
    out = (pl.col("column") == STATUS) & (pl.col("now") == WITHDRAWN)
    titles = made.filter(pl.col("column") == "title").select(ID, was="text")
    gone = [changed.filter(out).select(ID, "row"), _left(made, there)]
    rows = [
        changed.filter(~out).with_columns(what=pl.lit("correct")),
        *(part.join(titles, on=ID, how="left").with_columns(what=pl.lit("withdraw")) for part in gone),
        _added(now, content),
    ]
    found = pl.concat([_conformed(part) for part in rows]).join(why, on="row", how="left", suffix="_told")
    found = found.with_columns(why=pl.col("why_told")).drop("why_told")
    # A row that is taken out is not corrected as well.
    leaving = found.filter(pl.col("what") == "withdraw")[ID].implode()
    found = found.filter(~((pl.col("what") == "correct") & pl.col(ID).is_in(leaving)))
    _check_edits(found, name)
    return found.sort("row", "what", "column", nulls_last=True)


def settled(found: pl.DataFrame, made: pl.DataFrame, held: pl.DataFrame, live: list[str]) -> pl.DataFrame:
    """EDITS against what the ledger holds now: what it says already is left out, what both have changed is a conflict.

    `made`: Sheet.made; `held`: desk.sheet.texts of the claims in question; `live`: the ids of those that are there.
    """
    now = held.select(ID, "column", said="text")
    told = found.join(now, on=[ID, "column"], how="left", nulls_equal=False)
    corrects = pl.col("what") == "correct"
    gone = pl.col(ID).is_not_null() & ~pl.col(ID).is_in(live)
    already = corrects & ~gone & (kept("said") == kept("now"))
    moved = corrects & (gone | (kept("said") != kept("was")))
    drifted = _drifted(_by_claim(made), held, found)
    withdraws = pl.col("what") == "withdraw"
    told = told.filter(~already & ~(withdraws & gone)).join(drifted, on=ID, how="left", nulls_equal=False)
    moved = moved | (withdraws & pl.col("drift").is_not_null())
    said = pl.when(gone).then(pl.lit("withdrawn")).when(withdraws).then("drift").otherwise("said")
    marked = told.with_columns(
        held=pl.when(moved).then(said.fill_null("")),
        what=pl.when(moved).then(pl.lit("conflict")).otherwise(pl.col("what")),
    )
    return _conformed(marked).sort("row", "what", "column", nulls_last=True)


def _drifted(made: pl.DataFrame, held: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """claim_id, drift: in words what the ledger has changed since, of the rows that are taken out."""
    leaving = found.filter(pl.col("what") == "withdraw").select(ID)
    mine = made.filter(~pl.col("column").is_in([ID, BECAUSE])).join(leaving, on=ID, how="semi")
    then = mine.select(ID, "column", was="text")
    now = held.join(leaving, on=ID, how="semi").select(ID, "column", now="text")
    both = then.join(now, on=[ID, "column"], how="full", coalesce=True).filter(kept("now") != kept("was"))
    return both.sort("column").group_by(ID).agg(drift=pl.format("changed since: {}", pl.col("column").str.join(", ")))


def _by_claim(cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with the id of their row; NULL where it has none."""
    ids = cells.filter(pl.col("column") == ID).select("row", pl.col("text").str.strip_chars().alias(ID))
    return cells.join(ids, on="row", how="left")


def _conformed(frame: pl.DataFrame) -> pl.DataFrame:
    have = frame.columns
    return frame.select(
        (pl.col(name) if name in have else pl.lit(None)).cast(dtype).alias(name) for name, dtype in EDITS.items()
    )


def _left(made: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Rows that were there when the sheet was made."""
    return made.filter(pl.col(ID).str.contains(_AN_ID)).select(ID).unique().join(there, on=ID, how="anti").select(ID)


def _added(now: pl.DataFrame, content: pl.Expr) -> pl.DataFrame:
    """The cells of rows without id."""
    cells = now.filter(content, pl.col(ID).is_null())
    return cells.select("row", "column", "sort", now="text", what=pl.lit("add"))


def _check(sheet: Sheet, made: pl.DataFrame, now: pl.DataFrame, name: str) -> None:
    foreign = [column for column in sheet.now["column"].unique(maintain_order=True) if column not in COLUMNS]
    if foreign:
        raise InputError(
            f"{name}: the column {foreign[0]!r} is not of this sheet; remove it ({', '.join(COLUMNS)} are)"
        )
    ids = now.filter(pl.col("column") == ID)
    twice = ids.filter(pl.col(ID).is_duplicated()).sort(ID, "row")
    if twice.height:
        first, second = twice["row"][:2]
        raise InputError(f"{name}: rows {first} and {second} have one id, {twice[ID][0]}; remove the id of the new row")
    mine = made.filter(pl.col(ID).str.contains(_AN_ID)).select(ID).unique()
    unknown = ids.join(mine, on=ID, how="anti").sort("row")
    if unknown.height:
        raise InputError(
            f"{name}, row {unknown['row'][0]}: {unknown[ID][0]!r} is no id of this sheet; leave it empty for a new row"
        )


def _check_edits(found: pl.DataFrame, name: str) -> None:
    """Dates that the spreadsheet made of what was typed, and texts that were cut when the sheet was made."""
    dates = found.filter(pl.col("column") == WHEN)
    year = pl.col("now").str.contains(_YEARS)
    serial = dates.filter(pl.col("sort").is_in(["number", "truth"]), ~year)
    if serial.height:
        row = serial.row(0, named=True)
        raise InputError(
            f"{name}, row {row['row']}: when is the number {row['now']}, which a spreadsheet made of a date; write it "
            "as text, such as 2022-09-27"
        )
    parts = pl.col("was").str.extract_groups(r"^(\d{4})-(\d\d)-(\d\d)$")
    turned = pl.format("{}-{}-{}", *(parts.struct.field(number) for number in ("1", "3", "2")))
    swapped = dates.filter(pl.col("sort") == "date", pl.col("now") == turned)
    if swapped.height:
        row = swapped.row(0, named=True)
        raise InputError(
            f"{name}, row {row['row']}: when was {row['was']} and is {row['now']}: the spreadsheet has turned day and "
            "month around; write it as text"
        )
    cut = found.filter(pl.col("was").str.len_chars() > LONGEST)
    if cut.height:
        raise InputError(
            f"{name}, row {cut['row'][0]}: {cut['column'][0]} is longer than a cell can be and was cut; correct it "
            "with `timeline correct`"
        )
