"""`timeline log`: who decided what, when and why."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import columns_option, format_option, warehouse_option
from timeline.cli.output import picked, refuse_terminal, write_frame


@click.command("log")
@click.option("--since", metavar="DAY", help="From this day on: 2022-09-27, yesterday, '3 days ago'.")
@columns_option
@format_option
@warehouse_option
def log_command(since: str | None, columns: str | None, form: str, warehouse: Path | None) -> None:
    """List the decisions in their order, what was taken back, and what has changed at its origin since.

    \b
    Example:
      timeline log
      timeline log --since yesterday --format jsonl
    """
    from timeline import dates, report
    from timeline.cli.where import link_here
    from timeline.report.decided import decided, decided_table

    refuse_terminal(form)
    with report.open(link_here(warehouse)) as database:
        day = dates.parse_day(since, database.reader.zone()) if since else None
        found = decided(database, since=day)
        table = decided_table(database, found) if form == "table" and columns is None else None
    if found.is_empty():
        click.echo("no decisions yet" if since is None else f"no decisions since {since}", err=True)
    write_frame(picked(found, columns), form, table=table)
