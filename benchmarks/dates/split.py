"""Part the development sets 60/40: rules are made looking at the first part, only scores are read from the second.

    python benchmarks/dates/split.py OUT [DATA]

writes OUT/look/SET/gold.jsonl and OUT/score/SET/gold.jsonl; DATA is `../shared/data/dates` unless given. The order is
that of a hash of the document's id, so it is the same on every machine and has nothing to do with the text.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Final

SETS: Final = ("te3-timebank", "te3-aquaint", "wikiwars-train")
SHARE: Final = 0.6
DATA: Final = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "dates"


def parted(lines: list[str]) -> tuple[list[str], list[str]]:
    """The lines of the documents to look at, and of those that are only scored."""
    ordered = sorted(lines, key=lambda line: hashlib.sha256(json.loads(line)["id"].encode()).hexdigest())
    cut = round(len(ordered) * SHARE)
    return ordered[:cut], ordered[cut:]


def main(out: Path, data: Path) -> None:
    """Write both parts of every set."""
    for name in SETS:
        lines = (data / name / "gold.jsonl").read_text(encoding="utf-8").splitlines()
        for part, chosen in zip(("look", "score"), parted(lines), strict=True):
            folder = out / part / name
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "gold.jsonl").write_text("\n".join(chosen) + "\n", encoding="utf-8")
            sys.stdout.write(f"{part} {name}: {len(chosen)} documents\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else DATA)
