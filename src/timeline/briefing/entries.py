"""The list of events: each with its date, its words, who says so, and what was said word for word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from timeline.briefing import plain
from timeline.briefing.citing import Citations
from timeline.briefing.content import Entry, Line

MOST_QUOTES: Final = 2
_TITLE: Final = 200
_UNSURE: Final = {
    "planned": "Planned",
    "denied": "Denied",
    "contested": "Contested",
    "hypothetical": "Supposed",
}


def chosen_events(events: pl.DataFrame, most: int) -> pl.DataFrame:
    """The `most` important events, pinned ones first, in the order of time."""
    ranked = events.with_row_index("row").sort(
        pl.col("pinned").fill_null(False).not_(), pl.col("importance").fill_null(3), "row"
    )
    return ranked.head(most).sort("row").drop("row")


def entries(events: pl.DataFrame, claims: pl.DataFrame, citations: Citations) -> tuple[Entry, ...]:
    """An entry for each event, in the order of the frame."""
    wanted = claims.filter(pl.col("event_id").is_in(events["event_id"].implode()))
    by_event: dict[str, list[Mapping[str, Any]]] = {}
    for row in wanted.iter_rows(named=True):
        by_event.setdefault(row["event_id"], []).append(row)
    return tuple(_entry(row, by_event.get(row["event_id"], []), citations) for row in events.iter_rows(named=True))


def _entry(event: dict[str, Any], claims: list[Mapping[str, Any]], citations: Citations) -> Entry:
    numbers = citations.numbers(claim["claim_id"] for claim in claims)
    known = ", ".join(part for part in (where(event), plain.clock(event)) if part)
    parts = [plain.sentence(known) if known else "", _said(claims)]
    if event["standing"] == "disputed":
        parts.append("Sources disagree.")
    told = " ".join(part for part in parts if part)
    return Entry(
        plain.when(event),
        Line(title(event), numbers),
        (Line(told),) if told else (),
        tuple(_quotes(claims, citations)),
    )


def title(event: Mapping[str, Any]) -> str:
    """The words of an event; what is not simply asserted says so."""
    words = event["title"] or event["label"] or str(event["kind"]).replace("_", " ").replace(".", ": ")
    told = plain.clean(words, _TITLE)
    unsure = _UNSURE.get(event.get("status") or event.get("modality") or "")
    return f"{unsure}: {told}" if unsure else plain.capital(told)


def where(event: Mapping[str, Any]) -> str:
    """Place and country, nothing said twice."""
    place = plain.clean(event["place"] or "", 120)
    country = plain.clean(event["country"] or "", 60)
    return place if not country or country in place else ", ".join(filter(None, (place, country)))


def said(claim: Mapping[str, Any]) -> str:
    """`OVD-Info, via RIA`; without a speaker the name of where it was read."""
    speaker, carrier = plain.clean(claim["speaker"] or "", 80), plain.clean(claim["carrier"] or "", 80)
    if speaker:
        return f"{speaker}, via {carrier}" if carrier else speaker
    return f"{carrier}, speaker not named" if carrier else ""


def _said(claims: Iterable[Mapping[str, Any]]) -> str:
    rows = list(claims)
    carriers: dict[str, list[str]] = {}
    for row in rows:
        if row["speaker"]:
            via = carriers.setdefault(plain.clean(row["speaker"], 80), [])
            via += [plain.clean(row["carrier"], 80)] if row["carrier"] and row["carrier"] not in via else []
    if carriers:
        named = [f"{name} (via {plain.listed(via, 3)})" if via else name for name, via in carriers.items()]
        return f"According to {plain.listed(named, 4)}."
    read = list(dict.fromkeys(plain.clean(row["publisher"], 80) for row in rows if row["publisher"]))
    return f"As published by {plain.listed(read, 4)}; no speaker named." if read else "No speaker or publisher named."


def _quotes(claims: Iterable[Mapping[str, Any]], citations: Citations) -> Iterable[Line]:
    seen: dict[str, Line] = {}
    for claim in claims:
        words = plain.clean(claim["quote"] or "")
        if words and words not in seen:
            name = said(claim) or plain.clean(claim["publisher"] or "", 80)
            told = f"“{words}”" + (f" — {name}" if name else "")
            seen[words] = Line(told, citations.numbers([claim["claim_id"]]))
    return list(seen.values())[:MOST_QUOTES]
