"""`timeline dates`: time expressions in prose, as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli.options import File
from timeline.errors import ExitCode, InputError, UsageError

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.prose import Expression


@click.command("dates")
@click.argument("file", required=False, type=File())
@click.option(
    "--published", metavar="DAY", help="When the text was published; for lines that do not say it themselves."
)
@click.option("--language", metavar="CODE", help="en or ru; without it the text tells.")
@click.option("--explain", is_flag=True, help="Also the rule, the anchor, and the readings that were turned down.")
def dates_command(file: Path | None, published: str | None, language: str | None, explain: bool) -> None:
    """Find every time expression in prose and resolve it to days.

    Reads a text file, or JSON lines {"id", "text", "published"} from a .jsonl file or standard input, and prints a
    line of JSON for each text. Without a publication day relative dates stay unresolved; today is never used.

    \b
    Example:
      timeline dates article.txt --published 2022-09-27 --explain
      cat articles.jsonl | timeline dates > dates.jsonl
    """
    day = _day(published)
    if file is None and sys.stdin.isatty():
        raise UsageError("name a text file, or pipe JSON lines in; see `timeline dates --help`")
    if file is None or file.suffix.lower() in (".jsonl", ".ndjson"):
        _answer_lines(sys.stdin.buffer if file is None else _bytes(file).splitlines(), day, language, explain)
    else:
        _answer_text(_bytes(file), file, day, language, explain)


def _answer_lines(lines: Iterable[bytes], day: date | None, language: str | None, explain: bool) -> None:
    from timeline.dates.prose import answer

    refused = False
    for reply, message in answer(lines, published=day, language=language, explain=explain):
        refused = refused or bool(message)
        click.echo(f"timeline: {message}" if message else reply, err=bool(message))
    if refused:
        raise click.exceptions.Exit(int(ExitCode.REJECTED))


def _answer_text(raw: bytes, file: Path, day: date | None, language: str | None, explain: bool) -> None:
    import json

    from timeline.dates.prose import find
    from timeline.dates.prose.lines import record

    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; convert the file first") from error
    found = find(text, day, language=language, explain=explain)
    if explain and sys.stdout.isatty():
        for expression in found:
            click.echo(_in_words(expression))
        return
    click.echo(json.dumps({"id": file.name, "expressions": [record(each, explain) for each in found]}))


def _in_words(found: Expression) -> str:
    """One expression for a person: the words, what they mean, and why."""
    from timeline.cli.cells import harmless

    days = " to ".join(str(each) for each in dict.fromkeys((found.starts, found.ends)) if each) or "not resolved"
    lines = [
        f"{found.text!r} at {found.start}: {found.type} {found.value or '?'} ({days})",
        f"    rule {found.rule}" + (f", counted from {found.anchor}" if found.anchor else ""),
        *(f"    turned down: {other}" for other in found.alternatives),
    ]
    return "\n".join(harmless(line) for line in lines)


def _day(published: str | None) -> date | None:
    from timeline.dates.prose.lines import read_published

    day = read_published(published)
    if isinstance(day, str):
        raise UsageError(f"--{day}")
    return day


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror})") from error
