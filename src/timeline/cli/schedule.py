"""`timeline schedule`: units that run `timeline ingest` at its times, ready to be installed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import click

from timeline.cli.options import File
from timeline.cli.where import here_project

_EVERY: Final = {
    "hourly": ("hourly", "17 * * * *"),
    "daily": ("*-*-* 05:17:00", "17 5 * * *"),
    "weekly": ("Mon *-*-* 05:17:00", "17 5 * * 1"),
}

_every_option = click.option(
    "--every", type=click.Choice(list(_EVERY)), default="hourly", show_default=True, help="How often to look."
)
_wait_option = click.option(
    "--wait",
    type=click.IntRange(min=0),
    default=600,
    show_default=True,
    metavar="SECONDS",
    help="How long a run waits for another to end; past that it ends with code 75 and the next one goes on.",
)


@click.group("schedule")
def schedule_command() -> None:
    """Print a ready unit that runs the project's ingest on a schedule.

    \b
    Example:
      timeline schedule systemd --every hourly
    """


@schedule_command.command("systemd")
@_every_option
@_wait_option
@click.option("--write", "folder", type=File(), metavar="FOLDER", help="Write the two files there instead.")
def systemd(every: str, wait: int, folder: Path | None) -> None:
    """Print a systemd service and timer: one run at a time, catching up after downtime, logging to the journal.

    \b
    Example:
      timeline schedule systemd --write ~/.config/systemd/user
    """
    root = here_project().root
    unit = f"timeline-{_word(root.name)}"
    files = {f"{unit}.service": _service(root, wait), f"{unit}.timer": _timer(root, _EVERY[every][0])}
    if folder is None:
        for name, text in files.items():
            click.echo(f"# {name}\n{text}")
    else:
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
            click.echo(f"wrote {folder / name}", err=True)
    click.echo("Put the two files into ~/.config/systemd/user, then:" if folder is None else "Then:", err=True)
    click.echo(f"  systemctl --user daemon-reload && systemctl --user enable --now {unit}.timer", err=True)
    click.echo(f"  journalctl --user -u {unit}    # what the runs said", err=True)


@schedule_command.command("cron")
@_every_option
@_wait_option
def cron(every: str, wait: int) -> None:
    """Print crontab lines: one run at a time, one more after a restart, logging beside the warehouse.

    \b
    Example:
      (crontab -l; timeline schedule cron --every daily) | crontab -
    """
    import shlex

    root = here_project().root
    log = root / "data" / "warehouse" / "cron.log"
    command = f"cd {shlex.quote(str(root))} && {shlex.join(_program())} ingest --wait {wait}"
    line = f"{command} >> {shlex.quote(str(log))} 2>&1".replace("%", "\\%")
    click.echo(f"# timeline, {_EVERY_WORDS[every]}; the line with @reboot catches up after downtime")
    click.echo(f"{_EVERY[every][1]} {line}")
    click.echo(f"@reboot {line}")


_EVERY_WORDS: Final = {"hourly": "every hour", "daily": "every day", "weekly": "every Monday"}


def _service(root: Path, wait: int) -> str:
    command = " ".join(_escaped(word) for word in [*_program(), "ingest", "--wait", str(wait)])
    return f"""\
[Unit]
Description=timeline: take what is new into the ledger of {_plain(root.name)}

[Service]
Type=oneshot
WorkingDirectory={_path(root)}
ExecStart={command}
# 3: done, but some input was rejected; 75: another ingest was at work.
SuccessExitStatus=3 75
Nice=10
StandardOutput=journal
StandardError=journal
"""


def _timer(root: Path, calendar: str) -> str:
    return f"""\
[Unit]
Description=timeline: when to look for deliveries of {_plain(root.name)}

[Timer]
OnCalendar={calendar}
# A run that was missed while the machine was off is made up for.
Persistent=true
RandomizedDelaySec=60

[Install]
WantedBy=timers.target
"""


def _program() -> list[str]:
    """This program by its full path, for a schedule has another PATH."""
    import shutil
    import sys

    beside = Path(sys.executable).with_name("timeline")
    found = str(beside) if beside.is_file() else shutil.which("timeline")
    return [found] if found else [sys.executable, "-m", "timeline"]


def _word(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "-", name).strip("-").lower() or "project"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("%", "%%")


def _path(path: Path) -> str:
    """WorkingDirectory takes the rest of the line as it is, but for %."""
    return str(path).replace("%", "%%")


def _escaped(word: str) -> str:
    """A word of ExecStart: quoted where needed, % and $ doubled."""
    safe = word.replace("%", "%%").replace("$", "$$")
    return safe if re.fullmatch(r"[\w@%+=:,./-]+", safe) else '"' + safe.replace("\\", "\\\\").replace('"', '\\"') + '"'
