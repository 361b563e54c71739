"""Happenings that came, went, were put together or apart."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.changes import figures
from timeline.changes.wording import clean, quoted

_LEAD: Final = pl.struct(pl.col("importance").fill_null(4), "first_known_at", "claim_id")
_NAMED: Final = 4
_NUMBER: Final = (
    r"(?i)\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?)\b"
)


def arrived(fresh: pl.DataFrame, before: pl.DataFrame, then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """A line for each new happening, with its further reports counted; one for each new report of a known one.

    `then`, `now`: the events (event_id, title) of both moments, where they were asked for.
    """
    known = pl.concat([before.select("event_id"), then.select("event_id")]).unique()
    titles = now.select("event_id", event_title=clean(pl.col("title"))).unique("event_id")
    told = fresh.with_columns(what=_said(fresh)).join(titles, on="event_id", how="left", maintain_order="left")
    # Whoever is cited has to be who says what the line says.
    ordered = told.sort(pl.col("title").ne_missing(pl.col("event_title")), _LEAD)
    new = ordered.join(known, on="event_id", how="anti", maintain_order="left")
    whole = new.group_by("event_id", maintain_order=True).agg(
        claim_ids=pl.col("claim_id"), more=pl.len().cast(pl.Int64) - 1, **_firsts(new)
    )
    whole = whole.with_columns(about=pl.lit("event"))
    known_ones = ordered.join(known, on="event_id", how="semi", maintain_order="left")
    reports = known_ones.with_columns(
        about=pl.lit("claim"),
        claim_ids=pl.concat_list("claim_id"),
        what=pl.format("{}; a further report", "what"),
    )
    both = pl.concat([whole, reports, _again(before, then, now)], how="diagonal_relaxed")
    return both.with_columns(change=pl.lit("new"), event_ids=pl.concat_list("event_id"), dated=pl.lit(True))


def _said(claims: pl.DataFrame) -> pl.Expr:
    """The title, and the first number where the title has none."""
    number = pl.lit(figures.first(claims))
    title = pl.col("title")
    silent = ~title.str.contains(_NUMBER) & number.is_not_null()
    told = pl.when(silent).then(pl.format("{}, {}", title, number)).otherwise(title)
    # It was there, and had been withdrawn.
    return pl.when(pl.col("version") > 1).then(pl.format("{}; listed again", told)).otherwise(told)


def _again(before: pl.DataFrame, then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Events whose claims stood, and that are given out again."""
    back = now.select("event_id").join(then.select("event_id"), on="event_id", how="anti")
    claims = before.sort(_LEAD).join(back, on="event_id", how="semi", maintain_order="left")
    rows = claims.group_by("event_id", maintain_order=True).agg(
        claim_ids=pl.col("claim_id"), more=pl.len().cast(pl.Int64) - 1, **_firsts(claims)
    )
    told = pl.format("{}; listed again", "title")
    return rows.with_columns(about=pl.lit("event"), cause=pl.lit("decision"), what=told)


def _firsts(frame: pl.DataFrame) -> dict[str, pl.Expr]:
    return {name: pl.col(name).first() for name in frame.columns if name != "event_id"}


def withdrawn(
    left: pl.DataFrame, after: pl.DataFrame, then: pl.DataFrame, now: pl.DataFrame, decisions: pl.DataFrame
) -> pl.DataFrame:
    """A line for each happening that nobody reports any more or that was hidden, and for each report of another."""
    still = after.group_by("event_id").agg(rest=pl.len().cast(pl.Int64))
    told = left.sort(_LEAD).join(still, on="event_id", how="left", maintain_order="left")
    gone = told.filter(pl.col("rest").is_null())
    whole = gone.group_by("event_id", maintain_order=True).agg(
        claim_ids=pl.col("claim_id"), more=pl.len().cast(pl.Int64) - 1, **_firsts(gone)
    )
    whole = whole.with_columns(about=pl.lit("event"), what=pl.format("{} withdrawn", quoted(pl.col("title"))))
    several = pl.format("{} other reports stand", "rest")
    others = pl.when(pl.col("rest") == 1).then(pl.lit("one other report stands")).otherwise(several)
    parts = told.filter(pl.col("rest").is_not_null()).with_columns(
        about=pl.lit("claim"),
        claim_ids=pl.concat_list("claim_id"),
        what=pl.format("{}: report withdrawn, {}", quoted(pl.col("title")), others),
    )
    found = pl.concat([whole, parts, _hidden(after, then, now, decisions)], how="diagonal_relaxed")
    return found.with_columns(change=pl.lit("withdrawn"), event_ids=pl.concat_list("event_id"), dated=pl.lit(True))


def _hidden(after: pl.DataFrame, then: pl.DataFrame, now: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Events that are not given out any more although their claims stand."""
    away = then.select("event_id", event_title=clean(pl.col("title"))).join(
        now.select("event_id"), on="event_id", how="anti"
    )
    shown = now.select("event_id")
    claims = after.sort(_LEAD).join(away, on="event_id", how="inner", maintain_order="left")
    claims = claims.join(shown, on="event_id", how="anti", maintain_order="left")
    rows = claims.group_by("event_id", maintain_order=True).agg(
        claim_ids=pl.col("claim_id"), more=pl.len().cast(pl.Int64) - 1, **_firsts(claims)
    )
    when = decisions.filter(pl.col("what") == "hide")["known_at"].max()
    title = quoted(pl.coalesce("event_title", "title"))
    return rows.with_columns(
        about=pl.lit("event"),
        cause=pl.lit("decision"),
        known_at=pl.lit(when, dtype=pl.Datetime("us", "UTC")),
        what=pl.format("{} left out of the list", title),
    )


def regrouped(before: pl.DataFrame, after: pl.DataFrame, fresh: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """A line for each event that was several, and for each that is several now.

    Only what a person decided, or a new or different report brought about; else a better resolver did.
    """
    older = before.select("claim_id", then_event="event_id", then_title="title", then_version="version")
    both = after.join(older, on="claim_id", how="inner", maintain_order="left").sort(_LEAD)
    one, several = both.rename({"event_id": "now_event"}), ("now_event", "then_event")
    news = pl.concat(
        [
            fresh.select(event="event_id"),
            both.filter(pl.col("version").ne_missing(pl.col("then_version"))).select(event="event_id"),
            both.filter(pl.col("version").ne_missing(pl.col("then_version"))).select(event="then_event"),
        ]
    ).unique()
    decided = decisions.filter(pl.col("what").is_in(["merge", "split", "undo"])).explode("subject")
    ids = decided["subject"].drop_nulls().unique()
    found = [_group(one, several, "merged"), _group(one, (several[1], several[0]), "split")]
    rows = pl.concat(found, how="diagonal_relaxed")
    by_person = pl.concat_list("claim_ids", "event_ids").list.set_intersection(ids.to_list()).list.len() > 0
    by_news = pl.col("event_ids").list.set_intersection(news["event"].to_list()).list.len() > 0
    cause = pl.when(by_person).then(pl.lit("decision")).when(by_news).then(pl.lit("delivery"))
    when = pl.when(by_person).then(pl.lit(decided["known_at"].max(), dtype=pl.Datetime("us", "UTC")))
    rows = rows.with_columns(cause=cause, known_at=when.otherwise("known_at"))
    return rows.filter(pl.col("cause").is_not_null()).with_columns(dated=pl.lit(True))


def _group(both: pl.DataFrame, sides: tuple[str, str], change: str) -> pl.DataFrame:
    """The events of the one side that hold claims of several events of the other."""
    one, other = sides
    titles = pl.col("then_title" if change == "merged" else "title")
    firsts = {name: pl.col(name).first() for name in both.columns if name not in (one, "then_event", "now_event")}
    leads = titles.filter(pl.col(other).is_first_distinct())
    rows = both.group_by(one, maintain_order=True).agg(
        claim_ids=pl.col("claim_id"), others=pl.col(other).unique(maintain_order=True), named=leads, **firsts
    )
    rows = rows.filter(pl.col("others").list.len() > 1).with_columns(event_id=pl.col(one))
    words = pl.col("named").list.head(_NAMED).list.eval(quoted(pl.element())).list.join(" and ")
    number = pl.col("others").list.len().cast(pl.String)
    told = {
        "merged": pl.format("now told as one happening, {} before: {}", number, words),
        "split": pl.format("now told as {} happenings, one before: {}", number, words),
    }
    return rows.with_columns(
        change=pl.lit(change),
        about=pl.lit("event"),
        event_ids=pl.concat_list(pl.concat_list("event_id"), "others").list.unique(maintain_order=True),
        what=told[change],
    )
