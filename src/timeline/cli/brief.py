"""`timeline brief`: a briefing of what a question asks for, in the formats that are wanted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli.options import Asked, File, Names, filter_options
from timeline.cli.where import near

if TYPE_CHECKING:
    from timeline.config.briefs import Brief

_PICKS: Final = ("kinds", "places", "countries", "targets", "feeds", "statuses")
FORMATS: Final = ("html", "pdf", "docx", "pptx", "md", "page")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed beside the filters."""

    formats: tuple[str, ...]
    out: Path | None
    title: str | None
    changed_since: str | None
    days: int | None
    rule: str | None
    preset: str
    theme: str | None
    language: str | None
    template: Path | None
    issue: bool
    slide: bool
    paragraph: bool
    no_record: bool


@click.command("brief")
@click.argument("name", required=False, metavar="[NAME]")
@filter_options
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=Names(),
    metavar="FORMAT",
    help="html, pdf, docx, pptx, md, or page (to explore in a browser); can be repeated. [default: as configured, else "
    "html]",
)
@click.option("--out", type=File(), metavar="PLACE", help="A folder, or of one format the file. [default: reports/]")
@click.option("--title", metavar="TEXT", help="Instead of the configured title.")
@click.option(
    "--changed-since",
    metavar="MOMENT",
    help="Tell what changed since then. [default: --since where it is given, else the last issued briefing]",
)
@click.option("--days", type=click.IntRange(1, 3660), metavar="N", help="Calendar days of the rolling window.")
@click.option("--rule", metavar="RULE", help="Where speakers differ: latest, lowest, median or highest.")
@click.option("--preset", default="doc-full", show_default=True, metavar="PRESET", help="Size of charts in documents.")
@click.option("--theme", metavar="THEME", help="light, dark, or print (grey).")
@click.option("--language", metavar="CODE", help="Language of dates in charts: en, ru, uk, de, pt-BR, ...")
@click.option(
    "--template", type=File(), metavar="FILE", help="A .docx or .pptx of your own, for its styles and layouts."
)
@click.option("--issue", is_flag=True, help="Mark it as sent: the next one tells what changed since this one.")
@click.option("--slide", is_flag=True, help="Make the one slide.")
@click.option("--paragraph", is_flag=True, help="Print at most 80 words, each number with speaker, date and basis.")
@click.option("--no-record", is_flag=True, help="Leave out the record of what it was made from.")
def brief_command(name: str | None, asked: Asked, **typed: Any) -> None:
    """Make a briefing: findings, charts, reported numbers, what changed, events with their sources, what lies ahead.

    NAME is a [[brief]] of timeline.toml; without it the first one there, or one of what the filters pick. Options given
    here go before what is configured.

    \b
    Example:
      timeline brief
      timeline brief morning --format pdf --format docx --issue
      timeline brief --kind office_attack --since 2022-09-21 --format page --out attacks.html
      timeline brief --view border --paragraph
    """
    from timeline.cli.briefing import make, spoken

    given = Typed(**typed)
    configured = _configured(name, asked)
    wanted = _formats(given, configured)
    if given.paragraph:
        click.echo(spoken(asked, configured, given))
        return
    for path in make(asked, configured, given, wanted):
        click.echo(f"wrote {near(path)}", err=True)


def _configured(name: str | None, asked: Asked) -> Brief:
    """The configured briefing of that name; without a name the first one, or the default where something is picked."""
    from timeline.config.briefs import Brief

    project = asked.where.project
    if name is not None:
        if project is None:
            raise click.UsageError(f"{name}: briefings stand in a timeline.toml, and there is none here or above")
        return project.brief(name)
    picked = any(asked.filters.get(one) for one in _PICKS)
    if project is not None and project.briefs and not picked:
        return project.briefs[0]
    return Brief("briefing", project.name if project else None)


def _formats(typed: Typed, configured: Brief) -> tuple[str, ...]:
    """The formats that are wanted, each once; checked before any work is done."""
    from timeline.errors import UsageError, unknown_name

    if typed.slide:
        if any(one != "pptx" for one in typed.formats):
            raise UsageError("--slide makes a PowerPoint slide; leave --format out, or give --format pptx")
        return ("pptx",)
    named = [one for part in typed.formats for one in part.split(",")]
    if not named and typed.out is not None and typed.out.suffix:
        named = [typed.out.suffix.lstrip(".").lower()]
    wanted = tuple(dict.fromkeys(named or configured.formats or ("html",)))
    for one in wanted:
        if one not in FORMATS:
            raise unknown_name("format", one, FORMATS)
    if typed.out is not None and typed.out.suffix and len(wanted) > 1 and not typed.out.is_dir():
        raise UsageError(f"--out {typed.out}: several formats go into a folder; name one")
    return wanted
