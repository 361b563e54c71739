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
    """What is read in any order, in the order of these receipts' ids, each batch as soon as all of it is there."""
    early: dict[str, Read] = {}
    for start in range(0, len(order), size):
        batch = []
        for wanted in order[start : start + size]:
            while wanted not in early:
                read = next(reads)
                early[read.receipt.id] = read
            batch.append(early.pop(wanted))
        yield batch


def parsed_of(outcome: worker.Outcome, spool: Path) -> Parsed:
    def part(name: str, rows: int) -> Path | None:
        return spool / f"{outcome.id}.{name}.parquet" if rows else None

    return Parsed(
        claims=part("claims", outcome.claims),
        rejects=part("rejects", outcome.rejects),
        deletions=part("deletions", outcome.deletions),
        rows=outcome.rows,
        problem=outcome.problem,
        left=None if outcome.left is None else worker.left_file(spool, outcome.id),
        documents=None if outcome.documents is None else part("documents", 1),
    )


def distinct(reads: Iterable[Read], held: set[str]) -> list[Read]:
    """One read a delivery: the same bytes known at the same time, under whatever name, are one, received first."""
    first: dict[str, Read] = {}
    for read in sorted(reads, key=lambda read: read.receipt.received_at):
        if read.arrival.id in held or first.setdefault(read.arrival.id, read) is not read:
            discard(read.parsed)
    return list(first.values())


def discard(parsed: Parsed) -> None:
    files: Iterable[Path | None] = (parsed.claims, parsed.rejects, parsed.deletions, parsed.left, parsed.documents)
    for file in files:
        if file is not None:
            file.unlink(missing_ok=True)
