"""Options that several commands share, and the records they are gathered in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from timeline.cli.where import Where, here

BY_HELP: Final = "Who decides; else `by` of timeline.toml, else the system's user."
Command = TypeVar("Command", bound=Callable[..., Any])

FORMATS: Final = ("table", "csv", "json", "jsonl", "parquet", "xlsx")


class Names(click.ParamType[str]):
    """A name; several in an environment variable are separated by semicolons."""

    name = "name"
    envvar_list_splitter = ";"


class File(click.Path):
    """A path as it is typed; whether it exists is for the command to say."""

    def __init__(self) -> None:
        """A pathlib path, not checked."""
        super().__init__(path_type=Path)


warehouse_option = click.option(
    "--warehouse",
    type=File(),
    metavar="PATH",
    envvar="TIMELINE_WAREHOUSE",
    help="The published database; without it that of the project around the present directory.",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    envvar="TIMELINE_FORMAT",
    help="How the result is written to stdout. CSV and Excel text that a spreadsheet would run as a formula is "
    "defused (CSV: an apostrophe in front); jsonl and parquet are exact.",
)

columns_option = click.option("--columns", metavar="A,B,...", help="Only these columns, in this order.")

_FILTERS: Final = (
    ("--since", None, "DAY", "From this day on: 2022-09-21, 2022-09, yesterday, '3 days ago'."),
    ("--until", None, "DAY", "Up to and including this day."),
    ("--kind", "kinds", "KIND", "This kind and its sub-kinds; can be repeated."),
    ("--place", "places", "PLACE", "This place; can be repeated."),
    ("--country", "countries", "COUNTRY", "This country, as a code or in English; can be repeated."),
    ("--target", "targets", "TARGET", "This target, such as draft_office; can be repeated."),
    ("--feed", "feeds", "FEED", "From this feed; can be repeated."),
    ("--status", "statuses", "STATUS", "asserted, planned, denied or contested; can be repeated."),
    ("--view", None, "NAME", "A filter saved in timeline.toml; options given here go before its own."),
    ("--as-of", None, "MOMENT", "What the deliveries held then; a day means its end in the project's zone."),
    ("--said-by", None, "DAY", "What had been published by the end of that day."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The warehouse and the filters as they were typed; `warehouse` is the option itself."""

    where: Where
    filters: dict[str, Any]
    warehouse: Path | None = None


def filter_options(command: Command) -> Command:
    """Give a command the common filters and --warehouse; it receives them as one `asked`."""
    return _filtering(command, _FILTERS)


def between_options(command: Command) -> Command:
    """The common filters for a command between two moments: --from and --to are the days, and there is no clock."""
    return _filtering(command, _BETWEEN)


def _filtering(command: Command, filters: Sequence[tuple[str, str | None, str, str]]) -> Command:
    names = [dest or flag.strip("-").replace("-", "_") for flag, dest, _, _ in filters]

    @wraps(command)
    def run(*args: Any, warehouse: Path | None, **given: Any) -> Any:
        typed = {name: given.pop(name) for name in names}
        typed = {_DAYS.get(name, name): value for name, value in typed.items()}
        where = here(warehouse)
        return command(*args, asked=Asked(where, _with_view(typed, where), warehouse), **given)

    decorated: Any = warehouse_option(run)
    for flag, dest, metavar, told in reversed(filters):
        decorated = click.option(
            *([flag, dest] if dest else [flag]),
            multiple=dest is not None and dest not in _DAYS,
            type=Names(),
            metavar=metavar,
            help=told,
            envvar=f"TIMELINE_{flag.strip('-').replace('-', '_').upper()}",
        )(decorated)
    return decorated  # type: ignore[no-any-return]


_BETWEEN: Final = (
    ("--from", "from_day", "DAY", "Only what happened from this day on."),
    ("--to", "to_day", "DAY", "Only what happened up to and including this day."),
    *(told for told in _FILTERS if told[0] not in ("--since", "--until", "--as-of", "--said-by")),
)
_DAYS: Final = {"from_day": "since", "to_day": "until"}
_OF_A_VIEW: Final = {
    "kind": "kinds",
    "place": "places",
    "country": "countries",
    "feed": "feeds",
    "status": "statuses",
    "since": "since",
    "until": "until",
}


def _with_view(typed: dict[str, Any], where: Where) -> dict[str, Any]:
    """The filters with what the view says where nothing was typed."""
    name = typed.pop("view")
    given = {key: value for key, value in typed.items() if value}
    if name is None:
        return given
    if where.project is None:
        raise click.UsageError(f"--view {name}: views stand in a timeline.toml, and there is none here or above")
    saved = {_OF_A_VIEW[key]: value for key, value in where.project.view(name).filters.items()}
    return {**saved, **given}
