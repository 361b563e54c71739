"""One query of a stranger's, answered in a locked-down child process.

The engine's own memory limit does not hold for every function, so the process has one too; it can neither write nor
reach any other file. The child is forked, because a fresh interpreter would cost more than most queries; nothing here
imports polars, for the same reason.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from timeline.errors import ExitCode, TimelineError, UsageError, WarehouseError

if TYPE_CHECKING:
    import duckdb

_GIB: Final = 1 << 30
_BATCH: Final = 2000
_PDEATHSIG: Final = 1
_NUMBERS: Final = re.compile(r"(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|FLOAT|DOUBLE|DECIMAL.*)$")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may use, in bytes: of the engine, of the process around it, and of disk for what does not fit."""

    engine: int = 3 * _GIB // 2
    process: int = 3 * _GIB
    spill: int = 8 * _GIB


@dataclass(frozen=True, slots=True)
class Answer:
    """A result that is read once: column names, which of them are numbers, and batches of rows."""

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    batches: Iterator[list[tuple[Any, ...]]]


def answer(link: Path, query: str, write: Callable[[Answer], None], limits: Limits = Limits()) -> None:
    """Answer a query over the published database; `write` runs in the child, with the result as it comes.

    Raises UsageError for a query that is wrong or wants to write, WarehouseError when there is nothing to ask, or when
    the query needs more than the limits.
    """
    target = link.resolve()
    if not target.is_file():
        raise WarehouseError(f"{link}: nothing is published here yet; run `timeline ingest` first")
    spill = Path(tempfile.gettempdir()) / f"timeline-sql-{os.getpid()}"
    sys.stdout.flush()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(target, link.stem, query, write, limits, spill, os.fdopen(writing, "w"))
    os.close(writing)
    try:
        with os.fdopen(reading) as told:
            problem = told.read()
        _, status = os.waitpid(child, 0)
    except BaseException:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        raise
    finally:
        shutil.rmtree(spill, ignore_errors=True)
    _judge(problem, os.waitstatus_to_exitcode(status))


def _judge(problem: str, code: int) -> None:
    if problem:
        told = json.loads(problem)
        raise (UsageError if told["usage"] else WarehouseError)(told["message"])
    if code == -signal.SIGPIPE:
        raise BrokenPipeError
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code < 0:
        why = signal.Signals(-code).name
        raise WarehouseError(f"the query was ended by {why}: it needs more memory than it may have; ask for less")
    if code:
        raise SystemExit(code)


def _child(
    target: Path,
    name: str,
    query: str,
    write: Callable[[Answer], None],
    limits: Limits,
    spill: Path,
    problems: IO[str],
) -> None:
    """Never returns: the parent's stack is not ours to unwind."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    code = int(ExitCode.DONE)
    try:
        try:
            _confine(limits)
            _run(target, name, query, write, limits, spill)
            sys.stdout.flush()
        except MemoryError:
            raise WarehouseError("the query needs more memory than it may have; ask for less") from None
    except TimelineError as error:
        json.dump({"message": str(error), "usage": isinstance(error, UsageError)}, problems)
    except OSError as error:
        json.dump({"message": f"the result can't be written ({error.strerror})", "usage": False}, problems)
    except BaseException:
        # A bug is loud in the child as it would be in the parent.
        sys.excepthook(*sys.exc_info())
        code = int(ExitCode.FAILED)
    with suppress(BaseException):
        problems.close()
    os._exit(code)


def _confine(limits: Limits) -> None:
    with suppress(OSError, AttributeError):
        import ctypes

        # Whoever ends the parent ends the query.
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    for which, most in ((resource.RLIMIT_DATA, limits.process), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            _, hard = resource.getrlimit(which)
            wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (wanted, wanted))


def _run(target: Path, name: str, query: str, write: Callable[[Answer], None], limits: Limits, spill: Path) -> None:
    import duckdb

    connection = duckdb.connect(":memory:")
    try:
        _lock_down(connection, target, name, limits, spill)
        connection.execute(query)
        if connection.description is None:
            raise UsageError("this gives no result; `timeline sql` takes a query that does, such as SELECT or FROM")
        columns = tuple(str(column[0]) for column in connection.description)
        numeric = tuple(bool(_NUMBERS.match(str(column[1]))) for column in connection.description)
        write(Answer(columns, numeric, _batches(connection)))
    except duckdb.Error as error:
        raise _ours(error) from error


def _lock_down(connection: duckdb.DuckDBPyConnection, target: Path, name: str, limits: Limits, spill: Path) -> None:
    """No writing, no files, no extensions, no names of Python's, and no way to change that."""
    spilled = str(spill).replace("'", "''")
    connection.execute(
        f"SET memory_limit = '{limits.engine}B'; SET temp_directory = '{spilled}';"
        f" SET max_temp_directory_size = '{limits.spill}B';"
        " SET TimeZone = 'UTC'; SET enable_progress_bar = false; SET python_enable_replacements = false;"
        " SET autoinstall_known_extensions = false; SET autoload_known_extensions = false"
    )
    told, named = str(target).replace("'", "''"), name.replace('"', '""')
    connection.execute(f"ATTACH '{told}' AS \"{named}\" (READ_ONLY)")
    connection.execute(f'USE "{named}"; SET enable_external_access = false; SET lock_configuration = true')


def _batches(connection: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := connection.fetchmany(_BATCH):
        yield rows


def _ours(error: duckdb.Error) -> TimelineError:
    import duckdb

    text = re.sub(r"\s+", " ", str(error).split("\n\nLINE ")[0].split("\n\nPossible solutions")[0]).strip()
    if "read-only mode" in text:
        return UsageError(
            "`timeline sql` only reads; what is delivered with `timeline ingest` is what changes the ledger"
        )
    if isinstance(error, duckdb.PermissionException) or "configuration has been locked" in text:
        return UsageError(f"`timeline sql` reads the published database and nothing else ({text[:200]})")
    if isinstance(error, duckdb.OutOfMemoryException):
        return WarehouseError("the query needs more memory than it may have; ask for less at a time")
    if isinstance(error, duckdb.InterruptException):
        raise KeyboardInterrupt
    if isinstance(error, duckdb.ProgrammingError | duckdb.DataError):
        return UsageError(text[:600])
    return WarehouseError(f"while answering the query: {text[:400]}")
