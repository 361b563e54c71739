"""`timeline export`: events, claims and what a chart draws, for other programs."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli.options import Asked, File, columns_option, filter_options
from timeline.cli.where import near

if TYPE_CHECKING:
    import polars as pl

    from timeline.report import Database

_WHAT: Final = ("events", "claims", "timeline", "rolling", "counts", "grid")
_FORMATS: Final = ("csv", "parquet", "xlsx", "json", "jsonl", "geojson", "timelinejs")
_SUFFIXES: Final = {"ndjson": "jsonl"}


@dataclass(frozen=True, slots=True)
class _Way:
    """Where to, as what, and how a chart's data is made."""

    out: Path | None
    form: str
    columns: str | None
    days: int
    of: str
    by: str


@click.command("export")
@click.argument("what", metavar="events|claims|timeline|rolling|counts|grid", default="events")
@filter_options
@columns_option
@click.option(
    "--format",
    "form",
    metavar="FORMAT",
    help="csv, parquet, xlsx, json, jsonl, geojson or timelinejs. [default: the suffix of --out, else csv]",
)
@click.option("--out", type=File(), metavar="FILE", help="Where to write. [default: stdout]")
@click.option(
    "--days",
    type=click.IntRange(1, 3660),
    default=7,
    show_default=True,
    metavar="N",
    help="Calendar days of the rolling window.",
)
@click.option("--of", default="rolling", show_default=True, metavar="CHART", help="The chart that a grid repeats.")
@click.option("--by", default="kind", show_default=True, metavar="COLUMN", help="A cell for each kind, country, place.")
def export_command(what: str, asked: Asked, out: Path | None, form: str | None, **typed: Any) -> None:
    """Write events, claims, or what a chart draws (timeline, rolling, counts, grid) into a file of another program.

    geojson has what stands somewhere, timelinejs what has a date; both say how much they leave out. CSV and Excel text
    that a spreadsheet would run as a formula is defused; parquet, json and jsonl are exact.

    \b
    Example:
      timeline export events --kind office_attack --out attacks.geojson
      timeline export claims --as-of 2022-09-27 --out claims.parquet
      timeline export rolling --kind office_attack --days 7 --format csv > rolling.csv
      timeline export events --since 2022-09-21 --format timelinejs --out timeline.json
    """
    from timeline import report
    from timeline.cli.output import refuse_terminal
    from timeline.errors import unknown_name

    if what not in _WHAT:
        raise unknown_name("export", what, _WHAT)
    way = _Way(out, _form(form, out), **typed)
    if out is None:
        refuse_terminal(way.form)
    with report.open(asked.where.link) as database:
        found = _found(database, what, asked, way)
        if found.is_empty():
            click.echo(f"no {what if what in ('events', 'claims') else 'rows'} match", err=True)
        data = _data(database, found, asked, way)
    _write(data, out)


def _form(form: str | None, out: Path | None) -> str:
    """The format that is named, or that of the suffix."""
    from timeline.errors import unknown_name

    suffix = out.suffix.lstrip(".").lower() if out is not None else ""
    name = (form or suffix or "csv").lower()
    name = _SUFFIXES.get(name, name)
    if name not in _FORMATS:
        raise unknown_name("format", name, _FORMATS)
    return name


def _found(database: Database, what: str, asked: Asked, way: _Way) -> pl.DataFrame:
    from timeline.report import drawing

    question = database.question(**asked.filters)
    if what == "events":
        return database.events_of(question)
    if what == "claims":
        return database.claims_of(question)
    return drawing.frame(what, database, question, drawing.Options(days=way.days, of=way.of, by=way.by))


def _data(database: Database, found: pl.DataFrame, asked: Asked, way: _Way) -> bytes:
    from timeline.cli import frames
    from timeline.cli.output import picked

    if way.form == "geojson":
        return _geojson(found, way.columns)
    if way.form == "timelinejs":
        if way.columns:
            raise click.UsageError("--columns has no meaning for timelinejs; leave it out")
        return _timelinejs(database, found, asked)
    held = io.BytesIO()
    frames.WRITERS[way.form](picked(found, way.columns), held)
    return held.getvalue()


def _geojson(found: pl.DataFrame, columns: str | None) -> bytes:
    """The features, one a line; `columns` are their properties."""
    from timeline.cli import frames
    from timeline.cli.output import picked
    from timeline.report import export

    there, left_out = export.located(found)
    if left_out:
        click.echo(f"{left_out:,} of {found.height:,} have no coordinates and are left out", err=True)
    held = io.BytesIO()
    named = [there.columns[0], *picked(there, columns).columns, "lat", "lon"]
    frames.write_jsonl(export.features(frames.plain(there.select(list(dict.fromkeys(named))))), held)
    lines = held.getvalue().rstrip(b"\n").replace(b"\n", b",\n")
    head = b'{"type":"FeatureCollection","left_out":%d,"features":[' % left_out
    return head + (b"\n" + lines + b"\n" if lines else b"") + b"]}\n"


def _timelinejs(database: Database, found: pl.DataFrame, asked: Asked) -> bytes:
    from timeline.report import export

    # All that say so are named, not only those who say it in the way that was asked for.
    wider = {name: value for name, value in asked.filters.items() if name not in ("statuses", "since", "until")}
    claims = database.claims(**wider) if "claim_id" not in found.columns else found
    lines, left_out = export.slides(found, claims, database.reader.zone())
    if left_out:
        click.echo(f"{left_out:,} of {found.height:,} have no date and are left out", err=True)
    told = ",\n".join(lines)
    return ('{"scale":"human","events":[' + (f"\n{told}\n" if lines else "") + "]}\n").encode("utf-8", "replace")


def _write(data: bytes, out: Path | None) -> None:
    """To stdout, or whole into the file."""
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    from timeline.briefing.files import write

    write({out.name: data}, out.parent)
    click.echo(f"wrote {near(out)}", err=True)
