"""Taxonomy and gazetteer for the tests of this room, opened once."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from timeline import kinds, places
from timeline.extract import of_text
from timeline.extract.assembly import LEAST, weighed
from timeline.extract.document import Document
from timeline.extract.drafts import Draft
from timeline.extract.tables import ZERO, Table, of_steps

DAY = date(2022, 9, 28)  # a Wednesday


@lru_cache(maxsize=1)
def knowledge() -> tuple[kinds.Taxonomy, places.Gazetteer]:
    return kinds.taxonomy(), places.load()


def drafts_of(text: str, published: date | None = DAY) -> tuple[Document, list[Draft]]:
    """The text as it was looked at, and all that may be its claims, as the rules have them."""
    return weighed(text, published, *knowledge())


def saying(mark: str, name: str, names: tuple[str, ...]) -> Table:
    """A table in which one mark speaks for one name as loudly as any can."""
    return of_steps(dict.fromkeys(names, 0.0), [mark], bytes(255 if each == name else ZERO for each in names))


def claims(text: str, published: date | None = DAY, least: float = 0.0) -> list[dict[str, Any]]:
    """The claims of a text of at least that confidence; all that are read, for a sentence alone is seldom news.

    What no trigger tells is there only where it is likely enough to be shown.
    """
    found = of_text(text, published, *knowledge(), least=least)
    return [claim for claim in found if claim["rule"] != "wording" or claim["confidence"] >= LEAST]


def shown(text: str, published: date | None = DAY) -> list[dict[str, Any]]:
    """The claims of a text that a reader is shown."""
    return claims(text, published, least=LEAST)


def with_piracy(folder: Path) -> kinds.Taxonomy:
    """The kinds with one of a project's own, which no reading has."""
    own = folder / "kinds.toml"
    own.write_text(
        '[piracy]\ngroup = "Crime"\nlabel = "Piracy"\ndefinition = "A ship is boarded."\n'
        'triggers = ["board .. tanker"]\ntopics = ["pirate|corsair"]\n',
        encoding="utf-8",
    )
    return kinds.taxonomy(own)


def kinds_of(text: str) -> set[str]:
    """The kinds of the claims of a text."""
    return {claim["kind"] for claim in claims(text)}
