"""Findings as sentences, built from counts: they say only what is certain, and name exactly what is filtered.

Days that are not covered, or of which nothing is declared, are never told as a fall or as none. English.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import polars as pl

from timeline.counts import words

MOST_WORDS: Final = 15
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is counted, as one and as many: `attack on a draft office`, `attacks on draft offices`."""

    one: str = "event"
    many: str = "events"

    def of(self, count: float) -> str:
        """The noun that goes with a number."""
        return self.one if count == 1 else self.many


def subject(
    taxonomy: pl.DataFrame,
    *,
    kinds: Sequence[str] = (),
    targets: Sequence[str] = (),
    places: Sequence[str] = (),
    countries: Sequence[str] = (),
    statuses: Sequence[str] = (),
) -> Subject:
    """The subject that names exactly these filters, in the house wording of the taxonomy (KINDS).

    `countries` are names, not codes. A target takes the place of the noun it is a kind of: attacks on offices, target
    draft_office, are attacks on draft offices.
    """
    told = {kind: (label, plural) for kind, label, plural in taxonomy.select("kind", "label", "plural").iter_rows()}
    one = words.listed([_small(told[kind][0]) for kind in kinds]).replace(" and ", " or ") or "event"
    many = words.listed([told[kind][1] for kind in kinds]) or "events"
    if targets:
        one, many = _aimed(one, many, [target.replace("_", " ") for target in targets])
    odd = [status for status in statuses if status != "asserted"]
    if odd:
        named = " or ".join(statuses)
        one, many = f"{named} {one}", f"{named} {many}"
    where = words.listed([*places, *countries])
    return Subject(f"{one} in {where}", f"{many} in {where}") if where else Subject(one, many)


def _small(label: str) -> str:
    """A label inside a sentence; what is written in capitals stays so."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _aimed(one: str, many: str, targets: list[str]) -> tuple[str, str]:
    plurals = [_plural(target) for target in targets]
    head = many.rpartition(" ")
    if head[0] and all(plural.endswith(head[2]) for plural in plurals):
        before = one.rpartition(" ")[0].rpartition(" ")[0]
        aimed = " or ".join(f"{_article(target)} {target}" for target in targets)
        return f"{before} {aimed}", f"{head[0]} {words.listed(plurals)}"
    return f"{one} ({' or '.join(targets)})", f"{many} ({words.listed(plurals)})"


def _plural(noun: str) -> str:
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" else "a"


def headline(
    frame: pl.DataFrame,
    subject: Subject | str = Subject(),
    *,
    names: Mapping[str, Subject] | None = None,
    under_way: bool = False,
) -> str:
    """The finding of ROLLING_, DAILY_, PERIOD_ or CUMULATIVE_COUNTS, in at most 15 words if it can be.

    The highest certain count and when (of cumulative counts the last): `At least 12 attacks on draft offices in the
    seven days to 26 September 2022`. Of several series the highest speaks, by its name in `names` or as its own.
    """
    subject = Subject(subject, subject) if isinstance(subject, str) else subject
    if frame.is_empty():
        return f"No {subject.many} known"
    shape = _shape(frame)
    best = frame.sort(shape.order, descending=[one != shape.when for one in shape.order], maintain_order=True)
    row = best.row(0, named=True)
    if frame["series"].n_unique() > 1:
        name = str(row["series"])
        subject = (names or {}).get(name) or Subject(f"{subject.one}, {name}", f"{subject.many}, {name}")
    if not row[shape.certain]:
        return _nothing(frame, row, shape, subject)
    count, unit = _amount(row)
    going = " under way" if under_way else ""
    noun = subject.of(count) if not unit else subject.many
    told = f"At least {words.spelled(count)} {noun}{going}{unit}"
    return _short(f"{told} {when}" for when in _times(row))


@dataclass(frozen=True, slots=True)
class _Shape:
    """Which columns of a frame of counts hold what is told."""

    certain: str
    possible: str
    when: str
    order: tuple[str, ...]


def _shape(frame: pl.DataFrame) -> _Shape:
    if "rolling_certain" in frame.columns:
        mean = frame["line"][0] == "mean"
        stem = "mean" if mean else "rolling"
        return _Shape(f"{stem}_certain", f"{stem}_possible", "day", (f"{stem}_certain", "complete", "day"))
    if "cumulative_certain" in frame.columns:
        return _Shape("cumulative_certain", "cumulative_possible", "", ("day", "cumulative_certain"))
    if "period" in frame.columns:
        return _Shape("certain", "possible", "first", ("certain", "first"))
    return _Shape("certain", "possible", "day", ("certain", "day"))


def _amount(row: Row) -> tuple[float, str]:
    """The certain number, and `a day` where it is a mean, which is rounded down."""
    if row.get("line") == "mean":
        return math.floor(row["mean_certain"] * 10 + 1e-9) / 10, " a day"
    names = ("rolling_certain", "cumulative_certain", "certain")
    return next(row[name] for name in names if name in row), ""


def _times(row: Row) -> Iterable[str]:
    """When, first with its year, then without."""
    for year in (True, False):
        yield _time(row, year=year)


def _time(row: Row, *, year: bool) -> str:
    if "rolling_certain" in row:
        first, last = row["window_from"], row["window_to"]
        if first is None or row["days"] == 1:
            return f"on {words.day(row['day'], year=year)}"
        if last != row["day"]:
            return f"from {words.period(first, last, year=year)}"
        return f"in the {words.spelled(row['days'])} days to {words.day(last, year=year)}"
    if "cumulative_certain" in row:
        since, day = row["since"], row["day"]
        return f"on {words.day(day, year=year)}" if since == day else f"from {words.period(since, day, year=year)}"
    if "period" in row:
        return _in_period(row, year=year)
    return f"on {words.day(row['day'], year=year)}"


def _in_period(row: Row, *, year: bool) -> str:
    if row["partial"]:
        only = row["first"] == row["last"]
        return f"{'on' if only else 'from'} {words.period(row['first'], row['last'], year=year)}"
    if row["period"] == "month":
        month = words.MONTHS[row["starts"].month - 1]
        return f"in {month} {row['starts'].year}" if year else f"in {month}"
    return f"in the week from {words.day(row['starts'], year=year)}"


def _nothing(frame: pl.DataFrame, row: Row, shape: _Shape, subject: Subject) -> str:
    """Nothing is certain: what is possible, else that nothing is known, or, where all was covered, reported."""
    first, last = _span(frame)
    most = frame[shape.possible].max()
    days = words.period(first, last)
    if isinstance(most, int | float) and most > 0:
        best = frame.sort(shape.possible, descending=True, maintain_order=True).row(0, named=True)
        count = math.ceil(most)
        least = f"Up to {words.spelled(count)} {subject.of(count)}"
        return _short(f"{least} possible {when}, none certain" for when in _times(best))
    states = _states(frame)
    if states == {"gap"}:
        return f"{words.capital(days)}: not covered"
    return f"No {subject.many} {'reported' if states == {'covered'} else 'known'}, {days}"


def _span(frame: pl.DataFrame) -> tuple[date, date]:
    first, last = ("first", "last") if "period" in frame.columns else ("day", "day")
    edges = frame.select(first=pl.col(first).min(), last=pl.col(last).max()).row(0)
    return edges[0], edges[1]


def _states(frame: pl.DataFrame) -> set[str]:
    """What is declared about the days of a frame of counts."""
    if "period" in frame.columns:
        sums = frame.select(covered="covered", gap="gaps", undeclared="undeclared").sum().row(0, named=True)
        return {name for name, days in sums.items() if days}
    found = set(frame["coverage"].unique().to_list())
    beside = {
        name
        for name, column in (("gap", "gaps"), ("undeclared", "undeclared"))
        if column in frame.columns and frame[column].sum()
    }
    return found | beside


def trend(frame: pl.DataFrame, subject: Subject | str = Subject()) -> str:
    """How the last window of ROLLING_COUNTS (of one series, a sum) compares with the one before it, as a sentence.

    rose and fell are said only where every day of both windows is covered and the bands leave no doubt.
    """
    subject = Subject(subject, subject) if isinstance(subject, str) else subject
    rows = frame.sort("day")
    size = int(rows["days"][0]) if rows.height else 0
    if rows.height <= size:
        return headline(frame.tail(1), subject)
    now, then = rows.row(-1, named=True), rows.row(-1 - size, named=True)
    low, high, was_low, was_high = (
        now["rolling_certain"], now["rolling_possible"], then["rolling_certain"], then["rolling_possible"]
    )  # fmt: skip
    sure = all(row["complete"] and not row["gaps"] and not row["undeclared"] for row in (now, then))
    when = f"{words.spelled(size)} days" if size > 1 else "day"
    to, before = words.day(now["window_to"]), words.day(then["window_to"], year=False)
    if sure and (low > was_high or high < was_low):
        verb = "rose" if low > was_high else "fell"
        old, new = _between(was_low, was_high), _between(low, high)
        return (
            f"{words.capital(subject.many)} {verb} from {old} in the {when} to {before} to {new} in the {when} to {to}"
        )
    told = f"At least {words.spelled(low)}" if low else "None certain"
    noun = f" {subject.of(low)}" if low else f" of {subject.many}"
    sentence = f"{told}{noun} in the {when} to {to}, at least {words.spelled(was_low)} in the {when} before"
    return f"{sentence}{_unsure(now, then)}".replace("at least no ", "none certain ")


def _between(low: int, high: int) -> str:
    return words.spelled(low) if low == high else f"{words.spelled(low)} to {words.spelled(high)}"


def _unsure(now: Row, then: Row) -> str:
    """How many days of both windows nobody vouches for."""
    gaps, silent = now["gaps"] + then["gaps"], now["undeclared"] + then["undeclared"]
    parts = [f"{words.spelled(gaps)} {'day' if gaps == 1 else 'days'} not covered"] if gaps else []
    parts += [f"{words.spelled(silent)} {'day' if silent == 1 else 'days'} of undeclared coverage"] if silent else []
    return f" ({', '.join(parts)})" if parts else ""


def _short(options: Iterable[str]) -> str:
    """The first that has at most 15 words, else the last."""
    kept = ""
    for kept in options:
        if len(kept.split()) <= MOST_WORDS:
            break
    return kept
