"""Between the field names of the TempEval-3 scorer and ours: `{"id","text","dct"}` in, `{"id","timexes"}` out.

python ../shared/data/dates/score_dates.py ../shared/data/dates/te3-timebank --cmd 'python benchmarks/dates/adapter.py'
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from timeline.dates.prose.lines import answer


def renamed() -> Iterator[bytes]:
    """The input lines with `dct` called `published`."""
    for line in sys.stdin.buffer:
        said = json.loads(line)
        said["published"] = said.pop("dct", None) or None
        yield json.dumps(said).encode()


def main() -> None:
    """Answer every line."""
    for reply, message in answer(renamed()):
        if message:
            sys.stderr.write(message + "\n")
            continue
        found = json.loads(reply)
        sys.stdout.write(json.dumps({"id": found["id"], "timexes": found["expressions"]}) + "\n")


if __name__ == "__main__":
    main()
