"""`timeline events` and `timeline claims`: what happened, and who says so."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from timeline.cli.options import Asked, columns_option, filter_options, format_option
from timeline.cli.output import picked, refuse_terminal, write_frame

if TYPE_CHECKING:
    import polars as pl


@click.command("events")
@filter_options
@columns_option
@format_option
def events_command(asked: Asked, columns: str | None, form: str) -> None:
    """List the events, one row a happening, in the order of their days.

    \b
    Example:
      timeline events --kind office_attack --since 2022-09-21 --country RU
      timeline events --as-of 2022-09-27 --format csv > events.csv
    """
    from timeline import report
    from timeline.report.listing import events_table

    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        found = database.events(**asked.filters)
        table = events_table(database, found) if form == "table" and columns is None else None
    _nothing(found.height, "events")
    write_frame(picked(found, columns), form, table=table)


@click.command("claims")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@filter_options
@columns_option
@format_option
def claims_command(ids: tuple[str, ...], asked: Asked, columns: str | None, form: str) -> None:
    """List the claims: who says it, who passed it on, where it was read; or those of an event or with an id.

    An ID is that of an event (E...) or a claim (C...), or its beginning. --status means the claim's modality.
    --format xlsx is a sheet to be edited: read back by `timeline ingest`, each changed cell is a correction.

    \b
    Example:
      timeline claims E2fa629
      timeline claims --kind border_crossing --said-by 2022-09-26 --format jsonl
      timeline claims --since 2022-09-21 --format xlsx > desk.xlsx
    """
    from timeline import report
    from timeline.report.listing import claims_table

    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        found = database.claims(ids=ids, **asked.filters)
        table = claims_table(database, found) if form == "table" and columns is None else None
        names = database.kinds()["kind"].to_list()
    _nothing(found.height, "claims")
    if form == "xlsx" and columns is None and not {"as_of", "said_by"} & asked.filters.keys():
        _to_edit(found, names)
        return
    write_frame(picked(found, columns), form, table=table)


def _to_edit(found: pl.DataFrame, kinds: list[str]) -> None:
    """The claims as a workbook to be edited."""
    from timeline import dates
    from timeline.cli.sheets import write_sheet

    sys.stdout.flush()
    write_sheet(found, kinds, dates.now().isoformat(), sys.stdout.buffer)


def _nothing(rows: int, what: str) -> None:
    if rows == 0:
        click.echo(f"no {what} match", err=True)
