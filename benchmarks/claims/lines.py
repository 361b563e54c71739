"""Articles as the JSON lines that `timeline extract` reads: our own, those held out, and the seed article if at hand.

python benchmarks/claims/lines.py articles|held|seed | timeline extract > predictions.jsonl
python benchmarks/claims/lines.py held-gold > gold.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from readings import gold, packed

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


def held() -> Iterator[dict[str, Any]]:
    """The articles that nothing was fitted on."""
    for article in packed("held"):
        yield {key: article[key] for key in ("id", "text", "published")}


def held_gold() -> Iterator[dict[str, Any]]:
    """The claims that their readers have."""
    return gold("held")


if __name__ == "__main__":
    told = {"articles": articles, "seed": seed, "held": held, "held-gold": held_gold}
    for line in told[sys.argv[1]]():
        print(json.dumps(line))
