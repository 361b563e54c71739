"""`timeline changes`: what moved between two moments, in lines that can be printed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.options import FORMATS, Asked, between_options, columns_option

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from timeline.report import Database
    from timeline.report.brief_issued import Issued


@click.command("changes")
@click.option(
    "--since",
    metavar="MOMENT",
    envvar="TIMELINE_CHANGES_SINCE",
    help="What moved after this moment; a day means its end in the project's zone. [default: the last issued briefing, "
    "else before the last run]",
)
@click.option(
    "--until", metavar="MOMENT", envvar="TIMELINE_CHANGES_UNTIL", help="What moved up to this moment. [default: now]"
)
@between_options
@columns_option
@click.option(
    "--format",
    "form",
    type=click.Choice((*FORMATS, "md")),
    default="table",
    show_default=True,
    envvar="TIMELINE_FORMAT",
    help="How the result is written to stdout; table and md are lines under headings.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
def changes_command(
    asked: Asked, since: str | None, until: str | None, columns: str | None, form: str, as_json: bool
) -> None:
    """Tell what is new, revised, dated anew, withdrawn, put together or apart, a line each with its citation.

    Only deliveries and decisions count, not a better reading of what was there. --since and --until are moments of our
    knowledge; for the days on which something happened there are --from and --to.

    \b
    Example:
      timeline changes
      timeline changes --since 2022-09-27 --until 2022-10-05 --kind border_crossing
      timeline changes --since yesterday --format md > changes.md
    """
    from timeline import report
    from timeline.cli.output import picked, refuse_terminal, write_frame

    form = "json" if as_json else form
    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        issued = None if since else _issued(asked)
        between = _between(database, issued, since, until)
        found = report.changed(database, *between, **asked.filters)
        click.echo(_heading(database, *between), err=True)
        if issued is not None:
            _late(database, issued)
    if form not in ("table", "md") or columns is not None:
        write_frame(picked(found, columns), "table" if form == "md" else form)
    else:
        sys.stdout.write(text_of(found, markdown=form == "md"))
    if found.is_empty():
        click.echo("nothing of this has changed", err=True)


def _between(
    database: Database, issued: Issued | None, since: str | None, until: str | None
) -> tuple[datetime | None, datetime | None]:
    """The two moments. Raises UsageError where nothing lies between them."""
    from timeline import dates, report
    from timeline.errors import UsageError

    zone = database.reader.zone()
    last = dates.parse_moment(until, zone) if until else None
    begun = issued.as_of if issued else report.previous(database)
    first = dates.parse_moment(since, zone) if since else begun
    if first is not None and last is not None and first > last:
        raise UsageError(f"since {since or first} is after until {until}; nothing lies between")
    return first, last


def _issued(asked: Asked) -> Issued | None:
    """The last briefing that was issued, whichever it was."""
    from timeline.report.brief_issued import last_issued
    from timeline.warehouse.layout import Layout

    project = asked.where.project
    own = project if project is not None and project.warehouse == asked.where.link else None
    folder = own.raw if own else Layout.at(asked.where.link).raw
    names = {"briefing", *(brief.name for brief in own.briefs)} if own else {"briefing"}
    issued = [found for name in sorted(names) if (found := last_issued(folder, name)) is not None]
    return max(issued, key=lambda one: one.issued_at, default=None)


def _late(database: Database, issued: Issued) -> None:
    """What the briefing could not know, though it is older than its moment, is not among the lines."""
    from timeline.report.change_report import late

    if number := late(database, issued.as_of, issued.issued_at):
        click.echo(
            f"{number} older deliveries were received after that briefing was issued; --since an earlier moment tells "
            "what they brought",
            err=True,
        )


def _heading(database: Database, first: datetime | None, last: datetime | None) -> str:
    from timeline.report.question import dates_text

    zone = database.reader.zone()
    since = f"since {dates_text(first, zone)}" if first else "since the beginning"
    return f"changes {since}" + (f" until {dates_text(last, zone)}" if last else "")


_HEADINGS = {
    "revised": "Revised",
    "redated": "Re-dated",
    "withdrawn": "Withdrawn",
    "merged": "Put together",
    "split": "Put apart",
    "new": "New",
}


def text_of(found: pl.DataFrame, *, markdown: bool = False) -> str:
    """The lines under their headings."""
    from timeline.cli.cells import harmless

    parts = []
    for (change,), rows in found.group_by("change", maintain_order=True):
        name = f"{_HEADINGS[str(change)]} ({rows.height})"
        lines = rows["line"].to_list()
        if markdown:
            parts.append(f"## {name}\n\n" + "".join(f"- {_escaped(line)}\n" for line in lines))
        else:
            parts.append(f"{name}\n" + "".join(f"  {harmless(line)}\n" for line in lines))
    return "\n".join(parts)


_MARKS: Any = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~!&"})


def _escaped(line: str) -> str:
    """The line as Markdown that shows it as it is; no markup begins in it."""
    return line.translate(_MARKS)
