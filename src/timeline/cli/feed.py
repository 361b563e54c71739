"""`timeline feed`: where deliveries come from."""

from __future__ import annotations

from typing import Any

import click

from timeline.cli.options import format_option
from timeline.cli.where import here_project


@click.group("feed")
def feed_command() -> None:
    """Add a feed to timeline.toml, or list the feeds there.

    \b
    Example:
      timeline feed list
      timeline feed add border --files 'border/*.csv' --mapping mappings/border.toml
    """


@feed_command.command("add")
@click.argument("name")
@click.option("--files", multiple=True, metavar="GLOB", help="Its files below data/raw; can be repeated.")
@click.option("--url", metavar="URL", help="Where `timeline ingest` fetches it; secrets as ${NAME} of the environment.")
@click.option("--mapping", metavar="FILE|NAME", help="A mapping beside timeline.toml or the name of a shipped one.")
@click.option("--zone", metavar="ZONE", help="The zone of clock times without one, such as Europe/Kyiv.")
@click.option("--cadence", metavar="EVERY", help="How often it delivers: daily, weekly, '3 days'.")
@click.option(
    "--complete", is_flag=True, default=None, help="A delivery holds the whole feed: what lacks is withdrawn."
)
@click.option("--key", multiple=True, metavar="COLUMN", help="The columns that identify a row; can be repeated.")
@click.option("--publisher", metavar="NAME", help="Where all its rows are published.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="The kinds that it covers; can be repeated.")
def feed_add(**settings: Any) -> None:
    """Append a feed to timeline.toml; what stands there stays as it is.

    \b
    Example:
      timeline feed add acled --files 'acled/*.csv' --mapping acled --cadence weekly
      timeline feed add wire --url https://wire.example/rss.xml --zone Europe/Moscow
      timeline feed add articles --files 'articles/*.html'
    """
    from timeline.config.scaffold import add_feed
    from timeline.errors import UsageError

    project = here_project()
    name = settings["name"]
    if not settings["files"] and not settings["url"]:
        raise UsageError("a feed has files below data/raw or a URL: give --files 'GLOB' or --url URL")
    if name in {feed.name for feed in project.feeds}:
        raise UsageError(f"{project.root / 'timeline.toml'}: a feed named {name!r} is there already; edit it there")
    told = {key: list(value) if isinstance(value, tuple) else value for key, value in settings.items()}
    feed = add_feed(project.root, told)
    found = [path for pattern in feed.files for path in project.raw.glob(pattern)]
    files = "1 file is" if len(found) == 1 else f"{len(found)} files are"
    what = f"`timeline ingest` fetches {feed.url}" if feed.url else f"{files} there now"
    click.echo(f"feed {feed.name} added to {project.root / 'timeline.toml'}; {what}", err=True)


@feed_command.command("list")
@format_option
def feed_list(form: str) -> None:
    """List the feeds of timeline.toml.

    \b
    Example:
      timeline feed list --format json
    """
    import polars as pl

    from timeline.cli.output import refuse_terminal, write_frame

    refuse_terminal(form)
    rows = [
        (
            feed.name,
            ", ".join(feed.files),
            str((feed.mapping or {}).get("description", "")) or None,
            feed.zone,
            feed.cadence_days,
            feed.complete,
            ", ".join(feed.kinds) or None,
        )
        for feed in here_project().feeds
    ]
    schema = {"feed": pl.String, "files": pl.String, "description": pl.String, "zone": pl.String}
    more = {"cadence_days": pl.Int64, "complete": pl.Boolean, "kinds": pl.String}
    write_frame(pl.DataFrame(rows, schema={**schema, **more}, orient="row"), form)
