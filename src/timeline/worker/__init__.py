"""The limited child process in which deliveries are parsed, and the parent's side of it."""

from __future__ import annotations

from timeline.worker.parent import parse
from timeline.worker.tasks import Limits, Outcome, Task, claims_file, deletions_file, rejects_file

__all__ = ["Limits", "Outcome", "Task", "claims_file", "deletions_file", "parse", "rejects_file"]
