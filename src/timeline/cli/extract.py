"""`timeline extract`: dated claims in prose, as JSON lines or explained in a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from timeline.cli import lines
from timeline.cli.options import File
from timeline.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from timeline.extract.explain import Explained
    from timeline.kinds import Taxonomy
    from timeline.places import Gazetteer

# Colours by the part that the words play; red and green are never the only difference.
_STYLES: Final = {
    "trigger": {"fg": "bright_red", "bold": True},
    "time": {"fg": "cyan"},
    "place": {"fg": "blue", "underline": True},
    "number": {"fg": "yellow", "bold": True},
    "speaker": {"fg": "magenta"},
    "modality": {"fg": "green", "italic": True},
}


@click.command("extract")
@click.argument("file", required=False, type=File())
@click.option(
    "--published", metavar="DAY", help="When the text was published; for lines that do not say it themselves."
)
@click.option("--kinds", "kinds_file", type=File(), help="A kinds.toml with kinds and triggers of your own.")
@click.option("--explain", is_flag=True, help="For a person: each claim with its words by the part they play.")
def extract_command(file: Path | None, published: str | None, kinds_file: Path | None, explain: bool) -> None:
    """Find the dated claims in prose: what happened when and where, how many, who says so.

    Reads a text file, or JSON lines {"id", "text", "published"} from a .jsonl file or standard input, and prints a
    line of JSON for each text. Without a publication day relative dates stay unresolved; today is never used.

    \b
    Example:
      timeline extract article.txt --published 2022-09-27 --explain
      cat articles.jsonl | timeline extract > claims.jsonl
    """
    day = lines.published_day(published)
    if file is None and sys.stdin.isatty():
        raise UsageError("name a text file, or pipe JSON lines in; see `timeline extract --help`")
    if file is None or file.suffix.lower() in (".jsonl", ".ndjson"):
        if explain:
            raise UsageError("--explain is for one text file; JSON lines are answered in JSON")
        _answer_lines(sys.stdin.buffer if file is None else lines.content(file).splitlines(), day, kinds_file)
    else:
        _answer_text(file, day, kinds_file, explain)


def _answer_lines(texts: Iterable[bytes], day: date | None, kinds_file: Path | None) -> None:
    from timeline.extract.lines import answer

    lines.say(answer(texts, *_knowledge(kinds_file), published=day))


def _answer_text(file: Path, day: date | None, kinds_file: Path | None, explain: bool) -> None:
    from timeline.extract import of_text
    from timeline.extract.explain import explain as explained
    from timeline.extract.lines import record

    text = lines.decoded(file)
    taxonomy, gazetteer = _knowledge(kinds_file)
    if not explain:
        click.echo(record(file.name, of_text(text, day, taxonomy, gazetteer)))
        return
    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    for number, each in enumerate(explained(text, day, taxonomy, gazetteer), 1):
        click.echo(_in_words(number, each, coloured))


def _in_words(number: int, claim: Explained, coloured: bool) -> str:
    """One claim for a person: what it says, its sentence with colours or plain marks, and why."""
    from timeline.cli.cells import harmless

    pieces = ((harmless(" ".join(f"|{text}|".split())[1:-1]), role) for text, role in claim.words)
    sentence = "".join(_shown(text, role, coloured) for text, role in pieces)
    head = f"{number:3}  {harmless(claim.head)}"
    told = [click.style(head, bold=True) if coloured else head, f"     {sentence}"]
    return "\n".join([*told, *(f"     - {harmless(note)}" for note in claim.notes), ""])


def _shown(text: str, role: str, coloured: bool) -> str:
    if not role:
        return text
    return click.style(text, **_STYLES[role]) if coloured else f"[{role}: {text}]"  # type: ignore[arg-type]


def _knowledge(kinds_file: Path | None) -> tuple[Taxonomy, Gazetteer]:
    """The kinds of the file that is named, else of the project here, and the places with the project's own."""
    from timeline import kinds, places
    from timeline.cli.where import project_here

    project = project_here()
    taxonomy = kinds.taxonomy(kinds_file or (project.kinds_file if project else None))
    return taxonomy, places.load(project.places_file if project else None)
