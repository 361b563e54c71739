"""An item of the review on the screen of a terminal: what is asked, the claims with their sentences, and the keys."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli.cells import harmless
from timeline.ingest.reviewing import KEYS, answers, question

if TYPE_CHECKING:
    from timeline.report.passages import Passage, Piece

_STYLES: Final[dict[str, dict[str, Any]]] = {
    "trigger": {"bold": True, "fg": "red"},
    "date": {"bold": True, "fg": "blue"},
    "place": {"bold": True, "fg": "green"},
}
# Without colours the same words stand between these.
_BRACKETS: Final = "‹{}›"
_SHOWN: Final = 600
_WIDEST: Final = 100
_SIDES: Final = "ABCDEFGH"
_SAID: Final = (("according to", "speaker"), ("via", "carrier"), ("published in", "publisher"))


def head(item: Mapping[str, Any], number: int, count: int) -> None:
    """Which item it is, what is asked about it, and why."""
    click.echo()
    click.secho("─" * _width(), dim=True)
    click.secho(f"{number} of {count} · {item['sort']} · harm {item['harm']:g} of 3", dim=True)
    _say(question(item), bold=True)
    _say(f"Because: {item['why']}", indent="  ")
    if item["sort"] in ("quiet", "second look"):
        _say(item["title"] or "", indent="  ")


def claims(passages: Sequence[Passage]) -> None:
    """The claims, each with what it says, who says so, and the sentence in which it stands with its words marked."""
    for place, passage in enumerate(passages):
        click.echo()
        mark = _SIDES[place % len(_SIDES)] if len(passages) > 1 else " "
        row, cells = passage.row, passage.cells
        told = [cells.get("when"), cells.get("kind"), cells.get("place"), cells.get("country"), _number(cells)]
        _say(f"{mark}  {' · '.join(part for part in told if part)}", indent="     ", first="  ", bold=True)
        _say(cells.get("title") or "", indent="     ")
        said = [f"{words} {cells[name]}" for words, name in _SAID if cells.get(name)]
        title = passage.document.get("title")
        _say(", ".join(said) + (f": {title}" if title else ""), indent="     ", dim=True)
        if passage.sentence:
            _sentence(passage.sentence)
        _say(f"{row['claim_id'][:10]} of event {row['event_id'][:10]}", indent="     ", dim=True)


def keys(item: Mapping[str, Any], at: int, *, undo: bool) -> None:
    """The keys that do something here, each with its meaning; the cursor stays behind them."""
    click.echo()
    for verb, words in answers(item).items():
        click.echo(f"  {_key(verb)} {words}")
    moves = [verb for verb in ("skip", "back", "undo", "quit") if verb != "back" or at]
    moves = [verb for verb in moves if verb != "undo" or undo]
    words = "  ".join(f"{_key(verb)} {verb}" for verb in moves)
    click.echo(f"  {words}  {_key('help')} help > ", nl=False)


def help_on_keys() -> None:
    """What every key does."""
    click.echo()
    for verb, (_, meaning) in KEYS.items():
        _say(f"{verb}: {meaning}", indent="      ", first=f"  {_key(verb)} ")
    _say("Each answer is signed, dated and published at once.", indent="  ")


def near(events: Sequence[Mapping[str, Any]]) -> None:
    """Events to choose from, one a line."""
    for one in events:
        told = [one["event_id"][:10], one["edtf"], one["place"], one["title"]]
        click.echo(harmless("    " + "  ".join(text for text in told if text))[: _width()])


def which(item: Mapping[str, Any]) -> str:
    """Which of several claims is edited."""
    several = item["claims"] or []
    return f"; claim={several[1][:7]} edits B" if len(several) > 1 else ""


def said(text: str, **style: Any) -> None:
    """A line that is told between the items."""
    _say(text, indent="  ", **style)


def _say(text: str, *, indent: str = "", first: str | None = None, **style: Any) -> None:
    """A paragraph that breaks between words; nothing for no text."""
    begins = indent if first is None else first
    for line in textwrap.wrap(
        harmless(text), _width(), initial_indent=begins, subsequent_indent=indent, break_on_hyphens=False
    ):
        click.secho(line, **style)


def _sentence(pieces: Sequence[Piece]) -> None:
    """The sentence in lines, and in it the words from which kind, date and place were read."""
    letters = list(_letters(pieces))
    lines = textwrap.wrap(
        "".join(letter for letter, _ in letters),
        _width() - 6,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=False,
    )
    at = 0
    for place, line in enumerate(lines):
        told = groupby(letters[at + len(line) - len(line.lstrip()) : at + len(line)], key=lambda letter: letter[1])
        styled = [_styled("".join(letter for letter, _ in part), mark) for mark, part in told]
        at += len(line)
        ends = "”" if place == len(lines) - 1 else ""
        click.echo(("      " if place else "     “") + "".join(styled).rstrip() + ends)


def _letters(pieces: Sequence[Piece]) -> Iterator[tuple[str, str | None]]:
    """As much of a sentence as is read at a glance: each letter with what it is marked as."""
    left = _SHOWN
    for piece in pieces:
        mark = next((name for name in piece.marks if name in _STYLES), None)
        text = " ".join(harmless(piece.text[: max(left, 0)]).split("\n")) + "…" * (0 < left < len(piece.text))
        left -= len(piece.text)
        yield from ((letter, mark) for letter in (_BRACKETS.format(text) if mark and not _coloured() else text))


def _styled(told: str, mark: str | None) -> str:
    return click.style(told, **_STYLES[mark]) if mark and _coloured() else told


def _coloured() -> bool:
    context = click.get_current_context(silent=True)
    return context is None or context.color is not False


def _number(cells: Mapping[str, str]) -> str:
    number = cells.get("value") or "..".join(cells.get(name, "") for name in ("low", "high")).strip(".")
    return f"{number} {cells.get('unit', '')}".strip() if number else ""


def _key(verb: str) -> str:
    return "[" + click.style(KEYS[verb][0], bold=True) + "]"


def _width() -> int:
    return max(30, min(_WIDEST, shutil.get_terminal_size((80, 24)).columns) - 1)
