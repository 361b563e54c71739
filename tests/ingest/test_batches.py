"""What is read in any order is taken in its own, some hundreds at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from timeline.ingest.reads import Read, in_batches
from timeline.ingest.receipts import Receipt
from timeline.warehouse.arrivals import Arrival, Parsed

AT = datetime(2022, 10, 1, tzinfo=UTC)


def read(number: int) -> Read:
    told = {"feed": "a", "sha256": "", "path": str(number), "size": 1, "run": "R", "known_at": AT, "known_from": "name"}
    arrival = Arrival(**told, ingested_at=AT, complete=False, allow_shrink=False)
    return Read(Receipt(**told, received_at=AT), arrival, Parsed(None, None, None, 1))


def test_each_batch_comes_as_soon_as_it_is_whole_and_the_last_are_short() -> None:
    reads = [read(number) for number in range(21)]
    arrived: list[Read] = []

    def in_any_order() -> Iterator[Read]:
        for each in sorted(reads, key=lambda one: (int(one.receipt.path) // 4, -int(one.receipt.path))):
            arrived.append(each)
            yield each

    batches = in_batches(in_any_order(), [each.receipt.id for each in reads], 8)
    told = [([int(each.receipt.path) for each in batch], len(arrived)) for batch in batches]
    assert told == [([*range(8)], 8), ([*range(8, 14)], 16), ([*range(14, 18)], 20), ([*range(18, 21)], 21)]
    for size in (1, 2, 3):
        sizes = [len(batch) for batch in in_batches(iter(reads), [each.receipt.id for each in reads], size)]
        assert (max(sizes), sum(sizes)) == (size, 21)
