"""Two moments compared: which happenings and reports are new, revised, re-dated, withdrawn, put together or apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from timeline import model
from timeline.changes import corrections, events, fields, wording
from timeline.changes.wording import Words

CLAIMS: Final[model.Schema] = {
    "claim_id": pl.String(),
    "event_id": pl.String(),
    "feed": pl.String(),
    "document_id": pl.String(),
    "kind_group": pl.String(),
    "version": pl.Int32(),
    "cause": pl.String(),
    "first_known_at": model.INSTANT,
    "known_at": model.INSTANT,
    **model.CLAIM_CONTENT,
}
EVENTS: Final[model.Schema] = {"event_id": pl.String(), "title": pl.String()}
GONE: Final[model.Schema] = {"claim_id": pl.String(), "cause": pl.String(), "known_at": model.INSTANT}
DECISIONS: Final[model.Schema] = {
    "who": pl.String(),
    "what": pl.String(),
    "subject": pl.List(pl.String()),
    "because": pl.String(),
    "known_at": model.INSTANT,
}
# A better reading of the same text is no news.
_NO_NEWS: Final = ("extractor", "resolver")
# What two claims of one document have in common when the later one stands in the place of the earlier one.
_STEAD: Final = (
    ("feed", "document_id", "kind", "event_id"),
    ("feed", "document_id", "kind", "place", "starts", "ends", "speaker"),
)
_ORDER: Final = ("revised", "redated", "withdrawn", "merged", "split", "new")


@dataclass(frozen=True, slots=True)
class Held:
    """What was held at a moment: `claims` as the view claims gives them (the columns of CLAIMS are used), `events`
    (event_id, title) where there are some that a person hid.
    """

    claims: pl.DataFrame
    events: pl.DataFrame = field(default_factory=lambda: model.empty(EVENTS))


def changes(
    then: Held,
    now: Held,
    *,
    gone: pl.DataFrame | None = None,
    decisions: pl.DataFrame | None = None,
    kinds: Mapping[str, str] | None = None,
    countries: Mapping[str, str] | None = None,
    zone: str = "UTC",
) -> pl.DataFrame:
    """What moved from one moment to another, by deliveries and decisions, in model.CHANGES.

    Both moments hold the same selection: a claim that is missing in one of them was not held then. `gone`: cause and
    known_at of the claims that were withdrawn between them; `decisions`: those taken between them (who, what, subject,
    because, known_at). `kinds`, `countries`: labels and names by code; `zone`: whose days the citations tell.
    """
    words = Words(kinds or {}, countries or {}, zone)
    before, after = _titled(then.claims, words), _titled(now.claims, words)
    taken = model.conform(decisions if decisions is not None else pl.DataFrame(), DECISIONS)
    left = _left(before, after, model.conform(gone if gone is not None else pl.DataFrame(), GONE))
    replaced, fresh, left = _replaced(_fresh(before, after), left)
    corrected = corrections.of_others(fresh, before, after)
    rest = fresh.join(corrected.select(pl.col("claim_ids").list.first().alias("claim_id")), on="claim_id", how="anti")
    kept = pl.concat([_kept(before, after), replaced], how="diagonal")
    found = [
        corrected,
        events.arrived(rest, before, then.events, now.events),
        fields.revised(kept, words),
        fields.redated(kept),
        events.withdrawn(left, after, then.events, now.events, taken),
        events.regrouped(before, after, fresh, taken),
    ]
    rows = pl.concat([wording.drafted(one) for one in found])
    return _sorted(wording.worded(rows, taken, words))


def _titled(claims: pl.DataFrame, words: Words) -> pl.DataFrame:
    """The claims with a title that can be read; that of the kind where they have none."""
    title = pl.coalesce("title", words.kind(), pl.lit("a happening"))
    return wording.cleaned(model.conform(claims, CLAIMS)).with_columns(title=title)


def _fresh(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The claims that were not held then."""
    new = after.join(before.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
    return new.filter(~pl.col("cause").is_in(_NO_NEWS).fill_null(False))


def _kept(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The claims held at both moments of which there is another version now, what they said then as `then_*`."""
    older = _earlier(before).with_columns(claim_id="then_claim_id")
    both = after.join(older, on="claim_id", how="inner", maintain_order="left")
    other = pl.col("version").ne_missing(pl.col("then_version")) | pl.col("version").is_null()
    return both.filter(other & ~pl.col("cause").is_in(_NO_NEWS).fill_null(False))


def _earlier(claims: pl.DataFrame) -> pl.DataFrame:
    return claims.rename({name: f"then_{name}" for name in claims.columns})


def _replaced(fresh: pl.DataFrame, left: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Claims that came where another of the same document went: a sentence or a row that was written anew.

    They are given as `_kept` gives its claims; then come those that are only new, and those that are only gone.
    """
    found = []
    for key in _STEAD:
        nth = pl.int_range(pl.len()).over(key)
        one, other = (rows.drop_nulls("document_id").with_columns(_nth=nth) for rows in (fresh, left))
        earlier = _earlier(other)
        right = [f"then_{name}" for name in (*key, "_nth")]
        pairs = one.join(
            earlier, left_on=[*key, "_nth"], right_on=right, nulls_equal=True, coalesce=False, maintain_order="left"
        )
        found.append(pairs.drop("_nth", "then__nth"))
        fresh = fresh.join(pairs.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
        left = left.join(pairs.select(claim_id="then_claim_id"), on="claim_id", how="anti", maintain_order="left")
    return pl.concat(found), fresh, left


def _left(before: pl.DataFrame, after: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """The claims that are not held any more; cause and known_at are those of their going."""
    left = before.join(after.select("claim_id"), on="claim_id", how="anti", maintain_order="left")
    told = left.drop("cause", "known_at").join(gone, on="claim_id", how="left", maintain_order="left")
    return model.conform(told, CLAIMS).filter(~pl.col("cause").is_in(_NO_NEWS).fill_null(False))


def _sorted(found: pl.DataFrame) -> pl.DataFrame:
    """What is new comes last; each in the order of the days on which it was over."""
    order = pl.col("change").replace_strict({name: place for place, name in enumerate(_ORDER)}, return_dtype=pl.Int8)
    first = pl.col("claim_ids").list.first()
    return found.sort(
        order, pl.coalesce("ends", "starts"), "starts", "place", "line", first, nulls_last=True, maintain_order=True
    )
