"""The process boundary: what goes wrong becomes one line on stderr and the documented exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from timeline.cli.app import app
from timeline.errors import ExitCode, TimelineError

INTERRUPTED = 130


def main(args: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code. Bugs are not caught: they show their traceback."""
    try:
        code = app.main(args, prog_name="timeline", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        return _told(_usage(error), ExitCode.USAGE if isinstance(error, click.UsageError) else ExitCode.FAILED)
    except TimelineError as error:
        return _told(str(error), error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_stdout()
        return ExitCode.DONE
    except OSError as error:
        if error.filename is None and error.errno is None:
            raise
        where = f"{error.filename}: " if error.filename else ""
        return _told(f"{where}{(error.strerror or str(error)).lower()}", ExitCode.FAILED)
    return int(code or 0)


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{message}; see `{error.ctx.command_path} --help`"
    return message


def _told(message: str, code: int) -> int:
    from timeline.cli.cells import one_line

    with suppress(OSError, ValueError):
        sys.stderr.write(f"timeline: {one_line(message)}\n")
        sys.stderr.flush()
    return int(code)


def _drop_stdout() -> None:
    """Whoever read us has gone: what is still buffered must not fail once more when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
