"""`timeline mapping`: which columns of a file mean what."""

from __future__ import annotations

from pathlib import Path

import click

from timeline.cli.options import File


@click.group("mapping")
def mapping_command() -> None:
    """List the mappings, show one, or make one to start from.

    A mapping is TOML. What stands on the right of [columns], [date] and [[quantity]] is the name of a column, or
    { value = "the same for all" }, { template = "{a}: {b}" }, { first = ["a", "b"] } (the first that is not empty),
    or { column = "a" }; a pattern (a regular expression) takes a part of its text, a map translates it, unknown =
    "reject" or "null" says what becomes of a text outside the map, and a default stands for none.

    \b
    format, key, rows, complete, zone   of the file as a whole; zone = false: each time has an offset of its own
    [read]       header, delimiter, encoding, quote, sheet, records, fill, null, decimal, thousands
    [unpivot]    keep, columns, name, value: columns that become rows
    [columns]    kind, title, place, country, lat, lon, speaker, publisher, url, note, form, modality, ...
    [date]       start, end, form, order, clock, lasting, precision
    [[quantity]] measure, value, low, high, unit, basis, direction, who, scope
    [known]      column or name: when a delivery was known
    [deletions]  files, or where = { column = "a", values = ["x"] }: what withdraws rows

    \b
    Example:
      timeline mapping starter data/raw/attacks.csv > mappings/attacks.toml
    """


@mapping_command.command("list")
def mapping_list() -> None:
    """List the shipped mappings and those of the project, each with what it is for.

    \b
    Example:
      timeline mapping list
    """
    import sys

    from timeline.cli.output import Stream, write_stream
    from timeline.config.toml import load_toml

    rows = [(name, str(load_toml(path).get("description", ""))) for name, path in _known().items()]
    write_stream(Stream(("mapping", "description"), (False, False), [rows]), "table")
    sys.stdout.flush()


@mapping_command.command("show")
@click.argument("name")
def mapping_show(name: str) -> None:
    """Print a mapping: a shipped one by its name, or a file.

    \b
    Example:
      timeline mapping show acled > mappings/acled.toml
    """
    from timeline.config.mapping import parse_mapping
    from timeline.config.toml import load_toml
    from timeline.errors import unknown_name

    known = _known()
    path = known.get(name, Path(name))
    if name not in known and not path.is_file():
        raise unknown_name("mapping", name, known)
    parse_mapping(load_toml(path), str(path))
    click.echo(path.read_text(encoding="utf-8"), nl=False)


@mapping_command.command("starter")
@click.argument("file", type=File())
@click.option("--encoding", metavar="NAME", help="Of a text file that is not UTF-8, such as windows-1251.")
@click.option("--delimiter", metavar="SIGN", help="Between the columns of a text file, where it is not recognised.")
@click.option("--header", type=click.IntRange(min=0), metavar="LINE", help="Of the headings; 0: there are none.")
@click.option("--sheet", metavar="NAME", help="Of a workbook, if it is not the first.")
@click.option("--records", metavar="PATH", help="To the list of records in a JSON file, such as data.events.")
def mapping_starter(file: Path, **given: str | int | None) -> None:
    """Print a mapping to start from, with the file's columns and what is recognised of them.

    \b
    Example:
      timeline mapping starter data/raw/attacks.csv > mappings/attacks.toml
    """
    from timeline import worker
    from timeline.errors import InputError

    if not file.is_file():
        raise InputError(f"{file}: no such file")
    read = {name: value for name, value in given.items() if value is not None}
    if read.get("header") == 0:
        read["header"] = False
    seen = worker.look(file.absolute(), file.name, {"read": read} if read else None, kinds=_kinds_here())
    click.echo(seen.starter, nl=False)
    if seen.shipped:
        click.echo(f"this is the shipped mapping {seen.shipped}; `--mapping {seen.shipped}` names it", err=True)
    elif seen.missing:
        click.echo(f"still to say: {' and '.join(seen.missing)}", err=True)


def _kinds_here() -> tuple[str, ...]:
    """The names of the kinds of the project around here, or of the shipped ones."""
    from timeline import kinds
    from timeline.cli.where import project_here

    project = project_here()
    return tuple(kinds.names(kinds.load(project.kinds_file if project else None)))


def _known() -> dict[str, Path]:
    """The shipped mappings by name, and the project's by their paths."""
    from timeline.cli.where import project_here
    from timeline.config.mapping import shipped

    project = project_here()
    own = sorted((project.root / "mappings").glob("*.toml")) if project else []
    return {**shipped(), **{f"mappings/{path.name}": path for path in own}}
