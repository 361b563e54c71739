"""`timeline counts`: events by day, of the last days, by week or month; and reported numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli.options import Asked, columns_option, filter_options, format_option

if TYPE_CHECKING:
    import polars as pl

    from timeline.report import Database

_REPORTED: Final = ("figures", "chosen", "strip", "tallies")
_RULES: Final = ("latest", "lowest", "median", "highest")
_BY: Final = ("kind", "subkind", "target", "place", "country", "speaker", "all")


@dataclass(frozen=True, slots=True)
class _Way:
    """What is counted, and how, as it was typed."""

    days: int | None
    mean: bool
    centred: bool
    per: str
    cumulative: bool
    by: str
    under_way: bool
    expected: bool
    reported: str | None
    rule: str


@click.command("counts")
@filter_options
@click.option(
    "--days", type=click.IntRange(1, 3660), metavar="N", help="Also count the last N calendar days up to each day."
)
@click.option("--mean", is_flag=True, help="Of the last N days the mean of a day, not the sum.")
@click.option("--centred", is_flag=True, help="The N days around each day, not those before it.")
@click.option("--per", type=click.Choice(("day", "week", "month")), default="day", show_default=True, help="Count by.")
@click.option("--cumulative", is_flag=True, help="Count from the first day up to each day.")
@click.option("--by", type=click.Choice(_BY), default="kind", show_default=True, help="What makes a series.")
@click.option("--under-way", is_flag=True, help="What lasted counts on each of its days, not only on its first.")
@click.option("--expected", is_flag=True, help="Also what is expected if each possible day is equally likely.")
@click.option(
    "--reported",
    is_flag=False,
    flag_value="figures",
    type=click.Choice(_REPORTED),
    help="Not events but the numbers that others report: all figures in their series; the one chosen by --rule for "
    "each series and period; a strip of the last ones under every rule; tallies of events beside our own count.",
)
@click.option("--rule", type=click.Choice(_RULES), default="latest", show_default=True, help="For --reported chosen.")
@columns_option
@format_option
def counts_command(asked: Asked, columns: str | None, form: str, **typed: Any) -> None:
    """Count events by day, zero-filled, one series for each kind that is asked for (each kind there is without --kind).

    An event counts on the day it began: certain where that day is known, possible where it may be another. Asserted
    incidents are counted unless --status says otherwise; coverage says whether anything was delivered for the day.

    \b
    Example:
      timeline counts --kind office_attack --since 2022-09-21 --days 7
      timeline counts --kind office_attack --target draft_office --per week --by country
      timeline counts --view offices --as-of 2022-09-27 --format csv
      timeline counts --reported --kind border_crossing --country FI
      timeline counts --reported tallies
    """
    from timeline import report
    from timeline.cli.output import picked, refuse_terminal, write_frame

    way = _Way(**typed)
    _sensible(way)
    refuse_terminal(form)
    with report.open(asked.where.link) as database:
        found, table = _told(database, asked, way) if way.reported else _counted(database, asked, way)
    if found.is_empty():
        click.echo("no events match" if way.reported is None else "no reported numbers match", err=True)
    write_frame(picked(found, columns), form, table=table if columns is None else None)


def _sensible(way: _Way) -> None:
    if way.days is None and (way.mean or way.centred):
        raise click.UsageError("--mean and --centred say how a window is counted; give its --days N")
    if sum((way.days is not None, way.per != "day", way.cumulative, way.reported is not None)) > 1:
        raise click.UsageError("--days, --per, --cumulative and --reported are different counts; give one of them")


def _counted(database: Database, asked: Asked, way: _Way) -> tuple[pl.DataFrame, pl.DataFrame]:
    from timeline.report.database import Counting
    from timeline.report.listing import counts_table

    question = database.question(**asked.filters)
    how = Counting(way.by, way.under_way, way.expected, mean=way.mean, centred=way.centred)
    if way.cumulative:
        found = database.cumulative_of(question, how)
    elif way.per != "day":
        found = database.periods_of(way.per, question, how)
    elif way.days is not None:
        found = database.rolling_of(way.days, question, how)
    else:
        found = database.daily_of(question, how)
    return found, counts_table(found)


def _told(database: Database, asked: Asked, way: _Way) -> tuple[pl.DataFrame, pl.DataFrame]:
    from timeline.report import listing

    if way.reported == "tallies":
        found = database.beside(**asked.filters)
        return found, listing.beside_table(found)
    if way.reported == "figures":
        found = database.figures(**asked.filters)
        return found, listing.figures_table(found)
    found = database.strip(**asked.filters) if way.reported == "strip" else database.chosen(way.rule, **asked.filters)
    return found, listing.chosen_table(found)
