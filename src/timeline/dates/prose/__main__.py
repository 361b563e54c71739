"""`python -m timeline.dates.prose`: JSON lines in, JSON lines out."""

from __future__ import annotations

import sys

from timeline.dates.prose.lines import answer


def main() -> int:
    """Answer standard input line by line; messages go to standard error."""
    failed = False
    for reply, message in answer(sys.stdin.buffer):
        if message:
            failed = True
            sys.stderr.write(message + "\n")
        else:
            sys.stdout.write(reply + "\n")
    return 3 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
