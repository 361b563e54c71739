"""`timeline ingest`: deliveries into the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline.cli.options import File, warehouse_option
from timeline.cli.where import near

if TYPE_CHECKING:
    from timeline.cli.intake import Order
    from timeline.ingest.settings import Settings, Summary

# How many files are named that belong to no feed.
_NAMED = 3


@click.command("ingest")
@click.argument("files", nargs=-1, type=File())
@click.option(
    "--feed", "feeds", multiple=True, metavar="NAME", help="Only this feed; with files: the feed that they belong to."
)
@click.option("--mapping", metavar="FILE|NAME", help="For files of no feed: what their columns mean.")
@click.option("--kind", metavar="KIND", help="For files of no feed: the kind of all their rows.")
@click.option("--zone", metavar="ZONE", help="For files of no feed: of clock times without an offset: Europe/Kyiv.")
@click.option("--published", metavar="DAY", help="For articles of no feed that tell no date: when they were published.")
@click.option(
    "--dry-run", is_flag=True, help="Take nothing; show the first ten rows as understood and the values not known."
)
@click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for another ingest to end.",
)
@click.option(
    "--allow-shrink", is_flag=True, help="Take a complete delivery even if it withdraws over 30% of its feed."
)
@click.option("--json", "as_json", is_flag=True, help="The summary as one JSON object on stdout.")
@warehouse_option
def ingest_command(
    files: tuple[Path, ...],
    feeds: tuple[str, ...],
    mapping: str | None,
    kind: str | None,
    zone: str | None,
    published: str | None,
    dry_run: bool,
    wait: float,
    allow_shrink: bool,
    as_json: bool,
    warehouse: Path | None,
) -> int:
    """Take what is new in the feeds' files, or the files named, and publish.

    A sheet that `timeline claims --format xlsx` made is taken as corrections, signed by who saved it last.

    Exit code 0: done; 1: failed; 3: done, but some input was rejected; 75: another ingest is at work.

    \b
    Example:
      timeline ingest
      timeline ingest attacks.csv --kind office_attack --dry-run
      timeline ingest article.txt --published 2022-09-27
      timeline ingest border/2022-10-05.jsonl --feed border
      timeline ingest events.csv --warehouse x.duckdb
      timeline ingest desk.xlsx --dry-run
    """
    from dataclasses import replace

    from timeline import worker

    if files:
        # The child that will read them loads while this process does.
        worker.ready()

    from timeline.cli import edited, intake

    order = intake.Order(files, feeds, mapping, kind, zone, published, wait, allow_shrink)
    settings = intake.settings_here(warehouse, for_files=bool(files) and not feeds)
    code = 0
    sheets, files = ([], files) if feeds or mapping or kind or zone else edited.sheets_in(files, settings)
    if sheets:
        code = edited.take_sheets(sheets, replace(settings, wait=wait), dry_run=dry_run, as_json=as_json)
        if not files or code not in (0, 3):
            return code
    order = replace(order, files=files)
    if not files and not feeds and not settings.feeds and warehouse is not None:
        raise click.UsageError("name files for this warehouse, or stand in a project with feeds")
    return max(code, _done(settings, order, dry_run=dry_run, as_json=as_json))


def _done(settings: Settings, order: Order, *, dry_run: bool, as_json: bool) -> int:
    """Show the deliveries, or take them and tell; a file that no mapping fits gets one to start from."""
    from timeline.cli import intake
    from timeline.cli.progress import progress
    from timeline.errors import InputError
    from timeline.ingest.adhoc import UnmappedError

    try:
        if dry_run:
            return _show(settings, order)
        with progress() as report:
            summary = intake.take(settings, order, report)
    except UnmappedError as error:
        click.echo(error.starter)
        raise InputError(f"{error}; one to start from is on stdout") from error
    tell(summary, as_json)
    if not (order.files or order.feeds):
        _tell_strays(settings)
    return int(summary.exit_code)


def _tell_strays(settings: Settings) -> None:
    """Name the files in data/raw that nothing has taken: they may have been dropped there to be read."""
    from timeline.cli.cells import one_line
    from timeline.ingest.discover import strays

    found = strays(settings.feeds, settings.store.folder)
    taken = {receipt.path for receipt in settings.store.receipts()} if found else set()
    if found := [name for name in found if name not in taken]:
        named = ", ".join(found[:_NAMED]) + (", ..." if len(found) > _NAMED else "")
        where = f"no feed takes {_several(len(found), 'file', 'files')} in {near(settings.store.folder)}: {named}"
        told = f"{where}; add them to a feed's `files` in timeline.toml, or ingest them by name"
        click.echo(f"timeline: {one_line(told)}", err=True)


def _show(settings: Settings, order: Order) -> int:
    """The first rows of each delivery as understood; nothing is taken."""
    from timeline.cli import preview

    return preview.show(settings, order)


def tell(summary: Summary, as_json: bool) -> None:
    """Problems to stderr, then the summary: in words to stderr, or as JSON to stdout."""
    from timeline.cli.cells import json_text, one_line

    for problem in summary.problems:
        click.echo(f"timeline: {one_line(problem)}", err=True)
    if as_json:
        click.echo(json_text(_json(summary)))
    else:
        click.echo(in_words(summary), err=True)


def _json(summary: Summary) -> dict[str, Any]:
    told = {name: getattr(summary, name) for name in type(summary).__dataclass_fields__}
    return {**told, "status": summary.as_row().status, "exit_code": int(summary.exit_code)}


def in_words(summary: Summary) -> str:
    """A run in one line: `12 deliveries taken: 200 claims new, 2 changed; published.`"""
    if not summary.deliveries:
        held = f"{_several(summary.unchanged, 'file is', 'files are')} as before" if summary.unchanged else "no files"
        words = "nothing taken" if summary.problems else f"nothing new: {held}"
    else:
        counts = ((summary.new, "new"), (summary.changed, "changed"), (summary.gone, "withdrawn"))
        told = ", ".join(f"{number:,} {what}" for number, what in counts if number) or "nothing changed"
        words = f"{_several(summary.deliveries, 'delivery', 'deliveries')} taken: claims: {told}"
    if summary.rejects:
        words += f"; {_several(summary.rejects, 'row', 'rows')} rejected (`timeline status`)"
    if summary.problems:
        words += f"; {_several(len(summary.problems), 'problem', 'problems')}"
    if summary.replayed:
        words += f"; read again in order: {', '.join(summary.replayed)}"
    return words + (f"; published {near(summary.published)}" if summary.published else "")


def _several(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
