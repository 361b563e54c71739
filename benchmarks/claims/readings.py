"""Articles and their readings, packed: words and network learn from `words` and `signs`, signs are weighed on `signs`;
`held`, `reports` and `fresh` are held out. Each lies in one file or in several (`words.jsonl.xz`,
`words2.jsonl.xz`), in the order of their names.

An article a line: id, published, claims in the fields of the guide to the seed article, whether its reader was asked
to be spare, and its text; of an article of a news agency, which is not ours to give, only where `../shared/data` has
it. Those of `incidents` are in capitals throughout there: which of its letters are capitals stands beside the reading.
The newest claims have the place of the words that tell them (`trigger`) too.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_PACKED: Final = Path(__file__).parent / "readings"
_SHARED: Final = Path(__file__).parents[3] / "shared" / "data"
_REPORTS: Final = "incidents"
# A line's end within a paragraph.
_WRAPPED: Final = re.compile(r"(?<=\S)\n(?=\S)")


def packed(name: str) -> Iterator[dict[str, Any]]:
    """The articles of `words`, `signs`, `held`, `reports` or `fresh` that have a text here."""
    return filter(None, map(_opened, _lines(name)))


def _lines(name: str) -> Iterator[str]:
    for path in sorted(_PACKED.glob(f"{name}*.jsonl.xz")):
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield from lines


def _opened(line: str) -> dict[str, Any] | None:
    article: dict[str, Any] = json.loads(line)
    if "text" not in article:
        collection, name = article["text_of"].split("/")
        text = _texts(collection).get(name)
        article["text"] = _recased(text, article["capitals"]) if text and collection == _REPORTS else text
    return article if article["text"] is not None else None


def _recased(text: str, capitals: str) -> str:
    """A text without its capitals but for those that are told: behind a 1, a bit for each character; in one line what
    stands in one paragraph.
    """
    bits = f"{int(capitals, 16):b}"[1:]
    letters = (letter if bit == "1" else letter.lower() for letter, bit in zip(text, bits, strict=True))
    return _WRAPPED.sub(" ", "".join(letters))


def read_of(collection: str) -> set[str]:
    """The names of the documents of `../shared/data` that are learned from, whether they are at hand or not."""
    places = (json.loads(line).get("text_of", "") for name in ("words", "signs") for line in _lines(name))
    return {place.partition("/")[2] for place in places if place.startswith(f"{collection}/")}


def gold(name: str) -> Iterator[dict[str, Any]]:
    """The claims of these articles as `score_claims.py` reads them."""
    for article in packed(name):
        for claim in article["claims"]:
            also = [{"start": start, "end": end} for start, end in claim["also"]]
            yield {**claim, "doc": article["id"], "also": also}


@lru_cache
def _texts(collection: str) -> dict[str, str]:
    reports = collection == _REPORTS
    path = _SHARED / "incidents" / "docs_dev.jsonl" if reports else _SHARED / "dates" / collection / "gold.jsonl"
    if not path.exists():
        return {}
    documents = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {document["doc_id" if reports else "id"]: document["text"] for document in documents}
