"""Edited sheets at the command line: what would change, what was taken, and what contradicts the ledger."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.cells import json_text, one_line
from timeline.errors import ExitCode
from timeline.ingest.discover import WORKBOOKS

if TYPE_CHECKING:
    import polars as pl

    from timeline.ingest.settings import Settings
    from timeline.ingest.sheets import Edited

    Sheets = list[tuple[Path, Edited]]


def sheets_in(files: tuple[Path, ...], settings: Settings) -> tuple[Sheets, tuple[Path, ...]]:
    """The edited sheets among files, all of them read and understood, and the other files."""
    # What reads sheets takes a tenth of a second to load, and few runs meet one.
    if not any(file.suffix.lower() in WORKBOOKS for file in files):
        return [], files
    from timeline.ingest.sheets import read_sheet

    found: Sheets = []
    others: list[Path] = []
    for file in files:
        edited = read_sheet(file, settings)
        if edited is None:
            others.append(file)
        else:
            found.append((file, edited))
    return found, tuple(others)


def take_sheets(sheets: Sheets, settings: Settings, *, dry_run: bool, as_json: bool) -> int:
    """Show what was edited, and take it unless `dry_run`; 3 where something contradicts what the ledger says by now."""
    code = ExitCode.DONE
    for file, edited in sheets:
        _show(edited.edits, as_json)
        if edited.wishes and not dry_run:
            _take(file, edited, settings)
        elif not dry_run:
            click.echo(f"{one_line(file.name)}: {_in_words(edited.edits)}", err=True)
        else:
            click.echo(f"{one_line(file.name)}: would be taken: {_in_words(edited.edits)}", err=True)
        conflicts = edited.edits["what"] == "conflict"
        if conflicts.any():
            code = ExitCode.REJECTED
            more = "what the ledger says by now is under `held`; correct it there, or make the sheet anew"
            click.echo(f"timeline: {one_line(file.name)}: conflicts are not taken: {more}", err=True)
    return int(code)


def _take(file: Path, edited: Edited, settings: Settings) -> None:
    from timeline.cli.desk import say_who
    from timeline.ingest.sheets import take_sheet

    signed = _signed(file, edited.editor, settings)
    done = take_sheet(edited, settings, signed)
    words = f"{one_line(file.name)}: {_in_words(edited.edits)}"
    run = done.decisions[0].run if done.decisions else None
    if run:
        words += f"; signed {one_line(done.decisions[0].who)}; to take it all back: timeline undo {run}"
    click.echo(words, err=True)
    say_who(signed.who, signed.who_from)
    if done.busy:
        click.echo(f"timeline: kept, and taken by the run at work or the next: {one_line(done.busy)}", err=True)


def _signed(file: Path, editor: str | None, settings: Settings) -> Any:
    """Who edited it: who saved the workbook last, else the configured name, else the system's user."""
    from timeline.cli.desk import signer
    from timeline.ingest.deciding import Signed

    because = f"edited in {file.name}"
    if editor:
        return Signed(editor[:200], "workbook", because)
    return Signed(*signer(os.environ.get("TIMELINE_BY"), settings), because)


def _show(edits: pl.DataFrame, as_json: bool) -> None:
    from timeline.cli.output import stream_of, write_stream

    if as_json:
        click.echo(json_text(edits.drop("sort").to_dicts()))
    elif edits.height:
        told = edits.drop("sort")
        extra = [name for name in ("held", "why") if told[name].is_null().all()]
        write_stream(stream_of(told.drop(extra)), "table")


def _in_words(edits: pl.DataFrame) -> str:
    """`3 cells corrected, 1 row added, 1 conflict`."""
    rows = edits.filter(edits["what"] == "add")["row"].n_unique()
    numbers = {what: edits.filter(edits["what"] == what).height for what in ("correct", "withdraw", "conflict")}
    told = [
        _several(numbers["correct"], "cell", "cells", "corrected"),
        _several(rows, "row", "rows", "added"),
        _several(numbers["withdraw"], "claim", "claims", "withdrawn"),
        _several(numbers["conflict"], "conflict", "conflicts", ""),
    ]
    return ", ".join(words for words in told if words) or "nothing was edited"


def _several(count: int, one: str, many: str, what: str) -> str:
    return f"{count:,} {one if count == 1 else many} {what}".strip() if count else ""
