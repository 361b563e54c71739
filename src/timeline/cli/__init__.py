"""The command line: each command parses, calls one library function, prints, and picks the exit code."""

from __future__ import annotations

from timeline.cli.process import main

__all__ = ["main"]
