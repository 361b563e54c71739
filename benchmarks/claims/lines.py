"""Articles as the JSON lines that `timeline extract` reads: our own, those held out, and the seed article if at hand.

python benchmarks/claims/lines.py articles|held|reports|fresh|seed | timeline extract > predictions.jsonl
python benchmarks/claims/lines.py held-gold|reports-gold|fresh-gold > gold.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

from readings import gold, packed

ROOT: Final = Path(__file__).parents[2]
ARTICLES: Final = ROOT / "tests" / "extract" / "articles"
SEED: Final = ROOT.parent / "shared" / "data" / "seed"
SEED_PUBLISHED: Final = "2022-09-27"


def articles() -> Iterator[dict[str, Any]]:
    """Our own articles; the first line of each names its day."""
    for path in sorted(ARTICLES.glob("*.txt")):
        head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
        yield {"id": path.stem, "text": text, "published": head.removeprefix("published: ").strip()}


def seed() -> Iterator[dict[str, Any]]:
    """The article that the project began with."""
    for path in SEED.glob("*.txt"):
        yield {"id": "seed", "text": path.read_text(encoding="utf-8"), "published": SEED_PUBLISHED}


def read(name: str) -> Iterator[dict[str, Any]]:
    """The articles of `held`, `reports` or `fresh`, that nothing was fitted on."""
    for article in packed(name):
        yield {key: article[key] for key in ("id", "text", "published")}


if __name__ == "__main__":
    told: dict[str, Callable[[], Iterator[dict[str, Any]]]] = {
        "articles": articles,
        "seed": seed,
    }
    for name in ("held", "reports", "fresh"):
        told |= {name: partial(read, name), f"{name}-gold": partial(gold, name)}
    for line in told[sys.argv[1]]():
        print(json.dumps(line))
