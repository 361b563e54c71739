"""The words of the reported counts: headline, subtitle, footer, description."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

import polars as pl

from timeline.charts import dating, words
from timeline.charts.context import ChartContext
from timeline.charts.coverage import coverage_notes
from timeline.charts.figures import Figure, Reports, Series
from timeline.charts.rows import common


def richest(series: Sequence[Series]) -> Series | Sequence[Series]:
    """The daily series with most numbers, if it has a course that can be told; else all of them.

    Of a place's series of the same measure and direction the one with the highest number is told, not a part of it.
    """
    daily = [one for one in series if one.daily and len({f.ends for f in _standing(one)}) > 2]
    if not daily:
        return series
    fullest = max(daily, key=lambda one: len(_standing(one)))
    same = [one for one in series if one.daily and _standing(one) and _of(one) == _of(fullest)]
    best = max(same, key=lambda one: max(f.value for f in _standing(one)))
    return best if best in daily else series


def _of(one: Series) -> tuple[str, str, str]:
    return one.home, one.measure, one.direction


def _standing(one: Series) -> list[Figure]:
    return [figure for figure in one.figures if not (figure.superseded or figure.denied)]


def headline(best: Series | Sequence[Series]) -> str:
    """The highest day of the best reported series and its last, or the latest number and who said it."""
    return _course(best) if isinstance(best, Series) else _latest(best)


def _course(one: Series) -> str:
    """`Reported crossings into Finland peaked at 8,572 on 24 September; 784 on 4 October`."""
    figures = _standing(one)
    top = max(figures, key=lambda f: f.value)
    last = max(figures, key=lambda f: (f.ends, f.value))
    what = f"Reported {one.measure or one.unit or 'numbers'} {_where(one)}".strip()
    high = f"{top.number} on {dating.day(top.ends, year=False)}"
    if top.ends in (min(f.ends for f in figures), last.ends):
        return words.first_short([f"{what}: highest {top.number} on {dating.day(top.ends)}", f"{what}: highest {high}"])
    return words.first_short(
        [
            f"{what} peaked at {high}; {last.number} on {dating.day(last.ends, year=False)}",
            f"{what} peaked at {high}",
            f"{words.capital(one.measure or one.unit or 'numbers')} peaked at {high}",
        ]
    )


def _where(one: Series) -> str:
    place = one.country or one.place
    return {"in": "into ", "out": "out of "}.get(one.direction, "in ") + place if place else ""


def _latest(series: Sequence[Series]) -> str:
    """The latest number that still stands (a cumulative one first), with who said it."""
    pool = [(s, f) for s in series for f in _standing(s)]
    if not pool:
        count = words.capital(words.spelled(sum(len(s.figures) for s in series)))
        return f"{count} reported counts, all since corrected"
    one, figure = max(pool, key=lambda p: (p[0].basis == "since", p[1].ends, p[1].value))
    who = one.who or one.unit
    subject = f"{figure.number} {who}" if one.direction else f"{one.measure or who}: {figure.number}"
    said = f", says {figure.speaker}" if figure.speaker else ""
    full, short = dating.period(figure.starts, figure.ends), _by(figure)
    return words.first_short(
        f"{words.capital(subject)} {_where(one)}{', ' if period else ''}{period}{by}".replace("  ", " ")
        for period, by in ((full, said), (short, said), (full, ""), (short, ""), ("", ""))
    )


def _by(figure: Figure) -> str:
    return f"by {dating.day(figure.ends)}" if figure.starts != figure.ends else dating.day(figure.ends)


def subtitle(series: Sequence[Series], context: ChartContext) -> str:
    """What is counted of whom, and in which days."""
    if context.subtitle is not None:
        return words.clean(context.subtitle)
    first, last = _period(series, context)
    measures = list(dict.fromkeys(one.measure or "numbers" for one in series))
    who = common(series, "who")
    others = any(one.who != who for one in series)
    whose = f" ({who}{' unless others are named' if others else ''})" if who else ""
    subject = words.clean(context.subject or "") or (measures[0] if len(measures) == 1 else "numbers")
    return f"{words.capital(subject)}{whose}, as reported, {dating.period(first, last)}"


def _period(series: Sequence[Series], context: ChartContext) -> tuple[date, date]:
    """The asked days, else those of the numbers."""
    figures = [figure for one in series for figure in one.figures]
    first = context.since or min(figure.starts for figure in figures)
    return first, context.until or max(figure.ends for figure in figures)


def footer(
    given: Reports, reported: pl.DataFrame, context: ChartContext, shown: Sequence[Series], tops: Sequence[float]
) -> str:
    """Sources (of what is drawn), as-of, scales, what is not drawn, and the notes. `tops`: the scales of the rows."""
    known = reported["known_at"].drop_nulls().max() if "known_at" in reported.columns else None
    speakers = Counter(f.speaker for s in shown or given.series for f in s.figures if f.speaker)
    names = [name for name, _ in speakers.most_common()]
    as_of = known if isinstance(known, datetime) else None
    scales = "Scales differ between rows" if len(set(tops)) != 1 else "All rows share a scale"
    covered = coverage_notes(context, *_period(shown or given.series, context))
    return words.footer(context, names, as_of, scales, _left_out(given.series, shown), *given.notes, *covered)


def _left_out(series: Sequence[Series], shown: Sequence[Series]) -> str:
    """How many series are not drawn, and the countries of which none is."""
    more = len(series) - len(shown)
    if more <= 0:
        return ""
    seen = {one.home for one in shown}
    homes = list(dict.fromkeys(one.home for one in series if one.home not in seen))
    among = f", among them all of {words.listed(homes, 4)}" if homes and seen else ""
    return f"{words.several(more, 'more series is', 'more series are')} not drawn{among}"


def description(series: Sequence[Series]) -> str:
    """Each series with its first and last number that stands, its highest, and how many were corrected."""
    return " ".join(_told(one) for one in series[:12])


def _told(one: Series) -> str:
    standing = [f for f in one.figures if not f.superseded] or list(one.figures)
    first, last, top = standing[0], standing[-1], max(standing, key=lambda f: f.value)
    ends = f"{last.number} ({dating.period(last.starts, last.ends)}{', ' + last.speaker if last.speaker else ''})"
    begin = f"from {first.number} ({dating.period(first.starts, first.ends)}) to " if len(standing) > 1 else ""
    high = f", highest {top.number} ({dating.period(top.starts, top.ends)})" if top not in (first, last) else ""
    gone = sum(f.superseded for f in one.figures)
    fixed = f"; {words.several(gone, 'number was', 'numbers were')} corrected" if gone else ""
    what = " ".join(part for part in (one.measure or "number", one.direction) if part)
    name = ", ".join(part for part in (one.home, what, one.who, one.scope, one.timing) if part)
    return f"{name}: {begin}{ends}{high}{fixed}."
