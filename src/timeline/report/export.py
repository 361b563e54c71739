"""Events and claims for other programs: features on a map (RFC 7946) and slides of a TimelineJS timeline.

Frames in, frames or lines out; whole columns at once.
"""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html import escape
from typing import Any, Final

import polars as pl

from timeline import dates, model
from timeline.changes.wording import clean, cleaned, day_words, joined, source
from timeline.dates.spans import unit_days
from timeline.dates.zones import at_zone
from timeline.errors import UsageError

_SPAN: Final = (*model.SPAN, "form")
_CLOCK: Final = ("second", "minute", "hour")
_YEAR: Final = re.compile(r"[+-]?\d{1,9}")
_LINK: Final = r"^https?://[^\s\"'<>\\^`{|}\x00-\x20]+$"
_MARKS: Final = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;"))
_SOURCES: Final = 5


def located(rows: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows that stand somewhere on earth, and how many do not. Raises UsageError for rows without coordinates."""
    if not {"lat", "lon"} <= set(rows.columns):
        raise UsageError("geojson: these rows have no coordinates; only events and claims go onto a map")
    there = pl.col("lat").is_between(-90, 90) & pl.col("lon").is_between(-180, 180)
    kept = rows.filter(there.fill_null(False))
    return kept, rows.height - kept.height


def features(rows: pl.DataFrame) -> pl.DataFrame:
    """GeoJSON features, one a row: type, id, geometry (longitude first), properties (all other columns).

    `rows` are located, their dates are texts, and their first column is the id.
    """
    point = pl.struct(type=pl.lit("Point"), coordinates=pl.concat_list("lon", "lat"))
    told = [name for name in rows.columns if name not in ("lat", "lon")]
    return rows.select(
        pl.lit("Feature").alias("type"),
        pl.col(rows.columns[0]).alias("id"),
        point.alias("geometry"),
        pl.struct(told).alias("properties"),
    )


def slides(rows: pl.DataFrame, claims: pl.DataFrame, zone: str = "UTC") -> tuple[list[str], int]:
    """The events of a TimelineJS timeline as JSON texts, and how many rows have no date to stand at.

    `rows` are events or claims, `claims` the sources that the text of events names, `zone` that in which they were
    published. A date has no more parts than are known, and says its true precision in words; all text is escaped, for
    TimelineJS shows it as HTML. Raises UsageError for rows without dates or titles.
    """
    if not {*_SPAN, "title"} <= set(rows.columns):
        raise UsageError("timelinejs: these rows are no happenings; only events and claims make such a timeline")
    rows, claims = cleaned(rows), cleaned(claims)
    told = rows.with_columns(
        _when(rows).get_columns(),
        _id=_json(pl.col(rows.columns[0])),
        _group=_json(escaped(clean(pl.coalesce("kind_group", "kind")))),
        _headline=_json(escaped(clean(pl.coalesce("title", "kind")))),
    )
    dated = told.filter(pl.col("_first").is_not_null())
    full = dated.with_columns(_body=_json(_body(dated, claims, zone)))
    parts = {
        "start_date": "_first",
        "end_date": "_last",
        "display_date": "_words",
        "unique_id": "_id",
        "group": "_group",
        "text": "_text",
    }
    text = pl.concat_str([pl.lit('{"headline":'), "_headline", pl.lit(',"text":'), "_body", pl.lit("}")])
    named = [pl.concat_str([pl.lit(f'"{name}":'), column]) for name, column in parts.items()]
    line = pl.concat_str([pl.lit("{"), joined(named, ","), pl.lit("}")])
    return full.with_columns(_text=text).select(line=line)["line"].to_list(), rows.height - dated.height


def escaped(text: pl.Expr) -> pl.Expr:
    """The text as HTML shows it: no markup begins in it."""
    for mark, told in _MARKS:
        text = text.str.replace_all(mark, told, literal=True)
    return text


def _json(text: pl.Expr) -> pl.Expr:
    """A text as a JSON string; NULL as an empty one."""
    whole = pl.struct(v=text.fill_null("")).struct.json_encode()
    return whole.str.slice(5, whole.str.len_chars() - 6)


def _body(rows: pl.DataFrame, claims: pl.DataFrame, zone: str) -> pl.Expr:
    """Place, what is out of the ordinary, the quotation of a claim, and who says so with a link."""
    unusual = pl.col("status" if "status" in rows.columns else "modality")
    parts = [
        escaped(clean(pl.coalesce("place", "country"))),
        pl.when(unusual != "asserted").then(escaped(unusual)),
        escaped(clean(pl.col("note"), 600)),
    ]
    if "claim_id" in rows.columns:
        parts += [pl.format("“{}”", escaped(clean(pl.col("quote"), 600))), _source(zone)]
    else:
        said = claims.select("event_id", told=_source(zone)).drop_nulls().unique(maintain_order=True)
        more = pl.when(pl.len() > _SOURCES).then(pl.format("{} more sources", pl.len() - _SOURCES))
        lists = said.group_by("event_id").agg(told=pl.col("told").head(_SOURCES).str.join("<br>"), more=more)
        found = rows.join(lists, on="event_id", how="left", maintain_order="left")
        parts += [pl.lit(found["told"]), pl.lit(found["more"])]
    return joined(parts, "<br>")


def _source(zone: str) -> pl.Expr:
    """`Finnish Border Guard, via NTB, in ABC Nyheter, published 26 Sep 2022`, a link where there is an address."""
    published = pl.format("published {}", day_words(pl.col("published_at").dt.convert_time_zone(zone)))
    words = escaped(joined([pl.coalesce(source(), pl.format("feed {}", "feed")), published], ", "))
    link = pl.when(pl.col("url").str.contains(_LINK)).then(escaped(pl.col("url")))
    return pl.coalesce(pl.format('<a href="{}">{}</a>', link, words), words)


def _when(rows: pl.DataFrame) -> pl.DataFrame:
    """The dates of each row as TimelineJS has them, in JSON: _first, _last, _words. Equal dates are worked out once."""
    spans = rows.select(_SPAN)
    each = spans.unique(maintain_order=True)
    told = [_dates(row) for row in each.iter_rows(named=True)]
    schema = {"_first": pl.String, "_last": pl.String, "_words": pl.String}
    worked = pl.concat([each, pl.DataFrame(told, schema=schema, orient="row")], how="horizontal")
    found = spans.join(worked, on=list(_SPAN), how="left", nulls_equal=True, maintain_order="left")
    return found.select(list(schema))


def _dates(row: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    """First and last date with the parts that are known, and the whole in words; no first one: it has no date."""
    first, last = _ends(row)
    if first is None:
        return None, None, None
    names = ("at_start", "at_end", "zone", "value")
    words = dates.format_span(row["starts"], row["ends"], row["precision"], **{name: row[name] for name in names})
    vague = row["precision"] == "range" and row["form"] == "incident" and not row["lasting"] and last
    words = f"{words}, day unknown" if vague else words
    return _told(first), _told(last) if last and last != first else None, _told(escape(words))


def _told(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _ends(row: dict[str, Any]) -> tuple[dict[str, int] | None, dict[str, int] | None]:
    starts, ends, precision = row["starts"], row["ends"], row["precision"]
    if starts is None and ends is None:
        year = _YEAR.match(row["value"] or "")
        return ({"year": int(year[0])} if year else None), None
    if precision in _CLOCK and row["at_start"] is not None and row["zone"] is not None:
        last = row["at_end"]
        return _moment(row["at_start"], row["zone"], precision), _moment(last, row["zone"], precision) if last else None
    if starts is None or ends is None:
        return _day(starts or ends), None
    if precision in ("month", "year") and unit_days(starts, precision) == (starts, ends):
        return ({"year": starts.year} if precision == "year" else {"year": starts.year, "month": starts.month}), None
    return _day(starts), _day(ends)


def _day(day: date) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _moment(moment: datetime, zone: str, precision: str) -> dict[str, int]:
    """A clock time on the clocks of the zone."""
    local = at_zone(moment, zone)
    told = {**_day(local.date()), "hour": local.hour}
    if precision != "hour":
        told["minute"] = local.minute
    return {**told, "second": local.second} if precision == "second" else told
