"""What people decided becomes part of the ledger; the judgement that it needs for that."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import starmap
from pathlib import Path
from typing import TYPE_CHECKING, Final

from timeline.errors import InputError
from timeline.warehouse.decisions import Decided

_LARGE: Final = ("country", "region", "area")

if TYPE_CHECKING:
    import polars as pl

    from timeline.desk import Decision
    from timeline.warehouse.ledger import Ledger


class Judgement:
    """The rules of desk and resolve, as the warehouse asks for them."""

    def __init__(self, places_file: Path | None = None) -> None:
        """`places_file` is the project's own places.toml."""
        self._places_file = places_file

    @property
    def merges(self) -> float:
        """The score from which on a pair puts two claims into one event."""
        from timeline import resolve

        return resolve.MERGE

    def overlaid(self, delivered: pl.DataFrame, settings: pl.DataFrame) -> pl.DataFrame:
        """The versions that hold, of claims as delivered and what people set."""
        from timeline import desk

        return desk.overlaid(delivered, settings)

    def pairs(self, parts: Iterable[pl.DataFrame], named: pl.DataFrame) -> Iterator[pl.DataFrame]:
        """Which versions of claims may report one happening, with a score and reasons; one part at a time."""
        from timeline import resolve

        # No name is kept for a part: it goes before the next one comes.
        return map(partial(resolve.pairs, places=self._places(named)), parts)

    def refreshed(
        self, parts: Iterable[tuple[pl.DataFrame, pl.DataFrame]], named: pl.DataFrame, changed: pl.Series
    ) -> Iterator[tuple[pl.DataFrame, pl.Series]]:
        """The pairs to be found anew after some claims changed, and which claims were compared among themselves."""
        from timeline import resolve

        return starmap(partial(resolve.refreshed, changed=changed, places=self._places(named)), parts)

    def _places(self, reports: pl.DataFrame) -> pl.DataFrame:
        """What the gazetteer knows of the places that are named."""
        import polars as pl

        from timeline import places, resolve

        gazetteer = places.load(self._places_file)
        rows: list[dict[str, object]] = []
        for name, country in reports.select("place", "country").drop_nulls("place").unique().sort("place").iter_rows():
            head = name.split(",")[0].strip()
            found = gazetteer.place(head, country)
            if found is not None:
                known = {"name": found.name, "lat": found.lat, "lon": found.lon, "large": found.feature in _LARGE}
                rows.append(
                    {"place": head, "country": country or "", "parents": list(gazetteer.parents_of(found)), **known}
                )
        return pl.DataFrame(rows, schema=resolve.PLACES)

    def group(self, standing: pl.DataFrame, pairs: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
        """To which event each claim belonged, and when."""
        from timeline import resolve

        return resolve.group(standing, pairs, links)


def kept(folder: Path, ledger: Ledger, held: set[str] | None = None) -> list[Decision]:
    """The decisions kept in a folder.

    `held`: those that must be there, by id; None: those that the ledger has. Raises InputError where the file lacks one
    of them, or is damaged.
    """
    from timeline import desk

    made = desk.read(folder)
    if not made and ledger.decided() is None and not held:
        return []
    lost = (ledger.decision_ids() if held is None else held) - {one.id for one in made}
    if lost:
        raise InputError(
            f"{folder / 'decisions.jsonl'}: lacks {len(lost)} decisions that the ledger holds, such as {min(lost)}; "
            "restore the file from a backup"
        )
    return made


def take_decisions(folder: Path, ledger: Ledger, held: set[str] | None = None) -> None:
    """Bring the ledger to what the decisions kept in a folder come to; `held` and InputError as in `kept`."""
    from timeline import desk

    made = kept(folder, ledger, held)
    digest, known = _digest(made), ledger.decided()
    if digest == known or (not made and known is None):
        return
    found = desk.effect(made)
    versions = desk.added_versions(found.added)
    ledger.decide(Decided(found.settings, found.links, found.added, versions, found.decisions), digest)


def runs_aside(folder: Path, ledger: Ledger) -> frozenset[str]:
    """The runs that are taken back; where the kept decisions can't be read, what the ledger knows of it."""
    from timeline.desk.effects import runs_aside as decided

    try:
        return decided(kept(folder, ledger))
    except InputError:
        return ledger.runs_aside()


def _digest(made: list[Decision]) -> str:
    return hashlib.sha256("\n".join(one.id for one in made).encode()).hexdigest()
