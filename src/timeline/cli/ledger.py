"""`timeline ledger`: the care of the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import File, warehouse_option

_wait_option = click.option(
    "--wait",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="SECONDS",
    help="How long to wait for an ingest to end.",
)


@click.group("ledger")
def ledger_command() -> None:
    """Back up, restore, compact or rebuild the ledger; each publishes the result.

    \b
    Example:
      timeline ledger backup
    """


@ledger_command.command("backup", short_help="Copy the ledger into its folder of backups.")
@_wait_option
@warehouse_option
def backup(wait: float, warehouse: Path | None) -> None:
    """Copy the ledger into its folder of backups and print the copy's path.

    \b
    Example:
      timeline ledger backup
    """
    from timeline.cli.where import link_here
    from timeline.warehouse import keep
    from timeline.warehouse.layout import Layout

    click.echo(keep.backup(Layout.at(link_here(warehouse)), wait=wait))


@ledger_command.command("restore", short_help="Put a backup in the ledger's place.")
@click.argument("file", type=File())
@_wait_option
@warehouse_option
def restore(file: Path, wait: float, warehouse: Path | None) -> None:
    """Put a backup in the ledger's place; the present ledger is kept, and the next ingest takes what came since.

    \b
    Example:
      timeline ledger restore data/warehouse/backups/ledger-20221005T220000Z.duckdb
    """
    from timeline.cli.where import link_here
    from timeline.warehouse import keep
    from timeline.warehouse.layout import Layout

    kept = keep.restore(Layout.at(link_here(warehouse)), file, wait=wait)
    click.echo(f"restored {file}" + (f"; the ledger before it is kept as {kept}" if kept else ""), err=True)


@ledger_command.command("compact", short_help="Write the ledger anew without empty room.")
@_wait_option
@warehouse_option
def compact(wait: float, warehouse: Path | None) -> None:
    """Write the ledger anew without the room that changes left empty.

    \b
    Example:
      timeline ledger compact --wait 600
    """
    from timeline.cli.where import link_here
    from timeline.warehouse import keep
    from timeline.warehouse.layout import Layout

    before, after = keep.compact(Layout.at(link_here(warehouse)), wait=wait)
    click.echo(f"compacted: {before / 1e6:,.1f} MB before, {after / 1e6:,.1f} MB now", err=True)


@ledger_command.command("rebuild", short_help="Make the ledger anew from data/raw.")
@_wait_option
@warehouse_option
def rebuild(wait: float, warehouse: Path | None) -> int:
    """Make the ledger anew from data/raw and its receipts; the present one becomes a backup.

    \b
    Example:
      timeline ledger rebuild
    """
    from dataclasses import replace

    from timeline.cli import intake
    from timeline.cli.cells import one_line
    from timeline.cli.progress import progress
    from timeline.ingest.rebuild import rebuild as build_anew

    settings = intake.settings_here(warehouse, wait=wait)
    with progress() as report:
        summary = build_anew(replace(settings, progress=report))
    for problem in summary.problems:
        click.echo(f"timeline: {one_line(problem)}", err=True)
    click.echo(f"rebuilt from {summary.deliveries:,} deliveries; published {summary.published}", err=True)
    return int(summary.exit_code)
