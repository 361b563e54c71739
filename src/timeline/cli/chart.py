"""`timeline chart`: pictures of what a question asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from timeline.cli.options import Asked, File, filter_options
from timeline.cli.where import near

_NAMES: Final = ("timeline", "rolling", "counts")


@click.command("chart")
@click.argument("name", metavar="timeline|rolling|counts")
@filter_options
@click.option(
    "--out",
    type=File(),
    metavar="FILE",
    help="Where to write; the suffix (png, svg, pdf, html) is the format. [default: reports/NAME.png]",
)
@click.option("--title", metavar="TEXT", help="Instead of the headline made from the data.")
@click.option("--subtitle", metavar="TEXT", help="Instead of the line below it.")
@click.option(
    "--preset",
    default="doc-full",
    show_default=True,
    metavar="PRESET",
    help="slide, slide-body, doc-full, doc-half, web or square.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=7,
    show_default=True,
    metavar="N",
    help="Calendar days of the rolling window.",
)
def chart_command(
    name: str, asked: Asked, out: Path | None, title: str | None, subtitle: str | None, preset: str, days: int
) -> None:
    """Draw the timeline by kind, rolling counts, or reported counts with their sources.

    \b
    Example:
      timeline chart rolling --kind office_attack --since 2022-09-21 --out attacks.svg
      timeline chart counts --kind border_crossing --country FI --as-of 2022-09-27
    """
    from timeline.errors import unknown_name

    if name not in _NAMES:
        raise unknown_name("chart", name, _NAMES)
    target = out or _default(asked, name)

    from timeline import charts, report
    from timeline.report.drawing import Options

    if target.suffix.lstrip(".").lower() not in charts.FORMATS:
        raise unknown_name("format", target.suffix.lstrip("."), charts.FORMATS)
    with report.open(asked.where.link) as database:
        question = database.question(**asked.filters)
        drawn = report.chart(name, database, question, Options(title, subtitle, preset, days))
    charts.write(drawn, target)
    click.echo(f"wrote {near(target)}", err=True)


def _default(asked: Asked, name: str) -> Path:
    """reports/NAME.png of the project, or the file in the present directory without one."""
    if asked.where.project is None:
        return Path(f"{name}.png")
    folder = asked.where.project.root / "reports"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}.png"
