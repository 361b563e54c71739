"""What the commands that read prose share: the file, its day, and the answers to JSON lines."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from timeline.errors import ExitCode, InputError, UsageError

if TYPE_CHECKING:
    from datetime import date


def published_day(typed: str | None) -> date | None:
    """The day of --published; UsageError for what is none."""
    from timeline.dates.prose.lines import read_published

    day = read_published(typed)
    if isinstance(day, str):
        raise UsageError(f"--{day}")
    return day


def given(file: Path | None, command: str) -> Iterable[bytes] | None:
    """The JSON lines of standard input (`-`, or no file) or of a .jsonl file; None for another file.

    UsageError where standard input is left to a terminal.
    """
    if file is None and sys.stdin.isatty():
        raise UsageError(f"name a text file, or pipe JSON lines in; see `timeline {command} --help`")
    if file is None or str(file) == "-":
        return sys.stdin.buffer
    return content(file).splitlines() if file.suffix.lower() in (".jsonl", ".ndjson") else None


def content(file: Path) -> bytes:
    """The bytes of the file; InputError where it can't be read."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{file}: can't be read ({error.strerror})") from error


def decoded(file: Path) -> str:
    """The text of the file; InputError where it is not UTF-8."""
    try:
        return content(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: byte {error.start} is not UTF-8; convert the file first") from error


def say(answers: Iterable[tuple[str, str]]) -> None:
    """Answers to stdout and messages to stderr as they come; exit code 3 where a line could not be answered."""
    refused = False
    for reply, message in answers:
        refused = refused or bool(message)
        click.echo(f"timeline: {message}" if message else reply, err=bool(message))
    if refused:
        raise click.exceptions.Exit(int(ExitCode.REJECTED))
