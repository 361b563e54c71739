"""The arithmetic of `columns` as polars expressions: written fields -> local clock times -> spans.

What comes out is certain; rows that need a reason, a calendar beyond 2 to 9998 or a second thought are left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import polars as pl

from timeline.dates.forms import MONTH_NAMES
from timeline.dates.points import Options
from timeline.dates.written import MONTH_NUMBERS, WEEKDAY_NUMBERS
from timeline.dates.zones import check_zone, offset_minutes
from timeline.model import INSTANT, SPAN

_CLOCK: Final = r"(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)? ?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
_CLOCK_NAMES: Final = ("hour", "minute", "second", "fraction", "zone")
_WEEKDAY: Final = "(?:((?i:mon|tue|wed|thu|fri|sat|sun)),? )?"
_MONTH: Final = f"({MONTH_NAMES})"
# ISO 8601; 21 September 2022, with a weekday as in mails and feeds; September 21, 2022.
FIELD_PATTERNS: Final = (
    (rf"^([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_CLOCK}$", ("year", "month", "day", *_CLOCK_NAMES)),
    (
        rf"^{_WEEKDAY}([0-9]{{1,2}})[ -]{_MONTH}[ -]([0-9]{{4}}){_CLOCK}$",
        ("weekday", "day", "month_name", "year", *_CLOCK_NAMES),
    ),
    (
        rf"^{_WEEKDAY}{_MONTH} ([0-9]{{1,2}}), ([0-9]{{4}}){_CLOCK}$",
        ("weekday", "month_name", "day", "year", *_CLOCK_NAMES),
    ),
)
_ORDER_NAMES: Final = {"y": "year", "m": "month", "d": "day"}
# Named zones are brought to instants here only where all copies of the zone database agree.
_SURE_YEARS: Final = (1971, 2036)


def order_patterns(order: str | None) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Patterns of dates in three numbers with a year of four digits, in the order that the mapping says."""
    if order is None:
        return ()
    digits = {"y": "([0-9]{4})", "m": "([0-9]{1,2})", "d": "([0-9]{1,2})"}
    names = (*(_ORDER_NAMES[letter] for letter in order), *_CLOCK_NAMES)
    return tuple(
        (f"^{separator.join(digits[letter] for letter in order)}{_CLOCK}$", names) for separator in ("/", r"\.", "-")
    )


def fields_frame(texts: pl.DataFrame, pattern: str, names: tuple[str, ...]) -> pl.DataFrame:
    """row, local, offset, beside, precision of the `text`s that fit a pattern and are days of the calendar."""
    groups = texts.select("row", pl.col("text").str.extract_groups(pattern).alias("fields"))
    year = str(1 + names.index("year" if "year" in names else "year2"))
    fitting = groups.filter(pl.col("fields").struct.field(year).is_not_null()).unnest("fields")
    fields = fitting.rename({str(at): name for at, name in enumerate(names, 1)})
    have = set(names)
    numbers = fields.select("row", *_numbers(have), *_zone(have), *_weekday(have))
    return numbers.filter(_valid()).select("row", _local(), "offset", "beside", _precision(have))


def _integer(name: str) -> pl.Expr:
    return pl.col(name).str.strip_chars().cast(pl.Int32, strict=False).alias(name)


def _numbers(have: set[str]) -> list[pl.Expr]:
    year = (
        _integer("year")
        if "year" in have
        else _integer("year2") + pl.when(_integer("year2") >= 69).then(1900).otherwise(2000)
    )
    month = _integer("month") if "month" in have else _looked_up("month_name", MONTH_NUMBERS)
    return [
        year.alias("year"),
        month.alias("month"),
        _integer("day"),
        _hour(have).alias("hour"),
        _integer("minute") if "minute" in have else pl.lit(None, pl.Int32).alias("minute"),
        _integer("second") if "second" in have else pl.lit(None, pl.Int32).alias("second"),
        (_micros() if "fraction" in have else pl.lit(0, pl.Int32)).alias("micros"),
    ]


def _looked_up(name: str, table: dict[str, int]) -> pl.Expr:
    return pl.col(name).str.to_lowercase().replace_strict(table, default=None, return_dtype=pl.Int32)


def _hour(have: set[str]) -> pl.Expr:
    if "hour" in have:
        return _integer("hour")
    if "hour12" not in have:
        return pl.lit(None, pl.Int32)
    twelve = _integer("hour12")
    afternoon = pl.col("half").str.slice(0, 1).str.to_lowercase() == "p"
    return pl.when(twelve.is_between(1, 12)).then(twelve % 12 + pl.when(afternoon).then(12).otherwise(0)).otherwise(99)


def _micros() -> pl.Expr:
    return pl.col("fraction").fill_null("").str.slice(0, 6).str.pad_end(6, "0").cast(pl.Int32)


def _zone(have: set[str]) -> list[pl.Expr]:
    """offset: minutes east of UTC (99999: too far); beside: the canonical name of the written offset."""
    if "zone" not in have:
        return [pl.lit(None, pl.Int32).alias("offset"), pl.lit(None, pl.String).alias("beside")]
    zone = pl.col("zone")
    numeric = zone.str.contains("^[+-]")
    hours, minutes = (zone.str.slice(start, 2).cast(pl.Int32, strict=False) for start in (1, -2))
    sane = minutes <= 59
    signed = (hours * 60 + minutes) * pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    offset = pl.when(zone.is_null()).then(None).when(~numeric).then(0).when(sane).then(signed).otherwise(99999)
    name = pl.concat_str(zone.str.slice(0, 3), pl.lit(":"), zone.str.slice(-2))
    beside = pl.when(offset == 0).then(pl.lit("UTC")).otherwise(name)
    return [offset.cast(pl.Int32).alias("offset"), beside.alias("beside")]


def _weekday(have: set[str]) -> list[pl.Expr]:
    if "weekday" not in have:
        return [pl.lit(None, pl.Int32).alias("weekday")]
    known = _looked_up("weekday", WEEKDAY_NUMBERS).fill_null(99)
    return [pl.when(pl.col("weekday").is_not_null()).then(known).alias("weekday")]


def _valid() -> pl.Expr:
    year, month, day = pl.col("year"), pl.col("month"), pl.col("day")
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = (
        pl.when(month == 2)
        .then(pl.when(leap).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    date = year.is_between(2, 9998) & month.is_between(1, 12) & (day >= 1) & (day <= last)
    clock = (pl.col("hour").fill_null(0) <= 23) & (pl.col("minute").fill_null(0) <= 59)
    near = pl.col("offset").fill_null(0).abs() < 16 * 60
    return date & clock & (pl.col("second").fill_null(0) <= 59) & near & _right_weekday(date & (day <= last))


def _right_weekday(real: pl.Expr) -> pl.Expr:
    parts = (pl.when(real).then(pl.col(name)) for name in ("year", "month", "day"))
    said = pl.col("weekday")
    return said.is_null() | (pl.date(*parts).dt.weekday() - 1 == said)


def _local() -> pl.Expr:
    return pl.datetime(
        "year",
        "month",
        "day",
        pl.col("hour").fill_null(0),
        pl.col("minute").fill_null(0),
        pl.col("second").fill_null(0),
        pl.col("micros"),
    ).alias("local")


def _precision(have: set[str]) -> pl.Expr:
    return (
        pl.when(pl.col("hour").is_null())
        .then(pl.lit("day"))
        .when(pl.col("minute").is_null())
        .then(pl.lit("hour"))
        .when(pl.col("second").is_null())
        .then(pl.lit("minute"))
        .otherwise(pl.lit("second"))
        .alias("precision")
    )


def spans_frame(fields: pl.DataFrame, options: Options) -> pl.DataFrame:
    """row, the columns of SPAN and problem (NULL) of the fields whose instant is certain."""
    if not options.clock:
        fields = fields.with_columns(pl.lit("day").alias("precision"))
    clocked = pl.col("precision") != "day"
    moments = fields.with_columns(pl.when(clocked).then(_instant(options.zone)).alias("at"))
    certain = ~clocked | pl.col("at").is_not_null()
    day = pl.when(clocked).then(_civil_day(options.zone)).otherwise(pl.col("local").dt.date())
    with_days = moments.filter(certain & pl.col("local").dt.year().is_between(2, 9998)).with_columns(day.alias("day"))
    return with_days.filter(pl.col("day").is_not_null()).select("row", *_columns(options))


def _columns(options: Options) -> list[pl.Expr]:
    clocked = pl.col("precision") != "day"
    made = {
        "starts": pl.col("day"),
        "ends": pl.col("day"),
        "lasting": pl.lit(options.goes_on),
        "precision": pl.col("precision"),
        "at_start": pl.col("at"),
        "at_end": pl.col("at"),
        "zone": pl.when(clocked).then(pl.col("beside") if options.zone is None else pl.lit(options.zone)),
    }
    columns = [made.get(name, pl.lit(None)).cast(dtype).alias(name) for name, dtype in SPAN.items()]
    return [*columns, pl.lit(None, pl.String).alias("problem")]


def _instant(zone: str | None) -> pl.Expr:
    """The UTC instant: by the written offset, else in the zone; NULL where that isn't certain."""
    local, offset = pl.col("local"), pl.col("offset")
    by_offset = (local - pl.duration(minutes=offset)).dt.replace_time_zone("UTC").cast(INSTANT)
    return pl.when(offset.is_not_null()).then(by_offset).otherwise(_in_zone(local, zone))


def _in_zone(local: pl.Expr, zone: str | None) -> pl.Expr:
    if zone is None or not known_to_polars(zone):
        return pl.lit(None, INSTANT)
    minutes = offset_minutes(zone)
    if minutes is not None:
        return (local - pl.duration(minutes=minutes)).dt.replace_time_zone("UTC").cast(INSTANT)
    sure = pl.when(local.dt.year().is_between(*_SURE_YEARS)).then(local)
    return (
        sure.dt.replace_time_zone(zone, ambiguous="null", non_existent="null").dt.convert_time_zone("UTC").cast(INSTANT)
    )


def _civil_day(zone: str | None) -> pl.Expr:
    """The day on the clocks of the claim's zone; NULL where that isn't certain."""
    if zone is None:
        return pl.col("local").dt.date()
    if not known_to_polars(zone):
        return pl.lit(None, pl.Date)
    at, minutes = pl.col("at"), offset_minutes(zone)
    if minutes is not None:
        return (at + pl.duration(minutes=minutes)).dt.date()
    sure = pl.when(at.dt.year().is_between(*_SURE_YEARS)).then(at)
    return sure.dt.convert_time_zone(zone).dt.date()


@lru_cache(maxsize=64)
def known_to_polars(zone: str) -> bool:
    """Whether polars has this zone in its own copy of the zone database (offsets need none)."""
    if offset_minutes(zone) is not None:
        return True
    try:
        pl.select(pl.lit(0).cast(INSTANT).dt.convert_time_zone(zone))
    except pl.exceptions.ComputeError:
        return False
    return True


def end_of_day_expr(day: pl.Expr, zone: str) -> pl.Expr:
    """The last microsecond of civil days in a zone (IANA name or offset), as UTC instants: `end_of_day` for columns.

    Raises UsageError for an unknown zone.
    """
    named = check_zone(zone)
    midnight = (day + pl.duration(days=1)).cast(pl.Datetime("us"))
    minutes = offset_minutes(named)
    if minutes is not None:
        at = (midnight - pl.duration(minutes=minutes)).dt.replace_time_zone("UTC")
    else:
        # Where the clocks skip midnight, or a whole day, the next one begins with the first time that there is.
        later = [midnight + pl.duration(minutes=late) for late in (0, 15, 30, 60, 24 * 60)]
        local = [time.dt.replace_time_zone(named, ambiguous="earliest", non_existent="null") for time in later]
        at = pl.coalesce(local).dt.convert_time_zone("UTC")
    return (at - pl.duration(microseconds=1)).cast(INSTANT)
