"""Articles as the JSON lines that `timeline extract` reads: our own, and the seed article where it is at hand.

python benchmarks/claims/lines.py articles|seed | timeline extract > predictions.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ARTICLES: Final = ROOT / "tests" / "extract" / "articles"
SEED: Final = ROOT.parent / "shared" / "data" / "seed"
SEED_PUBLISHED: Final = "2022-09-27"


def articles() -> Iterator[dict[str, str]]:
    """Our own articles; the first line of each names its day."""
    for path in sorted(ARTICLES.glob("*.txt")):
        head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
        yield {"id": path.stem, "text": text, "published": head.removeprefix("published: ").strip()}


def seed() -> Iterator[dict[str, str]]:
    """The article that the project began with."""
    for path in SEED.glob("*.txt"):
        yield {"id": "seed", "text": path.read_text(encoding="utf-8"), "published": SEED_PUBLISHED}


if __name__ == "__main__":
    for line in {"articles": articles, "seed": seed}[sys.argv[1]]():
        print(json.dumps(line))
