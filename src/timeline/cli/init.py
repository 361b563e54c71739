"""`timeline init`: a new project."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import File


@click.command("init")
@click.argument("folder", type=File(), default=".")
@click.option("--like", type=File(), metavar="OTHER", help="Take the settings of another project, but no data.")
@click.option("--zone", metavar="ZONE", help="The project's time zone, such as Europe/Kyiv; default UTC.")
@click.option("--name", metavar="NAME", help="The project's name; default the folder's.")
def init_command(folder: Path, like: Path | None, zone: str | None, name: str | None) -> None:
    """Make a project: timeline.toml, data/raw, data/warehouse, mappings, reports, .gitignore.

    \b
    Example:
      timeline init mobilization --zone Europe/Moscow
      timeline init next-year --like mobilization
    """
    from timeline.config.scaffold import create

    project = create(folder, like=like, zone=zone, name=name)
    inside = "" if folder.resolve() == Path.cwd() else f"cd {folder} && "
    click.echo(f"{project.root}: project {project.name!r} is ready, times are in {project.zone}", err=True)
    click.echo("Next:", err=True)
    click.echo(f"  1. copy a file into {folder / 'data' / 'raw'} and see which columns it has:", err=True)
    click.echo(f"     {inside}timeline mapping starter data/raw/FILE.csv > mappings/FILE.toml", err=True)
    click.echo("  2. timeline feed add NAME --files 'FILE*.csv' --mapping mappings/FILE.toml", err=True)
    click.echo("  3. timeline ingest, then timeline events", err=True)
