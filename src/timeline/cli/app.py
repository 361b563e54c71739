"""The `timeline` command and the table of its subcommands, each loaded when it is named."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final

import click

from timeline.errors import unknown_name

# Command: the module that holds it (a family shares one), and what the list of commands says about it.
COMMANDS: Final = {
    "init": ("init", "Make a project."),
    "ingest": ("ingest", "Take what is new into the ledger and publish it."),
    "status": ("status", "What failed and since when; quiet feeds; the last run."),
    "events": ("events", "List what happened."),
    "claims": ("events", "List who says what, and where it was read."),
    "counts": ("counts", "Count events by day, and of the last days."),
    "sql": ("sql", "Answer an SQL query, read-only."),
    "chart": ("chart", "Draw the timeline, rolling counts or reported counts."),
    "changes": ("changes", "Tell what is new, revised or withdrawn between two moments."),
    "brief": ("brief", "Make a briefing: findings, charts, changes, events with sources."),
    "export": ("export", "Write events, claims or a chart's data for other programs."),
    "verify": ("verify", "Say whether the ledger still gives what a chart or briefing shows."),
    "dates": ("dates", "Find and resolve the time expressions in a text."),
    "extract": ("extract", "Find the dated claims in a text."),
    "review": ("review", "List what wants a person's eye, the worst first."),
    "log": ("log", "List who decided what, and why."),
    "add": ("desk", "Add a claim of your own."),
    "correct": ("desk", "Correct what a claim says."),
    "accept": ("desk", "Say that a claim is right as it stands."),
    "merge": ("desk", "Put events together into one."),
    "split": ("desk", "Take claims out of an event."),
    "label": ("desk", "Give an event its short words."),
    "pin": ("desk", "Mark an event that nothing should leave out."),
    "hide": ("desk", "Leave an event or a claim out."),
    "note": ("desk", "Write a note on an event or a claim."),
    "undo": ("desk", "Take decisions back."),
    "feed": ("feed", "Add a feed, or list the feeds."),
    "kinds": ("kinds", "List the kinds that claims can have."),
    "mapping": ("mapping", "List, show or start the mappings of files."),
    "schedule": ("schedule", "Print a unit for systemd or cron."),
    "ledger": ("ledger", "Back up, restore, compact or rebuild the ledger."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for, so that --help starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table: the daily ones first."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"timeline.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, told) for name, (_, told) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, but an unknown name is answered with the known ones."""
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise unknown_name("command", args[0], COMMANDS)
        return super().resolve_command(ctx, args)


def _version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"timeline {version('timeline')}")
        ctx.exit()


_SETTINGS: dict[str, Any] = {"auto_envvar_prefix": "TIMELINE", "help_option_names": ["-h", "--help"]}


@click.group(cls=LazyGroup, context_settings=_SETTINGS)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
def app() -> None:
    """Keep a ledger of dated claims; query it in SQL, count, and draw timelines.

    Deliveries in data/raw become a ledger; corrections are kept as versions, so that everything can be asked as of any
    past moment.

    \b
    Example:
      timeline init
      timeline ingest
      timeline events --kind office_attack --since 2022-09-21
      timeline chart rolling --kind office_attack --out reports/attacks.png
    """
