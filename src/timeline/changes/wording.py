"""The lines: place and days in front, what moved, and who says so behind it. Whole columns at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from timeline import dates, model

# What a line is made of, before it is one. what: what moved, in words; dated: whether the line begins with its days;
# former: who said it then, where that is another; more: further reports of the same.
DRAFT: Final[model.Schema] = {
    "change": pl.String(),
    "about": pl.String(),
    "event_id": pl.String(),
    "event_ids": pl.List(pl.String()),
    "claim_ids": pl.List(pl.String()),
    "fields": pl.List(pl.String()),
    "before": pl.String(),
    "after": pl.String(),
    "cause": pl.String(),
    "known_at": model.INSTANT,
    "what": pl.String(),
    "dated": pl.Boolean(),
    "former": pl.String(),
    "more": pl.Int64(),
    "feed": pl.String(),
    "kind_group": pl.String(),
    **model.CLAIM_CONTENT,
}
SPAN: Final = tuple(model.SPAN)
# The texts that lines show, and how long each may be.
_TEXTS: Final = {"title": 200, **dict.fromkeys(("place", "speaker", "carrier", "publisher", "feed"), 80)}
_TEXTS.update(dict.fromkeys(("country", "target", "outcome", "actors"), 80))
_LONGEST: Final = 200
_HIDDEN: Final = r"[\p{C}\p{Zl}\p{Zp}--[\u{200c}\u{200d}]]"
_VERBS: Final = {"correct": "corrected", "add": "added", "hide": "left out", "merge": "put together", "split": "parted"}


@dataclass(frozen=True, slots=True)
class Words:
    """Labels of kinds and names of countries by code, and the zone whose days citations tell."""

    kinds: Mapping[str, str]
    countries: Mapping[str, str]
    zone: str

    def country(self, column: str = "country") -> pl.Expr:
        """The name of a country; the code where it has none."""
        return pl.col(column).replace(dict(self.countries))

    def kind(self, column: str = "kind") -> pl.Expr:
        """The label of a kind; its name as words where it has none."""
        return self._small(pl.col(column).replace(dict(self.kinds)))

    @staticmethod
    def _small(label: pl.Expr) -> pl.Expr:
        return label.str.replace_all("_", " ").str.replace(r"\.", ": ")


def drafted(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame as lines in the making."""
    return model.conform(frame, DRAFT)


def cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the texts that lines show made fit for them; other functions take them as they are."""
    return frame.with_columns(clean(pl.col(name), most) for name, most in _TEXTS.items() if name in frame.columns)


def clean(text: pl.Expr, longest: int = _LONGEST) -> pl.Expr:
    """One line of visible text of a bearable length; NULL for none."""
    line = text.str.slice(0, 10 * longest).str.replace_all(_HIDDEN, " ").str.replace_all(r"\s+", " ")
    line = line.str.strip_chars().replace("", None)
    cut = line.str.slice(0, longest - 1).str.strip_chars_end(" ,;:.") + "…"
    return pl.when(line.str.len_chars() > longest).then(cut).otherwise(line)


def quoted(title: pl.Expr) -> pl.Expr:
    """A title within a sentence: `“Draft office set alight”`."""
    return pl.format("“{}”", title)


def joined(parts: list[pl.Expr], between: str) -> pl.Expr:
    """What there is of the parts, with something between them; NULL where there is none."""
    return pl.concat_str(parts, separator=between, ignore_nulls=True).replace("", None)


def span_words(frame: pl.DataFrame, prefix: str = "") -> pl.Series:
    """The days of each row in words, as exact as they are known: `24–25 Sep 2022`."""
    names = [f"{prefix}{name}" for name in SPAN]
    spans = frame.select(pl.col(names).name.map(lambda name: name.removeprefix(prefix)))
    each = spans.unique(maintain_order=True)
    told = each.with_columns(words=pl.Series([_span(row) for row in each.iter_rows(named=True)], dtype=pl.String))
    found = spans.join(told, on=list(SPAN), how="left", nulls_equal=True, maintain_order="left")
    return found["words"]


def _span(row: dict[str, Any]) -> str:
    names = ("at_start", "at_end", "zone", "value")
    rest = {name: row[name] for name in names}
    return dates.format_span(row["starts"], row["ends"], row["precision"], short=True, **rest)


def worded(rows: pl.DataFrame, decisions: pl.DataFrame, words: Words) -> pl.DataFrame:
    """Drafts as model.CHANGES."""
    held = rows.with_columns(days=span_words(rows), by=_by(rows, decisions, words.zone)).with_columns(
        _said_on=pl.coalesce("published_at", "known_at").dt.convert_time_zone(words.zone),
        _where=pl.coalesce("place", words.country()),
    )
    dated = held.with_columns(_days=_year_left_out(), cited=_cited(words))
    told = dated.with_columns(_front=_front()).with_columns(
        told=_capital(pl.coalesce(pl.format("{}: {}", "_front", "what"), "what"))
    )
    line = pl.when(pl.col("cited") != "").then(pl.format("{} ({})", "told", "cited")).otherwise("told")
    return model.conform(told.with_columns(line=line), model.CHANGES)


def _capital(text: pl.Expr) -> pl.Expr:
    return pl.concat_str(text.str.slice(0, 1).str.to_uppercase(), text.str.slice(1))


def _front() -> pl.Expr:
    """Place and days; a place that is named in the words that follow is not said twice."""
    name = pl.col("_where").str.split(",").list.first().str.to_lowercase()
    known = pl.col("what").str.to_lowercase().str.contains(name, literal=True).fill_null(True)
    planned = pl.when(pl.col("modality").is_in(["planned", "denied"])).then(pl.format(" ({})", "modality"))
    days = pl.when("dated").then(pl.concat_str("_days", planned.fill_null("")))
    return joined([pl.when(~known).then("_where"), days], ", ")


def _year_left_out() -> pl.Expr:
    """The days without their year, where the citation's date says it; of a happening on some day of several, that."""
    year = pl.col("_said_on").dt.year().cast(pl.String)
    timed = pl.col("days").str.contains(pl.format(" {}, ", year), literal=True)
    short = pl.when(timed).then(pl.col("days").str.replace_all(r" \d{4}, ", ", ")).otherwise(
        pl.col("days").str.strip_suffix(pl.format(" {}", year))
    )  # fmt: skip
    begins = pl.col("days").str.contains(r"^\d")
    told = pl.when(begins).then(pl.coalesce(short, "days")).otherwise("days")
    vague = (pl.col("form") == "incident") & (pl.col("precision") == "range") & ~pl.col("lasting").fill_null(False)
    vague &= pl.col("starts").ne_missing(pl.col("ends"))
    return pl.when(vague.fill_null(False)).then(pl.format("{} (day unknown)", told)).otherwise(told)


def source(prefix: str = "") -> pl.Expr:
    """`Finnish Border Guard, via NTB, in ABC Nyheter`; nobody is named twice, and where nobody speaks, `NBC News`."""
    said, via, read = (pl.col(f"{prefix}{name}") for name in ("speaker", "carrier", "publisher"))
    via_words = pl.when(via.ne_missing(said)).then(pl.format("via {}", via))
    read_words = pl.when(read.ne_missing(said) & read.ne_missing(via)).then(pl.format("in {}", read))
    alone = pl.when(said.is_null() & via.is_null()).then(read)
    return pl.coalesce(alone, joined([said, via_words, read_words], ", "))


def _cited(words: Words) -> pl.Expr:
    """Who says it, when that was published or known here, further reports, who said it before, who decided."""
    feed = pl.format("feed {}", "feed")
    more = pl.when(pl.col("more") > 0).then(
        pl.format("{} more report{}", "more", pl.when(pl.col("more") > 1).then(pl.lit("s")).otherwise(pl.lit("")))
    )
    decided = pl.col("by").is_not_null() & pl.col("published_at").is_null()
    when = pl.when(~decided).then(pl.format(
        "{} {}", pl.when(pl.col("published_at").is_null()).then(pl.lit("known")).otherwise(pl.lit("published")),
        day_words(pl.col("_said_on")),
    ))  # fmt: skip
    who = joined([pl.coalesce(source(), feed), when], ", ")
    known = pl.format("gone since {}", day_words(pl.col("known_at").dt.convert_time_zone(words.zone)))
    gone = pl.when((pl.col("change") == "withdrawn") & pl.col("by").is_null()).then(known)
    before = pl.format("before: {}", "former")
    return joined([who, more, gone, before, pl.col("by")], "; ").fill_null("")


def day_words(moment: pl.Expr) -> pl.Expr:
    """`5 Oct 2022`; months in English whatever the machine speaks."""
    months = {number: dates.format_day(_first(number), "short").split()[1] for number in range(1, 13)}
    month = moment.dt.month().replace_strict(months, return_dtype=pl.String)
    return pl.format("{} {} {}", moment.dt.day(), month, moment.dt.year())


def _first(month: int) -> Any:
    from datetime import date

    return date(2000, month, 1)


def _by(rows: pl.DataFrame, decisions: pl.DataFrame, zone: str) -> pl.Series:
    """What people decided: `corrected by anna, 5 Oct 2022: misprint`; NULL where it was no decision."""
    empty = pl.Series([None] * rows.height, dtype=pl.String)
    asked = rows.select("change", "cause", ids=pl.concat_list("claim_ids", "event_ids")).with_row_index("row")
    asked = asked.filter(pl.col("cause") == "decision").explode("ids")
    if asked.is_empty() or decisions.is_empty():
        return empty
    when = day_words(pl.col("known_at").dt.convert_time_zone(zone))
    words = joined([pl.format("{}, {}", _verb(), when), clean(pl.col("because"))], ": ")
    told = decisions.explode("subject").sort("known_at").select(ids="subject", by=words)
    last = asked.join(told, on="ids", how="inner").group_by("row").agg(pl.col("by").last())
    return rows.with_row_index("row").join(last, on="row", how="left", maintain_order="left")["by"]


def _verb() -> pl.Expr:
    verb = pl.col("what").replace(_VERBS)
    return pl.when(pl.col("who").is_null()).then(verb).otherwise(pl.format("{} by {}", verb, clean(pl.col("who"), 80)))
