"""Reported numbers as marks: which series they belong to, where they stand, which bounds they carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from timeline.charts import words
from timeline.model import BASES, REPORTED, conform

SERIES_KEY: Final = ("country", "place", "measure", "direction", "who", "scope", "unit", "basis")
BASIS_WORDS: Final = {
    "flow": "in the period",
    "stock": "at that moment",
    "since": "since a date",
    "target": "planned",
}
_DIRECTION_WORDS: Final = {"in": "in", "out": "out"}
_ORDER: Final = ("since", "flow", "stock", "target")
_MOST_MARKS: Final = 400


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
    """Numbers that may be compared: same measure, direction, who, scope, place and basis."""

    title: str
    what: str
    basis: str
    scale: tuple[str, str, str]
    figures: tuple[Figure, ...]
    place: str
    unit: str
    who: str
    measure: str
    direction: str

    @property
    def most(self) -> float:
        """The highest number of the series, whiskers included."""
        return max(max(f.value, f.high or 0.0) for f in self.figures)


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
        **{name: pl.col(name).fill_null("") for name in SERIES_KEY if name != "basis"},
    )
    lost = given.height - usable.height
    if since:
        usable = usable.filter(pl.col("ends") >= since)
    if until:
        usable = usable.filter(pl.col("starts") <= until)
    note = f"{words.several(lost, 'report', 'reports')} without day or number not drawn"
    thin, hidden = _thinned(usable)
    notes = [note] if lost else []
    if hidden:
        notes.append(
            f"{words.several(hidden, 'report', 'reports')} between the lowest and the highest of a day not drawn"
        )
    return Reports(tuple(_grouped(thin)), tuple(notes))


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
    """The series in drawing order: places with most reports first, then measure, direction and basis."""
    order = {name: index for index, name in enumerate(_ORDER)}
    ranked = usable.with_columns(
        home=pl.len().over("country") + 1_000_000 * (pl.col("basis") == "since").any().over("country"),
        rank=pl.col("basis").replace_strict(order, return_dtype=pl.Int64),
    ).sort(
        [
            "home",
            "country",
            "place",
            "measure",
            "unit",
            "who",
            "scope",
            "direction",
            "rank",
            "starts",
            "ends",
            "number",
            "claim_id",
        ],
        descending=[True, *[False] * 12],
        nulls_last=True,
    )
    parts = ranked.partition_by(SERIES_KEY, maintain_order=True)
    return [_series(part) for part in parts]


def _series(part: pl.DataFrame) -> Series:
    first = part.row(0, named=True)
    country, place = words.clean(first["country"]), words.clean(first["place"])
    measure, who, unit = (words.clean(first[name]).replace("_", " ") for name in ("measure", "who", "unit"))
    figures = tuple(_figure(row) for row in part.iter_rows(named=True))
    direction = _DIRECTION_WORDS.get(first["direction"], "")
    basis = first["basis"]
    what = [words.capital(" ".join(w for w in (measure or "number", direction) if w)), who, words.clean(first["scope"])]
    within = place if place and country and place != country else ""
    return Series(
        title=country or place or "Place not given",
        what=", ".join(text for text in (*what, within, _basis(basis, figures)) if text),
        basis=basis,
        scale=(measure, unit, basis),
        figures=figures,
        place=country or place,
        unit=unit,
        who=who,
        measure=measure,
        direction=first["direction"],
    )


def _basis(basis: str, figures: Sequence[Figure]) -> str:
    """The basis in words: `each day` for flows of single days, `since 21 September` where all count from one day."""
    if basis == "flow" and all(figure.starts == figure.ends for figure in figures):
        return "each day"
    starts = {figure.starts for figure in figures}
    if basis == "since" and len(starts) == 1:
        return f"since {words.day(starts.pop(), year=False)}"
    return BASIS_WORDS[basis]


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
    tip = " · ".join(part for part in (words.number(stands), speaker, words.period(min(starts, ends), ends)) if part)
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
