"""`timeline sql`: one query over the published database."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from timeline.cli.options import File, format_option, warehouse_option
from timeline.cli.output import Stream, refuse_terminal, write_stream
from timeline.cli.where import link_here
from timeline.errors import InputError
from timeline.warehouse.ask import Answer, answer


@click.command("sql")
@click.argument("query", required=False)
@click.option("-f", "--file", type=File(), metavar="FILE", help="Read the query from a file; - is stdin.")
@format_option
@warehouse_option
def sql_command(query: str | None, file: Path | None, form: str, warehouse: Path | None) -> None:
    """Answer a query over the views and macros of the published database, read-only.

    Views: events, claims, quantities, documents, deliveries, feeds, kinds, runs, rejects, coverage. Macros:
    daily_counts, rolling_counts, events_as_of, claims_as_of, events_said_by. The query can't write, nor read any other
    file; moments are in UTC.

    \b
    Example:
      timeline sql "FROM rolling_counts(days := 7, kinds := ['office_attack'])"
      timeline sql "SELECT kind, count(*) FROM events GROUP BY kind" --format csv
    """
    if (query is None) == (file is None):
        raise click.UsageError("give one query, or a file with -f FILE")
    refuse_terminal(form)
    text = query if query is not None else _read(file or Path("-"))

    def write(found: Answer) -> None:
        write_stream(Stream(found.columns, found.numeric, found.batches), form)

    answer(link_here(warehouse), text, write)


def _read(file: Path) -> str:
    try:
        data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise InputError(f"{file}: can't be read ({(error.strerror or '').lower()})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
