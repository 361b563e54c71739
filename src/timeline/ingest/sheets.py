"""Edited sheets of claims: what was edited becomes decisions, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timeline import desk, worker
from timeline.desk.editing import edits, settled
from timeline.desk.effects import in_force
from timeline.desk.records import HIDDEN
from timeline.desk.sheet import ID, WHEN, texts
from timeline.errors import InputError, UsageError
from timeline.ingest.deciding import Done, Signed, Wish, decide_all
from timeline.ingest.discover import WORKBOOKS
from timeline.ingest.typed import Typed, correction
from timeline.warehouse.reader import open_published

if TYPE_CHECKING:
    import polars as pl

    from timeline.ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Edited:
    """An edited sheet: what was done to it (desk.sheet.EDITS, conflicts among it), and the decisions it asks for."""

    edits: pl.DataFrame
    wishes: tuple[Wish, ...]
    editor: str | None


def read_sheet(path: Path, settings: Settings) -> Edited | None:
    """What was edited in a workbook that `timeline claims --format xlsx` made; None for any other file.

    Raises InputError in one line for the first thing that can't be taken.
    """
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        return None
    import polars as pl

    sheet = worker.sheet(path, path.name)
    if sheet is None:
        return None
    found = edits(sheet, path.name)
    if found.height:
        asked = found[ID].drop_nulls().unique().to_list()
        held, live = _held(settings, asked)
        found = settled(found, sheet.made, held, live)
    wishes = _Wishes(path.name, settings)
    asked_for = tuple(wishes.of(found))
    again = pl.col("row").is_in(list(wishes.already)) & (pl.col("what") == "add")
    return Edited(found.filter(~again), asked_for, sheet.editor)


def take_sheet(edited: Edited, settings: Settings, signed: Signed) -> Done:
    """Decide all that was edited, as one run; conflicts are left alone."""
    return decide_all(settings, edited.wishes, signed, as_run=True) if edited.wishes else Done(())


def _held(settings: Settings, ids: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """The cells of claims as the ledger has them, and the ids of those that are there."""
    # The ids are those that a claim can have: `edits` has checked it.
    named = ", ".join(f"'{one}'" for one in ids) or "''"
    with open_published(settings.layout.link) as reader:
        claims = reader.ask(f"SELECT * FROM claims WHERE claim_id IN ({named})")
    return texts(claims), claims[ID].to_list()


class _Wishes:
    """Edits as decisions to be made. already: the new rows that were taken before."""

    def __init__(self, name: str, settings: Settings) -> None:
        self._name, self._typed = name, Typed(settings)
        self.already: set[int] = set()
        made = in_force(desk.read(settings.store.folder)).values()
        self._added = [dict(one.set) for one in made if one.what == "add"]

    def of(self, found: pl.DataFrame) -> Iterator[Wish]:
        """A correction for each cell, a withdrawal for each row, an addition for the cells of each new row."""
        for row in found.iter_rows(named=True):
            because = row["why"] or f"edited in {self._name}"
            if row["what"] == "correct":
                yield Wish("correct", (row[ID],), self._values(row), because)
            elif row["what"] == "withdraw":
                way = "row taken out of" if row["row"] is None else "withdrawn in"
                why = row["why"] or f"{way} {self._name}"
                yield Wish("hide", (row[ID],), {HIDDEN: True}, why)
        adding = (row for row in found.iter_rows(named=True) if row["what"] == "add")
        for number, cells in groupby(adding, key=lambda row: row["row"]):
            yield from self._new(number, list(cells))

    def _new(self, number: int, cells: list[dict[str, Any]]) -> Iterator[Wish]:
        told: dict[str, Any] = {"form": "incident", "modality": "asserted"}
        for cell in cells:
            told |= self._values(cell)
        for name, heading in (("kind", "kind"), ("starts", WHEN)):
            if not told.get(name) and not (name == "starts" and told.get("ends")):
                raise InputError(f"{self._name}, row {number}: a new claim needs a {heading}")
        if told in self._added:
            self.already.add(number)
        else:
            yield Wish("add", (), told, cells[0]["why"] or f"row added in {self._name}")

    def _values(self, cell: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that a cell sets. Raises InputError naming the row for what can't stand there."""
        try:
            told = self._typed.fields(cell["column"], cell["now"])
        except UsageError as error:
            raise InputError(f"{self._name}, row {cell['row']}, {cell['column']}: {error}") from error
        return correction(told) if cell["what"] == "correct" else told


__all__ = ["Edited", "read_sheet", "take_sheet"]
