"""Read the next piece while the one before is being understood."""

from __future__ import annotations

from collections.abc import Iterator
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")
_PATIENCE = 0.1


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The items, of which a thread makes one in advance; an error comes where the item would have come."""
    slot: Queue[tuple[T | None, BaseException | None]] = Queue(1)
    stop = Event()
    maker = Thread(target=_make, args=(items, slot, stop), daemon=True)
    maker.start()
    try:
        while True:
            item, error = slot.get()
            if error is not None:
                raise error
            if item is None:
                return
            yield item
    finally:
        stop.set()
        maker.join()


def _make(items: Iterator[T], slot: Queue[tuple[T | None, BaseException | None]], stop: Event) -> None:
    try:
        for item in items:
            if not _hand_over((item, None), slot, stop):
                return
        _hand_over((None, None), slot, stop)
    # Nothing is swallowed: whoever asks for the next item gets it. Polars' panics are no Exceptions.
    except BaseException as error:
        _hand_over((None, error), slot, stop)


def _hand_over(
    thing: tuple[T | None, BaseException | None],
    slot: Queue[tuple[T | None, BaseException | None]],
    stop: Event,
) -> bool:
    while not stop.is_set():
        try:
            slot.put(thing, timeout=_PATIENCE)
        except Full:
            continue
        return True
    return False
