"""`timeline review`: what wants a person's eye."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import format_option, warehouse_option
from timeline.cli.output import refuse_terminal, write_frame


@click.command("review")
@click.option("--json", "as_json", is_flag=True, help="The whole queue as JSON, for scripts.")
@format_option
@warehouse_option
def review_command(as_json: bool, form: str, warehouse: Path | None) -> None:
    """List what wants a person's eye, ordered by the harm an error would do: importance times doubt.

    Events that may be one, corrections whose origin has changed since, and what was read out of prose and is doubted.
    `timeline merge`, `correct`, `accept` and `hide` settle them.

    \b
    Example:
      timeline review
      timeline review --json | head
    """
    from timeline import report
    from timeline.cli.where import link_here
    from timeline.report.review import queue, queue_table

    form = "json" if as_json else form
    refuse_terminal(form)
    with report.open(link_here(warehouse)) as database:
        found = queue(database)
    if found.is_empty():
        click.echo("nothing to look at", err=True)
    write_frame(found, form, table=queue_table(found))
