"""The parent's side: starts limited children, gathers what they report, and lives on when one of them dies."""

from __future__ import annotations

import base64
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import asdict, dataclass, replace
from glob import escape
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from timeline.errors import InputError, TimelineError
from timeline.worker.tasks import Limits, Outcome, Task

if TYPE_CHECKING:
    import polars as pl

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TMPDIR", "LD_LIBRARY_PATH")


def parse(tasks: Sequence[Task], spool: Path, *, limits: Limits | None = None) -> Iterator[Outcome]:
    """Parse deliveries in a child process into `<spool>/<task id>.claims|rejects|deletions.parquet`.

    One outcome a task, as each is done. A task that kills its child is tried once more alone; if that kills the child
    too, its outcome has the problem, and the others are taken. Raises TimelineError when the disk is full.
    """
    limits = limits or Limits()
    left = list(tasks)
    while left:
        failed = []
        child = _Child("parse", left, spool, limits)
        for result in child.results():
            outcome = _outcome(result)
            failed += [outcome.id] if outcome.problem else []
            left.pop(0)
            yield outcome
        _sweep(spool, failed)
        if left:
            yield _alone(left.pop(0), spool, limits)


def _alone(task: Task, spool: Path, limits: Limits) -> Outcome:
    """One task in a child of its own."""
    # Read whole: whatever killed the first child may have come from reading only what changed.
    child = _Child("parse", [replace(task, basis=None)], spool, limits)
    results = list(child.results())
    outcome = _outcome(results[0]) if results else Outcome(task.id, problem=f"{task.name}: {child.epitaph()}")
    _sweep(spool, [task.id] if outcome.problem else [])
    return outcome


def _outcome(result: dict[str, Any]) -> Outcome:
    if "full" in result:
        raise TimelineError(f"{result['full']}: no space left on the device; make room and run again")
    return Outcome.from_json(result)


def _sweep(spool: Path, failed: Sequence[str]) -> None:
    """Remove what tasks without claims have left; their child is gone."""
    for task in failed:
        for file in spool.glob(f"{escape(task)}.*"):
            file.unlink(missing_ok=True)


# A child lives for seconds: giving memory back and fetching it anew would cost a tenth of them.
_ALLOCATION = {
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:10000,muzzy_decay_ms:-1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """The first ten claims (model.CLAIMS) and rejects (model.REJECTS) as understood, and how many there are of each.

    `counts`: rows, claims, rejects, deletions. `unknown`: column, value, count of what a map or the taxonomy did not
    know, the most frequent first.
    """

    columns: tuple[str, ...]
    counts: dict[str, int]
    claims: pl.DataFrame
    rejects: pl.DataFrame
    unknown: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look at a file finds: container, columns, first rows as text, and the mapping that the columns tell.

    `missing`: what they do not tell (date, kind), said in `message`; `starter`: the text of a mapping to begin with;
    `shipped`: the name of the shipped mapping that fits.
    """

    format: str
    columns: tuple[str, ...]
    sample: pl.DataFrame
    table: dict[str, Any]
    missing: tuple[str, ...]
    shipped: str | None
    starter: str
    message: str | None


def preview(task: Task, *, limits: Limits | None = None) -> Preview:
    """Understand a delivery without taking it. Raises InputError in one line for a file that can't be read."""
    import polars as pl

    result = _once("preview", task, limits or Limits())
    frames = {name: pl.read_ipc(base64.b64decode(data)) for name, data in result["frames"].items()}
    return Preview(tuple(result["columns"]), result["counts"], frames["claims"], frames["rejects"], frames["unknown"])


def look(path: Path, name: str, overrides: Table[str, Any] | None = None, *, limits: Limits | None = None) -> Sight:
    """Recognise the columns of a file without a mapping; settings of `overrides` go before what is recognised.

    Raises InputError in one line for a file that can't be read.
    """
    import polars as pl

    result = _once("look", Task("look", path, name, mapping=overrides), limits or Limits())
    sample = pl.read_ipc(base64.b64decode(result.pop("sample")))
    return Sight(
        **{**result, "columns": tuple(result["columns"]), "missing": tuple(result["missing"]), "sample": sample}
    )


def _once(does: str, task: Task, limits: Limits) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as spool:
        child = _Child(does, [task], Path(spool), limits)
        for result in child.results():
            if "problem" in result:
                raise InputError(result["problem"])
            return result
    raise InputError(f"{task.name}: {child.epitaph()}")


class _Child:
    """A limited process with its tasks; `results` gives what it reports until it ends, or is made to end."""

    def __init__(self, does: str, tasks: Sequence[Task], spool: Path, limits: Limits) -> None:
        self._limits = limits
        self._late = False
        self._job = {
            "does": does,
            "parent": os.getpid(),
            "spool": str(spool),
            "limits": asdict(limits),
            "tasks": [task.to_json() for task in tasks],
        }
        self._code = 0
        self._last_words = ""

    def results(self) -> Iterator[dict[str, Any]]:
        with tempfile.TemporaryFile() as errors, tempfile.TemporaryFile() as job:
            job.write(json.dumps(self._job, default=str).encode())
            job.seek(0)
            with subprocess.Popen(
                [sys.executable, "-P", "-m", "timeline.worker"],
                stdin=job,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=self._environment(),
                start_new_session=True,
            ) as process:
                try:
                    assert process.stdout is not None
                    yield from self._lines(process, process.stdout)
                finally:
                    process.kill()
            self._code = process.wait()
            self._last_words = _tail(errors)

    def _lines(self, process: subprocess.Popen[bytes], out: IO[bytes]) -> Iterator[dict[str, Any]]:
        rest = b""
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            deadline = time.monotonic() + self._limits.wall
            while selector.select(max(0.0, deadline - time.monotonic())):
                data = os.read(out.fileno(), 1 << 16)
                if not data:
                    process.wait()
                    return
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    yield json.loads(line)
                    deadline = time.monotonic() + self._limits.wall
        self._late = True

    def _environment(self) -> dict[str, str]:
        """Only what Python needs: secrets stay with the parent."""
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        threads = min(self._limits.threads, os.cpu_count() or 1)
        return {**kept, **_ALLOCATION, "POLARS_MAX_THREADS": str(threads), "PYTHONUTF8": "1"}

    def epitaph(self) -> str:
        """Why it died, for the one line of a problem."""
        if self._late:
            return f"not read after {self._limits.wall} s; deliver it in parts"
        if "memory allocation" in self._last_words or "MemoryError" in self._last_words:
            return f"needs more memory than the limit of {self._limits.memory >> 20} MiB; deliver it in parts"
        if self._code == -signal.SIGXCPU:
            return f"takes more than {self._limits.cpu} s of processor time; deliver it in parts"
        if self._code < 0:
            return f"broken: its reader was killed by {signal.Signals(-self._code).name}; fetch it again"
        words = self._last_words.strip().splitlines()
        return f"its reader failed, which is a bug: {words[-1][:200] if words else f'exit code {self._code}'}"


def _tail(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 4096))
    return errors.read().decode(errors="replace")
