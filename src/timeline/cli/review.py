"""`timeline review`: what wants a person's eye, as a list or one at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

import click

from timeline.cli.options import BY_HELP, FORMATS, Asked, filter_options
from timeline.cli.output import refuse_terminal, write_frame

if TYPE_CHECKING:
    import polars as pl

    from timeline.report import Database

_WAIT: Final = 30.0


@click.command("review")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the first N.")
@click.option("--json", "as_json", is_flag=True, help="The queue as JSON, for scripts; the same as --format json.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="The queue as a list, without questions.")
@click.option("--web", is_flag=True, help="The queue as a page for the browser on this machine.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, metavar="N", help="Of the page; else a free one.")
@click.option("--by", envvar="TIMELINE_BY", metavar="NAME", help=BY_HELP)
@click.option("--because", metavar="WHY", help="Kept with each decision; else what was odd.")
def review_command(
    asked: Asked,
    limit: int | None,
    as_json: bool,
    form: str | None,
    web: bool,
    port: int,
    by: str | None,
    because: str | None,
) -> int:
    """Go through what wants a person's eye, ordered by the harm an error would do: importance times doubt.

    In a terminal one at a time, with a key for each answer; `?` shows the keys. Without a terminal, or with --json or
    --format, the queue as a list.

    Events that may be one, corrections whose origin has changed since, numbers far off their series, dates without
    anchor or after they were told, what was read out of prose and is doubted, feeds gone quiet.

    \b
    Example:
      timeline review --kind border_crossing
      timeline review --json --limit 20
      timeline review --web
    """
    from timeline import report

    if web:
        return _serve(asked, limit, port, by, because)
    asks = form is None and not as_json and sys.stdin.isatty() and sys.stdout.isatty()
    form = "json" if as_json else form or "table"
    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        found = _queue(database, asked, limit)
    if found.is_empty():
        click.echo("nothing to look at", err=True)
    elif asks:
        return _ask(found, asked, by, because)
    if not asks:
        _list(found, form)
    return 0


def _queue(database: Database, asked: Asked, limit: int | None) -> pl.DataFrame:
    from timeline import dates
    from timeline.report.review import queue

    return queue(database, now=dates.now(), cadences=_cadences(asked), limit=limit, **asked.filters)


def _list(found: pl.DataFrame, form: str) -> None:
    from timeline.report.review import queue_table

    write_frame(found, form, table=queue_table(found))


def _ask(found: pl.DataFrame, asked: Asked, by: str | None, because: str | None) -> int:
    from timeline.cli.asking import Asking
    from timeline.cli.desk import say_who, signer
    from timeline.cli.intake import settings_here

    settings = settings_here(asked.warehouse, wait=_WAIT)
    name, where = signer(by, settings)
    say_who(name, where)
    return Asking(found, asked.where.link, settings, (name, where, because)).run()


def _serve(asked: Asked, limit: int | None, port: int, by: str | None, because: str | None) -> int:
    from timeline.cli.desk import say_who, signer
    from timeline.cli.intake import settings_here
    from timeline.cli.web.server import serve

    settings = settings_here(asked.warehouse, wait=_WAIT)

    def found(database: Database) -> pl.DataFrame:
        return _queue(database, asked, limit)

    name, where = signer(by, settings)
    say_who(name, where)
    return serve(found, asked.where.link, settings, (name, where, because), port)


def _cadences(asked: Asked) -> dict[str, int | None]:
    feeds = asked.where.project.feeds if asked.where.project else ()
    return {feed.name: feed.cadence_days for feed in feeds}
