"""Columns say of each value what `parse_literal` says, and pairs of columns what `span_of` says."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steps import steps
from timeline.dates.columns import PARSED, combine_columns, parse_column, widen
from timeline.dates.literals import parse_literal
from timeline.dates.spans import COARSE, NO_DATE, Problem, Span, span_of, unit_days
from timeline.dates.vector import end_of_day_expr
from timeline.model import PRECISIONS, SPAN

PAIRS = tomllib.loads(Path(__file__).with_name("literals.toml").read_text("utf-8"))["literals"]
ZONES = (None, "UTC", "+05:30", "Europe/Kyiv", "America/Sao_Paulo", "Australia/Lord_Howe")


def frame_of(said: Sequence[Span | Problem]) -> pl.DataFrame:
    """The frame that says what these spans and problems say."""
    rows = [
        (*(None for _ in SPAN), one.reason)
        if isinstance(one, Problem)
        else (*(getattr(one, name) for name in SPAN), None)
        for one in said
    ]
    return pl.DataFrame(rows, schema=PARSED, orient="row")


def assert_same(found: pl.DataFrame, said: Sequence[Span | Problem]) -> None:
    expected = frame_of(said)
    assert found.schema == expected.schema
    for have, want in zip(found.iter_rows(named=True), expected.iter_rows(named=True), strict=True):
        assert have == want


def test_golden_pairs_by_the_column() -> None:
    groups: dict[tuple[tuple[str, Any], ...], list[str]] = defaultdict(list)
    for pair in PAIRS:
        options = tuple((name, value) for name, value in pair.items() if name not in ("text", "is"))
        groups[options].append(pair["text"])
    for options, texts in groups.items():
        for column in (texts, texts * 5):
            found = parse_column(pl.Series(column), **dict(options))
            assert_same(found, [parse_literal(text, **dict(options)) for text in column])


def clock_texts() -> st.SearchStrategy[str]:
    """Days and clock times as programs write them, now and then impossible ones."""
    number = st.integers
    day = st.builds("{:04}-{:02}-{:02}".format, number(1, 9999), number(0, 13), number(0, 32)) | st.builds(
        date.isoformat, st.dates(date(1965, 1, 1), date(2045, 12, 31))
    )
    seconds = st.just("") | st.builds(":{:02}".format, number(0, 61)) | st.from_regex(r"\A:[0-5][0-9][.,][0-9]{1,9}\Z")
    offset = st.sampled_from(["", "Z", "z", " +03:00", "-0330", "+00:00", "-00:00", "+15:59", "+16:00", "+03:60"])
    clock = st.builds("{}{:02}:{:02}{}{}".format, st.sampled_from("T "), number(0, 24), number(0, 60), seconds, offset)
    return st.builds("{}{}{}".format, day, st.just("") | clock, st.sampled_from(["", " ", "\t", "?", "\x00"]))


@settings(max_examples=60)
@given(
    st.lists(clock_texts() | st.none(), max_size=40), st.sampled_from(ZONES), st.booleans(), st.none() | st.booleans()
)
def test_iso_columns_are_the_literals(
    texts: list[str | None], zone: str | None, clock: bool, lasting: bool | None
) -> None:
    found = parse_column(pl.Series(texts, dtype=pl.String), zone=zone, clock=clock, lasting=lasting)
    said = [NO_DATE if text is None else parse_literal(text, zone=zone, clock=clock, lasting=lasting) for text in texts]
    assert_same(found, said)


WORDS = ("%d %B %Y", "%a, %d %b %Y %H:%M:%S +0300", "%A %d %B %Y", "%d-%b-%Y %H:%M", "%B %d, %Y", "%b %d, %Y %H:%M Z")


@settings(max_examples=60)
@given(
    st.sampled_from(WORDS),
    st.lists(st.datetimes(datetime(1972, 1, 1), datetime(2035, 12, 30)), min_size=1, max_size=20),
    st.sampled_from(ZONES),
    st.text(alphabet="0123456789 .:/+-ZPMam,SepKſ", max_size=8),
)
def test_columns_of_words_are_the_literals(form: str, times: list[datetime], zone: str | None, noise: str) -> None:
    texts = [at.strftime(form) for at in times]
    first = texts[0]
    texts += [first + noise, noise + first, first.replace("0", noise, 1), first.upper(), first.replace("e", noise)]
    texts += [first.replace("Mon", "Tue"), first.replace("3", "31"), noise]
    assert_same(parse_column(pl.Series(texts), zone=zone), [parse_literal(text, zone=zone) for text in texts])


FORMS = ("%d.%m.%Y", "%d/%m/%y %H:%M", "%b %d, %Y %I:%M %p", "%Y%m%d%H%M%S%z", "%a, %e %B %Y %T", "%Y-%m-%dT%R:%S.%f%z")


@settings(max_examples=60)
@given(
    st.sampled_from(FORMS),
    st.lists(st.datetimes(datetime(1970, 1, 2), datetime(2037, 12, 30)), min_size=1, max_size=20),
    st.sampled_from(ZONES),
    st.text(alphabet="0123456789 .:/+-ZzAMPam,SepKſ", max_size=12),
)
def test_form_columns_are_the_literals(form: str, times: list[datetime], zone: str | None, noise: str) -> None:
    texts = [at.replace(tzinfo=UTC).strftime(form) for at in times]
    texts += [texts[0] + noise, noise + texts[0], texts[0].replace("0", noise, 1), texts[0].upper(), noise]
    found = parse_column(pl.Series(texts), form=form, zone=zone)
    assert_same(found, [parse_literal(text, form=form, zone=zone) for text in texts])


@settings(max_examples=60)
@given(
    st.sampled_from(["dmy", "mdy", "ymd"]),
    st.lists(st.tuples(*[st.integers(0, 40) | st.integers(1900, 2100)] * 3), max_size=15),
    st.sampled_from("/.-"),
    st.sampled_from(["", " 10:15", " 10:15:30", "T10:15:30.5Z", " 10:15 PM"]),
)
def test_ordered_columns_are_the_literals(
    order: str, numbers: list[tuple[int, int, int]], separator: str, clock: str
) -> None:
    texts = [separator.join(str(number) for number in three) + clock for three in numbers]
    found = parse_column(pl.Series(texts, dtype=pl.String), order=order, zone="Europe/Kyiv")
    assert_same(found, [parse_literal(text, order=order, zone="Europe/Kyiv") for text in texts])


@settings(max_examples=60)
@given(
    st.lists(st.integers(-(10**18), 10**18) | st.integers(-(10**10), 4 * 10**9) | st.none(), max_size=30),
    st.sampled_from(["epoch_s", "epoch_ms", "epoch_us"]),
    st.sampled_from(ZONES),
)
def test_epoch_columns_are_the_literals(numbers: list[int | None], form: str, zone: str | None) -> None:
    said = [NO_DATE if number is None else parse_literal(str(number), form=form, zone=zone) for number in numbers]
    whole = pl.Series(numbers, dtype=pl.Int64)
    assert_same(parse_column(whole, form=form, zone=zone), said)
    assert_same(parse_column(whole.cast(pl.String), form=form, zone=zone), said)


def test_epoch_numbers_with_a_fraction() -> None:
    found = parse_column(pl.Series([1663750000.25, float("nan"), None, float("inf"), 1e300]), form="epoch_s")
    assert found["at_start"][0] == datetime(2022, 9, 21, 8, 46, 40, 250000, tzinfo=UTC)
    assert found["problem"].to_list()[1:3] == ["no date", "no date"]
    assert found["problem"].is_not_null().to_list() == [False, True, True, True, True]
    cut = parse_column(pl.Series([1663750000123456.75]), form="epoch_us")
    assert cut["at_start"][0] == datetime(2022, 9, 21, 8, 46, 40, 123456, tzinfo=UTC)


def test_typed_columns() -> None:
    days = pl.Series([date(2022, 9, 21), None, date(1, 1, 1), date(9999, 12, 31)])
    assert_same(parse_column(days), [Span.day(2022, 9, 21), NO_DATE, Span.day(1, 1, 1), Span.day(9999, 12, 31)])
    beyond = pl.Series([-800_000, 5_000_000]).cast(pl.Date)
    assert_same(parse_column(beyond), [Span(value="-0221-09-04"), Problem("the date is out of range")])
    naive = pl.Series([datetime(2022, 9, 21, 23, 30), datetime(2022, 3, 27, 3, 30), None])
    texts = ["2022-09-21T23:30:00", "2022-03-27T03:30:00"]
    for options in ({}, {"zone": "Europe/Kyiv"}, {"form": "date_only"}, {"zone": "+03:00", "clock": False}):
        said = [parse_literal(text, **options) for text in texts]  # type: ignore[arg-type]
        for unit in ("us", "ms", "ns"):
            assert_same(parse_column(naive.cast(pl.Datetime(unit)), **options), [*said, NO_DATE])  # type: ignore[arg-type]


def test_typed_columns_with_a_zone_keep_or_change_it() -> None:
    aware = pl.Series([datetime(2022, 9, 21, 22, 30, tzinfo=UTC)]).dt.convert_time_zone("Europe/Kyiv")
    at = datetime(2022, 9, 21, 22, 30, tzinfo=UTC)
    assert_same(parse_column(aware), [Span.moment(at, "Europe/Kyiv")])
    assert_same(parse_column(aware, zone="America/New_York"), [Span.moment(at, "America/New_York")])
    assert_same(parse_column(aware, form="date_only", zone="America/New_York"), [Span.day(2022, 9, 22)])
    assert_same(parse_column(aware.dt.convert_time_zone("UTC")), [Span.moment(at, "UTC")])


def test_columns_that_are_no_texts() -> None:
    assert_same(parse_column(pl.Series([2022, 20220921, None])), [Span.year(2022), Span.day(2022, 9, 21), NO_DATE])
    assert_same(parse_column(pl.Series([2022.0, None, float("nan")])), [Span.year(2022), NO_DATE, NO_DATE])
    assert parse_column(pl.Series([[1, 2], None]))["problem"].to_list() == ["not a date that can be read", "no date"]
    for odd in (pl.Series([timedelta(1)]), pl.Series([b"2022"]), pl.Series([object()], dtype=pl.Object)):
        assert parse_column(odd)["problem"].to_list() == ["not a date that can be read"]
    assert parse_column(pl.Series([True]))["problem"].null_count() == 0
    assert parse_column(pl.Series([], dtype=pl.String)).schema == PARSED
    assert parse_column(pl.Series([None, None]))["problem"].to_list() == ["no date", "no date"]


def spans() -> st.SearchStrategy[Span | Problem]:
    days = ["2022-09-21", "2022-09", "2022-W38", "2022", "202X", "2022-10-05", "2021", "-0043", "2022-09~", "", "x"]
    clocks = ["2022-09-21T10:00Z", "2022-09-21T10:00:30Z", "2022-09-21T10Z", "2022-09-20T23:00:00-05:00"]
    return st.sampled_from(days + clocks).map(parse_literal)


@given(st.lists(st.tuples(spans(), spans()), max_size=12), st.none() | st.booleans(), st.booleans())
def test_pairs_of_columns_are_pairs_of_spans(
    pairs: list[tuple[Span | Problem, Span | Problem]], lasting: bool | None, open_ends: bool
) -> None:
    start, end = frame_of([pair[0] for pair in pairs]), frame_of([pair[1] for pair in pairs])
    expected = [joined(first, last, lasting, open_ends) for first, last in pairs]
    assert_same(combine_columns(start, end, lasting=lasting, open_ends=open_ends), expected)


def joined(first: Span | Problem, last: Span | Problem, lasting: bool | None, open_ends: bool) -> Span | Problem:
    for problem in (first, last):
        if isinstance(problem, Problem) and problem != NO_DATE:
            return problem
    start = None if isinstance(first, Problem) else first
    end = None if isinstance(last, Problem) else last
    if end is None and start is not None and not open_ends:
        flag = start.lasting if lasting is None else lasting
        return Span(**{name: getattr(start, name) for name in SPAN} | {"lasting": flag})
    if start is None and end is not None and not open_ends:
        return Problem("an end without a start")
    return span_of(start, end, lasting)


@given(st.lists(st.tuples(st.dates(date(2, 1, 1), date(9899, 12, 31)), st.sampled_from(COARSE)), max_size=20))
def test_widened_days_are_calendar_units(rows: list[tuple[date, str]]) -> None:
    days = parse_column(pl.Series([row[0] for row in rows], dtype=pl.Date))
    found = widen(days, pl.Series([row[1] for row in rows], dtype=pl.String))
    assert_same(found, [Span(*unit_days(day, word), False, word) for day, word in rows])


@given(st.dates(date(100, 1, 1), date(9899, 12, 31)), st.sampled_from(COARSE))
def test_units_hold_their_days_and_leave_no_gap(day: date, word: str) -> None:
    first, last = unit_days(day, word)
    assert first <= day <= last
    assert unit_days(first, word) == unit_days(last, word) == (first, last)
    assert unit_days(last + timedelta(days=1), word)[0] == last + timedelta(days=1)


def test_widening_keeps_what_is_coarser_and_says_what_is_wrong() -> None:
    texts = ["2022-09", "2022-09-21T10:00:30Z", "2022-09-21T10:00:30Z", "2022-09-21", "2022-09-21", "x", "2022-09-21"]
    words = ["day", "day", "minute", None, "range", "month", "fortnight"]
    found = widen(parse_column(pl.Series(texts)), pl.Series(words))
    minute = parse_literal("2022-09-21T10:00:30Z")
    assert isinstance(minute, Span)
    at = minute.at_start
    said = [
        Span.month(2022, 9),
        Span.day(2022, 9, 21),
        Span(minute.starts, minute.ends, False, "minute", at_start=at, at_end=at, zone="UTC"),
        Span.day(2022, 9, 21),
        Problem("a range needs a start and an end"),
        Problem("not a date that can be read"),
        Problem(f"no precision named 'fortnight'; there are: {', '.join(PRECISIONS)}"),
    ]
    assert_same(found, said)
    late = widen(parse_column(pl.Series(["9999-12-31"])), pl.Series(["week"]))
    assert late["problem"].to_list() == ["the date is out of range"]


def test_a_given_range_keeps_its_days_and_takes_the_word() -> None:
    start = parse_column(pl.Series(["2022-09-01", "2022-09-05", "2022-09-21", "2022-09-21"]))
    end = parse_column(pl.Series(["2022-09-30", "2022-09-07", "2022-09-21", "2022-09-21"]))
    words = pl.Series(["month", "range", "month", "day"])
    said = [
        Span.month(2022, 9),
        Span.between(date(2022, 9, 5), date(2022, 9, 7)),
        Span.month(2022, 9),
        Span.day(2022, 9, 21),
    ]
    assert_same(combine_columns(start, end, lasting=False, precision=words), said)
    assert_same(widen(combine_columns(start, end, lasting=False), words), said)


@pytest.mark.parametrize("zone", ["America/Sao_Paulo", "Asia/Beirut", "Pacific/Apia", "+03:00", "UTC"])
def test_ends_of_days_by_the_column(zone: str) -> None:
    from timeline.dates.moments import end_of_day

    days = [date(2011, 12, 25) + timedelta(days=number) for number in range(800)]
    found = pl.DataFrame({"day": days}).select(end_of_day_expr(pl.col("day"), zone)).to_series()
    assert found.to_list() == [end_of_day(day, zone) for day in days]


def test_a_million_dates_take_as_many_steps_as_a_thousand() -> None:
    """No line of Python is run for each of them."""

    def taken(count: int) -> int:
        seconds = pl.int_range(count) * 137
        days = pl.select(
            (pl.date(2013, 1, 1) + pl.duration(days=pl.int_range(count) % 3650)).cast(pl.String)
        ).to_series()
        texts = pl.select(
            (pl.datetime(2013, 1, 1) + pl.duration(seconds=seconds)).dt.strftime("%Y-%m-%dT%H:%M:%S+03:00")
        ).to_series()

        def work() -> None:
            assert parse_column(days)["problem"].null_count() == count
            assert parse_column(texts, zone="Europe/Kyiv")["problem"].null_count() == count

        return steps(work)

    taken(1000)  # what is loaded once
    assert taken(1_000_000) < taken(1000) * 1.1 + 1000
