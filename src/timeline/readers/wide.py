"""Tables with a column for each day, month or year: which columns these are, and how their headings are to be read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from timeline import dates

_FEWEST = 3
_MONTH = re.compile(r"[A-Za-z]{3,9}([-/ .]?)[0-9]{2}")
# A heading `2022` is a year, `1066000000` and `12` are none.
_YEARS = range(1500, 2200)


@dataclass(frozen=True, slots=True)
class Wide:
    """Headings that are dates. `hint`: what has to be said for them to be read, such as a form; empty if nothing.
    `months`: all are first days of months, by which the months may be meant.
    """

    columns: tuple[str, ...]
    hint: dict[str, str]
    months: bool


def wide(columns: Sequence[str]) -> Wide | None:
    """The columns whose headings are dates, if there are several."""
    hints: list[dict[str, str]] = [{}, {"order": "dmy"}, {"order": "mdy"}, *_month_forms(columns)]
    for hint in hints:
        found = _read(columns, hint)
        if len(found) >= _FEWEST:
            return Wide(tuple(found), hint, first_days(pl.Series(found)))
    return None


def first_days(texts: pl.Series) -> bool:
    """Several days, each the first of a month."""
    parsed = dates.parse_column(texts, zone="UTC")
    days = parsed.filter(parsed["precision"] == "day")["starts"].unique()
    return days.len() >= _FEWEST and bool((days.dt.day() == 1).all())


def _read(columns: Sequence[str], hint: dict[str, str]) -> list[str]:
    texts = pl.Series(columns, dtype=pl.String)
    parsed = dates.parse_column(texts, form=hint.get("form"), order=hint.get("order"), zone="UTC")
    return [
        column
        for column, problem in zip(columns, parsed["problem"], strict=True)
        if problem is None and (not column.isdigit() or int(column) in _YEARS or len(column) == len("20220921"))
    ]


def _month_forms(columns: Sequence[str]) -> list[dict[str, str]]:
    """`Jan-22` may be a month or a day: the form in which it is a month."""
    seps = [found[1] for column in columns if (found := _MONTH.fullmatch(column))]
    return [{"form": f"%b{sep}%y"} for sep in dict.fromkeys(seps)]
