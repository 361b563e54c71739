"""Articles and their readings, packed: what words say is learned from `words`, what signs say from `signs`; `held` is
held out. Each lies in one file or in several (`words.jsonl.xz`, `words2.jsonl.xz`), in the order of their names.

An article a line: id, published, claims in the fields of the guide to the seed article, whether its reader was asked
to be spare, and its text; of an article of a news agency, which is not ours to give, only where `../shared/data/dates`
has it. The newest claims have the place of the words that tell them (`trigger`) too.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_PACKED: Final = Path(__file__).parent / "readings"
_AGENCIES: Final = Path(__file__).parents[3] / "shared" / "data" / "dates"


def packed(name: str) -> Iterator[dict[str, Any]]:
    """The articles of `words`, `signs` or `held` that have a text here."""
    for path in sorted(_PACKED.glob(f"{name}*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from filter(None, map(_opened, lines))


def _opened(line: str) -> dict[str, Any] | None:
    article: dict[str, Any] = json.loads(line)
    article["text"] = article.get("text") or _text(*article["text_of"].split("/"))
    return article if article["text"] is not None else None


def gold(name: str) -> Iterator[dict[str, Any]]:
    """The claims of these articles as `score_claims.py` reads them."""
    for article in packed(name):
        for claim in article["claims"]:
            also = [{"start": start, "end": end} for start, end in claim["also"]]
            yield {**claim, "doc": article["id"], "also": also}


def _text(collection: str, name: str) -> str | None:
    return _texts(collection).get(name)


@lru_cache
def _texts(collection: str) -> dict[str, str]:
    path = _AGENCIES / collection / "gold.jsonl"
    if not path.exists():
        return {}
    documents = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {document["id"]: document["text"] for document in documents}
