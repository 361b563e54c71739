"""`timeline counts`: events by day, and of the last days."""

from __future__ import annotations

import click

from timeline.cli.options import Asked, columns_option, filter_options, format_option


@click.command("counts")
@filter_options
@click.option(
    "--days", type=click.IntRange(1, 3660), metavar="N", help="Also count the last N calendar days up to each day."
)
@columns_option
@format_option
def counts_command(asked: Asked, days: int | None, columns: str | None, form: str) -> None:
    """Count events by day, zero-filled, one series for each kind that is asked for (each kind there is without --kind).

    An event counts on the day it began: certain where that day is known, possible where it may be another. Asserted
    incidents are counted unless --status says otherwise; coverage says whether anything was delivered for the day.

    \b
    Example:
      timeline counts --kind office_attack --since 2022-09-21 --days 7
      timeline counts --view offices --as-of 2022-09-27 --format csv
    """
    from timeline import report
    from timeline.cli.output import picked, refuse_terminal, write_frame

    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        question = database.question(**asked.filters)
        found = database.daily_of(question) if days is None else database.rolling_of(days, question)
    if found.is_empty():
        click.echo("no events match", err=True)
    write_frame(picked(found, columns), form)
