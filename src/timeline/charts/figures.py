"""Reported numbers as marks: which series they belong to, where they stand, which bounds they carry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from timeline.charts import dating, words
from timeline.model import BASES, REPORTED, conform

SERIES_KEY: Final = ("country", "place", "measure", "direction", "who", "scope", "unit", "basis", "length")
BASIS_WORDS: Final = {
    "day": "each day",
    "flow": "several days",
    "since": "since a date",
    "stock": "at a moment",
    "target": "planned",
}
_MOST_MARKS: Final = 400
_MOST_MEASURES: Final = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported number. `value` stands on the scale; `low` and `high` are its whisker, where both are given.

    `bound`: more (only a lower bound was said), upto (only an upper one), or none.
    """

    starts: date
    ends: date
    value: float
    low: float | None
    high: float | None
    bound: str
    speaker: str
    superseded: bool
    denied: bool
    tip: str

    @property
    def number(self) -> str:
        """The number with its bound in words."""
        before = {"more": "more than ", "upto": "up to "}.get(self.bound, "")
        return f"{before}{words.number(self.value)}"


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers that may be compared: same measure, direction, who, scope, place, unit, basis and length.

    `length`: day for what flowed in single days, period for what flowed in several; empty for any other basis.
    """

    country: str
    place: str
    measure: str
    direction: str
    who: str
    scope: str
    unit: str
    basis: str
    length: str
    figures: tuple[Figure, ...]

    @property
    def home(self) -> str:
        """The country, or the place where none is known."""
        return self.country or self.place or "Place not given"

    @property
    def daily(self) -> bool:
        """Whether its numbers are those of single days."""
        return self.length == "day"

    @property
    def most(self) -> float:
        """The highest number of the series, whiskers included."""
        return max(max(f.value, f.high or 0.0) for f in self.figures)

    @property
    def timing(self) -> str:
        """Over which time a number counts: `each day`, `since 21 September`."""
        starts = {figure.starts for figure in self.figures if not figure.denied}
        if self.basis == "since" and len(starts) == 1:
            return f"since {dating.day(starts.pop(), year=False)}"
        return BASIS_WORDS["day" if self.daily else self.basis]

    @property
    def speaker(self) -> str:
        """Who says all of it that still stands; empty where several do."""
        names = {figure.speaker for figure in self.figures if not figure.superseded}
        return names.pop() if len(names) == 1 else ""


@dataclass(frozen=True, slots=True)
class Reports:
    """All series, the most reported places first, and the sentences about what could not be drawn."""

    series: tuple[Series, ...]
    notes: tuple[str, ...]


def reports(frame: pl.DataFrame, since: date | None, until: date | None) -> Reports:
    """REPORTED rows as series; rows without day or number are counted in the notes."""
    given = conform(frame, REPORTED)
    number = pl.coalesce("value", "low", "high")
    day = pl.coalesce("ends", "starts")
    usable = given.filter(number.is_not_null() & number.is_finite() & (number >= 0) & day.is_not_null()).with_columns(
        number=number,
        day=day,
        starts=pl.coalesce("starts", "ends"),
        ends=day,
        basis=pl.when(pl.col("basis").is_in(list(BASES))).then(pl.col("basis")).otherwise(pl.lit("flow")),
        superseded=pl.col("superseded").fill_null(False),
        **{name: pl.col(name).fill_null("") for name in SERIES_KEY if name not in ("basis", "length")},
    )
    lost = given.height - usable.height
    usable, beyond = _within(_timed(usable), since, until)
    usable, other = _main(usable)
    thin, hidden = _thinned(usable)
    notes = [
        f"{words.several(lost, 'report', 'reports')} without day or number not drawn" if lost else "",
        beyond,
        other,
        f"{words.several(hidden, 'report', 'reports')} between the lowest and the highest of a day not drawn"
        if hidden
        else "",
    ]
    return Reports(tuple(_grouped(thin)), tuple(note for note in notes if note))


def _timed(usable: pl.DataFrame) -> pl.DataFrame:
    """With the length of a flow: a day and a week have neither a line nor a scale in common."""
    day = pl.when(pl.col("starts") == pl.col("ends")).then(pl.lit("day")).otherwise(pl.lit("period"))
    return usable.with_columns(length=pl.when(pl.col("basis") == "flow").then(day).otherwise(pl.lit("")))


def _within(usable: pl.DataFrame, since: date | None, until: date | None) -> tuple[pl.DataFrame, str]:
    """The reports of the asked days. A number belongs to its last day; those that end later are counted in words."""
    if since:
        usable = usable.filter(pl.col("ends") >= since)
    if until is None:
        return usable, ""
    kept = usable.filter(pl.col("ends") <= until)
    later = usable.filter((pl.col("ends") > until) & (pl.col("starts") <= until)).height
    told = words.several(later, "report of a period", "reports of periods")
    return kept, f"{told} that {'ends' if later == 1 else 'end'} after {dating.day(until)} not drawn" if later else ""


def _main(usable: pl.DataFrame) -> tuple[pl.DataFrame, str]:
    """Of very different measures only the one with most reports; the others are named."""
    sizes = usable.group_by("measure").len().sort("len", "measure", descending=[True, False])
    if sizes.height <= _MOST_MEASURES:
        return usable, ""
    names = [words.clean(name).replace("_", " ") or "numbers" for name in sizes["measure"]]
    return usable.filter(pl.col("measure") == sizes["measure"][0]), f"Also reported: {words.listed(names[1:], 6)}"


def _thinned(usable: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Where a series has more numbers than can be told apart: the lowest and highest of each of two hundred parts."""
    sized = usable.with_columns(n=pl.len().over(SERIES_KEY))
    few, many = sized.filter(pl.col("n") <= _MOST_MARKS), sized.filter(pl.col("n") > _MOST_MARKS)
    if many.is_empty():
        return few, 0
    days = pl.col("day").cast(pl.Int64)
    part = ((days - days.min()) * 200 // (days.max() - days.min() + 1)).over(SERIES_KEY)
    keyed = many.with_columns(part=part).sort("number", "day", "claim_id", nulls_last=True)
    ends = keyed.group_by(*SERIES_KEY, "part", maintain_order=True)
    kept = pl.concat([ends.first(), ends.last()]).select(few.columns).unique(maintain_order=True)
    return pl.concat([few, kept]), many.height - kept.height


def _grouped(usable: pl.DataFrame) -> list[Series]:
    """The series, those of the most reported countries first, each with its figures in order of time."""
    home = pl.when(pl.col("country") != "").then("country").otherwise("place")
    order = ["n", "home", *SERIES_KEY, "starts", "ends", "number", "claim_id"]
    ranked = (
        usable.with_columns(home=home)
        .with_columns(n=pl.len().over("home"))
        .sort(order, descending=[True, *[False] * (len(order) - 1)], nulls_last=True)
    )
    return [_series(part) for part in ranked.partition_by(SERIES_KEY, maintain_order=True)]


def _series(part: pl.DataFrame) -> Series:
    first = part.row(0, named=True)
    country, place, scope = (words.clean(first[name]) for name in ("country", "place", "scope"))
    measure, who, unit = (words.clean(first[name]).replace("_", " ") for name in ("measure", "who", "unit"))
    return Series(
        country=country,
        place=place,
        measure=measure,
        direction=first["direction"],
        who=who,
        scope=scope,
        unit=unit,
        basis=first["basis"],
        length=first["length"],
        figures=tuple(_figure(row) for row in part.iter_rows(named=True)),
    )


def _figure(row: dict[str, object]) -> Figure:
    starts, ends = row["starts"], row["ends"]
    assert isinstance(starts, date)
    assert isinstance(ends, date)
    value, low, high = (_float(row[name]) for name in ("value", "low", "high"))
    stands = next(number for number in (value, low, high) if number is not None)
    bound = "none"
    if low is not None and high is None and low == stands:
        bound = "more"
    elif high is not None and low is None and high == stands:
        bound = "upto"
    speaker = words.clean(row["speaker"] or row["publisher"] or "")
    tip = " · ".join(part for part in (words.number(stands), speaker, dating.period(min(starts, ends), ends)) if part)
    both = low is not None and high is not None
    return Figure(
        starts=min(starts, ends),
        ends=ends,
        value=stands,
        low=low if both or (low is not None and low < stands) else None,
        high=high if both or (high is not None and high > stands) else None,
        bound=bound,
        speaker=speaker,
        superseded=bool(row["superseded"]),
        denied=row["modality"] == "denied",
        tip=tip[:300],
    )


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, float) and value == value else None
