"""The review in the terminal: one item at a time, a key for each answer."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any, Final

import click

from timeline.cli import shown
from timeline.cli.cells import one_line
from timeline.desk.sheet import FIELDS, WHEN
from timeline.errors import TimelineError, UsageError
from timeline.ingest.deciding import Signed, Wish, decide
from timeline.ingest.reviewing import KEYS, changed, wish
from timeline.ingest.typed import Typed
from timeline.report.passages import neighbours, passages

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

    from timeline.ingest.settings import Settings

_BY_KEY: Final = {key: verb for verb, (key, _) in KEYS.items()}


class Asking:
    """A person going through the queue. Each answer is decided at once, and can be taken back."""

    def __init__(
        self, found: pl.DataFrame, link: Path, settings: Settings, signed: tuple[str, str, str | None]
    ) -> None:
        """`found`: the queue; `signed`: who decides, where that name stood, and why, if it was told."""
        self._items = found.to_dicts()
        self._link, self._settings = link, settings
        self._who, self._from, self._because = signed
        self._typed = Typed(settings)
        self._made: list[tuple[int, str]] = []
        self._at = 0

    def run(self) -> int:
        """Go through the items until the end or `quit`; the exit code."""
        if os.environ.get("NO_COLOR"):
            click.get_current_context().color = False
        while self._at < len(self._items):
            self._show()
            if not self._answered():
                break
        click.echo(f"{len(self._made)} decided; `timeline log` lists them, `timeline undo` takes them back", err=True)
        return 0

    def _show(self) -> None:
        from timeline import report

        item = self._items[self._at]
        shown.head(item, self._at + 1, len(self._items))
        decided = [name for place, name in self._made if place == self._at]
        if decided:
            shown.said(f"decided: {', '.join(decided)}; u takes it back", fg="yellow")
        with report.open(self._link) as database:
            shown.claims(passages(database, item["claims"] or []))

    def _answered(self) -> bool:
        """Ask until the item is left; False to stop."""
        while True:
            shown.keys(self._items[self._at], self._at, undo=bool(self._made))
            verb = _BY_KEY.get(click.getchar().lower())
            click.echo(verb or "")
            if verb == "quit":
                return False
            if verb in ("skip", "back"):
                self._at = max(0, self._at - 1) if verb == "back" else self._at + 1
                return True
            if verb == "help" or verb is None:
                shown.help_on_keys()
                continue
            try:
                self._decide(verb)
                return True
            except TimelineError as error:
                shown.said(one_line(str(error)), fg="red")
            except click.Abort:
                click.echo()

    def _decide(self, verb: str) -> None:
        """Make the decision and go on; taking one back goes to its item."""
        item, because = self._items[self._at], self._because or f"reviewed: {self._items[self._at]['why']}"
        if verb == "undo":
            if not self._made:
                raise UsageError("nothing was decided yet")
            self._at, name = self._made[-1]
            self._said(Wish("undo", (name,), {}, "taken back in the review"))
            self._made.pop()
            return
        other: str | None = None
        told: dict[str, Any] = {}
        if verb == "merge" and item["sort"] != "merge":
            self._print_near(item)
            other = click.prompt("  merge with event, or nothing", default="", show_default=False, prompt_suffix=": ")
        if verb == "edit":
            other, told = self._edited(item)
        name = self._said(wish(item, verb, because, other=other, told=told))
        self._made.append((self._at, name))
        self._at += 1

    def _print_near(self, item: dict[str, Any]) -> None:
        """Events that it may be one with."""
        from timeline import report

        with report.open(self._link) as database:
            near = neighbours(database, item["claims"][0]) if item["claims"] else []
        shown.near(near)

    def _edited(self, item: dict[str, Any]) -> tuple[str | None, dict[str, Any]]:
        """Which claim, and its fields: `when=2022-09-27 value=8572 place="Verkhny Lars"`."""
        shown.said(f"fields: {', '.join((WHEN, *FIELDS))}", dim=True)
        shown.said("such as: value=8572 place='Verkhny Lars'; an empty line leaves it" + shown.which(item), dim=True)
        line = click.prompt("  field=value ...", default="", show_default=False, prompt_suffix=" ")
        try:
            pairs = [pair.partition("=") for pair in shlex.split(line)]
        except ValueError as error:
            raise UsageError(f"{line!r}: {error}") from error
        unclear = next((name for name, sign, _ in pairs if not sign), None)
        if unclear is not None:
            raise UsageError(f"{unclear!r}: write field=value, such as value=8572 place='Verkhny Lars'")
        told = {name: value for name, _, value in pairs if name != "claim"}
        begins = next((value for name, _, value in pairs if name == "claim"), "C")
        claim = next((one for one in item["claims"] or [] if one.startswith(begins)), None)
        if claim is None and begins != "C":
            raise UsageError(f"{begins} is none of {', '.join(item['claims'] or [])}")
        # Whatever is typed is meant, even if it is empty.
        return claim, changed(self._typed, dict.fromkeys(told, "\0"), told)

    def _said(self, wanted: Wish) -> str:
        done = decide(self._settings, wanted, Signed(self._who, self._from, wanted.because or ""))
        made = done.decisions[0]
        click.secho(f"  {made.id}  {made.what}", fg="green")
        if done.busy:
            click.echo(f"  kept, and taken by the run at work or the next: {one_line(done.busy)}", err=True)
        return made.id
