"""`timeline ingest --dry-run`: the first rows of a delivery as they are understood."""

from __future__ import annotations

import shlex

import click
import polars as pl

from timeline import kinds, worker
from timeline.cli.cells import one_line
from timeline.cli.intake import Order, parts
from timeline.cli.output import stream_of, write_stream
from timeline.cli.where import near
from timeline.config.project import Feed
from timeline.dates import edtf_expr
from timeline.errors import ExitCode, InputError
from timeline.ingest import prose
from timeline.ingest.discover import Found, find_files, read_sidecar
from timeline.ingest.settings import Settings
from timeline.report.listing import figure


def show(settings: Settings, order: Order) -> int:
    """Ten rows of each delivery, what was rejected, and the values that no map or taxonomy knows; the exit code."""
    names = tuple(kinds.names(kinds.load(settings.kinds_file)))
    codes = [ExitCode.DONE]
    for part in parts(settings, order):
        files = part.files if part.files is not None else tuple(find_files(part.feed, settings.store.folder))
        for found in files:
            codes.append(_one(_task(found, part.feed, names, settings), found, part.feed))
    return int(max(codes) if ExitCode.FAILED not in codes else ExitCode.FAILED)


def _task(found: Found, feed: Feed, names: tuple[str, ...], settings: Settings) -> worker.Task:
    if feed.prose:
        prose.prepare()
    told = prose.settings_of(feed, read_sidecar(found.path, feed), None, settings)
    return worker.Task("preview", found.path, found.name, feed.name, feed.mapping or {}, feed.zone, names, prose=told)


def _one(task: worker.Task, found: Found, feed: Feed) -> ExitCode:
    try:
        seen = worker.preview(task)
    except InputError as error:
        click.echo(f"timeline: {one_line(str(error))}", err=True)
        return ExitCode.FAILED
    counts = seen.counts
    told = f"{counts['rows']:,} rows give {counts['claims']:,} claims, {counts['rejects']:,} rejects"
    click.echo(f"{one_line(found.name)} (feed {one_line(task.feed)}): {told}; the first as understood:", err=True)
    write_stream(stream_of(_claims(seen.claims)), "table")
    for title, frame in (("Rejected", seen.rejects), ("Values that were not known", seen.unknown)):
        if frame.height:
            click.echo(f"{title}:", err=True)
            write_stream(stream_of(frame.select(pl.exclude("row_key"))), "table")
    if seen.unknown.height and feed.adhoc:
        file = shlex.quote(one_line(near(found.path)))
        click.echo(
            f"To map them: `timeline mapping starter {file} > m.toml`, edit, and give --mapping m.toml", err=True
        )
    return ExitCode.REJECTED if counts["rejects"] else ExitCode.DONE


def _claims(frame: pl.DataFrame) -> pl.DataFrame:
    """What is understood of each row; columns that are empty in all rows are left out."""
    told = frame.select(
        "line",
        edtf_expr().alias("when"),
        "kind",
        "form",
        "modality",
        pl.coalesce("title", "label", "note").alias("what"),
        "place",
        "country",
        "target",
        "outcome",
        figure().alias("figure"),
        pl.col("speaker").alias("according to"),
        pl.col("carrier").alias("via"),
        pl.col("publisher").alias("published in"),
    )
    return told.select(name for name in told.columns if not told[name].is_null().all())
