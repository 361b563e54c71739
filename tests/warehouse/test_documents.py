"""Documents in the ledger: each replaces its claims whole, the others stay; no order or batch makes a difference."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from ledger_fixture import ask, claim, delivery, lay_empty, surface

from timeline import model
from timeline.warehouse.arrivals import Arrival, Parsed
from timeline.warehouse.layout import Layout
from timeline.warehouse.ledger import Ledger, open_ledger

Delivered = tuple[Arrival, Parsed]
Told = dict[str, list[str]]

LIGHT: dict[str, Any] = {
    "deadline": None,
    "phases": [Phase.explicit, Phase.reuse, Phase.generate],
    "suppress_health_check": [HealthCheck.too_slow],
}


def articles(spool: Path, told: Told, *, known: str, path: str, rejects: bool = False) -> Delivered:
    """A delivery of documents, each with the places of its claims."""
    rows = [
        claim(f"{key}/{place}", document_key=key, place=place, publisher=f"P{key}")
        for key, places in told.items()
        for place in places
    ]
    refused = [{"row_key": None, "line": None, "col": None, "reason": "is damaged", "text": path}] if rejects else None
    arrival, parsed = delivery(spool, rows, known=known, path=path, rejects=refused)
    file = (parsed.claims or spool).with_suffix(".documents")
    documents = [
        {
            "document_key": key,
            "version": hashlib.sha256("".join(places).encode()).hexdigest()[:8],
            "title": f"Title {key}",
            "published_at": datetime(2022, 9, 27, tzinfo=UTC),
            "published_on": date(2022, 9, 27),
            "published_from": "page",
            "path": path,
            "text": " ".join(places),
        }
        for key, places in told.items()
    ]
    found = model.conform(pl.DataFrame(documents), model.DOCUMENTS) if documents else model.empty(model.DOCUMENTS)
    found.write_parquet(file)
    arrival = replace(arrival, sha256=hashlib.sha256(repr((told, path)).encode()).hexdigest())
    left_out = {} if rows else {"claims": None}
    return arrival, replace(parsed, documents=file, rejects=parsed.rejects if rejects else None, **left_out)


def bring(ledger: Ledger, batches: list[list[Delivered]]) -> None:
    """Take each batch as a run does: together what is new, then one by one; all anew only where more than new
    documents come late.
    """
    held: list[Delivered] = []
    for batch in batches:
        newest = ledger.newest("a")
        held += batch
        done = {one.delivery for one in ledger.take_together("a", batch)}
        left = sorted((pair for pair in batch if pair[0].id not in done), key=lambda pair: pair[0].order)
        if newest and any(arrival.order < newest for arrival, _ in left):
            ledger.replay("a", held)
            continue
        for arrival, parsed in left:
            ledger.take(arrival, parsed)


def end_state(folder: Path, batches: list[list[Delivered]]) -> dict[str, pl.DataFrame]:
    layout = lay_empty(Layout.at(folder / "timeline.duckdb"))
    with open_ledger(layout) as ledger:
        bring(ledger, batches)
    return surface(layout)


def live(folder: Path) -> set[tuple[str, str]]:
    rows = ask(Layout.at(folder / "timeline.duckdb"), "SELECT document_id, place FROM claims").rows()
    return {(str(document), str(place)) for document, place in rows}


def test_a_document_replaces_its_claims_and_the_others_stay(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    first = articles(spool, {"1": ["Omsk", "Gai"], "2": ["Kyra"]}, known="2022-09-25", path="a.rss")
    second = articles(spool, {"1": ["Omsk"], "3": ["Tula"]}, known="2022-09-26", path="b.rss")
    state = end_state(tmp_path, [[first], [second]])
    assert live(tmp_path) == {("1", "Omsk"), ("2", "Kyra"), ("3", "Tula")}
    gone = ask(Layout.at(tmp_path / "timeline.duckdb"), "SELECT place FROM base.claim WHERE NOT live")
    assert gone["place"].to_list() == ["Gai"]
    assert state["documents"].select("document_id", "text").rows() == [
        ("1", "Omsk Gai"),
        ("1", "Omsk"),
        ("2", "Kyra"),
        ("3", "Tula"),
    ]
    assert state["claims"].filter(document_id="1")["version"].to_list() == [1]


def test_an_unchanged_document_changes_nothing(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    told = {"1": ["Omsk", "Gai"], "2": []}
    one, two = (articles(spool, told, known=f"2022-09-2{day}", path=f"{day}.rss") for day in (5, 6))
    state = end_state(tmp_path, [[one], [two]])
    assert state["base.claim_past"].is_empty()
    assert state["documents"].height == 2
    assert state["deliveries"].sort("known_at").select("new", "changed", "gone").rows() == [(2, 0, 0), (0, 0, 0)]


def test_a_document_that_loses_all_its_claims_withdraws_them(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    first = articles(spool, {"1": ["Omsk"], "2": ["Gai"]}, known="2022-09-25", path="a.rss")
    second = articles(spool, {"1": []}, known="2022-09-26", path="b.rss")
    end_state(tmp_path, [[first], [second]])
    assert live(tmp_path) == {("2", "Gai")}


def test_many_new_articles_are_taken_together_and_a_known_one_is_not(tmp_path: Path) -> None:
    spool = tmp_path / "spool"
    layout = lay_empty(Layout.at(tmp_path / "timeline.duckdb"))
    several = [articles(spool, {str(n): ["Omsk"]}, known="2022-09-25", path=f"{n}.html") for n in range(5)]
    again = articles(spool, {"1": ["Gai"]}, known="2022-09-26", path="1.html")
    damaged = articles(spool, {"9": ["Gai"]}, known="2022-09-26", path="9.html", rejects=True)
    fresh = [articles(spool, {f"n{n}": ["Tula"]}, known="2022-09-26", path=f"n{n}.html") for n in range(3)]
    with open_ledger(layout) as ledger:
        assert len(ledger.take_together("a", several)) == 5
        taken = {one.delivery for one in ledger.take_together("a", [again, damaged, *fresh])}
    assert taken == {arrival.id for arrival, _ in fresh}


documents = st.dictionaries(
    st.sampled_from("123456"), st.lists(st.sampled_from(["Omsk", "Gai", "Kyra"]), unique=True, max_size=2), max_size=3
)
histories = st.lists(
    st.tuples(st.integers(1, 28), documents, st.sampled_from(["one", "two", "own"]), st.booleans()),
    min_size=2,
    max_size=8,
    unique_by=lambda told: told[0],
)


@settings(max_examples=3, **LIGHT)
@given(history=histories, data=st.data())
def test_any_order_and_any_batches_of_documents(history: list[Any], data: st.DataObject) -> None:
    check_any_order(history, data)


@pytest.mark.long
@settings(max_examples=150, **LIGHT)
@given(history=histories, data=st.data())
def test_many_orders_and_batches_of_documents(history: list[Any], data: st.DataObject) -> None:
    check_any_order(history, data)


def check_any_order(history: list[Any], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        arrived = [
            articles(
                folder / "spool",
                told,
                known=f"2022-10-{day:02}",
                path=f"{day if path == 'own' else path}.html",
                rejects=damaged,
            )
            for day, told, path, damaged in history
        ]
        in_order = sorted(arrived, key=lambda pair: pair[0].order)
        expected = end_state(folder / "1", [[each] for each in in_order])
        newest: dict[str, list[str]] = {}
        for _, told, _, _ in sorted(history, key=lambda told: told[0]):
            newest |= told
        assert live(folder / "1") == {(key, place) for key, places in newest.items() for place in places}
        shuffled, batches = data.draw(st.permutations(arrived)), []
        while shuffled:
            size = data.draw(st.integers(1, len(shuffled)))
            batches.append(shuffled[:size])
            shuffled = shuffled[size:]
        got = end_state(folder / "2", batches)
        for name, table in expected.items():
            assert table.equals(got[name]), f"{name} differs:\n{table}\n{got[name]}"
