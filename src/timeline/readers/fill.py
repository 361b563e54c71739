"""Empty cells that repeat the one above: what is left of merged cells in an export."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from timeline.readers.raw import LINE


class FillDown:
    """Fills some columns down through the batches of a file."""

    def __init__(self, columns: Sequence[str]) -> None:
        """No columns: batches are left as they are."""
        self._columns = tuple(columns)
        self._above: dict[str, str | None] = {}

    def apply(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The next batch, filled; a row without any other cell is none, and stays empty."""
        if not self._columns or not frame.height:
            return frame
        others = [name for name in frame.columns if name not in (*self._columns, LINE)]
        told = pl.any_horizontal(_filled(name) for name in (*others, *self._columns))
        given = frame.select(pl.when(_filled(name)).then(name).alias(name) for name in self._columns)
        down = given.select(
            pl.col(name).forward_fill().fill_null(pl.lit(self._above.get(name), pl.String)) for name in self._columns
        )
        self._above = down.row(-1, named=True)
        filled = (pl.when(told).then(down[name]).otherwise(pl.col(name)).alias(name) for name in self._columns)
        return frame.with_columns(filled)


def _filled(name: str) -> pl.Expr:
    return (pl.col(name).str.strip_chars() != "").fill_null(False)
