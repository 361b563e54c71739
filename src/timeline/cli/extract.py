"""`timeline extract`: dated claims in prose, as JSON lines or explained in a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli import lines
from timeline.cli.cells import harmless
from timeline.cli.options import File
from timeline.cli.where import project_here
from timeline.errors import ExitCode, UsageError

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

    Reads an article (text, Markdown, HTML), a feed or an archive of them as an ingest would, or JSON lines {"id",
    "text", "published"} from a .jsonl file or standard input (`-`, or no file), and prints a line of JSON for each
    text. The day of publication is that of the sidecar, front matter, entry, page or file name, else --published;
    without one relative dates stay unresolved, and today is never used.

    \b
    Example:
      timeline extract article.txt --published 2022-09-27 --explain
      cat articles.jsonl | timeline extract > claims.jsonl
    """
    day = lines.published_day(published)
    texts = lines.given(file, "extract")
    if texts is not None:
        if explain:
            raise UsageError("--explain is for one text file; JSON lines are answered in JSON")
        _answer_lines(texts, day, kinds_file)
    elif file is not None:
        _answer_file(file, published, kinds_file, explain)


def _answer_lines(texts: Iterable[bytes], day: date | None, kinds_file: Path | None) -> None:
    from timeline.extract.lines import answer

    lines.say(answer(texts, *_knowledge(kinds_file), published=day))


def _answer_file(file: Path, published: str | None, kinds_file: Path | None, explain: bool) -> None:
    """Each document of a file: what an ingest would read, but a plain text as it stands, for its offsets."""
    from timeline import worker
    from timeline.ingest.prose import documents_of

    # It loads while the places are read here.
    worker.ready()
    knowledge = _knowledge(kinds_file)
    project = project_here()
    documents, refused = documents_of(file, project.zone if project else "UTC", published)
    for reason, text in refused.select("reason", "text").iter_rows():
        click.echo(f"timeline: {harmless(text)}: {harmless(reason)}", err=True)
    for each in documents.iter_rows(named=True):
        text, offset = _verbatim(file) or (each["text"], 0)
        if explain:
            _explain(each, text, knowledge)
        else:
            key = file.name if documents.height == 1 else each["document_key"]
            click.echo(_answer(key, text, offset, each["published_on"], knowledge))
    if refused.height:
        raise click.exceptions.Exit(int(ExitCode.REJECTED))


def _answer(key: str, text: str, offset: int, day: date | None, knowledge: tuple[Taxonomy, Gazetteer]) -> str:
    from timeline.extract import of_text
    from timeline.extract.lines import record

    rows = of_text(text, day, *knowledge)
    return record(key, [{**row, "start": row["start"] + offset, "end": row["end"] + offset} for row in rows])


def _explain(document: dict[str, Any], text: str, knowledge: tuple[Taxonomy, Gazetteer]) -> None:
    from timeline.extract.explain import explain as explained

    coloured = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    click.echo(_heading(document))
    for number, each in enumerate(explained(text, document["published_on"], *knowledge), 1):
        click.echo(_in_words(number, each, coloured))


def _heading(document: dict[str, Any]) -> str:
    """Which document it is, and when it was published by what."""
    day, origin = document["published_on"], document["published_from"]
    told = f"published {day} ({origin})" if day else "no day of publication was found; give it with --published"
    title = document["title"] or document["path"]
    return harmless(": ".join(filter(None, (title, document["publisher"], told)))) + "\n"


def _verbatim(file: Path) -> tuple[str, int] | None:
    """A plain text as it stands in the file, without its front matter, and where that ends; None for anything else."""
    from timeline.readers.prose import plain_text

    return plain_text(lines.content(file), file.name)


def _in_words(number: int, claim: Explained, coloured: bool) -> str:
    """One claim for a person: what it says, its sentence with colours or plain marks, and why."""
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

    project = project_here()
    taxonomy = kinds.taxonomy(kinds_file or (project.kinds_file if project else None))
    return taxonomy, places.load(project.places_file if project else None)
