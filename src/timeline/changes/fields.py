"""Claims held at both moments whose content differs: what is revised, and what is dated anew."""

from __future__ import annotations

from typing import Final

import polars as pl

from timeline.changes import figures
from timeline.changes.wording import SPAN, Words, joined, quoted, source, span_words

# What a claim says, beside its days and numbers, and what to call it.
_SAID: Final = {
    "place": "place",
    "country": "country",
    "target": "target",
    "outcome": "outcome",
    "actors": "those who took part",
    "speaker": "speaker",
}
# What is only told when nothing else differs.
_BESIDE: Final = {
    "carrier": "carrier",
    "publisher": "publisher",
    "published_at": "date of publication",
    "importance": "importance",
}
_SILENT: Final = {"quote": "quotation", "note": "note", "url": "address", "label": "short label", "form": "form"}
_MODALITIES: Final = {
    "asserted": "told as a fact",
    "planned": "planned",
    "denied": "denied",
    "hypothetical": "told as a possibility",
}


def revised(kept: pl.DataFrame, words: Words) -> pl.DataFrame:
    """A line for each claim that says something else about the same days; `kept` has what it said then as `then_*`."""
    told = kept.join(figures.told(kept), on="claim_id", how="left", maintain_order="left")
    # Who said the former number stands in the citation.
    said = {name: pl.when(pl.col("figures").is_null() | (name != "speaker")).then(_moved(name, word))
            for name, word in _SAID.items()}  # fmt: skip
    major = [_modality(), pl.col("figures"), _kind(words), *said.values()]
    minor = [_title(), *(_moved(name, word) for name, word in _BESIDE.items()), *(map(_changed, _SILENT)), _position()]
    told = told.with_columns(_major=joined(major, "; "), _minor=joined(minor, "; "))
    found = told.filter(pl.any_horizontal(pl.col("_major", "_minor").is_not_null()))
    plain = pl.col("figures").is_not_null() & (pl.col("_major") == pl.col("figures"))
    what = pl.coalesce("_major", "_minor")
    other = source("then_")
    return found.with_columns(
        change=pl.lit("revised"),
        about=pl.lit("claim"),
        claim_ids=pl.concat_list("claim_id", "then_claim_id").list.unique(maintain_order=True),
        event_ids=pl.concat_list("event_id"),
        fields=_names([*_SAID, *_BESIDE, *_SILENT, "title", "kind", "modality", "quantities"]),
        before=_values("then_", "figures_before", words),
        after=_values("", "figures_after", words),
        what=pl.when(plain).then(what).otherwise(pl.format("{}: {}", quoted(pl.col("title")), what)),
        dated=pl.lit(True),
        former=pl.when(other.ne_missing(source())).then(other),
    )


def redated(kept: pl.DataFrame) -> pl.DataFrame:
    """A line for each claim that is dated otherwise now."""
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"then_{name}")) for name in SPAN)
    found = kept.filter(differs)
    found = found.with_columns(before=span_words(found, "then_"), after=span_words(found))
    moved = pl.format("{} re-dated from {} to {}", quoted(pl.col("title")), "before", "after")
    lasting = pl.when(pl.col("lasting")).then(pl.lit("all through")).otherwise(pl.lit("at some moment within"))
    same = pl.format("{} now told as {} {}", quoted(pl.col("title")), lasting, "after")
    return found.with_columns(
        change=pl.lit("redated"),
        about=pl.lit("claim"),
        claim_ids=pl.concat_list("claim_id", "then_claim_id").list.unique(maintain_order=True),
        event_ids=pl.concat_list("event_id"),
        fields=_names(list(SPAN)),
        what=pl.when(pl.col("before") == pl.col("after")).then(same).otherwise(moved),
        dated=pl.lit(False),
    )


def _differs(name: str) -> pl.Expr:
    """A text that is empty says no more than none."""
    now, then = pl.col(name), pl.col(f"then_{name}")
    if name in ("importance", "published_at", "quantities", "lat", "lon"):
        return now.ne_missing(then)
    return now.fill_null("").ne(then.fill_null(""))


def _moved(name: str, word: str) -> pl.Expr:
    """`place revised from Kazan to Ufa`; `place now given: Ufa`; `place Kazan taken back`."""
    now, then = (_shown(f"{prefix}{name}", name) for prefix in ("", "then_"))
    told = (
        pl.when(then.is_null())
        .then(pl.format(f"{word} now given: {{}}", now))
        .when(now.is_null())
        .then(pl.format(f"{word} no longer given, {{}} before", then))
        .otherwise(pl.format(f"{word} revised from {{}} to {{}}", then, now))
    )
    return pl.when(_differs(name)).then(told)


def _shown(column: str, name: str) -> pl.Expr:
    if name == "published_at":
        return pl.col(column).dt.to_string("%Y-%m-%d")
    text = pl.col(column).cast(pl.String)
    return text.str.replace_all("_", " ") if name in ("target", "outcome") else text


def _changed(name: str) -> pl.Expr:
    return pl.when(_differs(name)).then(pl.lit(f"{_SILENT[name]} revised"))


def _position() -> pl.Expr:
    return pl.when(_differs("lat") | _differs("lon")).then(pl.lit("position on the map revised"))


def _modality() -> pl.Expr:
    now, then = (pl.col(name).replace(_MODALITIES) for name in ("modality", "then_modality"))
    return pl.when(_differs("modality")).then(pl.format("now {}, before {}", now, then))


def _kind(words: Words) -> pl.Expr:
    now, then = words.kind(), words.kind("then_kind")
    return pl.when(_differs("kind")).then(pl.format("now told as “{}”, before as “{}”", now, then))


def _title() -> pl.Expr:
    return pl.when(_differs("title")).then(pl.format("headed {} before", quoted(pl.col("then_title"))))


def _names(names: list[str]) -> pl.Expr:
    """The names of what differs."""
    parts = [pl.when(pl.col(name).ne_missing(pl.col(f"then_{name}"))).then(pl.lit(name)) for name in names]
    return pl.concat_list(parts).list.drop_nulls()


def _values(prefix: str, numbers: str, words: Words) -> pl.Expr:
    """What was said, in words: numbers, and the other fields that differ."""
    named = ("modality", "kind", *_SAID)
    rest = [pl.when(_differs(name)).then(_value(prefix, name, words)) for name in named]
    return joined([pl.col(numbers), *rest], "; ")


def _value(prefix: str, name: str, words: Words) -> pl.Expr:
    return words.kind(f"{prefix}kind") if name == "kind" else _shown(f"{prefix}{name}", name)
