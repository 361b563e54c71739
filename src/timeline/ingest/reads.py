"""What the worker has made of deliveries, on its way into the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from timeline import worker
from timeline.ingest.receipts import Receipt
from timeline.warehouse.arrivals import Arrival, Parsed


@dataclass(frozen=True, slots=True)
class Read:
    """A receipt, what the worker made of its bytes, and the delivery that the ledger is told about."""

    receipt: Receipt
    arrival: Arrival
    parsed: Parsed


def in_batches(reads: Iterator[Read], order: Sequence[str], size: int) -> Iterator[list[Read]]:
    """What is read in any order, in the order of these receipts' ids, each batch as soon as all of it is there.

    The last ones are shorter: while the last is taken, nothing is left to be read beside it.
    """
    early: dict[str, Read] = {}
    left = list(order)
    while left:
        now = min(size, max(-(-size // 2), len(left) // 2))
        batch = []
        for wanted in left[:now]:
            while wanted not in early:
                read = next(reads)
                early[read.receipt.id] = read
            batch.append(early.pop(wanted))
        left = left[now:]
        yield batch


class Spooled:
    """The worker's files in the spool: those that several deliveries share go when the last of these is done with."""

    def __init__(self) -> None:
        """Nothing is in it yet."""
        self._sharing: dict[Path, int] = {}

    def parsed(self, outcome: worker.Outcome, spool: Path) -> Parsed:
        """What the ledger is told of an outcome."""

        def part(name: str, there: int | None) -> Path | None:
            return spool / f"{outcome.among or outcome.id}.{name}.parquet" if there else None

        shared = outcome.among is not None
        told = Parsed(
            claims=part("claims", shared or outcome.claims),
            rejects=part("rejects", outcome.rejects),
            deletions=part("deletions", outcome.deletions),
            rows=outcome.rows,
            problem=outcome.problem,
            left=None if outcome.left is None else worker.left_file(spool, outcome.id),
            documents=part("documents", outcome.documents is not None),
            among=outcome.id if shared else None,
        )
        for file in _files(told):
            self._sharing.setdefault(file, outcome.sharing)
        return told

    def discard(self, parsed: Parsed) -> None:
        """One delivery is done with."""
        for file in _files(parsed):
            left = self._sharing.pop(file, 1) - 1
            if left > 0:
                self._sharing[file] = left
            else:
                file.unlink(missing_ok=True)

    def distinct(self, reads: Iterable[Read], held: set[str]) -> list[Read]:
        """One read a delivery: the same bytes known at the same time, under whatever name, are one, received first."""
        first: dict[str, Read] = {}
        for read in sorted(reads, key=lambda read: read.receipt.received_at):
            if read.arrival.id in held or first.setdefault(read.arrival.id, read) is not read:
                self.discard(read.parsed)
        return list(first.values())


def _files(parsed: Parsed) -> list[Path]:
    files = (parsed.claims, parsed.rejects, parsed.deletions, parsed.left, parsed.documents)
    return [file for file in files if file is not None]
