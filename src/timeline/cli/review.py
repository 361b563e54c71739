"""`timeline review`: what wants a person's eye, as a list or one at a time."""

from __future__ import annotations

import click

from timeline.cli.options import FORMATS, Asked, filter_options
from timeline.cli.output import refuse_terminal, write_frame


@click.command("review")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N.")
@click.option("--json", "as_json", is_flag=True, help="The queue as JSON, for scripts; the same as --format json.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The queue as a list.")
def review_command(asked: Asked, limit: int | None, as_json: bool, form: str | None) -> int:
    """Go through what wants a person's eye, ordered by the harm an error would do: importance times doubt.

    Events that may be one, corrections whose origin has changed since, numbers far off their series, dates without
    anchor or after they were told, what was read out of prose and is doubted, feeds gone quiet.

    \b
    Example:
      timeline review --kind border_crossing
      timeline review --json --limit 20
    """
    from timeline import dates, report
    from timeline.report.review import queue, queue_table

    form = "json" if as_json else form or "table"
    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        found = queue(database, now=dates.now(), cadences=_cadences(asked), limit=limit, **asked.filters)
    if found.is_empty():
        click.echo("nothing to look at", err=True)
    write_frame(found, form, table=queue_table(found))
    return 0


def _cadences(asked: Asked) -> dict[str, int | None]:
    feeds = asked.where.project.feeds if asked.where.project else ()
    return {feed.name: feed.cadence_days for feed in feeds}
