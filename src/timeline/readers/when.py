"""The dates of a row: its span, when it was said, and when the delivery was known."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from timeline import dates, model
from timeline.config.mapping import Mapping, Source, When
from timeline.readers.values import DATE, Values, check_words, quoted

_FLAGS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False, "1.0": True, "0.0": False}
_PROBLEM = "problem"


def spans(values: Values, mapping: Mapping, zone: str | None) -> pl.DataFrame:
    """The columns of model.SPAN for each row; rows whose date can't be taken are complained about."""
    rule = mapping.date
    assert rule is not None
    if rule.lasting is None:
        return _span(values, rule, zone, lasting=None)
    if rule.lasting.value is not None:
        return _span(values, rule, zone, lasting=_FLAGS.get(rule.lasting.value.lower()))
    return _by_row(values, rule, rule.lasting, zone)


def _by_row(values: Values, rule: When, source: Source, zone: str | None) -> pl.DataFrame:
    """A column says for each row whether it went on all the time."""
    texts = values.text(source).str.to_lowercase()
    check_words(values.complaints, source.columns[0] if source.columns else "lasting", texts, list(_FLAGS))
    flags = texts.replace_strict(_FLAGS, default=None, return_dtype=pl.Boolean)
    plain = _span(values, rule, zone, lasting=None)
    quiet = values.quiet()
    ways = {flag: _span(quiet, rule, zone, lasting=flag) for flag in (True, False)}
    return plain.select(
        pl.when(flags.fill_null(False))
        .then(ways[True][name])
        .when(~flags.fill_null(True))
        .then(ways[False][name])
        .otherwise(plain[name])
        .alias(name)
        for name in model.SPAN
    )


def _span(values: Values, rule: When, zone: str | None, *, lasting: bool | None) -> pl.DataFrame:
    found = _parse(values, rule.start, rule, zone, lasting)
    words = _precision(values, rule.precision)
    if rule.end is not None:
        end = _parse(values, rule.end, rule, zone, lasting)
        wrong = end[_PROBLEM].is_not_null() & values.text(rule.end, DATE).is_not_null()
        values.complaints.add(_label(rule.end), wrong, _told(values, rule.end, end[_PROBLEM]))
        # Two days without a word on it: some day between them.
        found = dates.combine_columns(found, end, lasting=lasting or False, precision=words)
    elif words is not None:
        found = dates.widen(found, words)
    wrong = found[_PROBLEM].is_not_null()
    values.complaints.add(_label(rule.start), wrong, _told(values, rule.start, found[_PROBLEM]))
    return found


def _precision(values: Values, source: Source | None) -> pl.Series | None:
    if source is None:
        return None
    words = values.text(source)
    check_words(values.complaints, source.columns[0] if source.columns else "precision", words, model.PRECISIONS)
    return words


def _parse(values: Values, source: Source, rule: When, zone: str | None, lasting: bool | None) -> pl.DataFrame:
    return dates.parse_column(
        values.text(source, DATE),
        form=_form(source.form or rule.form),
        order=source.order or rule.order,
        zone=source.zone or zone,
        lasting=lasting,
        clock=rule.clock,
    )


def _label(source: Source) -> str:
    return source.columns[0] if source.columns else "date"


def _told(values: Values, source: Source, problems: pl.Series) -> pl.Series:
    """The problem with the text that has it; a row without a date has no text to show."""
    if not problems.is_not_null().any():
        return problems
    texts = values.text(source, DATE)
    return pl.select(pl.when(texts.is_null()).then(problems).otherwise(quoted(texts) + ": " + problems)).to_series()


def said_at(values: Values, source: Source, zone: str | None) -> pl.Series:
    """The instant of a source; a bare date is the end of that day."""
    texts = values.text(source)
    parsed = dates.parse_column(texts, form=_form(source.form), order=source.order, zone=source.zone or zone or "UTC")
    wrong = texts.is_not_null() & parsed[_PROBLEM].is_not_null()
    values.complaints.add(_label(source), wrong, _told(values, source, parsed[_PROBLEM]))
    return _instants(parsed, source.zone or zone or "UTC")


def latest_instant(values: Values, mapping: Mapping, zone: str | None) -> datetime | None:
    """The latest value of the column that says when the delivery was known; what is no date there is passed over."""
    rule = mapping.known
    if rule is None or rule.column is None or rule.column not in values.frame.columns:
        return None
    cells = values.column(rule.column).unique()
    named = rule.zone or zone or "UTC"
    parsed = dates.parse_column(cells, form=_form(rule.form), order=rule.order, zone=named)
    latest = _instants(parsed, named).max()
    return latest if isinstance(latest, datetime) else None


def _instants(parsed: pl.DataFrame, zone: str) -> pl.Series:
    """Clock times as they are; days by their last moment."""
    return parsed.select(pl.coalesce("at_start", dates.end_of_day_expr(pl.col("ends"), zone))).to_series()


def known_by_name(mapping: Mapping, name: str, zone: str | None) -> datetime | None:
    """When a delivery was known, by the date in its file's name; None when the name holds none."""
    rule = mapping.known
    if rule is None or rule.name is None:
        return None
    named = rule.zone or zone or "UTC"
    for width in range(len(name), 0, -1):
        pieces = pl.Series([name[at : at + width] for at in range(len(name) - width + 1)], dtype=pl.String)
        parsed = dates.parse_column(pieces, form=rule.name, zone=named)
        fitting = _instants(parsed.filter(pl.col(_PROBLEM).is_null()), named).drop_nulls()
        if fitting.len():
            found = fitting[0]
            return found if isinstance(found, datetime) else None
    return None


def _form(form: str | None) -> str | None:
    """`iso` is what dates are read as unless a form is given."""
    return None if form == "iso" else form
