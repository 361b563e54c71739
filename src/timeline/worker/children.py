"""A limited child process as its parent holds it: started, given jobs one after the other, ended."""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from timeline.worker.tasks import Limits, Task

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TMPDIR", "LD_LIBRARY_PATH")
# A child lives for seconds: giving memory back and fetching it anew would cost a tenth of them.
_ALLOCATION = {
    "_RJEM_MALLOC_CONF": "dirty_decay_ms:10000,muzzy_decay_ms:-1",
    "MALLOC_MMAP_THRESHOLD_": str(1 << 30),
    "MALLOC_TRIM_THRESHOLD_": str(1 << 30),
}
_DYING_SECONDS = 10


class Child:
    """A limited process; `results` gives what it reports on a job, `epitaph` what it died of."""

    def __init__(self, limits: Limits) -> None:
        """Start it; it loads what it needs while its first job is still being made ready."""
        self.limits = limits
        self._late = False
        self._last_words = ""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (held open as long as the child lives)
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "timeline.worker", str(os.getpid()), json.dumps(asdict(limits))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(limits),
            start_new_session=True,
        )

    def alive(self) -> bool:
        """It has not ended."""
        return self._process.poll() is None

    def results(self, does: str, tasks: Sequence[Task], spool: Path) -> Iterator[dict[str, Any]]:
        """One result a task, in order; fewer when the child dies of one or is too late, and it has ended then."""
        self.give(does, tasks, spool)
        yield from self.reports(len(tasks))

    def reports(self, tasks: int) -> Iterator[dict[str, Any]]:
        """What comes of the job of so many tasks that it was given."""
        given = 0
        try:
            for result in self._lines():
                given += 1
                yield result
                if given == tasks:
                    return
        finally:
            if given < tasks:
                self.end()

    def give(self, does: str, tasks: Sequence[Task], spool: Path) -> None:
        """Let it begin; `reports` waits for what comes of it."""
        job = {"does": does, "spool": str(spool), "tasks": [task.to_json() for task in tasks]}
        assert self._process.stdin is not None
        # A child that is dead already tells why when its results are waited for.
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(job, default=str).encode() + b"\n")
            self._process.stdin.flush()

    def _lines(self) -> Iterator[dict[str, Any]]:
        out = self._process.stdout
        assert out is not None
        rest = b""
        with selectors.DefaultSelector() as selector:
            selector.register(out, selectors.EVENT_READ)
            deadline = time.monotonic() + self.limits.wall
            while selector.select(max(0.0, deadline - time.monotonic())):
                data = os.read(out.fileno(), 1 << 16)
                if not data:
                    self._die()
                    return
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    yield json.loads(line)
                    deadline = time.monotonic() + self.limits.wall
        self._late = True

    def _die(self) -> None:
        """It has said its last: its exit code, not that of a kill, tells why."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_DYING_SECONDS)

    def end(self) -> None:
        """Make it end, and keep its last words."""
        self._process.kill()
        self._process.wait()
        if not self._errors.closed:
            self._last_words = _tail(self._errors)
            self._errors.close()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()

    def epitaph(self) -> str:
        """Why it died, for the one line of a problem."""
        code = self._process.returncode or 0
        if self._late:
            return f"not read after {self.limits.wall} s; deliver it in parts"
        if "memory allocation" in self._last_words or "MemoryError" in self._last_words:
            return f"needs more memory than the limit of {self.limits.memory >> 20} MiB; deliver it in parts"
        if code == -signal.SIGXCPU:
            return f"takes more than {self.limits.cpu} s of processor time; deliver it in parts"
        if code < 0:
            return f"broken: its reader was killed by {signal.Signals(-code).name}; fetch it again"
        words = self._last_words.strip().splitlines()
        return f"its reader failed, which is a bug: {words[-1][:200] if words else f'exit code {code}'}"


def _environment(limits: Limits) -> dict[str, str]:
    """Only what Python needs: secrets stay with the parent."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    threads = min(limits.threads, os.cpu_count() or 1)
    return {**kept, **_ALLOCATION, "POLARS_MAX_THREADS": str(threads), "PYTHONUTF8": "1"}


def _tail(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 4096))
    return errors.read().decode(errors="replace")
