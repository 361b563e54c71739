"""Number words to numbers: a run of words is read left to right as people say them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

HUNDRED: Final = 100


def spoken_number(values: Sequence[int]) -> int | None:
    """The number that a run of number-word values says, or None when they are not one number.

    >>> spoken_number([20, 4]), spoken_number([1, 100, 5]), spoken_number([2, 1000])
    (24, 105, 2000)
    >>> spoken_number([5, 6]) is None
    True
    """
    total, current, last = 0, 0, 0
    for value in values:
        if value >= HUNDRED:
            current = max(current, 1) * value
            if value > HUNDRED:
                total, current = total + current, 0
        elif current % HUNDRED == 0 or (current % 10 == 0 and value < 10 and last >= 20):
            current += value
        else:
            return None
        last = value
    return total + current


def spoken_year(values: Sequence[int]) -> int | None:
    """A year said in two halves, or None.

    >>> spoken_year([19, 90, 6]), spoken_year([20, 22]), spoken_year([18, 12])
    (1996, 2022, 1812)
    """
    if len(values) < 2 or not 11 <= values[0] <= 20:
        return None
    rest = spoken_number(values[1:])
    if rest is None or not 10 <= rest < HUNDRED or any(value >= HUNDRED for value in values):
        return None
    return values[0] * HUNDRED + rest
