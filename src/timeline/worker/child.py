"""The limited child: takes a batch of tasks, parses file after file into the spool, and reports each as it is done."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from timeline.worker.confine import confine
from timeline.worker.tasks import Limits, Task

_MODULE = 1 << 24
Report = Callable[[dict[str, Any]], None]


def main() -> None:
    """Read one job as JSON a line from stdin until it ends; write one line of JSON for each finished task to stdout."""
    parent, limits = int(sys.argv[1]), Limits(**json.loads(sys.argv[2]))
    # Where a limit stops the writing of a module's bytecode, Python leaves half of it and fails at that ever after.
    sys.dont_write_bytecode = limits.written < _MODULE
    confine(limits)
    if os.getppid() != parent:
        return  # the parent died before its death could be heard of
    report = _reporter()
    from timeline.worker import work

    for line in sys.stdin.buffer:
        job = json.loads(line)
        tasks, spool = [Task.from_json(data) for data in job["tasks"]], Path(job["spool"])
        for result in work.results(job["does"], tasks, spool, limits):
            report(result)


def _reporter() -> Report:
    """Writes to the real stdout; whatever a library prints goes to stderr."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    def report(result: dict[str, Any]) -> None:
        out.write(json.dumps(result).encode() + b"\n")
        out.flush()

    return report
