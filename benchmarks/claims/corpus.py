"""The articles that the program is fitted on, each with a reading: our own, and those that were read for this."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "extract"))

import scoring  # type: ignore[import-not-found]  # noqa: E402
from readings import packed  # noqa: E402

from timeline import kinds, places  # noqa: E402

FOLDS: Final = 6
PARTS: Final = 3


@lru_cache(maxsize=1)
def knowledge() -> tuple[kinds.Taxonomy, places.Gazetteer]:
    """Kinds and places, opened once."""
    return kinds.taxonomy(), places.load()


class Article(NamedTuple):
    """A text, its day, and a reading of it as `scoring` has it. spare: few of its numbers are entered. printed: it was
    sent or printed as it is, not written for this. apart: words and network learn from it too, but are asked about it
    only where they have not.
    """

    name: str
    text: str
    published: date | None
    reading: list[dict[str, Any]]
    spare: bool = False
    printed: bool = False
    apart: bool = False

    @property
    def fold(self) -> int:
        """The part of the articles that it is in."""
        return hashlib.sha1(self.name.encode(), usedforsecurity=False).digest()[0] % FOLDS

    @property
    def part(self) -> int | None:
        """The part of `signs` that it is in, if it is."""
        return self.fold % PARTS if self.apart else None


def ours() -> Iterator[Article]:
    """The articles of the tests."""
    for name in scoring.names():
        text, published, reading = scoring.article(name)
        yield Article(name, text, date.fromisoformat(published), reading)


def others(name: str) -> Iterator[Article]:
    """The articles that were read for this: from `words` words and network learn, from `signs` signs as well."""
    for each in packed(name):
        yield Article(
            each["id"],
            each["text"],
            date.fromisoformat(each["published"]),
            each["claims"],
            spare=each.get("spare", False),
            printed="text_of" in each,
            apart=name == "signs",
        )
