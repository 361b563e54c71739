"""`timeline chart`: pictures of what a question asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import click

from timeline.cli.options import Asked, File, filter_options
from timeline.cli.where import near

_NAMES: Final = ("timeline", "rolling", "counts", "grid", "gallery")


@click.command("chart")
@click.argument("name", metavar="timeline|rolling|counts|grid|gallery")
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
@click.option("--theme", default="light", show_default=True, metavar="THEME", help="light, dark, or print (grey).")
@click.option(
    "--language", default="en", show_default=True, metavar="CODE", help="Language of dates: en, ru, uk, de, pt-BR, ..."
)
@click.option(
    "--of",
    default="rolling",
    show_default=True,
    metavar="CHART",
    help="What a grid repeats: rolling, timeline or counts.",
)
@click.option(
    "--by", default="kind", show_default=True, metavar="COLUMN", help="A cell for each kind, country or place."
)
@click.option(
    "--mark",
    "marks",
    multiple=True,
    metavar="EVENT|KIND",
    help="An event or a kind to read a timeline or rolling counts against, or none; can be repeated.",
)
@click.option("--no-record", is_flag=True, help="Leave out the record of what the chart was drawn from.")
def chart_command(name: str, asked: Asked, out: Path | None, days: int, no_record: bool, **drawn: Any) -> None:
    """Draw the timeline by kind, rolling counts, reported counts with their sources, or a grid of small ones.

    `gallery` draws every chart in every preset and theme into a folder, with a page to look through.

    \b
    Example:
      timeline chart rolling --kind office_attack --since 2022-09-21 --out attacks.svg
      timeline chart counts --kind border_crossing --country FI --as-of 2022-09-27
      timeline chart grid --of timeline --by country --theme dark --preset slide
    """
    from timeline.errors import unknown_name

    if name not in _NAMES:
        raise unknown_name("chart", name, _NAMES)
    if name == "gallery":
        _gallery(asked, out)
        return
    target = out or _default(asked, name)

    from timeline import charts, report
    from timeline.report.drawing import Options

    if target.suffix.lstrip(".").lower() not in charts.FORMATS:
        raise unknown_name("format", target.suffix.lstrip("."), charts.FORMATS)
    with report.open(asked.where.link) as database:
        question = database.question(**asked.filters)
        picture = report.chart(name, database, question, Options(days=days, **drawn))
    charts.write(picture, target, record=not no_record)
    click.echo(f"wrote {near(target)}", err=True)


def _gallery(asked: Asked, out: Path | None) -> None:
    """Draw the gallery into a folder, by default reports/gallery of the project."""
    from timeline import report
    from timeline.report.gallery import gallery

    root = asked.where.project.root / "reports" if asked.where.project else Path()
    with report.open(asked.where.link) as database:
        page = gallery(database, database.question(**asked.filters), out or root / "gallery")
    click.echo(f"wrote {near(page)}", err=True)


def _default(asked: Asked, name: str) -> Path:
    """reports/NAME.png of the project, or the file in the present directory without one."""
    if asked.where.project is None:
        return Path(f"{name}.png")
    folder = asked.where.project.root / "reports"
    folder.mkdir(exist_ok=True)
    return folder / f"{name}.png"
