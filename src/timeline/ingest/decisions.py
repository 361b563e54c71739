"""What people decided becomes part of the ledger; the judgement that it needs for that."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.warehouse.decisions import Decided

if TYPE_CHECKING:
    import polars as pl

    from timeline.desk import Decision
    from timeline.warehouse.ledger import Ledger


class Judgement:
    """The rules of desk and resolve, as the warehouse asks for them."""

    def overlaid(self, delivered: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
        """The versions that hold, of claims as delivered and what people set."""
        from timeline import desk

        return desk.overlaid(delivered, settings)

    def group(self, standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
        """To which event each claim belonged, and when."""
        from timeline import resolve

        return resolve.group(standing, pairs, links)


def take_decisions(folder: Path, ledger: Ledger) -> None:
    """Bring the ledger to what the decisions kept in a folder come to. Raises InputError for a damaged file."""
    from timeline import desk

    known = ledger.decided()
    made = desk.read(folder)
    digest = _digest(made)
    if digest == known or (not made and known is None):
        return
    found = desk.effect(made)
    versions = desk.added_versions(found.added)
    ledger.decide(Decided(found.settings, found.links, found.added, versions, found.decisions), digest)


def _digest(made: list[Decision]) -> str:
    return hashlib.sha256("\n".join(one.id for one in made).encode()).hexdigest()
