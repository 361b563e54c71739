"""`timeline dates`: time expressions in prose, as JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.cli import lines
from timeline.cli.options import File

if TYPE_CHECKING:
    from datetime import date

    from timeline.dates.prose import Expression


@click.command("dates")
@click.argument("file", required=False, type=File())
@click.option(
    "--published", metavar="DAY", help="When the text was published; for lines that do not say it themselves."
)
@click.option("--language", type=click.Choice(("en", "ru")), help="Without it the text tells.")
@click.option("--explain", is_flag=True, help="Also the rule, the anchor, and the readings that were turned down.")
def dates_command(file: Path | None, published: str | None, language: str | None, explain: bool) -> None:
    """Find every time expression in prose and resolve it to days.

    Reads a text file, or JSON lines {"id", "text", "published"} from a .jsonl file or standard input (`-`, or no
    file), and prints a line of JSON for each text. Without a publication day relative dates stay unresolved; today is
    never used.

    \b
    Example:
      timeline dates article.txt --published 2022-09-27 --explain
      cat articles.jsonl | timeline dates > dates.jsonl
    """
    day = lines.published_day(published)
    texts = lines.given(file, "dates")
    if texts is not None:
        _answer_lines(texts, day, language, explain)
    elif file is not None:
        _answer_text(file, day, language, explain)


def _answer_lines(texts: Iterable[bytes], day: date | None, language: str | None, explain: bool) -> None:
    from timeline.dates.prose import answer

    lines.say(answer(texts, published=day, language=language, explain=explain))


def _answer_text(file: Path, day: date | None, language: str | None, explain: bool) -> None:
    import json

    from timeline.dates.prose import find
    from timeline.dates.prose.lines import record

    found = find(lines.decoded(file), day, language=language, explain=explain)
    if explain and sys.stdout.isatty():
        for expression in found:
            click.echo(_in_words(expression))
        return
    click.echo(json.dumps({"id": file.name, "expressions": [record(each, explain) for each in found]}))


def _in_words(found: Expression) -> str:
    """One expression for a person: the words, what they mean, and why."""
    from timeline.cli.cells import harmless

    days = " to ".join(str(each) for each in dict.fromkeys((found.starts, found.ends)) if each) or "not resolved"
    told = [
        f"{found.text!r} at {found.start}: {found.type} {found.value or '?'} ({days})",
        f"    rule {found.rule}" + (f", counted from {found.anchor}" if found.anchor else ""),
        *([f"    with its event: {found.phrase.text!r}"] if found.phrase else []),
        *(f"    turned down: {other}" for other in found.alternatives),
    ]
    return "\n".join(harmless(line) for line in told)
